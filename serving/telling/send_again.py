"""Have a message sent again that could not be delivered: an act of a person, entered."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.store.acts import enter_act
from serving.store.writer import Receipt
from serving.telling.list_messages import delivery_values
from serving.work_store.messages import attempts_of, find_delivery, revive

__all__ = ["NoSuchMessageError", "NotDeadError", "Revived", "send_again"]


class NoSuchMessageError(Exception):
    """No message has this id."""

    def __init__(self) -> None:
        super().__init__("No message has this id. Read the list again.")


class NotDeadError(Exception):
    """It was delivered, or is still tried: nobody need send it again."""

    def __init__(self) -> None:
        super().__init__("Only a message that is no longer tried can be sent again.")


@dataclass(frozen=True, slots=True)
class Revived:
    """The message as it waits now: the exact bytes that are sent, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def send_again(service: Service, officer: Officer, message: str) -> Revived:
    """Let a dead letter be tried again from now on, as often as a new one.

    Raises:
        NotPermittedError, NoSuchMessageError, NotDeadError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be entered, so nothing was changed.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MESSAGES_SEND_AGAIN, now)
    try:
        return await asyncio.to_thread(_revive, service, officer, message, now)
    except (NoSuchMessageError, NotDeadError) as refused:
        rule = "no_such_message" if isinstance(refused, NoSuchMessageError) else "not_dead"
        await log_refusal(service, officer, rule, now)
        raise


def _revive(service: Service, officer: Officer, message: str, now: datetime) -> Revived:
    with service.store.writing() as connection:
        if find_delivery(connection, message) is None:
            raise NoSuchMessageError
        if not revive(connection, message, now):
            raise NotDeadError
        waiting = find_delivery(connection, message)
        if waiting is None:
            raise NoSuchMessageError
        tried = attempts_of(connection, [message])
        body = encode(delivery_values(waiting, tried[message]))
        act = entry_of(
            officer,
            entry=new_entry_id(now, service.draw(10)),
            kind="MESSAGE_REVIVED",
            at=now,
            outcome=Outcome.DONE,
            body=body,
            facts={"message": message},
        )
        return Revived(body, enter_act(connection, act, service.draw))
