"""What a list that names children leaves in the log: each child's row, then the list whole (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import entry_of
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = ["log_listed"]


async def log_listed(
    service: Service,
    officer: Officer,
    *,
    kind: str,
    at: datetime,
    body: bytes,
    inputs: Mapping[str, str],
    shown: Mapping[str, Any],
    facts: Mapping[str, int | str],
    reason: AccessReason | None = None,
) -> Receipt:
    """Enter a list with its exact bytes, and of each child on it what was told of that child.

    Whoever asks who was shown anything of a child finds the list by that child alone, and
    what is erased of one child's looks takes no other's with it. The children's entries name
    the list's; they are durable before it is, so that no list goes out of which one is not
    entered. The receipt is the list's.

    Args:
        shown: child -> the values of its rows.

    Raises:
        StoreUnavailableError: not all could be made durable, so nothing may be sent.
    """
    entry = new_entry_id(at, service.draw(10))
    rows = [
        entry_of(
            officer,
            entry=new_entry_id(at, service.draw(10)),
            kind="CHILD_LISTED",
            at=at,
            body=encode(shown[child]),
            inputs=inputs,
            child=child,
            reason=reason,
            facts={"list": entry},
        )
        for child in sorted(shown)
    ]
    await asyncio.gather(*(service.writer.commit(row) for row in rows))
    whole = entry_of(
        officer, entry=entry, kind=kind, at=at, body=body, inputs=inputs, reason=reason, facts=facts
    )
    return await service.writer.commit(whole)
