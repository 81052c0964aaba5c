"""What tests of signing in ask of a door: its entries of one kind, sessions, and forms."""

from __future__ import annotations

import json
from typing import Any

from serving.service.demo_accounts import demo_accounts
from serving.web.signed_in import COOKIE
from tests.lib.door import Door

__all__ = ["cookie_of", "entered", "password_of", "sign_in", "with_session"]


def entered(door: Door, kind: str) -> list[dict[str, Any]]:
    """The log's entries of this kind, in the order in which they were entered."""
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT e.entry FROM log_leaves l JOIN log_entries e ON e.id = l.entry_id"
            " ORDER BY l.position"
        ).all()
    return [entry for row in rows if (entry := json.loads(bytes(row[0])))["kind"] == kind]


def password_of(door: Door, account: str) -> str:
    """A demo account's password."""
    return {one.account: one.password for one in demo_accounts(door.store)}[account]


def sign_in(door: Door, account: str = "officer", brought: str | None = None) -> str:
    """The session of an account that signs in by its password."""
    form = {"account": account, "password": password_of(door, account)}
    headers = with_session(brought) if brought else {}
    response = door.request("POST", "/sign-in", data=form, headers=headers)
    assert response.status_code == 303, response.status_code
    door.client.cookies.clear()
    return cookie_of(response.headers["set-cookie"])


def with_session(session: str) -> dict[str, str]:
    """The headers of a browser that holds this session."""
    return {"Cookie": f"{COOKIE}={session}"}


def cookie_of(header: str) -> str:
    """The value that a ``Set-Cookie`` gives."""
    return header.partition("=")[2].partition(";")[0]
