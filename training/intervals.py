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

__all__ = ["Estimate", "Number", "estimate"]

#: A figure that may be nan; in JSON, which has no number for "not known", it is null.
Number = Annotated[
    float,
    BeforeValidator(lambda value: math.nan if value is None else value),
    PlainSerializer(lambda value: None if math.isnan(value) else value),
]

Floats = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Measure = Callable[[Floats], Mapping[str, float]]
_LEVEL = (2.5, 97.5)


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


def estimate(
    measure: Measure, child: Int64, weight: Floats, resamples: int, seed: int, jobs: int
) -> dict[str, Estimate]:
    """Each figure that ``measure`` gives, with its interval over resampled children.

    Questions of one child are alike, so children are resampled, not questions. Figures
    of one call share their resamples, so a difference among them is a paired one.

    Args:
        measure: takes weights for the questions; gives figures.
        child, weight: [rows] the child of each question, and what the question weighs.
        jobs: threads. The result depends on ``seed``, never on ``jobs``.
    """
    whole = measure(weight)
    _, place = np.unique(child, return_inverse=True)
    children = int(place.max()) + 1 if len(place) else 0
    if children < 2 or resamples < 1:
        return {name: Estimate(value, value, value) for name, value in whole.items()}

    def draw(number: int) -> Mapping[str, float]:
        generator = np.random.default_rng([seed, number])
        times = np.bincount(generator.integers(0, children, children), minlength=children)
        return measure(weight * times[place])

    drawn = Parallel(n_jobs=jobs, prefer="threads")(delayed(draw)(n) for n in range(resamples))
    return {name: _interval(value, [d[name] for d in drawn]) for name, value in whole.items()}


def _interval(value: float, drawn: list[float]) -> Estimate:
    known = [figure for figure in drawn if not math.isnan(figure)]
    if math.isnan(value) or not known:
        return Estimate(value, math.nan, math.nan)
    low, high = np.percentile(known, _LEVEL)
    return Estimate(value, float(low), float(high))
