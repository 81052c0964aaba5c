"""Every child of a snapshot, measured on a Spark cluster: Parquet in, Parquet out.

Each history gives its relation rows; Spark joins those of one adult, home or place, and
takes the connections to the children whose they are; the compiled engine measures the
children of each partition. Nothing is worked out here that one machine would work out by
other code. Spark must be installed beside (``make spark``), this release on every machine.
"""

from __future__ import annotations

import json
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import pyarrow as pa

from features.connecting import apart, joins, own_references
from features.feature_files import (
    COLUMNS,
    FeatureFiles,
    FeatureFilesError,
    check_can_measure,
    measured_batch,
    values_folder,
    write_manifest,
)
from features.relation_rows import Bearing, Presence, rows_of_adult, rows_of_history
from features.relation_texts import row_from_text, row_text
from records.adults import adult_from_json
from records.history import History
from records.serial import connection_from_json, connection_text, history_from_json
from records.snapshots import read_manifest

__all__ = ["Cluster", "measure_snapshot_on"]

_ROWS = pa.schema([("key", pa.string()), ("bears", pa.bool_()), ("row", pa.string())])
_RECORDS = pa.schema([("record", pa.string()), ("adult", pa.string())])
_BONDS = pa.schema([("child", pa.string()), ("bond", pa.string())])
#: Rows of what Python hands to Spark at once.
_BATCH = 2_000
Batches = Iterator[pa.RecordBatch]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Spark cluster, or threads of this machine with ``local[2]``.

    Attributes:
        master: the address of the cluster as Spark takes it.
        partitions: into how many parts children are divided; a few for each core.
    """

    master: str = "local[*]"
    partitions: int = 200


def measure_snapshot_on(
    cluster: Cluster, snapshot: Path, out: Path, moments: Sequence[datetime]
) -> FeatureFiles:
    """As :func:`features.of_snapshots.measure_snapshot`, value for value, on the cluster.

    ``snapshot`` and ``out`` are seen by every machine of it under these paths. That the
    snapshot's bytes are those of its digest is not checked, as they are never on one
    machine; that there are as many children as it says, is.

    Raises:
        SnapshotError: there is no snapshot.
        FeatureFilesError: as :func:`features.feature_files.check_can_measure`, or there are
            other children than the manifest says, or Spark is not installed or won't start.
    """
    manifest = read_manifest(snapshot)
    check_can_measure(manifest, moments, out)
    with warnings.catch_warnings(), _session(cluster) as spark:
        warnings.simplefilter("ignore")  # Spark warns of itself, at every call
        histories = spark.read.parquet(_address(snapshot / "histories.parquet"))
        adults = spark.read.parquet(_address(snapshot / "adults.parquet"))
        bonds = _bonds(histories, adults, cluster.partitions)
        asked = (
            histories.repartition(cluster.partitions, "child")
            .join(bonds, "child", "left")
            .select("history", "bonds")
        )
        values = asked.mapInArrow(_measuring(tuple(moments)), _spark_columns())
        values.write.parquet(_address(values_folder(out)))
        rows = spark.read.parquet(_address(values_folder(out))).count()
    return write_manifest(out, manifest, moments, rows)


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _bonds(histories: Any, adults: Any, partitions: int) -> Any:
    """(child, texts of what bears on it), still to be set apart from its own entries."""
    from pyspark.sql import functions as of
    from pyspark.storagelevel import StorageLevel

    told = _ddl(_ROWS)
    records = adults.mapInArrow(_records_of_adults, _ddl(_RECORDS))
    of_children = (
        histories.select("history")
        .mapInArrow(_rows_of_histories, told)
        .join(records, of.col("key") == of.col("record"), "left")
        .select(of.coalesce("adult", "key").alias("key"), "bears", "row")
    )
    rows = of_children.unionByName(adults.mapInArrow(_rows_of_adults, told))
    rows = rows.persist(StorageLevel.DISK_ONLY)
    telling = rows.where("bears").select("key").distinct()
    met = rows.join(telling, "key", "left_semi").repartition(partitions, "key")
    bonds = met.sortWithinPartitions("key").mapInArrow(_joined, _ddl(_BONDS))
    return bonds.groupBy("child").agg(of.collect_list("bond").alias("bonds"))


def _rows_of_histories(batches: Batches) -> Batches:
    yield from _in_batches(
        _ROWS,
        (
            (row.key, isinstance(row, Bearing), row_text(row))
            for history in _histories(batches)
            for row in rows_of_history(history)
        ),
    )


def _rows_of_adults(batches: Batches) -> Batches:
    adults = (adult_from_json(json.loads(text)) for text in _texts(batches, "adult"))
    found = ((adult.id, True, row_text(row)) for adult in adults for row in rows_of_adult(adult))
    yield from _in_batches(_ROWS, found)


def _records_of_adults(batches: Batches) -> Batches:
    adults = (adult_from_json(json.loads(text)) for text in _texts(batches, "adult"))
    found = ((str(record), adult.id) for adult in adults for record in adult.records)
    yield from _in_batches(_RECORDS, found)


def _joined(batches: Batches) -> Batches:
    """The connections through each key; all rows of one key come together."""
    pairs = (
        pair
        for batch in batches
        for pair in zip(
            batch.column("key").to_pylist(), batch.column("row").to_pylist(), strict=True
        )
    )
    bonds = (
        (child, connection_text(connection))
        for key, here in groupby(pairs, key=lambda pair: pair[0])
        for child, connection in joins(key, _read_rows(here))
    )
    yield from _in_batches(_BONDS, bonds)


def _read_rows(pairs: Iterable[tuple[str, str]]) -> list[Presence | Bearing]:
    return [row_from_text(key, text) for key, text in pairs]


def _measuring(moments: Sequence[datetime]) -> Callable[[Batches], Batches]:
    def measure(batches: Batches) -> Batches:
        for batch in batches:
            texts, bonds = batch.column("history").to_pylist(), batch.column("bonds").to_pylist()
            if texts:
                told = [_connected(*one) for one in zip(texts, bonds, strict=True)]
                yield measured_batch(told, moments)

    return measure


def _connected(text: str, bonds: Sequence[str] | None) -> History:
    history = history_from_json(json.loads(text))
    if not bonds:
        return history
    connections = [connection_from_json(json.loads(bond)) for bond in bonds]
    return replace(history, connections=apart(connections, own_references(history)))


def _histories(batches: Batches) -> Iterator[History]:
    return (history_from_json(json.loads(text)) for text in _texts(batches, "history"))


def _texts(batches: Batches, column: str) -> Iterator[str]:
    return (text for batch in batches for text in batch.column(column).to_pylist())


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


_DDL = {pa.string(): "string", pa.bool_(): "boolean", pa.int32(): "int"}


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {_DDL.get(field.type, 'timestamp')}" for field in schema)


def _spark_columns() -> str:
    return _ddl(COLUMNS)


@contextmanager
def _session(cluster: Cluster) -> Iterator[Any]:
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise FeatureFilesError("Spark is not installed here: run make spark first") from None
    settings = {
        "spark.sql.shuffle.partitions": str(cluster.partitions),
        "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.parquet.compression.codec": "zstd",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.showConsoleProgress": "false",
    }
    if cluster.master.startswith("local"):
        settings |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.ui.enabled": "false",
        }
    builder = SparkSession.builder.master(cluster.master).appName("missing-risk features")
    for name, value in settings.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except Exception as fault:
        raise FeatureFilesError(f"Spark did not start: {type(fault).__name__}") from fault
    if cluster.master.startswith("local"):
        session.sparkContext.pythonExec = sys.executable  # not whichever stands on the path
    try:
        yield session
    finally:
        session.stop()
