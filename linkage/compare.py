"""Which pairs are worth showing, and what they weigh: Splink asked by way of an engine.

A pair's weight depends on the two records and the weights alone: nothing is cached
between models, and no engine makes a difference.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from linkage.blocking import Keys, keys_of
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
    keys: Sequence[Keys] | None = None,
) -> tuple[WeighedPair, ...]:
    """Every pair that shares a key and weighs ``least`` or more, in order of (a, b).

    Given ``new``, places in ``records``, only pairs that hold one of them. Works the same
    for two records and for a million, and on every engine; DuckDB is the default. ``keys``
    are the records', if they are at hand. Fewer than two records give nothing.

    Raises:
        EngineError: the engine is not installed or can't be started.
    """
    if len(records) < 2:
        return ()
    engine = engine or DuckDb()
    settings = splink_settings(weights.expected, weights.levels, engine.dialect)
    keys = keys or [keys_of(record) for record in records]
    table = record_table(records, keys, weights.frequencies, new)
    with engine.linker(table, settings) as linker:
        found = linker.inference.predict(
            threshold_match_weight=least / 100 - _SLACK_BITS, warning_mode="never"
        )
        levels = (f"gamma_{field.name}" for field in FIELDS)
        rows = engine.rows(found, ("place_l", "place_r", *levels))
    read = _Readings(weights)
    pairs = (read.pair(row) for row in rows)
    kept = (pair for pair in pairs if pair.weight >= least)
    return tuple(sorted(kept, key=lambda pair: (pair.a, pair.b)))


class _Readings:
    """What Splink's numbers for a pair's levels mean, worked out once for all like it."""

    def __init__(self, weights: Weights) -> None:
        self._of_field = tuple(_readings(field, weights) for field in FIELDS)
        self._prior = weights.expected.weight
        self._known: dict[tuple[int, ...], tuple[int, dict[str, str], dict[str, int]]] = {}

    def pair(self, row: tuple[int, ...]) -> WeighedPair:
        """The pair of a row: two places and a number for each field."""
        first, second, *rest = row
        numbers = tuple(rest)
        if numbers not in self._known:
            self._known[numbers] = self._read(numbers)
        weight, levels, contributions = self._known[numbers]
        a, b = (first, second) if first < second else (second, first)
        return WeighedPair(a, b, weight, levels, contributions)

    def _read(self, numbers: tuple[int, ...]) -> tuple[int, dict[str, str], dict[str, int]]:
        read = [of[number] for of, number in zip(self._of_field, numbers, strict=True)]
        names = [field.name for field in FIELDS]
        return (
            self._prior + sum(weight for _, weight in read),
            {name: level for name, (level, _) in zip(names, read, strict=True)},
            {name: weight for name, (_, weight) in zip(names, read, strict=True)},
        )


def _readings(field: Field, weights: Weights) -> dict[int, tuple[str, int]]:
    """What Splink's number for a level means: its name and its weight.

    Splink numbers the weighed levels of a field from 0, the worst, and marks others -1.
    """
    rising = reversed(list(weighed_levels(field)))
    read = {number: (name, weights.of(field.name, name)) for number, name in enumerate(rising)}
    return {**read, -1: (UNKNOWN, 0)}
