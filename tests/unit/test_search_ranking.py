"""The order of results, class by class, with what is said of each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from records.persons import ChildId, PersonRecord
from serving.search import (
    Candidate,
    Found,
    Query,
    agreeing_fields,
    are_alike,
    explain,
    rank,
    searchable,
)
from tests.lib.people import RECORDED, person
from tests.lib.search_names import question

TODAY = date(2026, 11, 22)
BORN = date(2011, 3, 14)


def a_child(
    child: str, forename: str | None = "Kayleigh", surname: str = "Smith", *,
    born: str | None = "2011-03-14", missing: bool = False, day: int = 0, **more: Any
) -> Candidate:  # fmt: skip
    """A child of one record."""
    recorded = RECORDED + timedelta(days=day)
    one = person("S1:P-1", forename, surname, born=born, recorded=recorded, **more)
    return of_records(child, one, missing=missing)


def of_records(child: str, *persons: PersonRecord, missing: bool = False) -> Candidate:
    """A child of several records."""
    return Candidate(ChildId(child), tuple(searchable([one]) for one in persons), missing)


def ranked(query: Query, *children: Candidate) -> list[Found]:
    """All who are listed."""
    records = [record for child in children for record in child.records]
    return rank(question(query, records, TODAY), children)


def order(query: Query, *children: Candidate) -> list[tuple[str, int]]:
    """Each who is listed, with the class."""
    return [(str(one.candidate.child), one.rank) for one in ranked(query, *children)]


WHOLE = Query("Kayleigh Smith", BORN)


def test_the_classes_come_in_their_order() -> None:
    found = order(
        Query("Kayleigh Smith", BORN, age=15, place="Beech Road"),
        a_child("F", "Kayley", "Smyth", born="2018-01-01"),
        a_child("E", "Kayley", "Smith", born="2011-05-20", address="9 Beech Road"),
        a_child("D", "Kayley", "Smith"),
        a_child("C", born="2012-03-14"),
        a_child("B"),
        a_child("A", missing=True),
    )
    assert found == [("A", 1), ("B", 2), ("C", 3), ("D", 4), ("E", 5), ("F", 6)]


@pytest.mark.parametrize(
    ("child", "class_"),
    [
        (a_child("A", missing=True), 1),
        (a_child("A", born=None, missing=True), 1),
        (a_child("A", born="2018-01-01", missing=True), 1),
        (a_child("A", "Kayley", "Jones", missing=True), 1),
        (a_child("A", "Omar", "Zidane", missing=True), None),
        (a_child("A", "Kayley", "Smyth", born="2018-01-01", missing=True), 6),
        (a_child("A"), 2),
        (a_child("A", "Smith", "Kayleigh"), 2),
        (a_child("A", "K.", "Jones", other_names=("Kayleigh Smith",)), 2),
        (a_child("A", born="2011-03-15"), 3),
        (a_child("A", born="2012-03-14"), 3),
        (a_child("A", "Kayleigh", "Smyth"), 4),
        (a_child("A", "Kayleigh", "Jones"), 4),
        (a_child("A", None, "Smith"), 4),
        (a_child("A", born=None), 6),
        (a_child("A", born="1900-01-01"), 6),
        (a_child("A", born="2018-01-01"), 6),
        (a_child("A", "Kayley", "Smyth", born="2011-03-15"), 6),
        (a_child("A", "Kayleigh", "Jones", born="2011-03-15"), 7),
        (a_child("A", "Kayleigh", "Jones", born="2018-01-01"), None),
        (a_child("A", "Omar", "Zidane"), None),
    ],
)
def test_a_name_and_birth_date(child: Candidate, class_: int | None) -> None:
    assert order(WHOLE, child) == ([("A", class_)] if class_ else [])


@pytest.mark.parametrize(
    ("query", "child", "class_"),
    [
        (Query("Kayleigh Smith"), a_child("A"), 6),
        (Query("Kayleigh Smith"), a_child("A", missing=True), 1),
        (Query("Smith", age=15), a_child("A"), 6),
        (Query("Smyth", age=16, place="NG7"), a_child("A", postcode="NG7 2AB"), 5),
        (Query("Smyth", age=18, place="NG7"), a_child("A", postcode="NG7 2AB"), 6),
        (Query("Smyth Kay", age=15, place="NG7"), a_child("A", "Omar", postcode="NG7 2AB"), 6),
        (Query("Smyth Kay", age=15, place="NG7"), a_child("A", "Omar", postcode="NG8 2AB"), None),
        (Query("Zidane", BORN, place="NG7"), a_child("A", postcode="NG7 2AB"), 6),
        (Query(birth_date=BORN), a_child("A"), 6),
        (Query(birth_date=BORN), a_child("A", missing=True), 1),
        (Query(birth_date=BORN), a_child("A", born="2011-03-15"), None),
        (Query(birth_date=BORN, place="NG7"), a_child("A", postcode="NG8 2AB"), 6),
        (Query(birth_date=BORN, place="NG7"),
         a_child("A", born="2011-03-15", postcode="NG7 2AB"), 6),
        (Query(place="NG7", age=15), a_child("A", postcode="NG7 2AB"), 6),
        (Query(place="NG7", age=11), a_child("A", postcode="NG7 2AB"), None),
        (Query(place="NG7"), a_child("A", postcode="NG8 2AB"), None),
    ],
)  # fmt: skip
def test_other_questions(query: Query, child: Candidate, class_: int | None) -> None:
    assert order(query, child) == ([("A", class_)] if class_ else [])


def test_those_of_the_last_resort_are_listed_only_if_nobody_agrees_by_name_and_date() -> None:
    last = a_child("L", "Kayleigh", "Jones", born="2011-03-15")
    assert order(WHOLE, last, a_child("A", born="2018-01-01")) == [("A", 6), ("L", 7)]
    for better in (a_child("A"), a_child("A", born="2011-03-15"), a_child("A", "Kayley", "Smyth")):
        assert [name for name, _ in order(WHOLE, last, better)] == ["A"]
    half = a_child("A", "Kayleigh", "Jones")
    assert order(WHOLE, last, half) == [("A", 4), ("L", 7)]


def test_those_of_the_last_resort_fill_the_list_to_twenty() -> None:
    many = [a_child(f"L{n:02}", "Kayleigh", "Jones", born="2011-03-15") for n in range(30)]
    assert len(order(WHOLE, a_child("A", born="2018-01-01"), *many)) == 20


def test_within_a_class_more_agreeing_fields_come_first() -> None:
    query = Query("Kayleigh Smith", age=15, place="NG7")
    found = order(
        query,
        a_child("0", "Kayley", "Smyth", born="2018-01-01"),
        a_child("1", "Kayleigh", "Smyth", born="2018-01-01"),
        a_child("2", "Kayleigh", "Smith", born="2018-01-01"),
        a_child("3", "Kayleigh", "Smith", born="2011-03-14"),
    )
    assert [name for name, _ in found] == ["3", "2", "1", "0"]


def test_a_nearly_agreeing_field_is_better_than_an_unknown_and_that_than_another() -> None:
    query = Query("Kayleigh Smith", age=15)
    found = order(
        query,
        a_child("another", born="2018-01-01"),
        a_child("unknown", born=None),
        a_child("near", born="2012-03-14"),
        a_child("same"),
    )
    assert [name for name, _ in found] == ["same", "near", "unknown", "another"]


def test_then_the_nearer_name_the_rarer_the_last_seen_and_the_id() -> None:
    found = order(
        Query("Smith"),
        a_child("A", "Ava"),
        a_child("D", "Ava", day=1),
        a_child("C", "Ava"),
        a_child("Z", "Zoe"),
        a_child("B", "Zoe May"),
    )
    assert [name for name, _ in found] == ["Z", "D", "A", "C", "B"]


def test_an_old_surname_and_another_record_count() -> None:
    child = of_records(
        "A",
        person("S1:P-1", "Kayleigh", "Jones", born="2011-03-14"),
        person("S2:P-2", "Kayleigh", "Smith"),
    )
    assert order(WHOLE, child) == [("A", 2)]


@pytest.mark.parametrize(
    ("child", "why", "agrees"),
    [
        (a_child("A", "Kayleigh", "Smyth", address="9 Beech Road"),
         ("Surname differs by one letter.", "Birth date the same.", "Age the same.",
          "Home agrees."), ("birth date", "age", "home")),
        (a_child("A", born="2012-03-14", address="9 Elm Road"),
         ("Name the same.", "Year of birth differs by one.", "Age differs by one year.",
          "Home differs."), ("name",)),
        (a_child("A", born=None),
         ("Name the same.", "No birth date is recorded.", "No home is recorded."), ("name",)),
        (a_child("A", born="2018-01-01"),
         ("Name the same.", "Birth date differs.", "Age differs by 7 years.",
          "No home is recorded."), ("name",)),
    ],
)  # fmt: skip
def test_why_a_child_is_listed(
    child: Candidate, why: tuple[str, ...], agrees: tuple[str, ...]
) -> None:
    query = Query("Kayleigh Smith", BORN, age=15, place="Beech Road")
    [found] = ranked(query, child)
    assert explain(found.agreement) == why
    assert agreeing_fields(found.agreement) == agrees


@pytest.mark.parametrize(
    ("other", "alike"),
    [
        (a_child("B"), True),
        (a_child("B", "Kayley"), True),
        (a_child("B", born="2012-03-14"), True),
        (a_child("B", born="2018-01-01"), False),
        (a_child("B", born=None), False),
        (a_child("B", "Omar"), False),
        (a_child("B", "Kayleigh May"), False),
    ],
)
def test_two_who_are_easily_taken_for_one_another(other: Candidate, alike: bool) -> None:
    found = {one.candidate.child: one for one in ranked(Query("Smith"), a_child("A"), other)}
    assert are_alike(found[ChildId("A")], found[ChildId("B")]) is alike
    assert are_alike(found[ChildId("B")], found[ChildId("A")]) is alike


def test_a_question_without_a_letter_finds_nobody() -> None:
    assert order(Query("--"), a_child("A")) == []
