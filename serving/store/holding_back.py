"""Rows that are not taken in: kept with the rule they broke, or, once erased, without a word."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from records.rows import BadRow, Entry
from records.serial import canonical
from records.sources import SourceSystem
from serving.store.batches import batches, insert_new
from serving.store.erased import ERASED_RECORD, erased_at, mark_of
from serving.store.schema import store_secret
from serving.tables import taken_in as tables

__all__ = ["erased_apart", "hold_back"]


def erased_apart(connection: Connection, good: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """The entries that tell again what was erased, and the others."""
    names = {str(row.person.id) for row in good if row.person is not None}
    since = erased_at(connection, store_secret(connection), names)
    again: list[Entry] = []
    others: list[Entry] = []
    for row in good:
        at = None if row.person is None else since.get(str(row.person.id))
        (again if at is not None and row.event.recorded < at else others).append(row)
    return again, others


def hold_back(
    connection: Connection,
    extract_id: int,
    source: SourceSystem,
    bad: Sequence[BadRow],
    erased: Sequence[Entry] = (),
) -> None:
    """Keep bad rows; of those about erased records, that they came, and not what they say."""
    table, secret = tables.quarantine, store_secret(connection)
    marks = {row.row: mark_of(secret, row.raw) for row in bad}
    scrubbed = _scrubbed(connection, source, marks.values())
    rows = [
        {
            "extract_id": extract_id,
            "extract_row": row.row,
            "source": source.value,
            "faults": canonical([[fault.field, fault.rule] for fault in row.faults]).decode(),
            "raw": row.raw.encode(),
            "digest": hashlib.sha256(row.raw.encode()).hexdigest(),
        }
        for row in bad
        if marks[row.row] not in scrubbed
    ]
    rows += [
        {
            "extract_id": extract_id,
            "extract_row": row.row,
            "source": source.value,
            "faults": canonical([[ERASED_RECORD.field, ERASED_RECORD.rule]]).decode(),
            "raw": b"",
            "digest": mark_of(secret, row.raw),
        }
        for row in erased
    ]
    held: set[str] = set()
    for some in batches([str(row["digest"]) for row in rows]):
        query = select(table.c.digest).where(
            table.c.source == source.value,
            table.c.digest.in_(some),
            table.c.extract_id != extract_id,
        )
        held.update(connection.execute(query).scalars())
    insert_new(connection, table, [row for row in rows if row["digest"] not in held])


def _scrubbed(connection: Connection, source: SourceSystem, marks: Collection[str]) -> set[str]:
    """Those of the marks under which a row is held back whose text was erased."""
    table, found = tables.quarantine, set[str]()
    for some in batches(sorted(marks)):
        query = select(table.c.digest).where(
            table.c.source == source.value, table.c.digest.in_(some)
        )
        found.update(connection.execute(query).scalars())
    return found
