"""What every look leaves behind, shown or refused: entered durably before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from serving.audit.leaf import Answer, Outcome, PreparedLook, new_entry_id
from serving.service.access_reasons import AccessReason
from serving.service.context import Service
from serving.service.permissions import NotPermittedError, Officer, Permission, may
from serving.store.writer import Receipt

__all__ = ["check_may", "log_look", "log_looks", "log_refusal"]

_JSON = "application/json"


async def check_may(
    service: Service, officer: Officer, permission: Permission, at: datetime
) -> None:
    """The first line of every use-case: refuse, and enter the refusal, unless it may be done.

    Raises:
        NotPermittedError: none of the officer's roles holds the permission.
        StoreUnavailableError: not even the refusal could be entered.
    """
    if not may(officer, permission):
        await log_refusal(service, officer, f"may_not_{permission.name.lower()}", at)
        raise NotPermittedError(permission)


async def log_look(
    service: Service,
    officer: Officer,
    *,
    kind: str,
    at: datetime,
    body: bytes,
    inputs: Mapping[str, str],
    child: str | None = None,
    reason: AccessReason | None = None,
    question: str | None = None,
    facts: Mapping[str, int | str] = MappingProxyType({}),
) -> Receipt:
    """Enter one look with the exact body that will be sent; returns once it is durable.

    Raises:
        StoreUnavailableError: it could not be made durable, so nothing may be sent.
    """
    return await service.writer.commit(
        PreparedLook(
            id=new_entry_id(at, service.draw(10)),
            at=at,
            kind=kind,
            outcome=Outcome.SHOWN,
            who=officer.name,
            answer=Answer(body, _JSON, 200),
            child=child,
            reason_code=reason.code if reason else None,
            reason=reason.note if reason else None,
            question=question,
            roles=officer.roles,
            team=officer.team,
            inputs=inputs,
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
    facts: Mapping[str, int | str] = MappingProxyType({}),
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
    return tuple(
        [
            await log_look(
                service,
                officer,
                kind=kind,
                at=at,
                body=body,
                inputs=inputs,
                child=person,
                reason=reason,
                facts=facts,
            )
            for person in shown or [None]
        ]
    )


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
        PreparedLook(
            id=new_entry_id(at, service.draw(10)),
            at=at,
            kind="LOOK_REFUSED",
            outcome=Outcome.REFUSED,
            who=officer.name,
            answer=None,
            child=child,
            reason_code=reason.code if reason else None,
            reason=reason.note if reason else None,
            roles=officer.roles,
            team=officer.team,
            facts={"rule": why},
        )
    )
