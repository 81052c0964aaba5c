"""What each step of the cluster makes of its rows, as Arrow batches; no Spark in here.

Histories and adults come as the canonical JSON of a snapshot. What goes on is flat rows of
numbers (:mod:`features.compiled.flat`) as bytes, and rows to be joined, as text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from features.compiled.flat import BIRTH, FLAT, birth_dates, flatten, system_bits
from features.compiled.packing import Packed, pack_columns
from features.relations.connecting import apart, joins, own_references
from features.relations.rows import Bearing, rows_of_adult, rows_of_history
from features.relations.texts import row_from_text, row_text
from records.adults import Adult, adult_from_json
from records.history import History
from records.serial import connection_from_json, connection_text, history_from_json

__all__ = [
    "BONDS",
    "CHILDREN",
    "RECORDS",
    "ROWS",
    "TIES",
    "joined",
    "packed_children",
    "records_of_adults",
    "rows_of_adults",
    "rows_of_children",
    "ties_of_children",
]

#: A row of :mod:`features.relations.rows`; ``bears`` if it tells of somebody.
ROWS = pa.schema([("key", pa.string()), ("bears", pa.bool_()), ("row", pa.string())])
#: A child's flat rows and birth dates as bytes, connected systems as bits, rows to join.
CHILDREN = pa.schema(
    [
        ("child", pa.string()),
        ("connected", pa.int64()),
        ("flat", pa.binary()),
        ("births", pa.binary()),
        ("rows", pa.list_(pa.struct(list(ROWS)))),
    ]
)
RECORDS = pa.schema([("record", pa.string()), ("adult", pa.string())])
#: What bears on a child, still to be set apart from what its own entries tell.
BONDS = pa.schema([("child", pa.string()), ("bond", pa.string())])
#: The flat rows of a child's connections, as bytes.
TIES = pa.schema([("child", pa.string()), ("ties", pa.binary())])
#: Rows that go back to Spark at once.
_BATCH = 2_000
Batches = Iterator[pa.RecordBatch]


def rows_of_children(batches: Batches) -> Batches:
    """:data:`CHILDREN` of a snapshot's histories."""
    found = (
        (
            str(history.child),
            system_bits(history.connected),
            np.array(flatten(history, 0), dtype=FLAT).tobytes(),
            np.array(birth_dates(history, 0), dtype=BIRTH).tobytes(),
            [
                {"key": row.key, "bears": isinstance(row, Bearing), "row": row_text(row)}
                for row in rows_of_history(history)
            ],
        )
        for batch in batches
        for history in map(_history, batch.column("history").to_pylist())
    )
    yield from _in_batches(CHILDREN, found)


def rows_of_adults(batches: Batches) -> Batches:
    """:data:`ROWS` of a snapshot's adults, under their own ids."""
    found = (
        (adult.id, True, row_text(row))
        for adult in _adults(batches)
        for row in rows_of_adult(adult)
    )
    yield from _in_batches(ROWS, found)


def records_of_adults(batches: Batches) -> Batches:
    """:data:`RECORDS`: whose each person record of an adult is."""
    found = ((str(r), adult.id) for adult in _adults(batches) for r in adult.records)
    yield from _in_batches(RECORDS, found)


def joined(batches: Batches) -> Batches:
    """:data:`BONDS` of all ``rows`` of each key."""
    found = (
        (str(child), connection_text(connection))
        for batch in batches
        for key, texts in _columns(batch, "key", "rows")
        for child, connection in joins(key, [row_from_text(key, text) for text in texts])
    )
    yield from _in_batches(BONDS, found)


def ties_of_children(batches: Batches) -> Batches:
    """:data:`TIES` of histories that come with the texts of their ``bonds``."""
    found = (
        (str(history.child), _ties(history, bonds))
        for batch in batches
        for history, bonds in _tied(_columns(batch, "history", "bonds"))
    )
    yield from _in_batches(TIES, found)


def _tied(pairs: Iterable[tuple[str, Sequence[str]]]) -> Iterator[tuple[History, Sequence[str]]]:
    return ((_history(text), bonds) for text, bonds in pairs)


def _ties(history: History, bonds: Sequence[str]) -> bytes:
    connections = [connection_from_json(json.loads(bond)) for bond in bonds]
    told = replace(history, connections=apart(connections, own_references(history)))
    rows = np.array(flatten(told, 0), dtype=FLAT)
    # Connections stand after every entry.
    ties: bytes = rows[rows["order"] >= len(history.events)].tobytes()
    return ties


def packed_children(batch: pa.RecordBatch, threads: int) -> Packed:
    """Children packed from their flat rows and ties; one without ties has a null there."""
    flat = _numbered(list(_columns(batch, "flat", "ties")), FLAT)
    births = _numbered(list(_columns(batch, "births")), BIRTH)
    connected = batch.column("connected").to_numpy(zero_copy_only=False).astype(np.int64)
    columns = {name: flat[name] for name in FLAT.names or ()}
    return pack_columns(columns, connected, births, threads=threads)


def _numbered(
    rows: Sequence[Sequence[bytes | None]], dtype: np.dtype[np.void]
) -> npt.NDArray[np.void]:
    """The rows of every child, one child after the other, each calling it by its place."""
    whole = [b"".join(part for part in parts if part is not None) for parts in rows]
    found = np.frombuffer(b"".join(whole), dtype=dtype).copy()
    counts = [len(raw) // dtype.itemsize for raw in whole]
    found["child"] = np.repeat(np.arange(len(whole)), counts)
    return found


def _history(text: str) -> History:
    return history_from_json(json.loads(text))


def _adults(batches: Batches) -> Iterator[Adult]:
    return (
        adult_from_json(json.loads(text))
        for batch in batches
        for text in batch.column("adult").to_pylist()
    )


def _columns(batch: pa.RecordBatch, *names: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(batch.column(name).to_pylist() for name in names), strict=True)


def _in_batches(schema: pa.Schema, rows: Iterator[tuple[Any, ...]]) -> Batches:
    held: list[tuple[Any, ...]] = []
    for row in rows:
        held.append(row)
        if len(held) == _BATCH:
            yield _batch(schema, held)
            held = []
    if held:
        yield _batch(schema, held)


def _batch(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(c, field.type) for c, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)
