"""No entry, no answer: what a receipt promises, alone, in a crowd, and when nobody waits for it."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

from serving.audit.leaf import ERASED, Outcome
from serving.audit.tree import TILE_WIDTH
from serving.store.errors import (
    DuplicateEntryError,
    StoreError,
    StoreUnavailableError,
    WriterBusyError,
    WriterTimeoutError,
)
from serving.store.log_parts import erase_parts, read_entry
from serving.store.look_log import LookLog
from serving.store.opening import Store, open_store
from serving.store.verifying import verify_log
from serving.store.writer import LookWriter, Receipt
from tests.lib.logs import a_look, drawing


def count_entries(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM log_entries")).scalar_one())


async def closing(writer: LookWriter, work: Any) -> Any:
    """The work's result, with the writer closed whatever comes of it."""
    try:
        return await work
    finally:
        await writer.close()


@pytest.fixture
def held_up(store: Store) -> Iterator[Any]:
    """A transaction that keeps every other writer of the log waiting, until it is released."""
    raw = store.connect_log(readonly=False)
    raw.run("BEGIN IMMEDIATE" if store.is_sqlite else "BEGIN")
    if not store.is_sqlite:
        raw.run("LOCK TABLE log_entries IN EXCLUSIVE MODE")
    yield lambda: raw.run("ROLLBACK")
    raw.close()


def test_a_receipt_names_an_entry_that_is_stored_whole(store: Store) -> None:
    look = a_look(1, question="Maya, 15")

    async def story() -> None:
        writer = LookWriter(store)
        receipt = await closing(writer, writer.commit(look))
        with store.reading() as connection:
            entry = read_entry(connection, look.id)
        assert entry is not None
        assert (receipt.entry_id, receipt.leaf_hash) == (look.id, entry.leaf_hash)
        assert look.answer is not None
        assert entry.answer == look.answer.body
        assert dict(entry.private) == {
            "who": look.who,
            "child": look.child,
            "reason": look.reason,
            "question": look.question,
        }
        assert entry.fields["kind"] == "CHILD_VIEWED"
        assert entry.erased == {}

    asyncio.run(story())
    assert verify_log(store).is_sound


def test_the_entry_is_stored_before_the_receipt_is_given(store: Store) -> None:
    async def story() -> None:
        writer = LookWriter(store)
        for number in range(5):
            receipt = await writer.commit(a_look(number))
            with store.reading() as connection:
                assert read_entry(connection, receipt.entry_id) is not None
        await writer.close()

    asyncio.run(story())


def test_there_is_no_entry_of_an_unknown_id(store: Store) -> None:
    with store.reading() as connection:
        assert read_entry(connection, "no-such-entry") is None


def test_looks_that_come_together_are_entered_together_in_order(store: Store) -> None:
    async def story() -> Any:
        writer = LookWriter(store, most_in_group=64)
        work = asyncio.gather(*(writer.commit(a_look(number)) for number in range(300)))
        receipts = await closing(writer, work)
        assert len({receipt.entry_id for receipt in receipts}) == 300
        return writer.figures

    figures = asyncio.run(story())
    assert (figures.looks, figures.refused) == (300, 0)
    assert figures.groups < 20
    assert figures.largest_group == 64
    report = verify_log(store)
    assert report.faults == ()
    assert (report.entries, report.waiting) == (300, 0)
    with store.reading() as connection:
        rows = connection.execute(text("SELECT n, entry FROM log_entries ORDER BY n")).all()
    assert [json.loads(entry)["at"] for _, entry in rows] == sorted(
        json.loads(entry)["at"] for _, entry in rows
    )


def test_a_refusal_is_an_entry_too(store: Store) -> None:
    look = a_look(kind="LOOK_REFUSED", outcome=Outcome.REFUSED, answer=None, child=None)

    async def story() -> None:
        writer = LookWriter(store)
        await closing(writer, writer.commit(look))

    asyncio.run(story())
    with store.reading() as connection:
        entry = read_entry(connection, look.id)
    assert entry is not None
    assert entry.answer is None
    assert verify_log(store).is_sound


def test_an_id_that_is_in_the_log_is_not_entered_again(store: Store) -> None:
    async def story() -> None:
        writer = LookWriter(store)
        await writer.commit(a_look(1))
        results = await asyncio.gather(
            *(writer.commit(a_look(number)) for number in (1, 2, 2, 3)), return_exceptions=True
        )
        await writer.close()
        kinds = [type(result).__name__ for result in results]
        assert kinds == ["DuplicateEntryError", "Receipt", "DuplicateEntryError", "Receipt"]
        assert isinstance(results[0], DuplicateEntryError)
        assert results[0].entry_id == a_look(1).id

    asyncio.run(story())
    assert count_entries(store) == 3
    assert verify_log(store).is_sound


def test_a_look_whose_asker_is_cancelled_is_entered_all_the_same(
    store: Store, held_up: Any
) -> None:
    async def story() -> None:
        writer = LookWriter(store)
        tasks = [asyncio.create_task(writer.commit(a_look(number))) for number in range(8)]
        await asyncio.sleep(0.05)
        for task in tasks[::2]:
            task.cancel()
        done = await asyncio.gather(*tasks[::2], return_exceptions=True)
        assert all(isinstance(result, asyncio.CancelledError) for result in done)
        held_up()
        await asyncio.gather(*tasks[1::2])
        await writer.close()

    asyncio.run(story())
    assert count_entries(store) == 8
    assert verify_log(store).is_sound


def test_a_look_cancelled_at_any_moment_leaves_a_sound_log(store: Store) -> None:
    async def story() -> None:
        writer = LookWriter(store)
        for number in range(60):
            task = asyncio.create_task(writer.commit(a_look(number)))
            for _ in range(number % 12):
                await asyncio.sleep(0)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        receipt = await writer.commit(a_look(1_000))
        assert receipt.entry_id == a_look(1_000).id
        await writer.close()

    asyncio.run(story())
    assert 1 <= count_entries(store) <= 61
    assert verify_log(store).is_sound


def test_a_log_that_hangs_can_not_hang_a_look(store: Store, held_up: Any) -> None:
    async def story() -> None:
        writer = LookWriter(store, budget_s=0.2)
        begun = time.monotonic()
        tasks = [asyncio.create_task(writer.commit(a_look(n))) for n in range(3)]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(result) for result in results} == {WriterTimeoutError}
        assert time.monotonic() - begun < 5
        await asyncio.sleep(0.1)
        assert not writer.is_healthy
        held_up()
        await soon(writer)
        assert writer.is_healthy
        await writer.close()

    asyncio.run(story())
    assert verify_log(store).is_sound


async def soon(writer: LookWriter, seconds: float = 30.0) -> Receipt:
    """The receipt of the first look that is no longer refused."""
    end = time.monotonic() + seconds
    for number in itertools.count(1_000):
        try:
            return await writer.commit(a_look(number))
        except StoreUnavailableError:
            if time.monotonic() > end:
                raise
            await asyncio.sleep(0.05)
    raise AssertionError("unreachable")


def test_a_look_that_timed_out_while_it_waited_is_not_entered(store: Store, held_up: Any) -> None:
    async def story() -> None:
        writer = LookWriter(store, most_in_group=1, budget_s=0.3)
        tasks = [asyncio.create_task(writer.commit(a_look(n))) for n in range(4)]
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert {type(result) for result in results} == {WriterTimeoutError}
        held_up()
        await soon(writer)
        await writer.close()

    asyncio.run(story())
    # The one that the writer had in hand may be entered; those behind it were never shown.
    with store.reading() as connection:
        behind = [read_entry(connection, a_look(number).id) for number in (1, 2, 3)]
    assert behind == [None, None, None]
    assert verify_log(store).is_sound


def test_looks_that_all_gave_up_leave_the_writer_well(store: Store, held_up: Any) -> None:
    async def story() -> None:
        writer = LookWriter(store, most_in_group=2, budget_s=0.2)
        tasks = [asyncio.create_task(writer.commit(a_look(n))) for n in range(8)]
        await asyncio.gather(*tasks, return_exceptions=True)
        held_up()
        await soon(writer)
        assert writer.is_healthy
        assert writer.figures.refused == 0
        await writer.close()

    asyncio.run(story())
    assert verify_log(store).is_sound


def test_an_event_loop_that_is_gone_does_not_stop_the_writer(store: Store, held_up: Any) -> None:
    writer = LookWriter(store)

    async def leaves() -> None:
        task = asyncio.create_task(writer.commit(a_look(1)))
        await asyncio.sleep(0.05)
        task.cancel()

    asyncio.run(leaves())
    held_up()
    receipt = asyncio.run(soon(writer))
    assert receipt.entry_id == a_look(1_000).id
    asyncio.run(writer.close())
    assert count_entries(store) == 2


def test_when_too_many_wait_the_next_is_refused_at_once(store: Store, held_up: Any) -> None:
    async def story() -> None:
        writer = LookWriter(store, most_waiting=4, most_in_group=1, budget_s=30)
        tasks = [asyncio.create_task(writer.commit(a_look(n))) for n in range(12)]
        await asyncio.sleep(0.1)
        refused = [task for task in tasks if task.done()]
        assert len(refused) >= 7
        assert {type(task.exception()) for task in refused} == {WriterBusyError}
        held_up()
        receipts = await asyncio.gather(*tasks, return_exceptions=True)
        entered = [receipt for receipt in receipts if not isinstance(receipt, Exception)]
        assert len(entered) == 12 - len(refused)
        await writer.close()
        assert count_entries(store) == len(entered)

    asyncio.run(story())


def test_closing_enters_what_waits_and_refuses_what_comes_after(store: Store) -> None:
    async def story() -> None:
        writer = LookWriter(store)
        tasks = [asyncio.create_task(writer.commit(a_look(n))) for n in range(20)]
        await asyncio.sleep(0)
        await writer.close()
        await asyncio.gather(*tasks)
        with pytest.raises(StoreUnavailableError, match="closing"):
            await writer.commit(a_look(99))
        assert not writer.is_healthy

    asyncio.run(story())
    assert count_entries(store) == 20
    assert verify_log(store).entries == 20


def test_each_start_is_a_writer_of_its_own_that_names_the_head_it_began_on(store: Store) -> None:
    async def story(number: int) -> None:
        writer = LookWriter(store)
        await writer.commit(a_look(number))
        await writer.close()

    for number in range(3):
        asyncio.run(story(number))
    with store.reading() as connection:
        entries = connection.execute(text("SELECT entry FROM log_entries ORDER BY id")).scalars()
        fields = [json.loads(entry) for entry in entries]
    assert len({entry["writer"] for entry in fields}) == 3
    assert {entry["n"] for entry in fields} == {0}
    assert [entry["prev"].split(":")[1] for entry in fields] == ["0", "1", "2"]
    assert verify_log(store).is_sound


def test_a_store_opened_for_reading_takes_no_looks(store: Store, store_url: str) -> None:
    with (
        open_store(store_url, writer=False) as reader,
        pytest.raises(StoreError, match="reading alone"),
    ):
        LookLog(reader, drawing(1))


def test_a_log_past_its_first_tile_is_sound_and_has_that_tile(store: Store) -> None:
    log = LookLog(store, drawing(1))
    for start in range(0, 600, 60):
        log.append([a_look(number) for number in range(start, start + 60)])
    log.close()
    report = verify_log(store)
    assert report.faults == ()
    with store.reading() as connection:
        tiles = connection.execute(text("SELECT count(*) FROM log_tiles")).scalar_one()
    assert tiles == report.entries // TILE_WIDTH
    assert report.entries + report.waiting == 600


def test_an_erased_part_is_gone_and_the_log_is_sound(store: Store) -> None:
    erasure = a_look(
        9,
        kind=ERASED,
        outcome=Outcome.DONE,
        answer=None,
        child=None,
        erases=(f"{a_look(1).id}/child", f"{a_look(1).id}/answer"),
    )

    async def story() -> None:
        writer = LookWriter(store)
        await writer.commit(a_look(1))
        await writer.commit(erasure)
        await writer.close()

    asyncio.run(story())
    parts = [(a_look(1).id, "child"), (a_look(1).id, "answer")]
    before = verify_log(store)
    with store.writing() as connection:
        assert erase_parts(connection, parts, erasure.id) == 2
        assert erase_parts(connection, parts, erasure.id) == 0
    after = verify_log(store)
    assert after.faults == ()
    assert after.root == before.root
    with store.reading() as connection:
        entry = read_entry(connection, a_look(1).id)
    assert entry is not None
    assert (entry.answer, "child" in entry.private) == (None, False)
    assert dict(entry.erased) == {"child": erasure.id, "answer": erasure.id}


def test_nothing_is_erased_before_the_log_says_so(store: Store) -> None:
    with store.writing() as connection:
        with pytest.raises(ValueError, match="log first"):
            erase_parts(connection, [("an-entry", "child")], "no-such-entry")
        with pytest.raises(ValueError, match="no such private part"):
            erase_parts(connection, [("an-entry", "inputs")], "no-such-entry")
