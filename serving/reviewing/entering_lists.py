"""Enter a list that shows several children: once with what is sent, once for each of them (N6).

Whoever asks who looked at a child finds the list by that child; the bytes are kept once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from datetime import datetime

from records.calendar import instant_to_text
from serving.access.permissions import Officer
from serving.audit.leaf import new_entry_id
from serving.service.access_log import entry_of
from serving.service.context import Service
from serving.store.writer import Receipt

__all__ = ["enter_list"]


async def enter_list(
    service: Service,
    officer: Officer,
    *,
    kind: str,
    at: datetime,
    children: Iterable[str],
    body: bytes,
    question: str | None = None,
    facts: Mapping[str, int | str],
) -> Receipt:
    """The receipt of the entry that holds the bytes; all are durable when this returns.

    Each child's entry names that one, so that one leads to the other.

    Raises:
        StoreUnavailableError: one could not be made durable, so nothing may be sent.
    """
    whole = new_entry_id(at, service.draw(10))
    inputs = {"as_of": instant_to_text(at)}
    entries = [
        entry_of(
            officer,
            entry=new_entry_id(at, service.draw(10)),
            kind=kind,
            at=at,
            inputs=inputs,
            child=child,
            facts={"listed_in": whole},
        )
        for child in sorted(set(children))
    ]
    # Together, so that the log's writer takes them in one transaction.
    await asyncio.gather(*map(service.writer.commit, entries))
    return await service.writer.commit(
        entry_of(
            officer,
            entry=whole,
            kind=kind,
            at=at,
            body=body,
            inputs=inputs,
            question=question,
            facts=facts,
        )
    )
