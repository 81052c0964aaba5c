"""From a force's person records to a weights file. The same input gives the same bytes.

Fitting needs no truth: how often strangers agree is counted within one system, where
hardly anybody stands twice, and how often one person's records agree is learnt by
expectation-maximisation. What the data can't say is declared here and marked so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from random import Random

from linkage.cleaning import CleanRecord, clean_records
from linkage.frequencies import count_names
from linkage.levels import FIELDS
from linkage.weights import Expected, LevelWeight, Thresholds, Weights
from records.calendar import local_day
from records.persons import PersonRecord

__all__ = ["EXPECTED", "GUESSES", "THRESHOLDS", "FittingError", "fit", "in_falling_order"]

#: The prior: the thirteen systems of a force of 250,000 children hold about 110,000 records
#: of those who come to notice. In three invented forces a record had 1.4 to 1.5 others of
#: the same child.
EXPECTED = Expected(records=110_000, matches_per_1000_records=1_400)

#: A pair may be linked from 5 bits (32 to 1), two records of one system from 10 (1,000 to
#: 1); below -1 (1 to 2) nothing is shown. A rival is as good if it weighs 3 bits less.
THRESHOLDS = Thresholds(link=500, same_system=1_000, possible=-100, rival=300)

#: Pairs of this many strangers are counted.
_STRANGERS = 3_000
_FEWEST_RECORDS = 500


class FittingError(Exception):
    """There are too few records to learn weights from."""


def _guess(**levels: tuple[float, float]) -> dict[str, LevelWeight]:
    return {
        name: LevelWeight(round(m * 1e9), round(u * 1e9), observed=False)
        for name, (m, u) in levels.items()
    }


#: What stands for a level until data speaks, and where it doesn't: (m, u).
GUESSES: Mapping[str, Mapping[str, LevelWeight]] = {
    "forename": _guess(
        same_rare=(0.2, 0.000_05),
        same_uncommon=(0.25, 0.000_4),
        same_common=(0.2, 0.001_2),
        same_very_common=(0.15, 0.002_5),
        family=(0.06, 0.004),
        part=(0.01, 0.001),
        crosswise=(0.003, 0.000_001),
        start=(0.01, 0.001),
        near=(0.05, 0.004),
        sounds=(0.01, 0.002),
        alike=(0.005, 0.001),
        different=(0.03, 0.98),
    ),
    "surname": _guess(
        same_rare=(0.35, 0.000_1),
        same_uncommon=(0.25, 0.000_6),
        same_common=(0.15, 0.001_5),
        same_very_common=(0.1, 0.002),
        part=(0.02, 0.001),
        near=(0.06, 0.001),
        sounds=(0.005, 0.000_5),
        alike=(0.005, 0.000_5),
        different=(0.05, 0.99),
    ),
    "birth_date": _guess(
        same=(0.9, 0.000_16),
        swapped=(0.015, 0.000_1),
        digit=(0.03, 0.003),
        year_off=(0.004, 0.000_3),
        year=(0.01, 0.005),
        month=(0.01, 0.004),
        day=(0.005, 0.001_5),
        birthday=(0.005, 0.002),
        different=(0.01, 0.98),
    ),
    "home": _guess(
        address=(0.65, 0.000_5),
        postcode=(0.08, 0.000_5),
        near=(0.04, 0.000_5),
        district=(0.08, 0.05),
        different=(0.15, 0.95),
    ),
}


def fit(
    persons: Iterable[PersonRecord],
    seed: int,
    *,
    expected: Expected = EXPECTED,
    thresholds: Thresholds = THRESHOLDS,
    strangers: int = _STRANGERS,
) -> bytes:
    """The text of a weights file for a force like this one.

    The prior and the thresholds are stated by people, not learnt. The file names the
    latest day of recording, not the day of fitting. The order of ``persons`` makes no
    difference. All pairs of ``strangers`` records are counted: time grows with its square.

    Raises:
        FittingError: fewer than 500 person records.
    """
    from linkage.estimating import estimate_levels

    versions = list(persons)
    records = clean_records(versions)
    if len(records) < _FEWEST_RECORDS:
        raise FittingError(f"weights need {_FEWEST_RECORDS} person records or more to be fitted")
    frequencies = {
        field.name: count_names(getattr(record, field.by_frequency) for record in records)
        for field in FIELDS
        if field.by_frequency
    }
    dice = Random(seed)  # noqa: S311 - draws a sample, keeps no secret
    levels = estimate_levels(
        records, _strangers(records, strangers, dice), frequencies, expected, GUESSES
    )
    return Weights(
        fitted_to=max(local_day(person.recorded) for person in versions).isoformat(),
        records=len(records),
        seed=seed,
        expected=expected,
        thresholds=thresholds,
        levels={field: in_falling_order(found) for field, found in levels.items()},
        frequencies=frequencies,
    ).to_json()


def in_falling_order(levels: Mapping[str, LevelWeight]) -> dict[str, LevelWeight]:
    """The levels with u changed where a worse one would weigh more than a better one.

    Neighbours out of order are pooled: they keep their m and share one m / u. So a
    closer agreement never tells less, whatever a small sample says.
    """
    pools: list[list[str]] = []
    for name in levels:
        pools.append([name])
        while len(pools) > 1 and _ratio(levels, pools[-2]) < _ratio(levels, pools[-1]):
            pools[-2:] = [pools[-2] + pools[-1]]
    ordered = {}
    for pool in pools:
        for name in pool:
            w = levels[name]
            u = w.u if len(pool) == 1 else max(1, round(w.m / _ratio(levels, pool)))
            ordered[name] = LevelWeight(w.m, u, w.observed)
    return ordered


def _ratio(levels: Mapping[str, LevelWeight], pool: Sequence[str]) -> float:
    return sum(levels[name].m for name in pool) / sum(levels[name].u for name in pool)


def _strangers(records: Sequence[CleanRecord], most: int, dice: Random) -> list[CleanRecord]:
    """Records of the system that holds most: hardly two of them are of one person."""
    held = Counter(record.id.source for record in records)
    largest = min(held, key=lambda source: (-held[source], source.value))
    theirs = [record for record in records if record.id.source is largest]
    return dice.sample(theirs, min(most, len(theirs)))
