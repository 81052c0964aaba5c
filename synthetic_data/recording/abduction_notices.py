"""S3, child abduction warning notices: one adult warned off one child."""

from __future__ import annotations

from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.parameters import Parameters
from synthetic_data.recording.drafts import Drafts, Later
from synthetic_data.recording.persons import PersonBook
from synthetic_data.recording.slips import misspelt, near_date
from synthetic_data.world.truth import Adult, Life, NoticeLife

__all__ = ["AbductionNotices"]

_S3 = SourceSystem.ABDUCTION_NOTICES


class AbductionNotices:
    """Writes the notices that name children of one neighbourhood."""

    def __init__(
        self, drafts: Drafts, book: PersonBook, parameters: Parameters, dice: Dice
    ) -> None:
        self._drafts, self._book, self._dice = drafts, book, dice
        self._rates = parameters.table("entries.S3")

    def record(self, life: Life) -> dict[str, str]:
        """Every notice; gives the record's key by the adult's, for the plan to name."""
        keys: dict[str, str] = {}
        for notice in life.notices:
            if notice.served < self._drafts.taken:
                keys[notice.adult.key] = self._notice(life, notice)
        return keys

    def _notice(self, life: Life, notice: NoticeLife) -> str:
        drafts, dice = self._drafts, self._dice
        record = drafts.new_record()
        person = self._book.view(life, notice.served)
        adult = self._adult(notice.adult)
        details = {**adult, "in_force_until": notice.until}
        told = notice.served + self._wait()
        drafts.write(_S3, EventKind.NOTICE_SERVED, record, person, notice.served, told, details)
        for at in notice.breaches:
            recorded = max(at + self._wait(), told)
            drafts.write(_S3, EventKind.NOTICE_BREACHED, record, person, at, recorded, adult)
        if notice.withdrawn is not None:
            at = notice.withdrawn
            recorded = max(at + self._wait(), told) + dice.between(1, 60)
            drafts.write(_S3, EventKind.NOTICE_WITHDRAWN, record, person, at, recorded, adult)
        return record

    def _wait(self) -> int:
        return int(self._dice.exponential(self._rates["hours_to_enter"]) * 60) + 10

    def _adult(self, adult: Adult) -> dict[str, Any]:
        """The adult as typed on this notice; the system's id of the adult is the same on all."""
        dice, rates = self._dice, self._rates
        wrong = dice.chance(rates["adult_misspelt"])
        born = None if dice.chance(rates["adult_no_birth_date"]) else adult.born
        if born and dice.chance(rates["adult_near_birth_date"]):
            born = near_date(born, dice)
        return {
            "adult_ref": Later(f"adult:{_S3.value}:{adult.key}"),
            "adult_forename": adult.forename,
            "adult_surname": misspelt(adult.surname, dice) if wrong else adult.surname,
            "adult_date_of_birth": born,
        }
