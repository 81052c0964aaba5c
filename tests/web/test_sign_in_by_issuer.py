"""Signing in through a real OpenID provider: the way there and back, and every wrong way (45)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import pytest

from serving.service.sign_in_refusals import Refusals
from serving.web.signed_in import COOKIE
from tests.lib.door import Door
from tests.lib.issuers import silence
from tests.lib.real_issuer import RealIssuer, real_issuer, sign_in_file
from tests.lib.sign_ins import entered, with_session
from tests.web.conftest import small_force

SERVICE = "http://127.0.0.1"
STARTED = "missing-risk-sign-in"


@pytest.fixture(scope="module")
def issuer() -> Iterator[RealIssuer]:
    """A real provider on loopback."""
    with real_issuer() as running:
        yield running


@pytest.fixture(scope="module")
def forced(tmp_path_factory: pytest.TempPathFactory, issuer: RealIssuer) -> Iterator[Door]:
    """A door that knows the provider. Its tokens are of today, so the door's clock is too."""
    folder = tmp_path_factory.mktemp("forced")
    door = Door(folder, small_force(), moment=datetime.now(UTC))
    door.settings = replace(door.settings, sign_in=sign_in_file(folder, issuer.address, SERVICE))
    with door:
        yield door


@pytest.fixture(autouse=True)
def today(forced: Door) -> Iterator[None]:
    """The provider's clock is the true one, and no refusal of another test is counted."""
    forced.moment = datetime.now(UTC)
    forced.service.sign_ins.refusals = Refusals()
    yield
    forced.client.cookies.clear()


@dataclass(frozen=True)
class Way:
    """A browser on its way: what our service gave it, and what the provider sent it back with."""

    word: str
    state: str
    code: str

    @property
    def back(self) -> str:
        """The address that the provider sent it to."""
        return "/sign-in/callback?" + urlencode({"code": self.code, "state": self.state})


def go(door: Door, person: str = "fern") -> Way:
    """From our sign-in page to the provider, and up to the door on the way back."""
    sent = door.request("GET", "/sign-in/force")
    assert sent.status_code == 303, sent.text
    word = re.search(rf"{STARTED}=([0-9a-f]+)", sent.headers["set-cookie"])
    assert word is not None
    door.client.cookies.clear()
    answer = httpx2.post(sent.headers["location"], data={"sub": person})
    assert answer.status_code == 302, answer.text
    said = parse_qs(urlsplit(answer.headers["location"]).query)
    assert answer.headers["location"].startswith(f"{SERVICE}/sign-in/callback?")
    return Way(word[1], said["state"][0], said["code"][0])


def come_back(
    door: Door, way: Way, word: str | None = None, session: str = "", back: str | None = None
) -> httpx2.Response:
    """The request of the browser that holds ``word``, or the way's own."""
    cookies = {STARTED: way.word if word is None else word, COOKIE: session}
    header = "; ".join(f"{name}={value}" for name, value in cookies.items() if value)
    response = door.request("GET", back or way.back, headers={"Cookie": header})
    door.client.cookies.clear()
    return response


def session_in(response: httpx2.Response) -> str | None:
    """The session that a response gives."""
    for header in response.headers.get_list("set-cookie"):
        if header.startswith(f"{COOKIE}=") and "Max-Age=0" not in header:
            return str(header.partition("=")[2].partition(";")[0])
    return None


def refused(door: Door, response: httpx2.Response, rule: str) -> None:
    """No session, the reason in words, and the refusal entered by its rule."""
    assert response.status_code == 403
    assert session_in(response) is None
    assert "force-error" in response.text
    assert entered(door, "SIGN_IN_REFUSED")[-1]["facts"] == {
        "how": "issuer", "rule": rule, "request": response.headers["x-request-id"],
    }  # fmt: skip


def test_an_officer_signs_in_and_is_who_the_force_says(forced: Door, issuer: RealIssuer) -> None:
    page = forced.request("GET", "/sign-in").text
    assert 'href="/sign-in/force"' in page
    response = come_back(forced, go(forced))
    assert response.status_code == 200
    assert "PC Fern Example" in response.text
    assert response.headers["refresh"] == "0; url=/"
    session = session_in(response)
    assert session is not None
    home = forced.request("GET", "/", headers=with_session(session))
    assert home.status_code == 200
    last = entered(forced, "SIGNED_IN")[-1]
    assert (last["roles"], last["team"]) == (["officer"], "City North")
    assert last["facts"]["how"] == "issuer"
    assert issuer.challenge_methods[-1] == "S256"
    assert len(issuer.verifiers[-1]) >= 43


def test_the_cookies_are_kept_from_script_and_from_other_sites(forced: Door) -> None:
    sent = forced.request("GET", "/sign-in/force").headers["set-cookie"]
    assert "HttpOnly" in sent
    assert "SameSite=lax" in sent
    forced.client.cookies.clear()
    given = come_back(forced, go(forced)).headers.get_list("set-cookie")
    (session,) = [header for header in given if header.startswith(COOKIE)]
    assert "HttpOnly" in session
    assert "SameSite=strict" in session
    (gone,) = [header for header in given if header.startswith(STARTED)]
    assert "Max-Age=0" in gone


def test_a_callback_of_another_browser_is_refused(forced: Door) -> None:
    attackers, victims = go(forced, "fern"), go(forced, "fern")
    refused(forced, come_back(forced, attackers, word=victims.word), "another_browser")
    refused(forced, come_back(forced, attackers, word=""), "another_browser")
    refused(forced, come_back(forced, attackers, word="0" * 64), "another_browser")
    spent = come_back(forced, victims)
    refused(forced, spent, "another_browser")
    assert come_back(forced, attackers).status_code == 200, "its own browser may still"


def test_a_state_that_was_not_given_out_is_refused(forced: Door) -> None:
    for state in ("", "0" * 64, "é"):
        way = replace(go(forced), state=state)
        refused(forced, come_back(forced, way), "another_browser")


def test_a_callback_counts_once(forced: Door) -> None:
    way = go(forced)
    assert come_back(forced, way).status_code == 200
    refused(forced, come_back(forced, way), "another_browser")


def test_a_code_that_was_used_before_is_refused_by_the_provider(forced: Door) -> None:
    used, fresh = go(forced), go(forced)
    assert come_back(forced, used).status_code == 200
    refused(forced, come_back(forced, replace(fresh, code=used.code)), "code")


def test_a_code_of_another_sign_in_does_not_fit_the_verifier(forced: Door) -> None:
    mine, another = go(forced), go(forced)
    refused(forced, come_back(forced, replace(mine, code=another.code)), "code")


@pytest.mark.parametrize("code", ["", "x" * 5_000, "invented"])
def test_a_code_that_nobody_gave_is_refused(forced: Door, code: str) -> None:
    refused(forced, come_back(forced, replace(go(forced), code=code)), "code")


def test_a_callback_that_comes_too_late_is_refused(forced: Door) -> None:
    way = go(forced)
    forced.moment += timedelta(minutes=10)
    refused(forced, come_back(forced, way), "another_browser")


def test_an_answer_of_another_issuer_is_refused(forced: Door) -> None:
    way = go(forced)
    back = f"{way.back}&iss=https%3A%2F%2Flogin.evil.example"
    refused(forced, come_back(forced, way, back=back), "issuer")


def test_somebody_who_declines_there_is_not_signed_in(forced: Door) -> None:
    way = go(forced)
    back = f"/sign-in/callback?error=access_denied&state={way.state}"
    response = come_back(forced, way, back=back)
    refused(forced, response, "refused_there")
    assert "access_denied" not in response.text


def test_somebody_without_a_role_here_is_told_so_and_named_in_the_entry(forced: Door) -> None:
    response = come_back(forced, go(forced, "moss"))
    refused(forced, response, "no_role")
    assert "no role" in response.text


def test_a_session_that_the_browser_brought_is_over(forced: Door) -> None:
    planted = session_in(come_back(forced, go(forced, "fern")))
    assert planted is not None
    response = come_back(forced, go(forced, "alder"), session=planted)
    own = session_in(response)
    assert own is not None
    assert own != planted
    old = forced.request("GET", "/", headers=with_session(planted))
    assert old.headers["location"] == "/sign-in"


def test_a_session_that_an_attacker_made_up_is_never_taken_up(forced: Door) -> None:
    response = come_back(forced, go(forced), session="a" * 64)
    assert session_in(response) not in (None, "a" * 64)
    assert forced.request("GET", "/", headers=with_session("a" * 64)).status_code == 303


def test_another_site_can_not_send_a_browser_there(forced: Door) -> None:
    response = forced.request("GET", "/sign-in/force", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 400
    assert "set-cookie" not in response.headers


def test_a_closed_account_stays_out_and_its_sessions_are_over(forced: Door) -> None:
    session = session_in(come_back(forced, go(forced, "fern")))
    assert session is not None
    headers = forced.headers("administrator")
    shown = forced.request("GET", "/api/v1/accounts/fern", headers=headers)
    wished = {name: shown.json()[name] for name in ("display_name", "roles", "team")}
    for closed in (True, False):
        headers["If-Match"] = shown.headers["etag"]
        told = forced.request(
            "PUT", "/api/v1/accounts/fern", headers=headers, json={**wished, "closed": closed}
        )
        assert told.status_code == 200
        shown = forced.request("GET", "/api/v1/accounts/fern", headers=headers)
        if closed:
            assert told.json()["sessions_ended"] >= 1
            gone = forced.request("GET", "/", headers=with_session(session))
            assert gone.status_code == 303
            refused(forced, come_back(forced, go(forced, "fern")), "closed")
    assert come_back(forced, go(forced, "fern")).status_code == 200


def test_roles_of_an_issuers_account_are_not_changed_here(forced: Door) -> None:
    assert come_back(forced, go(forced, "fern")).status_code == 200
    headers = forced.headers("administrator")
    shown = forced.request("GET", "/api/v1/accounts/fern", headers=headers)
    wished = {"display_name": "PC Fern Example", "team": "City North", "closed": False}
    headers["If-Match"] = shown.headers["etag"]
    for roles in ([], ["administrator"], ["officer", "supervisor"]):
        told = forced.request(
            "PUT", "/api/v1/accounts/fern", headers=headers, json={**wished, "roles": roles}
        )
        assert told.status_code == 409
        assert told.json()["type"].endswith("issuers-account")


def test_the_code_the_word_and_the_verifier_stand_in_no_log(
    forced: Door, issuer: RealIssuer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("werkzeug", "oidc_provider_mock", "httpx2", "httpcore2", "flask"):
        caplog.set_level(logging.CRITICAL, name)
    way = go(forced)
    caplog.clear()
    assert come_back(forced, way).status_code == 200
    for secret in (way.code, way.word, issuer.verifiers[-1], "hush hush"):
        assert secret not in caplog.text


def test_a_silent_provider_is_said_and_sessions_go_on(forced: Door, issuer: RealIssuer) -> None:
    session = session_in(come_back(forced, go(forced)))
    assert session is not None
    way = go(forced)
    provider = forced.service.sign_ins.provider
    assert provider is not None
    provider._client._transport, kept = silence(), provider._client._transport
    provider._looked_at = -1e9
    try:
        for response in (forced.request("GET", "/sign-in/force"), come_back(forced, way)):
            assert response.status_code == 503
            assert "does not answer" in response.text
            assert session_in(response) is None
        home = forced.request("GET", "/", headers=with_session(session))
        assert home.status_code == 200, "nobody who is signed in notices"
    finally:
        provider._client._transport = kept
        provider._failed_at = None
    assert come_back(forced, go(forced)).status_code == 200
