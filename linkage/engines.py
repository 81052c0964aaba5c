"""The databases that Splink may weigh pairs in: DuckDB in this process, or a Spark cluster.

DuckDB is the default and needs nothing. Spark is for a nation's records: it must be
installed beside (``make spark``), and gives the same pairs with the same weights.
"""

from __future__ import annotations

import logging
import random
import warnings
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI

from linkage.dialects import DUCKDB, SPARK, Dialect

__all__ = ["DuckDb", "Engine", "EngineError", "Spark"]


class EngineError(Exception):
    """The engine asked for is not installed or can't be started."""


class Engine(Protocol):
    """A database that runs Splink's SQL."""

    @property
    def dialect(self) -> Dialect:
        """How it spells lists and texts."""

    def linker(self, table: pa.Table, settings: dict[str, Any]) -> AbstractContextManager[Linker]:
        """A linker over the table; what it makes is gone when the context ends."""

    def rows(self, found: Any, columns: Sequence[str]) -> list[tuple[int, ...]]:
        """These columns of what a linker found, in no order."""


@dataclass(frozen=True, slots=True)
class DuckDb:
    """A database of its own for every linker, in memory: nothing touches the disk."""

    threads: int | None = None
    dialect: ClassVar[Dialect] = DUCKDB

    @contextmanager
    def linker(self, table: pa.Table, settings: dict[str, Any]) -> Iterator[Linker]:
        config: dict[str, Any] = {
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
            "temp_directory": "",
        }
        if self.threads is not None:
            config["threads"] = self.threads
        connection = duckdb.connect(":memory:", config=config)
        # It would be drawn on standard output, which is for results.
        connection.execute("SET enable_progress_bar = false")
        try:
            with _quietly_drawn():
                people = DuckDBAPI(connection=connection).register(table, table_name="people")
                yield Linker(people, settings, log_level=logging.ERROR, validate_settings=False)
        finally:
            connection.close()

    def rows(self, found: Any, columns: Sequence[str]) -> list[tuple[int, ...]]:
        rows: list[tuple[int, ...]] = (
            found.as_duckdbpyrelation().select(", ".join(columns)).fetchall()
        )
        return rows


@dataclass(frozen=True, slots=True)
class Spark:
    """A Spark cluster, or threads of this machine with ``local[2]``.

    Attributes:
        master: the address of the cluster as Spark takes it.
        partitions: into how many parts the pairs are shuffled.
    """

    master: str = "local[*]"
    partitions: int = 200
    dialect: ClassVar[Dialect] = SPARK

    @contextmanager
    def linker(self, table: pa.Table, settings: dict[str, Any]) -> Iterator[Linker]:
        session = self._session()
        try:
            from splink.backends.spark import SparkAPI

            with _quietly_drawn(), warnings.catch_warnings():
                warnings.simplefilter("ignore")  # Spark warns of itself, at every call
                api = SparkAPI(
                    spark_session=session,
                    break_lineage_method="persist",
                    num_partitions_on_repartition=self.partitions,
                )
                people = api.register(session.createDataFrame(table), table_name="people")
                yield Linker(people, settings, log_level=logging.ERROR, validate_settings=False)
        finally:
            session.stop()

    def rows(self, found: Any, columns: Sequence[str]) -> list[tuple[int, ...]]:
        read = found.as_spark_dataframe().select(*columns).toArrow()
        return list(zip(*(column.to_pylist() for column in read.columns), strict=True))

    def _session(self) -> Any:
        try:
            from pyspark.sql import SparkSession
            from splink.backends.spark import similarity_jar_location
        except ImportError:
            raise EngineError("Spark is not installed here: run make spark first") from None
        settings = {
            "spark.jars": similarity_jar_location(),
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.shuffle.partitions": str(self.partitions),
        }
        if self.master.startswith("local"):
            settings |= {
                "spark.driver.host": "127.0.0.1",
                "spark.driver.bindAddress": "127.0.0.1",
                "spark.ui.enabled": "false",
            }
        builder = SparkSession.builder.master(self.master).appName("missing-risk link")
        for name, value in settings.items():
            builder = builder.config(name, value)
        try:
            return builder.getOrCreate()
        except Exception as fault:
            raise EngineError(f"Spark did not start: {type(fault).__name__}") from fault


@contextmanager
def _quietly_drawn() -> Iterator[None]:
    """Splink draws its tables' names from the global generator; nobody else may notice."""
    drawn = random.getstate()
    try:
        yield
    finally:
        random.setstate(drawn)
