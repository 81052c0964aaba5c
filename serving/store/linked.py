"""Histories put together from what was taken in and from the links as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from records.events import EventKind
from records.history import History
from records.persons import ChildId, PersonRecord
from records.serial import moved_text, person_from_json
from records.written import WrittenEvent, WrittenHistory
from serving.store import tables
from serving.store.extracts import freshness

__all__ = ["LinkedHistories", "read_histories", "read_persons"]

_PIECE = 2_000
_PERSONS = (
    "SELECT record_id, recorded, person FROM person_versions ORDER BY record_id, recorded, content"
)
_EVENTS = (
    "SELECT l.child_id, e.source, e.kind, e.reference, e.entry, e.occurred, e.recorded,"
    " e.details, e.replaces"
    " FROM links l JOIN entries e ON e.record_id = l.record_id"
    " WHERE l.until IS NULL{and_of} ORDER BY l.child_id"
)
_MOVED = (
    "SELECT was.child_id, old.source, old.entry, e.recorded"
    " FROM entries e"
    " JOIN entries old ON old.source = e.source AND old.entry = e.replaces"
    " JOIN links was ON was.record_id = old.record_id AND was.until IS NULL"
    " LEFT JOIN links now ON now.record_id = e.record_id AND now.until IS NULL"
    " WHERE e.replaces IS NOT NULL AND now.child_id IS DISTINCT FROM was.child_id"
)


def read_persons(connection: Connection) -> tuple[PersonRecord, ...]:
    """Every version of every person record, by record and recording, without mere repeats.

    A version that says the same as the one before it is left out, so that a record
    has as many versions as its details changed.
    """
    return tuple(person_from_json(json.loads(row[2])) for row in _versions(connection))


def read_histories(connection: Connection) -> Iterator[History]:
    """The history of every child with a linked record, in order of child id.

    Made by the current links; an entry that another child's entry replaced is in
    ``moved``. ``connected`` are the systems that were ever read.
    """
    return (written.history() for written in LinkedHistories(connection))


class LinkedHistories:
    """What :func:`read_histories` gives, as it is stored: an entry is fetched, never read.

    Entries come in pieces as they are asked for. Good for the one transaction.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._connected = frozenset(freshness(connection))
        child_of = _current_children(connection)
        versions: dict[str, list[tuple[str, str, str]]] = {}
        for record, recorded, person in _versions(connection):
            if (child := child_of.get(record)) is not None:
                versions.setdefault(child, []).append((recorded, record, person))
        self._persons = {child: _in_order(versions[child]) for child in sorted(versions)}
        moved: dict[str, list[tuple[str, str, str]]] = {}
        for child, source, entry, recorded in _rows(connection, _MOVED):
            moved.setdefault(child, []).append((recorded, source, entry))
        self._moved = {
            child: tuple(moved_text(source, entry, at) for at, source, entry in sorted(found))
            for child, found in moved.items()
        }

    def __iter__(self) -> Iterator[WrittenHistory]:
        return self._read(None)

    def with_only(self, kinds: Collection[EventKind]) -> Iterator[WrittenHistory]:
        """The same histories, holding the events of these kinds alone."""
        return self._read([kind.value for kind in kinds])

    def _read(self, kinds: list[str] | None) -> Iterator[WrittenHistory]:
        if kinds is None:
            rows = _rows(self._connection, _EVENTS.format(and_of=""))
        else:
            sql = _EVENTS.format(and_of=" AND e.kind IN :kinds")
            rows = _rows(self._connection, sql, kinds=kinds)
        groups = groupby(rows, key=lambda row: row[0])
        about, found = next(groups, _NOBODY)
        for child, persons in self._persons.items():
            events: list[WrittenEvent] = []
            if about == child:
                events = sorted(
                    (WrittenEvent(*row[1:]) for row in found), key=lambda event: event.order
                )
                about, found = next(groups, _NOBODY)
            yield WrittenHistory(
                ChildId(child), persons, tuple(events), self._moved.get(child, ()), self._connected
            )
        assert about is None, "an entry of a linked record whose person was never stored"


_NOBODY: tuple[str | None, Iterator[Any]] = (None, iter(()))


def _rows(connection: Connection, sql: str, **values: Any) -> Iterator[Any]:
    """The rows, fetched in pieces: neither all at once nor one at a time."""
    query = text(sql)
    if "kinds" in values:
        query = query.bindparams(bindparam("kinds", expanding=True))
    found = connection.execute(query, values, execution_options={"yield_per": _PIECE})
    return chain.from_iterable(found.partitions(_PIECE))


def _versions(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Record id, recorded, canonical text of each version that :func:`read_persons` gives."""
    before = ""
    for record, recorded, person in _rows(connection, _PERSONS):
        # Within a JSON text every quote is escaped, so this can only be the field itself.
        said = person.replace(f'"recorded":"{recorded}"', "", 1)
        if said != before:
            yield record, recorded, person
        before = said


def _in_order(versions: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """The texts in the order in which a history keeps its persons."""
    versions.sort()
    if len({version[:2] for version in versions}) < len(versions):
        # Two versions of one record and one moment stand as they would when read.
        versions.sort(key=lambda v: (*v[:2], repr(person_from_json(json.loads(v[2])))))
    return tuple(person for _, _, person in versions)


def _current_children(connection: Connection) -> dict[str, str]:
    table = tables.links
    query = select(table.c.record_id, table.c.child_id).where(table.c.until.is_(None))
    return {row.record_id: row.child_id for row in connection.execute(query)}
