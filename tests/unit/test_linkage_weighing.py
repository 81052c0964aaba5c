"""The door to Splink: what it weighs, alike for few and many, and without a memory."""

from __future__ import annotations

import random
import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest

from linkage.cleaning import clean_records
from linkage.compare import weigh_pairs
from linkage.levels import FIELDS, UNKNOWN, agreement
from linkage.linking import link_records
from linkage.results import LinkResult
from linkage.weights import LevelWeight, Weights, load_weights
from records.persons import PersonRecord
from tests.lib.people import person, small_force

LEAST = -10_000
#: One person in many spellings: every two of these records are at some other level.
SPELLINGS: tuple[dict[str, Any], ...] = (
    {},
    {"forename": "Tilly"},
    {"forename": "Matilda Jane"},
    {"forename": "Matil"},
    {"forename": "Matlida"},
    {"forename": "Metylda"},
    {"forename": "Mafilpa"},
    {"forename": "Grace"},
    {"forename": None},
    {"forename": "Thornworth", "surname": "Matilda"},
    {"forename": "Мария"},
    {"surname": "Thornworth-Reid"},
    {"surname": "Thornwerth"},
    {"surname": "Tornwurthe"},
    {"surname": "Thobnwokth"},
    {"surname": "Reid"},
    {"surname": "Ünknown"},
    {"born": "2011-09-03"},
    {"born": "2011-03-08"},
    {"born": "2011-01-01"},
    {"born": "2011-03-27"},
    {"born": "2011-11-09"},
    {"born": "1998-03-09"},
    {"born": "2009-12-09"},
    {"born": "2010-12-09"},
    {"born": "2008-07-21"},
    {"born": None},
    {"address": "1 Elm Lane"},
    {"address": "1 Elm Lane", "postcode": "NG7 2AC"},
    {"address": "1 Elm Lane", "postcode": "NG7 9ZZ"},
    {"address": "1 Elm Lane", "postcode": "DE1 9ZZ"},
    {"postcode": None},
    {"postcode": "DE1 2AB"},
    {"address": None, "postcode": None},
)


def spellings() -> list[PersonRecord]:
    like = {"forename": "Matilda", "surname": "Thornworth", "born": "2011-03-09"}
    home = {"address": "12 Oakton Road", "postcode": "NG7 2AB"}
    return [
        person(f"S1:spelling-{place:02d}", **{**like, **home, **change})
        for place, change in enumerate(SPELLINGS)
    ]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights()


def test_both_engines_name_the_same_level_for_every_pair(weights: Weights) -> None:
    records = clean_records([*small_force(200, seed=3).persons, *spellings()])
    seen: set[tuple[str, str]] = set()
    for pair in weigh_pairs(records, weights, LEAST):
        plain = agreement(records[pair.a], records[pair.b])
        for field, level in pair.levels.items():
            same = "same" if level.startswith("same_") else level
            uncounted = level == UNKNOWN and plain[field] == "crosswise"
            assert uncounted or same == plain[field], (field, level)
        seen |= set(plain.items())
    declared = {(field.name, level.name) for field in FIELDS for level in field.levels}
    assert seen >= declared, sorted(declared - seen)


def test_a_weight_is_the_prior_and_its_contributions_added(weights: Weights) -> None:
    records = clean_records(small_force(60, seed=3).persons)
    for pair in weigh_pairs(records, weights, LEAST):
        assert pair.weight == weights.expected.weight + sum(pair.contributions.values())
        assert pair.contributions == {
            field: weights.of(field, level) for field, level in pair.levels.items()
        }
        assert pair.a < pair.b


def test_two_records_weigh_the_same_alone_and_among_many(weights: Weights) -> None:
    records = clean_records(small_force(120, seed=5).persons)
    heaviest = max(weigh_pairs(records, weights, 0), key=lambda pair: pair.weight)
    alone = [records[heaviest.a], records[heaviest.b]]
    (found,) = weigh_pairs(alone, weights, 0)
    assert replace(found, a=heaviest.a, b=heaviest.b) == heaviest


def test_one_record_and_none_weigh_nothing(weights: Weights) -> None:
    assert weigh_pairs([], weights, 0) == ()
    assert weigh_pairs(clean_records([person("S1:1", "Ada", "Thorn")]), weights, 0) == ()
    assert link_records([], weights) == LinkResult((), (), ())
    (cluster,) = link_records([person("S1:1", "Ada", "Thorn")], weights).clusters
    assert len(cluster) == 1


def test_records_that_hold_nothing_are_weighed_without_a_fault(weights: Weights) -> None:
    bare = clean_records([person("S1:1"), person("S2:1"), person("S1:2", None, "Unknown")])
    assert weigh_pairs(bare, weights, LEAST) == ()


def test_text_that_looks_like_a_query_is_only_text(weights: Weights) -> None:
    odd: dict[str, Any] = {"forename": 'Ada"|x', "surname": "Thorn'; drop table people; --"}
    odd |= {"born": "2011-03-09", "postcode": "NG7 2AB"}
    people = [person("S1:1", **odd), person("S2:'1", **odd)]
    assert len(link_records(people, weights).clusters) == 1


def test_two_models_in_one_process_do_not_mix(weights: Weights) -> None:
    records = clean_records(small_force(60, seed=3).persons)
    before = weigh_pairs(records, weights, 0)
    levels = {field: dict(of) for field, of in weights.levels.items()}
    levels["home"]["address"] = LevelWeight(m=900_000_000, u=900, observed=True)
    other = replace(weights, levels=levels)
    between = weigh_pairs(records, other, 0)
    assert weigh_pairs(records, weights, 0) == before != between


def test_weighing_draws_nothing_that_others_draw(weights: Weights) -> None:
    place = random.getstate()
    weigh_pairs(clean_records(small_force(20, seed=3).persons), weights, 0)
    assert random.getstate() == place


def test_search_needs_neither_splink_nor_duckdb() -> None:
    code = (
        "import sys, linkage, linkage.names, linkage.evidence, linkage.linking\n"
        "assert not {'splink', 'duckdb'} & set(sys.modules), 'the door stands open'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
