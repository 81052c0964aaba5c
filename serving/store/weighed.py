"""What linking keeps to go on from: weighed pairs, and the keys under which records meet."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Final

import numpy as np
from sqlalchemy import Connection, delete, func, or_, select

from serving.store.batches import batches, insert_rows, upsert_rows
from serving.tables.who import WhoTables

__all__ = [
    "count_weighed",
    "fingerprints",
    "meeting",
    "pairs_among",
    "reachable",
    "save_keys",
    "save_pairs",
]

#: Record, record, weight; the records in the order of their text.
_Pair = tuple[str, str, int]
_PIECE = 10_000
#: Keys as they are kept: 64 bits each, the lowest byte first on every machine.
_KEYS: Final = np.dtype("<i8")


def save_keys(
    connection: Connection,
    who: WhoTables,
    keys: Iterable[tuple[str, bytes, Collection[int]]],
    *,
    replacing_all: bool,
) -> None:
    """Keep each record's fingerprint and keys: (record, fingerprint, keys)."""
    if replacing_all:
        connection.execute(delete(who.keys))
    upsert_rows(connection, who.keys, [(r, print_, _packed(found)) for r, print_, found in keys])


def count_weighed(connection: Connection, who: WhoTables) -> int:
    """How many records were ever weighed."""
    return int(connection.execute(select(func.count()).select_from(who.keys)).scalar_one())


def fingerprints(
    connection: Connection, who: WhoTables, records: Collection[str]
) -> dict[str, bytes]:
    """What these records said when they were last weighed; one never weighed is left out."""
    table, found = who.keys, {}
    for some in batches(sorted(records)):
        query = select(table.c.record_id, table.c.fingerprint).where(table.c.record_id.in_(some))
        found.update({row[0]: bytes(row[1]) for row in connection.execute(query)})
    return found


def meeting(connection: Connection, who: WhoTables, asked: Collection[int]) -> set[str]:
    """Every record that is kept under any of these keys.

    Reads the keys of all records, once, in the order in which they lie: for some
    hundreds of thousands that is quicker than an index over millions of keys, and
    nothing has to be kept up to date.
    """
    table, wanted = who.keys, np.fromiter(asked, np.int64, len(asked))
    query = select(table.c.record_id, table.c["keys"]).execution_options(yield_per=_PIECE)
    found: set[str] = set()
    for part in connection.execute(query).partitions():
        records, packed = zip(*part, strict=True)
        is_met = np.isin(np.frombuffer(b"".join(packed), _KEYS), wanted)
        ends = np.cumsum([len(keys) // _KEYS.itemsize for keys in packed])
        owners = np.searchsorted(ends, np.flatnonzero(is_met), side="right")
        found.update(records[owner] for owner in np.unique(owners))
    return found


def save_pairs(
    connection: Connection, who: WhoTables, pairs: Iterable[_Pair], *, of: Collection[str] | None
) -> None:
    """Make ``pairs`` every weighed pair of the records ``of``; None means of all."""
    table = who.pairs
    if of is None:
        connection.execute(delete(table))
    else:
        for some in batches(sorted(of)):
            connection.execute(delete(table).where(or_(table.c.a.in_(some), table.c.b.in_(some))))
    insert_rows(connection, table, sorted(pairs))


def pairs_among(
    connection: Connection, who: WhoTables, records: Collection[str]
) -> dict[tuple[str, str], int]:
    """The weighed pairs that hold any of these records, and what they weigh."""
    table, found = who.pairs, {}
    for some in batches(sorted(records)):
        query = select(table).where(or_(table.c.a.in_(some), table.c.b.in_(some)))
        found.update({(row.a, row.b): row.weight for row in connection.execute(query)})
    return found


def reachable(
    connection: Connection,
    who: WhoTables,
    start: Collection[str],
    beside: Mapping[str, Collection[str]],
) -> set[str]:
    """Every record that a chain of weighed pairs, or of ``beside``, joins to ``start``.

    ``beside`` holds what joins records and is not stored as a pair: decisions, and pairs
    about to be saved. Records that the store doesn't know are reached too.
    """
    met, edge = set(start), set(start)
    while edge:
        near = {record for pair in pairs_among(connection, who, edge) for record in pair}
        near |= {other for record in edge for other in beside.get(record, ())}
        edge = near - met
        met |= edge
    return met


def _packed(keys: Collection[int]) -> bytes:
    return np.sort(np.fromiter(keys, np.int64, len(keys))).astype(_KEYS).tobytes()
