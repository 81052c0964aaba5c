"""A history that stays text: put together from stored parts without reading them.

Nearly everything that is kept of a history is its canonical text, and the parts of that
text are what a store keeps. To parse 350,000 entries only to write them out again is
most of the work of linking a force.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from records.calendar import instant_from_text
from records.connections import Connection
from records.events import Event, EventKind
from records.history import History
from records.persons import ChildId, PersonRecord
from records.serial import (
    connection_text,
    detail_from_json,
    history_from_json,
    join_event,
    join_history,
    moved_from_json,
    person_from_json,
)
from records.sources import SourceSystem

__all__ = ["WrittenEvent", "WrittenHistory"]

_SOURCES = {source.value: source for source in SourceSystem}
_KINDS = {kind.value: kind for kind in EventKind}


class WrittenEvent(NamedTuple):
    """One event as a store keeps it, column by column; ``details`` is canonical text."""

    source: str
    kind: str
    reference: str
    entry: str
    occurred: str
    recorded: str
    details: str
    replaces: str | None

    @property
    def text(self) -> str:
        """The whole event in canonical text."""
        return join_event(*self)

    @property
    def order(self) -> tuple[str, str, str]:
        """Sorts events as a history keeps them."""
        return self.recorded, self.source, self.entry

    def event(self) -> Event:
        """The event; its details are read when somebody asks for one.

        Raises ValueError or KeyError for what is no event.
        """
        source = _SOURCES[self.source]
        return Event(
            source,
            _KINDS[self.kind],
            self.reference,
            self.entry,
            instant_from_text(self.occurred),
            instant_from_text(self.recorded),
            _UnreadDetails(source, self.details),
            self.replaces,
        )


class _UnreadDetails(Mapping[str, Any]):
    """An event's details, each read when it is asked for."""

    __slots__ = ("_raw", "_source", "_text")

    def __init__(self, source: SourceSystem, text: str) -> None:
        self._source, self._text = source, text
        self._raw: dict[str, Any] | None = None

    def _parts(self) -> dict[str, Any]:
        if self._raw is None:
            self._raw = json.loads(self._text)
        return self._raw

    def __getitem__(self, name: str) -> Any:
        return detail_from_json(self._source, name, self._parts()[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._parts())

    def __len__(self) -> int:
        return len(self._parts())


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """What :class:`records.history.History` holds, each part as it is stored.

    Every part stands in the order in which a history keeps it.
    """

    child: ChildId
    persons: tuple[str, ...]
    events: tuple[WrittenEvent, ...]
    moved: tuple[str, ...] = ()
    connected: frozenset[SourceSystem] = frozenset()
    connections: tuple[str, ...] = ()

    def text(self) -> str:
        """The canonical text: :func:`records.serial.history_text` of :meth:`history`."""
        return join_history(
            self.child,
            self.persons,
            [join_event(*event) for event in self.events],
            self.moved,
            [source.value for source in self.connected],
            self.connections,
        )

    def connected_to(self, systems: frozenset[SourceSystem]) -> WrittenHistory:
        """The same, these being the systems that were ever read."""
        return replace(self, connected=systems)

    def joined(self, connections: Iterable[Connection]) -> WrittenHistory:
        """The same, these being what bears on the child from elsewhere."""
        ordered = sorted(connections, key=lambda connection: connection.order)
        return replace(self, connections=tuple(map(connection_text, ordered)))

    def person_records(self) -> tuple[PersonRecord, ...]:
        """Every version of every person record, read."""
        return tuple(person_from_json(json.loads(text)) for text in self.persons)

    def of_kinds(
        self,
        kinds: frozenset[str],
        persons: tuple[PersonRecord, ...] = (),
        connections: tuple[Connection, ...] = (),
    ) -> History:
        """What is needed to tell which events of these kinds stand, and what they say.

        Holds them and, whatever their kind, those that replace another; of persons and
        connections those that are given. The details of an event are read when somebody asks
        for one.
        """
        return History(
            self.child,
            persons,
            tuple(e.event() for e in self.events if e.kind in kinds or e.replaces is not None),
            tuple(moved_from_json(json.loads(text)) for text in self.moved),
            self.connected,
            connections,
        )

    def history(self) -> History:
        """All of it, read."""
        return history_from_json(json.loads(self.text()))
