"""Missing episodes: one for each time a child was missing, however often it was entered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from records.calendar import next_local_hour
from records.events import Event, EventKind
from records.history import KnownHistory

__all__ = ["NIGHT_HOUR", "SAME_EPISODE", "MissingEpisode", "missing_episodes"]

#: Two reports whose starts lie closer than this, with no end between them, are one episode
#: entered twice.
SAME_EPISODE = timedelta(hours=6)
#: A child missing at this local hour was missing overnight.
NIGHT_HOUR = 3


@dataclass(frozen=True, slots=True)
class MissingEpisode:
    """One time that the child was missing, as known at ``as_of``.

    Attributes:
        since: missing since; the start of the first report that tells of it.
        ended: when found; None while nobody recorded an end.
        superseded: no end was recorded, yet a later report begins: when it ended is
            not known, only that it did.
        reports: every report of it, first the earliest.
        entries: every known S1 event under its references, in order of occurrence.
    """

    as_of: datetime
    since: datetime
    ended: datetime | None
    superseded: bool
    reports: tuple[Event, ...]
    entries: tuple[Event, ...]

    @property
    def reference(self) -> str:
        """The reference of its first report."""
        return self.reports[0].reference

    @property
    def is_open(self) -> bool:
        """Whether the child is still missing from it, for all that is known."""
        return self.ended is None and not self.superseded

    @property
    def duration(self) -> timedelta | None:
        """From start to end, or to ``as_of`` while open; None when the end is not known."""
        if self.superseded:
            return None
        return max((self.ended or self.as_of) - self.since, timedelta(0))

    @property
    def is_overnight(self) -> bool | None:
        """Missing at 3 in the morning, local time; None when the end is not known."""
        if self.duration is None:
            return None
        return self.since + self.duration > next_local_hour(self.since, NIGHT_HOUR)

    def of_kind(self, kind: EventKind) -> tuple[Event, ...]:
        """Its entries of one kind, in order of occurrence."""
        return tuple(event for event in self.entries if event.kind is kind)


def missing_episodes(known: KnownHistory) -> tuple[MissingEpisode, ...]:
    """The child's missing episodes, earliest first.

    Reports are taken in order of (occurred, recorded, entry). A report belongs to the
    episode before it if it begins before that episode's recorded end, for a child can't go
    missing while missing; or, while no end is recorded, within :data:`SAME_EPISODE` of its
    start. Who came back and goes missing again an hour later is missing again. The end
    of an episode is the latest end recorded under any of its references. An episode
    without an end is superseded by the next one.
    """
    return known.once(_missing_episodes)


def _missing_episodes(known: KnownHistory) -> tuple[MissingEpisode, ...]:
    grouped: list[list[Event]] = []
    ends: dict[str, datetime] = {}
    entries: dict[str, list[Event]] = {}
    reports = []
    for event in known.of_kind(*_S1_KINDS):
        entries.setdefault(event.reference, []).append(event)
        if event.kind is EventKind.MISSING_FOUND:
            ends[event.reference] = max(event.occurred, ends.get(event.reference, event.occurred))
        elif event.kind is EventKind.MISSING_REPORTED:
            reports.append(event)
    for report in reports:
        if grouped and _continues(grouped[-1], report, ends):
            grouped[-1].append(report)
        else:
            grouped.append([report])
    last = len(grouped) - 1
    return tuple(
        _episode(known.as_of, entries, reports, ends, is_last=place == last)
        for place, reports in enumerate(grouped)
    )


def _end(reports: list[Event], ends: dict[str, datetime]) -> datetime | None:
    return max((ends[r.reference] for r in reports if r.reference in ends), default=None)


def _continues(reports: list[Event], report: Event, ends: dict[str, datetime]) -> bool:
    if report.reference in {earlier.reference for earlier in reports}:
        return True
    end = _end(reports, ends)
    if end is not None:
        return report.occurred < end
    return report.occurred - reports[0].occurred < SAME_EPISODE


def _episode(
    as_of: datetime,
    entries: dict[str, list[Event]],
    reports: list[Event],
    ends: dict[str, datetime],
    *,
    is_last: bool,
) -> MissingEpisode:
    references = {report.reference for report in reports}
    told = [event for reference in references for event in entries[reference]]
    if len(references) > 1:
        told.sort(key=lambda e: (e.occurred, e.recorded, e.entry))
    ended = _end(reports, ends)
    return MissingEpisode(
        as_of=as_of,
        since=reports[0].occurred,
        ended=ended,
        superseded=ended is None and not is_last,
        reports=tuple(reports),
        entries=tuple(told),
    )


_S1_KINDS = (
    EventKind.MISSING_REPORTED,
    EventKind.MISSING_FOUND,
    EventKind.PREVENTION_INTERVIEW,
    EventKind.RETURN_INTERVIEW,
    EventKind.SUPERVISORY_REVIEW,
    EventKind.STRATEGY_MEETING,
)
