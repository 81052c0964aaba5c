"""The API of disclosures: a child's answer, to be printed or passed on."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.purposes import Disclosure
from serving.access.reasons import reason_from_header
from serving.api.access_schemas import DisclosureGiven
from serving.service.disclose_child import disclose_child
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/children", tags=["children"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ANSWER = {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


@router.post(
    "/{child_id}/disclosures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses={
        200: {
            "description": "answers/v1, entered as given to somebody else",
            "content": _ANSWER,
            "headers": _RECEIPT,
        },
        **problems(
            *(
                "bad-request",
                "not-signed-in",
                "not-permitted",
                "restricted",
                "no-such-child",
                "erased",
            ),
            *("no-reason", "fuller-reason", "bad-question", "too-long", "busy", "not-logged"),
        ),
    },
)
async def disclose(
    request: Request,
    child_id: str,
    given: DisclosureGiven,
    emergency: Annotated[
        bool, Query(description="a record limited to another team; that team is told")
    ] = False,
    x_access_reason: Annotated[
        str | None, Header(description="why you look: a code; the words stand in `why`")
    ] = None,
) -> Response:
    """The answer of now, to be printed or passed on. Entered with the recipient and why."""
    officer = officer_of(request)
    code = reason_from_header(x_access_reason, words=given.why).code
    disclosure = Disclosure(given.to_whom, given.purpose, given.why)
    look = await disclose_child(
        service_of(request), officer, child_id, code, disclosure, is_emergency=emergency
    )
    headers = {"X-Audit-Entry": look.receipt.entry_id, "X-Audit-Leaf": look.receipt.leaf_hash}
    return Response(look.body, 200, headers, media_type="application/json")
