"""What a feature's row says, and the checks that a row passes before it exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from features.matters import ConnectionMatter, EntryMatter, Matter, Once
from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["DIRECTIONS", "UNITS", "WINDOWS", "Feature", "Measure"]

#: ``up``: more never lowers the points. ``down``: more never raises them. ``free``: neither.
DIRECTIONS = ("up", "down", "free")
UNITS = (
    "reports", "days", "hours", "gaps", "interviews", "notices", "state", "yes or no", "years",
    "records", "places", "adults", "children",
)  # fmt: skip
#: The windows that a feature may have, in days, shortest first; the engines count by them.
WINDOWS = (28, 90, 365)

_UNKNOWN_WORDS = {
    Unknown.NOT_RECORDED: "what is recorded does not say",
    Unknown.NOT_CONNECTED: "no extract of a system that it needs has reached this service",
    Unknown.STALE: "the last extract is older than promised, so later entries are not in it",
    Unknown.FAILED: "reading it failed just now",
    Unknown.NOT_APPLICABLE: "the question does not arise",
}
_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)*")


class Measure(IntEnum):
    """What is measured; with a matter and a window it makes a feature.

    Both engines interpret these. The numbers are this release's own: they are packed for
    the compiled engine and are never stored.
    """

    #: Of a matter: how many different records, episodes, values, adults or children (by the
    #: matter's ``once``) have an entry of it in the window. A record that has any known
    #: entry of ``unless`` is left out.
    COUNT = 0
    #: Whole days since the latest entry of the matter in the window; the question does not
    #: arise if there is none.
    DAYS_SINCE_LAST = 1
    #: Whole days since the earliest entry of the matter among the records that have no known
    #: entry of ``unless``; the question does not arise if there is none.
    DAYS_WAITING = 2
    #: 1 if the latest known entry of ``among`` is of the matter too, otherwise 0.
    LATEST = 3

    # Of missing episodes.
    EPISODES = 4
    DAYS_SINCE_MISSING = 5
    LATEST_GAP_DAYS = 6
    GAPS_SHORTENING = 7
    LONGEST_HOURS = 8
    TOTAL_HOURS = 9
    OVERNIGHT = 10
    DAY_LONG = 11
    INTERVIEWS_NOT_DONE = 12

    # Of what stands.
    NOTICES_IN_FORCE = 13
    PLAN_STATE = 14
    PROTECTION_STATE = 15
    AGE = 16


_OF_MATTERS = {Measure.COUNT, Measure.DAYS_SINCE_LAST, Measure.DAYS_WAITING, Measure.LATEST}
#: Windowed by when an episode began, or not at all.
_ALWAYS_EVERYTHING = {
    Measure.DAYS_WAITING,
    Measure.LATEST,
    Measure.DAYS_SINCE_MISSING,
    Measure.NOTICES_IN_FORCE,
    Measure.PLAN_STATE,
    Measure.PROTECTION_STATE,
    Measure.AGE,
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One row of the catalogue.

    Attributes:
        name: subject, measure, window: ``missing_reports_count_90d``.
        question: what it answers, as a person would ask it.
        definition: exactly what counts, edges included. A change of meaning changes
            these words, and so the catalogue's version.
        family: features of one family, ``missing_reports``, tell of the same thing; two of
            them together are one reason, not two.
        sources: every system that must be connected for the value to be known.
        window_days: of :data:`WINDOWS`; the window is [as_of - days, as_of), in days of 24
            hours; None if everything known counts.
        unit: of :data:`UNITS`.
        direction: of :data:`DIRECTIONS`; what the points may do as the value grows.
        grounds: why it is among the features: a source, or an assumption that says so.
        subject: a noun phrase that begins a sentence about a value that is not known.
        unknown: what each kind of not knowing means here, every kind present.
        matter, unless, among: which entries count, as the measure says.

    Raises:
        ValueError: with every fault at once.
    """

    name: str
    question: str
    definition: str
    family: str
    measure: Measure
    sources: tuple[SourceSystem, ...]
    window_days: int | None
    unit: str
    direction: str
    grounds: str
    subject: str
    unknown: Mapping[Unknown, str] = field(default_factory=dict)
    matter: Matter | None = None
    unless: EntryMatter | None = None
    among: EntryMatter | None = None

    def __post_init__(self) -> None:
        faults = []
        if not _NAME.fullmatch(self.name):
            faults.append("the name is not lower-case words joined by _")
        ending = re.search(r"_(\d+)d$", self.name)
        if (int(ending[1]) if ending else None) != self.window_days:
            faults.append("the name's ending and window_days differ")
        if self.window_days is not None and self.window_days not in WINDOWS:
            faults.append("window_days is not one of " + ", ".join(map(str, WINDOWS)))
        if self.direction not in DIRECTIONS:
            faults.append("direction is not one of " + ", ".join(DIRECTIONS))
        if self.unit not in UNITS:
            faults.append("unit is not one of " + ", ".join(UNITS))
        words = ("question", "definition", "family", "grounds", "subject")
        faults += [f"{name} is empty" for name in words if not getattr(self, name).strip()]
        faults += self._matter_faults()
        if faults:
            raise ValueError(f"feature {self.name}: " + "; ".join(faults))
        meanings = {**_UNKNOWN_WORDS, **self.unknown}
        object.__setattr__(self, "unknown", MappingProxyType(meanings))

    def _matter_faults(self) -> list[str]:
        measure, faults = self.measure, []
        if (self.matter is not None) != (measure in _OF_MATTERS):
            faults.append(
                f"{measure.name} {'needs' if measure in _OF_MATTERS else 'has no'} matter"
            )
        if self.window_days is not None and measure in _ALWAYS_EVERYTHING:
            faults.append(f"{measure.name} has no window")
        if (self.among is not None) != (measure is Measure.LATEST):
            faults.append("among belongs to LATEST, and LATEST needs it")
        if self.unless is not None:
            if measure not in (Measure.COUNT, Measure.DAYS_WAITING):
                faults.append("unless belongs to COUNT and DAYS_WAITING")
            once = (self.matter.once if self.matter else None, self.unless.once)
            if once != (Once.RECORD, Once.RECORD):
                faults.append("unless needs matters that count once for each record")
        if isinstance(self.matter, ConnectionMatter) and measure is Measure.LATEST:
            faults.append("LATEST is of entries, not of connections")
        return faults
