"""The API of figures: indicators, the records behind them, recommendations."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.figures.export_indicator import Exported, export_indicator
from serving.figures.separated import MEDIA_TYPE
from serving.figures.show_indicators import show_indicator, show_indicators
from serving.figures.show_recommendations import export_recommendations, show_recommendations
from serving.figures.trace_indicator import CasesAsked, trace_indicator
from serving.store.writer import Receipt
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router", "sent_file"]

router = APIRouter(prefix="/api/v1", tags=["figures"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_OF_ONE = ("no-such-indicator", "bad-question", *_ALWAYS)
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_Authority = Annotated[
    str, Query(description="an authority's name as recorded; the whole force if left out",
               max_length=200)
]  # fmt: skip
_Team = Annotated[
    str, Query(description="a team's name as recorded; all of them if left out", max_length=200)
]
_Why = Annotated[str | None, Header(description="why you look: a code, or `code; a few words`")]


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds)}


def _files(words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {MEDIA_TYPE.partition(";")[0]: {"schema": {"type": "string"}}}
    return {200: {"description": words, "content": shape, "headers": _RECEIPT}, **problems(*kinds)}


@router.get(
    "/indicators",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Indicators", "Each indicator with its latest month", *_ALWAYS),
)
async def indicators(request: Request) -> Response:
    """Every indicator, with what was last told of the whole force. Nobody is named."""
    found = await show_indicators(service_of(request), officer_of(request))
    return _sent(found.body, found.receipt)


@router.get(
    "/indicators/{indicator_id}.csv",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_files("The figures of each month and place", *_OF_ONE),
)
async def indicator_file(
    request: Request, indicator_id: str, authority: _Authority = "", team: _Team = ""
) -> Response:
    """The indicator as a file: of every place, or of the one that is named."""
    service, officer = service_of(request), officer_of(request)
    return sent_file(await export_indicator(service, officer, indicator_id, authority, team))


@router.get(
    "/indicators/{indicator_id}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Indicator", "Its figures, month by month", *_OF_ONE),
)
async def indicator(
    request: Request, indicator_id: str, authority: _Authority = "", team: _Team = ""
) -> Response:
    """One indicator month by month with its intervals, for the force or a place."""
    service, officer = service_of(request), officer_of(request)
    found = await show_indicator(service, officer, indicator_id, authority, team)
    return _sent(found.body, found.receipt)


@router.get(
    "/indicators/{indicator_id}/cases",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("IndicatorCases", "The cases behind a figure", "no-reason", *_OF_ONE),
)
async def cases(
    request: Request,
    indicator_id: str,
    month: Annotated[str, Query(description="as 2026-10", max_length=7)],
    authority: _Authority = "",
    team: _Team = "",
    part: Annotated[str, Query(description="met, not_met or not_known", max_length=20)] = "",
    kind: Annotated[str, Query(description="one of the indicator's kinds", max_length=60)] = "",
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
    x_access_reason: _Why = None,
) -> Response:
    """The records that one figure counts; children by their opaque ids alone."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    asked = CasesAsked(indicator_id, month, authority, team, after, limit, part, kind)
    found = await trace_indicator(service_of(request), officer, asked, reason)
    return _sent(found.body, found.receipt)


@router.get(
    "/recommendations",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Recommendations", "Each with its indicators over time", *_ALWAYS),
)
async def recommendations(request: Request) -> Response:
    """What the inspection asked for, by which figures each is measured, and where they move."""
    found = await show_recommendations(service_of(request), officer_of(request))
    return _sent(found.body, found.receipt)


@router.get(
    "/recommendations.csv",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_files("A row for each month of each figure, and for each feature", *_ALWAYS),
)
async def recommendations_file(request: Request) -> Response:
    """The recommendations as a file."""
    return sent_file(await export_recommendations(service_of(request), officer_of(request)))


def sent_file(file: Exported) -> Response:
    """A file to be kept under its name: exactly the bytes that the log committed to."""
    headers = {
        "X-Audit-Entry": file.receipt.entry_id,
        "X-Audit-Leaf": file.receipt.leaf_hash,
        "Content-Disposition": f'attachment; filename="{file.name}"',
    }
    return Response(file.body, 200, headers, media_type=MEDIA_TYPE)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
