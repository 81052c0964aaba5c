"""Bearer tokens of the force's service at the API: who gets in, what is left, what is not (44)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from serving.service.sign_in_upkeep import keep_up
from serving.sign_in.accepted_tokens import AcceptedTokens
from tests.lib.callers import entries_of
from tests.lib.door import Door
from tests.lib.forged_tokens import forged_tokens
from tests.lib.issuers import Doors, claims_at, jwk_of, signed
from tests.lib.sign_ins import entered
from tests.web.conftest import NOW

FORGED = forged_tokens(NOW)
CHILDREN = "/api/v1/children/search"


@pytest.fixture
def doors() -> Doors:
    """The issuer's doors, with one key."""
    return Doors(jwk_of("one"))


@pytest.fixture
def at_issuer(door: Door, doors: Doors) -> Iterator[Door]:
    """The door with an issuer of its own, which everybody signs in at anew."""
    sign_ins, moment, provider = door.service.sign_ins, door.moment, doors.provider()
    door.service.sign_ins = replace(sign_ins, provider=provider, accepted=AcceptedTokens())
    yield door
    door.moment = moment
    door._run(provider.close())
    door.service.sign_ins = sign_ins


def ask(door: Door, token: str) -> Any:
    """A search with this token."""
    given = {"Authorization": f"Bearer {token}".encode(), "X-Access-Reason": b"missing_report"}
    return door.request("POST", CHILDREN, json={"name": "Marnie"}, headers=given)


def test_a_token_of_the_issuer_asks_as_the_person_and_is_entered_once(at_issuer: Door) -> None:
    token = signed(claims_at(NOW))
    before = len(entered(at_issuer, "SIGNED_IN"))
    answers = [ask(at_issuer, token) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200] * 3
    kinds = [
        {one["kind"] for one in entries_of(at_issuer, a.headers["x-request-id"])} for a in answers
    ]
    assert kinds == [{"CHILDREN_SEARCHED", "SIGNED_IN"}] + [{"CHILDREN_SEARCHED"}] * 2
    at_issuer.moment += timedelta(minutes=6)
    assert ask(at_issuer, token).status_code == 200
    assert len(entered(at_issuer, "SIGNED_IN")) == before + 1
    said = entered(at_issuer, "CHILDREN_SEARCHED")[-1]
    assert said["roles"] == ["officer"]
    assert said["team"] == "City North"


def test_what_the_person_may_do_is_what_their_groups_give(at_issuer: Door) -> None:
    for groups, status in ((["risk-admins"], 403), (["everyone"], 403), (["risk-officers"], 200)):
        token = signed(claims_at(NOW, sub=f"f.{groups[0]}", groups=groups))
        assert ask(at_issuer, token).status_code == status


def test_a_token_ends_when_it_says_though_it_was_taken_before(at_issuer: Door) -> None:
    token = signed(claims_at(NOW))
    assert ask(at_issuer, token).status_code == 200
    at_issuer.moment += timedelta(seconds=600)
    assert ask(at_issuer, token).status_code == 401


def test_of_a_closed_account_no_token_is_taken_from_the_next_request_on(at_issuer: Door) -> None:
    token = signed(claims_at(NOW, sub="soon.closed"))
    assert ask(at_issuer, token).status_code == 200
    headers = at_issuer.headers("administrator")
    address = "/api/v1/accounts/soon.closed"
    shown = at_issuer.request("GET", address, headers=headers)
    wished = {name: shown.json()[name] for name in ("display_name", "roles", "team")}
    headers["If-Match"] = shown.headers["etag"]
    closed = at_issuer.request("PUT", address, headers=headers, json={**wished, "closed": True})
    assert closed.status_code == 200
    assert ask(at_issuer, token).status_code == 401
    refused = entered(at_issuer, "SIGN_IN_REFUSED")[-1]
    assert refused["facts"]["rule"] == "closed"
    assert refused["who"] is not None
    another = signed(claims_at(NOW, sub="soon.closed", iat=int(NOW.timestamp()) - 5))
    assert ask(at_issuer, another).status_code == 401
    assert entered(at_issuer, "SIGN_IN_REFUSED")[-1]["who"] is not None


def test_a_name_known_from_the_demo_is_not_taken_over(at_issuer: Door) -> None:
    assert ask(at_issuer, signed(claims_at(NOW, sub="supervisor"))).status_code == 401
    assert entered(at_issuer, "SIGN_IN_REFUSED")[-1]["facts"]["rule"] == "another_issuer"


@pytest.mark.parametrize("name", sorted(FORGED))
def test_a_forged_token_gets_401_and_stands_nowhere(
    at_issuer: Door, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    _, token = FORGED[name]
    caplog.set_level(logging.DEBUG)
    response = ask(at_issuer, token)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    for part in (token, *token.split(".")):
        assert len(part) < 12 or part not in response.text
        assert len(part) < 12 or part not in caplog.text


def test_refusals_are_entered_by_their_rule_and_a_flood_as_one_count(at_issuer: Door) -> None:
    at_issuer.moment += timedelta(minutes=2)
    before = len(entered(at_issuer, "SIGN_IN_REFUSED"))
    _, expired = FORGED["expired"]
    for _ in range(30):
        assert ask(at_issuer, expired).status_code == 401
    assert len(entered(at_issuer, "SIGN_IN_REFUSED")) == before + 10
    at_issuer.moment += timedelta(minutes=1)
    at_issuer._run(keep_up(at_issuer.service))
    last = entered(at_issuer, "SIGN_IN_REFUSED")[-1]
    assert last["facts"]["times"] == 20
    assert last["facts"]["times_expired"] == 20
    assert last["outcome"] == "refused"
    assert expired not in str(last)


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer  ", "Basic b2ZmaWNlcjp4", "Token x"])
def test_a_header_that_bears_no_token_is_refused(at_issuer: Door, given: str) -> None:
    response = at_issuer.request("GET", "/api/v1/models", headers={"Authorization": given})
    assert response.status_code == 401


def test_two_tokens_at_once_are_none(at_issuer: Door) -> None:
    good = f"Bearer {signed(claims_at(NOW))}"
    given = [("Authorization", good), ("Authorization", good), ("X-Access-Reason", "other; x")]
    response = at_issuer.request("POST", CHILDREN, json={"name": "Marnie"}, headers=given)
    assert response.status_code in (400, 401)


def test_a_bad_token_is_refused_before_anything_of_the_request_is_read(at_issuer: Door) -> None:
    given = {"Authorization": "Bearer a.b.c"}
    bad = at_issuer.request("POST", CHILDREN, content=b"\xff", headers=given)
    nowhere = at_issuer.request("GET", "/api/v1/nowhere", headers=given)
    assert (bad.status_code, nowhere.status_code) == (401, 401)


def test_a_session_opens_no_door_of_the_api(at_issuer: Door) -> None:
    response = at_issuer.request(
        "POST", CHILDREN, json={"name": "Marnie"}, headers={"Cookie": "missing-risk-session=x"}
    )
    assert response.status_code == 401


def test_while_the_issuer_is_silent_known_keys_count_and_without_any_nobody_is_refused_wrongly(
    at_issuer: Door, doors: Doors
) -> None:
    doors.is_silent = True
    response = ask(at_issuer, signed(claims_at(NOW)))
    assert response.status_code == 503
    assert response.json()["type"].endswith("sign-in-silent")
    assert int(response.headers["retry-after"]) > 0


def test_known_keys_go_on_while_the_issuer_is_silent(at_issuer: Door, doors: Doors) -> None:
    assert ask(at_issuer, signed(claims_at(NOW))).status_code == 200
    doors.is_silent = True
    assert ask(at_issuer, signed(claims_at(NOW, sub="another"))).status_code == 200
    fetched = doors.times("/keys")
    assert ask(at_issuer, signed(claims_at(NOW), name="other")).status_code == 401
    assert doors.times("/keys") == fetched, "no second try within the minute"


def test_an_api_without_an_audience_takes_no_token_of_the_issuer(
    at_issuer: Door, doors: Doors
) -> None:
    provider = at_issuer.service.sign_ins.provider
    assert provider is not None
    provider.issuer = replace(provider.issuer, audience=None)
    assert ask(at_issuer, signed(claims_at(NOW))).status_code == 401
    at_issuer.service.sign_ins.provider = None
    assert ask(at_issuer, signed(claims_at(NOW))).status_code == 401


def test_many_requests_with_one_new_token_enter_it_once(at_issuer: Door) -> None:
    token = signed(claims_at(NOW, sub="eager"))

    async def at_once() -> list[int]:
        given = {"Authorization": f"Bearer {token}", "X-Access-Reason": "missing_report"}
        asked = [
            at_issuer.client.post(CHILDREN, json={"name": "Marnie"}, headers=given)
            for _ in range(8)
        ]
        return [response.status_code for response in await asyncio.gather(*asked)]

    before = len(entered(at_issuer, "SIGNED_IN"))
    assert at_issuer._run(at_once()) == [200] * 8
    assert len(entered(at_issuer, "SIGNED_IN")) == before + 1
