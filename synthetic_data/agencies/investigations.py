"""Child-abuse investigations, and the drift of those that nobody reviews (S5)."""

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

__all__ = ["Investigations"]


class Investigations:
    """What is opened, what is done in it, whether it ends."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._rates = parameters.table("investigation.rates")
        self._days = parameters.table("investigation.days")
        self._category = parameters.weighted("investigation.category")
        self._outcome = parameters.weighted("investigation.outcome")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Abuse at home; exploitation once it is recognised or told of."""
        dice, rates, circle = self._dice, self._rates, case.life.circle
        for at in case.when("abuse"):
            yield self._investigation(at, dice.weighted(self._category), None)
        known = [plan.steps[0].at - 3 * DAY for plan in case.life.plans if not plan.is_mistaken]
        known += [telling.at for telling in case.life.tellings]
        last = None
        for at in sorted(known):
            if last is not None and at < last + 90 * DAY:
                continue
            if dice.chance(rates["exploitation_investigated"]):
                last = at
                online = dice.chance(rates["online"])
                category = "online_grooming" if online else "sexual_exploitation"
                adult = None
                if circle is not None and dice.chance(rates["adult_named"]):
                    adult = circle.adults[min(int(dice.exponential(0.8)), len(circle.adults) - 1)]
                yield self._investigation(at, category, adult)

    def _investigation(self, at: int, category: str, adult: Adult | None) -> Matter:
        dice, rates, days = self._dice, self._rates, self._days
        opened = at + int(dice.exponential(days["to_open"]) * DAY) + HOUR
        steps = [Step(EventKind.INVESTIGATION_OPENED, opened, {"abuse_category": category})]
        runs = rates["drifts"] <= dice.uniform()
        length = 14 + dice.exponential(days["open"])
        end = opened + int(length * (1 if runs else 4) * DAY)
        if dice.chance(rates["discussion"]):
            when = opened + int((0.5 + dice.exponential(days["to_discuss"])) * DAY)
            steps.append(Step(EventKind.INVESTIGATION_STRATEGY_DISCUSSION, when))
        if dice.chance(rates["account"] if runs else rates["account_if_drifting"]):
            when = opened + int((1 + dice.exponential(days["to_account"])) * DAY)
            steps.append(Step(EventKind.INVESTIGATION_ACCOUNT_TAKEN, when))
        if adult is not None and runs and dice.chance(rates["interviewed"]):
            when = opened + int((2 + dice.exponential(days["to_interview"])) * DAY)
            steps.append(Step(EventKind.INVESTIGATION_SUSPECT_INTERVIEWED, when, adult=adult))
        due = opened + 28 * DAY
        while runs and due < end:
            if dice.chance(rates["reviewed"]):
                by = "sergeant" if dice.chance(0.7) else "inspector"
                steps.append(Step(EventKind.INVESTIGATION_REVIEW, due, {"review_by": by}))
            due += 28 * DAY
        outcome = dice.weighted(self._outcome)
        steps.append(Step(EventKind.INVESTIGATION_CLOSED, end, {"investigation_outcome": outcome}))
        kept = (step for step in steps[1:] if step.at <= end)
        return Matter(
            SourceSystem.CHILD_ABUSE_INVESTIGATION,
            (steps[0], *sorted(kept, key=lambda step: step.at)),
        )
