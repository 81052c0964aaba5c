"""Rows in = stored + quarantined + already known, whatever is read, however often."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from linkage.subjects import Subject
from records.reading import BadRow, Entry
from records.sources import SourceSystem
from serving.store.errors import StoreError
from serving.store.extracts import (
    CHANGED_ENTRY,
    Counts,
    find_extract,
    freshness,
    ingest_batch,
    read_quarantine,
    start_extract,
)
from serving.store.opening import Store, open_store
from serving.store.persons import read_persons
from serving.tables.who import WHO
from tests.lib.entries import DAY, S1, S2, a_bad_row, a_person, an_entry
from tests.lib.postgres import fast_disk


def start(connection: Connection, day: int = 0, source: SourceSystem = S1) -> int:
    return start_extract(
        connection,
        source=source,
        file="missing_persons.csv",
        digest=f"{day:064x}",
        taken_at=DAY + timedelta(days=day),
        read_at=DAY + timedelta(days=day, hours=1),
    )


def ingest(
    store: Store, rows: list[Entry | BadRow], day: int = 0, source: SourceSystem = S1
) -> Counts:
    with store.writing() as connection:
        return ingest_batch(connection, start(connection, day, source), source, rows)


def count(store: Store, table: str) -> int:
    with store.reading() as connection:
        query = text(f"SELECT count(*) FROM {table}")  # noqa: S608 - the tests' own names
        return int(connection.execute(query).scalar_one())


def test_good_rows_are_stored_and_bad_ones_kept_with_every_rule_they_broke(store: Store) -> None:
    rows = [an_entry(1), a_bad_row(3, "a,b\x1f,ü"), an_entry(2, row=4)]
    assert ingest(store, rows) == Counts(rows=3, stored=2, quarantined=1)
    with store.reading() as connection:
        kept = read_quarantine(connection)
        assert read_quarantine(connection, S1) == kept
        assert read_quarantine(connection, S2) == ()
    assert [(row.row, row.raw, row.source) for row in kept] == [(3, "a,b\x1f,ü", S1)]
    assert [fault.field for fault in kept[0].faults] == ["occurred_at", "surname"]
    assert (count(store, "entries"), count(store, "person_versions")) == (2, 2)


def test_the_same_entries_again_are_already_known_and_change_nothing(store: Store) -> None:
    rows: list[Entry | BadRow] = [an_entry(1), an_entry(2)]
    ingest(store, rows)
    moved = [an_entry(1, row=77), an_entry(2, row=78), an_entry(3)]
    assert ingest(store, moved, day=1) == Counts(rows=3, stored=1, already_known=2)
    with store.reading() as connection:
        places = connection.execute(text("SELECT entry, extract_id FROM entries ORDER BY entry"))
        assert [tuple(row) for row in places] == [("E1", 1), ("E2", 1), ("E3", 2)]


def test_an_entry_that_comes_again_with_other_content_is_quarantined_not_replaced(
    store: Store,
) -> None:
    ingest(store, [an_entry(1)])
    other = an_entry(1, a_person(day=1, surname="Testcase-Other"), row=9)
    assert ingest(store, [other], day=1) == Counts(rows=1, quarantined=1)
    with store.reading() as connection:
        (kept,) = read_quarantine(connection)
        persons = connection.execute(text("SELECT person FROM person_versions")).scalars().all()
    assert kept.faults == (CHANGED_ENTRY,)
    assert len(persons) == 1
    assert "Other" not in persons[0]


def test_the_same_entry_twice_in_one_file_counts_once(store: Store) -> None:
    changed = an_entry(1, a_person(day=1, surname="Testcase-Other"), row=4)
    rows: list[Entry | BadRow] = [an_entry(1), an_entry(1, row=3), changed]
    assert ingest(store, rows) == Counts(rows=3, stored=1, quarantined=1, already_known=1)


def test_adults_are_kept_beside_the_children_each_version_once(store: Store) -> None:
    grant = a_person("A-7", day=1, forename="Grant", date_of_birth=date(1984, 3, 9))
    again = replace(grant, recorded=DAY + timedelta(days=2))
    elder = replace(grant, recorded=DAY + timedelta(days=3), surname="Testcase-Elder")
    rows: list[Entry | BadRow] = [
        replace(an_entry(number), adult=adult)
        for number, adult in enumerate((grant, again, elder, None), start=1)
    ]
    assert ingest(store, rows) == Counts(rows=4, stored=4)
    assert ingest(store, rows, day=1) == Counts(rows=4, already_known=4)
    with store.reading() as connection:
        assert read_persons(connection, WHO[Subject.ADULT]) == (grant, elder)
    assert (count(store, "person_versions"), count(store, "adult_versions")) == (4, 3)


def test_an_adult_alone_is_kept_and_nobody_is_made_up(store: Store) -> None:
    grant = a_person("A-7", day=1, forename=None, surname="Grant")
    alone = replace(an_entry(1), person=None, adult=grant)
    assert ingest(store, [alone]) == Counts(rows=1, stored=1)
    with store.reading() as connection:
        assert read_persons(connection, WHO[Subject.ADULT]) == (grant,)
    assert count(store, "person_versions") == 0


def test_an_entry_refused_because_it_changed_adds_no_adult(store: Store) -> None:
    ingest(store, [an_entry(1, adult_surname="Testcase")])
    other = replace(an_entry(1, adult_surname="Other"), adult=a_person("A-7"), row=9)
    assert ingest(store, [other], day=1) == Counts(rows=1, quarantined=1)
    assert count(store, "adult_versions") == 0


def test_the_same_reference_in_two_systems_is_two_entries(store: Store) -> None:
    ingest(store, [an_entry(1)])
    other = an_entry(1, a_person(source=S2, day=1))
    assert ingest(store, [other], day=1, source=S2) == Counts(rows=1, stored=1)


def test_a_bad_row_that_comes_every_day_is_kept_once_and_counted_each_time(store: Store) -> None:
    assert ingest(store, [a_bad_row(2), a_bad_row(3)]).quarantined == 2
    assert ingest(store, [a_bad_row(5), a_bad_row(6, "another")], day=1).quarantined == 2
    with store.reading() as connection:
        places = [(row.extract_id, row.row) for row in read_quarantine(connection)]
    assert places == [(1, 2), (1, 3), (2, 6)]


def test_an_extract_is_found_again_by_its_content_and_time(store: Store) -> None:
    ingest(store, [an_entry(1), a_bad_row(3)])
    with store.reading() as connection:
        found = find_extract(connection, S1, f"{0:064x}", DAY)
        assert found is not None
        assert found.counts == Counts(rows=2, stored=1, quarantined=1)
        assert (found.taken_at, found.read_at) == (DAY, DAY + timedelta(hours=1))
        assert find_extract(connection, S2, f"{0:064x}", DAY) is None
        assert find_extract(connection, S1, f"{1:064x}", DAY) is None
        assert find_extract(connection, S1, f"{0:064x}", DAY + timedelta(seconds=1)) is None


def test_the_same_extract_can_not_be_entered_twice(store: Store) -> None:
    ingest(store, [])
    with pytest.raises(StoreError):
        ingest(store, [])


def test_freshness_is_the_latest_time_taken_of_each_system_whatever_the_order(
    store: Store,
) -> None:
    with store.reading() as connection:
        assert freshness(connection) == {}
    ingest(store, [], day=5)
    ingest(store, [], day=3)
    ingest(store, [], day=4, source=S2)
    with store.reading() as connection:
        taken = freshness(connection)
    assert taken == {S1: DAY + timedelta(days=5), S2: DAY + timedelta(days=4)}
    assert list(taken) == [S1, S2]


def test_a_file_that_fails_half_way_leaves_nothing_of_it(store: Store) -> None:
    def fails() -> None:
        with store.writing() as connection:
            extract = start(connection)
            ingest_batch(connection, extract, S1, [an_entry(1), a_bad_row(3)])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    for table in ("extracts", "entries", "person_versions", "adult_versions", "quarantine"):
        assert count(store, table) == 0
    assert ingest(store, [an_entry(1), a_bad_row(3)]) == Counts(rows=2, stored=1, quarantined=1)


def test_counts_that_do_not_add_up_can_not_be_said(store: Store) -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Counts(rows=2, stored=1)
    ingest(store, [])
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(text("UPDATE extracts SET stored = 7"))


def test_text_of_every_kind_comes_back_as_it_was_read(store: Store) -> None:
    odd = "O’Brien-Łukasz \U0001f600 \u202e é e\u0301 %s ? ' \" \\ ;--"
    entry = an_entry(1, a_person(surname=odd, address=odd, day=1))
    ingest(store, [entry, BadRow(2, (), odd)])
    with store.reading() as connection:
        person = connection.execute(text("SELECT person FROM person_versions")).scalar_one()
        (kept,) = read_quarantine(connection)
    assert odd.encode() in person.encode().replace(b"\\\\", b"\\").replace(b'\\"', b'"')
    assert kept.raw == odd


#: Rows of a few days: entries that come again, changed or not, and bad rows.
row_lists = st.lists(
    st.one_of(
        st.tuples(st.just("entry"), st.integers(1, 5), st.sampled_from(["A", "B"])),
        st.tuples(st.just("bad"), st.integers(1, 3), st.just("")),
    ),
    max_size=10,
)


def _rows(drawn: list[tuple[str, int, str]]) -> list[Any]:
    return [
        an_entry(number, a_person(day=number, surname=f"Testcase{name}"), row=row)
        if kind == "entry"
        else a_bad_row(row, f"bad {number}")
        for row, (kind, number, name) in enumerate(drawn, start=2)
    ]


@settings(max_examples=12)
@given(st.lists(row_lists, min_size=1, max_size=4), st.integers(1, 10))
def test_rows_always_add_up_and_where_a_batch_ends_does_not_matter(
    days: list[list[tuple[str, int, str]]], size: int
) -> None:
    whole, cut = _tables_after(days, 1_000), _tables_after(days, size)
    assert whole == cut


def _tables_after(days: list[list[tuple[str, int, str]]], size: int) -> list[Any]:
    with (
        tempfile.TemporaryDirectory(dir=fast_disk()) as folder,
        open_store(str(Path(folder) / "force.db"), writer=True) as store,
    ):
        return _ingest_days(store, days, size)


def _ingest_days(store: Store, days: list[list[tuple[str, int, str]]], size: int) -> list[Any]:
    for day, drawn in enumerate(days):
        rows = _rows(drawn)
        with store.writing() as connection:
            extract = start(connection, day)
            total = Counts()
            for first in range(0, len(rows), size):
                total += ingest_batch(connection, extract, S1, rows[first : first + size])
        assert total.rows == len(rows)
        with store.reading() as connection:
            kept = find_extract(connection, S1, f"{day:064x}", DAY + timedelta(days=day))
        assert kept is not None
        assert kept.counts == total
    with store.reading() as connection:
        return [
            sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}")))  # noqa: S608 - our names
            for table in ("extracts", "entries", "person_versions", "quarantine")
        ]
