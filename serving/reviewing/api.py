"""The API of flagged children, their reviews, and what people say to the advice (M8, N7)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.reasons import AccessReason, reason_from_header
from serving.reviewing.give_own_view import ViewGiven, give_own_view, view_of_kept
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.judge_advice import decide_judgement, end_judgement, judge_advice
from serving.reviewing.list_flagged import FlaggedAsked, list_flagged
from serving.reviewing.list_judgements import list_judgements
from serving.reviewing.measure_judgements import measure_judgements
from serving.reviewing.review_child import correct_review, review_child
from serving.reviewing.reviewing_schemas import (
    CorrectionBody,
    GroundsBody,
    JudgementBody,
    OwnViewBody,
    ReviewBody,
)
from serving.reviewing.writing import WrittenDown
from serving.service.once import AnsweredBeforeError
from serving.store.writer import Receipt
from serving.web.editing import IfMatch, seen_by
from serving.web.once import sent_again
from serving.web.paging import After
from serving.web.problems import ProblemError
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["VIEW_HEADER", "router"]

router = APIRouter(prefix="/api/v1", tags=["reviews and judgement"])

#: Bears the word that leads from the own view to the review.
VIEW_HEADER = "X-Review-View"
_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}
_VIEW = {VIEW_HEADER: {"schema": {"type": "string"}, "description": "sent with the review"}}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_CHILD = ("no-such-child", "erased", "restricted", "no-reason")
_GIVEN = ("bad-question", *_CHILD, *_ALWAYS)
_SETTLES = ("no-such-judgement", "settled", *_GIVEN)
_Why = Annotated[str | None, Header(description="why: a code, or `code; a few words`")]


def _answers(
    schema: str, words: str, *kinds: str, headers: dict[str, Any] | None = None
) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {
        "description": words,
        "content": {"application/json": shape},
        "headers": {**_RECEIPT, **(headers or {})},
    }
    return {200: said, **problems(*kinds)}


@router.get(
    "/flagged",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Flagged", "25 flagged children, by band, then points", "bad-question", "lists-not-made",
        *_ALWAYS,
    ),
)  # fmt: skip
async def flagged(
    request: Request,
    team: Annotated[
        str | None,
        Query(description="a team, or `all`; your own if left out", min_length=1, max_length=60),
    ] = None,
    authority: Annotated[
        str | None,
        Query(description="a local authority instead of a team", min_length=1, max_length=60),
    ] = None,
    band: Annotated[
        str | None,
        Query(
            description="this band alone; `none`: with a live plan, and no band that flags",
            pattern="^(Medium|High|none)$",
        ),
    ] = None,
    overdue: Annotated[
        bool, Query(description="those alone whose review is overdue, the longest first")
    ] = False,
    after: After = None,
) -> Response:
    """Children of at least the second band, or with a live plan: why, and what is new since the
    last review. Each band is worked out now; where it differs from the list's, that is said."""
    asked = FlaggedAsked(team, authority, band, overdue, after)
    found = await list_flagged(service_of(request), officer_of(request), asked)
    return _sent(found.body, found.receipt)


@router.post(
    "/children/{child_id}/review-views",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Answer", "answers/v1, given once the own view is in the log", "fuller-reason", *_GIVEN,
        headers={**_ETAG, **_VIEW},
    ),
)  # fmt: skip
async def own_view(
    request: Request, child_id: str, given: OwnViewBody, x_access_reason: _Why = None
) -> Response:
    """Give your own view of a child; the advice comes back once it is in the log.

    The review is sent with `X-Review-View` within two hours.
    """
    service, officer = service_of(request), officer_of(request)
    reason = reason_from_header(x_access_reason)
    try:
        view = await give_own_view(service, officer, child_id, given.own_view, reason)
    except AnsweredBeforeError as before:
        again = sent_again(before.kept)
        view = view_of_kept(service, officer, given.own_view, before.kept)
        again.headers.update(_view_headers(view))
        return again
    headers = {
        "X-Audit-Entry": ",".join(receipt.entry_id for receipt in view.receipts),
        "X-Audit-Leaf": ",".join(receipt.leaf_hash for receipt in view.receipts),
        **_view_headers(view),
    }
    return Response(view.body, 200, headers, media_type="application/json")


@router.post(
    "/children/{child_id}/reviews",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ReviewWritten", "The review as it stands", "changed-meanwhile", "no-if-match", *_GIVEN,
        headers=_ETAG,
    ),
)  # fmt: skip
async def review(
    request: Request,
    child_id: str,
    given: ReviewBody,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Write a review down: the child's own words or why there are none, what is to be done by
    whom, and the day of the next review or what came of the work."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    try:
        done = await review_child(
            service_of(request), officer_of(request), child_id, given.view, given.given(), seen,
            reason,
        )  # fmt: skip
    except GivenFaultsError as fault:
        raise _faults(fault) from None
    return _written(done)


@router.post(
    "/children/{child_id}/reviews/corrections",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ReviewWritten", "The review as corrected", "changed-meanwhile", "no-if-match", *_GIVEN,
        headers=_ETAG,
    ),
)  # fmt: skip
async def correction(
    request: Request,
    child_id: str,
    given: CorrectionBody,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Correct the child's last review: whoever wrote it within a day, or a supervisor. What it
    said stays as it was known then."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    try:
        done = await correct_review(
            service_of(request), officer_of(request), child_id, given.given(), seen, reason
        )
    except GivenFaultsError as fault:
        raise _faults(fault) from None
    return _written(done)


@router.post(
    "/children/{child_id}/judgements",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("JudgementWritten", "What stands beside the advice now", *_GIVEN),
)
async def judge(
    request: Request, child_id: str, given: JudgementBody, x_access_reason: _Why = None
) -> Response:
    """Agree with the advice, raise it, or ask to lower it. The advice itself never changes, and
    no grade of the police is set."""
    reason = reason_from_header(x_access_reason)
    try:
        done = await judge_advice(
            service_of(request), officer_of(request), child_id, given.given(), reason
        )
    except GivenFaultsError as fault:
        raise _faults(fault) from None
    return _sent(done.body, done.receipt)


@router.get(
    "/judgements",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "JudgementsWaiting", "Judgements that wait, the oldest first", "bad-question",
        "lists-not-made", *_ALWAYS,
    ),
)  # fmt: skip
async def waiting(request: Request, after: After = None) -> Response:
    """Judgements that lower the advice and wait for a supervisor."""
    found = await list_judgements(service_of(request), officer_of(request), after)
    return _sent(found.body, found.receipt)


@router.get(
    "/judgements/figures",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("JudgementFigures", "Counts of two years, nobody named", *_ALWAYS),
)
async def figures(request: Request) -> Response:
    """What people said to the advice, by kind and month, and how often recorded harm followed
    within 90 days. Counts below five are withheld; the others are to the nearest five."""
    found = await measure_judgements(service_of(request), officer_of(request))
    return _sent(found.body, found.receipt)


@router.post(
    "/judgements/{reference}/approval",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("JudgementWritten", "It holds from now on", *_SETTLES),
)
async def approve(
    request: Request, reference: str, given: GroundsBody, x_access_reason: _Why = None
) -> Response:
    """Approve a judgement that somebody else made: from now on it holds."""
    reason = reason_from_header(x_access_reason)
    return await _decided(request, reference, given.grounds, reason, approves=True)


@router.post(
    "/judgements/{reference}/refusal",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("JudgementWritten", "It never held", *_SETTLES),
)
async def decline(
    request: Request, reference: str, given: GroundsBody, x_access_reason: _Why = None
) -> Response:
    """Decline a judgement that somebody else made."""
    reason = reason_from_header(x_access_reason)
    return await _decided(request, reference, given.grounds, reason, approves=False)


@router.post(
    "/judgements/{reference}/end",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("JudgementWritten", "It holds no more", *_SETTLES),
)
async def end(
    request: Request, reference: str, given: GroundsBody, x_access_reason: _Why = None
) -> Response:
    """End a judgement before its last day."""
    reason = reason_from_header(x_access_reason)
    try:
        done = await end_judgement(
            service_of(request), officer_of(request), reference, given.grounds, reason
        )
    except GivenFaultsError as fault:
        raise _faults(fault) from None
    return _sent(done.body, done.receipt)


async def _decided(
    request: Request, reference: str, grounds: str, reason: AccessReason, *, approves: bool
) -> Response:
    try:
        done = await decide_judgement(
            service_of(request), officer_of(request), reference, grounds, reason,
            approves=approves,
        )  # fmt: skip
    except GivenFaultsError as fault:
        raise _faults(fault) from None
    return _sent(done.body, done.receipt)


def _faults(fault: GivenFaultsError) -> ProblemError:
    return ProblemError("bad-question", str(fault), fault.faults)


def _view_headers(view: ViewGiven) -> dict[str, str]:
    return {VIEW_HEADER: view.view, "ETag": view.etag}


def _written(done: WrittenDown) -> Response:
    response = _sent(done.body, done.receipt)
    response.headers["ETag"] = done.values["etag"]
    return response


def _sent(body: bytes, receipt: Receipt) -> Response:
    """Exactly the bytes that the log committed to."""
    headers = {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
    return Response(body, 200, headers, media_type="application/json")
