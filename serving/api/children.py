"""The API's two questions: who is this child, and what is known about the child."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from records.calendar import instant_from_text
from serving.access.reasons import reason_from_header
from serving.search import Query as SearchQuery
from serving.search import QueryError
from serving.service.find_children import find_children
from serving.service.show_child import show_child
from serving.store.writer import Receipt
from serving.web.problems import ProblemError
from serving.web.schemas import SearchQuestion, problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/children", tags=["children"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


@router.post(
    "/search",
    response_class=Response,
    openapi_extra=_BEARER,
    responses={
        200: {
            "description": "At most ten children, the likeliest first, each with why",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Search"}}},
            "headers": _RECEIPT,
        },
        **problems("bad-request", "bad-question", *_ALWAYS),
    },
)
async def search(request: Request, question: SearchQuestion) -> Response:
    """Find a child. Forgives spelling, nicknames, and day and month swapped."""
    officer = officer_of(request)
    try:
        query = SearchQuery(question.name, question.born(), question.age, question.place)
    except QueryError as fault:
        raise ProblemError("bad-question", str(fault), fault.faults) from None
    except ValueError:
        rule = "Write the birth date as 2011-03-14."
        raise ProblemError("bad-question", rule, {"birth_date": rule}) from None
    found = await find_children(service_of(request), officer, query)
    return _sent(found.body, found.receipt)


@router.get(
    "/{child_id}/risk",
    response_class=Response,
    openapi_extra=_BEARER,
    responses={
        200: {
            "description": "answers/v1: band, reasons and the linked plan in one answer",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}},
            "headers": _RECEIPT,
        },
        **problems(
            *("restricted", "no-such-child", "erased", "no-reason", "fuller-reason"),
            "bad-question",
            *_ALWAYS,
        ),
    },
)
async def risk(
    request: Request,
    child_id: str,
    as_of: Annotated[
        str | None, Query(description="a past moment with its offset; now if left out")
    ] = None,
    emergency: Annotated[
        bool,
        Query(
            description="open a record that is limited to another team; the reason must be "
            "in words, and that team and your supervisors are told"
        ),
    ] = False,
    x_access_reason: Annotated[
        str | None,
        Header(
            description="why you look: a code, or `code; a few words`; one look in ten is "
            "asked for at least 3 words and 20 characters"
        ),
    ] = None,
) -> Response:
    """What is known about a child: advice with its arithmetic, plan, protections, unknowns."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    try:
        moment = None if as_of is None else instant_from_text(as_of)
    except ValueError as fault:
        raise ProblemError("bad-question", f"as_of {fault}", {"as_of": str(fault)}) from None
    look = await show_child(
        service_of(request), officer, child_id, reason, moment, is_emergency=emergency
    )
    return _sent(look.body, look.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
