"""The API of the lists of open work: referrals, conferences, charging decisions, investigations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.referring.asking import OpenAsked
from serving.referring.list_charging import list_charging
from serving.referring.list_conferences import list_conferences
from serving.referring.list_investigations import list_investigations
from serving.referring.list_open import OpenListed
from serving.referring.list_referrals import list_referrals
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["referrals"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ALWAYS = ("bad-request", "bad-question", "not-signed-in", "not-permitted", "too-long", "busy")
Team = Annotated[str | None, Query(min_length=1, max_length=60, description="or none")]
Authority = Annotated[str | None, Query(min_length=1, max_length=60, description="or none")]
Owner = Annotated[
    str | None, Query(min_length=1, max_length=60, description="whose it is, or none")
]
Stage = Annotated[str | None, Query(min_length=1, max_length=30, description="as rows have it")]
Age = Annotated[str | None, Query(min_length=1, max_length=30, description="one of `ages`")]
IsLate = Annotated[
    bool, Query(alias="late", description="only what waits longer than the configured time")
]


def _answers(schema: str, words: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*_ALWAYS, "not-logged")}


@router.get(
    "/referrals",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Referrals", "The queue: without an owner first, then the oldest"),
)
async def referrals(
    request: Request,
    team: Team = None,
    authority: Authority = None,
    owner: Owner = None,
    stage: Stage = None,
    age: Age = None,
    is_late: IsLate = False,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Referrals that aren't closed, with their size and ages; decided ones by their stage."""
    asked = OpenAsked(team, authority, owner, stage, age, is_late, after, limit)
    return _sent(await list_referrals(service_of(request), officer_of(request), asked))


@router.get(
    "/conferences",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Conferences", "To come, and over without attendance recorded"),
)
async def conferences(
    request: Request,
    team: Team = None,
    authority: Authority = None,
    stage: Stage = None,
    age: Age = None,
    is_late: IsLate = False,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Conferences to come, and those of which nobody wrote down if police were there."""
    asked = OpenAsked(team, authority, None, stage, age, is_late, after, limit)
    return _sent(await list_conferences(service_of(request), officer_of(request), asked))


@router.get(
    "/charging",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Charging", "Cases that prosecutors have, the oldest first"),
)
async def charging(
    request: Request,
    team: Team = None,
    authority: Authority = None,
    stage: Stage = None,
    age: Age = None,
    is_late: IsLate = False,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Cases that wait for a charging decision, with their ages."""
    asked = OpenAsked(team, authority, None, stage, age, is_late, after, limit)
    return _sent(await list_charging(service_of(request), officer_of(request), asked))


@router.get(
    "/investigations",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Investigations", "Open ones, the longest without a review first"),
)
async def investigations(
    request: Request,
    team: Team = None,
    authority: Authority = None,
    stage: Stage = None,
    age: Age = None,
    is_late: IsLate = False,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Open child-abuse investigations, and how long each has gone without a review."""
    asked = OpenAsked(team, authority, None, stage, age, is_late, after, limit)
    return _sent(await list_investigations(service_of(request), officer_of(request), asked))


def _sent(listed: OpenListed) -> Response:
    """Exactly the bytes that the log committed to."""
    receipt = listed.receipt
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(listed.body, 200, headers, media_type="application/json")
