"""How much each system of a force holds, a year and for every 1,000 children."""

from __future__ import annotations

from dataclasses import dataclass

from records.sources import EXTRACTED, SourceSystem
from synthetic_data.reports import Counts, Force

__all__ = ["Volume", "volumes"]

#: Where domain.md says how much a system holds; the volumes of all others are assumed.
_SOURCES = {
    SourceSystem.MISSING_PERSONS: "4.1, 4.4",
    SourceSystem.SOCIAL_CARE: "4.2, 4.4",
}


@dataclass(frozen=True, slots=True)
class Volume:
    """One system's counts, and the same a year for every 1,000 children.

    Attributes:
        source: the rows of domain.md that its volume is held against, or ``assumed``.
        entries, records, persons: a year per 1,000 children.
    """

    system: SourceSystem
    counts: Counts
    entries: float
    records: float
    persons: float
    source: str


def volumes(force: Force, living: int, years: int) -> tuple[Volume, ...]:
    """A row for each system, also for one that holds nothing."""
    exposure = max(living, 1) * years / 1000
    return tuple(
        Volume(
            system,
            held,
            held.entries / exposure,
            held.records / exposure,
            held.persons / exposure,
            _SOURCES.get(system, "assumed"),
        )
        for system in EXTRACTED
        for held in [force.counts[system]]
    )
