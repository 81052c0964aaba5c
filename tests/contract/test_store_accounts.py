"""Accounts and tokens are kept by hashes alone, and a token ends when it should."""

from __future__ import annotations

from datetime import timedelta

import pytest

from serving.store.accounts import (
    Account,
    Token,
    find_account,
    list_accounts,
    revoke_token,
    save_account,
    save_token,
)
from serving.store.errors import StoreError
from serving.store.opening import Store
from tests.lib.entries import DAY

OFFICER = Account("officer-17", "PC Example", "scrypt$x", ("response_officer", "analyst"))
DEMO = Account("demo", "Demo", "scrypt$y", (), "Central", is_demo=True)
TOKEN = Token("ab" * 32, "officer-17", "bearer", DAY, DAY + timedelta(hours=1))


def test_an_account_comes_back_as_it_was_saved_and_may_be_replaced(store: Store) -> None:
    changed = Account("officer-17", "PS Example", "scrypt$z", ("supervisor",), "North")
    with store.writing() as connection:
        save_account(connection, OFFICER)
        save_account(connection, DEMO)
    with store.reading() as connection:
        assert find_account(connection, "officer-17") == OFFICER
        assert list_accounts(connection) == (DEMO, OFFICER)
        for nobody in ("Officer-17", "officer-1", "officer-17 ", ""):
            assert find_account(connection, nobody) is None
    with store.writing() as connection:
        save_account(connection, changed)
    with store.reading() as connection:
        assert list_accounts(connection) == (DEMO, changed)


def test_a_token_of_nobody_or_of_another_kind_is_refused(store: Store) -> None:
    with pytest.raises(StoreError), store.writing() as connection:
        save_token(connection, TOKEN)
    with store.writing() as connection, pytest.raises(ValueError, match="session or a bearer"):
        save_token(connection, Token("x", "officer-17", "magic", DAY, DAY))


def test_a_token_is_revoked_once(store: Store) -> None:
    with store.writing() as connection:
        save_account(connection, OFFICER)
        save_token(connection, TOKEN)
        assert revoke_token(connection, TOKEN.digest, DAY)
        assert not revoke_token(connection, TOKEN.digest, DAY)
        assert not revoke_token(connection, "cd" * 32, DAY)


@pytest.mark.parametrize(
    ("minutes", "revoked_after", "is_valid"),
    [(-1, None, False), (0, None, True), (59, None, True), (60, None, False),
     (10, 11, True), (11, 11, False), (30, 11, False)],
)  # fmt: skip
def test_a_token_is_valid_from_its_issue_until_before_its_end(
    minutes: int, revoked_after: int | None, is_valid: bool
) -> None:
    revoked = None if revoked_after is None else DAY + timedelta(minutes=revoked_after)
    token = Token("x", "officer-17", "session", DAY, DAY + timedelta(hours=1), revoked)
    assert token.is_valid(DAY + timedelta(minutes=minutes)) is is_valid
