"""The API of flagged children, their reviews, and what people say to the advice (M8, N7)."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.access.reasons import AccessReason, reason_from_header
from serving.reviewing.api_parts import (
    ALWAYS,
    BEARER,
    ETAG,
    GIVEN,
    Why,
    answers,
    faults_of,
    sent,
)
from serving.reviewing.correct_review import correct_review, withdraw_review
from serving.reviewing.give_own_view import ViewGiven, give_own_view, view_of_kept
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.list_flagged import FlaggedAsked, list_flagged
from serving.reviewing.review_child import review_child
from serving.reviewing.reviewing_schemas import (
    CorrectionBody,
    OwnViewBody,
    ReviewBody,
    WithdrawalBody,
)
from serving.reviewing.writing import WrittenDown
from serving.service.once import AnsweredBeforeError
from serving.web.editing import IfMatch, seen_by
from serving.web.once import sent_again
from serving.web.paging import After
from serving.web.signed_in import officer_of, service_of

__all__ = ["VIEW_HEADER", "router"]

router = APIRouter(prefix="/api/v1", tags=["reviews and judgement"])

#: Bears the word that leads from the own view to the review.
VIEW_HEADER = "X-Review-View"
_VIEW = {VIEW_HEADER: {"schema": {"type": "string"}, "description": "sent with the review"}}


@router.get(
    "/flagged",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "Flagged", "25 flagged children, by band, then points", "bad-question", "lists-not-made",
        *ALWAYS,
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
    return sent(found.body, found.receipt)


@router.post(
    "/children/{child_id}/review-views",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "Answer", "answers/v1, given once the own view is in the log", "fuller-reason", *GIVEN,
        headers={**ETAG, **_VIEW},
    ),
)  # fmt: skip
async def own_view(
    request: Request, child_id: str, given: OwnViewBody, x_access_reason: Why = None
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
    openapi_extra=BEARER,
    responses=answers(
        "ReviewWritten", "The review as it stands", "changed-meanwhile", "no-if-match", *GIVEN,
        headers=ETAG,
    ),
)  # fmt: skip
async def review(
    request: Request,
    child_id: str,
    given: ReviewBody,
    x_access_reason: Why = None,
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
        raise faults_of(fault) from None
    return _written(done)


@router.post(
    "/children/{child_id}/reviews/corrections",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "ReviewWritten", "The review as corrected", "changed-meanwhile", "no-if-match", *GIVEN,
        headers=ETAG,
    ),
)  # fmt: skip
async def correction(
    request: Request,
    child_id: str,
    given: CorrectionBody,
    x_access_reason: Why = None,
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
        raise faults_of(fault) from None
    return _written(done)


@router.post(
    "/children/{child_id}/reviews/withdrawal",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "ReviewWritten", "The review that is the last now, if any", "changed-meanwhile",
        "no-if-match", *GIVEN, headers=ETAG,
    ),
)  # fmt: skip
async def withdrawal(
    request: Request,
    child_id: str,
    given: WithdrawalBody,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Take the child's last review back: whoever wrote it within a day, or a supervisor. It stays
    in the record and in the log, with the reason."""
    reason = AccessReason(reason_from_header(x_access_reason).code, given.why)
    try:
        done = await withdraw_review(
            service_of(request), officer_of(request), child_id, seen_by(request), reason
        )
    except GivenFaultsError as fault:
        raise faults_of(fault) from None
    return _written(done)


def _view_headers(view: ViewGiven) -> dict[str, str]:
    return {VIEW_HEADER: view.view, "ETag": view.etag}


def _written(done: WrittenDown) -> Response:
    response = sent(done.body, done.receipt)
    response.headers["ETag"] = done.values["etag"]
    return response
