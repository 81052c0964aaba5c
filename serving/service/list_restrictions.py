"""Which records are limited to which team: no name, and the tag by which each is changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.restrict_child import limits_etag
from serving.store.restrictions import RestrictionRow, standing_restrictions
from serving.store.writer import Receipt

__all__ = ["Listed", "list_restrictions"]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: its values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def list_restrictions(service: Service, officer: Officer) -> Listed:
    """Every limit that stands, by team. A record is named by its opaque id alone.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_RESTRICT, now)
    rows = await asyncio.to_thread(_read, service)
    of_child: dict[str, list[RestrictionRow]] = {}
    for row in rows:
        of_child.setdefault(row.child, []).append(row)
    values = {
        "restrictions": [
            {
                "child": row.child,
                "team": row.team,
                "since": instant_to_text(row.since),
                "set_by": row.set_by,
                "reason": row.reason,
                "note": row.note,
                "followed": row.followed is not None,
                "etag": limits_etag(of_child[row.child]),
            }
            for row in rows
        ],
        "unlimited_etag": limits_etag(()),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    receipt = await log_look(
        service,
        officer,
        kind="RESTRICTIONS_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"restrictions": len(rows)},
    )
    return Listed(values, body, receipt)


def _read(service: Service) -> tuple[RestrictionRow, ...]:
    with service.store.reading() as connection:
        return standing_restrictions(connection)
