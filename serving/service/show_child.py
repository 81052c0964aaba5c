"""Show one child: band, reasons and the linked plan in one answer, logged before it is sent."""

from __future__ import annotations

from datetime import datetime

from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.service.access_log import check_may
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.preparing_looks import Look, prepare_look

__all__ = ["show_child"]


async def show_child(
    service: Service,
    officer: Officer,
    child: str,
    reason: AccessReason,
    as_of: datetime | None = None,
    *,
    is_emergency: bool = False,
) -> Look:
    """What was known about the child just before ``as_of``, now if not given.

    One read, one pure function, one durable entry; only then are there bytes to send.
    An id that went into another child's answers for that child. ``is_emergency`` opens a
    record that is limited to another team, and tells that team.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError, FullerReasonError: refused;
            the refusal is logged too.
        NotYetError: ``as_of`` is in the future.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    service.shadow.begins()
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_VIEW, now)
    found = await prepare_look(service, officer, child, reason, now, as_of)
    opening = await check_opening(
        service, officer, found.child, found.limits, reason, now, is_emergency=is_emergency
    )
    body = found.body()
    receipt = await enter_look(
        service,
        officer,
        opening,
        kind="CHILD_VIEWED_IN_EMERGENCY" if opening.is_emergency else "CHILD_VIEWED",
        at=now,
        child=found.child,
        reason=reason,
        inputs=await service.kept.keep(found.inputs),
        body=body,
    )
    service.shadow.answered(found.inputs, found.cards)
    return Look(found.child, body, receipt, opening.is_emergency)
