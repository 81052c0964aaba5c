"""Interviews after a return: held or not, and what the child tells of."""

from __future__ import annotations

from synthetic_data.dice import Dice
from synthetic_data.minutes import HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.world.episodes import Absence, Circumstances
from synthetic_data.world.truth import EXPLOITED, GROOMED, Child, Interview

__all__ = ["Interviews"]

_NOTHING = "nothing_recorded"


class Interviews:
    """Draws the prevention interview by police and the return interview by the authority."""

    def __init__(self, parameters: Parameters, dice: Dice) -> None:
        self._dice = dice
        self._prevention = parameters.weighted("interviews.prevention")
        self._return = parameters.weighted("interviews.return")
        self._boys_decline = parameters.number("interviews.boys_decline_return")
        self._in_time = parameters.number("interviews.return_within_72h")
        self._hours = parameters.table("interviews.hours")
        self._told = parameters.table("interviews.told")
        self._signs = {
            group: parameters.weighted(f"interviews.other_disclosures.{group}")
            for group in ("other", "exploited")
        }

    def held(
        self, child: Child, absence: Absence, about: Circumstances, recognised: float
    ) -> tuple[Interview, ...]:
        """What is entered of both; an interview of which nothing is entered is left out.

        ``recognised`` is how likely harm to this child is seen for what it is.
        """
        dice, hours = self._dice, self._hours
        found = []
        outcome = dice.weighted(self._prevention)
        if outcome != _NOTHING:
            at = absence.end + 20 + int(dice.exponential(hours["prevention"]) * HOUR)
            told = self._disclosure(child, absence, about, "prevention", outcome, recognised)
            who = "police officer" if outcome == "done" else None
            found.append(Interview("prevention", at, outcome, told, who))
        outcome = dice.weighted(self._return)
        if outcome == "done" and child.sex == "male" and dice.chance(self._boys_decline):
            outcome = "did_not_want_to"
        if outcome != _NOTHING:
            if dice.chance(self._in_time):
                wait = hours["return_first"] + dice.uniform() * (70 - hours["return_first"])
            else:
                wait = 72 + dice.exponential(hours["return_late"])
            at = absence.end + int(wait * HOUR)
            told = self._disclosure(child, absence, about, "return", outcome, recognised)
            who = "return interviewer" if outcome == "done" else None
            found.append(Interview("return", at, outcome, told, who))
        return tuple(found)

    def _disclosure(
        self,
        child: Child,
        absence: Absence,
        about: Circumstances,
        kind: str,
        outcome: str,
        recognised: float,
    ) -> str | None:
        """What the child tells; None if the interview wasn't held or nobody wrote it down."""
        dice, told = self._dice, self._told
        if outcome != "done":
            return None
        under_way = about.state in (GROOMED, EXPLOITED)
        chance = told[f"{kind}_now"] if absence.harm == "sexual" else 0.0
        chance = max(chance, told[f"{kind}_earlier"] if about.untold_harm else 0.0)
        if chance and dice.chance(chance * recognised * child.openness):
            named = under_way and dice.chance(told["named_exploitation"])
            return "sexual_exploitation" if named else "sexual_harm"
        if dice.chance(told["left_blank"]):
            return None
        if absence.harm == "physical" and dice.chance(told["physical"]):
            return "physical_harm"
        return dice.weighted(self._signs["exploited" if under_way else "other"])
