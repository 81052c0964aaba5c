"""The figures of telling: how many of which kind, and how many were acted on in their time."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.writer import Receipt
from serving.telling.kinds import KINDS
from serving.telling.list_messages import STATES
from serving.work_store.messages import count_states
from serving.work_store.told_lists import KindCount, count_kinds

__all__ = ["MEASURED_OVER", "REDESIGN_BELOW", "MessagesMeasured", "measure_messages"]

#: Figures are of so long, up to now.
MEASURED_OVER = timedelta(days=28)
#: A kind of which a smaller share, in hundredths, is acted on in time is put up for redesign.
REDESIGN_BELOW = 30
#: Nothing is said of shares of fewer.
_FEW = 10


@dataclass(frozen=True, slots=True)
class MessagesMeasured:
    """The figures: values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def measure_messages(service: Service, officer: Officer) -> MessagesMeasured:
    """Figures of the last 28 days by kind and audience. Nobody is named or counted apart.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MESSAGES_VIEW, now)
    values = await asyncio.to_thread(_read, service, now)
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="MESSAGES_MEASURED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
    )
    return MessagesMeasured(values, body, receipt)


def _read(service: Service, now: datetime) -> dict[str, Any]:
    within = {kind.name: kind.act_within for kind in KINDS.values()}
    since = now - MEASURED_OVER
    with service.store.reading() as connection:
        kinds = count_kinds(connection, since, now, within)
        states = count_states(connection)
    return {
        "since": instant_to_text(since),
        "as_at": instant_to_text(now),
        "kinds": [_values(one) for one in kinds],
        "deliveries": {state: states.get(state, 0) for state in STATES},
    }


def _values(one: KindCount) -> dict[str, Any]:
    share = None if one.over < _FEW else 100 * one.in_time // one.over
    return {
        "kind": one.kind,
        "words": KINDS[one.kind].fact,
        "audience": one.audience,
        "told": one.told,
        "pushed": one.pushed,
        "held_back": one.held_back,
        "acknowledged": one.acknowledged,
        "handed_on": one.handed_on,
        "time_over": one.over,
        "in_time": one.in_time,
        "in_time_percent": share,
        "is_for_redesign": share is not None and share < REDESIGN_BELOW,
    }
