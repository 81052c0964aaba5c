"""An idempotency key and its entry become durable together, on both stores, whoever is first."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from serving.access.once import Once
from serving.audit.leaf import PreparedLook
from serving.store.acts import enter_act
from serving.store.errors import KeyUsedError, StoreUnavailableError
from serving.store.once import KEPT_FOR, read_once
from serving.store.opening import Store, open_store
from serving.store.verifying import verify_log
from serving.store.writer import LookWriter, Receipt
from tests.lib.logs import a_look

_ONCE = Once("officer", "k" * 64, "r" * 64, "attempt-1")


def _look(number: int, **once: str) -> PreparedLook:
    """A look with its own id; of one key and request unless said otherwise."""
    return replace(a_look(number), once=replace(_ONCE, attempt=f"attempt-{number}", **once))


async def _with_writers(store: Store, count: int, *looks: PreparedLook) -> list[object]:
    """Each look committed by one of the writers in turn, all at once."""
    writers = [LookWriter(store) for _ in range(count)]
    try:
        asked = (writers[i % count].commit(look) for i, look in enumerate(looks))
        return list(await asyncio.gather(*asked, return_exceptions=True))
    finally:
        for writer in writers:
            await writer.close()


def _act(store: Store, number: int, *, fails: bool = False) -> None:
    """Change something and enter it, under the one key."""
    with store.writing() as connection:
        connection.exec_driver_sql("UPDATE store_state SET heartbeat = heartbeat + 1")
        enter_act(connection, _look(number), secrets.token_bytes)
        assert 1 / (not fails)


def test_of_many_attempts_in_one_group_one_is_entered(store: Store) -> None:
    found = asyncio.run(_with_writers(store, 1, *map(_look, range(8))))
    assert sum(isinstance(one, Receipt) for one in found) == 1
    assert sum(isinstance(one, KeyUsedError) for one in found) == 7
    assert verify_log(store).entries == 1


@pytest.mark.postgres
def test_of_attempts_in_two_writers_one_is_entered(empty_postgres: str) -> None:
    """On PostgreSQL alone: an SQLite store has one writer."""
    with open_store(empty_postgres, writer=True) as store:
        found = asyncio.run(_with_writers(store, 2, *map(_look, range(8))))
        assert sum(isinstance(one, Receipt) for one in found) == 1
        assert {type(one) for one in found} <= {Receipt, KeyUsedError, StoreUnavailableError}
        assert verify_log(store).entries == 1
        assert verify_log(store).faults == ()


def test_other_looks_of_the_group_are_entered_all_the_same(store: Store) -> None:
    looks = [_look(1), a_look(2), _look(3), _look(4, key="j" * 64), _look(5, account="other")]
    found = asyncio.run(_with_writers(store, 1, *looks))
    assert [type(one) for one in found] == [Receipt, Receipt, KeyUsedError, Receipt, Receipt]


def test_what_was_kept_is_found_again_with_its_bytes(store: Store) -> None:
    look = _look(1)
    [receipt] = asyncio.run(_with_writers(store, 1, look))
    with store.reading() as connection:
        kept = read_once(connection, _ONCE, look.at)
        later = read_once(connection, _ONCE, look.at + KEPT_FOR + timedelta(seconds=1))
        other = read_once(connection, replace(_ONCE, account="other"), look.at)
    assert kept is not None
    assert look.answer is not None
    assert (kept.receipts, kept.body) == ((receipt,), look.answer.body)
    assert (kept.status, kept.media_type) == (look.answer.status, look.answer.media_type)
    assert later is None
    assert other is None


def test_an_act_under_a_used_key_is_undone_with_its_change(store: Store) -> None:
    _act(store, 1)
    with pytest.raises(KeyUsedError):
        _act(store, 2)
    with store.reading() as connection:
        beats = connection.exec_driver_sql("SELECT heartbeat FROM store_state").scalar_one()
    assert beats == 1
    assert verify_log(store).entries == 1


def test_an_act_that_is_undone_leaves_its_key_free(store: Store) -> None:
    with pytest.raises(ZeroDivisionError):
        _act(store, 1, fails=True)
    _act(store, 2)
    assert verify_log(store).entries == 1


def test_several_entries_of_one_attempt_share_its_key(store: Store) -> None:
    with store.writing() as connection:
        for number in (1, 2):
            look = replace(a_look(number), once=_ONCE)
            enter_act(connection, look, secrets.token_bytes)
    with store.reading() as connection:
        kept = read_once(connection, _ONCE, look.at)
    assert kept is not None
    assert [one.entry_id for one in kept.receipts] == [a_look(1).id, a_look(2).id]


def test_a_store_opened_anew_gives_the_stored_answer(store: Store, store_url: str) -> None:
    look = _look(1)
    asyncio.run(_with_writers(store, 1, look))
    store.close()
    with open_store(store_url, writer=False) as again, again.reading() as connection:
        kept = read_once(connection, _ONCE, look.at)
    assert kept is not None
