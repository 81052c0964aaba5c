"""What a feature's row says, and the checks that a row passes before it exists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from types import MappingProxyType

from records.sources import SourceSystem
from records.unknown import Unknown

__all__ = ["DIRECTIONS", "UNITS", "Feature", "Measure"]

#: ``up``: more never lowers the points. ``down``: more never raises them. ``free``: neither.
DIRECTIONS = ("up", "down", "free")
UNITS = ("reports", "days", "hours", "gaps", "interviews", "notices", "state", "yes or no", "years")

_UNKNOWN_WORDS = {
    Unknown.NOT_RECORDED: "what is recorded does not say",
    Unknown.NOT_CONNECTED: "no extract of a system that it needs has reached this service",
    Unknown.STALE: "the last extract is older than promised, so later entries are not in it",
    Unknown.FAILED: "reading it failed just now",
    Unknown.NOT_APPLICABLE: "the question does not arise",
}
_NAME = re.compile(r"[a-z]+(_[a-z0-9]+)*")


class Measure(IntEnum):
    """What is measured; with a window it makes a feature. Both engines interpret these.

    The numbers are this release's own: they are packed for the compiled engine and are
    never stored.
    """

    EPISODES = 0
    DAYS_SINCE_LAST = 1
    LONGEST_HOURS = 2
    OVERNIGHT = 3
    GAPS_SHORTENING = 4
    FOUND_WITH_UNKNOWN_ADULT = 5
    SEXUAL_HARM = 6
    INTERVIEWS_NOT_DONE = 7
    NOTICES_IN_FORCE = 8
    NOTICES_EVER = 9
    PLAN_STATE = 10
    PROTECTION_STATE = 11
    LOOKED_AFTER = 12
    AGE = 13


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
        window_days: the window is [as_of - days, as_of), in days of 24 hours; None if
            everything known counts.
        unit: of :data:`UNITS`.
        direction: of :data:`DIRECTIONS`; what the points may do as the value grows.
        grounds: why it is among the features.
        subject: a noun phrase that begins a sentence about a value that is not known.
        unknown: what each kind of not knowing means here, every kind present.

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

    def __post_init__(self) -> None:
        faults = []
        if not _NAME.fullmatch(self.name):
            faults.append("the name is not lower-case words joined by _")
        ending = re.search(r"_(\d+)d$", self.name)
        if (int(ending[1]) if ending else None) != self.window_days:
            faults.append("the name's ending and window_days differ")
        if self.window_days is not None and self.window_days <= 0:
            faults.append("window_days must be more than 0")
        if self.direction not in DIRECTIONS:
            faults.append("direction is not one of " + ", ".join(DIRECTIONS))
        if self.unit not in UNITS:
            faults.append("unit is not one of " + ", ".join(UNITS))
        words = ("question", "definition", "family", "grounds", "subject")
        faults += [f"{name} is empty" for name in words if not getattr(self, name).strip()]
        if faults:
            raise ValueError(f"feature {self.name}: " + "; ".join(faults))
        meanings = {**_UNKNOWN_WORDS, **self.unknown}
        object.__setattr__(self, "unknown", MappingProxyType(meanings))
