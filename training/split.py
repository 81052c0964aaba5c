"""Which questions teach, which calibrate and which judge.

Later periods judge earlier ones, with a gap in which no question is asked, so that every
outcome of a fold is over before the next fold begins. A child is on one side only.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from features.table import micros
from training.cohort import Cohort
from training.settings import HORIZON, Settings

__all__ = ["Folds", "NotEnoughCasesError", "Period", "split"]

Int64 = npt.NDArray[np.int64]


class NotEnoughCasesError(Exception):
    """The snapshot holds too few cases of harm, or too short a time, to learn from."""


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
        workload: every missing report of the calibration period, whatever the child's
            side. Thresholds are set on their points alone; no outcome is looked at.
    """

    train: Int64
    calibration: Int64
    test: Int64
    workload: Int64
    periods: dict[str, Period]


def split(cohort: Cohort, taken: datetime, settings: Settings) -> Folds:
    """Assign each question to a fold, or to none (the gaps, and the other sides' periods).

    The same snapshot, settings and seed always give the same folds.

    Raises:
        NotEnoughCasesError: too few cases of harm in the training fold, or none without.
    """
    day = micros_of(timedelta(days=1))
    gap = micros_of(HORIZON)
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
    shares = [_share(child.id, settings.seed) for child in cohort.children]
    side = np.digitize(
        shares, [settings.train_share, settings.train_share + settings.calibration_share]
    )
    rows_side = side[cohort.child] if len(cohort) else np.empty(0, dtype=np.int64)
    rows = {
        name: np.flatnonzero(period.holds(cohort.as_of) & (rows_side == number))
        for number, (name, period) in enumerate(periods.items())
    }
    cases = int(cohort.harmed[rows["train"]].sum())
    if cases < settings.fewest_cases or cases == len(rows["train"]):
        raise NotEnoughCasesError(
            f"the training period holds {cases} cases of harm in {len(rows['train'])} questions; "
            f"at least {settings.fewest_cases} are needed: use a longer or a larger history"
        )
    workload = np.flatnonzero(periods["calibration"].holds(cohort.as_of) & cohort.is_report)
    return Folds(rows["train"], rows["calibration"], rows["test"], workload, periods)


def micros_of(length: timedelta) -> int:
    """A length of time in microseconds."""
    return length // timedelta(microseconds=1)


def _share(child: str, seed: int) -> float:
    """A number in [0, 1) that depends on the child and the seed alone."""
    digest = hashlib.sha256(f"{seed}:{child}".encode()).digest()
    return int.from_bytes(digest[:8], "big") / 2**64
