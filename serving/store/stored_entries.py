"""The log's entries as they are found in a store, with all that stands beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serving.audit.faults import StoredEntry, StoredPart
from serving.audit.leaf import ANSWER
from serving.store.errors import LogDamagedError
from serving.store.raw import RawConnection

__all__ = ["bytes_in", "numbered", "unnumbered"]

_AT_ONCE = 512
_NUMBERED = (
    "SELECT l.position, l.entry_id, l.leaf, e.writer, e.n, e.entry,"
    " a.entry_id, a.salt, a.value, a.erased_by FROM log_leaves l"
    " LEFT JOIN log_entries e ON e.id = l.entry_id"
    " LEFT JOIN log_answers a ON a.entry_id = l.entry_id"
    " WHERE l.position > ? AND l.position < ? ORDER BY l.position LIMIT ?"
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


def numbered(raw: RawConnection, first: int, end: int) -> Iterator[StoredEntry]:
    """The entries with these numbers, in order.

    Raises:
        LogDamagedError: the database gives them in no order, so that they would never end.
    """
    last = first - 1
    while rows := raw.all(_NUMBERED, (last, end, _AT_ONCE)):
        if type(rows[-1][0]) is not int or rows[-1][0] <= last:
            raise LogDamagedError("the log's numbers come in no order")
        parts: dict[str, dict[str, StoredPart]] = {}
        for entry_id, label, *part in raw.all(_PRIVATE, (rows[0][0], rows[-1][0])):
            if (of_entry := parts.get(entry_id)) is None:
                of_entry = parts[entry_id] = {}
            of_entry[label] = _part(*part)
        for position, entry_id, leaf, writer, n, entry, answer, *part in rows:
            of_entry = parts.get(entry_id, {})
            if answer is not None:
                of_entry[ANSWER] = _part(*part)
            yield StoredEntry(
                entry_id, writer, n, bytes_in(entry), of_entry, position, bytes_in(leaf) or b""
            )
        last = rows[-1][0]


def unnumbered(raw: RawConnection) -> Iterator[tuple[StoredEntry, bool]]:
    """The entries without a number, and whether each waits for one."""
    for entry_id, writer, n, entry, waits, answer, *part in raw.all(_UNNUMBERED):
        parts = {row[1]: _part(*row[2:]) for row in raw.all(_PRIVATE_OF, (entry_id,))}
        if answer is not None:
            parts[ANSWER] = _part(*part)
        yield StoredEntry(entry_id, writer, n, bytes_in(entry), parts), waits is not None


def _part(salt: Any, value: Any, erased_by: str | None) -> StoredPart:
    if type(salt) is bytes and type(value) is bytes:  # The usual case, without more calls.
        return StoredPart(salt, value, erased_by)
    return StoredPart(bytes_in(salt), bytes_in(value), erased_by)


def bytes_in(value: Any) -> bytes | None:
    """What the column holds, if it's bytes; text or a number there was put in by hand."""
    if type(value) is bytes:
        return value
    return bytes(value) if isinstance(value, (bytes, memoryview, bytearray)) else None
