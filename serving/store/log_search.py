"""Entries found by officer, child, time and what they say in clear, the newest first (N6).

Ids sort by time, so a page goes on from an id. Whom an entry names lies behind an index
that begins with a stretch of time; what it says in clear lies behind none, so that a
look's commit pays next to nothing: such a search reads entries from the newest on, so
many at most, and says how far it came.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, null, select

from serving.store.batches import batches
from serving.store.log_search_sought import (
    Sought,
    fields_if_sought,
    id_bounds,
    is_in_time,
    is_theirs,
)
from serving.tables.log import log_entries, log_leaves, log_private

__all__ = [
    "MOST_READ",
    "MOST_STRETCHES",
    "FoundEntry",
    "LogPage",
    "search_log_entries",
]

#: So many entries are read for one page at most: what bounds its time.
MOST_READ = 10_000
_FIRST_PIECE, _LARGEST_PIECE = 128, 4_096
#: An id begins with its milliseconds in hexadecimal; without the last six digits of those it
#: names a stretch of 2**24 ms, 4 hours and 40 minutes.
_MILLISECOND_DIGITS = 12
_STRETCH_DIGITS = 6
#: So many stretches are asked for one page at most: two years.
MOST_STRETCHES = 4_000
_FIRST_STRETCHES, _MOST_STRETCHES_AT_ONCE = 16, 512


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry, without the answer that it commits to.

    Attributes:
        fields: what it says; empty if its bytes can't be read, and then the log must be
            verified.
        position: None while it waits for its number.
        private: values behind its commitments; ``erased`` are the labels of those that
            were blanked.
    """

    id: str
    fields: Mapping[str, Any]
    position: int | None
    private: Mapping[str, str]
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, the newest first.

    Attributes:
        through: the last id that was looked at, from which the next page goes on; None
            when nothing is left.
    """

    entries: tuple[FoundEntry, ...]
    through: str | None


def search_log_entries(
    connection: Connection, sought: Sought, most: int, *, most_read: int = MOST_READ
) -> LogPage:
    """At most ``most`` entries, of at most ``most_read`` that were read for them, or of the
    entries of two years, where officer or child is given.

    A page may hold fewer than ``most``, or none, and yet have a ``through``: then go on.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    first, last = id_bounds(sought.since, sought.until)
    before = last if sought.before is None else min(last, sought.before)
    named = sought.officer is not None or sought.children is not None
    pieces = (
        _named_pieces(connection, sought, first, before)
        if named
        else _pieces(connection, first, before, most_read)
    )
    through: str | None = None
    for rows, reached in pieces:
        through = reached
        for entry_id, entry, child in rows:
            fields = fields_if_sought(bytes(entry), sought)
            if fields is None or not is_in_time(fields, sought):
                continue
            if is_theirs(entry_id, child, sought):
                found.append((entry_id, fields))
                if len(found) == most:
                    return LogPage(_with_parts(connection, found), entry_id)
    return LogPage(_with_parts(connection, found), through)


_Rows = Sequence[Any]
#: Each of these statements is another: none is worth remembering.
_NOT_KEPT: Mapping[str, Any] = MappingProxyType({"compiled_cache": None})


def _pieces(
    connection: Connection, first: str, before: str, most_read: int
) -> Iterator[tuple[_Rows, str | None]]:
    """Entries of anybody, the newest first, and how far they reach; None for to the end."""
    piece, read = _FIRST_PIECE, 0
    while read < most_read:
        piece = min(piece, most_read - read)
        rows = connection.execute(
            select(log_entries.c.id, log_entries.c.entry, null())
            .where(log_entries.c.id >= first, log_entries.c.id < before)
            .order_by(log_entries.c.id.desc())
            .limit(piece)
        ).all()
        if len(rows) < piece:
            yield rows, None
            return
        before, read, piece = rows[-1][0], read + len(rows), min(2 * piece, _LARGEST_PIECE)
        yield rows, before


def _named_pieces(
    connection: Connection, sought: Sought, first: str, before: str
) -> Iterator[tuple[_Rows, str | None]]:
    """Entries of the officer and of the child, stretch of time by stretch of time.

    The index begins with the stretch, so that a look's commit touches its newest part
    alone; asking it for each stretch in turn costs a microsecond or two for each.
    """
    ids = select(log_entries.c.id).where(log_entries.c.id >= first, log_entries.c.id < before)
    ends = [
        connection.execute(ids.order_by(order).limit(1)).scalar_one_or_none()
        for order in (log_entries.c.id.asc(), log_entries.c.id.desc())
    ]
    if None in ends:
        yield (), None
        return
    oldest, stretch = (int(str(entry_id)[:_STRETCH_DIGITS], 16) for entry_id in ends)
    query, of = _named_query(sought)
    few, asked = _FIRST_STRETCHES, 0
    while stretch >= oldest and asked < MOST_STRETCHES:
        low = max(oldest, stretch - few + 1)
        names = [f"{one:0{_STRETCH_DIGITS}x}" for one in range(low, stretch + 1)]
        # Bounds on the id are kept out of the query: the database would walk them instead.
        # The stretches, hexadecimal digits of ours, are written out: binding thousands takes
        # longer than asking for them.
        within: ColumnElement[bool] = literal_column(f"{of} IN ('" + "', '".join(names) + "')")
        named = connection.execute(query.where(within), execution_options=_NOT_KEPT)
        rows = [row for row in named if first <= row[0] < before]
        asked, stretch, few = asked + few, low - 1, min(4 * few, _MOST_STRETCHES_AT_ONCE)
        yield rows, None if low == oldest else names[0].ljust(_MILLISECOND_DIGITS, "0")


def _leading(sought: Sought) -> list[str]:
    """The labels asked by; the child's first, who has fewer entries than an officer."""
    labels = (sought.children is not None, "child"), (sought.officer is not None, "who")
    return [label for is_asked, label in labels if is_asked]


_OF: Mapping[str, Any] = MappingProxyType(
    {label: log_private.alias(f"of_{label}") for label in ("child", "who")}
)


def _named_query(sought: Sought) -> tuple[Select[Any], str]:
    """Entries by whom they name, and the stretch of time that the index begins with.

    What the index is made of is written out, not bound: so the database sees that it may
    use it.
    """
    labels = _leading(sought)
    leading = _OF[labels[0]]
    child = null() if sought.children is None else _OF["child"].c.value
    query = select(leading.c.entry_id, log_entries.c.entry, child).join(
        log_entries, log_entries.c.id == leading.c.entry_id
    )
    for label in labels[1:]:
        query = query.join(_OF[label], _OF[label].c.entry_id == leading.c.entry_id)
    for label in labels:
        name = f"of_{label}"
        query = query.where(literal_column(f"({name}.label IN ('who', 'child'))"))
        query = query.where(literal_column(f"({name}.label = '{label}')"))
    if sought.officer is not None:
        query = query.where(_OF["who"].c.value == sought.officer.encode())
    if sought.children is not None:
        query = query.where(_OF["child"].c.value.in_([one.encode() for one in sought.children]))
    stretch = f"substr(of_{labels[0]}.entry_id, 1, {_STRETCH_DIGITS})"
    return query.order_by(leading.c.entry_id.desc()), stretch


def _with_parts(
    connection: Connection, found: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[FoundEntry, ...]:
    """The entries with their place and what opens them."""
    places: dict[str, int] = {}
    private: dict[str, dict[str, str]] = {}
    erased: dict[str, list[str]] = {}
    for some in batches([entry_id for entry_id, _ in found]):
        leaves = select(log_leaves.c.entry_id, log_leaves.c.position)
        rows = connection.execute(leaves.where(log_leaves.c.entry_id.in_(some)))
        places.update(tuple(row) for row in rows)
        parts = select(log_private.c.entry_id, log_private.c.label, log_private.c.value)
        for row in connection.execute(parts.where(log_private.c.entry_id.in_(some))):
            if row.value is None:
                erased.setdefault(row.entry_id, []).append(row.label)
            else:
                private.setdefault(row.entry_id, {})[row.label] = bytes(row.value).decode()
    return tuple(
        FoundEntry(
            entry_id,
            fields,
            places.get(entry_id),
            private.get(entry_id, {}),
            tuple(sorted(erased.get(entry_id, ()))),
        )
        for entry_id, fields in found
    )
