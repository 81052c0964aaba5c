"""Say that a notice was seen: who and when, entered in the transaction that says it (N6)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.store.acts import enter_act
from serving.store.notices import acknowledge, find_notice
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.telling.list_notices import is_supervisor, readers_of, reads_of_limits, told_to
from serving.telling.notice_values import access_values, told_values
from serving.work_store.told_lists import acknowledge_told, find_told

__all__ = ["Acknowledged", "NoSuchNoticeError", "acknowledge_notice"]


class NoSuchNoticeError(Exception):
    """No notice to the officer has this id; of another team's or role's it is not said."""

    def __init__(self) -> None:
        super().__init__("No notice to you has this id. Read the list again.")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The notice as it is now: the exact bytes that are sent, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def acknowledge_notice(service: Service, officer: Officer, notice: str) -> Acknowledged:
    """Acknowledge the notice for the team or role.

    Who did so first stays; a second time is entered too.

    Raises:
        NotPermittedError, NoSuchNoticeError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be entered, so nothing was changed.
    """
    now = service.clock()
    await check_may(service, officer, Permission.NOTICES_VIEW, now)
    try:
        return await asyncio.to_thread(_acknowledge, service, officer, notice, now)
    except NoSuchNoticeError:
        await log_refusal(service, officer, "no_such_notice", now)
        raise


def _acknowledge(service: Service, officer: Officer, notice: str, now: datetime) -> Acknowledged:
    with service.store.writing() as connection:
        body = encode(_seen(connection, officer, notice, now))
        act = entry_of(
            officer,
            entry=new_entry_id(now, service.draw(10)),
            kind="NOTICE_ACKNOWLEDGED",
            at=now,
            outcome=Outcome.DONE,
            body=body,
            facts={"notice": notice},
        )
        return Acknowledged(body, enter_act(connection, act, service.draw))


def _seen(connection: Connection, officer: Officer, notice: str, now: datetime) -> dict[str, Any]:
    """The notice as it is once it was acknowledged."""
    readers = readers_of(officer)
    if find_told(connection, notice, readers) is not None:
        acknowledge_told(connection, notice, now, officer.name)
        told = find_told(connection, notice, readers)
        if told is None:
            raise NoSuchNoticeError
        return told_values(told_to(officer, told, read_restrictions(connection)))
    if not reads_of_limits(officer):
        raise NoSuchNoticeError
    find = partial(find_notice, team=officer.team, is_supervisor=is_supervisor(officer))
    if find(connection, notice) is None:
        raise NoSuchNoticeError
    acknowledge(connection, notice, now, officer.name)
    row = find(connection, notice)
    if row is None:
        raise NoSuchNoticeError
    return access_values(row)
