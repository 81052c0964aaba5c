"""Children suspected of crimes, and those detained for them or for their safety (S4, S12)."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.crimes import Crimes
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import HOUR, YEAR
from synthetic_data.parameters import Parameters
from synthetic_data.world.truth import EXPLOITED

__all__ = ["Custody"]

#: The age of criminal responsibility.
_RESPONSIBLE = 10


class Custody:
    """Who is suspected, who is detained, and what is done for them there."""

    def __init__(self, crimes: Crimes, parameters: Parameters, dice: Dice) -> None:
        self._crimes, self._dice = crimes, dice
        self._rates = parameters.table("custody.rates")
        self._hours = parameters.table("custody.hours")
        self._accommodation = parameters.weighted("custody.accommodation")
        self._release = parameters.weighted("custody.release")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Crimes of which the child is suspected, and detentions."""
        dice, rates = self._dice, self._rates
        for at in [*case.when("suspect"), *self._made_to_offend(case)]:
            if case.age(at) < _RESPONSIBLE:
                continue
            offence = self._crimes.offence_of_suspect()
            yield self._crimes.suspected(at, offence)
            if dice.chance(rates["arrested"]):
                yield self._detention(at + int(dice.exponential(20) * HOUR), offence, None)
        for telling in case.life.tellings:
            if telling.route == "custody" and case.age(telling.at) >= _RESPONSIBLE:
                at = telling.at - dice.between(1, 6) * HOUR
                yield self._detention(at, self._crimes.offence_of_suspect(), telling.at)
        for at in case.when("referral"):
            if case.age(at) >= _RESPONSIBLE and dice.chance(rates["section_136"]):
                yield self._mental_health(at)

    def _made_to_offend(self, case: Case) -> list[int]:
        """Times at which a child whom adults exploit is suspected of crimes."""
        found: list[int] = []
        for span in case.under_way():
            length = span.end - span.start
            if span.state == EXPLOITED:
                mean = self._rates["suspected_while_exploited"] * length / YEAR
                times = range(self._dice.poisson(mean))
                found += [span.start + int(self._dice.uniform() * length) for _ in times]
        return sorted(found)

    def _detention(self, at: int, offence: str, told: int | None) -> Matter:
        dice, rates, hours = self._dice, self._rates, self._hours
        length = int((2 + dice.exponential(hours["detained"])) * HOUR)
        end = at + min(length, 24 * HOUR)
        if told is not None:
            end = max(end, told + HOUR)
        steps = [Step(EventKind.DETAINED, at, {"power": "arrest", "offence": offence})]
        if dice.chance(rates["appropriate_adult"]):
            came = at + int(dice.exponential(hours["appropriate_adult"]) * HOUR) + 20
            steps.append(Step(EventKind.APPROPRIATE_ADULT_ARRIVED, min(came, end - 5)))
        if told is not None:
            details = {"disclosure": "sexual_harm", "told_to": "custody nurse"}
            steps.append(Step(EventKind.CUSTODY_DISCLOSURE, told, details))
        if length > hours["overnight"] * HOUR and dice.chance(rates["accommodation_asked"]):
            answer = dice.weighted(self._accommodation)
            steps.append(
                Step(EventKind.ACCOMMODATION_ASKED_FOR, end - HOUR, {"accommodation": answer})
            )
        steps.append(Step(EventKind.RELEASED, end, {"release": dice.weighted(self._release)}))
        return Matter(SourceSystem.CUSTODY, (steps[0], *sorted(steps[1:], key=lambda s: s.at)))

    def _mental_health(self, at: int) -> Matter:
        end = at + int((3 + self._dice.exponential(6)) * HOUR)
        return Matter(
            SourceSystem.CUSTODY,
            (
                Step(EventKind.DETAINED, at, {"power": "section_136"}),
                Step(EventKind.APPROPRIATE_ADULT_ARRIVED, at + 2 * HOUR),
                Step(EventKind.RELEASED, end, {"release": "to_hospital"}),
            ),
        )
