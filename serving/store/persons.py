"""What each system wrote about a person, version by version, as it was taken in."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from sqlalchemy import Connection, func, select

from records.persons import PersonRecord
from records.serial import person_from_json
from serving.store.batches import batches
from serving.tables.taken_in import entries, extracts
from serving.tables.who import WhoTables

__all__ = [
    "last_extract",
    "read_persons",
    "records_since",
    "touched_since",
    "written_versions",
]

_PIECE = 2_000


def read_persons(
    connection: Connection, who: WhoTables, records: Collection[str] | None = None
) -> tuple[PersonRecord, ...]:
    """Every version of these person records, by record and recording, without mere repeats.

    None means of all. A version that says the same as the one before it is left out, so
    that a record has as many versions as its details changed.
    """
    found = written_versions(connection, who, records)
    return tuple(person_from_json(json.loads(person)) for _, _, person in found)


def written_versions(
    connection: Connection, who: WhoTables, records: Collection[str] | None = None
) -> Iterator[tuple[str, str, str]]:
    """Record id, recorded, canonical text of each version that :func:`read_persons` gives."""
    before = ""
    for record, recorded, person in _rows(connection, who, records):
        # Within a JSON text every quote is escaped, so this can only be the field itself.
        said = person.replace(f'"recorded":"{recorded}"', "", 1)
        if said != before:
            yield record, recorded, person
        before = said


def _rows(
    connection: Connection, who: WhoTables, records: Collection[str] | None
) -> Iterable[tuple[str, str, str]]:
    table = who.versions
    query = select(table.c.record_id, table.c.recorded, table.c.person).order_by(
        table.c.record_id, table.c.recorded, table.c.content
    )
    if records is None:
        found = connection.execute(query, execution_options={"yield_per": _PIECE})
        return (tuple(row) for row in chain.from_iterable(found.partitions(_PIECE)))
    return (
        tuple(row)
        for some in batches(sorted(records))
        for row in connection.execute(query.where(table.c.record_id.in_(some)))
    )


def last_extract(connection: Connection) -> int:
    """The number of the last extract taken in; 0 before the first."""
    return int(connection.execute(select(func.coalesce(func.max(extracts.c.id), 0))).scalar_one())


def records_since(connection: Connection, who: WhoTables, extract: int) -> set[str]:
    """Records of which a later extract than this one wrote a version."""
    table = who.versions
    # Made distinct here: asked of the database, it would read every row in order of record.
    query = select(table.c.record_id).where(table.c.extract_id > extract)
    return set(connection.execute(query).scalars())


def touched_since(connection: Connection, extract: int) -> set[str]:
    """Children's records with an entry in a later extract, or with one that such an entry
    replaced."""
    new, old = entries, entries.alias("old")
    own = select(new.c.record_id).where(new.c.extract_id > extract, new.c.record_id.is_not(None))
    replaced = (
        select(old.c.record_id)
        .join(new, (new.c.source == old.c.source) & (new.c.replaces == old.c.entry))
        .where(
            new.c.extract_id > extract, new.c.replaces.is_not(None), old.c.record_id.is_not(None)
        )
    )
    return {*connection.execute(own).scalars(), *connection.execute(replaced).scalars()}
