"""Keeping what answers are made from, and reading it again for a replay (N1).

A child's own records are not here: they are kept as the look's blob.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from serving.audit.leaf import ANSWER
from serving.audit.tree import leaf_hash
from serving.store.batches import batches, insert_new
from serving.store.erased import erased_blob
from serving.store.histories import blob_digest
from serving.store.log_parts import LoggedEntry, read_entry
from serving.tables.kept import kept_inputs
from serving.tables.log import log_answers, log_entries, log_leaves, log_private
from serving.tables.taken_in import history_blobs

__all__ = [
    "PastEntry",
    "erase_kept",
    "erasers_of",
    "keep_inputs",
    "last_position",
    "read_kept",
    "read_past",
    "read_pasts",
    "shown_with",
]

_MILLISECONDS = 12


@dataclass(frozen=True, slots=True)
class PastEntry:
    """One entry with everything that a replay needs of the log.

    Attributes:
        salt: what opens the answer's commitment together with ``entry.answer``; None if
            there was no answer, or it is erased.
        erasing: the fields of the entry that says why the answer was erased.
    """

    entry: LoggedEntry
    salt: bytes | None
    erasing: Mapping[str, object] | None


def keep_inputs(connection: Connection, kept: Mapping[str, tuple[str, bytes]]) -> None:
    """Keep bytes of these kinds under these digests; what is there stays as it is.

    Raises:
        ValueError: a digest is not that of its bytes.
    """
    for digest, (kind, value) in kept.items():
        if blob_digest(value) != digest:
            raise ValueError(f"the bytes of the {kind} are not those of their digest")
    rows = [
        {"digest": digest, "kind": kind, "value": value} for digest, (kind, value) in kept.items()
    ]
    insert_new(connection, kept_inputs, rows)


def read_kept(connection: Connection, digests: Collection[str]) -> dict[str, bytes]:
    """The bytes of these digests, looks' blobs among them. What is not kept, or is erased, or
    is not what its digest says any more, is left out."""
    found: dict[str, bytes] = {}
    for some in batches(sorted(digests)):
        blobs = select(history_blobs.c.digest, history_blobs.c.blob)
        for row in connection.execute(blobs.where(history_blobs.c.digest.in_(some))):
            found[row[0]] = bytes(row[1])
        inputs = select(kept_inputs.c.digest, kept_inputs.c.value)
        for row in connection.execute(inputs.where(kept_inputs.c.digest.in_(some))):
            if row[1] is not None:
                found[row[0]] = bytes(row[1])
    return {digest: value for digest, value in found.items() if blob_digest(value) == digest}


def erasers_of(connection: Connection, digests: Collection[str]) -> dict[str, Mapping[str, object]]:
    """Those of these that were erased, with the fields of the entry that says why."""
    found: dict[str, str] = {}
    for digest in sorted(digests):
        erasure = erased_blob(connection, digest)
        if erasure is not None and erasure.erased_entry is not None:
            found[digest] = erasure.erased_entry
    for some in batches(sorted(digests)):
        query = select(kept_inputs.c.digest, kept_inputs.c.erased_by).where(
            kept_inputs.c.digest.in_(some), kept_inputs.c.erased_by.is_not(None)
        )
        found.update({row[0]: row[1] for row in connection.execute(query)})
    entries = {digest: read_entry(connection, entry) for digest, entry in found.items()}
    return {digest: entry.fields for digest, entry in entries.items() if entry is not None}


def erase_kept(connection: Connection, digests: Collection[str], erased_by: str) -> int:
    """Blank those of these that name people, for good; returns how many.

    Enter in the log first what is erased and why, and give the entry's id.
    """
    count = 0
    for some in batches(sorted(digests)):
        statement = update(kept_inputs).where(
            kept_inputs.c.digest.in_(some),
            kept_inputs.c.kind == "withheld",
            kept_inputs.c.value.is_not(None),
        )
        count += connection.execute(statement.values(value=None, erased_by=erased_by)).rowcount
    return count


def read_past(connection: Connection, entry_id: str) -> PastEntry | None:
    """The entry of this id for a replay, or None."""
    entry = read_entry(connection, entry_id)
    if entry is None:
        return None
    query = select(log_answers.c.salt).where(log_answers.c.entry_id == entry_id)
    salt = connection.execute(query).scalar_one_or_none()
    erased_by = entry.erased.get(ANSWER)
    erasing = None if erased_by is None else read_entry(connection, erased_by)
    return PastEntry(
        entry,
        None if salt is None else bytes(salt),
        None if erasing is None else erasing.fields,
    )


def last_position(connection: Connection) -> int:
    """The position of the newest numbered entry; -1 of an empty log."""
    query = select(log_leaves.c.position).order_by(log_leaves.c.position.desc()).limit(1)
    found = connection.execute(query).scalar_one_or_none()
    return -1 if found is None else int(found)


def read_pasts(connection: Connection, first: int, until: int) -> Iterator[PastEntry]:
    """The numbered entries at these positions that gave an answer, in order; ``private`` is
    left empty, since nobody is to be named."""
    query = (
        select(log_entries, log_leaves.c.position, log_answers)
        .join(log_leaves, log_leaves.c.entry_id == log_entries.c.id)
        .join(log_answers, log_answers.c.entry_id == log_entries.c.id)
        .where(log_leaves.c.position >= first, log_leaves.c.position < until)
        .order_by(log_leaves.c.position)
    )
    for row in connection.execute(query).all():
        erasing = None if row.erased_by is None else read_entry(connection, row.erased_by)
        entry = LoggedEntry(
            id=row.id,
            entry=bytes(row.entry),
            fields=json.loads(row.entry),
            leaf_hash=leaf_hash(bytes(row.entry)).hex(),
            position=row.position,
            private={},
            answer=None if row.value is None else bytes(row.value),
            erased={} if row.erased_by is None else {ANSWER: row.erased_by},
        )
        salt = None if row.salt is None else bytes(row.salt)
        yield PastEntry(entry, salt, None if erasing is None else erasing.fields)


def shown_with(connection: Connection, entry: LoggedEntry) -> frozenset[str]:
    """Everybody whom the entry's answer was about: an answer that shows several people's
    records leaves an entry for each of them, all of one moment."""
    moment = entry.id[:_MILLISECONDS]
    query = (
        select(log_entries.c.id)
        .join(log_private, log_private.c.entry_id == log_entries.c.id)
        .where(
            log_entries.c.id >= moment,
            log_entries.c.id < moment + "~",
            log_private.c.label == "child",
            log_private.c.value.is_not(None),
        )
    )
    people = set()
    for other in connection.execute(query).scalars().all():
        found = read_entry(connection, other)
        if found is not None and all(
            found.fields[name] == entry.fields[name] for name in ("at", "kind", "facts", "inputs")
        ):
            people.add(found.private["child"])
    return frozenset(people)
