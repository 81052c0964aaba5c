"""What Splink is told: the declared fields as its comparisons, the records as its table."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pyarrow as pa
from splink.blocking_rule_library import CustomRule

from linkage.blocking import Keys
from linkage.cleaning import STEPS, CleanRecord
from linkage.dialects import Dialect
from linkage.frequencies import BANDS, Frequencies
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, Field
from linkage.weights import Expected, LevelWeight

__all__ = ["BILLION", "record_table", "splink_settings"]

#: The parts in which m and u are written down.
BILLION = 1_000_000_000


def splink_settings(
    expected: Expected, levels: Mapping[str, Mapping[str, LevelWeight]], dialect: Dialect
) -> dict[str, Any]:
    """Splink's settings for these weights, its conditions written for one database."""
    undated = " or ".join(f"{dialect.count.format(a=f'{side}.birth_dates')} = 0" for side in "lr")
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "place",
        "linker_uid": "linkage",
        "probability_two_random_records_match": expected.probability,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": False,
        "blocking_rules_to_generate_predictions": [
            CustomRule(
                "l.pair_keys = r.pair_keys and (l.is_new or r.is_new)",
                arrays_to_explode=["pair_keys"],
            ),
            CustomRule(
                f"l.name_keys = r.name_keys and (l.is_new or r.is_new) and ({undated})",
                arrays_to_explode=["name_keys"],
            ),
        ],
        "comparisons": [_comparison(field, levels[field.name], dialect) for field in FIELDS],
    }


def _comparison(
    field: Field, weights: Mapping[str, LevelWeight], dialect: Dialect
) -> dict[str, Any]:
    empty = [
        "("
        + " and ".join(f"{dialect.count.format(a=f'{c}_{side}')} = 0" for c in field.needs)
        + ")"
        for side in "lr"
    ]
    rows: list[dict[str, Any]] = [_null_level(" or ".join(empty), UNKNOWN)]
    for level in field.levels:
        if level.name == "same" and field.by_frequency:
            for band, _ in BANDS:
                column = _band_column(field.by_frequency, band)
                sql = dialect.overlap.format(a=f"{column}_l", b=f"{column}_r")
                rows.append(_level(sql, f"same_{band}", weights[f"same_{band}"]))
        elif level.is_counted:
            rows.append(_level(level.question.sql(dialect), level.name, weights[level.name]))
        else:
            rows.append(_null_level(level.question.sql(dialect), level.name))
    rows.append(_level("ELSE", DIFFERENT, weights[DIFFERENT]))
    return {"output_column_name": field.name, "comparison_levels": rows}


def _level(sql: str, name: str, weight: LevelWeight) -> dict[str, Any]:
    return {
        "sql_condition": sql,
        "label_for_charts": name,
        "m_probability": weight.m / BILLION,
        "u_probability": weight.u / BILLION,
    }


def _null_level(sql: str, name: str) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": name, "is_null_level": True}


def _band_column(column: str, band: str) -> str:
    return f"{column}_{band}"


def record_table(
    records: Sequence[CleanRecord],
    keys: Sequence[Keys],
    frequencies: Mapping[str, Frequencies],
    new: Collection[int] | None = None,
) -> pa.Table:
    """The records as Splink reads them, each by its place; ``new`` are those to be weighed."""
    is_new = [new is None or place in new for place in range(len(records))]
    # The types are spelt out: a small table whose column is all empty would lose its type.
    texts = pa.list_(pa.string())
    values = {step.field: [getattr(r, step.field) for r in records] for step in STEPS}
    for field in FIELDS:
        if field.by_frequency:
            values |= _banded(field.by_frequency, values, frequencies[field.name])
    numbers = pa.list_(pa.int64())
    return pa.table(
        {
            "place": pa.array(range(len(records)), pa.int64()),
            "is_new": pa.array(is_new, pa.bool_()),
            "pair_keys": pa.array([of.pairs for of in keys], numbers),
            "name_keys": pa.array([of.names for of in keys], numbers),
        }
        | {name: pa.array(column, texts) for name, column in values.items()}
    )


def _banded(
    column: str, values: Mapping[str, list[tuple[str, ...]]], frequencies: Frequencies
) -> dict[str, list[tuple[str, ...]]]:
    """One column for each band of frequency, with the values that are in it."""
    bands = {name: frequencies.band(name) for names in values[column] for name in names}
    return {
        _band_column(column, band): [
            tuple(name for name in names if bands[name] == band) for names in values[column]
        ]
        for band, _ in BANDS
    }
