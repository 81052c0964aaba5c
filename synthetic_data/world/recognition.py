"""How exploitation is recognised, and what follows: a plan, and a notice on an adult."""

from __future__ import annotations

from datetime import timedelta

from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, birthday_minute, day_of
from synthetic_data.parameters import Parameters
from synthetic_data.world.adults import Circle
from synthetic_data.world.protections import NoticeLife, PlanLife, PlanStep, PowerUse
from synthetic_data.world.truth import SEXUAL, Child, Response

__all__ = ["Protection"]


class Protection:
    """Draws who is recognised, and the plans and notices that follow."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice, self._p = dice, parameters
        self._report = parameters.table("recognition.per_report")

    def is_recognised(self, response: Response, factor: float, *, exploited: bool) -> bool:
        """Whether people see, from one reported absence, that the child may be exploited.

        ``factor`` is the share of such children who are seen for what they are; a report
        without a return interview shows less.
        """
        table = self._report
        told = any(interview.disclosure in SEXUAL for interview in response.interviews)
        if told or response.harm_found == "sexual":
            return self._dice.chance(table["sexual_harm_known"])
        chance = table["exploited"] * factor if exploited else table["mistaken"]
        if response.found_with == "adult_not_known_to_family":
            chance *= table["adult_factor"]
        if not any(i.kind == "return" and i.outcome == "done" for i in response.interviews):
            chance *= table["without_interview_factor"]
        return self._dice.chance(chance)

    def power(self, at: int, response: Response) -> PowerUse | None:
        """Whether officers take the child into police protection on finding it."""
        table = self._p.table("powers.used")
        reason = None
        if response.harm_found in ("sexual", "physical"):
            reason = f"{response.harm_found}_harm"
        elif response.found_with == "adult_not_known_to_family":
            reason = "found_with_risky_adult"
        if reason is None or not self._dice.chance(table[reason]):
            return None
        return PowerUse(at, reason)

    def plan(
        self, child: Child, recognised: int, ends: int, horizon: int, *, mistaken: bool
    ) -> PlanLife | None:
        """The plan that follows, version by version, for a need that lasts until ``ends``."""
        dice, p = self._dice, self._p
        adult = birthday_minute(child.born, 18)
        at = recognised + int((2 + dice.exponential(p.number("plans.days_to_draft"))) * DAY)
        if at >= min(horizon, adult):
            return None
        steps = [self._step(at, "draft", None)]
        live = at + int((2 + dice.exponential(p.number("plans.days_to_live"))) * DAY)
        stop = max(ends, live) + int((30 + dice.exponential(p.number("plans.days_on"))) * DAY)
        left_live = p.number("plans.left_live_at_18")
        if stop > adult and dice.chance(left_live):
            stop = max(stop, adult + 400 * DAY)
        else:
            stop = min(stop, adult)
        band = dice.weighted(p.weighted("plans.agreed_band"))
        at = live
        while at < min(stop, horizon):
            steps.append(self._step(at, "live", None if band == "none" else band))
            at += int(p.number("plans.days_between_reviews") * dice.log_normal(0.5) * DAY)
        if live < stop < horizon:
            steps.append(PlanStep(stop, "ended", None, None, None))
        return PlanLife(tuple(steps), mistaken)

    def _step(self, at: int, state: str, band: str | None) -> PlanStep:
        due = day_of(at) + timedelta(days=int(self._p.number("plans.days_between_reviews")))
        until = due + timedelta(days=30) if band else None
        return PlanStep(at, state, due, band, until)

    def notice(
        self, child: Child, circle: Circle, recognised: int, horizon: int, *, in_care: bool
    ) -> NoticeLife | None:
        """A notice on one adult of the circle, where the law allows one: under 16, or under
        18 and looked after."""
        dice, p = self._dice, self._p
        limit = birthday_minute(child.born, 18 if in_care else 16)
        served = recognised + int((3 + dice.exponential(p.number("notices.days_to_serve"))) * DAY)
        if served >= min(limit, horizon) or not dice.chance(p.number("notices.per_recognised")):
            return None
        # The first adult of a circle is the one whom the most children name.
        place = min(int(dice.exponential(0.8)), len(circle.adults) - 1)
        until = min(day_of(limit) - timedelta(days=1), day_of(served) + timedelta(days=365))
        end = min(served + (until - day_of(served)).days * DAY, horizon)
        breaches, at = [], served
        while (at := at + int(dice.exponential(p.number("notices.days_to_breach")) * DAY)) < end:
            breaches.append(at)
        withdrawn = None
        if dice.chance(p.number("notices.withdrawn")):
            withdrawn = served + int((30 + dice.exponential(120)) * DAY)
            withdrawn = withdrawn if withdrawn < end else None
        kept = tuple(at for at in breaches if withdrawn is None or at < withdrawn)
        return NoticeLife(circle.adults[place], served, until, kept, withdrawn)
