"""What a training run may choose, in one place; logged whole with every run."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass

__all__ = ["Settings", "settings_as_text"]


@dataclass(frozen=True, slots=True)
class Settings:
    """The choices of one run. None was chosen by looking at the test period.

    Attributes:
        warm_up_days: questions start this long after the first entry, since before that
            a window of 365 days would look back on nothing.
        calibration_days, test_days: lengths of the later periods.
        shares: how likely a child who is asked about in every period goes to the side of
            the training, the calibration and the test period.
        report_weight: a missing report teaches as much as so many month starts: it is
            when the card is asked. Chosen by cross-validation inside a training fold.
        strengths: penalties that cross-validation inside the training fold chooses from.
        candidates: ways of fitting that are compared inside the training fold, of
            :data:`training.learning.curves.WAYS`; the first is the one that experiments use.
        points_to_double: so many points double the odds.
        high_share, medium_share: the most of all missing reports that may reach each
            band by points: the workload that the force can act on.
        adult_age: from this age on there is no score, so there is no question.
        fewest_cases: fewer cases of harm than this in the training fold teach nothing.
        resamples: of the children, for the intervals.
        mitigations: whether ways to a fairer card are fitted and judged too.
    """

    seed: int = 1
    warm_up_days: int = 365
    calibration_days: int = 180
    test_days: int = 365
    shares: tuple[float, float, float] = (0.4, 0.2, 0.4)
    report_weight: float = 5.0
    strengths: tuple[float, ...] = (10.0, 30.0, 100.0, 200.0)
    folds: int = 5
    candidates: tuple[str, ...] = ("binned", "boosted", "sparse")
    points_to_double: int = 7
    high_share: float = 0.10
    medium_share: float = 0.35
    adult_age: int = 18
    fewest_cases: int = 10
    resamples: int = 400
    jobs: int = 2
    mitigations: bool = True

    @property
    def scale(self) -> float:
        """Points for each unit of log odds."""
        return self.points_to_double / math.log(2)


def settings_as_text(settings: Settings) -> dict[str, str]:
    """Every choice of a run as texts, for the registry and the report."""
    return {name: str(value) for name, value in asdict(settings).items()}
