"""The index of search: what is saved is found again, alike on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from records.persons import ChildId, PersonRecord, RecordId
from serving.search import Query, rank
from serving.store.histories import Summary, save_histories
from serving.store.opening import Store
from serving.store.searching import find_candidates, save_searchable
from serving.tables.search import search_added, search_postings
from tests.lib.entries import DAY, S1, a_person
from tests.lib.linking import link_all

ONE, TWO, THREE = (ChildId(f"C-000000000{number}") for number in (1, 2, 3))
A, B, C = (RecordId(S1, f"P-{number}") for number in (1, 2, 3))
TODAY = date(2026, 11, 22)
BORN = date(2011, 3, 14)

MAYA = a_person("P-1", day=1, forename="Maya", surname="Testcase", date_of_birth=BORN)
MARRIED = a_person("P-1", day=2, forename="Maya", surname="Changed", date_of_birth=BORN)
ANNA = a_person("P-2", day=3, forename="Anna-Lou", surname="O'Testcase", postcode="NG7 2AB")
OMAR = a_person("P-3", day=4, forename="Omar", surname="Zidane", address="14 Beech Road")


def save(store: Store, *persons: PersonRecord, replacing_all: bool = True, **more: int) -> int:
    """Let these be found."""
    versions: dict[RecordId, list[PersonRecord]] = {}
    for person in persons:
        versions.setdefault(person.id, []).append(person)
    return save_some(store, versions.items(), replacing_all=replacing_all, **more)


def save_some(
    store: Store, some: Iterable[tuple[RecordId, Sequence[PersonRecord]]], **more: Any
) -> int:
    """Let these records be found by these versions."""
    with store.writing() as connection:
        return save_searchable(connection, some, **more)


def find(store: Store, name: str | None = None, most: int = 100, **asked: Any) -> list[ChildId]:
    """The children found, the likeliest first."""
    query = Query(name, **asked)
    with store.reading() as connection:
        candidates = find_candidates(connection, query, TODAY, most)
    return [one.candidate.child for one in rank(candidates.question, candidates.children)]


def is_cut(store: Store, name: str, most: int) -> bool:
    """Whether more records agree than are read."""
    with store.reading() as connection:
        return find_candidates(connection, Query(name), TODAY, most).is_cut


@pytest.fixture
def filled(store: Store) -> Store:
    """Two records of one child and one of another."""
    assert save(store, MAYA, MARRIED, ANNA, OMAR) == 3
    link_all(store, {A: ONE, B: ONE, C: TWO}, DAY)
    return store


@pytest.mark.parametrize(
    "name",
    ["Maya Testcase", "testcase MAYA", "Maya Changed", "Mia Testcase", "Maia Tesctase", "M Changed",
     "may", "Anna Lou O'Testcase", "annalou otestcase", "Lou OTestcase"],
)  # fmt: skip
def test_a_child_is_found_by_every_name_of_every_record(filled: Store, name: str) -> None:
    assert find(filled, name) == [ONE]


@pytest.mark.parametrize(
    "name",
    ["ma", "Maya Zidane", "aya", "%%", "_aya", "' OR 1=1 --", "\u00ff\u00ff", "--", "Zyx"],
)
def test_what_agrees_with_nobody_finds_nobody(filled: Store, name: str) -> None:
    assert find(filled, name) == []


@pytest.mark.parametrize("place", ["beech", "14 Beech Rd", "Beech Road", "beach road", "1 beech"])
def test_a_child_is_found_by_the_home_alone(filled: Store, place: str) -> None:
    assert find(filled, place=place) == [TWO]


@pytest.mark.parametrize("place", ["NG7", "ng72ab", "NG7 2AB", "2ab", "ng7 2"])
def test_a_postcode_is_found_in_whole_or_in_part(filled: Store, place: str) -> None:
    assert find(filled, place=place) == [ONE]


@pytest.mark.parametrize("place", ["NG8", "15 Beech Road", "Beech Road NG7", "b"])
def test_another_home_finds_nobody(filled: Store, place: str) -> None:
    assert find(filled, place=place) == []


def test_a_child_is_found_by_the_birth_date_alone(filled: Store) -> None:
    assert find(filled, birth_date=BORN) == [ONE]
    assert find(filled, birth_date=date(2011, 3, 15)) == []


def test_a_record_counts_for_whose_it_is_now(filled: Store) -> None:
    link_all(filled, {A: ONE, B: THREE, C: TWO}, DAY.replace(day=2))
    assert find(filled, "Anna-Lou") == [THREE]
    link_all(filled, {A: ONE, C: TWO}, DAY.replace(day=3))
    assert find(filled, "Anna-Lou") == []


def test_saving_all_forgets_all_others(filled: Store) -> None:
    assert save(filled, OMAR) == 1
    assert find(filled, "Maya Testcase") == []
    assert find(filled, "Omar Zidane") == [TWO]


def test_saving_some_leaves_the_others_and_takes_the_place_of_these(filled: Store) -> None:
    renamed = a_person("P-3", day=9, forename="Umar", surname="Brandnew")
    assert save(filled, renamed, replacing_all=False) == 1
    assert find(filled, "Umar Brandnew") == [TWO]
    assert find(filled, "Zidane") == []
    assert find(filled, place="Beech Road") == []
    assert find(filled, "Maya Testcase") == [ONE]


def test_a_record_without_a_version_is_not_found_any_more(filled: Store) -> None:
    assert save_some(filled, [(C, [])], replacing_all=False) == 0
    assert find(filled, "Omar Zidane") == []
    assert find(filled, "Maya Testcase") == [ONE]


def test_a_number_is_not_given_twice(filled: Store) -> None:
    save_some(filled, [(record, []) for record in (A, B, C)], replacing_all=False)
    save(filled, OMAR, replacing_all=False)
    assert find(filled, "Omar Zidane") == [TWO]
    assert find(filled, "Maya Testcase") == find(filled, birth_date=BORN) == []
    save_some(filled, [(C, [])], replacing_all=False, most_added=0)
    save(filled, MAYA, replacing_all=False)
    assert find(filled, "Maya Testcase") == find(filled, birth_date=BORN) == [ONE]
    assert find(filled, "Omar Zidane") == []


def test_what_was_added_is_found_as_well_once_it_is_taken_into_the_lists(filled: Store) -> None:
    new = a_person("P-4", day=5, forename="Maya", surname="Zidane", date_of_birth=BORN)
    link_all(filled, {A: ONE, B: ONE, C: TWO, new.id: THREE}, DAY.replace(day=2))
    save(filled, new, replacing_all=False)
    with filled.reading() as connection:
        added = connection.execute(select(func.count()).select_from(search_added)).scalar_one()
        lists = connection.execute(select(func.count()).select_from(search_postings)).scalar_one()
    before = find(filled, "Maya Zidane"), find(filled, "maya"), find(filled, birth_date=BORN)
    assert added > 0
    save(filled, replacing_all=False, most_added=0)
    with filled.reading() as connection:
        assert connection.execute(select(search_added)).all() == []
        assert (
            connection.execute(select(func.count()).select_from(search_postings)).scalar_one()
            == lists
        )
    after = find(filled, "Maya Zidane"), find(filled, "maya"), find(filled, birth_date=BORN)
    assert before == after == ([THREE], [THREE, ONE], [THREE, ONE])


def test_the_first_records_of_all_can_come_as_additions(store: Store) -> None:
    save(store, MAYA, replacing_all=False)
    link_all(store, {A: ONE}, DAY)
    assert find(store, "Maya Testcase") == [ONE]


def test_of_more_than_are_read_the_likeliest_are_and_it_is_said(store: Store) -> None:
    near = [a_person(f"P-{n}", day=n, forename="Mia", surname="Testcase") for n in range(4, 9)]
    save(store, MAYA, *near)
    link_all(store, {p.id: ChildId(f"C-{p.id.ref}") for p in (MAYA, *near)}, DAY)
    assert is_cut(store, "Maya Testcase", 3)
    assert not is_cut(store, "Maya Testcase", 6)
    assert find(store, "Maya Testcase", most=1) == [ChildId("C-P-1")]
    assert len(find(store, "Maya Testcase", most=3)) == 3


def test_a_child_missing_now_is_read_before_all_who_agree_as_well(store: Store) -> None:
    alike = [a_person(f"P-{n}", day=n, forename="Maya", surname="Testcase") for n in range(9)]
    children = {p.id: ChildId(f"C-{p.id.ref}") for p in alike}
    save(store, *alike)
    link_all(store, children, DAY)
    with store.writing() as connection:
        summary = Summary(missing_since=DAY, plan=None, protection=False)
        save_histories(connection, [(ChildId("C-P-0"), b"{}", summary)])
    assert find(store, "Testcase", most=2)[0] == ChildId("C-P-0")


def test_nothing_saved_is_nothing_found(store: Store) -> None:
    assert save(store) == 0
    assert find(store, "Maya", birth_date=BORN, place="NG7", age=15) == []
