"""How anything about an abduction notice is written down: read, refused or done, and entered."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.calendar import local_day
from records.events import EventKind
from records.sources import SourceSystem
from records.states import Notice
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import Given
from serving.entering.writing import write_entries
from serving.planning.notice_reading import (
    NoSuchAbductionNoticeError,
    NoticeNow,
    notice_values,
    read_notice,
)
from serving.planning.notice_states import NoticeAct, notice_after
from serving.planning.states import ActRefusedError
from serving.planning.telling_of_rise import tell_of_rise
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.editing import Seen
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.opening import Connection
from serving.store.writer import Receipt

__all__ = [
    "NOTICE_RULES",
    "NoticeDayError",
    "NoticeDone",
    "NoticeGiven",
    "check_limits",
    "entry_given",
    "finder",
    "record_notice",
    "served_notice",
]

_S3 = SourceSystem.ABDUCTION_NOTICES


class NoticeDayError(Exception):
    """A day or a time can't be right. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class NoticeGiven:
    """A notice as somebody gives it; who the adult is as far as known.

    Attributes:
        adult_ref: the adult's number in the notice system; a new one is made for None.
    """

    served_at: datetime
    in_force_until: date
    adult_ref: str | None = None
    adult_forename: str | None = None
    adult_surname: str | None = None
    adult_date_of_birth: date | None = None

    def details(self, adult_ref: str) -> dict[str, Any]:
        """The columns of S3."""
        given = {
            "adult_ref": self.adult_ref or adult_ref,
            "adult_forename": self.adult_forename,
            "adult_surname": self.adult_surname,
            "adult_date_of_birth": self.adult_date_of_birth,
            "in_force_until": self.in_force_until,
        }
        return {name: value for name, value in given.items() if value}

    def check(self, now: datetime) -> None:
        """Raises :class:`NoticeDayError` or ActRefusedError: nobody is named, it was served
        in the future, or it ended before it began."""
        if not (self.adult_forename or self.adult_surname):
            raise NoticeDayError("Name the adult, as far as known: a forename or a surname.")
        if self.served_at > now:
            raise NoticeDayError("A notice can't have been served in the future.")
        if self.in_force_until < local_day(self.served_at):
            raise NoticeDayError("The last day in force is before the day of service.")


@dataclass(frozen=True, slots=True)
class NoticeDone:
    """The notice now: its values, the exact bytes, its tag, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt


NOTICE_RULES: Mapping[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    NoSuchAbductionNoticeError: "no_such_notice",
    RestrictedError: "restricted",
    ActRefusedError: "not_in_this_state",
}


Find = Callable[[Connection, datetime], NoticeNow]


def finder(reference: str) -> Find:
    """What reads the notice of this reference as it stands."""
    return lambda connection, now: read_notice(connection, reference, now)


async def record_notice(
    service: Service,
    officer: Officer,
    act: NoticeAct,
    kind: str,
    find: Find,
    make: Callable[[NoticeNow], Given],
    seen: Seen | None,
    reason: AccessReason,
) -> NoticeDone:
    """Write one entry of a notice down, in the state that its writer saw.

    ``find`` reads the notice in the transaction, ``make`` gives the entry from it; the state
    table and the tag decide there whether it may be.

    Raises:
        NotPermittedError: and what NOTICE_RULES names; refused, and the refusal is logged.
        ChangedMeanwhileError: somebody else was quicker. Nothing was written.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.NOTICE_WRITE, now)

    def run() -> NoticeDone:
        with service.store.writing() as connection:
            lock_linking(connection)
            asked = find(connection, now)
            check_limits(asked, officer)
            notice_after(asked.state, act)
            if seen is not None:
                seen.check(asked.tag)
            entry = new_entry_id(now, service.draw(10))
            written = write_entries(
                connection, service, str(asked.child), [make(asked)],
                act=entry, by=officer.name, now=now,
            )  # fmt: skip
            tell_of_rise(connection, service, officer, written, asked.reference, now)
            left = read_notice(connection, asked.reference, now)
            values = notice_values(left, officer, written.banded)
            body = encode(values)
            entered = entry_of(
                officer, entry=entry, kind=kind, at=now, outcome=Outcome.DONE, body=body,
                child=str(asked.child), reason=reason, facts={"notice": asked.reference},
            )  # fmt: skip
            return NoticeDone(values, body, left.tag, enter_act(connection, entered, service.draw))

    try:
        return await asyncio.to_thread(run)
    except tuple(NOTICE_RULES) as refused:
        await log_refusal(service, officer, NOTICE_RULES[type(refused)], now, reason=reason)
        raise


def check_limits(asked: NoticeNow, officer: Officer) -> None:
    """Raise RestrictedError if the child's record is limited to another team."""
    if not asked.limits.may_open(str(asked.child), officer.team):
        raise RestrictedError


def served_notice(asked: NoticeNow) -> Notice:
    """The notice, of a state in which there is one."""
    assert asked.notice is not None, "the table refuses this of a notice that was not served"
    return asked.notice


def entry_given(
    kind: EventKind, asked: NoticeNow, occurred: datetime, details: Mapping[str, Any]
) -> Given:
    """An entry of the notice, under its reference."""
    return Given(_S3, kind, asked.reference, occurred, details)
