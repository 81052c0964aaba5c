"""Referrals to the safeguarding hub, the panel, and the national mechanism (S9)."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters

__all__ = ["Referrals"]


class Referrals:
    """What reaches the hub, and how long each step takes, or that it never comes."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._rates = parameters.table("referral.rates")
        self._reach = parameters.table("referral.step_taken")
        self._days = parameters.table("referral.days")
        self._concern = parameters.weighted("referral.concern")
        self._by = parameters.weighted("referral.by")
        self._decision = {
            group: parameters.weighted(f"referral.decision.{group}")
            for group in ("other", "exploitation")
        }
        self._level = {
            group: parameters.weighted(f"referral.panel_level.{group}")
            for group in ("exploited", "mistaken")
        }

    def matters(self, case: Case) -> Iterator[Matter]:
        """Referrals by anybody, by police after missing and domestic abuse, of exploitation."""
        dice, rates = self._dice, self._rates
        for at in case.when("referral"):
            yield self._referral(at, dice.weighted(self._concern), dice.weighted(self._by), case)
        for at in case.when("domestic"):
            if dice.chance(rates["after_domestic"]):
                yield self._referral(at + 6 * HOUR, "domestic_abuse", "police", case)
        for at in case.when("abuse"):
            if dice.chance(rates["after_abuse"]):
                concern = dice.choose(("neglect", "physical_abuse", "sexual_abuse"))
                yield self._referral(at - DAY, concern, dice.weighted(self._by), case)
        for at in self._third_reports(case):
            if dice.chance(rates["after_third_report"]):
                yield self._referral(at + 12 * HOUR, "going_missing", "police", case)
        for plan in case.life.plans:
            if dice.chance(rates["with_plan"]):
                at = plan.steps[0].at - int((1 + dice.exponential(4)) * DAY)
                yield from self._of_exploitation(at, case, mistaken=plan.is_mistaken)

    def _third_reports(self, case: Case) -> list[int]:
        """When a report made three in 90 days."""
        at = [e.response.at for e in case.life.episodes if e.response is not None]
        return [c for a, _, c in zip(at, at[1:], at[2:], strict=False) if c - a < 90 * DAY]

    def _referral(self, at: int, concern: str, by: str, case: Case) -> Matter:
        dice, reach, days = self._dice, self._reach, self._days
        steps = [Step(EventKind.REFERRAL_RECEIVED, at, {"referred_by": by, "concern": concern})]
        urgent = concern in ("sexual_exploitation", "sexual_abuse", "physical_abuse")
        priority = "urgent" if urgent and dice.chance(0.4) else "high" if urgent else "standard"
        now = at

        def later(name: str) -> int:
            return now + int(dice.exponential(days[name]) * DAY) + 30

        if dice.chance(reach["triaged"]):
            now = later("triaged")
            steps.append(Step(EventKind.REFERRAL_TRIAGED, now, {"priority": priority}))
            if dice.chance(reach["allocated"]):
                now = later("allocated")
                team = f"{case.life.child.team} safeguarding"
                steps.append(Step(EventKind.REFERRAL_ALLOCATED, now, {"allocated_to": team}))
                if urgent and dice.chance(reach["discussed"]):
                    now = later("discussed")
                    steps.append(Step(EventKind.REFERRAL_STRATEGY_DISCUSSION, now))
                if dice.chance(reach["decided"]):
                    now = later("decided")
                    group = "exploitation" if concern == "sexual_exploitation" else "other"
                    decision = dice.weighted(self._decision[group])
                    steps.append(
                        Step(EventKind.REFERRAL_DECISION, now, {"referral_decision": decision})
                    )
                    if dice.chance(reach["closed"]):
                        steps.append(Step(EventKind.REFERRAL_CLOSED, later("closed")))
        return Matter(SourceSystem.SAFEGUARDING_HUB, tuple(steps))

    def _of_exploitation(self, at: int, case: Case, *, mistaken: bool) -> Iterator[Matter]:
        """The referral that a recognised child brings; perhaps the panel and beyond."""
        dice, rates = self._dice, self._rates
        by = "police" if dice.chance(0.6) else dice.weighted(self._by)
        yield self._referral(at, "sexual_exploitation", by, case)
        if dice.chance(rates["panel"]):
            level = dice.weighted(self._level["mistaken" if mistaken else "exploited"])
            when = at + int((7 + dice.exponential(25)) * DAY)
            step = Step(EventKind.PANEL_DECISION, when, {"panel_level": level})
            yield Matter(SourceSystem.SAFEGUARDING_HUB, (step,))
        if not mistaken and dice.chance(rates["national"]):
            when = at + int((3 + dice.exponential(20)) * DAY)
            step = Step(EventKind.NATIONAL_REFERRAL, when, {"exploitation": "sexual"})
            yield Matter(SourceSystem.SAFEGUARDING_HUB, (step,))
