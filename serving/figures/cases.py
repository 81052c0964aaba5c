"""What an indicator counts: cases of one child, each met, not met or not known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from duties.due import duties_so_far
from duties.duty import Duty
from duties.intervals import Intervals
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.sources import SourceSystem
from serving.figures.months import last_moment, month_of, months_between

__all__ = ["Asked", "Case", "Indicator", "Part", "Target"]


class Part(Enum):
    """What a case counts as. Values are stored: never rename."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Case:
    """One thing that is counted.

    Attributes:
        month: the month that it counts in.
        reference, source, entry: the record behind it, and the entry that decides it: the
            one that shows it met, else the one that asked for it.
        about: tells cases of one month apart that rest on one record.
        kind: of its part, where the indicator tells kinds apart; else empty.
        hours: its age or length, where the indicator has a median.
    """

    month: str
    part: Part
    reference: str
    source: SourceSystem
    entry: str
    about: str = ""
    kind: str = ""
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What every indicator is asked of: one child's whole history, and the moment.

    Attributes:
        band: the band last advised, by whose timetable supervisors' reviews are counted.
        months: the first and the last that are asked for: cases of others need not be told.
        known: the history as known at ``as_of``.
        duties: every duty that was ever asked for, by what is known then.
    """

    history: History
    as_of: datetime
    intervals: Intervals
    band: str | None
    months: tuple[str, str]
    known: KnownHistory
    duties: tuple[Duty, ...]
    _ends: dict[str, KnownHistory] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @classmethod
    def of(
        cls,
        history: History,
        as_of: datetime,
        intervals: Intervals,
        band: str | None,
        months: tuple[str, str],
    ) -> Asked:
        """The question, with what was known and due at ``as_of``."""
        known = known_at(history, as_of)
        due = duties_so_far(known, intervals, band)
        return cls(history, as_of, intervals, band, months, known, due)

    def due(self, kind: str) -> tuple[Duty, ...]:
        """The duties of one kind."""
        return tuple(duty for duty in self.duties if duty.kind == kind)

    def record_of(self, duty: Duty, kind: EventKind) -> Event:
        """The entry that shows the duty done; else the one of this kind that asked for it."""
        if duty.by is not None:
            return duty.by
        about = [e for e in self.known.of_kind(kind) if e.reference == duty.about_reference]
        return next((event for event in about if event.occurred == duty.since), about[0])

    def month_ends(self, since: datetime) -> Iterator[tuple[str, datetime]]:
        """Each asked month that ended after ``since`` and before ``as_of``, and its end."""
        first = max(self.months[0], month_of(since))
        for month in months_between(first, self.months[1]):
            end = last_moment(month)
            if end < self.as_of:
                yield month, end

    def known_then(self, month: str) -> KnownHistory:
        """What the force knew at the month's last moment: the same to each who asks."""
        if month not in self._ends:
            self._ends[month] = known_at(self.history, last_moment(month))
        return self._ends[month]


@dataclass(frozen=True, slots=True)
class Target:
    """What an indicator should reach: a share in per cent, and whose target it is."""

    percent: int
    source: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the catalogue.

    Attributes:
        id: stands in addresses and in the store: never rename.
        version: counts up whenever the definition changes; a month keeps the version by which
            it was published.
        name: a few words for a list.
        question: in words, what the share answers.
        definition: what is counted, what is met, what is not known, and the edges.
        systems: where the records come from.
        serves: ids of mission.md.
        settles_days: a month is published once it has been over for so long.
        asked_by: a history without any of these entries has no case.
        cases: the cases of one child in the asked months, a pure function.
        target: None where more is not simply better.
        kinds: (kind, words), in order: what one part is told apart by for the whole force.
        kinds_of: that part.
        median_of: what the median length is of, in words; empty if there is none.
    """

    id: str
    version: int
    name: str
    question: str
    definition: str
    systems: tuple[SourceSystem, ...]
    serves: tuple[str, ...]
    settles_days: int
    asked_by: frozenset[EventKind]
    cases: Callable[[Asked], Iterable[Case]]
    target: Target | None = None
    kinds: tuple[tuple[str, str], ...] = ()
    kinds_of: Part = Part.NOT_MET
    median_of: str = ""

    def __post_init__(self) -> None:
        faults = []
        if not self.serves or not self.systems or not self.asked_by:
            faults.append("it serves something, and is asked by entries of some system")
        if self.target is not None and not 0 < self.target.percent <= 100:
            faults.append("its target is a share in per cent")
        if self.settles_days < 1 or self.version < 1:
            faults.append("it settles after a day or more, and versions count from 1")
        if faults:
            raise ValueError(f"indicator {self.id}: " + "; ".join(faults))
