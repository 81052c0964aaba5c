"""Adults put together from what was taken in about them alone and from the links as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from linkage.subjects import Subject
from records.adults import Adult
from records.events import Event
from records.persons import ChildId, RecordId
from records.written import WrittenEvent
from serving.store.batches import batches
from serving.store.links import current_links, links_of, records_of
from serving.tables.relations import adult_entries
from serving.tables.taken_in import entries
from serving.tables.who import WHO

__all__ = ["adult_records_touched_since", "adults_of", "read_adults"]

_WHO = WHO[Subject.ADULT]
_COLUMNS = (
    entries.c.source, entries.c.kind, entries.c.reference, entries.c.entry, entries.c.occurred,
    entries.c.recorded, entries.c.details, entries.c.replaces,
)  # fmt: skip
_ENTRY = (entries.c.source == adult_entries.c.source) & (entries.c.entry == adult_entries.c.entry)
_REPLACING = (entries.c.source == adult_entries.c.source) & (
    entries.c.replaces == adult_entries.c.entry
)


def read_adults(connection: Connection) -> Iterator[Adult]:
    """Every adult with a linked record, in order of id."""
    records: dict[ChildId, list[RecordId]] = {}
    for record, adult in current_links(connection, _WHO).items():
        records.setdefault(adult, []).append(record)
    alone = _entries(connection, None)
    for adult in sorted(records):
        yield _adult(adult, records[adult], alone)


def adults_of(connection: Connection, records: Collection[str]) -> list[Adult]:
    """The adults whom these records are, each whole, in order of id.

    A record that was never linked stands for an adult of its own, under its own name.
    """
    links = links_of(connection, _WHO, records)
    theirs: dict[str, list[RecordId]] = {}
    for record, adult in records_of(connection, _WHO, set(links.values())).items():
        theirs.setdefault(adult, []).append(record)
    for name in {*records}.difference(map(str, links)):
        theirs[name] = [RecordId.parse(name)]
    alone = _entries(connection, {str(record) for found in theirs.values() for record in found})
    return [_adult(adult, theirs[adult], alone) for adult in sorted(theirs)]


def adult_records_touched_since(connection: Connection, extract: int) -> set[str]:
    """Adults' records of which a later extract holds an entry without a child, or one that
    replaces such an entry."""
    found: set[str] = set()
    for joined in (_ENTRY, _REPLACING):
        query = select(adult_entries.c.record_id).join(entries, joined)
        found.update(connection.execute(query.where(entries.c.extract_id > extract)).scalars())
    return found


def _adult(adult: str, records: list[RecordId], alone: dict[str, dict[str, Event]]) -> Adult:
    events = {
        name: event for record in records for name, event in alone.get(str(record), {}).items()
    }
    return Adult(adult, tuple(records), tuple(events.values()))


def _entries(
    connection: Connection, records: Collection[str] | None
) -> dict[str, dict[str, Event]]:
    """For each adult's record, the entries without a child, and those that replace them."""
    found: dict[str, dict[str, Event]] = {}
    for joined in (_ENTRY, _REPLACING):
        query = select(adult_entries.c.record_id, *_COLUMNS).join(entries, joined)
        for record, *parts in _rows(connection, query, records):
            event = WrittenEvent(*parts).event()
            found.setdefault(record, {})[f"{event.source.value}:{event.entry}"] = event
    return found


def _rows(
    connection: Connection, query: Select[Any], records: Collection[str] | None
) -> Iterator[Any]:
    if records is None:
        yield from connection.execute(query)
        return
    for some in batches(sorted(records)):
        yield from connection.execute(query.where(adult_entries.c.record_id.in_(some)))
