"""Taking in extracts: every row read is stored, quarantined, or already known (M4)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from records.rows import BadRow, Entry, Fault
from records.sources import EXTRACTED, SourceSystem
from serving.store.batches import batches, insert_rows
from serving.store.entry_rows import WrittenEntry, write_entry
from serving.store.holding_back import erased_apart, hold_back
from serving.store.relations import save_relations
from serving.tables import taken_in as tables

__all__ = [
    "CHANGED_ENTRY",
    "WRITTEN_HERE",
    "Counts",
    "ExtractRow",
    "QuarantinedRow",
    "find_extract",
    "freshness",
    "ingest_batch",
    "read_quarantine",
    "start_extract",
]

#: The rule for an entry that comes again with other content: it's never silently replaced.
CHANGED_ENTRY = Fault(
    "entry_ref",
    "is already stored with other content; send the correction as a new entry that replaces it",
)


#: The file of what people write down in this service: none. An act is an extract of its own.
WRITTEN_HERE = "(written down here)"
#: Where in an entry's row its person record stands.
_RECORD = list(tables.entries.c.keys()).index("record_id")


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of rows; ``rows = stored + quarantined + already_known``, always."""

    rows: int = 0
    stored: int = 0
    quarantined: int = 0
    already_known: int = 0

    def __post_init__(self) -> None:
        if self.rows != self.stored + self.quarantined + self.already_known:
            raise ValueError("rows do not add up to stored + quarantined + already known")

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.rows + other.rows,
            self.stored + other.stored,
            self.quarantined + other.quarantined,
            self.already_known + other.already_known,
        )


@dataclass(frozen=True, slots=True)
class ExtractRow:
    """One extract that was read whole.

    Attributes:
        digest: SHA-256 of the file's bytes, hex.
        taken_at: when the source system made it.
    """

    id: int
    source: SourceSystem
    file: str
    digest: str
    taken_at: datetime
    read_at: datetime
    counts: Counts


@dataclass(frozen=True, slots=True)
class QuarantinedRow:
    """A row that could not be taken, with its place and every rule that it broke."""

    extract_id: int
    row: int
    source: SourceSystem
    faults: tuple[Fault, ...]
    raw: str


def find_extract(
    connection: Connection, source: SourceSystem, digest: str, taken_at: datetime
) -> ExtractRow | None:
    """The extract with exactly this content and time, if it was read before."""
    table = tables.extracts
    row = connection.execute(
        select(table).where(
            table.c.source == source.value,
            table.c.digest == digest,
            table.c.taken_at == instant_to_text(taken_at),
        )
    ).one_or_none()
    if row is None:
        return None
    return ExtractRow(
        id=row.id,
        source=SourceSystem(row.source),
        file=row.file,
        digest=row.digest,
        taken_at=instant_from_text(row.taken_at),
        read_at=instant_from_text(row.read_at),
        counts=Counts(row.rows_read, row.stored, row.quarantined, row.already_known),
    )


def start_extract(
    connection: Connection,
    *,
    source: SourceSystem,
    file: str,
    digest: str,
    taken_at: datetime,
    read_at: datetime,
) -> int:
    """Enter an extract and give its id, to which :func:`ingest_batch` adds its rows.

    Do a whole file in one transaction, so that a crash leaves nothing of it.
    """
    table = tables.extracts
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    connection.execute(
        insert(table).values(
            id=last + 1,
            source=source.value,
            file=file,
            digest=digest,
            taken_at=instant_to_text(taken_at),
            read_at=instant_to_text(read_at),
            rows_read=0,
            stored=0,
            quarantined=0,
            already_known=0,
        )
    )
    return int(last) + 1


def ingest_batch(
    connection: Connection, extract_id: int, source: SourceSystem, rows: Sequence[Entry | BadRow]
) -> Counts:
    """Store what is new among these rows of one extract, in file order.

    An entry of the same source and ``entry_ref`` with the same content is already known;
    with other content it is quarantined under :data:`CHANGED_ENTRY`. A bad row that an
    earlier extract held too, letter by letter, is counted again but kept once. A row that
    tells of an erased record what was recorded before the erasure is quarantined under
    :data:`serving.store.erased.ERASED_RECORD`, without its text; what was recorded after it
    is stored, for nobody may be blind to what happens to the child now.
    """
    bad = [row for row in rows if isinstance(row, BadRow)]
    good = [row for row in rows if isinstance(row, Entry)]
    erased, good = erased_apart(connection, good)
    written = [write_entry(extract_id, row) for row in good]
    first: dict[str, WrittenEntry] = {}
    for one in written:
        first.setdefault(one.name, one)
    stored = insert_rows(connection, tables.entries, [one.row for one in first.values()])
    if stored == len(first):
        new, content_of = first, {name: one.content for name, one in first.items()}
    else:
        held = _held(connection, source, list(first))
        # What stands there from this very row was not there before it.
        new = {name: one for name, one in first.items() if held[name][1:] == one.row[-2:]}
        content_of = {name: content for name, (content, *_) in held.items()}
    assert stored == len(new), "an extract gave one row number to two entries"
    persons = [one.person for one in new.values() if one.person is not None]
    insert_rows(connection, tables.person_versions, persons)
    adults = [one.adult for one in new.values() if one.adult is not None]
    insert_rows(connection, tables.adult_versions, adults)
    kept = (
        (one.row, row) for one, row in zip(written, good, strict=True) if new.get(one.name) is one
    )
    save_relations(connection, ((cells[_RECORD], row) for cells, row in kept))
    changed = (one for one in written if content_of[one.name] != one.content)
    bad += [BadRow(one.row[-1], (CHANGED_ENTRY,), one.raw) for one in changed]
    hold_back(connection, extract_id, source, bad, erased)
    held_back = len(bad) + len(erased)
    counts = Counts(len(rows), stored, held_back, len(rows) - stored - held_back)
    _add_counts(connection, extract_id, counts)
    return counts


def _held(
    connection: Connection, source: SourceSystem, names: Sequence[str]
) -> dict[str, tuple[str, int, int]]:
    """For each stored entry, its content and the extract and row that it came from."""
    table, found = tables.entries, {}
    columns = (table.c.entry, table.c.content, table.c.extract_id, table.c.extract_row)
    for some in batches(names):
        query = select(*columns).where(table.c.source == source.value, table.c.entry.in_(some))
        found.update({row[0]: tuple(row[1:]) for row in connection.execute(query)})
    return found


def _add_counts(connection: Connection, extract_id: int, counts: Counts) -> None:
    table = tables.extracts
    connection.execute(
        update(table)
        .where(table.c.id == extract_id)
        .values(
            rows_read=table.c.rows_read + counts.rows,
            stored=table.c.stored + counts.stored,
            quarantined=table.c.quarantined + counts.quarantined,
            already_known=table.c.already_known + counts.already_known,
        )
    )


def read_quarantine(
    connection: Connection, source: SourceSystem | None = None
) -> tuple[QuarantinedRow, ...]:
    """Every quarantined row, of one system or of all, in order of extract and row."""
    table = tables.quarantine
    query = select(table).order_by(table.c.extract_id, table.c.extract_row)
    if source is not None:
        query = query.where(table.c.source == source.value)
    return tuple(
        QuarantinedRow(
            extract_id=row.extract_id,
            row=row.extract_row,
            source=SourceSystem(row.source),
            faults=tuple(Fault(*pair) for pair in json.loads(row.faults)),
            raw=row.raw.decode(),
        )
        for row in connection.execute(query)
    )


def freshness(connection: Connection) -> dict[SourceSystem, datetime]:
    """For each system that was ever read, when its latest extract was taken."""
    table = tables.extracts
    # What people write down here says nothing of how old a system's extract is.
    query = (
        select(table.c.source, func.max(table.c.taken_at).label("taken_at"))
        .where(table.c.file != WRITTEN_HERE, table.c.source.in_([s.value for s in EXTRACTED]))
        .group_by(table.c.source)
    )
    taken = {
        SourceSystem(row.source): instant_from_text(row.taken_at)
        for row in connection.execute(query)
    }
    return {source: taken[source] for source in SourceSystem if source in taken}
