"""What stands around the child: protection plans, notices, the open report, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from duties.due import Duty
from records.calendar import instant_to_text, local_day
from records.events import Event
from records.history import KnownHistory
from records.states import missing_episodes, notices, protection_plans

__all__ = ["duty_values", "missing_now", "notice_values", "protection_plan_values"]

#: Protection plans and notices that ended this recently are still shown.
ENDED_SHOWN = timedelta(days=365)
#: As many of the times at which a repeated duty came due as one answer tells.
MOST_TIMES = 100

_CATEGORY_WORDS = {
    "neglect": "neglect",
    "physical_abuse": "physical abuse",
    "emotional_abuse": "emotional abuse",
    "sexual_abuse": "sexual abuse",
    "multiple": "more than one category",
}


def missing_now(known: KnownHistory) -> dict[str, Any] | None:
    """The open missing report, if the child is missing for all that is known."""
    episodes = missing_episodes(known)
    if not episodes or not episodes[-1].is_open:
        return None
    episode = episodes[-1]
    report = episode.reports[0]
    return {
        "reference": episode.reference,
        "since": instant_to_text(episode.since),
        "reported": instant_to_text(report.recorded),
        "minutes": max((known.as_of - episode.since) // timedelta(minutes=1), 0),
        "missing_from": report.details["missing_from"],
    }


def protection_plan_values(known: KnownHistory, *, possible: bool) -> list[dict[str, Any]]:
    """Child protection plans in force or ended within 12 months, the latest started first."""
    return [
        {
            "reference": plan.reference,
            "category": plan.category,
            "category_words": _CATEGORY_WORDS[plan.category],
            "since": local_day(plan.started.occurred).isoformat(),
            "ended": None if plan.ended is None else local_day(plan.ended).isoformat(),
            "system": plan.started.source.value,
            "possible": possible,
        }
        for plan in protection_plans(known)
        if plan.ended is None or known.as_of - plan.ended <= ENDED_SHOWN
    ]


def notice_values(known: KnownHistory, *, possible: bool) -> list[dict[str, Any]]:
    """Notices in force or served within 12 months, the latest served first."""
    return [
        {
            "reference": notice.reference,
            "adult": notice.adult_name,
            "served": local_day(notice.served.occurred).isoformat(),
            "in_force_until": notice.in_force_until.isoformat(),
            "in_force": notice.is_in_force,
            "breached": [local_day(b.occurred).isoformat() for b in notice.breaches],
            "withdrawn": None
            if notice.withdrawn is None
            else local_day(notice.withdrawn).isoformat(),
            "system": notice.served.source.value,
            "possible": possible,
        }
        for notice in notices(known)
        if notice.is_in_force or known.as_of - notice.served.occurred <= ENDED_SHOWN
    ]


def duty_values(duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """What is overdue, due, coming or lately done, in the order that :mod:`duties` gives.

    ``came_due`` tells how often it came due since it was last done, and the latest of
    those times: of reviews that nobody held for months, not every one.
    """
    return [
        {
            "kind": duty.kind,
            "state": duty.state,
            "since": instant_to_text(duty.since),
            "due": instant_to_text(duty.due),
            "done": None if duty.done is None else instant_to_text(duty.done),
            "by": None if duty.by is None else _entry(duty.by),
            "came_due": {
                "count": len(duty.came_due),
                "times": [instant_to_text(moment) for moment in duty.came_due[-MOST_TIMES:]],
            },
            "words": duty.words,
            "owner": duty.owner,
            "reference": duty.about_reference,
            "system": duty.source.value,
        }
        for duty in duties
    ]


def _entry(event: Event) -> dict[str, str]:
    """The source entry that shows a duty done."""
    return {
        "system": event.source.value,
        "system_name": event.source.words,
        "reference": event.reference,
        "date": local_day(event.occurred).isoformat(),
    }
