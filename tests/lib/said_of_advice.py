"""What people say to the advice, as answers hold it: made of entries by the answer's own code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from records.calendar import instant_from_text
from records.events import EventKind
from records.history import KnownHistory, known_at
from serving.answer.judgements import judgement_values, review_values
from tests.lib.answer_parts import AS_OF
from tests.lib.histories import a_history, an_entry

__all__ = ["every_judgement", "nothing_judged", "reviewed", "reviewed_at_the_end"]

_NOW = instant_from_text(AS_OF)
_BY = {"by": "officer", "by_role": "Response officer", "by_team": "City North"}
_SUPERVISOR = {"by": "supervisor", "by_role": "Supervisor"}


def nothing_judged() -> dict[str, Any]:
    """The part where nobody said anything."""
    return judgement_values(known_at(a_history(), _NOW))


def every_judgement() -> dict[str, Any]:
    """One that stands, one that waits, one that was declined."""
    return judgement_values(_judged())


def _judged() -> KnownHistory:
    def made(days: int, number: int, kind: str, band: str, grounds: str) -> Any:
        at = _NOW - timedelta(days=days)
        return an_entry(
            EventKind.JUDGEMENT_MADE, at, f"PJ-2026-AAAAAAA{number}", judgement=kind,
            judged_band=band, advised_band="Medium", grounds=grounds,
            judged_until=(_NOW + timedelta(days=9)).date(), **_BY,
        )  # fmt: skip

    return known_at(
        a_history(
            made(9, 1, "lower", "Low", "She is at school each day."),
            an_entry(
                EventKind.JUDGEMENT_DECLINED, _NOW - timedelta(days=8), "PJ-2026-AAAAAAA1",
                grounds="Nobody has spoken to her alone.", **_SUPERVISOR,
            ),
            made(5, 2, "raise", "High", "A man of 30 waited for her twice this week."),
            made(1, 3, "lower", "Low", "He was somebody else’s father."),
        ),
        _NOW,
    )  # fmt: skip


def reviewed(**changes: Any) -> dict[str, Any]:
    """A review with the child's own words."""
    said: dict[str, Any] = {
        "own_view": "High",
        "advised_band": "Medium",
        "words_heard": "heard",
        "own_words": "I want to ring my nan when I like.",
        "said_on": (_NOW - timedelta(days=31)).date(),
        "action": "See her at school, alone.",
        "action_owner": "PC Morgan Example",
        "next_review": (_NOW - timedelta(days=2)).date(),
        **changes,
    }
    details = {name: value for name, value in said.items() if value is not None}
    held = _NOW - timedelta(days=30)
    by = {**_BY, "by_role": "Neighbourhood officer"}
    entry = an_entry(EventKind.CHILD_REVIEWED, held, "CR-2026-AAAAAAAA", **by, **details)
    found = review_values(known_at(a_history(entry), _NOW))
    assert found is not None
    return found


def reviewed_at_the_end() -> dict[str, Any]:
    """A review with which the work ended, of a child who was not heard."""
    return reviewed(
        words_heard="could_not_be_reached", own_words=None, said_on=None, next_review=None,
        outcome="moved_away", outcome_words="She lives with her aunt in another force’s area.",
    )  # fmt: skip
