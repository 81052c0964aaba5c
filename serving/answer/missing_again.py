"""The second card: how often children like this one were reported missing again (S1, M1).

A question of its own, asked of a child who is missing or was reported of late. It never
touches the band, and its level is words and points, never a probability.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from features.measured import Measured
from records.history import KnownHistory
from records.states import missing_episodes
from scorecard import Card, Policy, score
from serving.answer.advice import reason_values
from serving.answer.cards import CardVersion

__all__ = ["HORIZON", "LEVELS", "again_values", "is_again_asked", "level_of", "why_no_level"]

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


def why_no_level(known: KnownHistory, again: CardVersion | None, policy: Policy) -> str | None:
    """Why the second card gives no level at ``known.as_of``; None where it gives one."""
    if again is None:
        return "no_card"
    if again.is_stopped:
        return "stopped"
    if known.age is not None and known.age >= policy.adult_age:
        return "adult"
    return None if is_again_asked(known, policy) else "not_asked"


def again_values(
    known: KnownHistory, card: Card | None, why_none: str | None, measured: Mapping[str, Measured]
) -> dict[str, Any]:
    """The answer's ``again``. Base and the reasons' points add up to the total, as in the
    advice; where there is no level, ``words`` says why.

    Args:
        why_none: what :func:`why_no_level` says of this very question.
        measured: at least the features of the card, if it gives a level.
    """
    if card is None or why_none is not None:
        return _none(why_none or "no_card")
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
