"""The API of limits: which records are limited to a named team, set and lifted by supervisors."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.api.access_schemas import RestrictionGiven
from serving.service.list_restrictions import list_restrictions
from serving.service.restrict_child import Limits, restrict_child
from serving.store.writer import Receipt
from serving.web.editing import IfMatch, seen_by
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["limits"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_EDITING = ("no-such-child", "changed-meanwhile", "no-if-match", "no-reason", "fuller-reason")
_Why = Annotated[
    str | None, Header(description="why: a code, then in words, `code; the written reason`")
]


def _answers(schema: str, words: str, *kinds: str, edits: bool) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    headers = _RECEIPT | _ETAG if edits else _RECEIPT
    said = {"description": words, "content": {"application/json": shape}, "headers": headers}
    return {200: said, **problems(*kinds, *_ALWAYS)}


@router.get(
    "/restrictions",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Restrictions", "Every limit that stands, nobody named", edits=False),
)
async def restrictions(request: Request) -> Response:
    """Which records are limited to which team, and the tag by which each is changed."""
    found = await list_restrictions(service_of(request), officer_of(request))
    return Response(found.body, 200, _headers(found.receipt), media_type="application/json")


@router.put(
    "/children/{child_id}/restriction",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Limits", "The record is limited to the team", *_EDITING, "no-such-team", edits=True
    ),
)
async def restrict(
    request: Request,
    child_id: str,
    given: RestrictionGiven,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Limit a record to one team, in the place of any limit that stood."""
    return await _change(request, child_id, given.team, x_access_reason)


@router.delete(
    "/children/{child_id}/restriction",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("Limits", "The record is limited no more", *_EDITING, edits=True),
)
async def lift(
    request: Request,
    child_id: str,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Lift every limit on a record."""
    return await _change(request, child_id, None, x_access_reason)


async def _change(
    request: Request, child_id: str, team: str | None, header: str | None
) -> Response:
    officer = officer_of(request)
    reason, seen = reason_from_header(header), seen_by(request)
    limits = await restrict_child(service_of(request), officer, child_id, team, reason, seen)
    return _sent(limits)


def _sent(limits: Limits) -> Response:
    headers = {**_headers(limits.receipt), "ETag": limits.etag}
    return Response(limits.body, 200, headers, media_type="application/json")


def _headers(receipt: Receipt) -> dict[str, str]:
    return {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
