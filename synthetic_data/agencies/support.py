"""Children in need, and conferences about children with a protection plan (S10)."""

from __future__ import annotations

from collections.abc import Iterator

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.agencies.case import Case
from synthetic_data.agencies.matters import Matter, Step
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY
from synthetic_data.parameters import Parameters
from synthetic_data.world.truth import ProtectionSpan

__all__ = ["Support"]


class Support:
    """What social care does beyond care itself and the plan."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._rates = parameters.table("support.rates")
        self._days = parameters.table("support.days")

    def matters(self, case: Case) -> Iterator[Matter]:
        """Spells as a child in need; every conference of every protection plan."""
        dice = self._dice
        for at in case.when("need"):
            end = at + int((30 + dice.exponential(self._days["in_need"])) * DAY)
            steps = (
                Step(EventKind.CHILD_IN_NEED_STARTED, at),
                Step(EventKind.CHILD_IN_NEED_ENDED, end),
            )
            yield Matter(SourceSystem.SOCIAL_CARE, steps)
            if dice.chance(self._rates["conference_without_plan"]):
                yield self._conference(at + 20 * DAY, "initial", "no_plan")
        for span in case.life.protection:
            yield from self._conferences(span)

    def _conferences(self, span: ProtectionSpan) -> Iterator[Matter]:
        yield self._conference(span.start, "initial", "plan_started")
        at = span.start + int(self._days["first_review"] * DAY)
        while at < span.end:
            yield self._conference(at, "review", "plan_continued")
            at += int(self._days["between_reviews"] * DAY)
        yield self._conference(span.end, "review", "plan_ended")

    def _conference(self, at: int, kind: str, decision: str) -> Matter:
        dice, rates = self._dice, self._rates
        invited = dice.chance(rates["police_invited"])
        attended = invited and dice.chance(rates[f"police_attended_{kind}"])
        details = {
            "conference": kind,
            "police_invited": invited,
            "police_attended": attended,
            "conference_decision": decision,
        }
        return Matter(SourceSystem.SOCIAL_CARE, (Step(EventKind.CONFERENCE_HELD, at, details),))
