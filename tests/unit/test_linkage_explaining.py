"""One pair explained (N2): parts add up to the weight, and to the database's own weight."""

from __future__ import annotations

import pytest

from linkage.cleaning import clean_records
from linkage.compare import weigh_pairs
from linkage.explaining import explain
from linkage.levels import FIELDS, UNKNOWN, agreement
from linkage.subjects import Subject
from linkage.weights import load_weights
from tests.lib.people import small_force


@pytest.mark.parametrize("subject", Subject)
def test_a_pair_is_explained_by_the_numbers_that_the_database_weighs_it_by(
    subject: Subject,
) -> None:
    weights = load_weights(subject)
    records = clean_records(small_force(800, seed=31).persons)
    pairs = weigh_pairs(records, weights, -2_000)
    met = {(field, level) for pair in pairs for field, level in pair.levels.items()}
    assert (len(pairs) > 700, len(met) > 25) == (True, True)
    for pair in pairs:
        found = explain(records[pair.a], records[pair.b], weights)
        assert found.weight == pair.weight
        assert {part.field: part.weight for part in found.parts} == dict(pair.contributions)
        assert found == explain(records[pair.b], records[pair.a], weights)


def test_every_field_has_a_part_and_what_is_not_known_adds_nothing() -> None:
    weights = load_weights()
    records = clean_records(small_force(60, seed=32).persons)
    first, *others = records
    for other in others:
        found = explain(first, other, weights)
        assert [part.field for part in found.parts] == [field.name for field in FIELDS]
        assert {p.field: p.level for p in found.parts} == agreement(first, other)
        assert found.prior == weights.expected.weight
        assert all(part.weight == 0 for part in found.parts if part.level == UNKNOWN)
        assert all(part.words and not part.words[0].isupper() for part in found.parts)
