"""How far the log is sealed and cosigned: about nobody, and shown to anybody."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_from_text, instant_to_text
from serving.service.context import Service
from serving.store.heads import (
    KeyRow,
    PublishedHead,
    last_head,
    published_tile,
    read_keys,
    youngest_cosigned,
)
from serving.store.log import read_head

__all__ = ["COSIGNED_AT_LEAST_EVERY", "checkpoint_text", "tile_hashes", "trust_values"]

#: An older cosignature is a cause for alarm.
COSIGNED_AT_LEAST_EVERY = timedelta(hours=24)


async def trust_values(service: Service) -> dict[str, Any]:
    """The last head, the youngest cosigned one, who cosigns, and the keys to pin.

    Raises:
        StoreUnavailableError: the store can't be read just now.
    """
    entries, last, cosigned, keys = await asyncio.to_thread(_read, service)
    return _values(service, entries, last, cosigned, keys)


def _read(
    service: Service,
) -> tuple[int, PublishedHead | None, PublishedHead | None, tuple[KeyRow, ...]]:
    raw = service.store.connect_log(readonly=True)
    try:
        with raw.snapshot():
            return read_head(raw).size, last_head(raw), youngest_cosigned(raw), read_keys(raw)
    finally:
        raw.close()


def _values(
    service: Service,
    entries: int,
    last: PublishedHead | None,
    cosigned: PublishedHead | None,
    keys: Sequence[KeyRow],
) -> dict[str, Any]:
    now = service.clock()
    figures = service.sealing.cosigner.figures
    return {
        "as_at": instant_to_text(now),
        "entries": entries,
        "sealed": None if last is None else _head(last, last.at, now),
        "cosigned": None
        if cosigned is None or cosigned.cosigned_at is None
        else _head(cosigned, cosigned.cosigned_at, now),
        "trouble": service.sealing.trouble,
        "witnesses": [
            {"name": each.name, "trouble": each.trouble, "signed_at": each.signed_at}
            for each in figures
        ],
        "keys": [
            {"key": row.key.text, "log": row.key.name, "since": row.since, "entry": row.entry_id}
            for row in keys
        ],
    }


def _head(head: PublishedHead, at: str, now: datetime) -> dict[str, Any]:
    return {
        "log": head.checkpoint.origin,
        "size": head.checkpoint.size,
        "root": head.checkpoint.root.hex(),
        "at": at,
        "age_s": max(int((now - instant_from_text(at)).total_seconds()), 0),
    }


async def checkpoint_text(service: Service) -> str | None:
    """The last head as a signed note with its cosignatures; None if nothing is sealed yet."""

    def read() -> PublishedHead | None:
        raw = service.store.connect_log(readonly=True)
        try:
            with raw.snapshot():
                return last_head(raw)
        finally:
            raw.close()

    head = await asyncio.to_thread(read)
    return None if head is None else head.note.text


async def tile_hashes(service: Service, level: int, position: int, width: int) -> bytes | None:
    """The first hashes of a tile; None beyond the last published head."""
    return await asyncio.to_thread(published_tile, service.store, level, position, width)
