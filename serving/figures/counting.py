"""One child's cases of every indicator, and the counts of every place that they add up to."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from duties.intervals import Intervals
from records.history import History
from serving.answer.identity import local_authority_of, team_of
from serving.figures.cases import Asked, Case, Indicator, Part
from serving.figures.rates import median_days
from serving.service.suppression import FORCE, Counts, Place

__all__ = [
    "NO_AUTHORITY",
    "NO_TEAM",
    "PARTS",
    "ChildCases",
    "Tally",
    "Wanted",
    "find_cases",
]

#: What stands where nothing is recorded: a place like any other.
NO_TEAM, NO_AUTHORITY = "No team recorded", "No authority recorded"
#: The order of a place's counts.
PARTS = tuple(Part)
#: Indicator -> the first and the last month that is asked for.
Wanted = Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ChildCases:
    """Where a child belongs, and what is counted of it: (indicator, case)."""

    place: Place
    cases: tuple[tuple[str, Case], ...]


def find_cases(
    history: History,
    indicators: Iterable[Indicator],
    wanted: Wanted,
    intervals: Intervals,
    band: str | None,
    as_of: datetime,
) -> ChildCases:
    """Every case of the child in the wanted months, as known at ``as_of``.

    The place is that of the newest record that names a team, and an authority, as everywhere.
    """
    span = min(first for first, _ in wanted.values()), max(last for _, last in wanted.values())
    asked = Asked.of(history, as_of, intervals, band, span)
    held = {event.kind for event in history.events}
    cases = tuple(
        (indicator.id, case)
        for indicator in indicators
        if indicator.id in wanted and not indicator.asked_by.isdisjoint(held)
        for case in _cases_of(indicator, asked, wanted[indicator.id])
    )
    authority, team = local_authority_of(asked.known), team_of(asked.known)
    return ChildCases((authority or NO_AUTHORITY, team or NO_TEAM), cases)


def _cases_of(indicator: Indicator, asked: Asked, months: tuple[str, str]) -> Iterator[Case]:
    """The cases of one indicator in these months; what is told twice counts once."""
    first, last = months
    seen = set()
    for case in indicator.cases(asked):
        key = case.month, case.reference, case.about
        if first <= case.month <= last and key not in seen:
            seen.add(key)
            yield case


@dataclass(slots=True)
class Tally:
    """The counts of one indicator, case by case, for every month and place."""

    counts: dict[str, dict[Place, list[int]]] = field(default_factory=dict)
    kinds: dict[str, Counter[tuple[Part, str]]] = field(default_factory=dict)
    lengths: dict[tuple[str, Place], array[int]] = field(default_factory=dict)

    def add(self, place: Place, case: Case) -> None:
        """Count the case for its team."""
        at = self.counts.setdefault(case.month, {}).setdefault(place, [0] * len(PARTS))
        at[PARTS.index(case.part)] += 1
        if case.kind:
            self.kinds.setdefault(case.month, Counter())[case.part, case.kind] += 1
        if case.hours is not None:
            for above in (FORCE, (place[0], ""), place):
                self.lengths.setdefault((case.month, above), array("q")).append(case.hours)

    def tree(self, month: str) -> dict[Place, Counts]:
        """Every team's counts in the month."""
        return {p: Counts(tuple(counts)) for p, counts in self.counts.get(month, {}).items()}

    def kind_counts(self, month: str, part: Part, kinds: Iterable[str]) -> tuple[int, ...]:
        """How many of the part are of each kind."""
        found = self.kinds.get(month, Counter())
        return tuple(found[part, kind] for kind in kinds)

    def median(self, month: str, place: Place) -> int | None:
        """The median length in whole days; None if there is no length."""
        return median_days(self.lengths.get((month, place), ()))
