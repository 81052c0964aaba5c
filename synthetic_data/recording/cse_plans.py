"""S2, the neighbourhood teams' plans: one entry for each version."""

from __future__ import annotations

from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.minutes import day_of
from synthetic_data.parameters import Parameters
from synthetic_data.recording.drafts import Drafts
from synthetic_data.recording.persons import PersonBook
from synthetic_data.recording.plan_words import owner_of, plan_sections
from synthetic_data.world.protections import PlanLife
from synthetic_data.world.truth import Life

__all__ = ["CsePlans"]

_S2 = SourceSystem.CSE_PLANS


class CsePlans:
    """Writes the plans of one neighbourhood."""

    def __init__(
        self, drafts: Drafts, book: PersonBook, parameters: Parameters, dice: Dice, start: int
    ) -> None:
        self._drafts, self._book, self._dice, self._start = drafts, book, dice, start
        self._minutes = parameters.table("entries.S2")["minutes_to_enter"]

    def record(self, life: Life, notice_of: dict[str, str]) -> None:
        """Every plan that wasn't ended before the first recorded day, from its first version."""
        for plan in life.plans:
            last = plan.steps[-1]
            if last.state != "ended" or last.at >= self._start:
                self._plan(life, plan, notice_of)

    def _plan(self, life: Life, plan: PlanLife, notice_of: dict[str, str]) -> None:
        record, owner = self._drafts.new_record(), owner_of(life.child, self._dice)
        circle = None if plan.is_mistaken else life.circle
        said = day_of(plan.steps[0].at)
        sections = plan_sections(life.child, circle, notice_of, said, owner, self._dice)
        for version, step in enumerate(plan.steps, start=1):
            if step.at >= self._drafts.taken:
                return
            person = self._book.view(life, step.at)
            details: dict[str, Any] = {
                "version": version,
                "state": step.state,
                "owner": owner.name,
                "owner_team": owner.team,
                "owner_phone": owner.phone,
                "review_due": step.review_due,
                "agreed_band": step.agreed_band,
                "agreed_until": step.agreed_until,
                **sections,
            }
            recorded = step.at + int(self._dice.exponential(self._minutes)) + 5
            self._drafts.write(
                _S2, EventKind.PLAN_VERSION, record, person, step.at, recorded, details
            )
