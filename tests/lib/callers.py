"""Asking a route as somebody: with a bearer token at the API, with a session at the pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx2

from serving.service.demo_accounts import demo_accounts
from serving.web.signed_in import COOKIE, csrf_token
from tests.lib.door import Door

__all__ = ["Callers", "entries_of", "kinds_left"]

_API = "/api/"
_LATEST = (
    "SELECT e.entry FROM log_leaves l JOIN log_entries e ON e.id = l.entry_id"
    " ORDER BY l.position DESC LIMIT 50"
)


class Callers:
    """The demo's accounts at a door, each signed in once."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self._passwords = {one.account: one.password for one in demo_accounts(door.store)}
        self._sessions: dict[str, str] = {}
        self._kept: dict[str, Mapping[str, str]] = {}

    def session(self, account: str) -> str:
        """The session of this account's pages."""
        if account not in self._sessions:
            form = {"account": account, "password": self._passwords[account]}
            response = self.door.request("POST", "/sign-in", data=form)
            assert response.status_code == 303, response.status_code
            self.door.client.cookies.clear()
            cookie = response.headers["set-cookie"]
            self._sessions[account] = cookie.partition("=")[2].partition(";")[0]
        return self._sessions[account]

    def kept(self, path: str, make: Callable[[Door], Mapping[str, str]]) -> Mapping[str, str]:
        """What ``make`` gives for this path, made once."""
        if path not in self._kept:
            self._kept[path] = make(self.door)
        return self._kept[path]

    def ask(
        self,
        account: str | None,
        method: str,
        address: str,
        *,
        body: Any = None,
        form: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        reason: str = "missing_report",
        headers: Mapping[str, str] | None = None,
    ) -> httpx2.Response:
        """The response to ``account``; None asks as nobody."""
        given: dict[str, Any] = {"params": dict(query or {})}
        sent = dict(headers or {})
        if address.startswith(_API):
            sent["X-Access-Reason"] = reason
            if account is not None:
                sent["Authorization"] = f"Bearer {self.door.token(account)}"
            if body is not None:
                given["json"] = body
        else:
            fields = dict(form or {})
            if account is not None:
                session = self.session(account)
                sent["Cookie"] = f"{COOKIE}={session}"
                fields["csrf_token"] = csrf_token(session)
            if form is not None:
                given["data"] = fields
        response = self.door.request(method, address, headers=sent, **given)
        self.door.client.cookies.clear()
        if address in ("/sign-in", "/sign-out"):
            self._sessions.pop(account or "", None)
        return response


def entries_of(door: Door, request: str) -> list[dict[str, Any]]:
    """The log's entries that this request left, in no order."""
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql(_LATEST).all()
    found = [json.loads(bytes(row[0])) for row in rows if request.encode() in bytes(row[0])]
    return [entry for entry in found if entry["facts"].get("request") == request]


def kinds_left(door: Door, response: httpx2.Response) -> set[str]:
    """The kinds of the entries that the request behind this response left."""
    return {entry["kind"] for entry in entries_of(door, response.headers["x-request-id"])}
