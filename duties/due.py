"""Everything that must happen about one child, most pressing first."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta

from duties.duty import STATES, Duty, Question
from duties.intervals import Intervals
from duties.rules import KINDS, RULES
from records.history import KnownHistory

__all__ = ["KINDS", "Duty", "duties", "duties_so_far"]

_EVERY_KIND = frozenset(KINDS)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def duties(
    known: KnownHistory,
    intervals: Intervals,
    band: str | None = None,
    *,
    kinds: Collection[str] = KINDS,
) -> tuple[Duty, ...]:
    """What is overdue, due, coming and lately done about the child, in that order.

    Within a state the longest due comes first; of what was done, the latest. Of a
    repeated duty only its standing now is told; ``came_due`` holds each time that should
    have happened since it was last done. ``band`` is the advised band, which decides how
    often a supervisor reviews; without one the timetable says which band's reviews apply.
    Only the duties of ``kinds`` are told, and only their rules asked.
    """
    found = _found(Question(known, intervals, band, whole=False), frozenset(kinds))
    return tuple(sorted(found, key=_urgency))


def duties_so_far(
    known: KnownHistory, intervals: Intervals, band: str | None = None
) -> tuple[Duty, ...]:
    """Every duty that was ever asked for, by what is known now, in order of when it was due.

    For audit: with what was done however long ago, and what was missed. A repeated duty
    stands here once for each time that it was done, and once more while it isn't. The
    reviews are those of ``band``, whatever was advised then.
    """
    found = _found(Question(known, intervals, band, whole=True), _EVERY_KIND)
    return tuple(
        sorted(found, key=lambda d: (d.due, KINDS.index(d.kind), d.about_reference, d.since))
    )


def _found(question: Question, kinds: frozenset[str]) -> list[Duty]:
    """Nothing is asked about a history that holds nothing a rule could start from."""
    held = {event.kind for event in question.known.events}
    return [
        duty
        for rule in RULES
        if not held.isdisjoint(rule.asked_by) and not kinds.isdisjoint(rule.kinds)
        for duty in rule.find(question)
        if duty.kind in kinds
    ]


def _urgency(duty: Duty) -> tuple[int, timedelta, int, str]:
    when = duty.due - _EPOCH if duty.done is None else _EPOCH - duty.done
    return STATES.index(duty.state), when, KINDS.index(duty.kind), duty.about_reference
