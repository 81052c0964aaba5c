"""Two records side by side: every value over time, marked; the figure adds up and reads plainly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from linkage.explaining import Explained, Part
from linkage.weights import load_weights
from records.persons import PersonRecord
from serving.service.side_by_side import explained, machine_values, side_by_side
from tests.lib.people import RECORDED, person

WEIGHTS = load_weights()
ONE = person(
    "S1:P-1",
    "Benjamin",
    "Thornebury",
    born="2011-04-09",
    address="4 Invented Lane",
    postcode="NG3 1ZZ",
    sex="male",
)
OTHER = person(
    "S2:Q-1",
    "Benjamin",
    "Thornbury",
    born="2011-09-04",
    postcode="NG3 1ZZ",
)


def rows(a: list[PersonRecord], b: list[PersonRecord]) -> dict[str, dict[str, Any]]:
    return {row["field"]: row for row in side_by_side(a, b, WEIGHTS)}


def test_equal_values_are_marked_same_and_near_ones_near() -> None:
    found = rows([ONE], [OTHER])
    assert {name: row["mark"] for name, row in found.items()} == {
        "forename": "same",
        "surname": "near",
        "birth_date": "near",
        "home": "same",
        "sex": "unknown",
    }
    assert found["surname"]["words"] == "surname differs by one letter"
    assert found["birth_date"]["words"] == "day and month of birth swapped"
    assert found["forename"]["words"] == "same forename"
    assert [value["shared"] for value in found["forename"]["a"]] == [True]
    assert [value["shared"] for value in found["surname"]["a"]] == [False]


def test_every_value_that_a_record_ever_gave_is_there_with_when_it_was_new() -> None:
    later = replace(ONE, surname="Thornbury", recorded=RECORDED + timedelta(days=9))
    again = replace(later, recorded=RECORDED + timedelta(days=20))
    found = rows([again, ONE, later], [OTHER])["surname"]
    assert found["mark"] == "same"
    assert [(v["value"], v["recorded"][:10], v["shared"]) for v in found["a"]] == [
        ("Thornebury", "2026-11-01", False),
        ("Thornbury", "2026-11-10", True),
    ]


def test_what_nobody_recorded_is_unknown_and_never_the_same() -> None:
    bare = replace(OTHER, forename=None, date_of_birth=None, postcode=None)
    found = rows([bare], [replace(bare, id=ONE.id)])
    assert {name: row["mark"] for name, row in found.items()} == {
        "forename": "unknown", "surname": "same", "birth_date": "unknown", "home": "unknown",
    }  # fmt: skip
    assert found["birth_date"]["a"] == []
    placeholder = replace(OTHER, date_of_birth=date(1900, 1, 1))
    born = rows([placeholder], [replace(placeholder, id=ONE.id)])["birth_date"]
    assert (born["mark"], born["a"][0]["is_placeholder"]) == ("unknown", True)


def test_other_names_and_sex_stand_below_if_either_gives_them() -> None:
    known = replace(OTHER, other_names=("Benji", "Ben"), sex="not_known")
    found = rows([replace(ONE, other_names=("Benji", "Ben"))], [known])
    assert (found["other_names"]["mark"], found["sex"]["mark"]) == ("same", "unknown")
    assert rows([ONE], [replace(known, sex="female")])["sex"]["mark"] == "different"


def test_the_figure_can_be_added_up_and_says_its_thresholds() -> None:
    found = explained([ONE], [OTHER], WEIGHTS)
    said = machine_values(found, WEIGHTS, "possible", None)
    parts = [said["prior"], *said["parts"]]
    assert sum(part["weight"] for part in parts) == said["weight"] == found.weight
    assert (said["link_from"], said["possible_from"]) == (
        WEIGHTS.thresholds.link,
        WEIGHTS.thresholds.possible,
    )
    assert said["weights"] == WEIGHTS.digest


@pytest.mark.parametrize(
    ("weight", "words"),
    [
        (0, "by itself as likely one person as two"),
        (49, "by itself as likely one person as two"),
        (100, "by itself about 2 to 1 for one person"),
        (-300, "by itself about 8 to 1 for two people"),
        (1_500, "by itself about 32,768 to 1 for one person"),
        (2_600, "by itself more than 1,000,000 to 1 for one person"),
    ],
)
def test_a_weight_reads_as_odds(weight: int, words: str) -> None:
    found = Explained(weight, (Part("surname", "same", "same surname", 0),))
    assert machine_values(found, WEIGHTS, "possible", None)["words"] == words
