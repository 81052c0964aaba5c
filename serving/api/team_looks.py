"""The API of who looked at the children whose plans one's own team holds."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.service.list_team_looks import list_team_looks
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/teams", tags=["notices"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")


@router.get(
    "/looks",
    response_class=Response,
    openapi_extra=_BEARER,
    responses={
        200: {
            "description": "Looks of the last 28 days, the newest first; no child is named",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/TeamLooks"}}},
            "headers": _RECEIPT,
        },
        **problems(*_ALWAYS),
    },
)
async def team_looks(request: Request) -> Response:
    """Who looked at the children whose live plans your team holds."""
    found = await list_team_looks(service_of(request), officer_of(request))
    headers = {"X-Audit-Entry": found.receipt.entry_id, "X-Audit-Leaf": found.receipt.leaf_hash}
    return Response(found.body, 200, headers, media_type="application/json")
