"""Who may sign in. Of a password its hash alone is kept."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from records.calendar import instant_from_text, instant_to_text
from records.serial import canonical
from serving.store.batches import upsert
from serving.tables.sessions import accounts

__all__ = [
    "Account",
    "account_from_row",
    "find_account",
    "list_accounts",
    "page_of_accounts",
    "save_account",
]


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account.

    Attributes:
        secret_hash: a demo account's password as scrypt hash; never shown or logged.
        is_demo: made for trying the service out; refused in production.
        issuer: who vouches for the person; None of a demo account.
        seen_at: when the person last signed in.
        closed_at: since when they may not; None while they may.
    """

    name: str
    display_name: str
    secret_hash: str | None
    roles: tuple[str, ...]
    team: str | None = None
    is_demo: bool = False
    issuer: str | None = None
    seen_at: datetime | None = None
    closed_at: datetime | None = None


def save_account(connection: Connection, account: Account) -> None:
    """Make the account, or put it in the place of the one of the same name."""
    row = {
        "name": account.name,
        "display_name": account.display_name,
        "secret_hash": account.secret_hash,
        "roles": canonical(list(account.roles)).decode(),
        "team": account.team,
        "is_demo": int(account.is_demo),
        "issuer": account.issuer,
        "seen_at": _text(account.seen_at),
        "closed_at": _text(account.closed_at),
    }
    upsert(connection, accounts, [row])


def find_account(connection: Connection, name: str) -> Account | None:
    """The account of this name, letter by letter. What can't be a name is nobody's."""
    if "\x00" in name or not name.isprintable():
        return None
    query = select(accounts).where(accounts.c.name == name)
    row = connection.execute(query).one_or_none()
    return None if row is None else account_from_row(*row)


def list_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by name."""
    rows = connection.execute(select(accounts))
    return tuple(sorted((account_from_row(*row) for row in rows), key=lambda found: found.name))


def page_of_accounts(connection: Connection, after: str, most: int) -> tuple[Account, ...]:
    """Up to ``most`` accounts by name, from the first whose name comes after ``after``."""
    query = select(accounts).where(accounts.c.name > after).order_by(accounts.c.name).limit(most)
    return tuple(account_from_row(*row) for row in connection.execute(query))


def account_from_row(
    name: str,
    display_name: str,
    secret_hash: str | None,
    roles: str,
    team: str | None,
    is_demo: int,
    issuer: str | None,
    seen_at: str | None,
    closed_at: str | None,
) -> Account:
    """An account from the columns of its row, in the table's order."""
    return Account(
        name,
        display_name,
        secret_hash,
        tuple(json.loads(roles)),
        team,
        bool(is_demo),
        issuer,
        _instant(seen_at),
        _instant(closed_at),
    )


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_to_text(at)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else instant_from_text(text)
