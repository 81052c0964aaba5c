"""What every look and every act leaves behind: entered durably before anything is sent (N6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from serving.access.kinds import KINDS
from serving.access.permissions import NotPermittedError, Officer, Permission, may
from serving.access.reasons import AccessReason
from serving.audit.leaf import Answer, Outcome, PreparedLook, new_entry_id
from serving.service.context import Service
from serving.service.once import check_not_answered
from serving.service.rate_limits import RateLimitedError, limited_by
from serving.store.writer import Receipt

__all__ = ["check_may", "entry_of", "log_look", "log_looks", "log_refusal"]

_JSON = "application/json"
_NOTHING: Mapping[str, int | str] = MappingProxyType({})


def entry_of(
    officer: Officer,
    *,
    entry: str,
    kind: str,
    at: datetime,
    outcome: Outcome = Outcome.SHOWN,
    body: bytes | None = None,
    media_type: str = _JSON,
    inputs: Mapping[str, str] = MappingProxyType({}),
    child: str | None = None,
    reason: AccessReason | None = None,
    question: str | None = None,
    facts: Mapping[str, int | str] = _NOTHING,
    erases: tuple[str, ...] = (),
) -> PreparedLook:
    """The entry of one look or act by this officer, in the course of their request.

    Args:
        entry: its id, made with :func:`serving.audit.leaf.new_entry_id`.
        kind: one of :data:`serving.access.kinds.KINDS`.
        body: the exact bytes that will be sent; None where none are.

    Raises:
        ValueError: there is no such kind, or it must not go without a reason.
    """
    if kind not in KINDS:
        raise ValueError(f"no entry is of the kind {kind}")
    if KINDS[kind].needs_reason and reason is None:
        raise ValueError(f"an entry of the kind {kind} needs a reason")
    asked = {"request": officer.request} if officer.request else {}
    return PreparedLook(
        id=entry,
        at=at,
        kind=kind,
        outcome=outcome,
        who=officer.name,
        answer=None if body is None else Answer(body, media_type, 200),
        child=child,
        reason_code=reason.code if reason else None,
        reason=reason.note if reason else None,
        question=question,
        roles=officer.roles,
        team=officer.team,
        inputs=inputs,
        facts={**facts, **asked},
        erases=erases,
        once=None if outcome is Outcome.REFUSED else officer.once,
    )


async def check_may(
    service: Service, officer: Officer, permission: Permission, at: datetime
) -> None:
    """The first line of every use-case: refuse, and enter the refusal, unless it may be done.

    Raises:
        RateLimitedError: the account asks too fast; entered once a minute.
        NotPermittedError: none of the officer's roles holds the permission.
        AnsweredBeforeError: the request bears an idempotency key and has its answer; see
            :func:`serving.service.once.check_not_answered` for what else it may be told.
        StoreUnavailableError: not even the refusal could be entered.
    """
    await _check_rate(service, officer, permission, at)
    if not may(officer, permission):
        await log_refusal(service, officer, f"may_not_{permission.name.lower()}", at)
        raise NotPermittedError(permission)
    await check_not_answered(service, officer)


async def _check_rate(
    service: Service, officer: Officer, permission: Permission, at: datetime
) -> None:
    if officer.request is None:
        return  # A command on the host: whoever can start one can change the rate.
    try:
        service.limits.take(limited_by(permission), officer.name)
    except RateLimitedError as fault:
        if fault.is_alarm:
            await log_refusal(service, officer, "rate_limited", at)
        raise


async def log_look(
    service: Service,
    officer: Officer,
    *,
    kind: str,
    at: datetime,
    body: bytes,
    media_type: str = _JSON,
    inputs: Mapping[str, str],
    child: str | None = None,
    reason: AccessReason | None = None,
    question: str | None = None,
    facts: Mapping[str, int | str] = _NOTHING,
) -> Receipt:
    """Enter one look with the exact body that will be sent; returns once it is durable.

    Raises:
        StoreUnavailableError: it could not be made durable, so nothing may be sent.
    """
    return await service.writer.commit(
        entry_of(
            officer,
            entry=new_entry_id(at, service.draw(10)),
            kind=kind,
            at=at,
            body=body,
            media_type=media_type,
            inputs=inputs,
            child=child,
            reason=reason,
            question=question,
            facts=facts,
        )
    )


async def log_looks(
    service: Service,
    officer: Officer,
    *,
    kind: str,
    at: datetime,
    people: Iterable[str],
    reason: AccessReason,
    body: bytes,
    inputs: Mapping[str, str],
    facts: Mapping[str, int | str] = _NOTHING,
) -> tuple[Receipt, ...]:
    """Enter one answer that shows records of several people: one entry for each of them.

    Whoever asks who looked at a child must find every look by that child alone, and what
    is erased of one child's looks may not take another's with it. Each entry holds the
    exact body; all are durable when this returns. If a later one can't be entered,
    nothing may be sent, and the earlier ones say that it was about to be. A look that
    shows records of nobody in particular is one entry all the same.

    Raises:
        StoreUnavailableError: as of :func:`log_look`.
    """
    shown: list[str | None] = [*sorted(set(people))]
    receipts: list[Receipt] = []
    for person in shown or [None]:
        receipts.append(
            await log_look(
                service,
                _of_several(officer, receipts, is_last=len(receipts) + 1 >= len(shown)),
                kind=kind,
                at=at,
                body=body,
                inputs=inputs,
                child=person,
                reason=reason,
                facts=facts,
            )
        )
    return tuple(receipts)


def _of_several(officer: Officer, before: Sequence[Receipt], *, is_last: bool) -> Officer:
    """The officer as the entry bears them: an idempotency key is kept with the last entry
    alone, so that a key is never kept of an answer that is entered in part."""
    if officer.once is None:
        return officer
    beside = tuple(receipt.entry_id for receipt in before)
    return replace(officer, once=replace(officer.once, beside=beside) if is_last else None)


async def log_refusal(
    service: Service,
    officer: Officer,
    why: str,
    at: datetime,
    *,
    child: str | None = None,
    reason: AccessReason | None = None,
) -> Receipt:
    """Enter that somebody was refused, and by which rule.

    Raises:
        StoreUnavailableError: not even the refusal could be entered.
    """
    return await service.writer.commit(
        entry_of(
            officer,
            entry=new_entry_id(at, service.draw(10)),
            kind="LOOK_REFUSED",
            at=at,
            outcome=Outcome.REFUSED,
            child=child,
            reason=reason,
            facts={"rule": why},
        )
    )
