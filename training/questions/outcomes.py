"""The two outcomes that are asked about, each a row: what counts, within how long, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

__all__ = ["AGAIN", "MAIN", "OUTCOMES", "Outcome"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One outcome, and the card that ranks children by it.

    Attributes:
        card: the card's name; the registry calls its model ``missing-children-`` and this.
        version: changes whenever what counts does: two cards with other outcomes can't be
            compared.
        horizon: the outcome's window starts at the question and is this long.
        words: completes "how likely is".
        happened: completes "of the children who".
        asked_monthly: whether it is asked at month starts too, and not at reports alone.
    """

    card: str
    version: str
    horizon: timedelta
    words: str
    happened: str
    asked_monthly: bool


#: Changes whenever a row of :data:`records.states.harm.HARM` does.
MAIN = Outcome(
    card="main",
    version="exploitation-harm/2",
    horizon=timedelta(days=90),
    words="exploitation harm recorded within 90 days",
    happened="came to recorded harm",
    asked_monthly=True,
)
#: Another episode, reported from the moment of the question on: the one asked about is not it.
AGAIN = Outcome(
    card="again",
    version="missing-again/1",
    horizon=timedelta(days=28),
    words="reported missing again within 28 days",
    happened="were reported missing again",
    asked_monthly=False,
)
OUTCOMES: Mapping[str, Outcome] = {outcome.card: outcome for outcome in (MAIN, AGAIN)}
