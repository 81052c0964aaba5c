"""How long a judgement may stand, a blind view is good for, a review may be put off: one table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

__all__ = ["LIMITS", "ReviewingLimits"]


@dataclass(frozen=True, slots=True)
class ReviewingLimits:
    """The limits of reviewing and judging.

    Attributes:
        judgement: a judgement stands for at most as long, its last day included.
        next_review: the next review is at most as far away.
        view: between one's own view and the review that it is of.
        correcting: how long whoever reviewed may correct it; a supervisor always may.
        horizon: within how long of a judgement recorded harm counts as having followed;
            the outcome that the scorecard predicts has the same.
        said_back: how long ago the child may have said what a review holds.
    """

    judgement: timedelta
    next_review: timedelta
    view: timedelta
    correcting: timedelta
    horizon: timedelta
    said_back: timedelta

    def last_judged_day(self, today: date) -> date:
        """The last day on which a judgement that is made today may stand."""
        return today + self.judgement

    def last_review_day(self, today: date) -> date:
        """The last day to which the next review may be put off."""
        return today + self.next_review


LIMITS = ReviewingLimits(
    judgement=timedelta(days=28),
    next_review=timedelta(days=92),
    view=timedelta(hours=2),
    correcting=timedelta(days=1),
    horizon=timedelta(days=90),
    said_back=timedelta(days=366),
)
