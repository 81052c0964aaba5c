"""One good request for every route of administration, signing in and the service itself."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from serving.service.demo_accounts import demo_accounts
from serving.store.accounts import find_account
from tests.lib.door import Door
from tests.web.sampling import API, Sample

__all__ = ["ADMINISTRATION", "SERVICE", "SIGNING_IN"]

_ACCOUNT = {"display_name": "PC Sam Example", "roles": ["officer"], "team": None}
_PASSWORD = "four invented short words"  # of accounts that these samples make


def _new_account(door: Door) -> Mapping[str, Any]:
    """Another one each time: an account can be made once."""
    name = f"made-{secrets.token_hex(4)}"
    return {"account": name, "password": _PASSWORD, **_ACCOUNT}


def _new_account_form(door: Door) -> Mapping[str, str]:
    made = _new_account(door)
    return {name: made[name] for name in ("account", "password", "display_name")}


def _account(door: Door) -> Mapping[str, str]:
    with door.store.reading() as connection:
        is_there = find_account(connection, "sam") is not None
    if not is_there:
        made = {"account": "sam", "password": _PASSWORD, **_ACCOUNT}
        headers = door.headers("administrator")
        response = door.request("POST", f"{API}/accounts", headers=headers, json=made)
        assert response.status_code == 200, response.text
    return {"account": "sam"}


def _account_seen(door: Door) -> Mapping[str, str]:
    _account(door)
    headers = door.headers("administrator")
    shown = door.request("GET", f"{API}/accounts/sam", headers=headers)
    return {"If-Match": shown.headers["etag"]}


def _account_form(door: Door) -> Mapping[str, str]:
    state = _account_seen(door)["If-Match"]
    return {"display_name": "PC Sam Example", "role_officer": "yes", "state": state}


def _sign_in(door: Door) -> Mapping[str, str]:
    password = {one.account: one.password for one in demo_accounts(door.store)}["officer"]
    return {"account": "officer", "password": password}


#: Accounts, settings, quarantine, roles.
ADMINISTRATION: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/accounts"): Sample(),
    ("POST", f"{API}/accounts"): Sample(body=_new_account),
    ("GET", f"{API}/accounts/{{account}}"): Sample(ids=_account),
    ("PUT", f"{API}/accounts/{{account}}"): Sample(
        ids=_account, body={**_ACCOUNT, "closed": False}, headers=_account_seen
    ),
    ("GET", "/accounts"): Sample(),
    ("POST", "/accounts"): Sample(303, form=_new_account_form),
    ("GET", "/accounts/{account}"): Sample(ids=_account),
    ("POST", "/accounts/{account}"): Sample(ids=_account, form=_account_form),
    ("GET", f"{API}/settings"): Sample(),
    ("GET", f"{API}/quarantine"): Sample(query={"system": "S1"}),
    ("GET", "/settings"): Sample(),
    ("GET", "/quarantine"): Sample(),
    ("GET", "/roles"): Sample(),
}


#: Signing in and out.
SIGNING_IN: Mapping[tuple[str, str], Sample] = {
    ("GET", "/sign-in"): Sample(),
    ("POST", "/sign-in"): Sample(303, form=_sign_in),
    # No force's service is configured at this door: tests/web/test_sign_in_by_issuer.py has one.
    ("GET", "/sign-in/force"): Sample(503),
    ("GET", "/sign-in/callback"): Sample(503),
    ("POST", "/sign-out"): Sample(form={}),
    ("POST", "/colours"): Sample(303, form={"scheme": "dark", "back": "/"}),
}


#: The service itself.
SERVICE: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/openapi.json"): Sample(),
    ("GET", "/health/live"): Sample(),
    ("GET", "/health/ready"): Sample(),
}
