"""Print a child's answer or pass it on: the same answer, entered as a disclosure (N6)."""

from __future__ import annotations

from serving.access.permissions import Officer, Permission
from serving.access.purposes import Disclosure
from serving.access.reasons import AccessReason
from serving.service.access_log import check_may
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.preparing_looks import Look, prepare_look

__all__ = ["disclose_child"]


async def disclose_child(
    service: Service,
    officer: Officer,
    child: str,
    code: str,
    disclosure: Disclosure,
    *,
    is_emergency: bool = False,
) -> Look:
    """The answer of now, to be given to whom the disclosure names.

    The recipient and why stand in the entry's private reason, so that they can be told to
    who is entitled and erased with the rest; the purpose stands in clear. A disclosure is
    never drawn: it says to whom, for what and why every time.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError, FullerReasonError: refused;
            the refusal is logged too.
        NoReasonError: ``code`` is no reason.
        StoreUnavailableError: it could not be read or logged, so nothing goes out.
    """
    now = service.clock()
    reason = AccessReason(code, disclosure.note)
    await check_may(service, officer, Permission.CHILD_DISCLOSE, now)
    found = await prepare_look(service, officer, child, reason, now, None)
    opening = await check_opening(
        service,
        officer,
        found.child,
        found.limits,
        AccessReason(code, disclosure.why),
        now,
        is_emergency=is_emergency,
        may_be_drawn=False,
    )
    body = found.body()
    receipt = await enter_look(
        service,
        officer,
        opening,
        kind="CHILD_DISCLOSED",
        at=now,
        child=found.child,
        reason=reason,
        inputs=await service.kept.keep(found.inputs),
        body=body,
        facts={"purpose": disclosure.purpose},
    )
    return Look(found.child, body, receipt, opening.is_emergency)
