"""The API of what follows a missing report: corrections, the return, interviews, reviews."""

from __future__ import annotations

import json
from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason, reason_from_header
from serving.missing.acts import Act, ActRefusedError
from serving.missing.api_manners import BEARER, Why, answers, faulty, receipt_headers
from serving.missing.asking import AskedAct, ReportFaultsError
from serving.missing.change_report import Changed, change_report
from serving.missing.report_schemas import (
    ActGiven,
    FoundGiven,
    InterviewGiven,
    MeetingGiven,
    OfferGiven,
    ReviewGiven,
    UpdateGiven,
    WithdrawalGiven,
)
from serving.missing.show_report import show_report
from serving.service.access_manners import RestrictedError
from serving.service.editing import ChangedMeanwhileError
from serving.web.editing import IfMatch, seen_by
from serving.web.problems import ProblemError, problem_response
from serving.web.signed_in import officer_of, request_id, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1/missing-reports", tags=["missing reports"])

_ACTING = ("no-such-report", "not-in-this-state", "changed-meanwhile", "no-if-match",
           "no-reason", "bad-question")  # fmt: skip
_CHANGED = answers("MissingReportSummary", "It is written down; what is due next", *_ACTING)


@router.post(
    "/{reference}/updates", response_class=Response, openapi_extra=BEARER, responses=_CHANGED
)
async def update(
    request: Request,
    reference: str,
    given: UpdateGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Correct or add to what was reported. A 412 holds the report as it is `now`."""
    return await _act(request, reference, Act.UPDATE, given, x_access_reason)


@router.post(
    "/{reference}/found", response_class=Response, openapi_extra=BEARER, responses=_CHANGED
)
async def found(
    request: Request,
    reference: str,
    given: FoundGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record when, where and with whom the child was found, and what harm."""
    return await _act(request, reference, Act.FOUND, given, x_access_reason)


@router.post(
    "/{reference}/prevention-interviews",
    response_class=Response,
    openapi_extra=BEARER,
    responses=_CHANGED,
)
async def prevention_interview(
    request: Request,
    reference: str,
    given: InterviewGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record the police's own interview after the return."""
    return await _act(request, reference, Act.PREVENTION_INTERVIEW, given, x_access_reason)


@router.post(
    "/{reference}/return-interview-offers",
    response_class=Response,
    openapi_extra=BEARER,
    responses=_CHANGED,
)
async def return_interview_offer(
    request: Request,
    reference: str,
    given: OfferGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record that a return interview was offered. It stays owed until it is held."""
    return await _act(request, reference, Act.RETURN_OFFER, given, x_access_reason)


@router.post(
    "/{reference}/return-interviews",
    response_class=Response,
    openapi_extra=BEARER,
    responses=_CHANGED,
)
async def return_interview(
    request: Request,
    reference: str,
    given: InterviewGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record the independent interview: held, with what the child told in kind, or not wanted."""
    return await _act(request, reference, Act.RETURN_INTERVIEW, given, x_access_reason)


@router.post(
    "/{reference}/reviews", response_class=Response, openapi_extra=BEARER, responses=_CHANGED
)
async def review(
    request: Request,
    reference: str,
    given: ReviewGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record a supervisor's review of an open report, with the direction given."""
    return await _act(request, reference, Act.REVIEW, given, x_access_reason)


@router.post(
    "/{reference}/strategy-meetings",
    response_class=Response,
    openapi_extra=BEARER,
    responses=_CHANGED,
)
async def strategy_meeting(
    request: Request,
    reference: str,
    given: MeetingGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Record that a strategy meeting was held."""
    return await _act(request, reference, Act.MEETING, given, x_access_reason)


@router.post(
    "/{reference}/withdrawal",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "MissingReportSummary", "Every entry is taken back", *_ACTING, "fuller-reason"
    ),
)
async def withdraw(
    request: Request,
    reference: str,
    given: WithdrawalGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Take back a report that was entered wrongly. The reason stands in the log's entry."""
    code = reason_from_header(x_access_reason, words=given.why).code
    reason = AccessReason(code, given.why.strip())
    return await _carry_out(request, reference, AskedAct(Act.WITHDRAW), reason)


async def _act(
    request: Request, reference: str, act: Act, given: ActGiven, header: str | None
) -> Response:
    officer_of(request)  # Who is nobody learns nothing of what else is wrong.
    reason = reason_from_header(header)
    try:
        return await _carry_out(request, reference, given.asked(act), reason)
    except ReportFaultsError as fault:
        raise faulty(fault) from None


async def _carry_out(
    request: Request, reference: str, asked: AskedAct, reason: AccessReason
) -> Response:
    officer = officer_of(request)
    try:
        changed = await change_report(
            service_of(request), officer, reference, asked, reason, seen_by(request)
        )
    except ActRefusedError as refused:
        raise ProblemError("not-in-this-state", str(refused)) from None
    except ChangedMeanwhileError as fault:
        return await _both_states(request, officer, reference, reason, str(fault))
    return _sent(changed)


async def _both_states(
    request: Request, officer: Officer, reference: str, reason: AccessReason, words: str
) -> Response:
    """The problem, and in it the report as it is now: a look of its own, entered as one.

    To whom the record is closed the problem alone is told.
    """
    said = problem_response("changed-meanwhile", words, request_id=request_id(request))
    asking = replace(officer, once=None)
    try:
        shown = await show_report(service_of(request), asking, reference, reason)
    except (RestrictedError, FullerReasonError):
        return said
    body = json.dumps(json.loads(bytes(said.body)), ensure_ascii=False).encode()
    headers = {**receipt_headers([shown.receipt]), "ETag": shown.etag, "Cache-Control": "no-store"}
    return Response(
        body[:-1] + b',"now":' + shown.body + b"}",
        412,
        headers,
        media_type="application/problem+json",
    )


def _sent(changed: Changed) -> Response:
    headers = {**receipt_headers([changed.receipt]), "ETag": changed.etag}
    return Response(changed.body, 200, headers, media_type="application/json")
