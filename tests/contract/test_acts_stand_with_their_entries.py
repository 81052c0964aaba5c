"""An act and its entry stand or fall together, beside looks and their writers (N6)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

import pytest
from sqlalchemy import text

from serving.audit.leaf import Outcome, PreparedLook
from serving.store.acts import enter_act
from serving.store.errors import StoreUnavailableError
from serving.store.log import Receipt, sequence
from serving.store.look_log import LookLog
from serving.store.opening import Connection, Store
from serving.store.raw import LOG_FAULTS, RawConnection
from serving.store.verifying import verify_log
from tests.lib.logs import a_look, drawing

_CHANGE = text("UPDATE store_state SET linkage = :value WHERE id = 1")


def an_act(number: int) -> PreparedLook:
    return a_look(number, kind="RECORDS_LINKED", outcome=Outcome.DONE, answer=None)


def change(connection: Connection, value: str) -> None:
    connection.execute(_CHANGE, {"value": value})


def linkage(store: Store) -> str:
    with store.reading() as connection:
        query = text("SELECT linkage FROM store_state WHERE id = 1")
        return str(connection.execute(query).scalar_one())


def read(store: Store, sql: str) -> list[tuple[object, ...]]:
    raw = store.connect_log(readonly=True)
    rows = raw.all(sql)
    raw.close()
    return rows


def ids(store: Store) -> set[object]:
    return {row[0] for row in read(store, "SELECT id FROM log_entries")}


def act(store: Store, number: int, value: str, seed: int = 5) -> Receipt:
    with store.writing() as connection:
        change(connection, value)
        return enter_act(connection, an_act(number), drawing(seed))


def test_an_act_is_entered_with_its_change_and_has_its_number_at_once(store: Store) -> None:
    receipt = act(store, 1, "new")
    assert linkage(store) == "new"
    rows = read(store, "SELECT entry_id, leaf FROM log_leaves")
    assert [(row[0], bytes(row[1]).hex()) for row in rows] == [  # type: ignore[call-overload]  # rows have no types
        (receipt.entry_id, receipt.leaf_hash)
    ]
    assert verify_log(store).faults == ()


def test_an_act_that_fails_after_its_entry_leaves_neither(store: Store) -> None:
    def fail() -> None:
        with store.writing() as connection:
            change(connection, "new")
            enter_act(connection, an_act(1), drawing(5))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (linkage(store), ids(store)) == ("", set())
    assert verify_log(store).faults == ()


def test_an_act_that_can_t_be_entered_is_not_done(store: Store) -> None:
    act(store, 1, "first")
    with pytest.raises(StoreUnavailableError, match="could not be entered"):
        act(store, 1, "the same id again", seed=6)
    assert linkage(store) == "first"
    assert len(ids(store)) == 1
    assert verify_log(store).faults == ()


def test_looks_that_wait_are_numbered_before_the_act(store: Store) -> None:
    log = LookLog(store, drawing(1))
    log.append([a_look(number) for number in range(3)])
    act(store, 9, "new")
    log.close()
    rows = read(store, "SELECT entry_id FROM log_leaves ORDER BY position")
    assert [row[0] for row in rows] == [a_look(n).id for n in range(3)] + [an_act(9).id]
    assert read(store, "SELECT count(*) FROM log_waiting") == [(0,)]


def test_a_writer_goes_on_after_an_act(store: Store) -> None:
    log = LookLog(store, drawing(1))
    for number in range(0, 10, 2):
        assert None not in log.append([a_look(number)])
        act(store, number + 1, f"after {number}", seed=100 + number)
    log.reopen()
    assert None not in log.append([a_look(20)])
    log.close()
    act(store, 21, "last", seed=200)
    report = verify_log(store)
    assert (report.faults, report.entries) == ((), 12)


def test_several_acts_in_one_transaction_are_all_entered_or_none(store: Store) -> None:

    def act_on(numbers: Iterable[int]) -> None:
        with store.writing() as connection:
            for number in numbers:
                enter_act(connection, an_act(number), drawing(300 + number))

    act_on(range(40))
    with pytest.raises(StoreUnavailableError):
        act_on((50, 51, 39))
    assert ids(store) == {an_act(number).id for number in range(40)}
    assert verify_log(store).faults == ()


def test_acts_and_looks_and_the_sequencer_beside_one_another(store: Store) -> None:
    """Three kinds of writers at once: nothing is lost, doubled, or accused."""
    faults: list[Exception] = []
    stop = threading.Event()

    def trying(work: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                work()
            except LOG_FAULTS as fault:
                faults.append(fault)

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    def looks(first: int) -> None:
        log = LookLog(store, drawing(first))
        for number in range(first, first + 60, 3):
            log.append([a_look(number + each) for each in range(3)])
        log.close()

    def acts() -> None:
        for number in range(2_000, 2_025):
            act(store, number, str(number), seed=number)

    def numbering() -> None:
        raw: RawConnection = store.connect_log(readonly=False)
        while not stop.is_set():
            sequence(raw)
            stop.wait(0.001)
        raw.close()

    beside = trying(numbering)
    workers = [trying(lambda: looks(0)), trying(lambda: looks(1_000)), trying(acts)]
    for worker in workers:
        worker.join()
    stop.set()
    beside.join()
    act(store, 3_000, "the last one numbers all that waits", seed=9)
    assert faults == []
    report = verify_log(store)
    assert (report.faults, report.entries, report.waiting) == ((), 146, 0)
    assert linkage(store) == "the last one numbers all that waits"
