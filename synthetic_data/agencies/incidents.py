"""Incidents attended, domestic abuse, and the power to protect (S6, S11, S13)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters

__all__ = ["Incidents"]


class Incidents:
    """What officers are called to."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._kind = parameters.weighted("incident.kind")
        self._rates = parameters.table("incident.rates")
        self._demeanour = {
            group: parameters.weighted(f"incident.demeanour.{group}")
            for group in ("other", "exploited")
        }
        self._risk = parameters.weighted("domestic.risk")
        self._domestic = parameters.table("domestic.rates")
        self._power = parameters.table("powers.used")
        self._taken_to = parameters.weighted("powers.taken_to")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Calls to the home, reports of the child missing as calls, domestic abuse, powers."""
        dice = self._dice
        for at in case.when("incident"):
            yield self._incident(case, at, dice.weighted(self._kind), "the_address")
        for episode in case.life.episodes:
            answer = episode.response
            if answer is not None and dice.chance(self._rates["missing_as_call"]):
                yield self._incident(case, answer.at, "missing", "the_child")
        for at in case.when("domestic"):
            yield from self._domestic_abuse(case, at)
        for power in case.life.powers:
            yield self._protection(power.at, power.reason)
        for at in case.when("abuse"):
            if dice.chance(self._power["abuse"]):
                yield self._protection(at, dice.choose(("physical_harm", "neglect")))

    def _incident(self, case: Case, at: int, kind: str, about: str) -> Matter:
        details: dict[str, Any] = {"incident_type": kind, "about": about} | self._seen(case, at)
        return Matter(SourceSystem.COMMAND_AND_CONTROL, (Step(EventKind.INCIDENT, at, details),))

    def _seen(self, case: Case, at: int) -> dict[str, Any]:
        """Whether officers saw the child, apart from others, and how it seemed."""
        dice, rates = self._dice, self._rates
        if dice.chance(rates["not_said_whether_seen"]):
            return {}
        if not dice.chance(rates["seen"]):
            return {"child_seen": False}
        seen: dict[str, Any] = {"child_seen": True, "seen_alone": dice.chance(rates["alone"])}
        if dice.chance(rates["demeanour_noted"]):
            group = "exploited" if case.is_under_way(at) else "other"
            seen["demeanour"] = dice.weighted(self._demeanour[group])
        return seen

    def _domestic_abuse(self, case: Case, at: int) -> Iterator[Matter]:
        dice, rates = self._dice, self._domestic
        risk = dice.weighted(self._risk)
        adult = case.place.adult_at_home(case.life.child.household)
        seen = None if dice.chance(rates["not_said"]) else dice.chance(rates["seen"])
        details = {"risk": risk, "child_present": dice.chance(rates["present"]), "child_seen": seen}
        named = adult if dice.chance(rates["adult_named"]) else None
        steps = [Step(EventKind.DOMESTIC_INCIDENT, at, details, adult=named)]
        if risk == "high" and dice.chance(rates["conference"]):
            when = at + int((1 + dice.exponential(5)) * DAY)
            steps.append(Step(EventKind.DOMESTIC_CONFERENCE_REFERRAL, when))
        yield Matter(SourceSystem.DOMESTIC_ABUSE, tuple(steps))
        if dice.chance(rates["also_as_call"]):
            yield self._incident(case, at - dice.between(5, 60), "domestic", "the_address")
        if risk == "high" and dice.chance(self._power["domestic"]):
            yield self._protection(at + HOUR, "domestic_abuse")

    def _protection(self, at: int, reason: str) -> Matter:
        dice = self._dice
        details = {
            "protection_reason": reason,
            "used_by": f"{dice.choose(('PC', 'PS'))}, response",
            "taken_to": dice.weighted(self._taken_to),
        }
        # The power lasts 72 hours at most.
        end = at + int(min(6 + dice.exponential(24), 72) * HOUR)
        return Matter(
            SourceSystem.POLICE_PROTECTION,
            (
                Step(EventKind.PROTECTION_POWER_USED, at, details),
                Step(EventKind.PROTECTION_POWER_ENDED, end),
            ),
        )
