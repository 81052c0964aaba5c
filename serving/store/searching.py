"""Search: from the keys of what was typed to the person records that share them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, desc, func, select

from linkage.subjects import Subject
from records.persons import ChildId, PersonRecord, RecordId
from records.serial import person_from_json
from serving.search.keys import person_keys
from serving.store import tables
from serving.store.batches import batches, insert_rows
from serving.store.who_tables import WHO

__all__ = ["Candidate", "find_candidates", "save_searchable"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One person record that shares keys with the question.

    Attributes:
        hits: how many of the asked keys it has.
        persons: every version of the record, oldest first: an old surname counts.
    """

    record: RecordId
    child: ChildId
    hits: int
    persons: tuple[PersonRecord, ...]


def save_searchable(
    connection: Connection,
    persons: Iterable[tuple[RecordId, Sequence[PersonRecord]]],
    *,
    replacing_all: bool,
) -> int:
    """Let these records be found by all that any of their versions says; how many keys.

    With ``replacing_all`` no other record is found any more.
    """
    keys = {
        str(record): frozenset().union(*map(person_keys, versions)) for record, versions in persons
    }
    table = tables.search_keys
    if replacing_all:
        connection.execute(delete(table))
    else:
        for some in batches(sorted(keys)):
            connection.execute(delete(table).where(table.c.record_id.in_(some)))
    rows = sorted((key, record) for record, found in keys.items() for key in found)
    insert_rows(connection, table, rows)
    return len(rows)


def find_candidates(
    connection: Connection, keys: Sequence[str], limit: int = 200
) -> tuple[Candidate, ...]:
    """The linked records with any of these keys: most shared keys first, then by record id.

    At most ``limit``; no keys give nothing. Ranking by likeness is the caller's part.
    """
    wanted = sorted(set(keys))
    if not wanted:
        return ()
    index, versions = tables.search_keys, tables.person_versions
    links = WHO[Subject.CHILD].links
    hits = func.count().label("hits")
    query = (
        select(index.c.record_id, links.c.child_id, hits)
        .join(links, (links.c.record_id == index.c.record_id) & links.c.until.is_(None))
        .where(index.c.search_key.in_(wanted))
        .group_by(index.c.record_id, links.c.child_id)
        .order_by(desc(hits), index.c.record_id)
        .limit(limit)
    )
    found = connection.execute(query).all()
    persons: dict[str, list[tuple[str, str, PersonRecord]]] = {}
    for some in batches([row.record_id for row in found]):
        for row in connection.execute(select(versions).where(versions.c.record_id.in_(some))):
            person = person_from_json(json.loads(row.person))
            persons.setdefault(row.record_id, []).append((row.recorded, row.content, person))
    return tuple(
        Candidate(
            RecordId.parse(row.record_id),
            ChildId(row.child_id),
            row.hits,
            tuple(part[2] for part in sorted(persons[row.record_id], key=lambda part: part[:2])),
        )
        for row in found
    )
