"""Which records of children stand under which adult, home or place, and which tell of harm."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, Select, select

from features.relations.declaration import MANAGED, NAMING, READ_KINDS, tells_harm
from records.adults import named_adult
from records.events import Event
from records.places import place_key, place_of
from records.rows import Entry
from serving.store.batches import batches, insert_rows
from serving.tables.relations import adult_entries, relation_keys

__all__ = [
    "HARM",
    "holders_of",
    "is_place",
    "keys_of",
    "naming_records",
    "save_relations",
]

#: Stands among the keys of a record with an entry of exploitation harm.
HARM = "harm"
_PLACE = "P-"
#: Person records begin with their system, and nothing else among the keys begins with it.
_ADULTS = ("S", "T")


def is_place(key: str) -> bool:
    """Whether the key is a home's or place's; the others are adults' records, and the mark."""
    return key.startswith(_PLACE)


def save_relations(connection: Connection, entries: Iterable[tuple[str | None, Entry]]) -> None:
    """Keep under what these entries, just taken in, are to be found.

    With each comes the child's record as it is stored; None for an entry without a child.
    """
    homes: set[tuple[str, str | None, str | None]] = set()
    keys: set[tuple[str, str]] = set()
    alone: set[tuple[str, str, str]] = set()
    for record, entry in entries:
        event, person = entry.event, entry.person
        if record is None or person is None:
            if event.kind in MANAGED and (adult := named_adult(event)) is not None:
                alone.add((str(adult), event.source.value, event.entry))
            continue
        homes.add((record, person.address, person.postcode))
        if event.kind in READ_KINDS:
            keys.update((key, record) for key in _keys(event))
    for record, address, postcode in homes:
        if (home := place_key(address, postcode)) is not None:
            keys.add((home, record))
    insert_rows(connection, relation_keys, sorted(keys))
    insert_rows(connection, adult_entries, sorted(alone))


def _keys(event: Event) -> Iterator[str]:
    if (place := place_of(event)) is not None:
        yield place[0]
    if event.kind in NAMING and (adult := named_adult(event)) is not None:
        yield str(adult)
    if tells_harm(event):
        yield HARM


def keys_of(connection: Connection, records: Collection[str]) -> set[tuple[str, str]]:
    """Every (key, record) of these records of children."""
    return _pairs(connection, select(relation_keys), "record_id", records)


def holders_of(connection: Connection, keys: Collection[str]) -> set[tuple[str, str]]:
    """Every (key, record) under one of these keys."""
    return _pairs(connection, select(relation_keys), "key", keys)


def naming_records(connection: Connection) -> set[tuple[str, str]]:
    """Every (adult's record, child's record) of which the second names the first."""
    column = relation_keys.c.key
    first, last = _ADULTS
    query = select(relation_keys).where(column >= first, column < last)
    return {(row[0], row[1]) for row in connection.execute(query)}


def _pairs(
    connection: Connection, query: Select[Any], column: str, among: Collection[str]
) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for some in batches(sorted(among)):
        rows = connection.execute(query.where(relation_keys.c[column].in_(some)))
        found.update((row[0], row[1]) for row in rows)
    return found
