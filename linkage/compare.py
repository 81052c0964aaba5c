"""Which pairs are worth showing, and what they weigh: Splink asked by way of an engine.

A pair's weight depends on the two records and the weights alone: nothing is cached
between models, and no engine makes a difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from linkage.cleaning import CleanRecord
from linkage.engines import DuckDb, Engine
from linkage.levels import FIELDS, UNKNOWN, Field
from linkage.pairs import WeighedPair
from linkage.splink_model import record_table, splink_settings
from linkage.weights import Weights, weighed_levels

__all__ = ["weigh_pairs"]

#: Splink works in floats; pairs are filtered a little below the threshold and weighed again.
_SLACK_BITS = 0.5


def weigh_pairs(
    records: Sequence[CleanRecord],
    weights: Weights,
    least: int,
    new: Collection[int] | None = None,
    engine: Engine | None = None,
) -> tuple[WeighedPair, ...]:
    """Every pair that shares a key and weighs ``least`` or more, in order of (a, b).

    Given ``new``, places in ``records``, only pairs that hold one of them. Works the same
    for two records and for a million, and on every engine; DuckDB is the default. Fewer
    than two give nothing.

    Raises:
        EngineError: the engine is not installed or can't be started.
    """
    if len(records) < 2:
        return ()
    engine = engine or DuckDb()
    settings = splink_settings(weights.expected, weights.levels, engine.dialect)
    with engine.linker(record_table(records, weights.frequencies, new), settings) as linker:
        found = linker.inference.predict(
            threshold_match_weight=least / 100 - _SLACK_BITS, warning_mode="never"
        )
        levels = (f"gamma_{field.name}" for field in FIELDS)
        rows = engine.rows(found, ("place_l", "place_r", *levels))
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
