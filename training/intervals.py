"""Figures with intervals: children are drawn again and again, with all of their questions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from pydantic import BeforeValidator, PlainSerializer

__all__ = ["Estimate", "Number", "bootstrap", "estimate"]

#: A figure that may be nan; in JSON, which has no number for "not known", it is null.
Number = Annotated[
    float,
    BeforeValidator(lambda value: math.nan if value is None else value),
    PlainSerializer(lambda value: None if math.isnan(value) else value),
]

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Measure = Callable[[Floats], Mapping[str, float]]
Measures = Callable[[Floats], Mapping[str, Floats]]
_LEVEL = (2.5, 97.5)
#: Resamples measured in one pass: as many as keep the weights near the processor, whatever
#: the number of threads, so that sums are always made in the same order.
_AT_ONCE, _CELLS = 64, 1_000_000


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95 % interval; all are nan where there was nothing to measure."""

    value: Number
    low: Number
    high: Number

    @property
    def is_known(self) -> bool:
        """Whether there was anything to measure."""
        return not math.isnan(self.value)

    @property
    def words(self) -> str:
        """``0.742 (0.701 to 0.780)``, or that it isn't known."""
        if not self.is_known:
            return "not known: no cases"
        return f"{self.value:.3f} ({self.low:.3f} to {self.high:.3f})"


def bootstrap(
    measures: Measures, child: Int64, weight: Floats, resamples: int, seed: int, jobs: int
) -> dict[str, Estimate]:
    """Each figure that ``measures`` gives, with its interval over resampled children.

    Questions of one child are alike, so children are resampled, not questions. Figures
    of one call share their resamples, so a difference among them is a paired one. Many
    resamples are measured in one pass.

    Args:
        measures: takes weights [rows, resamples]; gives figures [resamples].
        child, weight: [rows] the child of each question, and what the question weighs.
        jobs: threads. The result depends on ``seed``, never on ``jobs``.
    """
    whole = {name: float(found[0]) for name, found in measures(weight[:, None]).items()}
    _, place = np.unique(child, return_inverse=True)
    place = place.reshape(-1)
    children = int(place.max()) + 1 if len(place) else 0
    if children < 2 or resamples < 1:
        return {name: Estimate(value, value, value) for name, value in whole.items()}

    def draw(first: int, end: int) -> Mapping[str, Floats]:
        times = np.empty((children, end - first))
        for number in range(first, end):
            generator = np.random.default_rng([seed, number])
            drawn = generator.integers(0, children, children)
            times[:, number - first] = np.bincount(drawn, minlength=children)
        return measures(weight[:, None] * times[place])

    step = max(1, min(_AT_ONCE, _CELLS // len(place)))
    spans = [(first, min(first + step, resamples)) for first in range(0, resamples, step)]
    drawn = Parallel(n_jobs=jobs, prefer="threads")(delayed(draw)(*span) for span in spans)
    return {
        name: _interval(value, np.concatenate([part[name] for part in drawn]))
        for name, value in whole.items()
    }


def estimate(
    measure: Measure, child: Int64, weight: Floats, resamples: int, seed: int, jobs: int
) -> dict[str, Estimate]:
    """As :func:`bootstrap`, for a measure that takes the weights [rows] of one resample."""

    def measures(weights: Floats) -> dict[str, Floats]:
        each = [measure(weights[:, place]) for place in range(weights.shape[1])]
        return {name: np.array([found[name] for found in each]) for name in each[0]}

    return bootstrap(measures, child, weight, resamples, seed, jobs)


def _interval(value: float, drawn: Floats) -> Estimate:
    known = drawn[~np.isnan(drawn)]
    if math.isnan(value) or not len(known):
        return Estimate(value, math.nan, math.nan)
    low, high = np.percentile(known, _LEVEL)
    return Estimate(value, float(low), float(high))
