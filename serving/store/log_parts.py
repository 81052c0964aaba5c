"""One entry of the log with what opens it, for replay and for the auditor; and its erasure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, select, update

from serving.audit.leaf import ANSWER, PRIVATE_LABELS
from serving.audit.tree import leaf_hash
from serving.tables.log import log_answers, log_entries, log_leaves, log_private

__all__ = ["LoggedEntry", "erase_parts", "read_entry"]


@dataclass(frozen=True, slots=True)
class LoggedEntry:
    """One look as the log holds it.

    Attributes:
        entry: the exact bytes; ``fields`` are what they say.
        leaf_hash: hex, as on the receipt.
        position: its number; None until it has one.
        private: the values behind its commitments, by label; erased ones are left out.
        answer: the exact body; None if there was none, or it is erased.
        erased: the labels that were erased, with the id of the entry that says why.
    """

    id: str
    entry: bytes
    fields: Mapping[str, Any]
    leaf_hash: str
    position: int | None
    private: Mapping[str, str]
    answer: bytes | None
    erased: Mapping[str, str]


def read_entry(connection: Connection, entry_id: str) -> LoggedEntry | None:
    """The entry of this id, or None. What it says is not checked here: see verify_log."""
    query = (
        select(log_entries.c.entry, log_leaves.c.position)
        .outerjoin(log_leaves, log_leaves.c.entry_id == log_entries.c.id)
        .where(log_entries.c.id == entry_id)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    parts = connection.execute(select(log_private).where(log_private.c.entry_id == entry_id)).all()
    answer = connection.execute(
        select(log_answers).where(log_answers.c.entry_id == entry_id)
    ).one_or_none()
    erased = {part.label: part.erased_by for part in parts if part.erased_by is not None}
    if answer is not None and answer.erased_by is not None:
        erased[ANSWER] = answer.erased_by
    private = {part.label: part.value.decode() for part in parts if part.value is not None}
    return LoggedEntry(
        id=entry_id,
        entry=row.entry,
        fields=MappingProxyType(json.loads(row.entry)),
        leaf_hash=leaf_hash(row.entry).hex(),
        position=row.position,
        private=MappingProxyType(private),
        answer=None if answer is None else answer.value,
        erased=MappingProxyType(erased),
    )


def erase_parts(connection: Connection, parts: Sequence[tuple[str, str]], erased_by: str) -> int:
    """Blank these (entry id, label) for good; returns how many were there to blank.

    First enter a look of the kind ``PRIVATE_PARTS_ERASED`` whose ``erases`` names every
    ``entry-id/label``, and give its id: without it the check of the log finds the gap.
    The leaves, the tree and all proofs stand.

    Raises:
        ValueError: no entry of that id is in the log, or a label is unknown.
    """
    if any(label not in (*PRIVATE_LABELS, ANSWER) for _, label in parts):
        raise ValueError("there is no such private part")
    known = select(log_entries.c.id).where(log_entries.c.id == erased_by)
    if connection.execute(known).first() is None:
        raise ValueError("enter the erasure in the log first")
    count = 0
    for entry_id, label in parts:
        if label == ANSWER:
            where = log_answers.c.entry_id == entry_id, log_answers.c.erased_by.is_(None)
            statement = update(log_answers).where(*where)
        else:
            where = log_private.c.entry_id == entry_id, log_private.c.erased_by.is_(None)
            statement = update(log_private).where(*where, log_private.c.label == label)
        blank = statement.values(salt=None, value=None, erased_by=erased_by)
        count += connection.execute(blank).rowcount
    return count
