"""The API of notices: what a team, its supervisors or a role must know, and that they saw it."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.store.writer import Receipt
from serving.telling.acknowledge_notice import acknowledge_notice
from serving.telling.list_notices import list_notices
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/notices", tags=["notices"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds, *_ALWAYS)}


@router.get(
    "",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Notices", "What you are told, the open first; no child is named", "bad-question"
    ),
)
async def notices(
    request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE
) -> Response:
    """The notices to you: what must be acknowledged first. No child is named."""
    found = await list_notices(service_of(request), officer_of(request), after, limit)
    return _sent(found.body, found.receipt)


@router.post(
    "/{notice_id}/acknowledgement",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Notice", "The notice, and who saw it first", "no-such-notice"),
)
async def acknowledge(request: Request, notice_id: str) -> Response:
    """Say that you saw a notice to your team or role."""
    found = await acknowledge_notice(service_of(request), officer_of(request), notice_id)
    return _sent(found.body, found.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
