"""A history that stays text: put together from stored parts without reading them.

Nearly everything that is kept of a history is its canonical text, and the parts of that
text are what a store keeps. To parse 350,000 entries only to write them out again is
most of the work of linking a force.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import NamedTuple

from records.events import EventKind
from records.history import History
from records.persons import ChildId, PersonRecord
from records.serial import history_from_json, join_history, person_from_json
from records.sources import SourceSystem

__all__ = ["WrittenEvent", "WrittenHistory"]


class WrittenEvent(NamedTuple):
    """One event in canonical text. ``replaces`` says whether it names an earlier entry."""

    kind: EventKind
    replaces: bool
    text: str


@dataclass(frozen=True, slots=True)
class WrittenHistory:
    """What :class:`records.history.History` holds, each part in canonical text.

    Every part stands in the order in which a history keeps it.
    """

    child: ChildId
    persons: tuple[str, ...]
    events: tuple[WrittenEvent, ...]
    moved: tuple[str, ...] = ()
    connected: frozenset[SourceSystem] = frozenset()

    def text(self) -> str:
        """The canonical text: :func:`records.serial.history_text` of :meth:`history`."""
        return join_history(
            self.child,
            self.persons,
            (event.text for event in self.events),
            self.moved,
            (source.value for source in self.connected),
        )

    def only(self, is_kept: Callable[[WrittenEvent], bool]) -> WrittenHistory:
        """The same without the other events."""
        return replace(self, events=tuple(event for event in self.events if is_kept(event)))

    def connected_to(self, systems: frozenset[SourceSystem]) -> WrittenHistory:
        """The same, these being the systems that were ever read."""
        return replace(self, connected=systems)

    def person_records(self) -> tuple[PersonRecord, ...]:
        """Every version of every person record, read."""
        return tuple(person_from_json(json.loads(text)) for text in self.persons)

    def history(self) -> History:
        """All of it, read."""
        return history_from_json(json.loads(self.text()))
