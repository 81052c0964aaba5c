"""The API of the scorecards: which are in use, and how a challenger compares."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.service.measure_shadow import MOST_DAYS, measure_shadow
from serving.service.show_models import show_models
from serving.store.writer import Receipt
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/models", tags=["models"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


def _answers(schema: str, words: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*_ALWAYS)}


@router.get(
    "",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Models", "Each card with its version, approval and what monitoring says"),
)
async def models(request: Request) -> Response:
    """The cards in use, the challenger and the one before, as the registry last told of them."""
    found = await show_models(service_of(request), officer_of(request))
    return _sent(found.body, found.receipt)


@router.get(
    "/shadow",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Shadow", "Counts of looks, nobody named"),
)
async def shadow(
    request: Request,
    days: Annotated[int, Query(ge=1, le=MOST_DAYS, description="how many, today included")] = 28,
) -> Response:
    """How the challenger would have answered at the looks of the last days, by points."""
    found = await measure_shadow(service_of(request), officer_of(request), days)
    return _sent(found.body, found.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
