"""The API of working on a referral, and of writing conferences down."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.reasons import AccessReason, reason_from_header
from serving.entering.given import EntryRefusedError, Who
from serving.referring.addresses import parts_of
from serving.referring.correct_conference import correct_conference
from serving.referring.receive_referral import ReferralReceived, receive_referral
from serving.referring.record_conference import ConferenceGiven, record_conference
from serving.referring.referring_bodies import (
    ConferenceBody,
    ConferenceCorrectionBody,
    ReferralBody,
    StepBody,
    StepCorrectionBody,
    day_given,
    instant_given,
)
from serving.referring.show_conferences import show_conferences
from serving.referring.show_referral import show_referral
from serving.referring.work_referral import (
    ReferralWorked,
    StepGiven,
    correct_referral,
    work_referral,
)
from serving.store.writer import Receipt
from serving.web.editing import IfMatch, seen_by
from serving.web.problems import ProblemError
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["referrals"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}, "description": "for the next If-Match"}}
_ALWAYS = (
    *("bad-request", "bad-question", "not-signed-in", "not-permitted", "no-such-child"),
    *("no-reason", "too-long", "busy", "not-logged"),
)
_Why = Annotated[str | None, Header(description="why: a code, or `code; a few words`")]
_BOTH = "Name the child by id, or say who they are; not both."


def _answers(schema: str, words: str, *kinds: str, is_edit: bool = True) -> dict[int | str, Any]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    headers = {**_RECEIPT, **_ETAG} if is_edit else _RECEIPT
    said = {"description": words, "content": {"application/json": shape}, "headers": headers}
    return {200: said, **problems(*kinds, *_ALWAYS)}


@router.post(
    "/referrals",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("ReferralWorked", "The referral is on the queue"),
)
async def receive(request: Request, given: ReferralBody, x_access_reason: _Why = None) -> Response:
    """Write down that a referral was received."""
    officer, reason = officer_of(request), reason_from_header(x_access_reason)
    if (given.child is None) == (given.who is None):
        raise ProblemError("bad-question", _BOTH, {"child": _BOTH})
    child = given.child if given.who is None else Who(given.who.details())
    assert child is not None
    received = ReferralReceived(
        child, given.referred_by, given.concern, instant_given("received_at", given.received_at)
    )
    try:
        worked = await receive_referral(service_of(request), officer, received, reason)
    except EntryRefusedError as fault:
        raise _refused(fault) from None
    return _worked(worked)


@router.get(
    "/referrals/{referral}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "Referral", "The referral, every entry about it, and what can be done next",
        *("restricted", "fuller-reason", "no-such-referral"),
    ),
)  # fmt: skip
async def referral(
    request: Request,
    referral: str,
    emergency: Annotated[
        bool, Query(description="open a record limited to another team; it is told")
    ] = False,
    x_access_reason: _Why = None,
) -> Response:
    """One referral whole. ``referral`` is the ``id`` of its row on the queue."""
    shown = await show_referral(
        service_of(request),
        officer_of(request),
        *parts_of(referral),
        reason_from_header(x_access_reason),
        is_emergency=emergency,
    )
    headers = {**_headers(shown.receipt), "ETag": shown.etag}
    return Response(shown.body, 200, headers, media_type="application/json")


@router.post(
    "/referrals/{referral}/steps",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ReferralWorked", "The step is written down",
        *("no-such-referral", "step-refused", "changed-meanwhile", "no-if-match"),
    ),
)  # fmt: skip
async def take_step(
    request: Request,
    referral: str,
    given: StepBody,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Triage, allocate, discuss, decide or close."""
    officer, reason = officer_of(request), reason_from_header(x_access_reason)
    step = StepGiven(given.taken, given.details, instant_given("occurred_at", given.occurred_at))
    try:
        worked = await work_referral(
            service_of(request),
            officer,
            *parts_of(referral),
            step,
            seen_by(request),
            reason,
        )
    except EntryRefusedError as fault:
        raise _refused(fault) from None
    return _worked(worked)


@router.post(
    "/referrals/{referral}/corrections",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ReferralWorked", "The correction is written down",
        *("no-such-referral", "step-refused", "changed-meanwhile", "no-if-match", "fuller-reason"),
    ),
)  # fmt: skip
async def correct_step(
    request: Request,
    referral: str,
    given: StepCorrectionBody,
    x_access_reason: _Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Correct an entry, or take the last one back: whoever wrote it, or a supervisor. What it
    said stays in the record and in the log."""
    officer, reason = officer_of(request), _reason_of(x_access_reason, given.why)
    right = given.correct
    step = StepGiven(None, entry=given.entry)
    if right is not None:
        at = instant_given("occurred_at", right.occurred_at)
        step = StepGiven(right.taken, right.details, at, given.entry)
    try:
        worked = await correct_referral(
            service_of(request), officer, *parts_of(referral), step, seen_by(request), reason
        )
    except EntryRefusedError as fault:
        raise _refused(fault) from None
    return _worked(worked)


@router.get(
    "/children/{child_id}/conferences",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ChildConferences",
        "Every conference known: attendance and decisions",
        *("restricted", "fuller-reason"),
        is_edit=False,
    ),
)
async def child_conferences(
    request: Request,
    child_id: str,
    emergency: Annotated[
        bool, Query(description="open a record limited to another team; it is told")
    ] = False,
    x_access_reason: _Why = None,
) -> Response:
    """The child protection conferences about a child, the latest first."""
    found = await show_conferences(
        service_of(request),
        officer_of(request),
        child_id,
        reason_from_header(x_access_reason),
        is_emergency=emergency,
    )
    return Response(found.body, 200, _headers(found.receipt), media_type="application/json")


@router.post(
    "/conferences",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("ConferenceWritten", "It is written down", is_edit=False),
)
async def write_conference(
    request: Request, given: ConferenceBody, x_access_reason: _Why = None
) -> Response:
    """Write down that a conference was called for a day, or held: attendance and decision."""
    officer, reason = officer_of(request), reason_from_header(x_access_reason)
    told = ConferenceGiven(
        given.reference,
        given.conference,
        day_given("called_for", given.called_for),
        instant_given("held_at", given.held_at),
        given.police_invited,
        given.police_attended,
        given.decision,
    )
    try:
        written = await record_conference(service_of(request), officer, given.child, told, reason)
    except EntryRefusedError as fault:
        raise _refused(fault) from None
    headers = _headers(written.receipt)
    return Response(written.body, 200, headers, media_type="application/json")


@router.post(
    "/children/{child_id}/conferences/corrections",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "ConferenceWritten", "The correction is written down", "restricted", "fuller-reason",
        is_edit=False,
    ),
)  # fmt: skip
async def correct_one_conference(
    request: Request,
    child_id: str,
    given: ConferenceCorrectionBody,
    x_access_reason: _Why = None,
) -> Response:
    """Correct what is recorded of a conference, or take it back: whoever wrote it, or a
    supervisor. What it said stays in the record and in the log."""
    officer, reason = officer_of(request), _reason_of(x_access_reason, given.why)
    told = None
    if given.conference is not None:
        told = ConferenceGiven(
            None,
            given.conference,
            day_given("called_for", given.called_for),
            instant_given("held_at", given.held_at),
            given.police_invited,
            given.police_attended,
            given.decision,
        )
    try:
        written = await correct_conference(
            service_of(request), officer, child_id, given.entry, told, reason
        )
    except EntryRefusedError as fault:
        raise _refused(fault) from None
    return Response(written.body, 200, _headers(written.receipt), media_type="application/json")


def _reason_of(header: str | None, why: str | None) -> AccessReason:
    """The reason of the header, and in words what the body says."""
    return AccessReason(reason_from_header(header, words=why or "").code, (why or "").strip())


def _refused(fault: EntryRefusedError) -> ProblemError:
    faults = {one.field: one.rule for one in fault.faults}
    return ProblemError("bad-question", "What was given can't be written down.", faults)


def _worked(worked: ReferralWorked) -> Response:
    headers = {**_headers(worked.receipt), "ETag": worked.etag}
    return Response(worked.body, 200, headers, media_type="application/json")


def _headers(receipt: Receipt) -> dict[str, str]:
    return {"X-Audit-Entry": receipt.entry_id, "X-Audit-Leaf": receipt.leaf_hash}
