"""What of one child's history, or of one adult, may bear on other children: rows to be joined.

Each row stands under a key: a person record of an adult, or a home or place. Rows of one
history are worked out from that history alone, so that a store, a loop or a cluster makes
them wherever the history is; :mod:`features.relations.connecting` joins those that share a key.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from features.relations.declaration import (
    BESIDE,
    CONCERN_OF,
    MANAGED,
    NAMING,
    READ_KINDS,
    ConcernRow,
    tells_harm,
)
from features.relations.time_spans import Span, joined, without
from records.adults import Adult, adult_name, named_adult
from records.connections import Concern, Through
from records.events import Event, EventKind
from records.history import History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.places import home_of, place_of
from records.sources import SourceSystem

__all__ = ["Bearing", "Names", "Presence", "known_spans", "rows_of_adult", "rows_of_history"]

#: When the child came to be called what, in order of time.
Names = tuple[tuple[datetime, str], ...]


@dataclass(frozen=True, slots=True)
class Presence:
    """The child's own records name an adult, a home or a place.

    Attributes:
        key: the adult's person record, or :func:`~features.relations.place_keys.place_key`.
        own: the entry that does; None for a home, which a person record gives.
        span: when it was known.
        name: the adult or place in the record's words; empty if it gives a reference alone.
    """

    key: str
    child: ChildId
    through: Through
    own: tuple[SourceSystem, str] | None
    span: Span
    name: str


@dataclass(frozen=True, slots=True)
class Bearing:
    """An entry about a child, or an adult alone, that other children's pages show.

    Attributes:
        key: the adult's person record, or the home or place of the child who came to harm.
        child: whom it is about; None for an adult alone.
        called: the child's names over time.
        name: the adult in the entry's words; empty for a place.
        event: the entry with what is shown of it.
        span: when it was known.
    """

    key: str
    concern: Concern
    child: ChildId | None
    called: Names
    name: str
    event: Event
    span: Span


def rows_of_history(history: History) -> Iterator[Presence | Bearing]:
    """Every row of one child; an entry that was taken back before it was known gives none."""
    child = history.child
    places: set[str] = set()
    bearing: list[tuple[str, ConcernRow, str, Event, Span]] = []
    harm: list[tuple[Event, Span]] = []
    beside: list[tuple[Event, Span]] = []
    for event, span in known_spans(history.events, history.moved):
        kind, own = event.kind, (event.source, event.entry)
        if kind not in READ_KINDS:
            continue
        if kind in BESIDE:
            beside.append((event, span))
        if kind in NAMING and (adult := named_adult(event)) is not None:
            key, name = str(adult), adult_name(event)
            yield Presence(key, child, Through.ADULT, own, span, name)
            row = CONCERN_OF.get(kind)
            if row is not None and row.is_of(event):
                bearing.append((key, row, name, event, span))
        if (place := place_of(event)) is not None:
            places.add(place[0])
            yield Presence(place[0], child, Through.PLACE, own, span, place[1])
        if tells_harm(event):
            harm.append((event, span))
    for home in _homes(history):
        places.add(home.key)
        yield home
    if bearing or (harm and places):
        called = _names(history.persons)
        for key, row, name, event, span in bearing:
            shown = _shown(_filled(event, row, beside), row.shown)
            yield Bearing(key, row.concern, child, called, name, shown, span)
        for event, span in harm:
            shown = _shown(event, ())
            for key in sorted(places):
                yield Bearing(key, Concern.HARMED, child, called, "", shown, span)


def rows_of_adult(adult: Adult) -> Iterator[Bearing]:
    """That the adult is managed, while it is known and not known to have ended.

    An end counts for what began before it under the same reference.
    """
    theirs = [
        (event, span)
        for event, span in known_spans(adult.events)
        if event.kind in MANAGED and named_adult(event) in adult.records
    ]
    ends = [pair for pair in theirs if pair[0].kind is EventKind.MANAGED_PERSON_ENDED]
    row = CONCERN_OF[EventKind.MANAGED_PERSON]
    for event, span in theirs:
        if event.kind is not EventKind.MANAGED_PERSON:
            continue
        over = [
            ended
            for end, ended in ends
            if (end.source, end.reference) == (event.source, event.reference)
            and end.occurred >= event.occurred
        ]
        shown, key, name = _shown(event, row.shown), str(named_adult(event)), adult_name(event)
        for left in without(span, joined(over)):
            yield Bearing(key, row.concern, None, (), name, shown, left)


def known_spans(
    events: Iterable[Event], moved: Iterable[Moved] = ()
) -> Iterator[tuple[Event, Span]]:
    """Each entry and while it was known: what :func:`records.history.known_at` shows."""
    events = tuple(events)
    gone: dict[tuple[SourceSystem, str], datetime] = {}
    for event in events:
        if event.replaces is not None:
            name = event.source, event.replaces
            gone[name] = min(gone.get(name, event.recorded), event.recorded)
    for one in moved:
        name = one.source, one.entry
        gone[name] = min(gone.get(name, one.recorded), one.recorded)
    for event in events:
        end = gone.get((event.source, event.entry)) if gone else None
        is_ever = end is None or end > event.recorded
        if is_ever and event.kind is not EventKind.WITHDRAWN:
            yield event, (event.recorded, end)


def _filled(event: Event, row: ConcernRow, beside: Iterable[tuple[Event, Span]]) -> Event:
    """The entry, with what another entry of its record told when it was recorded."""
    if row.beside is None:
        return event
    details: dict[str, Any] = {}
    for other, (start, end) in beside:
        if (
            (other.kind, other.source, other.reference)
            == (row.beside, event.source, event.reference)
            and start <= event.recorded
            and (end is None or end > event.recorded)
        ):
            details |= {name: other.details[name] for name in row.shown if name in other.details}
    return replace(event, details={**details, **event.details}) if details else event


def _shown(event: Event, names: Collection[str]) -> Event:
    """The entry without what isn't shown, nor what it replaced."""
    details = {name: event.details[name] for name in names if name in event.details}
    return Event(
        event.source, event.kind, event.reference, event.entry, event.occurred, event.recorded,
        details,
    )  # fmt: skip


def _homes(history: History) -> Iterator[Presence]:
    """Every home that the person records give, from when the first of them did."""
    first: dict[str, Presence] = {}
    for person in history.persons:
        home = home_of(person)
        if home is None or (home[0] in first and first[home[0]].span[0] <= person.recorded):
            continue
        key, name = home
        span = (person.recorded.astimezone(UTC), None)
        first[key] = Presence(key, history.child, Through.HOME, None, span, name)
    yield from first.values()


def _names(persons: Iterable[PersonRecord]) -> Names:
    """What the child was called, from each moment at which that changed.

    ``persons`` are in order of recording, as a history has them.

    The full name that most records agree on; among equals one of two words, the newest.
    """
    found: list[tuple[datetime, str]] = []
    latest: dict[RecordId, PersonRecord] = {}
    for person in persons:
        before = latest.get(person.id)
        if before is not None and before.full_name == person.full_name:
            continue
        latest.pop(person.id, None)
        latest[person.id] = person
        votes = Counter(p.full_name.casefold() for p in latest.values())
        best = max(
            reversed(latest.values()),
            key=lambda p: (votes[p.full_name.casefold()], " " in p.full_name),
        )
        if not found or found[-1][1] != best.full_name:
            found.append((person.recorded, best.full_name))
    return tuple(found)
