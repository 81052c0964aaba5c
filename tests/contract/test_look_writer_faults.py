"""Whatever breaks, at whichever statement: nothing is answered that is not entered."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from serving.audit.leaf import PreparedLook
from serving.store.errors import LogDamagedError, StoreError, StoreUnavailableError
from serving.store.log import sequence
from serving.store.look_log import LookLog, Receipt
from serving.store.opening import Store, open_store
from serving.store.verifying import verify_log
from serving.store.writer import LookWriter
from tests.lib.faulty_stores import FaultyStore
from tests.lib.logs import a_look, drawing
from tests.lib.postgres import PostgresServer

GROUP = 3


def stored_ids(store: Store) -> set[str]:
    with store.reading() as connection:
        return set(connection.execute(text("SELECT id FROM log_entries")).scalars())


def enter(log: LookLog, groups: int, first: int = 0) -> tuple[set[str], set[str]]:
    """Enter groups one after another, reopening after each fault; (answered, refused) ids."""
    answered: set[str] = set()
    refused: set[str] = set()
    for group in range(first, first + groups):
        looks = [a_look(group * GROUP + number) for number in range(GROUP)]
        try:
            if not log.is_open:
                log.reopen()
            receipts = log.append(looks)
        except StoreUnavailableError:
            refused |= {look.id for look in looks}
        else:
            answered |= {receipt.entry_id for receipt in receipts if receipt}
    return answered, refused


def check_invariants(store: Store, answered: set[str], refused: set[str]) -> None:
    """I1 to I3: every answer is entered, extras were in flight, the log is sound."""
    stored = stored_ids(store)
    assert answered <= stored, "an answer without its entry"
    assert stored - answered <= refused, "an entry that nobody asked for"
    assert len(stored - answered) <= GROUP, "more extras than were in flight"
    report = verify_log(store)
    assert report.faults == (), "an honest log was accused"
    assert report.entries + report.waiting == len(stored)


def sweep(store: Store, make: Callable[[Any], LookLog], *, after: bool, lasting: bool) -> int:
    """Fail statement 1, then 2, ... of one group until a group goes through; how many failed."""
    faulty = FaultyStore(store)
    with closing(make(faulty)) as log:
        answered, refused = enter(log, 1)
        for number in itertools.count(1):
            faulty.fail(number, after=after, lasting=lasting)
            now_answered, now_refused = enter(log, 1, first=number)
            if lasting and now_refused:
                # It goes on failing until the trouble is over.
                still_answered, still_refused = enter(log, 1, first=number + 500)
                assert not still_answered
                now_refused |= still_refused
            is_past_the_end = faulty.calls < number
            faulty.heal()
            then_answered, then_refused = enter(log, 1, first=number + 1_000)
            assert not then_refused, "it did not get back on by itself"
            answered |= now_answered | then_answered
            refused |= now_refused
            stored = stored_ids(store)
            assert answered <= stored, f"an answer without its entry at statement {number}"
            assert len((stored - answered) & now_refused) in (0, GROUP), "a group was torn"
            assert stored - answered <= refused, "an entry that nobody asked for"
            assert verify_log(store).faults == (), "an honest log was accused"
            if is_past_the_end:
                return number - 1
    raise AssertionError("unreachable")


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "from there on"])
@pytest.mark.parametrize("after", [False, True], ids=["not done", "done but not told"])
def test_every_statement_of_a_group_may_fail(store: Store, after: bool, lasting: bool) -> None:
    points = sweep(store, lambda s: LookLog(s, drawing(1)), after=after, lasting=lasting)
    assert points >= 7, "the sweep reached too few statements to say anything"


class AnswersFirst(LookLog):
    """The planted fault: gives receipts whether or not the commit went well."""

    def append(self, looks: Sequence[PreparedLook]) -> list[Receipt | None]:
        try:
            return super().append(looks)
        except StoreUnavailableError:
            return [Receipt(look.id, "00" * 32) for look in looks]


def test_the_sweep_sees_an_answer_without_its_entry(store: Store) -> None:
    with pytest.raises(AssertionError, match="an answer without its entry"):
        sweep(store, lambda s: AnswersFirst(s, drawing(1)), after=False, lasting=False)


def test_a_commit_that_was_done_but_not_told_is_found_and_built_upon(store: Store) -> None:
    faulty = FaultyStore(store)
    log = LookLog(faulty, drawing(1))  # type: ignore[arg-type] # stands in for the store
    faulty.fail(10_000)
    answered, _ = enter(log, 1)
    faulty.fail(faulty.calls, after=True)  # the same number of statements: the commit
    _, refused = enter(log, 1, first=1)
    faulty.heal()
    assert len(refused) == GROUP
    assert refused <= stored_ids(store), "the test did not reach the commit"
    more, _ = enter(log, 1, first=2)
    check_invariants(store, answered | more, refused)
    log.close()


def test_a_log_that_was_changed_while_it_was_away_is_not_built_upon(store: Store) -> None:
    faulty = FaultyStore(store)
    log = LookLog(faulty, drawing(1))  # type: ignore[arg-type] # stands in for the store
    enter(log, 2)
    faulty.fail(1)
    enter(log, 1, first=2)
    faulty.heal()
    with store.writing() as connection:
        on = "" if store.is_sqlite else " ON {0}"
        for table in ("log_private", "log_answers", "log_leaves", "log_entries"):
            connection.execute(text(f"DROP TRIGGER {table}_no_delete" + on.format(table)))
        last = a_look(2 * GROUP - 1).id
        for statement in (
            "DELETE FROM log_private WHERE entry_id = :id",
            "DELETE FROM log_answers WHERE entry_id = :id",
            "DELETE FROM log_leaves WHERE entry_id = :id",
            "DELETE FROM log_waiting WHERE entry_id = :id",
            "DELETE FROM log_entries WHERE id = :id",
        ):
            connection.execute(text(statement), {"id": last})
    with pytest.raises(LogDamagedError, match="verify-audit"):
        log.reopen()
    assert not log.is_open
    log.close()


def test_a_head_that_contradicts_itself_is_not_built_upon(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "force.db"), writer=True) as store:
        log = LookLog(store, drawing(1))
        enter(log, 1)
        with store.writing() as connection:
            connection.execute(text("UPDATE log_head SET root = x'00'"))
        with pytest.raises(LogDamagedError, match="head is broken"):
            log.append([a_look(99)])
        log.close()


def test_another_process_that_moves_the_head_makes_the_group_fail_whole(tmp_path: Path) -> None:
    """On SQLite there is one writer; should there ever be two, neither forks the log."""
    with open_store(str(tmp_path / "force.db"), writer=True) as store:
        logs = [LookLog(store, drawing(seed)) for seed in (1, 2)]
        for round_ in range(6):
            logs[round_ % 2].append([a_look(round_)])
        for log in logs:
            log.close()
        report = verify_log(store)
        assert (report.entries, report.faults) == (6, ())


def is_soon(condition: Callable[[], bool], seconds: float = 8.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


def test_a_database_file_taken_away_stops_answers_until_the_same_one_is_back(
    tmp_path: Path,
) -> None:
    path, away = tmp_path / "force.db", tmp_path / "away.db"

    async def story(store: Store) -> None:
        writer = LookWriter(store)
        await writer.commit(a_look(0))
        path.rename(away)
        with pytest.raises(StoreUnavailableError, match="deleted or replaced"):
            await writer.commit(a_look(1))
        assert not writer.is_healthy
        path.write_bytes(b"")
        with pytest.raises(StoreUnavailableError):
            await writer.commit(a_look(2))
        assert path.read_bytes() == b"", "it wrote to a file that is not the store"
        away.rename(path)
        # Nobody asks meanwhile: it finds out by itself.
        assert await asyncio.to_thread(is_soon, lambda: writer.is_healthy)
        await writer.commit(a_look(3))
        await writer.close()

    with open_store(str(path), writer=True) as store:
        asyncio.run(story(store))
        check_invariants(store, {a_look(0).id, a_look(3).id}, {a_look(1).id, a_look(2).id})


def test_an_unhealthy_writer_says_so_at_once_and_recovers_by_itself(store: Store) -> None:
    faulty = FaultyStore(store)

    async def story() -> None:
        writer = LookWriter(faulty)  # type: ignore[arg-type] # stands in for the store
        assert writer.is_healthy
        faulty.fail(1, lasting=True)
        for number in range(3):
            with pytest.raises(StoreUnavailableError):
                await writer.commit(a_look(number))
            assert not writer.is_healthy
        faulty.heal()
        assert await asyncio.to_thread(is_soon, lambda: writer.is_healthy)
        await writer.commit(a_look(9))
        assert writer.figures.refused == 3
        await writer.close()

    asyncio.run(story())
    check_invariants(store, {a_look(9).id}, set())


@pytest.mark.postgres
def test_the_servers_connection_cut_at_any_time_costs_no_entry(empty_postgres: str) -> None:
    plain = empty_postgres.replace("+psycopg", "")
    answered: set[str] = set()
    refused: set[str] = set()

    async def story(store: Store) -> None:
        writer = LookWriter(store)

        async def ask(number: int) -> None:
            for attempt in range(6):
                look = a_look(number * 10 + attempt)
                try:
                    receipt = await writer.commit(look)
                except StoreError:
                    refused.add(look.id)
                else:
                    answered.add(receipt.entry_id)

        async def cut() -> None:
            async with await psycopg.AsyncConnection.connect(plain, autocommit=True) as other:
                for _ in range(5):
                    await asyncio.sleep(0.01)
                    await other.execute(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                        "pid <> pg_backend_pid() AND query ILIKE '%log_%'"
                    )

        await asyncio.gather(cut(), *(ask(number) for number in range(8)))
        receipt = await writer.commit(a_look(5_000))
        answered.add(receipt.entry_id)
        await writer.close()

    with open_store(empty_postgres, writer=True) as store:
        asyncio.run(story(store))
        stored = stored_ids(store)
        assert answered <= stored
        assert stored - answered <= refused
        assert verify_log(store).faults == ()


@pytest.mark.postgres
def test_a_server_that_crashes_and_comes_back_is_used_again(
    empty_postgres: str, postgres_server: PostgresServer
) -> None:
    async def story(store: Store) -> None:
        writer = LookWriter(store)
        await writer.commit(a_look(0))
        postgres_server.control("-m", "immediate", "restart")
        answered = False
        for attempt in range(1, 40):
            try:
                await writer.commit(a_look(attempt))
                answered = True
                break
            except StoreUnavailableError:
                await asyncio.sleep(0.1)
        assert answered
        assert writer.is_healthy
        await writer.close()

    with open_store(empty_postgres, writer=True) as store:
        asyncio.run(story(store))
        assert verify_log(store).faults == ()


@pytest.mark.postgres
def test_many_writers_and_sequencers_at_once_never_fork_the_log(empty_postgres: str) -> None:
    writers, groups = 6, 4
    with open_store(empty_postgres, writer=True) as store:
        logs = [LookLog(store, drawing(seed)) for seed in range(writers)]
        faults: list[BaseException] = []

        def work(number: int) -> None:
            raw = store.connect_log(readonly=False)
            try:
                for group in range(groups):
                    first = number * 1_000 + group * 2
                    logs[number].append([a_look(first), a_look(first + 1)])
                    sequence(raw)
            except BaseException as fault:
                faults.append(fault)
                raise
            finally:
                raw.close()

        threads = [threading.Thread(target=work, args=(number,)) for number in range(writers)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert faults == []
        raw = store.connect_log(readonly=False)
        while sequence(raw):
            pass
        assert sequence(raw) == 0
        raw.close()
        for log in logs:
            log.close()
        report = verify_log(store)
        assert (report.entries, report.waiting) == (writers * groups * 2, 0)
        assert report.faults == ()


@pytest.mark.postgres
def test_entries_that_wait_for_their_number_are_sound_and_are_numbered_later(
    empty_postgres: str,
) -> None:
    with open_store(empty_postgres, writer=True) as store:
        log = LookLog(store, drawing(1))
        enter(log, 4)
        before = verify_log(store)
        assert (before.entries, before.waiting, before.faults) == (0, 12, ())
        raw = store.connect_log(readonly=False)
        assert sequence(raw) == 12
        raw.close()
        log.close()
        after = verify_log(store)
        assert (after.entries, after.waiting, after.faults) == (12, 0, ())
