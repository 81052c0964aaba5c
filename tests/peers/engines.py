"""The other engines: each computes the same columns from the same log, its own way.

Each is written as an expert of it would write it; where there are two, both were the
faster ones of those that were tried. A package is imported when its engine is run, so that
a bench without it can say so and go on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from features.table import Int32
from tests.peers.asked import KINDS, NEVER_HAPPENED, WINDOWS
from tests.peers.inventing import Data

__all__ = ["PEERS", "Peer"]

#: The columns of the log that the others need.
_LOG = ["child", "recorded", "occurred", "value", "entry"]
_NUMBERED = "file_row_number = true"
_FOUND = 1  # the place of MISSING_FOUND among the kinds
_LONG = 36_500  # days: everything
_COUNTS = [f"{place}_{days}" for place in range(len(KINDS)) for days in WINDOWS]
_LASTS = [f"last_{place}" for place in range(len(KINDS))]


@dataclass(frozen=True, slots=True)
class Peer:
    """One engine: what it needs, how it reads, computes, and gives whole numbers.

    ``values``: int32 [questions, columns] of the first columns of ``asked.ASKED``; only
    ``read`` and ``compute`` are timed.
    """

    package: str
    read: Callable[[Data], Any]
    compute: Callable[[Any], Any]
    values: Callable[[Any], Int32]


# --- polars -------------------------------------------------------------------------------


def _read_polars(data: Data) -> Any:
    import polars as pl

    questions = pl.read_parquet(data.questions).with_row_index("row")
    return pl.read_parquet(data.log, columns=_LOG), questions


def _polars_pairs(log: Any, questions: Any) -> Any:
    import polars as pl

    pairs = questions.lazy().join(log.lazy(), on="child")
    known = pairs.filter(pl.col("recorded") < pl.col("as_of"))
    return known.with_columns(age=(pl.col("as_of") - pl.col("occurred")))


def _days(number: int | None) -> Any:
    import polars as pl

    return pl.duration(days=_LONG if number is None else number)


def _polars_lazy(read: Any) -> Any:
    """Join, and one aggregation with an expression for each column."""
    import polars as pl

    log, questions = read
    age, entry = pl.col("age"), pl.col("entry")
    columns = [
        ((entry == place) & (age <= _days(days))).sum().alias(f"{place}_{days}")
        for place in range(len(KINDS))
        for days in WINDOWS
    ]
    columns += [
        age.filter(entry == place).min().dt.total_days().alias(f"last_{place}")
        for place in range(len(KINDS))
    ]
    within = (entry == _FOUND) & (age <= _days(365))
    columns.append(pl.col("value").filter(within).n_unique().alias("places"))
    found = _polars_pairs(log, questions).group_by("row").agg(columns).collect()
    return questions.select("row").join(found, on="row", how="left", maintain_order="left")


def _polars_flags(read: Any) -> Any:
    """Flags on the flat frame, then nothing but plain sums and minima."""
    import polars as pl

    log, questions = read
    age, entry = pl.col("age"), pl.col("entry")
    pairs = _polars_pairs(log, questions)
    flags = [
        ((entry == place) & (age <= _days(days))).cast(pl.UInt16).alias(f"{place}_{days}")
        for place in range(len(KINDS))
        for days in WINDOWS
    ]
    lasts = [
        pl.when(entry == place).then(age).alias(f"last_{place}") for place in range(len(KINDS))
    ]
    flat = pairs.select("row", *flags, *lasts)
    sums = flat.group_by("row").agg(pl.col(_COUNTS).sum(), pl.col(_LASTS).min().dt.total_days())
    places = (
        pairs.filter((entry == _FOUND) & (age <= _days(365)))
        .select("row", "value")
        .unique()
        .group_by("row")
        .agg(places=pl.len())
    )
    found, of_places = pl.collect_all([sums, places])
    rows = questions.select("row").join(found, on="row", how="left", maintain_order="left")
    return rows.join(of_places, on="row", how="left", maintain_order="left")


def _polars_values(frame: Any) -> Int32:
    import polars as pl

    filled = frame.select(
        pl.col(_COUNTS).fill_null(0).cast(pl.Int32),
        pl.col(_LASTS).fill_null(NEVER_HAPPENED).cast(pl.Int32),
        pl.col("places").fill_null(0).cast(pl.Int32),
    )
    return np.ascontiguousarray(filled.to_numpy(), dtype=np.int32)


# --- pandas -------------------------------------------------------------------------------


def _read_pandas(data: Data) -> Any:
    import pandas as pd

    return pd.read_parquet(data.log, columns=_LOG), pd.read_parquet(data.questions)


def _pandas(read: Any) -> Any:
    """Merge, keep what was known, group; once for each window."""
    import pandas as pd

    log, questions = read
    count = len(questions)
    pairs = questions.assign(row=np.arange(count)).merge(log, on="child")
    pairs = pairs[pairs["recorded"] < pairs["as_of"]]
    pairs = pairs.assign(age=pairs["as_of"] - pairs["occurred"])[["row", "entry", "age", "value"]]
    found = {}
    for days in WINDOWS:
        inside = pairs if days is None else pairs[pairs["age"] <= pd.Timedelta(days=days)]
        sizes = inside.groupby(["row", "entry"]).size().unstack(fill_value=0)
        found[days] = sizes.reindex(index=range(count), columns=range(len(KINDS)), fill_value=0)
    last = pairs.groupby(["row", "entry"])["age"].min().dt.days.unstack()
    of_places = pairs[(pairs["entry"] == _FOUND) & (pairs["age"] <= pd.Timedelta(days=365))]
    places = of_places.drop_duplicates(["row", "value"]).groupby("row").size()
    return (
        found,
        last.reindex(index=range(count), columns=range(len(KINDS))),
        places.reindex(range(count), fill_value=0),
    )


def _pandas_values(result: Any) -> Int32:
    found, last, places = result
    counts = np.stack([found[days].to_numpy() for days in WINDOWS], axis=2)
    return np.column_stack(
        [
            counts.reshape(len(places), -1),
            last.fillna(NEVER_HAPPENED).to_numpy(),
            places.to_numpy(),
        ]
    ).astype(np.int32)


# --- DuckDB -------------------------------------------------------------------------------


def _read_duckdb(data: Data) -> Any:
    import duckdb

    database = duckdb.connect()
    # Names of columns and files of our own: nothing comes from outside.
    log = f"SELECT {', '.join(_LOG)} FROM '{data.log}'"  # noqa: S608 - our own names
    asked = f"SELECT *, file_row_number AS row FROM read_parquet('{data.questions}', {_NUMBERED})"  # noqa: S608 - our own names
    database.execute(f"CREATE TABLE log AS {log}")
    database.execute(f"CREATE TABLE questions AS {asked}")
    return database


def _duckdb(database: Any) -> Any:
    """Group by question and kind, then turn the kinds into columns."""
    windows = ", ".join(
        f"count(*) FILTER (age <= to_days({_LONG if days is None else days})) AS c{days}"
        for days in WINDOWS
    )
    counts = ", ".join(
        f'coalesce(sum(c{days}) FILTER (entry = {place}), 0)::INTEGER AS "{place}_{days}"'
        for place in range(len(KINDS))
        for days in WINDOWS
    )
    lasts = ", ".join(
        f"coalesce(min(last) FILTER (entry = {place}), {NEVER_HAPPENED})::INTEGER AS last_{place}"
        for place in range(len(KINDS))
    )
    query = f"""
        WITH pairs AS (
            SELECT row, entry, value, as_of - occurred AS age,
                   (epoch_us(as_of) - epoch_us(occurred)) // 86400000000 AS days
            FROM questions JOIN log USING (child) WHERE recorded < as_of
        ), by_kind AS (
            SELECT row, entry, {windows}, min(days) AS last FROM pairs GROUP BY row, entry
        ), pivoted AS (
            SELECT row, {counts}, {lasts} FROM by_kind GROUP BY row
        ), places AS (
            SELECT row, count(DISTINCT value)::INTEGER AS places FROM pairs
            WHERE entry = {_FOUND} AND age <= to_days(365) GROUP BY row
        )
        SELECT pivoted.* EXCLUDE (row), places.places FROM questions
        LEFT JOIN pivoted USING (row) LEFT JOIN places USING (row) ORDER BY questions.row
    """  # noqa: S608 - our own names
    return database.execute(query).fetchnumpy()


def _duckdb_values(result: Any) -> Int32:
    fills = [(_COUNTS, 0), (_LASTS, NEVER_HAPPENED), (["places"], 0)]
    return np.column_stack(
        [np.ma.filled(result[name], fill) for names, fill in fills for name in names]
    ).astype(np.int32)


# --- timeseriesflattener ------------------------------------------------------------------


def _read_flattener(data: Data) -> Any:
    import polars as pl

    log, questions = _read_polars(data)
    naive = pl.col("occurred").dt.replace_time_zone(None)
    frames = [
        log.filter(pl.col("entry") == place).select(
            entity_id="child", timestamp=naive, value=pl.lit(1)
        )
        for place in range(len(KINDS))
    ]
    asked = questions.select(
        entity_id="child", pred_timestamp=pl.col("as_of").dt.replace_time_zone(None)
    )
    return frames, asked


def _flattener(read: Any) -> Any:
    """It has one moment for each value, and so can't tell what was known."""
    import datetime as dt

    import timeseriesflattener as tsf

    frames, asked = read
    specifications = [
        tsf.PredictorSpec(
            value_frame=tsf.ValueFrame(
                init_df=frame.rename({"value": f"k{place}"}), entity_id_col_name="entity_id"
            ),
            lookbehind_distances=[
                dt.timedelta(days=_LONG if days is None else days) for days in WINDOWS
            ],
            aggregators=[tsf.CountAggregator()],
            fallback=0,
        )
        for place, frame in enumerate(frames)
    ]
    flattener = tsf.Flattener(
        predictiontime_frame=tsf.PredictionTimeFrame(init_df=asked, entity_id_col_name="entity_id")
    )
    return flattener.aggregate_timeseries(specs=specifications).df, asked


def _flattener_values(result: Any) -> Int32:
    import polars as pl

    found, asked = result
    found = found.collect() if isinstance(found, pl.LazyFrame) else found
    found = asked.join(found, on=["entity_id", "pred_timestamp"], how="left", maintain_order="left")
    names = [
        next(
            n for n in found.columns if f"_k{place}_" in n and f"_{_LONG if d is None else d}_" in n
        )
        for place in range(len(KINDS))
        for d in WINDOWS
    ]
    return np.ascontiguousarray(found.select(pl.col(names).cast(pl.Int32)).to_numpy())


_FLATTENER = "timeseriesflattener"
PEERS: Mapping[str, Peer] = {
    "polars, lazy join and aggregation": Peer("polars", _read_polars, _polars_lazy, _polars_values),
    "polars, flags and plain sums": Peer("polars", _read_polars, _polars_flags, _polars_values),
    "pandas": Peer("pandas", _read_pandas, _pandas, _pandas_values),
    "DuckDB": Peer("duckdb", _read_duckdb, _duckdb, _duckdb_values),
    _FLATTENER: Peer(_FLATTENER, _read_flattener, _flattener, _flattener_values),
}
