"""Laws of search, for every set of invented records: order tells nothing, and what is recorded
exactly is found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.persons import ChildId, PersonRecord, RecordId
from serving.search import Query, rank
from serving.store.opening import Store, open_store
from serving.store.searching import find_candidates, save_searchable
from tests.lib.entries import DAY
from tests.lib.linking import link_all
from tests.lib.people import person
from tests.lib.postgres import fast_disk

TODAY = date(2026, 11, 22)
_MOST = 20
_GIVEN = ("Mia", "Maya", "Kayleigh", "Anna-Lou", "Abdul Rahman", "Zofia", "Jo", "Seán", None)
_FAMILY = ("Smith", "Smyth", "O'Brien", "Kowalski", "Kowalska", "Smith-Jones", "Ng", "van Dyke")
_BORN = st.dates(date(2008, 12, 28), date(2009, 1, 4)) | st.none()


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """One store, whose index every example writes anew. Each record is a child of its own."""
    with (
        tempfile.TemporaryDirectory(prefix="missing-risk-", dir=fast_disk()) as folder,
        open_store(f"sqlite:///{Path(folder) / 'force.db'}", writer=True) as opened,
    ):
        records = [RecordId.parse(f"S1:P-{number:03}") for number in range(_MOST)]
        link_all(opened, {record: ChildId(f"C-{record.ref}") for record in records}, DAY)
        yield opened


@st.composite
def forces(draw: st.DrawFn) -> list[PersonRecord]:
    """Up to twenty records, each of a child of its own."""
    rows = draw(
        st.lists(
            st.tuples(st.sampled_from(_GIVEN), st.sampled_from(_FAMILY), _BORN),
            min_size=1,
            max_size=_MOST,
        )
    )
    return [
        person(f"S1:P-{number:03}", given_, family, born=born)
        for number, (given_, family, born) in enumerate(rows)
    ]


def found(store: Store, persons: Sequence[PersonRecord], query: Query) -> list[ChildId]:
    """The children found, each named like its record."""
    with store.writing() as connection:
        save_searchable(connection, ((p.id, [p]) for p in persons), replacing_all=True)
    with store.reading() as connection:
        candidates = find_candidates(connection, query, TODAY)
    return [one.candidate.child for one in rank(candidates.question, candidates.children)]


QUICK = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


@QUICK
@given(forces(), st.data())
def test_a_child_is_among_the_first_five_under_its_own_name_and_birth_date(
    store: Store, persons: list[PersonRecord], data: st.DataObject
) -> None:
    wanted = data.draw(st.sampled_from(persons))
    alike = [
        p for p in persons
        if (p.forename, p.surname, p.date_of_birth)
        == (wanted.forename, wanted.surname, wanted.date_of_birth)
    ]  # fmt: skip
    children = found(store, persons, Query(wanted.full_name, wanted.date_of_birth))
    mine = ChildId(f"C-{wanted.id.ref}")
    assert mine in children
    assert len(alike) > 5 or mine in children[:5] or wanted.date_of_birth is None


@QUICK
@given(forces(), st.data())
def test_the_order_of_words_and_of_records_makes_no_difference(
    store: Store, persons: list[PersonRecord], data: st.DataObject
) -> None:
    wanted = data.draw(st.sampled_from(persons))
    words = wanted.full_name.replace("-", " ").split()
    shuffled = data.draw(st.permutations(words))
    mixed = list(persons)
    Random(data.draw(st.integers(0, 9))).shuffle(mixed)
    first = found(store, persons, Query(" ".join(words), wanted.date_of_birth))
    assert found(store, mixed, Query(" ".join(shuffled), wanted.date_of_birth)) == first


@QUICK
@given(forces(), forces())
def test_records_added_later_are_found_as_if_they_had_been_there(
    store: Store, persons: list[PersonRecord], more: list[PersonRecord]
) -> None:
    by_id = {p.id: p for p in persons} | {p.id: p for p in more}
    everyone = [by_id[key] for key in sorted(by_id)]
    query = Query(more[0].full_name, more[0].date_of_birth)
    at_once = found(store, everyone, query)
    found(store, persons, query)
    with store.writing() as connection:
        save_searchable(connection, ((p.id, [p]) for p in more), replacing_all=False)
    with store.reading() as connection:
        candidates = find_candidates(connection, query, TODAY)
    later = [one.candidate.child for one in rank(candidates.question, candidates.children)]
    assert later == at_once
