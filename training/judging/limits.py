"""The limits that gates hold a card to, a row for each outcome, with the reasons for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from training.judging.gaps import MOST_GAP
from training.judging.leakage import TOO_GOOD
from training.questions.outcomes import AGAIN, MAIN

__all__ = ["LIMITS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """One outcome's limits, at missing reports of the untouched year.

    Attributes:
        fewest_teachers: children on whose outcome the card was fitted.
        least_auc: a card that ranks less well tells officers next to nothing.
        most_auc: above it an input knows the outcome.
        least_over_count: the card's recall at 10 % of reports less the count rule's: a
            card that doesn't find more than counting is not worth its lines.
        most_calibration_error: beyond the noise that a card without fault would show.
        most_high_share: of reports that reach the highest band by points. A tenth is
            planned; a force that gets a third more than it planned for can't act on it.
        most_gap: how much less of one group's outcomes than of another's the highest band
            may hold; None where that isn't judged.
    """

    fewest_teachers: int
    least_auc: float
    most_auc: float
    least_over_count: float
    most_calibration_error: float
    most_high_share: float
    most_gap: float | None


LIMITS: Mapping[str, Limits] = {
    # Published tools for a rare outcome at such reports rank at 0.72 to 0.85 (domain facts);
    # their interval on a force of 250,000 reaches down to 0.65.
    MAIN.card: Limits(
        fewest_teachers=30,
        least_auc=0.65,
        most_auc=TOO_GOOD,
        least_over_count=0.0,
        most_calibration_error=0.01,
        most_high_share=0.13,
        most_gap=MOST_GAP,
    ),
    # Half of the reports are followed by another within 28 days, so an error of 0.03 is as
    # small a part of that as 0.01 is of a sixth. More recall at a tenth than counting gives
    # can't be much: a tenth of the reports holds at most a fifth of the cases.
    AGAIN.card: Limits(
        fewest_teachers=30,
        least_auc=0.65,
        most_auc=TOO_GOOD,
        least_over_count=0.0,
        most_calibration_error=0.03,
        most_high_share=0.13,
        # The highest tenth holds a fifth of the cases at most, so children of a group who go
        # missing most often must fill it: what is said of each group is judged alone.
        most_gap=None,
    ),
}
