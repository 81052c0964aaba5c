"""Which questions teach, which calibrate and which judge.

Later periods judge earlier ones, with a gap in which no question is asked, so that every
outcome of a fold is over before the next fold begins. A child is on one side only, and so
is a household, since brothers and sisters are alike: the side is drawn among the periods
in which any of them is asked about, and a question weighs one over the chance of that
draw. So each fold stands for all children of its period, and no household is lost that is
in one period alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from features.table import micros
from training.errors import NotEnoughCasesError
from training.questions.cohort import Cohort
from training.settings import Settings

__all__ = ["Folds", "Period", "split"]

Int64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Period:
    """Moments [start, end), microseconds."""

    start: int
    end: int

    def holds(self, moments: Int64) -> npt.NDArray[np.bool_]:
        """For each moment, whether it lies inside."""
        return (self.start <= moments) & (moments < self.end)


@dataclass(frozen=True, slots=True)
class Folds:
    """Row numbers of the cohort, and the periods that they come from.

    Attributes:
        weight: [rows of the cohort] one over the chance that the household came to this side.
        workload: every missing report of the calibration period, whatever the child's
            side. Thresholds are set on their points alone; no outcome is looked at.
    """

    train: Int64
    calibration: Int64
    test: Int64
    workload: Int64
    weight: npt.NDArray[np.float64]
    periods: dict[str, Period]


def split(cohort: Cohort, taken: datetime, settings: Settings) -> Folds:
    """Assign each question to a fold, or to none (the gaps, and the other sides' periods).

    The same snapshot, settings and seed always give the same folds.

    Raises:
        NotEnoughCasesError: too few cases of harm in the training fold, or none without.
    """
    day = _micros(timedelta(days=1))
    gap = _micros(cohort.outcome.horizon)
    test_end = micros(taken) - gap + 1
    test_start = test_end - settings.test_days * day
    calibration_end = test_start - gap
    calibration_start = calibration_end - settings.calibration_days * day
    earliest = int(cohort.as_of.min()) if len(cohort) else 0
    periods = {
        "train": Period(earliest, calibration_start - gap),
        "calibration": Period(calibration_start, calibration_end),
        "test": Period(test_start, test_end),
    }
    side, weight = _sides(cohort, list(periods.values()), settings)
    own = side[cohort.household[cohort.child]]
    rows = {
        name: np.flatnonzero(period.holds(cohort.as_of) & (own == number))
        for number, (name, period) in enumerate(periods.items())
    }
    cases = int(cohort.harmed[rows["train"]].sum())
    if cases < settings.fewest_cases or cases == len(rows["train"]):
        raise NotEnoughCasesError(
            f"the training period holds {cases} cases of harm in {len(rows['train'])} questions; "
            f"at least {settings.fewest_cases} are needed: use a longer or a larger history"
        )
    workload = np.flatnonzero(periods["calibration"].holds(cohort.as_of) & cohort.is_report)
    return Folds(
        rows["train"],
        rows["calibration"],
        rows["test"],
        workload,
        weight[cohort.household[cohort.child]],
        periods,
    )


def _sides(
    cohort: Cohort, periods: Sequence[Period], settings: Settings
) -> tuple[Int64, npt.NDArray[np.float64]]:
    """For each household: the number of its period, and one over the chance of that draw.

    Both stand at the place of the household's first child; other places hold nothing.
    """
    household = cohort.household[cohort.child]
    chances = np.zeros((len(cohort.children), len(periods)))
    for number, (period, share) in enumerate(zip(periods, settings.shares, strict=True)):
        chances[np.unique(household[period.holds(cohort.as_of)]), number] = share
    total = chances.sum(axis=1, keepdims=True)
    chances = np.divide(chances, total, out=chances, where=total > 0)
    drawn = np.array([_share(child.id, settings.seed) for child in cohort.children])
    passed = (np.cumsum(chances, axis=1) <= drawn[:, None]).sum(axis=1)
    side = np.minimum(passed, len(periods) - 1)
    chance = chances[np.arange(len(side)), side]
    return side, np.divide(1.0, chance, out=np.zeros_like(chance), where=chance > 0)


def _micros(length: timedelta) -> int:
    """A length of time in microseconds."""
    return length // timedelta(microseconds=1)


def _share(child: str, seed: int) -> float:
    """A number in [0, 1) that depends on the household's first child and the seed alone."""
    digest = hashlib.sha256(f"{seed}:{child}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
