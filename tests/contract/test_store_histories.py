"""Histories are put together without loss, and the one read of a look gives what was saved."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from records.events import EventKind
from records.history import known_at
from records.persons import ChildId, RecordId
from records.reading import Entry
from serving.store.errors import StoreUnavailableError
from serving.store.extracts import ingest_batch, start_extract
from serving.store.histories import (
    Summary,
    blob_digest,
    read_summaries,
    save_histories,
    save_state,
)
from serving.store.linked import LinkedHistories, read_histories
from serving.store.looks import LookReader, open_look_reader
from serving.store.opening import Store, open_store
from serving.store.persons import read_persons
from tests.lib.entries import DAY, S1, S2, a_person, an_entry
from tests.lib.linking import CHILD, link_all

ONE, TWO, THREE = (ChildId(f"C-000000000{number}") for number in (1, 2, 3))
PLAIN = Summary(None, None, False)


def ingest(store: Store, *entries: Entry) -> None:
    with store.writing() as connection:
        for source in sorted({entry.event.source for entry in entries}, key=lambda s: s.value):
            extract = start_extract(
                connection, source=source, file="f", digest="0", taken_at=DAY, read_at=DAY
            )
            mine = [entry for entry in entries if entry.event.source is source]
            ingest_batch(connection, extract, source, mine)


def link(store: Store, links: dict[str, ChildId], hour: int = 0, **trail: ChildId) -> None:
    child_of = {RecordId.parse(record): child for record, child in links.items()}
    moved = [(ChildId(old), new) for old, new in trail.items()]
    link_all(store, child_of, DAY + timedelta(hours=hour), moved)


def looking(store: Store, ask: Any) -> Any:
    """What ``ask`` makes of an open reader."""

    async def story() -> Any:
        reader = open_look_reader(store)
        try:
            return await ask(reader)
        finally:
            await reader.close()

    return asyncio.run(story())


def test_a_childs_history_holds_the_entries_of_all_its_records(store: Store) -> None:
    first, plan = an_entry(1), an_entry(2, a_person("N-1", S2, 2), kind=EventKind.PLAN_VERSION)
    other = an_entry(3, a_person("P-9", day=3))
    ingest(store, first, plan, other)
    link(store, {"S1:P-1": ONE, "S2:N-1": ONE, "S1:P-9": TWO})
    with store.reading() as connection:
        one, two = read_histories(connection)
    assert (one.child, two.child) == (ONE, TWO)
    assert one.events == (first.event, plan.event)
    assert one.persons == (first.person, plan.person)
    assert two.events == (other.event,)
    assert one.connected == two.connected == {S1, S2}
    assert one.moved == ()


def test_a_record_that_is_linked_to_nobody_is_in_no_history(store: Store) -> None:
    ingest(store, an_entry(1), an_entry(2, a_person("P-9", day=2)))
    link(store, {"S1:P-1": ONE})
    with store.reading() as connection:
        assert [history.child for history in read_histories(connection)] == [ONE]


def test_an_entry_moved_to_another_child_is_gone_from_the_first_when_that_was_known(
    store: Store,
) -> None:
    wrong = an_entry(1, a_person("P-1", day=1))
    right = an_entry(2, a_person("P-2", day=3), replaces="E1")
    ingest(store, wrong, right)
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO})
    with store.reading() as connection:
        one, two = read_histories(connection)
    for day, mine, theirs in ((2, 1, 0), (4, 0, 1)):
        as_of = DAY + timedelta(days=day)
        assert len(known_at(one, as_of).events) == mine
        assert len(known_at(two, as_of).events) == theirs
    assert [(moved.entry, moved.recorded) for moved in one.moved] == [("E1", right.event.recorded)]
    assert two.moved == ()


def test_some_childrens_histories_are_what_they_are_among_all(store: Store) -> None:
    ingest(
        store,
        an_entry(1, a_person("P-1", day=1)),
        an_entry(2, a_person("P-2", day=3), replaces="E1"),
        an_entry(3, a_person("P-9", day=3)),
    )
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO, "S1:P-9": THREE})
    with store.reading() as connection:
        one, two, three = LinkedHistories(connection)
        assert list(LinkedHistories(connection, [TWO, ONE])) == [one, two]
        assert list(LinkedHistories(connection, [THREE])) == [three]
        assert list(LinkedHistories(connection, [])) == []


def test_a_correction_about_the_same_child_moves_nothing(store: Store) -> None:
    ingest(store, an_entry(1), an_entry(2, replaces="E1"))
    link(store, {"S1:P-1": ONE})
    with store.reading() as connection:
        (history,) = read_histories(connection)
    assert history.moved == ()
    assert len(history.events) == 2


def test_an_entry_moved_to_a_record_of_nobody_yet_is_moved_all_the_same(store: Store) -> None:
    ingest(store, an_entry(1), an_entry(2, a_person("P-2", day=3), replaces="E1"))
    link(store, {"S1:P-1": ONE})
    with store.reading() as connection:
        (history,) = read_histories(connection)
    assert len(history.moved) == 1


def test_a_record_has_as_many_versions_as_its_details_changed_and_changed_back(
    store: Store,
) -> None:
    names = ["Testcase", "Testcase", "Changed", "Testcase", "Testcase"]
    entries = [an_entry(i, a_person(day=i, surname=name)) for i, name in enumerate(names, start=1)]
    ingest(store, *reversed(entries))
    with store.reading() as connection:
        persons = read_persons(connection, CHILD)
    assert persons == tuple(entries[i].person for i in (0, 2, 3))


def test_the_look_gives_what_was_saved_all_of_one_state(store: Store) -> None:
    link(store, {"S1:P-1": ONE})
    taken = {S1: DAY, S2: DAY + timedelta(hours=3)}
    blob = b"\x00the inputs\xff" * 3
    with store.writing() as connection:
        assert save_histories(connection, [(ONE, blob, PLAIN)]) == 1
        save_state(connection, freshness=taken, linkage="sha256:11")
    row = looking(store, lambda reader: reader.read_look(ONE))
    assert (row.child, row.blob, row.digest) == (ONE, blob, blob_digest(blob))
    assert dict(row.freshness) == taken
    assert row.linkage == "sha256:11"
    with store.writing() as connection:
        save_state(connection, linkage="sha256:22")
    row = looking(store, lambda reader: reader.read_look(ONE))
    assert (dict(row.freshness), row.linkage) == (taken, "sha256:22")


@pytest.mark.parametrize("child", ["C-0000000009", "", "C-1' OR '1'='1", "%", "\U0001f600"])
def test_there_is_nothing_to_see_under_an_id_of_nobody(store: Store, child: str) -> None:
    assert looking(store, lambda reader: reader.read_look(child)) is None


def test_a_merged_childs_old_ids_lead_to_the_child_it_is_now(store: Store) -> None:
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO, "S1:P-3": THREE})
    link(store, {"S1:P-1": TWO, "S1:P-2": TWO, "S1:P-3": THREE}, hour=1, **{ONE: TWO})
    link(store, dict.fromkeys(("S1:P-1", "S1:P-2", "S1:P-3"), THREE), hour=2, **{TWO: THREE})
    with store.writing() as connection:
        save_histories(connection, [(THREE, b"inputs", PLAIN)])
    for child in (ONE, TWO, THREE):
        assert looking(store, lambda reader, c=child: reader.read_look(c)).child == THREE


def test_a_trail_that_runs_in_a_circle_ends(store: Store) -> None:
    link(store, {"S1:P-1": ONE}, **{TWO: THREE})
    link(store, {"S1:P-1": ONE}, hour=1, **{THREE: TWO})
    assert looking(store, lambda reader: reader.read_look(TWO)) is None


def test_saving_again_counts_what_changed_and_keeps_every_blob_for_replay(store: Store) -> None:
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO})
    with store.writing() as connection:
        assert save_histories(connection, [(ONE, b"a", PLAIN), (TWO, b"b", PLAIN)]) == 2
    with store.writing() as connection:
        assert save_histories(connection, [(ONE, b"a", PLAIN), (TWO, b"b", PLAIN)]) == 0
    with store.writing() as connection:
        assert save_histories(connection, [(ONE, b"a", replace(PLAIN, protection=True))]) == 2

    async def ask(reader: LookReader) -> None:
        assert await reader.read_look(TWO) is None
        assert await reader.read_blob(blob_digest(b"b")) == b"b"
        assert await reader.read_blob("sha256:none") is None

    looking(store, ask)


def test_two_children_with_the_same_inputs_share_one_blob(store: Store) -> None:
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO})
    with store.writing() as connection:
        save_histories(connection, [(ONE, b"same", PLAIN), (TWO, b"same", PLAIN)])
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM history_blobs")).scalar_one() == 1


def test_more_children_than_one_batch_are_all_saved(store: Store) -> None:
    many = {f"S1:P-{number}": ChildId(f"C-{number:010d}") for number in range(1_201)}
    link(store, many)
    with store.writing() as connection:
        rows = [(child, record.encode(), PLAIN) for record, child in many.items()]
        assert save_histories(connection, rows) == 1_201
    with store.reading() as connection:
        assert len(read_summaries(connection, list(many.values()))) == 1_201


def test_the_marks_of_a_search_result_come_back(store: Store) -> None:
    link(store, {"S1:P-1": ONE, "S1:P-2": TWO})
    marked = Summary(DAY, "possible", True)
    with store.writing() as connection:
        save_histories(connection, [(ONE, b"a", marked), (TWO, b"b", PLAIN)])
    with store.reading() as connection:
        assert read_summaries(connection, [ONE, TWO, THREE]) == {ONE: marked, TWO: PLAIN}
        assert read_summaries(connection, []) == {}


def test_a_reader_sees_what_another_connection_commits_while_it_is_open(store: Store) -> None:
    link(store, {"S1:P-1": ONE})

    async def ask(reader: LookReader) -> list[bytes]:
        seen = []
        for blob in (b"first", b"second"):
            with store.writing() as connection:
                save_histories(connection, [(ONE, blob, PLAIN)])
            row = await reader.read_look(ONE)
            assert row is not None
            seen.append(row.blob)
        return seen

    assert looking(store, ask) == [b"first", b"second"]


def test_many_reads_at_once_some_of_them_cancelled_all_end_well(store: Store) -> None:
    link(store, {"S1:P-1": ONE})
    with store.writing() as connection:
        save_histories(connection, [(ONE, b"inputs", PLAIN)])

    async def ask(reader: LookReader) -> None:
        tasks = [asyncio.create_task(reader.read_look(ONE)) for _ in range(200)]
        for number, task in enumerate(tasks[::5]):
            for _ in range(number % 4):
                await asyncio.sleep(0)
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        wrong = [r for r in results if isinstance(r, Exception)]
        assert wrong == []
        assert sum(not isinstance(r, BaseException) for r in results) >= 160
        row = await reader.read_look(ONE)
        assert row is not None

    looking(store, ask)


@pytest.mark.postgres
def test_a_read_that_fails_says_so_and_the_next_one_works(empty_postgres: str) -> None:
    with open_store(empty_postgres, writer=True) as store:

        async def ask(reader: LookReader) -> None:
            assert await reader.read_look(ONE) is None
            with store.writing() as connection:
                connection.execute(
                    text(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                        "WHERE query LIKE '%child_histories%' AND pid <> pg_backend_pid()"
                    )
                )
            with pytest.raises(StoreUnavailableError):
                await reader.read_look(ONE)
            assert await reader.read_look(ONE) is None

        looking(store, ask)
