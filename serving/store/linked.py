"""Histories put together from what was taken in and from the links as they are now."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from itertools import chain, groupby
from typing import Any

from sqlalchemy import Connection, Text, bindparam, text

from linkage.subjects import Subject
from records.events import EventKind
from records.history import History
from records.persons import ChildId
from records.serial import moved_text, person_from_json
from records.written import WrittenEvent, WrittenHistory
from serving.store.extracts import freshness
from serving.store.links import current_links, records_of
from serving.store.persons import written_versions
from serving.tables.who import WHO

__all__ = ["MOST_CHOSEN", "LinkedHistories", "read_histories"]

#: More children than this are not asked for one by one: they go into one statement.
MOST_CHOSEN = 10_000
_PIECE = 2_000
_EVENTS = (
    "SELECT l.child_id, e.source, e.kind, e.reference, e.entry, e.occurred, e.recorded,"
    " e.details, e.replaces"
    " FROM links l JOIN entries e ON e.record_id = l.record_id"
    " WHERE l.until IS NULL{kinds}{children} ORDER BY l.child_id"
)
_OF_KINDS = " AND e.kind IN :kinds"
_REPLACING = " AND (e.kind IN :kinds OR e.replaces IS NOT NULL)"
_MOVED = (
    "SELECT was.child_id, old.source, old.entry, e.recorded"
    " FROM entries e"
    " JOIN entries old ON old.source = e.source AND old.entry = e.replaces"
    " JOIN links was ON was.record_id = old.record_id AND was.until IS NULL"
    " LEFT JOIN links now ON now.record_id = e.record_id AND now.until IS NULL"
    " WHERE e.replaces IS NOT NULL AND now.child_id IS DISTINCT FROM was.child_id{children}"
)


def read_histories(connection: Connection) -> Iterator[History]:
    """The history of every child with a linked record, in order of child id.

    Made by the current links; an entry that another child's entry replaced is in
    ``moved``. ``connected`` are the systems that were ever read.
    """
    return (written.history() for written in LinkedHistories(connection))


class LinkedHistories:
    """What :func:`read_histories` gives, as it is stored: an entry is fetched, never read.

    Of ``children`` alone if they are given, at most :data:`MOST_CHOSEN`. Entries come in
    pieces as they are asked for. Good for the one transaction.
    """

    def __init__(self, connection: Connection, children: Collection[ChildId] | None = None) -> None:
        if children is not None and len(children) > MOST_CHOSEN:
            raise ValueError(f"at most {MOST_CHOSEN} children are read by name; read them all")
        self._connection = connection
        self._chosen = None if children is None else sorted(children)
        self._connected = frozenset(freshness(connection))
        self._persons = self._read_persons()
        moved: dict[str, list[tuple[str, str, str]]] = {}
        chosen = "" if children is None else " AND was.child_id IN :children"
        for child, source, entry, recorded in self._rows(_MOVED.format(children=chosen)):
            moved.setdefault(child, []).append((recorded, source, entry))
        self._moved = {
            child: tuple(moved_text(source, entry, at) for at, source, entry in sorted(found))
            for child, found in moved.items()
        }

    def _read_persons(self) -> dict[str, tuple[str, ...]]:
        who = WHO[Subject.CHILD]
        if self._chosen is None:
            links, names = current_links(self._connection, who), None
        else:
            links = records_of(self._connection, who, [ChildId(c) for c in self._chosen])
            names = [str(record) for record in links]
        child_of = {str(record): child for record, child in links.items()}
        versions: dict[str, list[tuple[str, str, str]]] = {}
        for record, recorded, person in written_versions(self._connection, who, names):
            if (child := child_of.get(record)) is not None:
                versions.setdefault(child, []).append((recorded, record, person))
        return {child: _in_order(versions[child]) for child in sorted(versions)}

    def __iter__(self) -> Iterator[WrittenHistory]:
        return self._read(None)

    def with_only(
        self, kinds: Collection[EventKind], *, replacing: bool = False
    ) -> Iterator[WrittenHistory]:
        """The same histories, holding the events of these kinds alone.

        With ``replacing``, those that replace another too, whatever their kind: what is
        needed to tell which of these kinds stand.
        """
        chosen = _REPLACING if replacing else _OF_KINDS
        return self._read([kind.value for kind in kinds], chosen)

    def _read(self, kinds: list[str] | None, chosen: str = "") -> Iterator[WrittenHistory]:
        sql = _EVENTS.format(
            kinds=chosen,
            children="" if self._chosen is None else " AND l.child_id IN :children",
        )
        groups = groupby(self._rows(sql, kinds), key=lambda row: row[0])
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

    def _rows(self, sql: str, kinds: list[str] | None = None) -> Iterator[Any]:
        """The rows, fetched in pieces: neither all at once nor one at a time."""
        query, values = text(sql), {}
        for name, given in (("kinds", kinds), ("children", self._chosen)):
            if given is not None:
                query = query.bindparams(bindparam(name, type_=Text(), expanding=True))
                values[name] = given
        found = self._connection.execute(query, values, execution_options={"yield_per": _PIECE})
        return chain.from_iterable(found.partitions(_PIECE))


_NOBODY: tuple[str | None, Iterator[Any]] = (None, iter(()))


def _in_order(versions: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """The texts in the order in which a history keeps its persons."""
    versions.sort()
    if len({version[:2] for version in versions}) < len(versions):
        # Two versions of one record and one moment stand as they would when read.
        versions.sort(key=lambda v: (*v[:2], repr(person_from_json(json.loads(v[2])))))
    return tuple(person for _, _, person in versions)
