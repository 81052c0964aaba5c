"""Everything that must happen about one child, most pressing first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from duties.duty import STATES, Duty
from duties.intervals import Intervals
from duties.interviews import prevention_interviews, return_interviews
from duties.meetings import strategy_meetings
from duties.standing import lapsing_notices, plan_reviews
from duties.supervision import reviews_while_missing
from records.history import KnownHistory

__all__ = ["KINDS", "Duty", "duties"]

#: Every kind of duty, in the order in which equals are told.
KINDS = (
    "supervision_gap",
    "supervisory_review",
    "strategy_meeting",
    "prevention_interview",
    "return_interview",
    "plan_review",
    "notice_lapsing",
)

_RULES: tuple[Callable[[KnownHistory, Intervals, str | None], list[Duty]], ...] = (
    reviews_while_missing,
    strategy_meetings,
    prevention_interviews,
    return_interviews,
    plan_reviews,
    lapsing_notices,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def duties(known: KnownHistory, intervals: Intervals, band: str | None = None) -> tuple[Duty, ...]:
    """What is overdue, due, coming and lately done about the child, in that order.

    Within a state the longest due comes first; of what was done, the latest. ``band`` is
    the advised band, which decides how often a supervisor reviews; without one the
    timetable says which band's reviews apply.
    """
    found = [duty for rule in _RULES for duty in rule(known, intervals, band)]
    return tuple(sorted(found, key=_urgency))


def _urgency(duty: Duty) -> tuple[int, timedelta, int, str]:
    when = duty.due - _EPOCH if duty.done is None else _EPOCH - duty.done
    return STATES.index(duty.state), when, KINDS.index(duty.kind), duty.about_reference
