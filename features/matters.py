"""Matters: which entries count towards a feature, declared once and read by both engines.

An entry may be of several matters (a sexual offence is a crime too). What a matter counts
once for decides what is told twice: two entries of one record, or two reports of one
episode, are one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

from records.calendar import FORCE_ZONE
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind

__all__ = [
    "MOST_MATTERS",
    "ConnectionMatter",
    "EntryMatter",
    "Matter",
    "MatterTable",
    "Once",
    "Where",
]

#: No entry is of more matters than this; the packed form has so many places.
MOST_MATTERS = 8

#: Columns and the values of which each must hold one.
Where = Mapping[str, Collection[Any]]


class Once(IntEnum):
    """What a matter counts once for."""

    #: The record that the entry stands under: (system, reference).
    RECORD = 0
    #: The missing episode that the entry's record tells of; its record where no report of
    #: it is known.
    EPISODE = 1
    #: The values that the entry holds in ``by``; an entry that holds none doesn't count.
    VALUE = 2
    #: The adult, home or place that a connection is through.
    KEY = 3
    #: The other child whom a connection is about; one about no child doesn't count.
    CHILD = 4
    #: Nothing: every entry counts.
    ENTRY = 5


@dataclass(frozen=True, slots=True)
class EntryMatter:
    """Entries of ``kinds`` that fulfil one of ``where``, if any are given.

    Attributes:
        hours: local hours [from, to) in which the entry occurred, past midnight if
            ``to`` is not more than ``from``; None if any hour will do.
        by: for :attr:`Once.VALUE`, the columns whose values together are counted once.
    """

    name: str
    kinds: tuple[EventKind, ...]
    where: tuple[Where, ...] = ()
    once: Once = Once.RECORD
    by: tuple[str, ...] = ()
    hours: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if (self.once is Once.VALUE) != bool(self.by):
            raise ValueError(f"matter {self.name}: by goes with counting once for each value")
        if self.once in (Once.KEY, Once.CHILD):
            raise ValueError(f"matter {self.name}: an entry has no key and no other child")
        # One form, so that the catalogue's version is the same in every process.
        rows = tuple(
            {name: tuple(sorted(row[name], key=repr)) for name in sorted(row)} for row in self.where
        )
        object.__setattr__(self, "where", rows)

    def is_said(self, details: Mapping[str, Any]) -> bool:
        """Whether what an entry says in the columns of ``where`` makes it of this matter."""
        return not self.where or any(_holds(details, row) for row in self.where)

    def is_fulfilled(self, event: Event) -> bool:
        """Whether the hour is right, and there is a value to count once."""
        if self.hours is not None and not _is_within(event, *self.hours):
            return False
        return not self.by or any(name in event.details for name in self.by)

    def value(self, event: Event) -> tuple[str, ...]:
        """What ``event`` holds in ``by``, spelled alike."""
        return tuple(
            " ".join(str(event.details.get(name, "")).casefold().split()) for name in self.by
        )


def _holds(details: Mapping[str, Any], row: Where) -> bool:
    return all(details.get(name) in values for name, values in row.items())


def _is_within(event: Event, start: int, end: int) -> bool:
    hour = event.occurred.astimezone(FORCE_ZONE).hour
    return start <= hour < end if start < end else hour >= start or hour < end


@dataclass(frozen=True, slots=True)
class ConnectionMatter:
    """Connections through one of ``through`` that tell one of ``concerns``."""

    name: str
    through: tuple[Through, ...]
    concerns: tuple[Concern, ...]
    once: Once = Once.KEY

    def __post_init__(self) -> None:
        if self.once not in (Once.KEY, Once.CHILD):
            raise ValueError(f"matter {self.name}: a connection counts once for a key or a child")

    def is_of(self, connection: Connection) -> bool:
        """Whether the connection is of this matter."""
        if connection.through not in self.through or connection.concern not in self.concerns:
            return False
        return self.once is Once.KEY or connection.child is not None


Matter = EntryMatter | ConnectionMatter


class _MattersOfKind:
    """The matters of one kind of entry; entries that say the same are told apart once."""

    __slots__ = ("_columns", "_found", "_is_more_asked", "every")

    def __init__(self, rows: Iterable[tuple[int, EntryMatter]]) -> None:
        self.every = tuple(rows)
        matters = [matter for _, matter in self.every]
        self._columns = sorted({name for m in matters for row in m.where for name in row})
        self._is_more_asked = any(m.by or m.hours is not None for m in matters)
        # The columns hold words of short lists, so what may be said is soon known.
        self._found: dict[tuple[Any, ...], tuple[tuple[int, EntryMatter], ...]] = {}

    def of(self, event: Event) -> Sequence[tuple[int, EntryMatter]]:
        details = event.details
        said = tuple([details.get(name) for name in self._columns])
        found = self._found.get(said)
        if found is None:
            found = tuple(row for row in self.every if row[1].is_said(details))
            self._found[said] = found
        if not self._is_more_asked:
            return found
        return [row for row in found if row[1].is_fulfilled(event)]


@dataclass(frozen=True, slots=True)
class MatterTable:
    """Matters that are looked up by what an entry is. Codes count from 1, in their order.

    Raises:
        ValueError: two matters of one name.
    """

    matters: tuple[Matter, ...]
    _by_kind: Mapping[EventKind, _MattersOfKind] = field(init=False)
    _of_connections: tuple[tuple[int, ConnectionMatter], ...] = field(init=False)
    _codes: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        codes = {matter.name: code for code, matter in enumerate(self.matters, 1)}
        if len(codes) != len(self.matters):
            raise ValueError("two matters have one name")
        by_kind: dict[EventKind, list[tuple[int, EntryMatter]]] = {}
        of_connections = []
        for code, matter in enumerate(self.matters, 1):
            if isinstance(matter, ConnectionMatter):
                of_connections.append((code, matter))
                continue
            for kind in matter.kinds:
                by_kind.setdefault(kind, []).append((code, matter))
        object.__setattr__(self, "_codes", codes)
        object.__setattr__(
            self, "_by_kind", {k: _MattersOfKind(rows) for k, rows in by_kind.items()}
        )
        object.__setattr__(self, "_of_connections", tuple(of_connections))

    def code(self, matter: Matter) -> int:
        """The matter's number. Raises KeyError if it isn't in the table."""
        return self._codes[matter.name]

    def narrowed(self, codes: Collection[int]) -> MatterTable:
        """The same codes, but entries and connections are only found to be of ``codes``."""
        table = copy(self)
        by_kind = {
            kind: _MattersOfKind(row for row in of_kind.every if row[0] in codes)
            for kind, of_kind in self._by_kind.items()
        }
        rows = tuple(row for row in self._of_connections if row[0] in codes)
        object.__setattr__(table, "_by_kind", {k: of for k, of in by_kind.items() if of.every})
        object.__setattr__(table, "_of_connections", rows)
        return table

    def of_event(self, event: Event) -> Sequence[tuple[int, EntryMatter]]:
        """The matters that the entry is of, with their codes."""
        of_kind = self._by_kind.get(event.kind)
        return () if of_kind is None else of_kind.of(event)

    def of_connection(self, connection: Connection) -> Sequence[tuple[int, ConnectionMatter]]:
        """The matters that the connection is of, with their codes."""
        return [row for row in self._of_connections if row[1].is_of(connection)]

    def kinds(self) -> frozenset[EventKind]:
        """Every kind of entry that some matter reads."""
        return frozenset(self._by_kind)
