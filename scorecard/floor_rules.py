"""Floors on what stands: plans, age, learning disability, notices, a child still missing.

Each function is the rule of one kind of floor, as :class:`~scorecard.floor_kinds.FloorKind`
names it.
"""

from __future__ import annotations

from datetime import date, timedelta

from records.events import EventKind
from records.history import KnownHistory
from records.states import Plan, missing_episodes, notices, plans
from records.words import day_words, join_words, length_words
from scorecard.floor_finding import Found, Params, dates_of, newest_of, since_days

__all__ = [
    "learning_disability",
    "live_plan",
    "live_plan_agreed",
    "notice_breached",
    "notice_in_force",
    "notice_served",
    "still_missing",
    "younger_than",
]


def live_plan(known: KnownHistory, _: Params) -> Found | None:
    """A CSE plan is live, and no band agreed for it applies."""
    live = [plan for plan in plans(known) if plan.is_live and plan.agreed_band is None]
    return _plan_found(live)


def live_plan_agreed(known: KnownHistory, params: Params) -> Found | None:
    """A CSE plan is live, and the band ``agreed`` for it applies."""
    live = [p for p in plans(known) if p.is_live and p.agreed_band == params["agreed"]]
    found = _plan_found(live)
    if found is None:
        return None
    until: date | None = live[0].details.get("agreed_until")
    words = "" if until is None else f" until {day_words(until)}"
    return Found({**found.tells, "until": words}, found.evidence)


def _plan_found(live: list[Plan]) -> Found | None:
    if not live:
        return None
    return Found(dates_of(live[0].current.occurred), tuple(plan.current for plan in live))


def younger_than(known: KnownHistory, params: Params) -> Found | None:
    """The child is known to be under ``years``."""
    # A birth date in the future is a clerk's slip, not an age.
    if known.age is None or not 0 <= known.age < int(params["years"]):
        return None
    return Found({"age": str(known.age)})


def learning_disability(known: KnownHistory, _: Params) -> Found | None:
    """A current person record says that the child has a learning disability."""
    systems = {p.id.source.words for p in known.current_persons if p.learning_disability}
    return Found({"systems": join_words(sorted(systems))}) if systems else None


def notice_in_force(known: KnownHistory, _: Params) -> Found | None:
    """An abduction notice about the child is in force."""
    return newest_of([notice.served for notice in notices(known) if notice.is_in_force])


def notice_served(known: KnownHistory, params: Params) -> Found | None:
    """An abduction notice, no longer in force, was served within ``days``."""
    since = since_days(known, params["days"])
    return newest_of(
        [n.served for n in notices(known) if not n.is_in_force and n.served.occurred >= since]
    )


def notice_breached(known: KnownHistory, params: Params) -> Found | None:
    """A breach within the window, or ever of a notice in force or served within it."""
    since = since_days(known, params["days"])
    current = {n.reference for n in notices(known) if n.is_in_force or n.served.occurred >= since}
    return newest_of(
        [
            event
            for event in known.of_kind(EventKind.NOTICE_BREACHED)
            if event.occurred >= since or event.reference in current
        ]
    )


def still_missing(known: KnownHistory, params: Params) -> Found | None:
    """The child has been missing for ``hours`` or longer, for all that is known."""
    episodes = missing_episodes(known)
    if not episodes or not episodes[-1].is_open:
        return None
    latest = episodes[-1]
    elapsed = known.as_of - latest.since
    if elapsed < timedelta(hours=int(params["hours"])):
        return None
    tells = {**dates_of(latest.since), "length": length_words(elapsed)}
    return Found(tells, latest.reports)
