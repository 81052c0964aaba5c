"""Idempotency keys in the log's own transactions: the key is kept with the entry, or neither is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from records.calendar import instant_to_text
from serving.access.once import Once
from serving.audit.leaf import PreparedLook
from serving.audit.tree import leaf_hash
from serving.store.errors import KeyUsedError
from serving.store.log import Receipt
from serving.store.raw import RawConnection
from serving.tables.log import log_answers, log_entries
from serving.tables.once import idempotency

__all__ = ["KEPT_FOR", "KeptAnswer", "keep_once", "read_once"]

#: How long a key is remembered. Whoever retries later asks anew.
KEPT_FOR = timedelta(hours=24)

# A second entry of the same attempt joins the first; another attempt finds the key used.
_KEEP = (
    "INSERT INTO idempotency (account, key, request, attempt, entries, kept_at)"
    " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (account, key) DO UPDATE"
    " SET entries = idempotency.entries || ',' || excluded.entries"
    " WHERE idempotency.attempt = excluded.attempt RETURNING 1"
)
_PRUNE = "DELETE FROM idempotency WHERE kept_at < ?"


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The answer that a key got.

    Attributes:
        request: the digest of what was asked with the key.
        body: the exact bytes; None if they were erased since.
        has_answer: whether bytes were kept at all.
    """

    request: str
    receipts: tuple[Receipt, ...]
    has_answer: bool
    body: bytes | None = None
    status: int = 200
    media_type: str = ""


def keep_once(raw: RawConnection, looks: Iterable[PreparedLook]) -> dict[str, KeyUsedError]:
    """Keep the key of every look that bears one, inside the caller's transaction, and forget
    those that are too old.

    Returns:
        look id -> the fault, for each whose key another attempt has used: such a look may
        not be entered. On PostgreSQL this waits for an attempt that is under way.
    """
    # In the keys' order, so that two writers never wait for each other.
    bearing = sorted(
        ((look.once, look) for look in looks if look.once is not None),
        key=lambda one: (one[0].account, one[0].key),
    )
    if not bearing:
        return {}
    raw.run(_PRUNE, (_oldest(min(look.at for _, look in bearing)),))
    return {
        look.id: KeyUsedError(once)
        for once, look in bearing
        if not raw.all(
            _KEEP,
            (
                once.account,
                once.key,
                once.request,
                once.attempt,
                ",".join([*once.beside, look.id]),
                instant_to_text(look.at),
            ),
        )
    }


def read_once(connection: Connection, once: Once, now: datetime) -> KeptAnswer | None:
    """The answer that this key of this account got; None if it got none, or too long ago."""
    kept = connection.execute(
        select(idempotency.c.request, idempotency.c.entries).where(
            idempotency.c.account == once.account,
            idempotency.c.key == once.key,
            idempotency.c.kept_at >= _oldest(now),
        )
    ).one_or_none()
    if kept is None:
        return None
    ids = kept.entries.split(",")
    rows = connection.execute(
        select(log_entries.c.id, log_entries.c.entry, log_answers.c.entry_id, log_answers.c.value)
        .outerjoin(log_answers, log_answers.c.entry_id == log_entries.c.id)
        .where(log_entries.c.id.in_(ids))
    ).all()
    found = {row.id: row for row in rows}
    receipts = tuple(Receipt(one, leaf_hash(bytes(found[one].entry)).hex()) for one in ids)
    # Each entry of one answer holds the whole of it; what is erased of one is gone for all.
    answers = [found[one] for one in ids if found[one].entry_id is not None]
    if not answers:
        return KeptAnswer(kept.request, receipts, has_answer=False)
    said = json.loads(bytes(answers[-1].entry))["answer"]
    erased = any(row.value is None for row in answers)
    return KeptAnswer(
        kept.request,
        receipts,
        has_answer=True,
        body=None if erased else bytes(answers[-1].value),
        status=said["status"],
        media_type=said["media_type"],
    )


def _oldest(now: datetime) -> str:
    return instant_to_text(now - KEPT_FOR)
