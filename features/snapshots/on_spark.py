"""Every child of a snapshot, measured on a Spark cluster: Parquet in, Parquet out.

Each history is read once, into flat rows of numbers and the rows that may tie it to others.
Spark joins those of one adult, home or place and brings what comes of it to the children
whose it is; the compiled engine measures the children of each partition. Nothing is worked
out here that one machine would work out by other code. Spark must be installed beside
(``make spark``), and this release on every machine.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from features.snapshots.files import (
    COLUMNS,
    FeatureFiles,
    FeatureFilesError,
    check_can_measure,
    measured_batch,
    values_folder,
    write_manifest,
)
from features.snapshots.spark_rows import (
    BONDS,
    CHILDREN,
    RECORDS,
    ROWS,
    TIES,
    joined,
    packed_children,
    records_of_adults,
    rows_of_adults,
    rows_of_children,
    ties_of_children,
)
from records.snapshots import read_manifest

__all__ = ["Cluster", "measure_snapshot_on"]

#: Children that Spark hands to Python at once.
_BATCH = 2_000
_DDL = {
    pa.string(): "string",
    pa.bool_(): "boolean",
    pa.binary(): "binary",
    pa.int32(): "int",
    pa.int64(): "bigint",
    COLUMNS.field("as_of").type: "timestamp",
    CHILDREN.field("rows").type: "array<struct<key:string,bears:boolean,row:string>>",
}


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
    """As :func:`features.snapshots.local.measure_snapshot`, value for value, on the cluster.

    ``snapshot`` and ``out`` are seen by every machine of it under these paths. That the
    snapshot's bytes are those of its digest is not checked, as they are never on one
    machine; that there are as many children as it says, is.

    Raises:
        SnapshotError: there is no snapshot.
        FeatureFilesError: as :func:`features.snapshots.files.check_can_measure`, or there are
            other children than the manifest says, or Spark is not installed or won't start.
    """
    manifest = read_manifest(snapshot)
    check_can_measure(manifest, moments, out)
    with warnings.catch_warnings(), _session(cluster) as spark:
        warnings.simplefilter("ignore")  # Spark warns of itself, at every call
        histories = spark.read.parquet(_address(snapshot / "histories.parquet"))
        adults = spark.read.parquet(_address(snapshot / "adults.parquet"))
        asked = _children(histories, adults, cluster.partitions)
        values = asked.mapInArrow(_measuring(tuple(moments)), _ddl(COLUMNS))
        values.write.parquet(_address(values_folder(out)))
        rows = spark.read.parquet(_address(values_folder(out))).count()
    return write_manifest(out, manifest, moments, rows)


def _address(path: Path) -> str:
    return path.absolute().as_uri()


def _children(histories: Any, adults: Any, partitions: int) -> Any:
    """Every child's flat rows and ties, divided by child, each part in order of child."""
    from pyspark.sql import functions as of
    from pyspark.storagelevel import StorageLevel

    told = histories.mapInArrow(rows_of_children, _ddl(CHILDREN)).persist(StorageLevel.DISK_ONLY)
    records = adults.mapInArrow(records_of_adults, _ddl(RECORDS))
    of_children = (
        told.select(of.explode("rows").alias("one"))
        .select("one.*")
        .join(records, of.col("key") == of.col("record"), "left")
        .select(of.coalesce("adult", "key").alias("key"), "bears", "row")
    )
    rows = of_children.unionByName(adults.mapInArrow(rows_of_adults, _ddl(ROWS)))
    telling = rows.where("bears").select("key").distinct()
    bonds = (
        rows.join(telling, "key", "left_semi")
        .groupBy("key")
        .agg(of.collect_list("row").alias("rows"))
        .mapInArrow(joined, _ddl(BONDS))
        .groupBy("child")
        .agg(of.collect_list("bond").alias("bonds"))
    )
    ties = histories.join(bonds, "child").mapInArrow(ties_of_children, _ddl(TIES))
    return (
        told.drop("rows")
        .repartition(partitions, "child")
        .join(ties, "child", "left")
        .sortWithinPartitions("child")
    )


def _measuring(
    moments: Sequence[datetime],
) -> Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def measure(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            if batch.num_rows:  # Spark gives every core a task of its own: one thread each
                ids = batch.column("child").to_pylist()
                yield measured_batch(ids, packed_children(batch, threads=1), moments, threads=1)

    return measure


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"{field.name} {_DDL[field.type]}" for field in schema)


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
        # Else Spark 4.3 takes the union below for divided by key already, and rows of one
        # key come to different tasks.
        "spark.sql.unionOutputPartitioning": "false",
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
