"""Intelligence that names the child, and managed persons recorded with it (S7, S8)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR, YEAR
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Managed
from synthetic_data.world.truth import StateSpan

__all__ = ["Intelligence", "managed_matter"]

#: The youngest age at which intelligence names a child that nobody exploits.
_YOUNGEST = 10


def managed_matter(managed: Managed) -> Matter:
    """The managed person's own record, which names no child."""
    adult = managed.adult
    details = {"managed_category": managed.category, "managed_level": managed.level}
    steps = [Step(EventKind.MANAGED_PERSON, managed.since, details, adult=adult)]
    if managed.until is not None:
        steps.append(Step(EventKind.MANAGED_PERSON_ENDED, managed.until, {}, adult=adult))
    return Matter(SourceSystem.MANAGED_OFFENDERS, tuple(steps))


class Intelligence:
    """Who is named in which report, and with whom."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._rates = parameters.table("intelligence.rates")
        self._themes = {
            group: parameters.weighted(f"intelligence.theme.{group}")
            for group in ("other", "groomed", "exploited")
        }
        self._source = parameters.weighted("intelligence.source_grade")
        self._assessment = parameters.weighted("intelligence.assessment")
        self._tie = parameters.weighted("association.tie")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Reports about the child, true and mistaken; associations with managed persons."""
        for span in case.under_way():
            yield from self._about_exploitation(case, span)
            yield from self._seen_with_managed(case, span)
        for episode in case.life.episodes:
            answer = episode.response
            if answer is not None and self._dice.chance(self._rates["after_missing"]):
                yield self._report(case, answer.at + DAY, "other", None)
        for at in [*case.when("suspect"), *case.when("witness")]:
            if case.age(at) >= _YOUNGEST and self._dice.chance(self._rates["after_crime"]):
                yield self._report(case, at + DAY, "other", None)
        for at in case.when("visitor"):
            yield self._association(at, case.place.managed_visitor(), "at_home")

    def _about_exploitation(self, case: Case, span: StateSpan) -> Iterator[Matter]:
        dice, rates = self._dice, self._rates
        length = span.end - span.start
        mean = rates[span.state] * (0.5 + 0.5 * case.recognised) * length / YEAR
        for _ in range(dice.poisson(mean)):
            at = span.start + int(dice.uniform() * length)
            yield self._report(case, at, span.state, span)

    def _report(self, case: Case, at: int, group: str, span: StateSpan | None) -> Matter:
        dice, rates, circle = self._dice, self._rates, case.life.circle
        details: dict[str, Any] = {
            "theme": dice.weighted(self._themes[group]),
            "source_grade": dice.weighted(self._source),
            "assessment": dice.weighted(self._assessment),
        }
        adult = None
        if span is not None and circle is not None:
            if dice.chance(rates["adult_named"]):
                adult = circle.adults[min(int(dice.exponential(0.8)), len(circle.adults) - 1)]
            if dice.chance(rates["place_named"]):
                house = dice.choose(circle.houses)
                details |= {"place": house.line, "place_postcode": house.postcode}
            if dice.chance(rates["vehicle_named"]):
                details["vehicle"] = dice.choose(circle.vehicles).split(",")[0]
        told = at + int(dice.exponential(rates["days_to_enter"]) * DAY) + HOUR
        step = Step(EventKind.INTELLIGENCE_REPORT, at, details, adult=adult, told=told)
        return Matter(SourceSystem.INTELLIGENCE, (step,))

    def _seen_with_managed(self, case: Case, span: StateSpan) -> Iterator[Matter]:
        """The child is recorded with an adult of the circle whom police manage."""
        dice, circle = self._dice, case.life.circle
        if circle is None:
            return
        for managed in case.place.managed_in(circle):
            if dice.chance(self._rates["seen_with_managed"] * case.recognised):
                at = span.start + int(dice.uniform() * (span.end - span.start))
                if managed.since <= at:
                    yield self._association(at, managed, "seen")

    def _association(self, at: int, managed: Managed, how: str) -> Matter:
        dice = self._dice
        tie = "seen_together" if how == "seen" else dice.weighted(self._tie)
        first = Step(
            EventKind.ASSOCIATION_RECORDED,
            max(at, managed.since),
            {"association": tie},
            adult=managed.adult,
        )
        end = first.at + int((60 + dice.exponential(500)) * DAY)
        last = Step(EventKind.ASSOCIATION_ENDED, end, {}, adult=managed.adult)
        return Matter(SourceSystem.MANAGED_OFFENDERS, (first, last))
