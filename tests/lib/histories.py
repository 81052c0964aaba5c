"""Builders of histories: a test says what matters, the rest has a harmless default."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, KnownHistory, Moved, known_at
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem

__all__ = [
    "CONNECTED",
    "a_history",
    "a_person",
    "an_entry",
    "at",
    "care",
    "known",
    "missing",
    "notice",
    "plan",
    "protection",
    "source_of",
    "withdrawal",
]

#: Every system that can be taken in.
CONNECTED = frozenset(EXTRACTED)
_SOURCE = {kind: f.source for f in FORMATS.values() for kind in f.entries}
_NUMBERS = count(1)


def at(text: str) -> datetime:
    """``2026-11-12`` or ``2026-11-12 22:30`` as an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def source_of(kind: EventKind) -> SourceSystem:
    """The system whose format declares this kind."""
    return _SOURCE[kind]


def an_entry(
    kind: EventKind,
    occurred: str | datetime,
    reference: str = "R-1",
    recorded: str | datetime | None = None,
    entry: str | None = None,
    replaces: str | None = None,
    **details: Any,
) -> Event:
    """One entry, recorded when it happened unless said otherwise."""
    happened = at(occurred) if isinstance(occurred, str) else occurred
    told = at(recorded) if isinstance(recorded, str) else recorded
    return Event(
        source=_SOURCE[kind],
        kind=kind,
        reference=reference,
        entry=entry or f"E-{next(_NUMBERS):06d}",
        occurred=happened,
        recorded=told or happened,
        details=details,
        replaces=replaces,
    )


def withdrawal(of: Event, recorded: str) -> Event:
    """The entry that takes another back."""
    return Event(
        source=of.source,
        kind=EventKind.WITHDRAWN,
        reference=of.reference,
        entry=f"W-{of.entry}",
        occurred=at(recorded),
        recorded=at(recorded),
        replaces=of.entry,
    )


def missing(
    since: str,
    found: str | None = None,
    reference: str | None = None,
    recorded: str | None = None,
    missing_from: str = "home",
    interview: str | None = None,
    interviewed: str | None = None,
    disclosure: str | None = None,
    **found_details: Any,
) -> list[Event]:
    """One missing report; with ``found`` its end, with ``interview`` its return interview."""
    ref = reference or f"MP-{since}"
    kinds = EventKind
    entries = [an_entry(kinds.MISSING_REPORTED, since, ref, recorded, missing_from=missing_from)]
    if found is not None:
        details = {"how_ended": "returned", **found_details}
        entries.append(an_entry(kinds.MISSING_FOUND, found, ref, **details))
    if interview is not None:
        when = interviewed or (at(found or since) + timedelta(days=1)).isoformat()[:16]
        told = {} if disclosure is None else {"disclosure": disclosure}
        entries.append(an_entry(kinds.RETURN_INTERVIEW, when, ref, interview=interview, **told))
    return entries


def plan(
    created: str, state: str = "live", version: int = 1, reference: str = "CSE-1", **details: Any
) -> Event:
    """One version of a CSE plan."""
    return an_entry(
        EventKind.PLAN_VERSION,
        created,
        reference,
        version=version,
        state=state,
        **{
            "owner": "PC Example",
            "owner_team": "City North",
            "read_first": ("Ring the duty social worker.",),
            **details,
        },
    )


def notice(
    served: str,
    until: str,
    reference: str = "CAWN-1",
    breached: str | None = None,
    withdrawn: str | None = None,
) -> list[Event]:
    """One abduction notice, with its breach or withdrawal if given."""
    adult = {"adult_ref": "A-1", "adult_surname": "Example"}
    last_day = date.fromisoformat(until)
    entries = [
        an_entry(EventKind.NOTICE_SERVED, served, reference, in_force_until=last_day, **adult)
    ]
    if breached is not None:
        entries.append(an_entry(EventKind.NOTICE_BREACHED, breached, reference, **adult))
    if withdrawn is not None:
        entries.append(an_entry(EventKind.NOTICE_WITHDRAWN, withdrawn, reference, **adult))
    return entries


def protection(
    started: str, ended: str | None = None, category: str = "neglect", reference: str = "CPP-1"
) -> list[Event]:
    """One child protection plan."""
    entries = [an_entry(EventKind.CHILD_PROTECTION_STARTED, started, reference, category=category)]
    if ended is not None:
        entries.append(an_entry(EventKind.CHILD_PROTECTION_ENDED, ended, reference))
    return entries


def care(started: str, ended: str | None = None, reference: str = "LAC-1") -> list[Event]:
    """One time of being looked after."""
    entries = [
        an_entry(EventKind.LOOKED_AFTER_STARTED, started, reference, placement="childrens_home")
    ]
    if ended is not None:
        entries.append(an_entry(EventKind.LOOKED_AFTER_ENDED, ended, reference))
    return entries


def a_person(
    born: date | None = date(2011, 3, 14),
    ref: str = "P-1",
    source: SourceSystem = SourceSystem.MISSING_PERSONS,
    recorded: str | datetime = "2020-01-01",
    **details: Any,
) -> PersonRecord:
    """One version of a person record."""
    return PersonRecord(
        id=RecordId(source, ref),
        recorded=at(recorded) if isinstance(recorded, str) else recorded,
        date_of_birth=born,
        **{"forename": "Example", "surname": "Child", **details},
    )


def a_history(
    *parts: Event | Iterable[Event],
    persons: Iterable[PersonRecord] | None = None,
    moved: Iterable[Moved] = (),
    connected: Iterable[SourceSystem] = CONNECTED,
    child: str = "C-EXAMPLE000",
) -> History:
    """A history of these entries, of a child born on 14 March 2011 unless said otherwise."""
    events = [event for part in parts for event in ((part,) if isinstance(part, Event) else part)]
    return History(
        child=ChildId(child),
        persons=(a_person(),) if persons is None else tuple(persons),
        events=tuple(events),
        moved=tuple(moved),
        connected=frozenset(connected),
    )


def known(as_of: str, *parts: Event | Iterable[Event], **options: Any) -> KnownHistory:
    """:func:`a_history` as known at ``as_of``."""
    return known_at(a_history(*parts, **options), at(as_of))
