"""Show one child: band, reasons and the linked plan in one answer, logged before it is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from records.persons import ChildId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer import AnswerInputs, answer
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = ["Look", "NoSuchChildError", "NotYetError", "show_child"]

#: A caller's clock may run ahead by this much before "the future" is said.
_AHEAD = timedelta(seconds=5)


class NoSuchChildError(Exception):
    """No child has this id, and none that had it went into another."""

    def __init__(self) -> None:
        super().__init__("No child has this id. Search for the child again.")


class NotYetError(Exception):
    """The question is about a moment that has not come."""

    def __init__(self) -> None:
        super().__init__("as_of is in the future; ask about now or a past moment.")


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: the exact bytes, whom they are about now, and the log's receipt."""

    child: ChildId
    body: bytes
    receipt: Receipt


async def show_child(
    service: Service,
    officer: Officer,
    child: str,
    reason: AccessReason,
    as_of: datetime | None = None,
) -> Look:
    """What was known about the child just before ``as_of``, now if not given.

    One read, one pure function, one durable entry; only then are there bytes to send.
    An id that went into another child's answers for that child.

    Raises:
        NotPermittedError, NoSuchChildError: refused; the refusal is logged too.
        NotYetError: ``as_of`` is in the future.
        StoreUnavailableError: it could not be read or logged, so there is no answer.
    """
    service.shadow.begins()
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_VIEW, now)
    if as_of is not None and as_of > now + _AHEAD:
        raise NotYetError
    row = await service.reader.read_look(child)
    if row is None:
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise NoSuchChildError
    cards = service.models().cards
    inputs = AnswerInputs(
        look=row.blob,
        as_of=as_of or now,
        known_at=now,
        freshness=row.freshness,
        linkage=row.linkage,
        champion=cards.champion,
        again=cards.again,
        policy=service.policy,
        intervals=service.intervals,
    )
    body = answer(inputs)
    receipt = await log_look(
        service,
        officer,
        kind="CHILD_VIEWED",
        at=now,
        child=row.child,
        reason=reason,
        inputs=inputs.digests(),
        body=body,
    )
    service.shadow.answered(inputs, cards)
    return Look(row.child, body, receipt)
