"""Crimes in which a child is victim, suspect or witness (S4)."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Adult
from synthetic_data.world.truth import Harm

__all__ = ["Crimes"]

_ROLES = {
    "victim": EventKind.CRIME_VICTIM,
    "suspect": EventKind.CRIME_SUSPECT,
    "witness": EventKind.CRIME_WITNESS,
}
#: Age from which offences against a child are drawn as for a teenager.
_TEENAGE = 11


class Crimes:
    """What is recorded as a crime, and how far it gets."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._offence = {
            group: parameters.weighted(f"crime.offence.{group}")
            for group in ("victim_child", "victim_teenager", "suspect", "witness")
        }
        self._of_harm = parameters.table("crime.of_known_harm")
        self._steps = parameters.table("crime.steps")
        self._days = parameters.table("crime.days")
        self._decision = parameters.weighted("crime.decision")
        self._outcome = parameters.weighted("crime.outcome")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Every crime of the child's life that was recorded, by role and time."""
        for role in ("victim", "witness"):
            for at in case.when(role):
                yield self._general(role, at, case)
        for harm in case.life.harms:
            if harm.kind == "sexual" and harm.recorded is not None:
                yield from self._of_known(harm, case)

    def suspected(self, at: int, offence: str) -> Matter:
        """A crime of which the child is suspected."""
        step = Step(_ROLES["suspect"], at, {"offence": offence}, told=at + self._after(0.3))
        return self._pursued([step], None)

    def offence_of_suspect(self) -> str:
        """What a child is suspected of."""
        return self._dice.weighted(self._offence["suspect"])

    def _general(self, role: str, at: int, case: Case) -> Matter:
        group = role
        if role == "victim":
            group = "victim_teenager" if case.age(at) >= _TEENAGE else "victim_child"
        offence = self._dice.weighted(self._offence[group])
        details = {"offence": offence, "cse_flag": False if role == "victim" else None}
        told = at + self._after(self._days["told_sexual" if "sexual" in offence else "told"])
        return self._pursued([Step(_ROLES[role], at, details, told=told)], None)

    def _of_known(self, harm: Harm, case: Case) -> Iterator[Matter]:
        """The crime that follows once harm by those who exploit the child is known."""
        dice, rates = self._dice, self._of_harm
        known = harm.recorded
        if known is None or not dice.chance(rates["recorded"]):
            return
        is_exploitation = case.is_under_way(harm.at)
        flagged = is_exploitation and dice.chance(rates["flagged"] * case.recognised)
        told = known + self._after(rates["days"])
        offence = "child_sexual_exploitation" if flagged else "sexual_offence"
        first = Step(
            EventKind.CRIME_VICTIM, harm.at, {"offence": offence, "cse_flag": flagged}, told=told
        )
        circle = case.life.circle
        suspects: list[Adult] = []
        if circle is not None and is_exploitation and dice.chance(rates["suspect_named"]):
            count = 2 if len(circle.adults) > 1 and dice.chance(rates["second_suspect"]) else 1
            first_place = min(int(dice.exponential(0.8)), len(circle.adults) - count)
            suspects = list(circle.adults[first_place : first_place + count])
        named = [
            Step(EventKind.CRIME_SUSPECT_NAMED, told + self._after(2.0), {}, adult=adult)
            for adult in suspects
        ]
        yield self._pursued([first, *named], suspects[0] if suspects else None)

    def _pursued(self, steps: list[Step], suspect: Adult | None) -> Matter:
        """What follows a recorded crime: prosecutors' decision, and the end."""
        dice, opened = self._dice, steps[0].told or steps[0].at
        outcome = dice.weighted(self._outcome)
        if suspect is not None and dice.chance(self._steps["sent"]):
            sent = opened + self._after(self._days["sent"])
            steps.append(Step(EventKind.CRIME_SENT_TO_PROSECUTORS, sent))
            if not dice.chance(self._steps["waiting"]):
                decided = sent + self._after(self._days["decided"])
                decision = dice.weighted(self._decision)
                steps.append(
                    Step(
                        EventKind.CRIME_CHARGING_DECISION, decided, {"charging_decision": decision}
                    )
                )
                outcome = "charged" if decision == "charge" else outcome
                opened = decided
            else:
                return Matter(SourceSystem.CRIME, tuple(steps))
        if dice.chance(self._steps["closed"]):
            at = opened + self._after(self._days["closed"])
            steps.append(Step(EventKind.CRIME_CLOSED, at, {"crime_outcome": outcome}))
        return Matter(SourceSystem.CRIME, tuple(steps))

    def _after(self, days: float) -> int:
        return int(self._dice.exponential(days) * DAY) + HOUR // 4
