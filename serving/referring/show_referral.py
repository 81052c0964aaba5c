"""Show one referral whole: a look at the child, with its reason, entered before it goes (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.referring.corrections import correctable_by
from serving.referring.referral_values import (
    NoSuchReferralError,
    entries_of,
    referral_values,
)
from serving.service.access_log import check_may, log_refusal
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.link_trails import id_now
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.tables.who import WHO
from serving.work_store.missing_reports import writers_of

__all__ = ["Histories", "ReferralShown", "read_histories_of", "show_referral"]

#: What was recorded at this very moment is in the lists already, so it is in what they lead to.
_JUST_AFTER = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Histories:
    """One child's entries, and those of them that stand now."""

    child: ChildId
    whole: History
    known: KnownHistory


@dataclass(frozen=True, slots=True)
class ReferralShown:
    """One referral: the values, the exact bytes that are sent, its tag, the log's receipt.

    Attributes:
        correctable: the entries that whoever looks may correct or take back.
    """

    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt
    correctable: frozenset[str] = frozenset()


def read_histories_of(connection: Connection, asked: str, now: datetime) -> Histories:
    """The child who has or had this id, with everything recorded up to this moment.

    Raises:
        NoSuchChildError: nobody has it.
    """
    child = id_now(connection, WHO[Subject.CHILD], asked)
    if child is None:
        raise NoSuchChildError
    whole = look_history(read_blob(connection, child), frozenset(freshness(connection)))
    return Histories(child, whole, known_at(whole, now + _JUST_AFTER))


async def show_referral(
    service: Service,
    officer: Officer,
    child: str,
    reference: str,
    reason: AccessReason,
    *,
    is_emergency: bool = False,
) -> ReferralShown:
    """The referral as it stands, who did what when, and what can be done next.

    Raises:
        NotPermittedError, NoSuchChildError, NoSuchReferralError, RestrictedError,
        FullerReasonError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_VIEW, now)
    try:
        found, limits, wrote, theirs = await asyncio.to_thread(
            _read, service, officer, child, reference, now
        )
    except NoSuchChildError:
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise
    opening = await check_opening(
        service, officer, found.child, limits, reason, now, is_emergency=is_emergency
    )
    try:
        values = referral_values(found.whole, found.known, reference, service.intervals, now, wrote)
    except NoSuchReferralError:
        await log_refusal(service, officer, "no_such_referral", now, child=child, reason=reason)
        raise
    body = encode(values)
    receipt = await enter_look(
        service,
        officer,
        opening,
        kind="REFERRAL_VIEWED",
        at=now,
        child=found.child,
        reason=reason,
        inputs={"as_of": instant_to_text(now)},
        body=body,
    )
    return ReferralShown(values, body, values["etag"], receipt, theirs)


_Read = tuple[Histories, Restrictions, Mapping[str, str], frozenset[str]]


def _read(service: Service, officer: Officer, child: str, reference: str, now: datetime) -> _Read:
    hub = SourceSystem.SAFEGUARDING_HUB
    with service.store.reading() as connection:
        found = read_histories_of(connection, child, now)
        events = [e for e in found.whole.events if e.source is hub and e.reference == reference]
        wrote = writers_of(connection, [event.entry for event in events], hub)
        standing = [event.entry for event in entries_of(found.known, reference)]
        theirs = correctable_by(connection, officer, hub, standing)
        return found, read_restrictions(connection), wrote, theirs
