"""The one door to Splink and DuckDB: which pairs agree in what, and how often that happens.

Every call opens a database of its own in memory and closes it: nothing is cached
between models, nothing is written to disk, and a pair's weight depends on the two
records and the weights alone.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import duckdb
import pyarrow as pa
from splink import Linker
from splink.backends.duckdb import DuckDBAPI
from splink.blocking_rule_library import CustomRule

from linkage.blocking import name_keys, pair_keys
from linkage.cleaning import STEPS, CleanRecord
from linkage.frequencies import BANDS, Frequencies
from linkage.levels import DIFFERENT, FIELDS, UNKNOWN, Field
from linkage.pairs import WeighedPair
from linkage.weights import Expected, LevelWeight, Weights, weighed_levels

__all__ = ["estimate_levels", "weigh_pairs"]

_BILLION = 1_000_000_000
#: Splink works in floats; pairs are filtered a little below the threshold and weighed again.
_SLACK_BITS = 0.5
#: A level learnt to be rarer than this was hardly met: its guess stands.
_LEAST_M, _LEAST_U = 0.000_2, 0.000_000_2


def weigh_pairs(
    records: Sequence[CleanRecord],
    weights: Weights,
    least: int,
    new: Collection[int] | None = None,
) -> tuple[WeighedPair, ...]:
    """Every pair that shares a key and weighs ``least`` or more, in order of (a, b).

    Given ``new``, places in ``records``, only pairs that hold one of them. Works the same
    for two records and for a million. Fewer than two give nothing.
    """
    if len(records) < 2:
        return ()
    settings = _settings(weights.expected, weights.levels)
    with _linker(records, weights.frequencies, settings, new=new) as linker:
        found = linker.inference.predict(
            threshold_match_weight=least / 100 - _SLACK_BITS, warning_mode="never"
        )
        columns = ", ".join(f"gamma_{field.name}" for field in FIELDS)
        rows = found.as_duckdbpyrelation().select(f"place_l, place_r, {columns}").fetchall()
    readings = tuple(_readings(field, weights) for field in FIELDS)
    pairs = (_weighed(row, readings, weights.expected.weight) for row in rows)
    kept = (pair for pair in pairs if pair.weight >= least)
    return tuple(sorted(kept, key=lambda pair: (pair.a, pair.b)))


def _readings(field: Field, weights: Weights) -> dict[int, tuple[str, int]]:
    """What Splink's number for a level means: its name and its weight.

    Splink numbers the weighed levels of a field from 0, the worst, and marks others -1.
    """
    rising = reversed(list(weighed_levels(field)))
    read = {number: (name, weights.of(field.name, name)) for number, name in enumerate(rising)}
    return {**read, -1: (UNKNOWN, 0)}


def _weighed(
    row: tuple[int, ...], readings: Sequence[Mapping[int, tuple[str, int]]], prior: int
) -> WeighedPair:
    first, second, *numbers = row
    read = [reading[number] for reading, number in zip(readings, numbers, strict=True)]
    return WeighedPair(
        a=min(first, second),
        b=max(first, second),
        weight=prior + sum(weight for _, weight in read),
        levels={field.name: name for field, (name, _) in zip(FIELDS, read, strict=True)},
        contributions={field.name: w for field, (_, w) in zip(FIELDS, read, strict=True)},
    )


def estimate_levels(
    records: Sequence[CleanRecord],
    strangers: Sequence[CleanRecord],
    frequencies: Mapping[str, Frequencies],
    expected: Expected,
    guesses: Mapping[str, Mapping[str, LevelWeight]],
) -> dict[str, dict[str, LevelWeight]]:
    """How often each level is met: u among ``strangers``, m by expectation-maximisation.

    ``strangers`` should hold few records of one person: all their pairs are counted.
    A level that is not met keeps its guess. Nothing is sampled and floats are added up in
    one order: the same input gives the same numbers.
    """
    settings = _settings(expected, guesses)
    # Counts are whole numbers: how many threads add them up makes no difference.
    with _linker(strangers, frequencies, settings) as linker:
        linker.training.estimate_u_using_random_sampling(
            max_pairs=len(strangers) ** 2, min_count_per_level=None, num_chunks=1
        )
        chances = _trained(linker, "u_probability", _LEAST_U, guesses)
    known = {
        field: {
            name: LevelWeight(w.m, chances[field].get(name, w.u), w.observed)
            for name, w in levels.items()
        }
        for field, levels in guesses.items()
    }
    with _linker(records, frequencies, _settings(expected, known), threads=1) as linker:
        for rule in _TRAINING:
            linker.training.estimate_parameters_using_expectation_maximisation(rule)
        shares = _trained(linker, "m_probability", _LEAST_M, guesses)
    return {
        field: {
            # Splink gives an unmet level back as it stood, to the last digit.
            name: LevelWeight(shares[field][name], chances[field][name], observed=True)
            if name in chances[field] and shares[field].get(name, w.m) != w.m
            else w
            for name, w in levels.items()
        }
        for field, levels in guesses.items()
    }


#: Pairs to learn from: each rule leaves out the fields that it blocks on.
_TRAINING = (
    "l.birth_dates[1] = r.birth_dates[1]",
    "l.forenames[1] = r.forenames[1] and l.surnames[1] = r.surnames[1]",
)


def _trained(
    linker: Linker, what: str, least: float, guesses: Mapping[str, Mapping[str, LevelWeight]]
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for comparison in linker.misc.save_model_to_json()["comparisons"]:
        field = comparison["output_column_name"]
        found[field] = {}
        for level in comparison["comparison_levels"]:
            share = level.get(what)
            name = level["label_for_charts"]
            if name in guesses[field] and share is not None and least <= share < 1:
                found[field][name] = round(share * _BILLION)
    return found


def _settings(
    expected: Expected, levels: Mapping[str, Mapping[str, LevelWeight]]
) -> dict[str, Any]:
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
                "l.name_keys = r.name_keys and (l.is_new or r.is_new)"
                " and (len(l.birth_dates) = 0 or len(r.birth_dates) = 0)",
                arrays_to_explode=["name_keys"],
            ),
        ],
        "comparisons": [_comparison(field, levels[field.name]) for field in FIELDS],
    }


def _comparison(field: Field, weights: Mapping[str, LevelWeight]) -> dict[str, Any]:
    empty = ["(" + " and ".join(f"len({c}_{side}) = 0" for c in field.needs) + ")" for side in "lr"]
    rows: list[dict[str, Any]] = [_null_level(" or ".join(empty), UNKNOWN)]
    for level in field.levels:
        if level.name == "same" and field.by_frequency:
            for band, _ in BANDS:
                column = _band_column(field.by_frequency, band)
                sql = f"list_has_any({column}_l, {column}_r)"
                rows.append(_level(sql, f"same_{band}", weights[f"same_{band}"]))
        elif level.is_counted:
            rows.append(_level(level.question.sql, level.name, weights[level.name]))
        else:
            rows.append(_null_level(level.question.sql, level.name))
    rows.append(_level("ELSE", DIFFERENT, weights[DIFFERENT]))
    return {"output_column_name": field.name, "comparison_levels": rows}


def _level(sql: str, name: str, weight: LevelWeight) -> dict[str, Any]:
    return {
        "sql_condition": sql,
        "label_for_charts": name,
        "m_probability": weight.m / _BILLION,
        "u_probability": weight.u / _BILLION,
    }


def _null_level(sql: str, name: str) -> dict[str, Any]:
    return {"sql_condition": sql, "label_for_charts": name, "is_null_level": True}


def _band_column(column: str, band: str) -> str:
    return f"{column}_{band}"


@contextmanager
def _linker(
    records: Sequence[CleanRecord],
    frequencies: Mapping[str, Frequencies],
    settings: dict[str, Any],
    *,
    new: Collection[int] | None = None,
    threads: int | None = None,
) -> Iterator[Linker]:
    """A linker over the records, in a database of its own that never touches the disk."""
    config: dict[str, Any] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "temp_directory": "",
    }
    if threads is not None:
        config["threads"] = threads
    connection = duckdb.connect(":memory:", config=config)
    # Splink draws its tables' names from the global generator; nobody else may notice.
    drawn = random.getstate()
    try:
        api = DuckDBAPI(connection=connection)
        table = api.register(_table(records, frequencies, new), table_name="people")
        yield Linker(table, settings, log_level=logging.ERROR, validate_settings=False)
    finally:
        random.setstate(drawn)
        connection.close()


def _table(
    records: Sequence[CleanRecord],
    frequencies: Mapping[str, Frequencies],
    new: Collection[int] | None,
) -> pa.Table:
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
            "pair_keys": pa.array([pair_keys(record) for record in records], numbers),
            "name_keys": pa.array([name_keys(record) for record in records], numbers),
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
