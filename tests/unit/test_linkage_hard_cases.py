"""The hard cases by name, each as the systems would hold it and linked as a force would be."""

from __future__ import annotations

from typing import Any

from linkage.linking import link_records
from linkage.results import Decision, LinkResult, RefusalReason
from linkage.weights import load_weights
from records.persons import PersonRecord
from tests.lib.people import person, record_id

HOUSE = {"address": "12 Oakton Road", "postcode": "NG7 2AB"}
ELSEWHERE = {"address": "3 Elm Lane", "postcode": "DE1 9ZZ"}
HOSTEL = {"address": "Larch House, 4 Mill Lane", "postcode": "NG7 4QD"}


def child(id_: str, forename: str | None, surname: str = "Thornworth", **more: Any) -> PersonRecord:
    return person(id_, forename, surname, **{"born": "2011-03-09", **HOUSE, **more})


def linked(*people: PersonRecord, decisions: tuple[Decision, ...] = ()) -> LinkResult:
    return link_records(people, load_weights(), decisions)


def together(result: LinkResult) -> set[str]:
    """Each cluster as its ids."""
    return {" ".join(sorted(map(str, cluster))) for cluster in result.clusters}


def shown(result: LinkResult) -> set[str]:
    return {f"{match.a} {match.b}" for match in result.possible}


# Twins and siblings.


def test_twins_in_every_system_are_two_children_each_with_its_own_records() -> None:
    people = [
        child(f"{system}:{name}", name)
        for system in ("S1", "S6", "S10")
        for name in ("Ada", "Edith")
    ]
    result = linked(*people, child("S2:plan", "Ada"))
    assert together(result) == {"S10:Ada S1:Ada S2:plan S6:Ada", "S10:Edith S1:Edith S6:Edith"}
    assert shown(result) == set()


def test_twins_with_like_names_are_two_children_whose_plan_is_the_ones_alone() -> None:
    twins = [
        child(f"{system}:{name}", name) for system in ("S1", "S10") for name in ("Jayden", "Hayden")
    ]
    result = linked(*twins, child("S2:plan", "Jaydn"))
    assert together(result) == {"S10:Jayden S1:Jayden S2:plan", "S10:Hayden S1:Hayden"}


def test_a_plan_that_fits_either_twin_is_linked_to_neither_and_shown_for_both() -> None:
    twins = [child("S1:Jayden", "Jayden"), child("S1:Hayden", "Hayden")]
    result = linked(*twins, child("S2:plan", None))
    assert together(result) == {"S1:Jayden", "S1:Hayden", "S2:plan"}
    assert shown(result) == {"S1:Hayden S2:plan", "S1:Jayden S2:plan"}


def test_siblings_with_like_names_stay_two_children() -> None:
    older = [child(f"{system}:older", "Mohammed", born="2008-07-21") for system in ("S1", "S10")]
    younger = [child(f"{system}:younger", "Muhammad") for system in ("S1", "S9")]
    result = linked(*older, *younger)
    assert together(result) == {"S10:older S1:older", "S1:younger S9:younger"}


def test_a_siblings_record_without_a_birth_date_is_not_given_to_the_other() -> None:
    people = [
        child("S1:older", "Emily", born="2008-07-21"),
        child("S6:younger", "Millie", born=None),
    ]
    result = linked(*people)
    assert together(result) == {"S1:older", "S6:younger"}
    assert shown(result) == {"S1:older S6:younger"}


# One child under other particulars.


def test_a_changed_surname_is_followed_from_the_home_and_from_what_a_record_tells() -> None:
    before, after = child("S1:1", "Callum"), child("S10:1", "Callum", "Reid")
    assert together(linked(before, after)) == {"S10:1 S1:1"}
    told = child("S10:1", "Callum", "Reid", other_names=("Callum Thornworth",), **ELSEWHERE)
    assert together(linked(before, told)) == {"S10:1 S1:1"}
    untold = child("S10:1", "Callum", "Reid", **ELSEWHERE)
    assert together(linked(before, untold)) == {"S1:1", "S10:1"}


def test_day_and_month_swapped_are_one_child_in_three_systems() -> None:
    swapped = child("S6:1", "Callum", born="2011-09-03")
    moved = child("S10:1", "Callum", **ELSEWHERE)
    assert together(linked(child("S1:1", "Callum"), swapped, moved)) == {"S10:1 S1:1 S6:1"}


def test_a_birthday_on_the_first_of_january_may_be_assumed() -> None:
    assumed = child("S6:1", "Callum", born="2011-01-01")
    assert together(linked(child("S1:1", "Callum"), assumed)) == {"S1:1 S6:1"}
    another = child("S6:1", "Callum", born="2013-01-01")
    assert together(linked(child("S1:1", "Callum"), another)) == {"S1:1", "S6:1"}


def test_names_written_otherwise_by_ear_or_from_another_script_are_one_child() -> None:
    spellings = (
        ("Yusuf", "Hussain", "Youssef", "Hussein"),
        ("Zainab", "Chowdhury", "Zaynab", "Choudhury"),
        ("Łukasz", "Wójcik", "Lukasz", "Wojcik"),
        ("Khadija", "Sheikh", "Khadijah", "Shaikh"),
        ("Oluwaseun", "Adeyemi", "Seun", "Adeyemi"),
        ("Zoë", "Brontë", "Zoe", "Bronte"),
    )
    for forename, surname, other, family in spellings:
        one, two = child("S1:1", forename, surname), child("S10:1", other, family)
        assert together(linked(one, two)) == {"S10:1 S1:1"}, forename


# Homes of many, and dates that mean nothing.


def test_a_hostel_with_one_placeholder_birth_date_stays_as_many_children() -> None:
    named = ("Callum Reid", "Jacob Okon", "Tunde Adeyemi", "Ali Khan", "Liam Reid", "Ayo Okon")
    for born in ("1900-01-01", "1970-01-01", "2008-01-01"):
        people = [
            child(f"{system}:{number}", *name.split(), born=born, **HOSTEL)
            for number, name in enumerate(named)
            for system in ("S1", "S10")
        ]
        result = linked(*people)
        assert together(result) == {f"S10:{n} S1:{n}" for n in range(len(named))}
        assert shown(result) == set()


def test_strangers_in_a_childrens_home_stay_strangers_though_much_is_alike() -> None:
    people = [
        child("S1:a", "Callum", "Reid", **HOSTEL),
        child("S1:b", "Callum", "Okon", born="2009-07-21", **HOSTEL),  # the same forename
        child("S1:c", "Jacob", "Okonjo", **HOSTEL),  # the same birth date
        child("S10:d", "Liam", "Reid", born="2010-05-17", **HOSTEL),  # the same surname
    ]
    assert len(linked(*people).clusters) == 4
    assert shown(linked(*people)) == set()


def test_a_child_who_moved_into_a_home_keeps_its_records_of_before() -> None:
    before, during = child("S1:1", "Callum"), child("S10:1", "Callum", **HOSTEL)
    assert together(linked(before, during)) == {"S10:1 S1:1"}


# What people decided.


def test_two_records_of_one_system_marked_different_stay_apart_through_everything() -> None:
    one, two = child("S10:1", "Callum"), child("S10:2", "Callum")
    others = [child(f"{system}:{n}", "Callum") for n, system in enumerate(("S1", "S2", "S6", "S9"))]
    assert len(linked(one, two, *others).clusters) == 1
    told = Decision("different", record_id("S10:1"), record_id("S10:2"))
    result = linked(one, two, *others, decisions=(told,))
    for cluster in result.clusters:
        assert not {one.id, two.id} <= cluster
    [refusal] = [one for one in result.refused if one.reason is RefusalReason.DECIDED_DIFFERENT]
    assert {refusal.a, refusal.b} == {one.id, two.id}
    # Who the others are is now for people to say: they fit both as well.
    assert all(len(cluster) == 1 or not cluster & {one.id, two.id} for cluster in result.clusters)


def test_namesakes_whom_one_system_holds_as_two_stay_two() -> None:
    one = child("S10:1", "Mohammed", "Khan")
    two = child("S10:2", "Mohammed", "Khan", born="2011-03-08", **ELSEWHERE)
    third = child("S1:1", "Mohammed", "Khan")
    assert together(linked(one, two, third)) == {"S10:1 S1:1", "S10:2"}
    # Nobody knows where this one lives: it is no proof that the two are one.
    nowhere = child("S7:1", "Mohammed", "Khan", address=None, postcode=None)
    assert together(linked(one, two, third, nowhere)) == {"S10:1 S1:1 S7:1", "S10:2"}
