"""When a third record shows that two which contradict each other are one child's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from linkage.cleaning import clean_records
from linkage.compare import weigh_pairs
from linkage.linking import settle
from linkage.results import Decision, LinkResult, RefusalReason
from linkage.weights import load_weights
from records.persons import PersonRecord
from tests.lib.people import person, record_id

HOME = {"address": "12 Oakton Road", "postcode": "NG7 2AB"}


def child(
    id_: str, forename: str | None, born: str | None = "2011-03-09", **more: Any
) -> PersonRecord:
    return person(id_, forename, **{"surname": "Thornworth", "born": born, **HOME, **more})


def linked(people: Sequence[PersonRecord], *decisions: Decision) -> LinkResult:
    """As linked with the weights of this release."""
    records, weights = clean_records(people), load_weights()
    weighed = weigh_pairs(records, weights, weights.thresholds.possible)
    return settle(records, weighed, weights, decisions)


def together(result: LinkResult) -> set[str]:
    """Each cluster as its ids."""
    return {" ".join(sorted(map(str, cluster))) for cluster in result.clusters}


def shown(result: LinkResult) -> set[str]:
    return {f"{match.a} {match.b}" for match in result.possible}


@pytest.mark.parametrize(
    ("meant", "one", "other"),
    [
        ("Nancy", "Naancy", "Nanct"),
        ("Nancy", "Nanct", "Nanyc"),
        ("Katherine", "Katie", "Kaiherine"),
        ("Anthony", "Tony", "Anthonf"),
        ("George", "Georgie", "Gaorge"),
    ],
)
def test_two_slips_of_one_forename_meet_through_the_forename_that_was_meant(
    meant: str, one: str, other: str
) -> None:
    people = [child("S1:meant", meant), child("S6:one", one), child("S9:other", other)]
    assert together(linked(people)) == {"S1:meant S6:one S9:other"}
    apart = linked(people[1:])
    assert together(apart) == {"S6:one", "S9:other"}
    assert [refusal.reason for refusal in apart.refused] == [RefusalReason.FORENAMES_DIFFER]
    assert shown(apart) == {"S6:one S9:other"}


def test_two_slips_of_one_birth_date_meet_through_the_date_that_was_meant() -> None:
    people = [
        child("S1:meant", "Noah", "2008-04-03"),
        child("S4:one", "Noah", "2008-03-04"),
        child("S10:other", "Noah", "2008-04-02"),
    ]
    assert together(linked(people)) == {"S10:other S1:meant S4:one"}
    assert together(linked(people[1:])) == {"S4:one", "S10:other"}


def test_a_record_that_states_both_names_joins_two_that_bear_one_each() -> None:
    people = [child("S6:one", "Harrison"), child("S9:other", "Finn")]
    assert together(linked(people)) == {"S6:one", "S9:other"}
    both = child("S1:both", "Harrison", other_names=("Finn",))
    assert together(linked([both, *people])) == {"S1:both S6:one S9:other"}


def test_twins_with_like_names_never_meet_through_a_slip_of_both() -> None:
    # One letter away from either: it is linked to neither and shown for both.
    people = [child("S1:a", "Jayden"), child("S10:b", "Hayden"), child("S6:slip", "Zayden")]
    result = linked(people)
    assert together(result) == {"S1:a", "S10:b", "S6:slip"}
    assert {"S1:a S6:slip", "S10:b S6:slip"} <= shown(result)


def test_twins_never_meet_through_a_record_without_a_forename() -> None:
    people = [child("S1:a", "Ada"), child("S10:b", "Edith"), child("S6:nameless", None)]
    result = linked(people)
    assert together(result) == {"S1:a", "S10:b", "S6:nameless"}
    assert shown(result) >= {"S1:a S6:nameless", "S10:b S6:nameless"}


def test_a_record_without_a_forename_goes_to_the_only_child_that_it_fits() -> None:
    people = [child("S1:a", "Ada"), child("S10:a", "Ada"), child("S6:nameless", None)]
    assert together(linked(people)) == {"S10:a S1:a S6:nameless"}


def test_a_system_that_names_a_child_may_hold_its_twin_without_a_name() -> None:
    people = [child("S6:a", "Ada"), child("S1:a", "Ada"), child("S6:nameless", None)]
    result = linked(people)
    assert together(result) == {"S1:a S6:a", "S6:nameless"}
    assert "S1:a S6:nameless" in shown(result)


def test_two_newborns_without_names_are_not_taken_for_one() -> None:
    people = [child("S9:a", "Baby"), child("S12:b", "Baby"), child("S1:a", "Ada")]
    assert together(linked(people[:2])) == {"S12:b", "S9:a"}
    assert together(linked([*people[:1], child("S9:b", "Baby"), people[2]])) == {
        "S1:a",
        "S9:a",
        "S9:b",
    }


def test_two_slips_in_one_system_stay_two_records() -> None:
    # A system that holds two like names may hold two children.
    people = [child("S1:meant", "Nancy"), child("S6:one", "Naancy"), child("S6:other", "Nanct")]
    assert together(linked(people)) == {"S1:meant", "S6:one", "S6:other"}


def test_siblings_never_meet_through_a_record_without_a_birth_date() -> None:
    people = [
        child("S1:older", "Callum", "2008-07-21"),
        child("S10:younger", "Calum", "2011-03-09"),
        child("S6:undated", "Callum", None),
    ]
    result = linked(people)
    assert "S10:younger" in together(result)
    assert not any({"S1:older", "S10:younger"} <= set(ids.split()) for ids in together(result))


def test_people_who_decided_against_a_pair_are_heeded_whatever_stands_between() -> None:
    people = [child("S1:meant", "Nancy"), child("S6:one", "Naancy"), child("S9:other", "Nanct")]
    told = Decision("different", record_id("S6:one"), record_id("S9:other"))
    result = linked(people, told)
    assert not any({"S6:one", "S9:other"} <= set(ids.split()) for ids in together(result))
