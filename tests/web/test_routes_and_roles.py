"""Every route x every role, from one table; deny by default."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute

from serving.access.permissions import ROLES
from serving.api.app import ROUTERS, make_inner_app
from tests.lib.door import Door

MODELS = {"analyst"}
LOOKS = {"officer", "neighbourhood", "supervisor"}
REVIEWS = {"reviewer"}
_WHY = {"why": "One family, as the school says."}
#: API route -> (method, body, accounts that may, what they get). A link or an act that
#: nobody has is not found by those who may look, and refused to the others first.
API: dict[str, tuple[str, object, set[str], int]] = {
    "/api/v1/children/search": ("POST", {"name": "Marnie"}, LOOKS, 200),
    "/api/v1/children/{child_id}/risk": ("GET", None, LOOKS, 200),
    "/api/v1/links/doubtful": ("GET", None, REVIEWS, 200),
    "/api/v1/links/doubtful/{link_id}": ("GET", None, REVIEWS, 404),
    "/api/v1/links/doubtful/{link_id}/judgement": (
        "POST", {"said": "cant_say", **_WHY}, REVIEWS, 404,
    ),
    "/api/v1/links/judgements/{act_id}/undo": ("POST", _WHY, REVIEWS, 404),
    "/api/v1/links/people/{person_id}/records": ("GET", None, REVIEWS, 200),
    "/api/v1/links/people/{person_id}/split": ("POST", {"records": [], **_WHY}, REVIEWS, 422),
    "/api/v1/links/agreement": ("GET", None, REVIEWS | {"supervisor", "analyst"}, 200),
    "/api/v1/models": ("GET", None, MODELS | {"supervisor"}, 200),
    "/api/v1/models/shadow": ("GET", None, MODELS, 200),
}  # fmt: skip
ACCOUNTS = ("officer", "neighbourhood", "supervisor", "reviewer", "auditor", "analyst")
#: Pages that anyone may open: signing in, and the choice of colours.
OPEN_PAGES = {"/sign-in", "/colours"}


def routes() -> set[str]:
    """Every path of every router."""
    return {
        route.path for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)
    }


def test_the_walk_over_routes_finds_a_route_known_to_be_protected() -> None:
    assert "/api/v1/children/{child_id}/risk" in routes()


def test_the_table_names_every_route_of_the_api() -> None:
    assert {path for path in routes() if path.startswith("/api/")} == set(API)


def test_the_openapi_document_tells_of_the_same_routes() -> None:
    assert set(make_inner_app().openapi()["paths"]) == set(API)


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("path", sorted(API))
def test_each_role_may_do_what_the_table_says(door: Door, path: str, account: str) -> None:
    method, body, allowed, given = API[path]
    child = door.find("Marnie Quillfeather")
    address = path.format(child_id=child, person_id=child, link_id="L-1", act_id="1")
    response = door.request(method, address, json=body, headers=door.headers(account))
    assert response.status_code == (given if account in allowed else 403)


@pytest.mark.parametrize("path", sorted(API))
@pytest.mark.parametrize(
    "given", [{}, {"Authorization": "Bearer x"}, {"Authorization": "Basic b2ZmaWNlcjo="}]
)
def test_nobody_is_refused_without_a_good_token(
    door: Door, path: str, given: dict[str, str]
) -> None:
    method, body, *_ = API[path]
    address = path.format(child_id="C-1", person_id="C-1", link_id="L-1", act_id="1")
    response = door.request(method, address, json=body, headers=given)
    assert response.status_code == 401
    assert response.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", sorted(routes() - set(API) - OPEN_PAGES))
def test_a_page_without_a_session_leads_to_the_sign_in_page(door: Door, path: str) -> None:
    for method in ("GET", "POST"):
        response = door.request(method, path.format(child_id="C-1"))
        assert response.status_code in (303, 404, 405)
        if response.status_code == 303:
            assert response.headers["location"] == "/sign-in"


def test_every_role_is_worded_and_an_unknown_role_may_do_nothing() -> None:
    from serving.access.permissions import Officer, Permission, may

    assert all(role.words for role in ROLES.values())
    nobody = Officer("x", "X", ("root",))
    assert not any(may(nobody, permission) for permission in Permission)
