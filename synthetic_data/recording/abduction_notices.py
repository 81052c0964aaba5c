"""S3, child abduction warning notices: one adult warned off one child."""

from __future__ import annotations

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.dice import Dice
from synthetic_data.parameters import Parameters
from synthetic_data.recording.adults import adult_columns
from synthetic_data.recording.drafts import Drafts
from synthetic_data.recording.persons import PersonBook
from synthetic_data.world.protections import NoticeLife
from synthetic_data.world.truth import Life

__all__ = ["AbductionNotices"]

_S3 = SourceSystem.ABDUCTION_NOTICES


class AbductionNotices:
    """Writes the notices that name children of one neighbourhood."""

    def __init__(
        self, drafts: Drafts, book: PersonBook, parameters: Parameters, dice: Dice
    ) -> None:
        self._drafts, self._book, self._dice = drafts, book, dice
        self._rates = {**parameters.table("entries.usual"), **parameters.table("entries.S3")}

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
        adult = adult_columns(notice.adult, _S3, self._rates, dice)
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
