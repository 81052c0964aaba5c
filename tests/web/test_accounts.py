"""Accounts: made, changed and closed by administrators, each change entered, nobody's own (N6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import httpx2
import jsonschema
import pytest

from serving.api.account_schemas import ACCOUNT_SCHEMAS
from tests.lib.broken_logs import log_refusing
from tests.lib.callers import entries_of
from tests.lib.door import Door
from tests.lib.sign_ins import password_of, sign_in, with_session

API = "/api/v1/accounts"
WISHED: dict[str, Any] = {
    "display_name": "PC Sam Example", "roles": ["officer"], "team": "City North", "closed": False,
}  # fmt: skip
MADE = {"password": "four invented short words", **{k: WISHED[k] for k in list(WISHED)[:3]}}


@pytest.fixture(autouse=True)
def no_cookies(door: Door) -> Iterator[None]:
    """Each test's browser is a new one."""
    yield
    door.client.cookies.clear()


def asked(door: Door, method: str, path: str = "", **given: Any) -> httpx2.Response:
    """What the administrator is answered."""
    headers = {**door.headers("administrator"), **given.pop("headers", {})}
    return door.request(method, API + path, headers=headers, **given)


def made(door: Door, name: str) -> dict[str, str]:
    """A new account; the header that its next change must bear."""
    response = asked(door, "POST", json={"account": name, **MADE})
    assert response.status_code == 200, response.text
    jsonschema.validate(response.json(), ACCOUNT_SCHEMAS["AccountChange"])
    return {"If-Match": response.headers["etag"]}


def kept(door: Door, name: str) -> dict[str, Any]:
    """The account as it is told."""
    response = asked(door, "GET", f"/{name}")
    jsonschema.validate(response.json(), ACCOUNT_SCHEMAS["Account"])
    return dict(response.json())


def test_an_account_is_made_shown_changed_and_closed(door: Door) -> None:
    seen = made(door, "sam")
    assert kept(door, "sam")["roles"] == ["officer"]
    changed = asked(
        door, "PUT", "/sam", headers=seen,
        json={**WISHED, "roles": ["supervisor", "officer"], "team": None},
    )  # fmt: skip
    assert changed.status_code == 200
    said = changed.json()
    assert said["before"]["roles"] == ["officer"]
    assert said["account"]["roles"] == ["supervisor", "officer"]
    (entry,) = entries_of(door, changed.headers["x-request-id"])
    assert entry["kind"] == "ACCOUNT_CHANGED"
    assert entry["id"] == changed.headers["x-audit-entry"]
    assert "sam" not in str(entry), "whose account it is stands in the private answer alone"
    closed = asked(
        door, "PUT", "/sam", headers={"If-Match": changed.headers["etag"]},
        json={**WISHED, "closed": True},
    )  # fmt: skip
    assert closed.json()["account"]["closed_at"] is not None


def test_whoever_edits_says_which_state_they_saw(door: Door) -> None:
    seen = made(door, "kim")
    assert asked(door, "PUT", "/kim", json=WISHED).status_code == 428
    assert asked(door, "PUT", "/kim", json=WISHED, headers={"If-Match": '"x"'}).status_code == 412
    first = asked(door, "PUT", "/kim", json={**WISHED, "team": "South"}, headers=seen)
    assert first.status_code == 200
    again = asked(door, "PUT", "/kim", json={**WISHED, "team": "East"}, headers=seen)
    assert again.status_code == 412
    assert kept(door, "kim")["team"] == "South"


def test_that_somebody_signed_in_meanwhile_changes_no_tag(door: Door) -> None:
    shown = asked(door, "GET", "/manager")
    sign_in(door, "manager")
    again = asked(door, "GET", "/manager")
    assert again.json()["seen_at"] != shown.json()["seen_at"]
    assert again.headers["etag"] == shown.headers["etag"]


def test_a_change_ends_the_sessions_and_a_closed_account_opens_nothing(door: Door) -> None:
    seen = asked(door, "GET", "/neighbourhood").headers["etag"]
    session, token = sign_in(door, "neighbourhood"), door.headers("neighbourhood")
    was = kept(door, "neighbourhood")
    wished = {name: was[name] for name in ("display_name", "roles", "team")}
    for closed in (True, False):
        told = asked(
            door, "PUT", "/neighbourhood", headers={"If-Match": seen},
            json={**wished, "closed": closed},
        )  # fmt: skip
        seen = told.headers["etag"]
        if closed:
            assert told.json()["sessions_ended"] == 1
            home = door.request("GET", "/", headers=with_session(session))
            assert home.headers["location"] == "/sign-in"
            assert door.request("GET", "/api/v1/notices", headers=token).status_code == 401
            form = {"account": "neighbourhood", "password": password_of(door, "neighbourhood")}
            assert door.request("POST", "/sign-in", data=form).status_code == 422
    sign_in(door, "neighbourhood")


def test_what_an_account_may_do_counts_for_tokens_given_out_before(door: Door) -> None:
    made(door, "lee")
    token = door.headers("lee")
    search = {"json": {"name": "Marnie"}, "headers": token}
    assert door.request("POST", "/api/v1/children/search", **search).status_code == 200
    seen = asked(door, "GET", "/lee").headers["etag"]
    asked(door, "PUT", "/lee", headers={"If-Match": seen}, json={**WISHED, "roles": ["analyst"]})
    assert door.request("POST", "/api/v1/children/search", **search).status_code == 403


@pytest.mark.parametrize("roles", [["administrator", "officer"], ["officer"], ["administrator"]])
def test_nobody_changes_their_own_account(door: Door, roles: list[str]) -> None:
    seen = {"If-Match": asked(door, "GET", "/administrator").headers["etag"]}
    wished = {**WISHED, "roles": roles, "team": None}
    response = asked(door, "PUT", "/administrator", json=wished, headers=seen)
    assert response.status_code == 403
    assert response.json()["type"].endswith("own-account")
    (entry,) = entries_of(door, response.headers["x-request-id"])
    assert (entry["kind"], entry["facts"]["rule"]) == ("LOOK_REFUSED", "own_account")
    assert kept(door, "administrator")["roles"] == ["administrator"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"roles": ["chief"]}, 422),
        ({"roles": ["officer", "officer"]}, 422),
        ({"display_name": ""}, 422),
        ({"display_name": "a\nb"}, 422),
        ({"display_name": "Sam\u202emaS"}, 422),
        ({"team": " "}, 422),
        ({"team": "t" * 101}, 422),
        ({"account": "a b"}, 422),
        ({"account": "host:root"}, 422),
        ({"account": "../x"}, 422),
        ({"password": "short"}, 422),
        ({"password": "p" * 201}, 422),
        ({"account": "officer"}, 409),
        ({"secret": "x"}, 400),
        ({"roles": "officer"}, 400),
        ({"team": 7}, 400),
    ],
)
def test_what_can_not_be_is_refused_and_not_repeated(
    door: Door, changes: dict[str, Any], status: int
) -> None:
    response = asked(door, "POST", json={"account": "wrong", **MADE, **changes})
    assert response.status_code == status
    assert "invented short words" not in response.text
    assert asked(door, "GET", "/wrong").status_code == 404


def test_no_entry_no_account(door: Door) -> None:
    with log_refusing(door.store):
        assert asked(door, "POST", json={"account": "ghost", **MADE}).status_code == 503
    assert asked(door, "GET", "/ghost").status_code == 404


def test_a_password_stands_nowhere_but_as_a_hash(door: Door) -> None:
    made(door, "pat")
    with door.store.reading() as connection:
        answers = connection.exec_driver_sql("SELECT value FROM log_answers").all()
        rows = connection.exec_driver_sql("SELECT * FROM accounts").all()
    assert b"invented short words" not in b"".join(bytes(row[0] or b"") for row in answers)
    assert "invented short words" not in str(rows)
    form = {"account": "pat", "password": MADE["password"]}
    assert door.request("POST", "/sign-in", data=form).status_code == 303


def test_the_list_comes_in_pages_that_leave_nobody_out(door: Door) -> None:
    names: list[str] = []
    after: dict[str, str] = {}
    while True:
        said = asked(door, "GET", params={"limit": 4, **after}).json()
        jsonschema.validate(said, ACCOUNT_SCHEMAS["Accounts"])
        names += [one["account"] for one in said["accounts"]]
        if said["next_page"] is None:
            break
        after = {"after": said["next_page"]}
    assert names == sorted(set(names))
    assert {"officer", "administrator", "records-second"} <= set(names)
    assert asked(door, "GET", params={"after": "invented"}).status_code == 422


# ------------------------------------------------------------- the pages


def state_and_token(html: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    found = dict(re.findall(r'name="(state|csrf_token)" value="([^"]*)"', html))
    return {name: value.replace("&#34;", '"') for name, value in found.items()}


def test_an_administrator_makes_and_closes_an_account_by_pages(door: Door) -> None:
    headers = with_session(sign_in(door, "administrator"))
    page = door.request("GET", "/accounts", headers=headers).text
    assert "PC Demo" in page
    form = {
        **state_and_token(page), "account": "robin", "password": MADE["password"],
        "display_name": "PC Robin Example", "role_officer": "yes", "team": "",
    }  # fmt: skip
    response = door.request("POST", "/accounts", data=form, headers=headers)
    assert response.headers["location"] == "/accounts/robin"
    again = door.request("POST", "/accounts", data=form, headers=headers)
    assert again.status_code == 409
    assert "There is an account of this name" in again.text
    one = door.request("GET", "/accounts/robin", headers=headers).text
    form = {
        **state_and_token(one), "display_name": "PC Robin Example", "role_officer": "yes",
        "team": "", "closed": "yes",
    }  # fmt: skip
    saved = door.request("POST", "/accounts/robin", data=form, headers=headers)
    assert "Saved." in saved.text
    assert "Closed since" in saved.text
    stale = door.request("POST", "/accounts/robin", data=form, headers=headers)
    assert stale.status_code == 412
    assert "nothing was saved" in stale.text


def test_faults_are_told_at_their_fields_and_what_was_typed_stays(door: Door) -> None:
    headers = with_session(sign_in(door, "administrator"))
    page = door.request("GET", "/accounts", headers=headers).text
    form = {**state_and_token(page), "account": "a b", "password": "short", "team": "North"}
    response = door.request("POST", "/accounts", data=form, headers=headers)
    assert response.status_code == 422
    for words in ("user name of letters", "12 letters or more", "1 to 100 letters"):
        assert words in response.text
    assert 'value="North"' in response.text
    assert "short" not in re.sub("invented short", "", response.text)


def test_an_administrators_own_page_offers_no_change(door: Door) -> None:
    headers = with_session(sign_in(door, "administrator"))
    page = door.request("GET", "/accounts/administrator", headers=headers).text
    assert "This is your own account" in page
    assert 'name="role_officer"' not in page
    form = {**state_and_token(page), "display_name": "X", "role_officer": "yes", "state": '"x"'}
    response = door.request("POST", "/accounts/administrator", data=form, headers=headers)
    assert response.status_code == 403
