"""The second card: how often children like this one were reported missing again (S1, M1).

A question of its own, asked of a child who is missing or was reported of late. It never
touches the band, and its level is words and points, never a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from features.table import Measured
from records.history import KnownHistory
from records.states import missing_episodes
from scorecard import Card, Policy, score
from serving.answer.advice import reason_values
from serving.answer.cards import CardVersion

__all__ = ["HORIZON", "LEVELS", "again_values", "is_again_asked", "level_of"]

#: The card's outcome looks so far ahead; its question is asked at reports, so for so long
#: after one the answer still speaks of time that the question was about.
HORIZON = timedelta(days=28)
#: Level -> what it says, the highest first: what became of children like this one, which is
#: no forecast of this one, and no word of chance, which everyone reads differently.
LEVELS: Mapping[str, str] = MappingProxyType(
    {
        "highest": "Of missing children, those with records like these were reported again "
        "within 28 days most often.",
        "higher": "Missing children with records like these were reported again within 28 days "
        "more often than most.",
        "usual": "From what is recorded: missing children with records like these were reported "
        "again within 28 days no more often than most.",
    }
)
_WHY_NONE: Mapping[str, str] = MappingProxyType(
    {
        "no_card": "No scorecard of being reported missing again is in use.",
        "stopped": "The scorecard of being reported missing again is stopped until it has been "
        "checked.",
        "adult": "Nothing is worked out for adults.",
        "not_asked": "Asked only of a child who is missing or was reported within 28 days.",
    }
)


def is_again_asked(known: KnownHistory, policy: Policy) -> bool:
    """Whether the question arises: a child who is missing now, or whose last report began at
    most 28 days ago."""
    if known.age is not None and known.age >= policy.adult_age:
        return False
    episodes = missing_episodes(known)
    if not episodes:
        return False
    return episodes[-1].is_open or known.as_of - episodes[-1].since <= HORIZON


def level_of(card: Card, points: int) -> str:
    """The level of a total, by the card's own thresholds: at the last ``highest``, at one
    before it ``higher``, below them all ``usual``."""
    reached = sum(points >= start for start in card.thresholds.values())
    if reached == 0:
        return "usual"
    return "highest" if reached == len(card.thresholds) else "higher"


def again_values(
    known: KnownHistory,
    again: CardVersion | None,
    policy: Policy,
    measured: Mapping[str, Measured],
) -> dict[str, Any]:
    """The answer's ``again``. Base and the reasons' points add up to the total, as in the
    advice; where there is no level, ``words`` says why.

    ``measured`` holds at least the features of the card, where the question arises.
    """
    card = None if again is None else again.shown
    if again is None:
        return _none("no_card")
    if card is None:
        return _none("stopped")
    if known.age is not None and known.age >= policy.adult_age:
        return _none("adult")
    if not is_again_asked(known, policy):
        return _none("not_asked")
    scored = score(card, {name: measured[name].value for name in card.features})
    level = level_of(card, scored.points)
    return {
        "state": "advised",
        "level": level,
        "words": LEVELS[level],
        "base": scored.base,
        "points": scored.points,
        "starts": list(card.thresholds.values()),
        "reasons": [
            reason_values(line.feature, line.points, measured[line.feature], known)
            for line in scored.reasons
        ],
    }


def _none(state: str) -> dict[str, Any]:
    return {
        "state": state,
        "level": None,
        "words": _WHY_NONE[state],
        "base": None,
        "points": None,
        "starts": [],
        "reasons": [],
    }
