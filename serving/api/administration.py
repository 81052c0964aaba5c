"""The API for administrators: the settings in force, and the rows of extracts held back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from records.sources import SourceSystem
from serving.service.list_quarantine import QuarantineAsked, list_quarantine
from serving.service.show_settings import show_settings
from serving.store.writer import Receipt
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["administration"])

_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_Systems = Literal["S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13"]


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds)}


@router.get(
    "/settings",
    response_class=Response,
    responses=_answers("Settings", "Every setting with its value, secrets left out"),
)
async def settings(request: Request) -> Response:
    """The settings in force, and how often the limits refused since the service started."""
    shown = await show_settings(service_of(request), officer_of(request))
    return _sent(shown.body, shown.receipt)


@router.get(
    "/quarantine",
    response_class=Response,
    responses=_answers("Quarantine", "Held-back rows, the latest first", "bad-question"),
)
async def quarantine(
    request: Request,
    system: Annotated[_Systems | None, Query(description="of this system; all if left out")] = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Rows of extracts that are held back: file, row and broken rules. Never what a row holds."""
    asked = QuarantineAsked(None if system is None else SourceSystem(system), after, limit)
    listed = await list_quarantine(service_of(request), officer_of(request), asked)
    return _sent(listed.body, listed.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
