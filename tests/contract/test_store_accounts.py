"""Accounts, sessions and browsers on their way are kept by hashes alone, on both engines."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from records.calendar import instant_to_text
from serving.store import sessions as kept_sessions
from serving.store.accounts import (
    Account,
    find_account,
    list_accounts,
    page_of_accounts,
    save_account,
)
from serving.store.errors import StoreError
from serving.store.looks import open_look_reader
from serving.store.opening import Store
from serving.store.sessions import (
    Session,
    SignInStart,
    end_session,
    end_sessions_of,
    end_stale,
    note_seen,
    save_session,
    save_start,
    take_start,
)
from tests.lib.entries import DAY

ISSUER = "https://login.force.example"
OFFICER = Account(
    "officer-17", "PC Example", None, ("officer", "analyst"), issuer=ISSUER, seen_at=DAY
)
DEMO = Account("demo", "Demo", "scrypt$y", (), "Central", is_demo=True)
SESSION = Session(
    "ab" * 32, "officer-17", "PC Example", ("officer",), "Central", "issuer",
    DAY, DAY, DAY + timedelta(hours=10), timedelta(minutes=30),
)  # fmt: skip
START = SignInStart("cd" * 32, "state", "nonce", "verifier", DAY)


def test_an_account_comes_back_as_it_was_saved_and_may_be_replaced(store: Store) -> None:
    closed = replace(OFFICER, display_name="PS Example", team="North", closed_at=DAY)
    with store.writing() as connection:
        save_account(connection, OFFICER)
        save_account(connection, DEMO)
    with store.reading() as connection:
        assert find_account(connection, "officer-17") == OFFICER
        assert list_accounts(connection) == (DEMO, OFFICER)
        for nobody in ("Officer-17", "officer-1", "officer-17 ", "", "officer-17\x00", "\ud800"):
            assert find_account(connection, nobody) is None
    with store.writing() as connection:
        save_account(connection, closed)
    with store.reading() as connection:
        assert page_of_accounts(connection, "", 1) == (DEMO,)
        assert page_of_accounts(connection, "demo", 5) == (closed,)
        assert page_of_accounts(connection, "officer-17", 5) == ()


@pytest.mark.parametrize(
    "wrong",
    [
        replace(OFFICER, secret_hash="scrypt$x"),
        replace(OFFICER, issuer=None),
        replace(DEMO, secret_hash=None),
        replace(DEMO, issuer=ISSUER),
    ],
)
def test_an_account_has_a_password_or_an_issuer_never_both_or_neither(
    store: Store, wrong: Account
) -> None:
    with pytest.raises(StoreError), store.writing() as connection:
        save_account(connection, wrong)


def test_a_session_is_read_by_its_digest_until_it_is_ended(store: Store) -> None:
    asyncio.run(_reads_and_ends(store))


async def _reads_and_ends(store: Store) -> None:
    other = replace(SESSION, digest="ef" * 32, team=None, how="password", roles=())
    with store.writing() as connection:
        save_session(connection, SESSION)
        save_session(connection, other)
        save_account(connection, OFFICER)
    reader = open_look_reader(store)
    try:
        assert await reader.find_session(SESSION.digest) == SESSION
        assert await reader.find_session(other.digest) == other
        assert await reader.find_account("officer-17") == OFFICER
        assert await reader.find_account("nobody") is None
        with store.writing() as connection:
            assert end_session(connection, SESSION.digest)
            assert not end_session(connection, SESSION.digest)
            assert end_sessions_of(connection, "officer-17") == 1
        assert await reader.find_session(SESSION.digest) is None
        assert await reader.find_session(other.digest) is None
    finally:
        await reader.close()


def _seen_at(store: Store) -> list[str]:
    with store.reading() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT seen_at FROM sessions")]


def test_when_a_session_was_seen_is_never_set_back(store: Store) -> None:
    with store.writing() as connection:
        save_session(connection, SESSION)
        note_seen(connection, {SESSION.digest: DAY + timedelta(minutes=5)})
        note_seen(connection, {SESSION.digest: DAY + timedelta(minutes=2), "nobody": DAY})
        note_seen(connection, {})
    (at,) = _seen_at(store)
    assert at == instant_to_text(DAY + timedelta(minutes=5))


def test_what_is_over_is_deleted(store: Store) -> None:
    with store.writing() as connection:
        save_session(connection, SESSION)
        save_session(connection, replace(SESSION, digest="11", ends_at=DAY + timedelta(hours=40)))
        save_start(connection, START)
        end_stale(connection, DAY + timedelta(minutes=9))
    assert len(_seen_at(store)) == 2
    with store.writing() as connection:
        end_stale(connection, DAY + timedelta(hours=10))
        assert take_start(connection, START.digest, DAY) is None
    assert len(_seen_at(store)) == 1
    with store.writing() as connection:
        end_stale(connection, DAY + timedelta(hours=24))
    assert _seen_at(store) == []


def test_a_start_is_had_once_and_not_too_late(store: Store) -> None:
    with store.writing() as connection:
        save_start(connection, START)
        assert take_start(connection, "ee" * 32, DAY) is None
        assert take_start(connection, START.digest, DAY + timedelta(minutes=9)) == START
        assert take_start(connection, START.digest, DAY + timedelta(minutes=9)) is None
        save_start(connection, START)
        assert take_start(connection, START.digest, DAY + timedelta(minutes=10)) is None
        save_start(connection, START)
        assert take_start(connection, START.digest, DAY - timedelta(hours=2)) is None


def test_of_too_many_starts_the_oldest_are_forgotten(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_sessions, "MOST_STARTS", 2)
    with store.writing() as connection:
        for number in range(4):
            at = DAY + timedelta(seconds=number)
            save_start(connection, replace(START, digest=str(number), started_at=at))
        found = [take_start(connection, str(number), DAY) is not None for number in range(4)]
    assert found == [False, False, True, True]


@pytest.mark.parametrize(
    ("minutes", "seen", "is_valid"),
    [(0, 0, True), (29, 0, True), (30, 0, False), (59, 30, True), (60, 30, False),
     (599, 590, True), (600, 590, False), (-1, 0, True), (-3, 0, False), (25, 30, False)],
)  # fmt: skip
def test_a_session_is_good_within_both_limits_and_not_before_it_was_used(
    minutes: int, seen: int, is_valid: bool
) -> None:
    session = replace(SESSION, seen_at=DAY + timedelta(minutes=seen))
    assert session.is_valid(DAY + timedelta(minutes=minutes)) is is_valid
