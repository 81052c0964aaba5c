"""The API of replay: a past answer again, byte for byte, and whether it can be worked out anew."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.service.replay_answer import replay_answer, replay_bytes
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/audit", tags=["audit"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of this replay's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


@router.get(
    "/{entry_id}/replay",
    response_class=Response,
    openapi_extra=_BEARER,
    responses={
        200: {
            "description": "The verdict, its cause, and the answer as it was sent; with "
            "`form=bytes` exactly the bytes that were sent, as what they were sent as",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Replay"}}},
            "headers": _RECEIPT,
        },
        **problems(
            "bad-request", "not-signed-in", "not-permitted", "no-such-entry", "no-answer-kept",
            "no-reason", "bad-question", "too-long", "busy", "not-logged",
        ),
    },
)  # fmt: skip
async def replay(
    request: Request,
    entry_id: str,
    form: Annotated[
        Literal["json", "bytes"], Query(description="json, or the answer's own bytes")
    ] = "json",
    x_access_reason: Annotated[
        str | None, Header(description="why you look: a code, or `code; a few words`")
    ] = None,
) -> Response:
    """What an entry's answer said, and whether what it was made from gives the same again."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    give = replay_bytes if form == "bytes" else replay_answer
    found = await give(service_of(request), officer, entry_id, reason)
    receipt = found.receipts[0]
    headers = {
        "X-Audit-Entry": receipt.entry_id,
        "X-Audit-Leaf": receipt.leaf_hash,
        "X-Replay-Verdict": str(found.values["verdict"]),
        "Content-Type": found.media_type,
    }
    return Response(found.body, 200, headers)
