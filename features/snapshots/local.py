"""Every child of a snapshot, measured on this machine: Parquet in, Parquet out.

Histories are read three times and held some at a time: once to see where children may
meet, once for those who do, once to measure. What is held of all is a number for each
adult, home and place that a child's records name.
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from features.many_children import pack
from features.relations.connecting import apart, joins, own_references, rows_by_key
from features.relations.rows import Bearing, rows_of_adult, rows_of_history
from features.snapshots.files import (
    COLUMNS,
    FeatureFiles,
    check_can_measure,
    measured_batch,
    values_folder,
    write_manifest,
)
from records.adults import Adult
from records.connections import Connection
from records.history import History
from records.persons import ChildId
from records.snapshots import read_adults, read_manifest, read_snapshot

__all__ = ["connected_histories", "measure_snapshot"]

#: So many children are packed, measured and written at a time.
PIECE = 2_000
Bonds = Mapping[ChildId, Sequence[Connection]]


def measure_snapshot(
    snapshot: Path,
    out: Path,
    moments: Sequence[datetime],
    advance: Callable[[int], None] = lambda _: None,
) -> FeatureFiles:
    """Measure every child of ``snapshot`` at every moment, into the new folder ``out``.

    ``advance`` hears how many children are written.

    Raises:
        SnapshotError: there is no snapshot, or it was changed.
        FeatureFilesError: as :func:`features.snapshots.files.check_can_measure`.
    """
    manifest = read_manifest(snapshot)
    check_can_measure(manifest, moments, out)
    values_folder(out).mkdir(parents=True)
    histories, done = connected_histories(snapshot), 0
    file = values_folder(out) / "part-00000.parquet"
    with pq.ParquetWriter(file, COLUMNS, compression="zstd") as table:
        while piece := list(islice(histories, PIECE)):
            ids = [str(history.child) for history in piece]
            table.write_batch(measured_batch(ids, pack(piece), moments))
            done += len(piece)
            advance(done)
    return write_manifest(out, manifest, moments, done * len(moments))


def connected_histories(snapshot: Path) -> Iterator[History]:
    """Every history of the snapshot in order of child id, with its connections.

    What :func:`features.relations.connecting.connect` gives of all of them at once.

    Raises:
        SnapshotError: as :func:`records.snapshots.read_snapshot`.
    """
    bonds = _bonds(snapshot, list(read_adults(snapshot)))
    for history in read_snapshot(snapshot):
        if history.child in bonds:
            theirs = apart(bonds[history.child], own_references(history))
            yield replace(history, connections=theirs)
        else:
            yield history


def _bonds(snapshot: Path, adults: Sequence[Adult]) -> Bonds:
    """What bears on each child, still to be set apart from what its own entries tell."""
    adult_of = {str(record): adult.id for adult in adults for record in adult.records}
    telling = {_number(adult.id) for adult in adults if any(True for _ in rows_of_adult(adult))}
    keys, places = array("Q"), array("Q")
    for place, history in enumerate(read_snapshot(snapshot)):
        for row in rows_of_history(history):
            number = _number(adult_of.get(row.key, row.key))
            if isinstance(row, Bearing):
                telling.add(number)
            keys.append(number)
            places.append(place)
    is_met = np.isin(np.array(keys, np.uint64), np.array(sorted(telling), np.uint64))
    meeting = np.unique(np.array(places, np.uint64)[is_met])
    rows = (
        row
        for history in _chosen(read_snapshot(snapshot), meeting.tolist())
        for row in rows_of_history(history)
        if _number(adult_of.get(row.key, row.key)) in telling
    )
    found: dict[ChildId, list[Connection]] = {}
    for key, here in rows_by_key(rows, adults).items():
        for child, connection in joins(key, here):
            found.setdefault(child, []).append(connection)
    return found


def _number(key: str) -> int:
    """A number for a key; that two may share one costs reading a child more."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big")


def _chosen(histories: Iterable[History], places: Sequence[int]) -> Iterator[History]:
    chosen = frozenset(places)
    return (history for place, history in enumerate(histories) if place in chosen)
