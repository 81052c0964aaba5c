"""Chance, passed in: one seeded source of draws, fast enough for one draw at a time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp, log
from statistics import NormalDist
from typing import Generic, TypeVar

import numpy as np

__all__ = ["Dice", "Weighted", "stream"]

_T = TypeVar("_T")
_BLOCK = 4096
_NORMAL = NormalDist()


def stream(seed: int, *place: int) -> np.random.SeedSequence:
    """The seed of one stream of chance, e.g. of one shard's recording.

    Streams with different places are independent, so that more draws in one never
    change another.
    """
    return np.random.SeedSequence(seed, spawn_key=place)


class Weighted(Generic[_T]):
    """Options with weights, ready to be drawn from.

    Raises:
        ValueError: no option has a weight above 0, or one is below 0.
    """

    __slots__ = ("cumulative", "options")

    def __init__(self, weights: Mapping[_T, float]) -> None:
        if not any(weights.values()) or min(weights.values()) < 0:
            raise ValueError("weights must not be negative and must not all be 0")
        self.options: tuple[_T, ...] = tuple(weights)
        self.cumulative: list[float] = list(accumulate(weights.values()))


class Dice:
    """Draws from one stream. Every draw uses a fixed number of uniforms, except Poisson's."""

    def __init__(self, seed: np.random.SeedSequence) -> None:
        self._source = np.random.Generator(np.random.PCG64(seed))
        self._block: list[float] = []

    def uniform(self) -> float:
        """A number in [0, 1)."""
        if not self._block:
            self._block = self._source.random(_BLOCK).tolist()
        return self._block.pop()

    def chance(self, probability: float) -> bool:
        """True with this probability; always for 1 or more, never for 0 or less."""
        return self.uniform() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self.uniform() * (high - low + 1))

    def choose(self, options: Sequence[_T]) -> _T:
        """One of the options, each as likely; IndexError if there are none."""
        return options[int(self.uniform() * len(options))]

    def weighted(self, table: Weighted[_T]) -> _T:
        """One of the table's options by its weight."""
        place = bisect_right(table.cumulative, self.uniform() * table.cumulative[-1])
        return table.options[min(place, len(table.options) - 1)]

    def exponential(self, mean: float) -> float:
        """An exponential waiting time."""
        return -mean * log(1.0 - self.uniform())

    def log_normal(self, sigma: float) -> float:
        """A log-normal factor with mean 1."""
        return exp(sigma * _NORMAL.inv_cdf(max(self.uniform(), 1e-12)) - sigma * sigma / 2)

    def log_uniform(self, low: float, high: float) -> float:
        """A number between two positive bounds, even on a logarithmic scale."""
        return low * exp(self.uniform() * log(high / low))

    def poisson(self, mean: float) -> int:
        """A Poisson count; the mean is expected to be small."""
        if mean <= 0:
            return 0
        count, left, limit = 0, self.uniform(), exp(-mean)
        while left > limit:
            count += 1
            left *= self.uniform()
        return count
