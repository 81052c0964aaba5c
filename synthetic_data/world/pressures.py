"""What makes one child likelier to go missing, or to be sought out by adults who exploit.

Care and its moves, abuse between adults at home, and earlier abuse each add to the rates,
for a time, of what is put into the child's agenda.
"""

from __future__ import annotations

from collections.abc import Iterable

from synthetic_data.minutes import DAY, YEAR, birthday_minute
from synthetic_data.parameters import Parameters
from synthetic_data.world.agenda import GOES_MISSING, IS_GROOMED, Agenda
from synthetic_data.world.exposure import Beginnings
from synthetic_data.world.truth import CareSpan, Child

__all__ = ["Pressures"]


class Pressures:
    """Reads the rates once; then fills agendas."""

    def __init__(self, parameters: Parameters) -> None:
        p = parameters
        self._by_age = p.numbers("missing.care_rate_by_age")
        self._placed = p.table("missing.care_placement_factor")
        self._often = p.table("missing.rate_by_ethnicity")
        self._groomed = p.table("exploitation.onset_by_placement")
        self._youngest = p.number("exploitation.youngest_sought")
        self._sought = p.table("exploitation.rate_by_sex")
        self._after = p.table("missing.rate_after")
        self._onset_after = p.table("exploitation.rate_after")

    def put(
        self, agenda: Agenda, child: Child, begin: Beginnings, care: Iterable[CareSpan]
    ) -> None:
        """Everything that begins by itself or from what else befalls the child."""
        for minute in begin.missing:
            agenda.put(minute, GOES_MISSING)
        if begin.groomed is not None:
            agenda.put(begin.groomed, IS_GROOMED)
        for stay in care:
            self._looked_after(agenda, child, stay)
        for minute in begin.troubles.get("domestic", ()):
            self._unrest(agenda, child, minute, "domestic")
        for minute in begin.troubles.get("abuse", ()):
            self._unrest(agenda, child, minute, "abuse")

    def _unrest(self, agenda: Agenda, child: Child, minute: int, what: str) -> None:
        age = (minute - birthday_minute(child.born, 0)) // YEAR
        if age >= self._youngest:
            agenda.scatter(minute, minute + 60 * DAY, self._after[what], GOES_MISSING)
            rate = self._onset_after[what] * self._sought[child.sex]
            agenda.scatter(minute, minute + YEAR, rate, IS_GROOMED)

    def _looked_after(self, agenda: Agenda, child: Child, span: CareSpan) -> None:
        """By age and placement, with more in the weeks after each move."""
        born, often = birthday_minute(child.born, 0), self._often[child.ethnicity]
        sought = self._sought[child.sex]
        ends = [placement.start for placement in span.placements[1:]] + [span.end]
        for placement, end in zip(span.placements, ends, strict=True):
            start, last = max(placement.start, agenda.start), min(end, agenda.end)
            if (placement.start - born) // YEAR >= self._youngest:
                moved = placement.start, min(placement.start + 30 * DAY, last)
                agenda.scatter(*moved, self._after["move"], GOES_MISSING)
            while start < last:
                stop, age = min(last, start + YEAR // 4), max((start - born) // YEAR, 0)
                rate = self._by_age[min(age, 17)] * self._placed.get(placement.kind, 1.0) * often
                agenda.scatter(start, stop, rate, GOES_MISSING)
                if age >= self._youngest:
                    rate = self._groomed.get(placement.kind, 0.0) * sought
                    agenda.scatter(start, stop, rate, IS_GROOMED)
                start = stop
