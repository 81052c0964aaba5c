"""The API of keeping and erasing: reviews that are due, decisions to keep, erasures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.api.retention_schemas import ApprovalGiven, ErasureGiven, KeepingGiven
from serving.service.ask_erasure import ask_erasure
from serving.service.erase_child import approve_erasure
from serving.service.list_erasures import list_erasures
from serving.service.review_retention import decide_retention, list_retention
from serving.store.writer import Receipt
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["keeping and erasing"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_ALWAYS = ("not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_GIVEN = ("bad-request", "no-reason", "bad-question", *_ALWAYS)
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds)}


@router.get(
    "/retention/due",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "RetentionDue", "Children whose records are due for review, by id",
        "bad-request", "bad-question", *_ALWAYS,
    ),
)  # fmt: skip
async def due(request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE) -> Response:
    """Reviews that are due within 90 days or overdue, by review group. Tells no name.

    A page may hold fewer rows than asked for: go on while there is a next_page.
    """
    found = await list_retention(service_of(request), officer_of(request), after, limit)
    return _sent(found.body, found.receipt)


@router.post(
    "/retention/{child_id}/decision",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("RetentionDecision", "How the records stand now", "no-such-child", *_GIVEN),
)
async def decide(request: Request, child_id: str, given: KeepingGiven) -> Response:
    """Keep the child's records until a day, on which they are due for review again."""
    found = await decide_retention(
        service_of(request), officer_of(request), child_id, given.day(), given.why
    )
    return _sent(found.body, found.receipt)


@router.get(
    "/erasures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Erasures", "Erasures that wait, and those carried out", "bad-request", "bad-question",
        *_ALWAYS,
    ),
)  # fmt: skip
async def erasures(
    request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE
) -> Response:
    """Every erasure, the latest asked for first, and the rules under which one may be asked."""
    found = await list_erasures(service_of(request), officer_of(request), after, limit)
    return _sent(found.body, found.receipt)


@router.post(
    "/erasures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Erasure", "What was asked for; nothing is erased yet", "no-such-child", "settled", *_GIVEN
    ),
)
async def ask(request: Request, given: ErasureGiven) -> Response:
    """Ask for all records of a child to be erased. Somebody else must approve it."""
    found = await ask_erasure(
        service_of(request), officer_of(request), given.child, given.rule, given.why
    )
    return _sent(found.body, found.receipt)


@router.post(
    "/erasures/{erasure_id}/approval",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Erasure", "What was erased", "no-such-erasure", "settled", *_GIVEN),
)
async def approve(request: Request, erasure_id: str, given: ApprovalGiven) -> Response:
    """Erase for good what somebody else asked for. It can't be taken back."""
    found = await approve_erasure(service_of(request), officer_of(request), erasure_id, given.why)
    return _sent(found.body, found.receipt)


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
