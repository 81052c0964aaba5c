"""The API of judgement: agree with the advice, raise it, ask to lower it; decide, end (N7)."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from serving.access.reasons import AccessReason, reason_from_header
from serving.reviewing.api_parts import ALWAYS, BEARER, GIVEN, Why, answers, faults_of, sent
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.judge_advice import decide_judgement, end_judgement, judge_advice
from serving.reviewing.list_judgements import list_judgements
from serving.reviewing.measure_judgements import measure_judgements
from serving.reviewing.reviewing_schemas import GroundsBody, JudgementBody
from serving.reviewing.trace_judgements import JudgementsAsked, trace_judgements
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["reviews and judgement"])

_SETTLES = ("no-such-judgement", "settled", *GIVEN)


@router.post(
    "/children/{child_id}/judgements",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("JudgementWritten", "What stands beside the advice now", *GIVEN),
)
async def judge(
    request: Request, child_id: str, given: JudgementBody, x_access_reason: Why = None
) -> Response:
    """Agree with the advice, raise it, or ask to lower it. The advice itself never changes, and
    no grade of the police is set."""
    reason = reason_from_header(x_access_reason)
    try:
        done = await judge_advice(
            service_of(request), officer_of(request), child_id, given.given(), reason
        )
    except GivenFaultsError as fault:
        raise faults_of(fault) from None
    return sent(done.body, done.receipt)


@router.get(
    "/judgements",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "JudgementsWaiting", "Judgements that wait, the oldest first", "bad-question",
        "lists-not-made", *ALWAYS,
    ),
)  # fmt: skip
async def waiting(request: Request, after: After = None) -> Response:
    """Judgements that lower the advice and wait for a supervisor."""
    found = await list_judgements(service_of(request), officer_of(request), after)
    return sent(found.body, found.receipt)


@router.get(
    "/judgements/figures",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("JudgementFigures", "Counts of two years, nobody named", *ALWAYS),
)
async def figures(request: Request) -> Response:
    """What people said to the advice, by kind and month, and how often recorded harm followed
    within 90 days. Of the months that the indicator told; small counts are withheld."""
    found = await measure_judgements(service_of(request), officer_of(request))
    return sent(found.body, found.receipt)


@router.get(
    "/judgements/figures/cases",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "JudgementsTraced", "The judgements behind a figure", "bad-question", "no-reason", *ALWAYS
    ),
)
async def judgement_cases(
    request: Request,
    kind: Literal["agree", "raise", "lower"] | None = None,
    outcome: Literal["harmed", "not_harmed", "not_measured", "measured"] | None = None,
    decision: Literal["approved", "declined", "undecided"] | None = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
    x_access_reason: Why = None,
) -> Response:
    """The judgements that one figure counts; children by their opaque ids alone."""
    reason = reason_from_header(x_access_reason)
    asked = JudgementsAsked(kind, outcome, decision, after, limit)
    found = await trace_judgements(service_of(request), officer_of(request), asked, reason)
    return sent(found.body, found.receipt)


@router.post(
    "/judgements/{reference}/approval",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("JudgementWritten", "It holds from now on", *_SETTLES),
)
async def approve(
    request: Request, reference: str, given: GroundsBody, x_access_reason: Why = None
) -> Response:
    """Approve a judgement that somebody else made: from now on it holds."""
    reason = reason_from_header(x_access_reason)
    return await _decided(request, reference, given.grounds, reason, approves=True)


@router.post(
    "/judgements/{reference}/refusal",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("JudgementWritten", "It never held", *_SETTLES),
)
async def decline(
    request: Request, reference: str, given: GroundsBody, x_access_reason: Why = None
) -> Response:
    """Decline a judgement that somebody else made."""
    reason = reason_from_header(x_access_reason)
    return await _decided(request, reference, given.grounds, reason, approves=False)


@router.post(
    "/judgements/{reference}/end",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("JudgementWritten", "It holds no more", *_SETTLES),
)
async def end(
    request: Request, reference: str, given: GroundsBody, x_access_reason: Why = None
) -> Response:
    """End a judgement before its last day."""
    reason = reason_from_header(x_access_reason)
    try:
        done = await end_judgement(
            service_of(request), officer_of(request), reference, given.grounds, reason
        )
    except GivenFaultsError as fault:
        raise faults_of(fault) from None
    return sent(done.body, done.receipt)


async def _decided(
    request: Request, reference: str, grounds: str, reason: AccessReason, *, approves: bool
) -> Response:
    try:
        done = await decide_judgement(
            service_of(request), officer_of(request), reference, grounds, reason,
            approves=approves,
        )  # fmt: skip
    except GivenFaultsError as fault:
        raise faults_of(fault) from None
    return sent(done.body, done.receipt)
