"""The API of supervision: who is missing now, what is due, the daily briefing."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.store.writer import Receipt
from serving.supervising.areas import Area
from serving.supervising.list_duties import DutiesAsked, list_duties
from serving.supervising.list_missing_now import MissingAsked, list_missing_now
from serving.supervising.show_briefing import show_briefing
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["supervision"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = (
    *("bad-request", "not-signed-in", "not-permitted", "bad-question", "too-long", "busy"),
    *("not-logged", "lists-not-made"),
)
Team = Annotated[str | None, Query(max_length=120, description="of one team alone")]
Authority = Annotated[str | None, Query(max_length=120, description="of one local authority")]


def _answers(schema: str, description: str) -> dict[int | str, dict[str, Any]]:
    return {
        200: {
            "description": description,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}},
            "headers": {
                "X-Audit-Entry": {
                    "schema": {"type": "string"},
                    "description": "id of the log's entry",
                },
                "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
            },
        },
        **problems(*_ALWAYS),
    }


def _response(body: bytes, receipt: Receipt) -> Response:
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")


@router.get(
    "/missing-now",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("MissingNow", "The longest missing first, with counts of the area"),
)
async def missing_now(
    request: Request,
    team: Team = None,
    authority: Authority = None,
    band: Annotated[str | None, Query(max_length=40, description="or none")] = None,
    lasting: Annotated[str | None, Query(max_length=40, description="how long missing")] = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Who is missing now, with the last supervisory review and the next due."""
    asked = MissingAsked(Area(team, authority), band, lasting, after, limit)
    found = await list_missing_now(service_of(request), officer_of(request), asked)
    return _response(found.body, found.receipt)


@router.get(
    "/duties",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Duties", "The longest due first, with counts of the area"),
)
async def duties(
    request: Request,
    state: Annotated[
        str, Query(max_length=40, description="overdue, today (in 24 hours) or coming")
    ] = "overdue",
    team: Team = None,
    authority: Authority = None,
    kind: Annotated[str | None, Query(max_length=40, description="of one kind alone")] = None,
    owner: Annotated[str | None, Query(max_length=120, description="of one owner alone")] = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """What is overdue, due in 24 hours or coming, across all children."""
    asked = DutiesAsked(state, Area(team, authority), kind, owner, after, limit)
    found = await list_duties(service_of(request), officer_of(request), asked)
    return _response(found.body, found.receipt)


@router.get(
    "/briefing",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Briefing", "What has changed since the day before, and who is missing"),
)
async def briefing(request: Request, team: Team = None, authority: Authority = None) -> Response:
    """The daily briefing: missing now, newly High, overdue, newly linked, about to lapse."""
    found = await show_briefing(service_of(request), officer_of(request), Area(team, authority))
    return _response(found.body, found.receipt)
