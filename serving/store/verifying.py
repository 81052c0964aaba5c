"""Reading a whole log for its check, in one state of the store."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from serving.audit.chain_check import start_of
from serving.audit.faults import Fault, StoredEntry, StoredPart, VerifyReport
from serving.audit.leaf import ANSWER
from serving.audit.verify import LogCheck
from serving.store.errors import StoreUnavailableError
from serving.store.guards import missing_guards
from serving.store.opening import Store
from serving.store.raw import DATABASE_FAULTS, RawConnection

__all__ = ["verify_log"]

_AT_ONCE = 512
_NUMBERED = (
    "SELECT l.position, l.entry_id, l.leaf, e.writer, e.n, e.entry,"
    " a.entry_id, a.salt, a.value, a.erased_by FROM log_leaves l"
    " LEFT JOIN log_entries e ON e.id = l.entry_id"
    " LEFT JOIN log_answers a ON a.entry_id = l.entry_id"
    " WHERE l.position > ? ORDER BY l.position LIMIT ?"
)
_PRIVATE = (
    "SELECT p.entry_id, p.label, p.salt, p.value, p.erased_by FROM log_leaves l"
    " JOIN log_private p ON p.entry_id = l.entry_id WHERE l.position BETWEEN ? AND ?"
)
_UNNUMBERED = (
    "SELECT e.id, e.writer, e.n, e.entry, w.entry_id,"
    " a.entry_id, a.salt, a.value, a.erased_by FROM log_entries e"
    " LEFT JOIN log_leaves l ON l.entry_id = e.id"
    " LEFT JOIN log_waiting w ON w.entry_id = e.id"
    " LEFT JOIN log_answers a ON a.entry_id = e.id"
    " WHERE l.entry_id IS NULL ORDER BY e.writer, e.n"
)
_PRIVATE_OF = "SELECT entry_id, label, salt, value, erased_by FROM log_private WHERE entry_id = ?"
_NUMBERED_AND_WAITING = (
    "SELECT w.entry_id FROM log_waiting w JOIN log_leaves l ON l.entry_id = w.entry_id"
)
_STRAY = {
    "a private part": "log_private",
    "an answer": "log_answers",
    "a place in the queue": "log_waiting",
}


def verify_log(
    store: Store,
    *,
    anchors: Mapping[int, str] | None = None,
    receipts: Mapping[str, str] | None = None,
) -> VerifyReport:
    """Check every entry, the tree, the private side, the answers and the writers' counts.

    Safe beside a running service. ``anchors`` (size -> root, hex) and ``receipts`` (entry
    id -> leaf hash, hex) are what was noted outside the store. An unreadable database is
    a fault of the report, not an exception.

    Raises:
        StoreUnavailableError: the store can't be reached.
    """
    raw = store.connect_log(readonly=True)
    try:
        with raw.snapshot():
            return _verify(store, raw, anchors, receipts)
    except DATABASE_FAULTS as fault:
        if isinstance(fault, OSError):
            raise StoreUnavailableError("the store can't be reached") from None
        return VerifyReport(0, 0, "", (Fault("the database can't be read: it is damaged"),), 1)
    finally:
        raw.close()


def _verify(
    store: Store,
    raw: RawConnection,
    anchors: Mapping[int, str] | None,
    receipts: Mapping[str, str] | None,
) -> VerifyReport:
    check = LogCheck(
        _origin(raw),
        read_tile=lambda level, position: _tile(raw, level, position),
        start_sizes=_start_sizes(raw),
        anchors=anchors,
        receipts=receipts,
    )
    for stored in _numbered(raw):
        check.add(stored)
    for stored, is_waiting in _unnumbered(raw):
        if not is_waiting:
            check.faults.add("it has no number and waits for none: it was inserted", stored)
        check.add(stored)
    for words, table in _STRAY.items():
        for (entry_id,) in raw.all(_strays(table)):
            stray = StoredEntry(str(entry_id), None, None, None, {})
            check.faults.add(f"there is {words} of an entry that is not there", stray)
    for (entry_id,) in raw.all(_NUMBERED_AND_WAITING):
        twice = StoredEntry(str(entry_id), None, None, None, {})
        check.faults.add("it has a number and waits for another", twice)
    with store.reading() as connection:
        for name in missing_guards(connection):
            check.faults.add(f"the guard {name} against changes is missing")
    head = raw.one("SELECT size, root, frontier FROM log_head WHERE id = 1")
    tiles = raw.one("SELECT count(*) FROM log_tiles")
    return check.finish(
        None if head is None else (head[0], _bytes(head[1]) or b"", _bytes(head[2]) or b""),
        0 if tiles is None else tiles[0],
    )


def _origin(raw: RawConnection) -> str:
    row = raw.one("SELECT origin FROM store_schema WHERE id = 1")
    return "" if row is None else str(row[0])


def _start_sizes(raw: RawConnection) -> set[int]:
    sizes = set()
    for (entry,) in raw.all("SELECT entry FROM log_entries WHERE n = 0"):
        try:
            start = start_of(json.loads(_bytes(entry) or b"")["prev"])
        except (ValueError, KeyError, TypeError, RecursionError):
            continue  # The entry's own check says what is wrong with it.
        if start is not None:
            sizes.add(start[0])
    return sizes


def _tile(raw: RawConnection, level: int, position: int) -> tuple[bytes, bytes] | None:
    row = raw.one(
        "SELECT hashes, root FROM log_tiles WHERE level = ? AND position = ?", (level, position)
    )
    return None if row is None else (_bytes(row[0]) or b"", _bytes(row[1]) or b"")


def _numbered(raw: RawConnection) -> Iterator[StoredEntry]:
    last = -(1 << 62)
    while rows := raw.all(_NUMBERED, (last, _AT_ONCE)):
        parts: dict[str, dict[str, StoredPart]] = {}
        for entry_id, label, *part in raw.all(_PRIVATE, (rows[0][0], rows[-1][0])):
            parts.setdefault(entry_id, {})[label] = _part(*part)
        for position, entry_id, leaf, writer, n, entry, answer, *part in rows:
            of_entry = parts.get(entry_id, {})
            if answer is not None:
                of_entry[ANSWER] = _part(*part)
            yield StoredEntry(
                entry_id, writer, n, _bytes(entry), of_entry, position, _bytes(leaf) or b""
            )
        last = rows[-1][0]


def _unnumbered(raw: RawConnection) -> Iterator[tuple[StoredEntry, bool]]:
    for entry_id, writer, n, entry, waits, answer, *part in raw.all(_UNNUMBERED):
        parts = {row[1]: _part(*row[2:]) for row in raw.all(_PRIVATE_OF, (entry_id,))}
        if answer is not None:
            parts[ANSWER] = _part(*part)
        yield StoredEntry(entry_id, writer, n, _bytes(entry), parts), waits is not None


def _strays(table: str) -> str:
    return (
        f"SELECT DISTINCT t.entry_id FROM {table} t"  # noqa: S608 - a name of ours
        " LEFT JOIN log_entries e ON e.id = t.entry_id WHERE e.id IS NULL"
    )


def _part(salt: Any, value: Any, erased_by: str | None) -> StoredPart:
    return StoredPart(_bytes(salt), _bytes(value), erased_by)


def _bytes(value: Any) -> bytes | None:
    """What the column holds, if it's bytes; text or a number there was put in by hand."""
    return bytes(value) if isinstance(value, (bytes, memoryview, bytearray)) else None
