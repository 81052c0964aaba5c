"""Record that an abduction notice was served, breached, withdrawn, or is to be put right (S3)."""

from __future__ import annotations

import asyncio
from datetime import datetime

from linkage.subjects import Subject
from records.calendar import instant_to_text, local_day
from records.events import EventKind
from records.words import day_words
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.entering.given import Given, new_reference
from serving.planning.notice_reading import NoticeNow, notice_values, read_notice
from serving.planning.notice_states import NoticeAct
from serving.planning.reading import history_now
from serving.planning.recording_notices import (
    NOTICE_RULES,
    NoticeDayError,
    NoticeDone,
    NoticeGiven,
    check_limits,
    entry_given,
    finder,
    record_notice,
    served_notice,
)
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.context import Service
from serving.service.editing import Seen
from serving.service.preparing_looks import NoSuchChildError
from serving.store.link_trails import id_now
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.tables.who import WHO

__all__ = ["correct_notice", "record_breach", "serve_notice", "show_notice", "withdraw_notice"]


async def serve_notice(
    service: Service, officer: Officer, child: str, given: NoticeGiven, reason: AccessReason
) -> NoticeDone:
    """Record that a notice about this child was served on an adult.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError: refused; entered too.
        NoticeDayError: a day can't be right, or nobody is named.
        EntryRefusedError: it breaks a rule of the format.
        StoreUnavailableError: it could not be entered, so nothing was written down.
    """

    def find(connection: Connection, now: datetime) -> NoticeNow:
        whose = id_now(connection, WHO[Subject.CHILD], child)
        if whose is None:
            raise NoSuchChildError
        reference = new_reference("AN", now, service.draw(8))
        known = history_now(connection, whose, now)
        return NoticeNow(reference, whose, None, read_restrictions(connection), known, now)

    def make(asked: NoticeNow) -> Given:
        given.check(asked.now)
        details = given.details(new_reference("AD", asked.now, service.draw(8)))
        return entry_given(EventKind.NOTICE_SERVED, asked, given.served_at, details)

    return await record_notice(
        service, officer, NoticeAct.SERVE, "ABDUCTION_NOTICE_SERVED", find, make, None, reason
    )


async def record_breach(
    service: Service,
    officer: Officer,
    reference: str,
    at: datetime,
    seen: Seen,
    reason: AccessReason,
) -> NoticeDone:
    """Record that the adult breached the notice; it asks for High from then on.

    Raises:
        NoticeDayError: not while it was in force, or in the future.
        ActRefusedError: it was withdrawn.
        ChangedMeanwhileError: it is not as the officer read it. Others: see
            :func:`serve_notice`.
    """

    def make(asked: NoticeNow) -> Given:
        notice = served_notice(asked)
        if at > asked.now:
            raise NoticeDayError("A breach can't have happened in the future.")
        if at < notice.served.occurred or local_day(at) > notice.in_force_until:
            first, last = local_day(notice.served.occurred), notice.in_force_until
            raise NoticeDayError(
                f"The notice was in force from {day_words(first)} to {day_words(last)}. "
                "Give the time of a breach within that."
            )
        ref = {"adult_ref": notice.served.details["adult_ref"]}
        return entry_given(EventKind.NOTICE_BREACHED, asked, at, ref)

    return await record_notice(
        service, officer, NoticeAct.BREACH, "ABDUCTION_NOTICE_BREACHED",
        finder(reference), make, seen, reason,
    )  # fmt: skip


async def withdraw_notice(
    service: Service, officer: Officer, reference: str, seen: Seen, reason: AccessReason
) -> NoticeDone:
    """Record that the notice is withdrawn from now on; why stands in the reason.

    Raises:
        ActRefusedError: it was withdrawn before, or has lapsed. Others: see
            :func:`record_breach`.
    """

    def make(asked: NoticeNow) -> Given:
        ref = {"adult_ref": served_notice(asked).served.details["adult_ref"]}
        return entry_given(EventKind.NOTICE_WITHDRAWN, asked, asked.now, ref)

    return await record_notice(
        service, officer, NoticeAct.WITHDRAW, "ABDUCTION_NOTICE_WITHDRAWN",
        finder(reference), make, seen, reason,
    )  # fmt: skip


async def correct_notice(
    service: Service,
    officer: Officer,
    reference: str,
    given: NoticeGiven,
    seen: Seen,
    reason: AccessReason,
) -> NoticeDone:
    """Put right what was written down of the service: a later entry that takes its place.

    Raises: as :func:`serve_notice` and :func:`record_breach`.
    """

    def make(asked: NoticeNow) -> Given:
        served = served_notice(asked).served
        given.check(asked.now)
        details = given.details(str(served.details["adult_ref"]))
        one = entry_given(EventKind.NOTICE_SERVED, asked, given.served_at, details)
        return Given(one.source, one.kind, one.reference, one.occurred, details, served.entry)

    return await record_notice(
        service, officer, NoticeAct.CORRECT, "ABDUCTION_NOTICE_CORRECTED",
        finder(reference), make, seen, reason,
    )  # fmt: skip


async def show_notice(
    service: Service, officer: Officer, reference: str, reason: AccessReason
) -> NoticeDone:
    """Show one notice.

    Raises:
        NotPermittedError, NoSuchAbductionNoticeError, RestrictedError: refused; entered too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_VIEW, now)

    def read() -> NoticeNow:
        with service.store.reading() as connection:
            asked = read_notice(connection, reference, now)
        check_limits(asked, officer)
        return asked

    try:
        asked = await asyncio.to_thread(read)
    except tuple(NOTICE_RULES) as refused:
        await log_refusal(service, officer, NOTICE_RULES[type(refused)], now, reason=reason)
        raise
    values = notice_values(asked, officer)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="ABDUCTION_NOTICE_VIEWED", at=now, child=str(asked.child),
        reason=reason, body=body, inputs={"as_of": instant_to_text(now)},
        facts={"notice": reference},
    )  # fmt: skip
    return NoticeDone(values, body, asked.tag, receipt)
