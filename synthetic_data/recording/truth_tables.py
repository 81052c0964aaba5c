"""The truth as tables, apart from the records: who, which state, what harm, which absences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from records.persons import ETHNICITIES, RecordId
from synthetic_data.minutes import moment
from synthetic_data.world.neighbourhoods import World

__all__ = ["SCHEMAS", "TruthFiles", "truth_rows"]

_WHEN = pa.timestamp("us", tz="UTC")
#: The columns of each table of ``truth/``.
SCHEMAS: dict[str, pa.Schema] = {
    "children": pa.schema(
        [
            ("true_child", pa.string()),
            ("household", pa.string()),
            ("born", pa.date32()),
            ("sex", pa.string()),
            ("ethnicity", pa.string()),
            ("is_twin", pa.bool_()),
            ("adversity", pa.float32()),
            ("forename", pa.string()),
            ("surname", pa.string()),
            ("team", pa.string()),
        ]
    ),
    "states": pa.schema(
        [("true_child", pa.string()), ("state", pa.string()), ("start", _WHEN), ("end", _WHEN)]
    ),
    "episodes": pa.schema(
        [
            ("true_child", pa.string()),
            ("start", _WHEN),
            ("end", _WHEN),
            ("state", pa.string()),
            ("with_adult", pa.bool_()),
            ("harm", pa.string()),
            ("reported", _WHEN),
        ]
    ),
    "harm": pa.schema(
        [
            ("true_child", pa.string()),
            ("at", _WHEN),
            ("kind", pa.string()),
            ("while_missing", pa.bool_()),
            ("is_recorded", pa.bool_()),
            ("recorded", _WHEN),
        ]
    ),
    # From synthetic_data.prospects: at every question, the state and the true probability.
    "prospects": pa.schema(
        [
            ("true_child", pa.string()),
            ("as_of", _WHEN),
            ("is_report", pa.bool_()),
            ("state", pa.string()),
            ("probability", pa.float32()),
        ]
    ),
    "identity": pa.schema([("record_id", pa.string()), ("true_child", pa.string())]),
    "adults": pa.schema([("adult_id", pa.string()), ("true_adult", pa.string())]),
}


def truth_rows(world: World, taken: int) -> dict[str, pa.Table]:
    """The tables of one neighbourhood, without identity, cut at ``taken``.

    Children to whom nothing happens have a row, but no name: nobody has written one.
    """
    rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in ("states", "episodes", "harm")}
    for life in world.lives:
        key = life.child.key
        rows["states"] += [
            (key, span.state, moment(span.start), moment(min(span.end, taken)))
            for span in life.states
            if span.start < taken and len(life.states) > 1
        ]
        rows["episodes"] += [
            (
                key,
                moment(e.start),
                moment(e.end),
                e.state,
                e.with_adult,
                e.harm,
                moment(e.response.at) if e.response else None,
            )
            for e in life.episodes
        ]
        rows["harm"] += [
            (
                key,
                moment(harm.at),
                harm.kind,
                harm.while_missing,
                harm.recorded is not None and harm.recorded < taken,
                moment(harm.recorded) if harm.recorded and harm.recorded < taken else None,
            )
            for harm in life.harms
            if harm.at < taken
        ]
    tables = {name: _table(name, found) for name, found in rows.items()}
    return {"children": _children(world), **tables}


def _table(name: str, rows: list[tuple[Any, ...]]) -> pa.Table:
    schema = SCHEMAS[name]
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema.names)
    return pa.table(
        {field.name: pa.array(columns[i], field.type) for i, field in enumerate(schema)},
        schema=schema,
    )


def _children(world: World) -> pa.Table:
    people, count = world.people, len(world.people)
    forename: list[str | None] = [None] * count
    surname: list[str | None] = [None] * count
    for row, life in zip(world.rows, world.lives, strict=True):
        forename[row], surname[row] = life.child.forename, life.child.surname
    days = (people.born // (24 * 60)).astype("int32")
    return pa.table(
        {
            "true_child": [f"T{world.number:03d}-{row:05d}" for row in range(count)],
            "household": [f"H{world.number:03d}-{number:05d}" for number in people.household],
            "born": pa.array(days).cast(pa.date32()),
            "sex": ["male" if male else "female" for male in people.is_male],
            "ethnicity": [ETHNICITIES[place] for place in people.ethnicity],
            "is_twin": people.is_twin,
            "adversity": people.adversity.astype("float32"),
            "forename": pa.array(forename, pa.string()),
            "surname": pa.array(surname, pa.string()),
            "team": [world.neighbourhood.team] * count,
        },
        schema=SCHEMAS["children"],
    )


class TruthFiles:
    """The files of ``truth/``, written neighbourhood by neighbourhood; use it in ``with``."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._files = {
            name: pq.ParquetWriter(directory / f"{name}.parquet", SCHEMAS[name], compression="zstd")
            for name in _BY_NEIGHBOURHOOD
        }

    def write(self, tables: Mapping[str, pa.Table]) -> None:
        """Add the tables of one neighbourhood, those that it has; they come in order."""
        for name, file in self._files.items():
            if name in tables:
                file.write_table(tables[name])

    def write_identity(
        self, persons: Mapping[str, tuple[RecordId, str]], adults: Mapping[RecordId, str]
    ) -> None:
        """Write whom each person record, and each system's adult, is really about."""
        found = {
            "identity": [(str(record), child) for record, child in persons.values()],
            "adults": [(str(record), adult) for record, adult in adults.items()],
        }
        for name, rows in found.items():
            path = self._directory / f"{name}.parquet"
            pq.write_table(_table(name, sorted(rows)), path, compression="zstd")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()


_BY_NEIGHBOURHOOD = ("children", "states", "episodes", "harm", "prospects")
