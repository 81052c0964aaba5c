"""What the plain engine reads of one child: known entries by matter, and episodes."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import attrgetter

from features.catalogue import MATTERS
from features.declaration import WINDOWS, Feature
from features.matters import EntryMatter, Matter, MatterTable, Once
from features.measured import MOST_EVIDENCE, Measured
from records.connections import Connection
from records.events import Event
from records.history import KnownHistory
from records.states import MissingEpisode, missing_episodes
from records.unknown import Unknown

__all__ = ["DOES_NOT_ARISE", "NONE", "Entry", "Reading", "days_before", "event_of", "with_evidence"]

#: What a matter counts: an entry of the child, or a connection to an entry elsewhere.
Entry = Event | Connection

#: What most features of most children are.
NONE = Measured(0)
DOES_NOT_ARISE = Measured(Unknown.NOT_APPLICABLE)

_DAY = timedelta(days=1)
_OCCURRED = attrgetter("occurred")
_OCCURRED_ELSEWHERE = attrgetter("event.occurred")


@dataclass(frozen=True, slots=True)
class Reading:
    """One child as known, its entries told apart once for all features.

    Attributes:
        entries: by the matter's code, newest first by (occurred, recorded, source, entry);
            whenever they occurred.
        episodes: earliest first.
        episode_of: the first episode in which each report's reference stands.
        starts: the first moment of each window, by its days; None for everything known.
    """

    known: KnownHistory
    entries: dict[int, list[Entry]]
    episodes: tuple[MissingEpisode, ...]
    episode_of: dict[str, int]
    starts: dict[int | None, datetime | None]

    @classmethod
    def of(cls, known: KnownHistory, matters: MatterTable = MATTERS) -> Reading:
        """Read ``known``, each entry once, for the matters that ``matters`` finds."""
        entries: dict[int, list[Entry]] = {}
        # Known entries are in order of (recorded, source, entry), and sorting keeps that.
        events = sorted(known.events, key=_OCCURRED)
        for event in reversed(events):
            for code, _ in matters.of_event(event):
                entries.setdefault(code, []).append(event)
        connections = sorted(known.connections, key=_OCCURRED_ELSEWHERE)
        for connection in reversed(connections):
            for code, _ in matters.of_connection(connection):
                entries.setdefault(code, []).append(connection)
        episodes = missing_episodes(known)
        episode_of: dict[str, int] = {}
        for place, episode in enumerate(episodes):
            for report in episode.reports:
                episode_of.setdefault(report.reference, place)
        starts: dict[int | None, datetime | None] = {
            days: known.as_of - timedelta(days=days) for days in WINDOWS
        }
        return cls(known, entries, episodes, episode_of, {**starts, None: None})

    def of_matter(self, matter: Matter) -> Sequence[Entry]:
        """Every known entry of ``matter``, newest first, whenever it occurred."""
        return self.entries.get(MATTERS.code(matter), ())

    def counted(self, feature: Feature, matter: Matter) -> Iterator[Entry]:
        """The entries of ``matter`` within the feature's window, newest first."""
        as_of, start = self.known.as_of, self.starts[feature.window_days]
        for entry in self.of_matter(matter):
            occurred = event_of(entry).occurred
            if start is not None and occurred < start:
                return
            if occurred < as_of:
                yield entry

    def begun(self, feature: Feature) -> list[MissingEpisode]:
        """The episodes that began within the feature's window, earliest first."""
        as_of, start = self.known.as_of, self.starts[feature.window_days]
        return [e for e in self.episodes if e.since < as_of and (start is None or e.since >= start)]

    def key(self, matter: Matter, entry: Entry) -> Hashable:
        """What ``entry`` counts once for, as ``matter`` declares."""
        if isinstance(entry, Connection):
            return entry.child if matter.once is Once.CHILD else entry.key
        match matter.once:
            case Once.EPISODE:
                return self.episode_of.get(entry.reference, entry.reference)
            case Once.VALUE if isinstance(matter, EntryMatter):
                return matter.value(entry)
            case Once.ENTRY:
                return entry.source, entry.entry
            case _:
                return entry.source, entry.reference

    def evidence(self, entries: Iterable[Entry]) -> tuple[Event, ...]:
        """The entries, newest first; a connection's is the one elsewhere, and with it the
        child's own that it rests on."""
        shown: dict[Event, None] = {}
        for entry in entries:
            shown[event_of(entry)] = None
            if isinstance(entry, Connection) and entry.own is not None:
                shown |= {e: None for e in self.known.events if (e.source, e.entry) == entry.own}
            if len(shown) >= MOST_EVIDENCE:
                break
        return _newest_first(shown)


def event_of(entry: Entry) -> Event:
    """The entry itself, or the one elsewhere that the connection is to."""
    return entry.event if isinstance(entry, Connection) else entry


def days_before(as_of: datetime, moment: datetime) -> int:
    """Whole days of 24 hours from ``moment`` to ``as_of``."""
    return (as_of - moment) // _DAY


def _newest_first(events: Iterable[Event]) -> tuple[Event, ...]:
    """At most :data:`MOST_EVIDENCE` entries, by (occurred, recorded, source, entry)."""
    ordered = sorted(
        events, key=lambda e: (e.occurred, e.recorded, e.source.value, e.entry), reverse=True
    )
    return tuple(ordered[:MOST_EVIDENCE])


def with_evidence(value: int, events: Iterable[Event]) -> Measured:
    """A value and the entries behind it, in any order."""
    return Measured(value, _newest_first(events))
