"""Child protection conferences (S10): whether police were there, and what was decided (M7)."""

from __future__ import annotations

from collections.abc import Iterator

from records.calendar import local_day
from records.events import Event
from records.states import Conference, conferences
from serving.figures.cases import Asked, Case, Part
from serving.figures.months import month_of

__all__ = ["NOT_THERE", "conferences_attended", "conferences_decided"]

#: Why police were not there.
NOT_THERE = (("invited", "police were invited"), ("not_invited", "police were not invited"))


def conferences_attended(asked: Asked) -> Iterator[Case]:
    """One case for each conference held: police were there."""
    for conference in conferences(asked.known):
        part, kind = _attended(conference)
        yield _case(conference, part, conference.held, kind)


def conferences_decided(asked: Asked) -> Iterator[Case]:
    """One case for each conference held: an entry says what was decided."""
    for conference in conferences(asked.known):
        told = conference.told
        part = Part.NOT_MET if told is None else Part.MET
        yield _case(conference, part, told or conference.held)


def _attended(conference: Conference) -> tuple[Part, str]:
    if conference.attended:
        return Part.MET, ""
    if conference.invited is False:
        return Part.NOT_MET, "not_invited"
    if conference.attended is None:
        return Part.NOT_KNOWN, ""
    return Part.NOT_MET, "invited"


def _case(conference: Conference, part: Part, record: Event, kind: str = "") -> Case:
    held = conference.held
    return Case(
        month=month_of(held.occurred),
        part=part,
        reference=record.reference,
        source=record.source,
        entry=record.entry,
        about=local_day(held.occurred).isoformat(),
        kind=kind,
    )
