"""Our engine in the forms in which it is used: from our own store, from a log, whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from features.compiled.flat_files import read_flat
from features.compiled.packed_files import read_packed
from features.compiled.packing import pack_columns
from features.many_children import measure_many
from features.table import FeatureTable, Int32, Int64
from records.unknown import UNKNOWN_CODES, Unknown
from tests.peers.asked import ASKED, NEVER_HAPPENED, PEER_MATTERS
from tests.peers.engines import Peer
from tests.peers.inventing import CONNECTED, Data, births_of

__all__ = ["FROM_LOG", "FROM_STORE", "KNOWN_AT_ONCE", "OURS", "WHOLE"]

FROM_STORE = "ours, from our own store"
FROM_LOG = "ours, from the log"
WHOLE = "ours, the whole catalogue"
KNOWN_AT_ONCE = "ours, as if all were known at once"


def _questions(data: Data) -> tuple[Int64, Int64]:
    questions = pq.read_table(data.questions, memory_map=True)
    child: Int64 = questions["child"].to_numpy()
    as_of: Int64 = questions["as_of"].cast("int64").to_numpy()
    return child, as_of


def _read_store(data: Data) -> Any:
    return read_packed(data.packed, PEER_MATTERS), *_questions(data)


def _read_whole(data: Data) -> Any:
    return read_packed(data.packed_whole), *_questions(data)


def _from_store(read: Any) -> FeatureTable:
    packed, child, as_of = read
    return measure_many(packed, child, as_of, ASKED, PEER_MATTERS)


def _whole(read: Any) -> FeatureTable:
    return measure_many(*read)


def _read_log(data: Data) -> Any:
    # Nothing is taken back in this log, and nothing asks for what else a row may hold.
    flat = read_flat(data.log, leave_out=("gone", "extra", "order"))
    return flat, data.children, *_questions(data)


def _from_log(read: Any) -> FeatureTable:
    flat, children, child, as_of = read
    connected = np.full(children, CONNECTED, dtype=np.int64)
    packed = pack_columns(flat, connected, births_of(0), matters=PEER_MATTERS)
    return measure_many(packed, child, as_of, ASKED, PEER_MATTERS)


def _read_known_at_once(data: Data) -> Any:
    flat, *rest = _read_log(data)
    return {**flat, "recorded": flat["occurred"] - 1}, *rest


def _values(table: FeatureTable) -> Int32:
    never = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
    return np.where(table.values == never, np.int32(NEVER_HAPPENED), table.values)


OURS: Mapping[str, Peer] = {
    FROM_STORE: Peer("numba", _read_store, _from_store, _values),
    FROM_LOG: Peer("numba", _read_log, _from_log, _values),
    WHOLE: Peer("numba", _read_whole, _whole, _values),
    KNOWN_AT_ONCE: Peer("numba", _read_known_at_once, _from_log, _values),
}
