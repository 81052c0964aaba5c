"""A child's history, and the one gate in time: :func:`known_at`.

Nothing else in the system decides what was known when. Features, duties, floors and
pages take a :class:`KnownHistory`, which only this module makes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from records.calendar import age_on, is_aware, local_day
from records.connections import Connection
from records.events import Event, EventKind
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem

__all__ = ["PLACEHOLDER_BIRTH_DATES", "History", "KnownHistory", "Moved", "known_at"]

#: Birth dates that clerks type when they don't know one. They say nothing.
PLACEHOLDER_BIRTH_DATES = frozenset(
    {date(1900, 1, 1), date(1901, 1, 1), date(1970, 1, 1), date(2000, 1, 1)}
)
_Reading = TypeVar("_Reading")
#: Whose birth date counts when as many records say one date as another: the first named.
_TRUST = (
    SourceSystem.SOCIAL_CARE,
    SourceSystem.MISSING_PERSONS,
    SourceSystem.CSE_PLANS,
)


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry that stood in this history until ``recorded``, when another child's entry
    replaced it."""

    source: SourceSystem
    entry: str
    recorded: datetime


@dataclass(frozen=True, slots=True)
class History:
    """Everything ever recorded about one child, in every system, whenever it was recorded.

    Attributes:
        persons: every version of every person record that is this child. What people write
            down in this service copies who the child is from these: it is no word of its own,
            so records of S14 are left out.
        events: in any order; kept sorted by (recorded, source, entry).
        moved: entries corrected away to another child.
        connections: what bears on the child from other children's and adults' entries.
        connected: the systems from which at least one extract was read.
    """

    child: ChildId
    persons: tuple[PersonRecord, ...]
    events: tuple[Event, ...]
    moved: tuple[Moved, ...] = ()
    connected: frozenset[SourceSystem] = frozenset()
    connections: tuple[Connection, ...] = ()

    def __post_init__(self) -> None:
        events = sorted(self.events, key=lambda e: (e.recorded, e.source.value, e.entry))
        own = (person for person in self.persons if person.id.source in EXTRACTED)
        persons = sorted(own, key=lambda p: (p.recorded, str(p.id), repr(p)))
        object.__setattr__(self, "events", tuple(events))
        object.__setattr__(self, "persons", tuple(persons))
        if self.connections:
            ordered = tuple(sorted(self.connections, key=lambda c: c.order))
            object.__setattr__(self, "connections", ordered)


@dataclass(frozen=True, slots=True)
class KnownHistory:
    """What the force knew about one child just before ``as_of``.

    Attributes:
        events: recorded before ``as_of``, less those corrected or withdrawn by then,
            in order of (recorded, source, entry).
        persons: every person-record version recorded before ``as_of``.
        connections: those whose every entry was recorded, and none taken back, by then.
    """

    child: ChildId
    as_of: datetime
    persons: tuple[PersonRecord, ...]
    events: tuple[Event, ...]
    connected: frozenset[SourceSystem]
    connections: tuple[Connection, ...] = ()
    birth_date: date | None = field(init=False)
    _readings: dict[object, Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        object.__setattr__(self, "birth_date", _birth_date(self.persons))

    def once(self, reading: Callable[[KnownHistory], _Reading]) -> _Reading:
        """What ``reading`` makes of this history, made at most once.

        The history never changes, so neither does a reading that is a pure function of
        it; features, floors, duties and pages all read the same episodes.
        """
        if reading not in self._readings:
            self._readings[reading] = reading(self)
        found: _Reading = self._readings[reading]
        return found

    def of_kind(self, *kinds: EventKind) -> tuple[Event, ...]:
        """The known events of these kinds, in order of (occurred, recorded, entry)."""
        chosen = (event for event in self.events if event.kind in kinds)
        return tuple(sorted(chosen, key=lambda e: (e.occurred, e.recorded, e.entry)))

    @property
    def age(self) -> int | None:
        """Completed years on the force's calendar day of ``as_of``; None if no birth date."""
        if self.birth_date is None:
            return None
        return age_on(self.birth_date, local_day(self.as_of))

    @property
    def current_persons(self) -> tuple[PersonRecord, ...]:
        """The latest known version of each person record, newest first."""
        latest: dict[RecordId, PersonRecord] = {person.id: person for person in self.persons}
        return tuple(sorted(latest.values(), key=lambda p: (p.recorded, str(p.id)), reverse=True))


def known_at(history: History, as_of: datetime) -> KnownHistory:
    """The history as the force knew it at ``as_of``: the only gate in time.

    An entry recorded strictly before ``as_of`` is known; one recorded at ``as_of`` is
    not. An entry that a known later entry replaces is gone, and stays gone if that
    later entry is itself replaced: the newest word on it counts. Withdrawals themselves
    are not events.

    Raises:
        ValueError: ``as_of`` has no time zone.
    """
    if not is_aware(as_of):
        raise ValueError("as_of has no time zone")
    as_of = as_of.astimezone(UTC)
    recorded = [event for event in history.events if event.recorded < as_of]
    gone = {(e.source, e.replaces) for e in recorded if e.replaces is not None}
    gone |= {(m.source, m.entry) for m in history.moved if m.recorded < as_of}
    return KnownHistory(
        child=history.child,
        as_of=as_of,
        persons=tuple(p for p in history.persons if p.recorded < as_of),
        events=tuple(
            event
            for event in recorded
            if event.kind is not EventKind.WITHDRAWN
            and not (gone and (event.source, event.entry) in gone)
        ),
        connected=history.connected,
        connections=tuple(
            c
            for c in history.connections
            if c.recorded < as_of and not (c.gone is not None and c.gone < as_of)
        ),
    )


def _birth_date(persons: Iterable[PersonRecord]) -> date | None:
    """The birth date that most person records agree on; ties go to the most trusted system.

    Placeholder dates don't count. ``persons`` are in order of recording: the latest
    version of each record is the one that speaks.
    """
    latest = {person.id: person for person in persons}
    votes: dict[date, list[int]] = {}
    for person in latest.values():
        born = person.date_of_birth
        if born is not None and born not in PLACEHOLDER_BIRTH_DATES:
            trust = _TRUST.index(person.id.source) if person.id.source in _TRUST else len(_TRUST)
            votes.setdefault(born, []).append(trust)
    if not votes:
        return None
    return min(votes, key=lambda born: (-len(votes[born]), min(votes[born]), born))
