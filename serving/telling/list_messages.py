"""Which messages were sent, wait or could not be delivered: for those who run the service."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import USUAL_ON_A_PAGE, Place, cursor, place_of
from serving.store.writer import Receipt
from serving.work_store.messages import (
    Attempt,
    Delivery,
    attempts_of,
    count_states,
    page_of_deliveries,
)

__all__ = ["STATES", "Messages", "MessagesAsked", "delivery_values", "list_messages"]

#: In which a delivery may be.
STATES = ("waiting", "sent", "dead")


@dataclass(frozen=True, slots=True)
class MessagesAsked:
    """Which messages: of one state or of all, and which page."""

    state: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE


@dataclass(frozen=True, slots=True)
class Messages:
    """One page: values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_messages(service: Service, officer: Officer, asked: MessagesAsked) -> Messages:
    """Messages, the newest first, each with its tries; how many are in which state. What they
    are about is not said: whoever runs the service sees no children.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list with this filter.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MESSAGES_VIEW, now)
    of = f"messages {asked.state or ''}"
    place = None if asked.after is None else place_of(service.secret, of, asked.after)
    read = await asyncio.to_thread(_read, service, asked, place)
    deliveries, tried, counted = read
    shown = deliveries[: asked.limit]
    more = len(deliveries) > asked.limit
    values = {
        "messages": [delivery_values(one, tried[one.id]) for one in shown],
        "counts": {state: counted.get(state, 0) for state in STATES},
        "channels": list(service.settings.channels),
        "next_page": cursor(service.secret, of, _place(shown[-1])) if more else None,
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="MESSAGES_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"messages": len(shown)},
    )
    return Messages(values, body, receipt)


def _read(
    service: Service, asked: MessagesAsked, place: Place | None
) -> tuple[tuple[Delivery, ...], Mapping[str, Sequence[Attempt]], Mapping[str, int]]:
    after = None if place is None else (str(place[0]), str(place[1]))
    with service.store.reading() as connection:
        found = page_of_deliveries(connection, asked.limit + 1, state=asked.state, after=after)
        tried = attempts_of(connection, [one.id for one in found])
        return found, tried, count_states(connection)


def _place(delivery: Delivery) -> Place:
    return instant_to_text(delivery.message.at), delivery.id


def delivery_values(delivery: Delivery, attempts: Sequence[Attempt]) -> dict[str, Any]:
    """One delivery as JSON values."""
    sent = delivery.sent_at
    return {
        "id": delivery.id,
        "at": instant_to_text(delivery.message.at),
        "audience": delivery.message.audience,
        "team": delivery.message.team,
        "is_digest": delivery.message.is_digest,
        "channel": delivery.channel,
        "state": delivery.state,
        "due_at": instant_to_text(delivery.due_at) if delivery.state == "waiting" else None,
        "sent_at": None if sent is None else instant_to_text(sent),
        "fault": delivery.fault or None,
        "attempts": [
            {"number": each.number, "at": instant_to_text(each.at), "outcome": each.outcome}
            for each in attempts
        ],
    }
