"""Every route x every role, over HTTP, against the published table; deny by default (N6)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from serving.access.permissions import ROLES, Officer, Permission, may
from serving.access.routes import ROUTES, Open, RouteRule, UnknownRouteError, check_routes
from serving.api import app as served
from serving.web.signed_in import officer_of
from tests.lib.callers import Callers, kinds_left
from tests.lib.door import Door
from tests.lib.link_review import NOW
from tests.web.route_samples import SAMPLES, Sample
from tests.web.sampling import made_for

#: One account of each role.
ACCOUNTS = {
    "officer": "officer",
    "neighbourhood": "neighbourhood",
    "supervisor": "supervisor",
    "hub": "hub",
    "case_grader": "grader",
    "link_reviewer": "reviewer",
    "analyst": "analyst",
    "auditor": "auditor",
    "manager": "manager",
    "administrator": "administrator",
    "records_manager": "records",
}
RISK = ("GET", "/api/v1/children/{child_id}/risk")
_UNKNOWN_ID = "C-0000000000"
_EACH = [pytest.param(rule, id=f"{rule.method} {rule.path}") for rule in ROUTES]
_GUARDED = [each for each in _EACH if each.values[0].needs is not Open.TO_ALL]


@pytest.fixture(scope="module")
def callers(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """Everybody, at a service on a store with links in doubt."""
    folder = tmp_path_factory.mktemp("matrix")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as door:
        yield Callers(door)


def ask(
    callers: Callers, rule: RouteRule, account: str | None, ids: Mapping[str, str] | None = None
) -> httpx2.Response:
    """The sample of this route, sent by somebody; ``ids`` in place of real ones. Who is refused
    is refused whatever they send, so that only what is allowed is made anew each time."""
    sample, door = SAMPLES[rule.method, rule.path], callers.door
    found = made_for(sample.ids, door, account) if ids is None else ids

    def made(name: str, given: Any) -> Any:
        if ids is None:
            return made_for(given, door, account)
        kept = f"{name} of {rule.method} {rule.path}"
        return callers.kept(kept, lambda at: made_for(given, at, None))

    return callers.ask(
        account,
        rule.method,
        rule.path.format(**found),
        body=made("body", sample.body),
        form=made("form", sample.form),
        query=sample.query,
        reason=sample.reason,
        headers=made("headers", sample.headers),
    )


def _unknown(rule: RouteRule) -> dict[str, str]:
    names = [part[1 : part.index("}")] for part in rule.path.split("/") if part.startswith("{")]
    return dict.fromkeys(names, _UNKNOWN_ID)


def allowed(rule: RouteRule, role: str) -> bool:
    if isinstance(rule.needs, Permission):
        return rule.needs in ROLES[role].permissions
    return True


def who_may(rule: RouteRule) -> str:
    """The first account that may send the route's sample, and gets what the sample says."""
    may = (ACCOUNTS[role] for role in ACCOUNTS if allowed(rule, role))
    return next(one for one in may if one not in SAMPLES[rule.method, rule.path].not_theirs)


def _kind_and_body(response: httpx2.Response) -> tuple[int, str]:
    """What a response tells, but for the request's own id and the time of day."""
    text = response.text.replace(response.headers["x-request-id"], "")
    return response.status_code, re.sub(r"\b\d\d:\d\d on \d+", "", text)


# ------------------------------------------------------------- the walk itself


def test_the_walk_finds_a_route_known_to_be_protected(callers: Callers) -> None:
    rules = {(rule.method, rule.path): rule for rule in ROUTES}
    assert rules[RISK].needs is Permission.CHILD_VIEW
    assert ask(callers, rules[RISK], "officer").status_code == 200
    assert ask(callers, rules[RISK], "analyst").status_code == 403
    assert RISK in served.served_routes(served.make_inner_app())


def test_every_route_has_a_sample_and_every_sample_a_route() -> None:
    assert set(SAMPLES) == {(rule.method, rule.path) for rule in ROUTES}


def test_every_role_has_an_account() -> None:
    assert set(ACCOUNTS) == set(ROLES)


def test_the_openapi_document_tells_of_the_same_routes_of_the_api() -> None:
    told = {
        (method.upper(), path)
        for path, operations in served.make_inner_app().openapi()["paths"].items()
        for method in operations
    }
    own = ("GET", "/api/v1/openapi.json")
    rows = {(rule.method, rule.path) for rule in ROUTES if rule.path.startswith("/api/")}
    assert told == rows - {own}


def test_a_planted_route_without_a_row_stops_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    planted = APIRouter()
    planted.add_api_route("/api/v1/planted", _unchecked)
    monkeypatch.setattr(served, "ROUTERS", (*served.ROUTERS, planted))
    with pytest.raises(UnknownRouteError, match="GET /api/v1/planted has no row"):
        served.make_inner_app()


def test_a_row_without_a_route_stops_the_app() -> None:
    left = served.served_routes(served.make_inner_app()) - {RISK}
    with pytest.raises(UnknownRouteError, match="risk is served by nothing"):
        check_routes(left)


async def _unchecked(request: Request) -> Response:
    """Signed in is enough here: the fault that the matrix must see."""
    officer_of(request)
    return Response(b"{}", media_type="application/json")


def test_a_planted_route_without_a_check_is_caught(
    callers: Callers, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = RouteRule("GET", "/api/v1/planted", Permission.CHILD_VIEW, ("CHILD_VIEWED",))
    monkeypatch.setitem(SAMPLES, (rule.method, rule.path), Sample())  # type: ignore[misc]  # a dict
    inner = callers.door.app
    while hasattr(inner, "_app"):
        inner = inner._app
    inner.add_api_route(rule.path, _unchecked)
    inner.router.routes.insert(0, inner.router.routes.pop())
    try:
        with pytest.raises(AssertionError, match="analyst"):
            check_refused(callers, rule, "analyst")
        with pytest.raises(AssertionError, match="CHILD_VIEWED"):
            check_allowed(callers, rule, "officer")
    finally:
        inner.router.routes.pop(0)


# ------------------------------------------------------------- the matrix


def check_allowed(callers: Callers, rule: RouteRule, account: str) -> None:
    """Somebody who may gets the answer, and it leaves what the table says."""
    response = ask(callers, rule, account)
    sample = SAMPLES[rule.method, rule.path]
    expected = 403 if account in sample.not_theirs else sample.gives
    assert response.status_code == expected, f"{account} got {response.status_code}"
    left = kinds_left(callers.door, response)
    if not rule.leaves:
        assert left == set(), f"leaves {left}, although: {rule.why_none}"
    elif expected == 403:
        assert left == {"LOOK_REFUSED"}
    elif expected < 400:
        assert left, f"left no entry of {rule.leaves}"
        assert left <= set(rule.leaves)


def check_refused(callers: Callers, rule: RouteRule, account: str) -> None:
    """Somebody who may not is refused alike for real ids and foreign ones, and it is entered."""
    real = callers.kept(rule.path, SAMPLES[rule.method, rule.path].ids)
    response = ask(callers, rule, account, real)
    assert response.status_code == 403, f"{account} got {response.status_code}"
    assert kinds_left(callers.door, response) == {"LOOK_REFUSED"}
    foreign = ask(callers, rule, account, _unknown(rule))
    assert _kind_and_body(foreign) == _kind_and_body(response)


@pytest.mark.parametrize("rule", _EACH)
def test_each_role_may_do_exactly_what_the_table_says(callers: Callers, rule: RouteRule) -> None:
    for role, account in ACCOUNTS.items():
        if allowed(rule, role):
            check_allowed(callers, rule, account)
        else:
            check_refused(callers, rule, account)


@pytest.mark.parametrize("rule", _GUARDED)
def test_nobody_is_let_in_without_signing_in(callers: Callers, rule: RouteRule) -> None:
    response = ask(callers, rule, None, _unknown(rule))
    assert kinds_left(callers.door, response) == set()
    if not rule.path.startswith("/api/"):
        assert (response.status_code, response.headers["location"]) == (303, "/sign-in")
        return
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"
    for given in ("Bearer x", "Basic b2ZmaWNlcjo=", "Bearer", "Bearer a.b.c"):
        address = rule.path.format(**_unknown(rule))
        again = callers.door.request(rule.method, address, headers={"Authorization": given})
        assert again.status_code in (401, 400)


@pytest.mark.parametrize("rule", [each for each in _GUARDED if "{" in each.values[0].path])
def test_an_id_that_nobody_has_is_said_alike_whatever_it_looks_like(
    callers: Callers, rule: RouteRule
) -> None:
    sample = SAMPLES[rule.method, rule.path]
    role = next(role for role in ACCOUNTS if allowed(rule, role))
    ids = [_UNKNOWN_ID, "L-1", "0", "x" * 200, "..", "%00", "ünknown"]
    told = {
        _kind_and_body(ask(callers, rule, ACCOUNTS[role], dict.fromkeys(_unknown(rule), one)))
        for one in ids[:4]
    }
    if sample.has_foreign:
        assert [status for status, _ in told] == [404], told


def test_every_role_is_worded_and_an_unknown_role_may_do_nothing() -> None:
    assert all(role.words for role in ROLES.values())
    nobody = Officer("x", "X", ("root",))
    assert not any(may(nobody, permission) for permission in Permission)
