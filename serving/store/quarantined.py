"""Rows that are held back, a page at a time, without what they hold."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, select, tuple_

from records.rows import Fault
from records.sources import SourceSystem
from serving.tables.taken_in import extracts, quarantine

__all__ = ["HeldBack", "count_held_back", "read_held_back"]


@dataclass(frozen=True, slots=True)
class HeldBack:
    """One row's place and every rule that it broke; never its values."""

    extract_id: int
    row: int
    source: SourceSystem
    file: str
    read_at: str
    faults: tuple[Fault, ...]

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the list."""
        return self.extract_id, self.row


def count_held_back(connection: Connection) -> dict[SourceSystem, int]:
    """How many rows of each system are held back; of a system without any, nothing."""
    query = select(quarantine.c.source, func.count()).group_by(quarantine.c.source)
    found = {SourceSystem(source): count for source, count in connection.execute(query)}
    return {source: found[source] for source in SourceSystem if source in found}


def read_held_back(
    connection: Connection,
    source: SourceSystem | None,
    before: Sequence[int] | None,
    limit: int,
) -> tuple[HeldBack, ...]:
    """Rows of one system or of all, the latest extract first and in it the last row first,
    from the place ``before`` on."""
    place = tuple_(quarantine.c.extract_id, quarantine.c.extract_row)
    query = (
        select(
            quarantine.c.extract_id,
            quarantine.c.extract_row,
            quarantine.c.source,
            quarantine.c.faults,
            extracts.c.file,
            extracts.c.read_at,
        )
        .join(extracts, extracts.c.id == quarantine.c.extract_id)
        .order_by(quarantine.c.extract_id.desc(), quarantine.c.extract_row.desc())
        .limit(limit)
    )
    if source is not None:
        query = query.where(quarantine.c.source == source.value)
    if before is not None:
        query = query.where(place < tuple_(*before))
    return tuple(
        HeldBack(
            row.extract_id,
            row.extract_row,
            SourceSystem(row.source),
            row.file,
            row.read_at,
            tuple(Fault(*pair) for pair in json.loads(row.faults)),
        )
        for row in connection.execute(query)
    )
