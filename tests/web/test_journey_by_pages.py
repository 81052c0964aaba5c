"""Sign in, find, open: an officer's three actions by the pages alone, without script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from serving.service.demo_accounts import demo_accounts
from serving.web.signed_in import COOKIE
from tests.lib.door import Door


@pytest.fixture
def session(door: Door) -> str:
    """The session cookie of a signed-in officer."""
    password = {a.account: a.password for a in demo_accounts(door.store)}["officer"]
    response = door.request("POST", "/sign-in", data={"account": "officer", "password": password})
    assert response.status_code == 303
    cookie = response.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    return cookie.partition("=")[2].partition(";")[0]


def _opened(door: Door, session: str, path: str) -> str:
    response = door.request("GET", path, headers={"Cookie": f"{COOKIE}={session}"})
    assert response.status_code == 200
    return response.text


def _sent(door: Door, session: str, path: str, form: dict[str, str], page: str) -> str:
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    response = door.request(
        "POST", path, data={**form, "csrf_token": token[1]},
        headers={"Cookie": f"{COOKIE}={session}", "Origin": "http://127.0.0.1"},
    )  # fmt: skip
    assert response.status_code == 200, response.text
    return response.text


def test_three_actions_from_sign_in_to_the_plan(door: Door, session: str) -> None:
    home = _opened(door, session, "/")
    found = _sent(door, session, "/search", {"name": "Marny Quillfeather"}, home)
    child = re.search(r'href="(/children/C-[0-9A-Z]+)"', found)
    assert child is not None
    reason = _opened(door, session, child[1])
    assert "Quillfeather" not in reason, "nothing is shown before the reason is given"
    shown = _sent(door, session, child[1], {"reason": "missing_report"}, reason)
    assert "Marnie" in shown
    assert "Look at the bus station first." in shown
    assert "Advice, not a police grade" in shown
    title = re.search(r"<title>(.*?)</title>", shown, re.DOTALL)
    assert title is not None
    assert "Marnie" not in title[1]


def test_a_form_without_the_sessions_token_is_not_taken(door: Door, session: str) -> None:
    for form in ({"name": "Marnie"}, {"name": "Marnie", "csrf_token": "0" * 64}):
        response = door.request(
            "POST", "/search", data=form, headers={"Cookie": f"{COOKIE}={session}"}
        )
        assert response.status_code == 400
        assert "Marnie" not in response.text


def test_a_form_sent_from_another_site_is_not_taken(door: Door, session: str) -> None:
    page = _opened(door, session, "/")
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    for header in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        response = door.request(
            "POST", "/search", data={"name": "Marnie", "csrf_token": token[1]},
            headers={"Cookie": f"{COOKIE}={session}", **header},
        )  # fmt: skip
        assert response.status_code == 400


def test_a_session_ends_with_the_shift_and_with_signing_out(door: Door, session: str) -> None:
    headers = {"Cookie": f"{COOKIE}={session}"}
    began = door.moment
    door.moment = began + timedelta(hours=11)
    try:
        assert door.request("GET", "/", headers=headers).headers["location"] == "/sign-in"
    finally:
        door.moment = began
    page = _opened(door, session, "/")
    _sent(door, session, "/sign-out", {}, page)
    assert door.request("GET", "/", headers=headers).headers["location"] == "/sign-in"


def test_a_password_can_not_be_guessed_at_speed(door: Door) -> None:
    form = {"account": "nobody-of-this-name", "password": "wrong"}
    said = [door.request("POST", "/sign-in", data=form) for _ in range(6)]
    assert all(response.status_code == 422 for response in said)
    assert "do not go together" in said[0].text
    assert "Too many tries" in said[-1].text


def test_a_page_for_a_role_that_may_not_says_so_and_enters_it(door: Door) -> None:
    password = {a.account: a.password for a in demo_accounts(door.store)}["auditor"]
    response = door.request("POST", "/sign-in", data={"account": "auditor", "password": password})
    auditor = response.headers["set-cookie"].partition("=")[2].partition(";")[0]
    refused = door.request("GET", "/", headers={"Cookie": f"{COOKIE}={auditor}"})
    assert refused.status_code == 403
    assert "Your role does not allow it" in refused.text


def test_the_colours_are_remembered_and_never_lead_elsewhere(door: Door) -> None:
    response = door.request("POST", "/colours", data={"scheme": "dark", "back": "//evil.example"})
    assert response.status_code == 303
    assert response.headers["location"] == "/"
    assert "dark" in response.headers["set-cookie"]
