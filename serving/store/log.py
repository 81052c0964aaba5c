"""The log's rows: entries in, numbers and tree beside them, and reading one back.

Entries get their number under one rule on both engines: :func:`number` moves the head
on by compare-and-swap. On SQLite that is in the entry's own transaction; on PostgreSQL
:func:`sequence` does it a moment later, one process at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from serving.audit.leaf import SealedLook
from serving.audit.tree import TILE_WIDTH, Frontier, leaf_hash, tree_root
from serving.store.errors import LogDamagedError, StoreUnavailableError
from serving.store.raw import RawConnection

__all__ = [
    "OPEN_LOCK",
    "Head",
    "Receipt",
    "current_origin",
    "hold_open",
    "insert_looks",
    "number",
    "number_waiting",
    "read_head",
    "sequence",
    "stored_ids",
]

#: Entries that one transaction of the sequencer numbers at most.
_MOST_AT_ONCE = 1_024
#: Shared by everybody who enters; whoever closes the log or changes its key holds it alone.
OPEN_LOCK = int.from_bytes(hashlib.sha256(b"missing-risk log is open").digest()[:7], "big")
_SEQUENCER_LOCK = int.from_bytes(hashlib.sha256(b"missing-risk sequencer").digest()[:7], "big")


@dataclass(frozen=True, slots=True)
class Head:
    """The tree's size and root."""

    size: int
    root: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof in the asker's hand that the look is in the log: its id and its leaf's hash (hex)."""

    entry_id: str
    leaf_hash: str


def current_origin(raw: RawConnection) -> str:
    """The name that new entries bear; see :func:`serving.store.schema.log_origin`."""
    row = raw.one("SELECT origin FROM log_generations ORDER BY generation DESC LIMIT 1")
    row = row or raw.one("SELECT origin FROM store_schema WHERE id = 1")
    if row is None:
        raise LogDamagedError("the log has lost its name; run missing-risk verify-audit")
    return str(row[0])


def hold_open(raw: RawConnection) -> None:
    """Keep others from closing the log for as long as this connection lasts.

    On SQLite the one writing process is fence enough.

    Raises:
        StoreUnavailableError: somebody is closing it now.
    """
    if raw.is_sqlite:
        return
    if raw.one("SELECT pg_try_advisory_lock_shared(?)", (OPEN_LOCK,)) != (True,):
        raise StoreUnavailableError("the log is being closed")


def read_head(raw: RawConnection) -> Head:
    """The head as stored."""
    frontier = _read_frontier(raw)
    return Head(frontier.size, frontier.root)


def _read_frontier(raw: RawConnection) -> Frontier:
    row = raw.one("SELECT size, root, frontier FROM log_head WHERE id = 1")
    if row is None:
        raise LogDamagedError("the log has lost its head; run missing-risk verify-audit")
    try:
        frontier = Frontier.from_bytes(row[0], bytes(row[2]))
    except ValueError:
        raise LogDamagedError("the log's head is broken; run missing-risk verify-audit") from None
    if frontier.root != bytes(row[1]):
        raise LogDamagedError("the log's head is broken; run missing-risk verify-audit")
    return frontier


def stored_ids(raw: RawConnection, ids: Sequence[str]) -> set[str]:
    """Those of the ids that are in the log already."""
    places = ", ".join("?" * len(ids))
    query = f"SELECT id FROM log_entries WHERE id IN ({places})"  # noqa: S608 - only marks
    return {row[0] for row in raw.all(query, ids)}


def insert_looks(raw: RawConnection, looks: Sequence[SealedLook]) -> None:
    """Add entries with their private side, inside the caller's transaction; numbered on SQLite."""
    raw.insert(
        "log_entries (id, writer, n, entry)",
        [(look.id, look.writer, look.n, look.entry) for look in looks],
    )
    raw.insert(
        "log_private (entry_id, label, salt, value)",
        [(look.id, part.label, part.salt, part.value) for look in looks for part in look.openings],
    )
    raw.insert(
        "log_answers (entry_id, salt, value)",
        [(look.id, look.answer.salt, look.answer.value) for look in looks if look.answer],
    )
    if raw.is_sqlite:
        number(raw, [(look.id, look.leaf) for look in looks])
    else:
        raw.insert("log_waiting (entry_id)", [(look.id,) for look in looks])


def number(raw: RawConnection, leaves: Sequence[tuple[str, bytes]]) -> Head:
    """Append entries to the tree in this order, inside the caller's transaction.

    Raises:
        LogDamagedError: the stored head contradicts itself.
        StoreUnavailableError: another process moved the head meanwhile; undo and try again.
    """
    before = _read_frontier(raw)
    after = before.grow(leaf for _, leaf in leaves)
    raw.insert(
        "log_leaves (position, entry_id, leaf)",
        [(before.size + i, entry_id, leaf) for i, (entry_id, leaf) in enumerate(leaves)],
    )
    _add_tiles(raw, before.size, after.size)
    moved = raw.change(
        "UPDATE log_head SET size = ?, root = ?, frontier = ?"
        " WHERE id = 1 AND size = ? AND root = ?",
        (after.size, after.root, after.to_bytes(), before.size, before.root),
    )
    if moved != 1:
        raise StoreUnavailableError("another process moved the log's head")
    return Head(after.size, after.root)


def _add_tiles(raw: RawConnection, before: int, after: int) -> None:
    """Store every tile that became full as the tree grew from ``before`` to ``after`` leaves."""
    level, below = 0, _LEAVES
    while before // TILE_WIDTH < after // TILE_WIDTH:
        before, after = before // TILE_WIDTH, after // TILE_WIDTH
        for tile in range(before, after):
            span = (tile * TILE_WIDTH, (tile + 1) * TILE_WIDTH)
            of_level = () if level == 0 else (level - 1,)
            hashes = [bytes(row[0]) for row in raw.all(below, (*of_level, *span))]
            if len(hashes) != TILE_WIDTH:
                raise LogDamagedError("the log has lost leaves; run missing-risk verify-audit")
            row = (level, tile, b"".join(hashes), tree_root(hashes))
            raw.insert("log_tiles (level, position, hashes, root)", [row])
        level, below = level + 1, _TILE_ROOTS


_LEAVES = "SELECT leaf FROM log_leaves WHERE position >= ? AND position < ? ORDER BY position"
_TILE_ROOTS = (
    "SELECT root FROM log_tiles WHERE level = ? AND position >= ? AND position < ?"
    " ORDER BY position"
)


def sequence(raw: RawConnection) -> int:
    """Number the entries that wait, in one transaction; returns how many.

    One process at a time: another one's turn gives 0 at once, and so does SQLite.

    Raises:
        LogDamagedError: the log contradicts itself.
    """
    if raw.is_sqlite:
        return 0
    with raw.transaction():
        if raw.one("SELECT pg_try_advisory_xact_lock(?)", (_SEQUENCER_LOCK,)) != (True,):
            return 0
        return _number_some(raw)


def number_waiting(raw: RawConnection) -> None:
    """Number every entry that waits, inside the caller's transaction, once no other process
    numbers; on SQLite none ever waits.

    Raises:
        LogDamagedError: the log contradicts itself.
    """
    if not raw.is_sqlite:
        raw.run("SELECT pg_advisory_xact_lock(?)", (_SEQUENCER_LOCK,))
        while _number_some(raw):
            pass


def _number_some(raw: RawConnection) -> int:
    waiting = raw.all(
        "SELECT w.arrival, e.id, e.entry FROM log_waiting w"
        " JOIN log_entries e ON e.id = w.entry_id ORDER BY w.arrival LIMIT ?",
        (_MOST_AT_ONCE,),
    )
    if waiting:
        number(raw, [(row[1], leaf_hash(bytes(row[2]))) for row in waiting])
        arrivals = [row[0] for row in waiting]
        raw.run("DELETE FROM log_waiting WHERE arrival = ANY(?)", (arrivals,))
    return len(waiting)
