"""Who may sign in, and the tokens that say they did. Secrets are kept as hashes alone."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from records.serial import canonical
from serving.store import tables
from serving.store.batches import upsert

__all__ = [
    "Account",
    "Token",
    "account_from_row",
    "find_account",
    "list_accounts",
    "revoke_token",
    "save_account",
    "save_token",
    "token_from_row",
]


@dataclass(frozen=True, slots=True)
class Account:
    """One person's account.

    Attributes:
        secret_hash: the password's scrypt hash as text; never shown or logged.
        is_demo: made for trying the service out; refused in production.
    """

    name: str
    display_name: str
    secret_hash: str
    roles: tuple[str, ...]
    team: str | None = None
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A signed-in session or a bearer token, known by the SHA-256 of its secret alone.

    Attributes:
        digest: hex.
        kind: ``session`` or ``bearer``.
    """

    digest: str
    account: str
    kind: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None

    def is_valid(self, now: datetime) -> bool:
        """Whether it may be used at ``now``: from its issue, and before its end."""
        ended = self.revoked_at is not None and self.revoked_at <= now
        return self.issued_at <= now < self.expires_at and not ended


def save_account(connection: Connection, account: Account) -> None:
    """Make the account, or put it in the place of the one of the same name."""
    row = {
        "name": account.name,
        "display_name": account.display_name,
        "secret_hash": account.secret_hash,
        "roles": canonical(list(account.roles)).decode(),
        "team": account.team,
        "is_demo": int(account.is_demo),
    }
    upsert(connection, tables.accounts, [row])


def find_account(connection: Connection, name: str) -> Account | None:
    """The account of this name, letter by letter."""
    query = select(tables.accounts).where(tables.accounts.c.name == name)
    row = connection.execute(query).one_or_none()
    return None if row is None else account_from_row(*row)


def list_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by name."""
    rows = connection.execute(select(tables.accounts))
    return tuple(sorted((account_from_row(*row) for row in rows), key=lambda found: found.name))


def account_from_row(
    name: str, display_name: str, secret_hash: str, roles: str, team: str | None, is_demo: int
) -> Account:
    """An account from the columns of its row, in the table's order."""
    return Account(name, display_name, secret_hash, tuple(json.loads(roles)), team, bool(is_demo))


def token_from_row(
    digest: str, account: str, kind: str, issued: str, expires: str, revoked: str | None
) -> Token:
    """A token from the columns of its row, in the table's order."""
    return Token(
        digest,
        account,
        kind,
        instant_from_text(issued),
        instant_from_text(expires),
        None if revoked is None else instant_from_text(revoked),
    )


def save_token(connection: Connection, token: Token) -> None:
    """Keep a new token.

    Raises:
        ValueError: the kind is neither ``session`` nor ``bearer``.
    """
    if token.kind not in ("session", "bearer"):
        raise ValueError("a token is a session or a bearer token")
    revoked = token.revoked_at
    connection.execute(
        insert(tables.tokens).values(
            digest=token.digest,
            account=token.account,
            kind=token.kind,
            issued_at=instant_to_text(token.issued_at),
            expires_at=instant_to_text(token.expires_at),
            revoked_at=None if revoked is None else instant_to_text(revoked),
        )
    )


def revoke_token(connection: Connection, digest: str, at: datetime) -> bool:
    """End a token; False if there is none or it has ended before."""
    table = tables.tokens
    statement = (
        update(table)
        .where(table.c.digest == digest, table.c.revoked_at.is_(None))
        .values(revoked_at=instant_to_text(at))
    )
    return connection.execute(statement).rowcount == 1
