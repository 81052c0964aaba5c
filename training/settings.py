"""What a training run may choose, in one place; logged whole with every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

__all__ = ["HORIZON", "Settings"]

#: The outcome's window starts at the moment of the question and is this long.
HORIZON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run. None was chosen by looking at the test period.

    Attributes:
        warm_up_days: questions start this long after the first entry, since before that
            a window of 365 days would look back on nothing.
        calibration_days, test_days: lengths of the later periods.
        train_share, calibration_share: shares of the children; the rest are for testing.
        strengths: penalties that cross-validation inside the training fold chooses from.
        points_per_log_odds: 10 points multiply the odds by e; 7 about double them.
        high_share, medium_share: the most of all missing reports that may reach each
            band by points: the workload that the force can act on.
        fewest_cases: fewer cases of harm than this in the training fold teach nothing.
        resamples: of the children, for the intervals.
    """

    seed: int = 1
    warm_up_days: int = 365
    calibration_days: int = 180
    test_days: int = 365
    train_share: float = 0.5
    calibration_share: float = 0.15
    strengths: tuple[float, ...] = (0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
    folds: int = 5
    points_per_log_odds: int = 10
    high_share: float = 0.10
    medium_share: float = 0.35
    fewest_cases: int = 10
    resamples: int = 400
    jobs: int = 2
