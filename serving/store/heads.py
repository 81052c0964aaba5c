"""Signed heads as the store keeps them: published, cosigned, and the keys that signed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from serving.audit.checkpoints import Checkpoint, LogProof
from serving.audit.notes import SignedNote, VerifierKey, read_signature_lines
from serving.audit.tree import TILE_WIDTH
from serving.store.log_hashes import path_of, read_tile_hashes
from serving.store.opening import Store
from serving.store.raw import RawConnection

__all__ = [
    "KeyRow",
    "PublishedHead",
    "StoredProof",
    "add_cosignature",
    "keys_of",
    "last_head",
    "prove",
    "publish",
    "published_tile",
    "read_keys",
    "youngest_cosigned",
]

_LAST = "SELECT origin, size, root, note, at FROM log_heads ORDER BY id DESC LIMIT 1"
_COSIGNED = (
    "SELECT origin, size, root, note, at FROM log_heads WHERE (origin, size) ="
    " (SELECT origin, size FROM log_cosignatures ORDER BY id DESC LIMIT 1) ORDER BY id LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class PublishedHead:
    """A head that was sealed and then published.

    Attributes:
        note: with the cosignatures that are there.
        at: when it was sealed.
        cosigned_at: the youngest cosignature's moment, by the witness's clock; or None.
        witnesses: who cosigned it.
    """

    checkpoint: Checkpoint
    note: SignedNote
    at: str
    cosigned_at: str | None = None
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that signs or has signed, and the entry that names it, if one does."""

    key: VerifierKey
    entry_id: str | None
    since: str


@dataclass(frozen=True, slots=True)
class StoredProof:
    """One entry's exact bytes with the proof that it is in the log.

    Attributes:
        proof: None while no signed head covers the entry: a second or so.
    """

    entry: bytes
    proof: LogProof | None


def read_keys(raw: RawConnection) -> tuple[KeyRow, ...]:
    """Every key of this log and of those before it, the first one first."""
    rows = raw.all("SELECT key, entry_id, since FROM log_keys ORDER BY id")
    return tuple(KeyRow(VerifierKey.parse(row[0]), row[1], row[2]) for row in rows)


def keys_of(keys: Sequence[KeyRow], origin: str) -> tuple[VerifierKey, ...]:
    """Those of one log."""
    return tuple(row.key for row in keys if row.key.name == origin)


def publish(raw: RawConnection, note: SignedNote, at: str) -> None:
    """Add a head that is sealed, inside the caller's transaction."""
    head = Checkpoint.parse(note.body)
    row = (head.origin, head.size, head.root, note.text, at)
    raw.insert("log_heads (origin, size, root, note, at)", [row])


def add_cosignature(
    raw: RawConnection, head: Checkpoint, witness: str, line: str, signed_at: str
) -> None:
    """Add a witness's line under a head, inside the caller's transaction."""
    row = (head.origin, head.size, witness, line, signed_at)
    raw.insert("log_cosignatures (origin, size, witness, line, signed_at)", [row])


def last_head(raw: RawConnection) -> PublishedHead | None:
    """The head that was published last."""
    return _with_cosignatures(raw, raw.one(_LAST))


def youngest_cosigned(raw: RawConnection) -> PublishedHead | None:
    """The largest head of the log that a witness cosigned."""
    return _with_cosignatures(raw, raw.one(_COSIGNED))


def _with_cosignatures(raw: RawConnection, row: tuple[Any, ...] | None) -> PublishedHead | None:
    if row is None:
        return None
    origin, size, root, text, at = row
    lines = raw.all(
        "SELECT witness, line, signed_at FROM log_cosignatures"
        " WHERE origin = ? AND size = ? ORDER BY id",
        (origin, size),
    )
    note = SignedNote.parse(text)
    # A witness that cosigned the same head again is said once, with its last word.
    by_witness = {witness: (line, signed_at) for witness, line, signed_at in lines}
    for line, _ in by_witness.values():
        note = note.with_signatures(read_signature_lines(line))
    return PublishedHead(
        Checkpoint(origin, size, bytes(root)),
        note,
        at,
        max((signed_at for _, signed_at in by_witness.values()), default=None),
        tuple(by_witness),
    )


def prove(store: Store, entry_id: str) -> StoredProof | None:
    """The entry with its proof, under the youngest cosigned head that covers it, else under
    the last head; None if there is no such entry.

    Raises:
        LogDamagedError: rows that the tree needs are not there.
    """
    raw = store.connect_log(readonly=True)
    try:
        with raw.snapshot():
            row = raw.one(
                "SELECT e.entry, l.position FROM log_entries e"
                " LEFT JOIN log_leaves l ON l.entry_id = e.id WHERE e.id = ?",
                (entry_id,),
            )
            if row is None:
                return None
            entry, position = bytes(row[0]), row[1]
            for head in (youngest_cosigned(raw), last_head(raw)):
                if position is not None and head is not None and position < head.checkpoint.size:
                    path = path_of(raw, position, head.checkpoint.size)
                    return StoredProof(entry, LogProof(position, path, head.note))
            return StoredProof(entry, None)
    finally:
        raw.close()


def published_tile(store: Store, level: int, position: int, width: int) -> bytes | None:
    """Hashes of a tile as far as the last published head reaches; None beyond that."""
    raw = store.connect_log(readonly=True)
    try:
        with raw.snapshot():
            head = last_head(raw)
            size = 0 if head is None else head.checkpoint.size
            if (position * TILE_WIDTH + width) * TILE_WIDTH**level > size:
                return None
            return read_tile_hashes(raw, level, position, width)
    finally:
        raw.close()
