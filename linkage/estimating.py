"""How often each level of agreement is met, among one person's records and among strangers'."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
from splink import Linker

from linkage.blocking import keys_of
from linkage.cleaning import CleanRecord
from linkage.dialects import DUCKDB
from linkage.engines import DuckDb
from linkage.frequencies import Frequencies
from linkage.splink_model import BILLION, record_table, splink_settings
from linkage.weights import Expected, LevelWeight

__all__ = ["estimate_levels"]

#: A level learnt to be rarer than this was hardly met: its guess stands.
_LEAST_M, _LEAST_U = 0.000_2, 0.000_000_2


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
    settings = splink_settings(expected, guesses, DUCKDB)
    # Counts are whole numbers: how many threads add them up makes no difference.
    table = _table(strangers, frequencies)
    with DuckDb().linker(table, settings) as linker:
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
    settings, table = (
        splink_settings(expected, known, DUCKDB),
        _table(records, frequencies),
    )
    with DuckDb(threads=1).linker(table, settings) as linker:
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


def _table(records: Sequence[CleanRecord], frequencies: Mapping[str, Frequencies]) -> pa.Table:
    return record_table(records, [keys_of(record) for record in records], frequencies)


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
                found[field][name] = round(share * BILLION)
    return found
