"""From keys to the records that share them, most shared first."""

from __future__ import annotations

from records.persons import ChildId, RecordId
from serving.store.extracts import ingest_batch, start_extract
from serving.store.opening import Store
from serving.store.searching import find_candidates, save_search_keys
from tests.lib.entries import DAY, S1, a_person, an_entry

ONE, TWO = ChildId("C-0000000001"), ChildId("C-0000000002")
A, B, C = (RecordId(S1, f"P-{number}") for number in (1, 2, 3))


def prepare(store: Store) -> None:
    """Two records of one child, one of another, and one of nobody."""
    entries = [
        an_entry(1, a_person("P-1", day=1, surname="Testcase")),
        an_entry(2, a_person("P-1", day=2, surname="Changed")),
        an_entry(3, a_person("P-2", day=3)),
        an_entry(4, a_person("P-3", day=4)),
        an_entry(5, a_person("P-4", day=5)),
    ]
    with store.writing() as connection:
        extract = start_extract(
            connection, source=S1, file="f", digest="0", taken_at=DAY, read_at=DAY
        )
        ingest_batch(connection, extract, S1, entries)
        save_links(connection, CHILD, {A: ONE, B: ONE, C: TWO}, {}, DAY)
        keys = [("n:maya", A), ("n:maya", B), ("n:maya", C), ("d:1403", B), ("p:ng7", B)]
        assert save_search_keys(connection, [*keys, ("n:maya", RecordId(S1, "P-4"))]) == 6


def test_records_come_with_their_child_and_all_their_versions(store: Store) -> None:
    prepare(store)
    with store.reading() as connection:
        found = find_candidates(connection, ["n:maya", "d:1403", "no such key"])
    assert [(c.record, c.child, c.hits) for c in found] == [(B, ONE, 2), (A, ONE, 1), (C, TWO, 1)]
    assert [person.surname for person in found[1].persons] == ["Testcase", "Changed"]


def test_a_key_asked_twice_counts_once_and_no_key_finds_nothing(store: Store) -> None:
    prepare(store)
    with store.reading() as connection:
        assert {c.hits for c in find_candidates(connection, ["n:maya", "n:maya"])} == {1}
        assert find_candidates(connection, []) == ()
        assert find_candidates(connection, ["%", "n:", "' OR 1=1"]) == ()


def test_the_limit_keeps_those_with_most_keys(store: Store) -> None:
    prepare(store)
    with store.reading() as connection:
        found = find_candidates(connection, ["n:maya", "d:1403"], limit=1)
    assert [c.record for c in found] == [B]


def test_new_keys_take_the_place_of_all_old_ones(store: Store) -> None:
    prepare(store)
    with store.writing() as connection:
        assert save_search_keys(connection, [("n:other", A), ("n:other", A)]) == 1
    with store.reading() as connection:
        assert find_candidates(connection, ["n:maya"]) == ()
        assert [c.record for c in find_candidates(connection, ["n:other"])] == [A]
