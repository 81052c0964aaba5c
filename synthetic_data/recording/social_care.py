"""S10, what social care shares: protection plans, care, placements."""

from __future__ import annotations

from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.minutes import DAY, HOUR
from synthetic_data.parameters import Parameters
from synthetic_data.recording.drafts import Drafts
from synthetic_data.recording.persons import PersonBook
from synthetic_data.world.truth import CareSpan, Life, ProtectionSpan

__all__ = ["SocialCare"]

_S10 = SourceSystem.SOCIAL_CARE


class SocialCare:
    """Writes social care's entries of one neighbourhood."""

    def __init__(
        self, drafts: Drafts, book: PersonBook, parameters: Parameters, dice: Dice
    ) -> None:
        self._drafts, self._book, self._dice = drafts, book, dice
        self._rates = parameters.table("entries.S10")

    def record(self, life: Life) -> None:
        """Every plan and care episode that reaches into the recorded years, from its start."""
        spans: list[CareSpan | ProtectionSpan] = [*life.protection, *life.care]
        for span in sorted(spans, key=lambda span: span.start):
            if isinstance(span, CareSpan):
                self._care(life, span)
            else:
                self._protection(life, span)

    def _protection(self, life: Life, span: ProtectionSpan) -> None:
        record = self._drafts.new_record()
        self._write(
            life,
            EventKind.CHILD_PROTECTION_STARTED,
            record,
            span.start,
            {"category": span.category},
        )
        if not self._dice.chance(self._rates["end_not_entered"]):
            self._write(life, EventKind.CHILD_PROTECTION_ENDED, record, span.end, {})

    def _care(self, life: Life, span: CareSpan) -> None:
        record = self._drafts.new_record()
        kind = EventKind.LOOKED_AFTER_STARTED
        for placement in span.placements:
            details = {"placement": placement.kind, "out_of_area": placement.out_of_area}
            self._write(life, kind, record, placement.start, details)
            kind = EventKind.PLACEMENT_MOVED
        self._write(life, EventKind.LOOKED_AFTER_ENDED, record, span.end, {})

    def _write(
        self, life: Life, kind: EventKind, record: str, minute: int, details: dict[str, Any]
    ) -> None:
        # Office hours: what happens on a day is entered on it or on a later one.
        occurred = minute // DAY * DAY + 9 * HOUR
        wait = self._dice.exponential(self._rates["days_to_enter"])
        recorded = occurred + int(wait * DAY) + self._dice.between(30, 400)
        if recorded >= self._drafts.taken:
            return
        person = self._book.view(life, minute)
        self._drafts.write(_S10, kind, record, person, occurred, recorded, details)
