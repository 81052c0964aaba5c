"""The API of abduction notices: served, put right, breached, withdrawn."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.planning.addresses import Reference
from serving.planning.api_parts import ACTING, BEARER, READING, Why, answers, checking, sent
from serving.planning.plan_schemas import BreachGiven, NoticeBody, NoticeServedBody
from serving.planning.record_notices import (
    correct_notice,
    record_breach,
    serve_notice,
    show_notice,
    withdraw_notice,
)
from serving.web.editing import IfMatch, seen_by
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["plans"])

_NOTICE = "/abduction-notices/{reference}"
_NONE = "no-such-abduction-notice"


@router.post(
    "/abduction-notices",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("AbductionNotice", "Written down", "no-such-child", *READING, "bad-question"),
)
async def serve(request: Request, given: NoticeServedBody, x_access_reason: Why = None) -> Response:
    """Record that a notice about a child was served on an adult."""
    reason = reason_from_header(x_access_reason)
    service, officer = service_of(request), officer_of(request)
    with checking():
        done = await serve_notice(service, officer, given.child, given.given(), reason)
    return sent(done, done.etag)


@router.get(
    _NOTICE,
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("AbductionNotice", "The notice", _NONE, *READING),
)
async def shown(request: Request, reference: Reference, x_access_reason: Why = None) -> Response:
    """One notice as it stands."""
    reason = reason_from_header(x_access_reason)
    found = await show_notice(service_of(request), officer_of(request), reference, reason)
    return sent(found, found.etag)


@router.put(
    _NOTICE,
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("AbductionNotice", "Put right", _NONE, *ACTING),
)
async def correct(
    request: Request,
    reference: Reference,
    given: NoticeBody,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Put right what was written down of the service."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    with checking():
        done = await correct_notice(service, officer, reference, given.given(), seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_NOTICE}/breach",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("AbductionNotice", "The breach is written down", _NONE, *ACTING),
)
async def breach(
    request: Request,
    reference: Reference,
    given: BreachGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record that the adult breached the notice."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    with checking():
        done = await record_breach(service, officer, reference, given.moment(), seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_NOTICE}/withdrawal",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("AbductionNotice", "Withdrawn", _NONE, *ACTING),
)
async def withdraw(
    request: Request,
    reference: Reference,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Withdraw the notice; why stands in the reason for access."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    with checking():
        done = await withdraw_notice(service, officer, reference, seen, reason)
    return sent(done, done.etag)
