"""The policy's floors, applied to what is known of one child. A floor raises, never lowers.

Each kind of floor is one function in :data:`RULES`; each row of the policy names a kind,
its parameters and its wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from records.calendar import local_day
from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.states import Plan, missing_episodes, notices, plans
from records.words import day_words, join_words, length_words, short_day_words
from scorecard.floor_kinds import Floor, FloorKind
from scorecard.policy import Policy

__all__ = ["MOST_EVIDENCE", "RULES", "FloorApplied", "floors_that_apply"]

#: As many source entries as a page lists under one reason.
MOST_EVIDENCE = 10


@dataclass(frozen=True, slots=True)
class FloorApplied:
    """One floor that holds for the child.

    Attributes:
        id: the floor's id in the policy.
        evidence: the source entries behind it, newest first, at most
            :data:`MOST_EVIDENCE`; none when it rests on the person records alone
            (age, learning disability).
    """

    id: str
    band: str
    short: str
    full: str
    evidence: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """That a rule holds: what fills its wording, and the entries that show it."""

    tells: Mapping[str, str]
    evidence: tuple[Event, ...] = field(default=())


Params = Mapping[str, int | str]
Rule = Callable[[KnownHistory, Params], _Found | None]


def floors_that_apply(known: KnownHistory, policy: Policy) -> tuple[FloorApplied, ...]:
    """Every floor that holds, the highest band first, then in the policy's order.

    Of several floors of one kind only the first of the highest band is given: 72 hours
    missing says 24 hours too. What is not known makes no floor hold; it is said elsewhere
    that it isn't known.
    """
    strongest: dict[FloorKind, FloorApplied] = {}
    for floor in policy.floors:
        found = RULES[floor.kind](known, floor.params)
        if found is None:
            continue
        earlier = strongest.get(floor.kind)
        if earlier is None or policy.rank(floor.band) > policy.rank(earlier.band):
            strongest[floor.kind] = _applied(floor, found)
    order = {floor.id: place for place, floor in enumerate(policy.floors)}
    return tuple(sorted(strongest.values(), key=lambda f: (-policy.rank(f.band), order[f.id])))


def _applied(floor: Floor, found: _Found) -> FloorApplied:
    newest_first = sorted(
        found.evidence, key=lambda e: (e.occurred, e.recorded, e.entry), reverse=True
    )
    return FloorApplied(
        id=floor.id,
        band=floor.band,
        short=floor.short.format_map(found.tells),
        full=floor.full.format_map(found.tells),
        evidence=tuple(newest_first[:MOST_EVIDENCE]),
    )


def _dates(moment: datetime) -> dict[str, str]:
    day = local_day(moment)
    return {"day": short_day_words(day), "date": day_words(day)}


def _since(known: KnownHistory, days: int | str) -> datetime:
    return known.as_of - timedelta(days=int(days))


def _live_plan(known: KnownHistory, _: Params) -> _Found | None:
    live = [plan for plan in plans(known) if plan.is_live and plan.agreed_band is None]
    return _plan_found(live)


def _live_plan_agreed(known: KnownHistory, params: Params) -> _Found | None:
    live = [p for p in plans(known) if p.is_live and p.agreed_band == params["agreed"]]
    found = _plan_found(live)
    if found is None:
        return None
    until: date | None = live[0].details.get("agreed_until")
    words = "" if until is None else f" until {day_words(until)}"
    return _Found({**found.tells, "until": words}, found.evidence)


def _plan_found(live: list[Plan]) -> _Found | None:
    if not live:
        return None
    return _Found(_dates(live[0].current.occurred), tuple(plan.current for plan in live))


def _younger_than(known: KnownHistory, params: Params) -> _Found | None:
    # A birth date in the future is a clerk's slip, not an age.
    if known.age is None or not 0 <= known.age < int(params["years"]):
        return None
    return _Found({"age": str(known.age)})


def _learning_disability(known: KnownHistory, _: Params) -> _Found | None:
    systems = {p.id.source.words for p in known.current_persons if p.learning_disability}
    return _Found({"systems": join_words(sorted(systems))}) if systems else None


def _notice_in_force(known: KnownHistory, _: Params) -> _Found | None:
    return _newest([notice.served for notice in notices(known) if notice.is_in_force])


def _notice_served(known: KnownHistory, params: Params) -> _Found | None:
    since = _since(known, params["days"])
    return _newest(
        [n.served for n in notices(known) if not n.is_in_force and n.served.occurred >= since]
    )


def _notice_breached(known: KnownHistory, params: Params) -> _Found | None:
    """A breach within the window, or ever of a notice in force or served within it."""
    since = _since(known, params["days"])
    current = {n.reference for n in notices(known) if n.is_in_force or n.served.occurred >= since}
    return _newest(
        [
            event
            for event in known.of_kind(EventKind.NOTICE_BREACHED)
            if event.occurred >= since or event.reference in current
        ]
    )


def _sexual_harm_told(known: KnownHistory, params: Params) -> _Found | None:
    since = _since(known, params["days"])
    told = [
        event
        for event in known.events
        if event.details.get("disclosure") in SEXUAL_DISCLOSURES and event.occurred >= since
    ]
    found = _newest(told)
    if found is None:
        return None
    newest = max(told, key=lambda e: (e.occurred, e.recorded, e.entry))
    return _Found({**found.tells, "told_to": _role(newest.details.get("told_to"))}, found.evidence)


def _role(told_to: str | None) -> str:
    if told_to is None:
        return "someone whose role is not recorded"
    # "Return interviewer" stands inside the sentence; "PC" and "the nurse" stay as they are.
    if told_to[1:2].islower():
        told_to = told_to[0].lower() + told_to[1:]
    return told_to if told_to.startswith(("a ", "an ", "the ")) else f"the {told_to}"


def _sexual_harm_found(known: KnownHistory, params: Params) -> _Found | None:
    since = _since(known, params["days"])
    return _newest(
        [
            event
            for event in known.events
            if event.details.get("harm_found") == "sexual" and event.occurred >= since
        ]
    )


def _reports_with_plan(known: KnownHistory, params: Params) -> _Found | None:
    since = _since(known, params["days"])
    reports = [e.reports[0] for e in missing_episodes(known) if e.since >= since]
    current = [plan.current for plan in plans(known) if plan.state != "ended"]
    if len(reports) < int(params["reports"]) or not current:
        return None
    # The plan is half of the reason, so a long list of reports must not push it out.
    newest = sorted(reports, key=lambda e: e.occurred)[-(MOST_EVIDENCE - 1) :]
    return _Found({"count": str(len(reports))}, (*newest, current[0]))


def _still_missing(known: KnownHistory, params: Params) -> _Found | None:
    episodes = missing_episodes(known)
    if not episodes or not episodes[-1].is_open:
        return None
    latest = episodes[-1]
    elapsed = known.as_of - latest.since
    if elapsed < timedelta(hours=int(params["hours"])):
        return None
    tells = {**_dates(latest.since), "length": length_words(elapsed)}
    return _Found(tells, latest.reports)


def _newest(events: list[Event]) -> _Found | None:
    """The events as evidence, worded by the newest of them; None if there are none."""
    if not events:
        return None
    return _Found(_dates(max(event.occurred for event in events)), tuple(events))


#: One rule for each kind of floor.
RULES: Mapping[FloorKind, Rule] = {
    FloorKind.LIVE_PLAN: _live_plan,
    FloorKind.LIVE_PLAN_AGREED: _live_plan_agreed,
    FloorKind.YOUNGER_THAN: _younger_than,
    FloorKind.LEARNING_DISABILITY: _learning_disability,
    FloorKind.NOTICE_IN_FORCE: _notice_in_force,
    FloorKind.NOTICE_SERVED: _notice_served,
    FloorKind.NOTICE_BREACHED: _notice_breached,
    FloorKind.SEXUAL_HARM_TOLD: _sexual_harm_told,
    FloorKind.SEXUAL_HARM_FOUND: _sexual_harm_found,
    FloorKind.REPORTS_WITH_PLAN: _reports_with_plan,
    FloorKind.STILL_MISSING: _still_missing,
}
