"""One missing report as it is known at a moment: a pure reading of the child's history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from records.states import MissingEpisode, missing_episodes
from serving.service.editing import etag_of

__all__ = ["Report", "ReportState", "absences", "moment_after", "report_of"]

_S1 = SourceSystem.MISSING_PERSONS
_JUST_AFTER = timedelta(microseconds=1)


class ReportState(Enum):
    """Where a report stands. Values are in answers of the API: never rename."""

    #: The child is missing, for all that is known.
    OPEN = "open"
    #: An end is recorded.
    FOUND = "found"
    #: A later report begins, and when this absence ended nobody recorded.
    SUPERSEDED = "superseded"
    #: It was entered wrongly and taken back.
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Report:
    """One report.

    Attributes:
        history: the child's whole history, for trying out what an entry would change.
        known: what of it is known at the report's moment.
        entries: every entry under the reference that was recorded by then, in the order of
            recording: the standing ones, the corrected ones, and what took them back.
        standing: those that stand, in order of occurrence.
        episode: the absence that it tells of; None of a withdrawn report.
    """

    reference: str
    child: ChildId
    state: ReportState
    history: History
    known: KnownHistory
    entries: tuple[Event, ...]
    standing: tuple[Event, ...]
    episode: MissingEpisode | None

    @property
    def as_of(self) -> datetime:
        """The moment at which it is so known."""
        return self.known.as_of

    @property
    def reported(self) -> Event:
        """The entry that says since when and from where; of a withdrawn report the last one."""
        kind = EventKind.MISSING_REPORTED
        return next(
            (event for event in self.standing if event.kind is kind),
            next(event for event in reversed(self.entries) if event.kind is kind),
        )

    @property
    def found(self) -> Event | None:
        """The latest recorded end under this reference."""
        ends = [event for event in self.standing if event.kind is EventKind.MISSING_FOUND]
        return ends[-1] if ends else None

    @property
    def returned(self) -> datetime | None:
        """From when on the child was back, for all that is known; None while missing."""
        if self.episode is None or self.episode.is_open:
            return None
        if self.episode.ended is not None:
            return self.episode.ended
        later = (one.since for one in missing_episodes(self.known) if one.since > self.since)
        return min(later, default=None)

    @property
    def since(self) -> datetime:
        """Missing since, by the absence's first report."""
        return self.reported.occurred if self.episode is None else self.episode.since

    @property
    def joined(self) -> tuple[str, ...]:
        """The references of other reports of the same absence."""
        reports = () if self.episode is None else self.episode.reports
        return tuple(sorted({one.reference for one in reports} - {self.reference}))

    @property
    def etag(self) -> str:
        """The tag of this very state: another once anything is entered, or the state changes."""
        names = [event.entry for event in self.entries]
        return etag_of(
            {"report": self.reference, "entries": sorted(names), "state": self.state.value}
        )


def moment_after(now: datetime) -> datetime:
    """The moment at which everything recorded up to ``now``, inclusive, is known."""
    return now + _JUST_AFTER


def report_of(history: History, reference: str, as_of: datetime) -> Report | None:
    """The report of this reference in the child's history; None if the child has none.

    A report whose every entry was moved to another child is that child's alone.
    """
    entries = tuple(
        event
        for event in history.events
        if event.source is _S1 and event.reference == reference and event.recorded < as_of
    )
    if not any(event.kind is EventKind.MISSING_REPORTED for event in entries):
        return None
    known = known_at(history, as_of)
    mine = [one for one in known.events if one.source is _S1 and one.reference == reference]
    standing = tuple(sorted(mine, key=lambda one: (one.occurred, one.recorded, one.entry)))
    gone = {(moved.source, moved.entry) for moved in history.moved if moved.recorded < as_of}
    if not standing and any((event.source, event.entry) in gone for event in entries):
        return None
    episode = next(
        (
            one
            for one in missing_episodes(known)
            if any(report.reference == reference for report in one.reports)
        ),
        None,
    )
    state = _state(episode)
    return Report(reference, history.child, state, history, known, entries, standing, episode)


def absences(known: KnownHistory) -> frozenset[frozenset[str]]:
    """Which reports tell of one absence, by their references."""
    return frozenset(
        frozenset(report.reference for report in episode.reports)
        for episode in missing_episodes(known)
    )


def _state(episode: MissingEpisode | None) -> ReportState:
    if episode is None:
        return ReportState.WITHDRAWN
    if episode.ended is not None:
        return ReportState.FOUND
    return ReportState.SUPERSEDED if episode.superseded else ReportState.OPEN
