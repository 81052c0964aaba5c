"""Say that a notice was seen: who and when, entered in the transaction that says it (N6)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.list_notices import is_supervisor, notice_values
from serving.store.acts import enter_act
from serving.store.notices import acknowledge, find_notice
from serving.store.writer import Receipt

__all__ = ["Acknowledged", "NoSuchNoticeError", "acknowledge_notice"]


class NoSuchNoticeError(Exception):
    """No notice to the officer's team has this id; of another team's it is not said."""

    def __init__(self) -> None:
        super().__init__("No notice to your team has this id. Read the list again.")


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The notice as it is now: the exact bytes that are sent, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def acknowledge_notice(service: Service, officer: Officer, notice: str) -> Acknowledged:
    """Acknowledge the notice for the team. Who did so first stays; a second time is entered too.

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
    told = partial(find_notice, team=officer.team, is_supervisor=is_supervisor(officer))
    with service.store.writing() as connection:
        if told(connection, notice) is None:
            raise NoSuchNoticeError
        acknowledge(connection, notice, now, officer.name)
        row = told(connection, notice)
        if row is None:
            raise NoSuchNoticeError
        body = encode(notice_values(row))
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
