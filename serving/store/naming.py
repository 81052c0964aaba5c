"""Entries by the adult whom they name: which notices, which management, beside which child."""

from __future__ import annotations

import json
from collections.abc import Collection

from sqlalchemy import Connection, select

from records.calendar import instant_from_text
from records.events import Event
from records.history import Moved
from records.persons import RecordId
from records.sources import SourceSystem
from records.written import WrittenEvent
from serving.tables.taken_in import entries

__all__ = ["Named", "entries_naming"]

#: The adult's record, the child's record if the entry has one, and the entry.
Named = tuple[RecordId, RecordId | None, Event]


def entries_naming(
    connection: Connection, adults: Collection[RecordId]
) -> tuple[tuple[Named, ...], tuple[Moved, ...]]:
    """Every entry that names one of these adults, and every entry that another replaced.

    Reads all entries of the systems of ``adults``: fit for the small systems (S3, S8).
    An adult without a reference of the system is named by the entry itself.
    """
    found: list[Named] = []
    moved: list[Moved] = []
    for source in sorted({adult.source for adult in adults}, key=lambda s: s.value):
        refs = {adult.ref: adult for adult in adults if adult.source is source}
        query = select(
            entries.c.source, entries.c.kind, entries.c.reference, entries.c.entry,
            entries.c.occurred, entries.c.recorded, entries.c.details, entries.c.replaces,
            entries.c.record_id,
        ).where(entries.c.source == source.value)  # fmt: skip
        for *parts, record in connection.execute(query.order_by(entries.c.entry)):
            written = WrittenEvent(*parts)
            if written.replaces is not None:
                moved.append(_moved(source, written))
            ref = json.loads(written.details).get("adult_ref", f"entry:{written.entry}")
            if ref in refs:
                child = None if record is None else RecordId.parse(record)
                found.append((refs[ref], child, written.event()))
    return tuple(found), tuple(moved)


def _moved(source: SourceSystem, written: WrittenEvent) -> Moved:
    assert written.replaces is not None
    return Moved(source, written.replaces, instant_from_text(written.recorded))
