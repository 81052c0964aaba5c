"""Write down that a referral was received: of a child known here, or one nobody knows (S9, M6)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from records.calendar import instant_to_text
from records.events import EventKind
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import Given, Who, new_reference
from serving.entering.writing import write_entries
from serving.referring.addresses import id_of
from serving.referring.referral_values import referral_etag
from serving.referring.show_referral import read_histories_of
from serving.referring.work_referral import ReferralWorked
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.worklist.referrals import Stage

__all__ = ["ReferralReceived", "receive_referral"]

_HUB = SourceSystem.SAFEGUARDING_HUB


@dataclass(frozen=True, slots=True)
class ReferralReceived:
    """What is known of a referral as it comes in.

    Attributes:
        child: an id, or who they are if no search found them.
        received: when; None for now.
    """

    child: str | Who
    referred_by: str
    concern: str
    received: datetime | None = None


async def receive_referral(
    service: Service, officer: Officer, given: ReferralReceived, reason: AccessReason
) -> ReferralWorked:
    """Write the receipt down under a new reference; it is on the queue at once.

    The answer tells nothing of the child, so that it may be of a limited one.

    Raises:
        NotPermittedError, NoSuchChildError: refused; the refusal is logged too.
        EntryRefusedError: it breaks a rule of its format.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.REFERRALS_WORK, now)
    try:
        return await asyncio.to_thread(_write, service, officer, given, reason, now)
    except NoSuchChildError:
        asked = given.child if isinstance(given.child, str) else None
        await log_refusal(service, officer, "no_such_child", now, child=asked, reason=reason)
        raise


def _write(
    service: Service,
    officer: Officer,
    given: ReferralReceived,
    reason: AccessReason,
    now: datetime,
) -> ReferralWorked:
    act = new_entry_id(now, service.draw(10))
    reference = new_reference("RF", now, service.draw(8))
    details = {"referred_by": given.referred_by, "concern": given.concern}
    receipt_of = Given(_HUB, EventKind.REFERRAL_RECEIVED, reference, given.received or now, details)
    with service.store.writing() as connection:
        written = write_entries(
            connection, service, given.child, [receipt_of], act=act, by=officer.name, now=now
        )
        known = read_histories_of(connection, written.child, now).known
        values = {
            "reference": reference,
            "id": id_of(written.child, reference),
            "child": written.child,
            "stage": Stage.RECEIVED.value,
            "owner": None,
            "entry": written.entries[0],
            "etag": referral_etag(known, reference),
            "as_at": instant_to_text(now),
        }
        body = encode(values)
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=act,
                kind="REFERRAL_RECEIVED",
                at=now,
                outcome=Outcome.DONE,
                body=body,
                child=written.child,
                reason=reason,
                inputs={"as_of": instant_to_text(now)},
            ),
            service.draw,
        )
    return ReferralWorked(values, body, str(values["etag"]), receipt)
