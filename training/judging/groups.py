"""The card's figures by group: for monitoring alone, with intervals, small groups withheld."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from records.persons import ETHNICITIES, SEXES
from training.intervals import Estimate, estimate
from training.judging.measures import calibration_error
from training.questions.cohort import Child, Cohort
from training.settings import Settings

__all__ = ["FEWEST_CASES", "GROUPINGS", "GroupFigures", "by_group"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: A group with fewer cases is not told: its figures would be noise, and might point at a child.
FEWEST_CASES = 10

GROUPINGS: tuple[tuple[str, tuple[str, ...], Callable[[Child], str]], ...] = (
    ("sex", SEXES, lambda child: child.sex),
    ("ethnicity", ETHNICITIES, lambda child: child.ethnicity),
)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """One group at missing reports. Figures are empty when the group is withheld.

    Attributes:
        figures: ``recall_high`` (of those harmed, how many stood in the highest band by
            points), ``precision_high``, ``share_high``, ``calibration_error``.
    """

    grouping: str
    group: str
    reports: int
    cases: int
    figures: dict[str, Estimate]

    @property
    def is_withheld(self) -> bool:
        """Whether there were too few cases to tell."""
        return not self.figures


def by_group(
    cohort: Cohort,
    rows: Int64,
    points: Int64,
    chances: Floats,
    weight: Floats,
    high: int,
    settings: Settings,
) -> tuple[GroupFigures, ...]:
    """Figures for every group that occurs.

    Args:
        rows: the missing reports to judge; ``chances`` goes with them, ``points`` and
            ``weight`` with the whole cohort.
        high: the points from which the highest band starts.
    """
    found = []
    for grouping, groups, of_child in GROUPINGS:
        own = np.array([of_child(cohort.children[place]) for place in cohort.child[rows].tolist()])
        for group in groups:
            inside = np.flatnonzero(own == group)
            if not len(inside):
                continue
            harmed = cohort.harmed[rows[inside]]
            figures: dict[str, Estimate] = {}
            if harmed.sum() >= FEWEST_CASES:
                is_high = points[rows[inside]] >= high
                measure = _measure(harmed, is_high, chances[inside])
                child, weighs = cohort.child[rows[inside]], weight[rows[inside]]
                figures = estimate(
                    measure, child, weighs, settings.resamples, settings.seed, settings.jobs
                )
            found.append(GroupFigures(grouping, group, len(inside), int(harmed.sum()), figures))
    return tuple(found)


def _measure(
    harmed: npt.NDArray[np.bool_], is_high: npt.NDArray[np.bool_], chances: Floats
) -> Callable[[Floats], dict[str, float]]:
    def measure(weights: Floats) -> dict[str, float]:
        every = float(weights.sum())
        cases, high, both = (
            float(weights[chosen].sum()) for chosen in (harmed, is_high, harmed & is_high)
        )
        return {
            "recall_high": both / cases if cases else np.nan,
            "precision_high": both / high if high else np.nan,
            "share_high": high / every if every else np.nan,
            "calibration_error": calibration_error(chances, harmed, weights),
        }

    return measure
