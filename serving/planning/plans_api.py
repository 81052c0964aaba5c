"""The API of plans: begun, written section by section, sent, approved, reviewed, ended."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.planning.addresses import Reference
from serving.planning.api_parts import ACTING, BEARER, READING, Why, answers, checking, sent
from serving.planning.approve_plan import approve_plan
from serving.planning.begin_plan import begin_plan
from serving.planning.end_plan import end_plan
from serving.planning.list_plan_looks import LooksAsked, list_plan_looks
from serving.planning.list_plans import PlansAsked, list_plans
from serving.planning.plan_schemas import ChildGiven, ReviewGiven, SectionGiven, WordsGiven
from serving.planning.review_plan import review_plan
from serving.planning.save_section import save_section
from serving.planning.send_plan_back import send_plan_back
from serving.planning.show_plan import show_comparison, show_plan, show_section, show_version
from serving.planning.submit_plan import submit_plan
from serving.web.editing import IfMatch, seen_by
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["plans"])

_PLAN = "/plans/{reference}"
_SECTION = f"{_PLAN}/draft/sections/{{section}}"
_Which = Annotated[
    str, Query(max_length=4, description="a version's number, or copy for what is being written")
]


@router.post(
    "/plans",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "The plan, begun", "no-such-child", *READING, "not-in-this-state"),
)
async def begin(request: Request, given: ChildGiven, x_access_reason: Why = None) -> Response:
    """Begin a plan for a child, kept by one's own team."""
    reason = reason_from_header(x_access_reason)
    done = await begin_plan(service_of(request), officer_of(request), given.child, reason)
    return sent(done, done.etag)


@router.get(
    "/plans",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plans", "Plans being written, nobody named", "bad-question", tagged=False),
)
async def listed(
    request: Request,
    state: Annotated[
        Literal["waiting", "open"], Query(description="waiting for approval, or being written")
    ] = "waiting",
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """Plans that wait for approval or are being written, the longest first."""
    asked = PlansAsked(state, after, limit)
    return sent(await list_plans(service_of(request), officer_of(request), asked))


@router.get(
    _PLAN,
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "The plan as it stands", "no-such-plan", *READING),
)
async def shown(request: Request, reference: Reference, x_access_reason: Why = None) -> Response:
    """A plan: the version in force, all versions, and what is being written."""
    reason = reason_from_header(x_access_reason)
    found = await show_plan(service_of(request), officer_of(request), reference, reason)
    return sent(found, found.etag)


@router.get(
    f"{_PLAN}/versions/{{number}}",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "PlanVersion", "One version", "no-such-plan", "no-such-version", *READING, tagged=False
    ),
)
async def version(
    request: Request, reference: Reference, number: str, x_access_reason: Why = None
) -> Response:
    """One version as it was written down."""
    reason = reason_from_header(x_access_reason)
    officer = officer_of(request)
    return sent(await show_version(service_of(request), officer, reference, number, reason))


@router.get(
    f"{_PLAN}/compare",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "PlanComparison",
        "Two versions, line by line",
        "no-such-plan",
        "no-such-version",
        *READING,
        tagged=False,
    ),
)
async def compare(
    request: Request,
    reference: Reference,
    from_: Annotated[str, Query(alias="from", max_length=4, description="a version's number")],
    to: _Which,
    x_access_reason: Why = None,
) -> Response:
    """Two versions side by side, section by section."""
    reason = reason_from_header(x_access_reason)
    officer = officer_of(request)
    return sent(await show_comparison(service_of(request), officer, reference, from_, to, reason))


@router.get(
    _SECTION,
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("PlanSection", "The section", "no-such-plan", "no-such-section", *READING),
)
async def section_shown(
    request: Request, reference: Reference, section: str, x_access_reason: Why = None
) -> Response:
    """One section of the version that is being written, with the tag by which it is saved."""
    reason = reason_from_header(x_access_reason)
    officer = officer_of(request)
    found = await show_section(service_of(request), officer, reference, section, reason)
    return sent(found, found.etag)


@router.put(
    _SECTION,
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "Plan", "Saved; the ETag is the section's", "no-such-plan", "no-such-section", *ACTING
    ),
)
async def section_saved(
    request: Request,
    reference: Reference,
    section: str,
    given: SectionGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Save one section. Of a state that somebody else has changed it is kept apart (412)."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    with checking():
        done = await save_section(
            service, officer, reference, section, given.content, seen, reason, given.settles
        )
    return sent(done, done.etag)


@router.post(
    f"{_PLAN}/submission",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "Sent for approval", "no-such-plan", *ACTING),
)
async def submit(
    request: Request,
    reference: Reference,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Send the version that is being written for approval."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    with checking():
        done = await submit_plan(service_of(request), officer_of(request), reference, seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_PLAN}/approval",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "Approved: officers see it from now on", "no-such-plan", *ACTING),
)
async def approve(
    request: Request,
    reference: Reference,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Approve the version that waits; never one's own."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    with checking():
        done = await approve_plan(service_of(request), officer_of(request), reference, seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_PLAN}/return",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "Sent back to its writers", "no-such-plan", *ACTING),
)
async def send_back(
    request: Request,
    reference: Reference,
    given: WordsGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Send the version that waits back, with what must be changed."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    done = await send_plan_back(service, officer, reference, given.words, seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_PLAN}/review",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "Reviewed: in force as it is", "no-such-plan", *ACTING),
)
async def review(
    request: Request,
    reference: Reference,
    given: ReviewGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """Say that the plan in force still holds, and when it is reviewed next."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    with checking():
        day = given.day()
        done = await review_plan(service, officer, reference, day, given.words, seen, reason)
    return sent(done, done.etag)


@router.post(
    f"{_PLAN}/end",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers("Plan", "Ended", "no-such-plan", *ACTING),
)
async def end(
    request: Request,
    reference: Reference,
    given: WordsGiven,
    x_access_reason: Why = None,
    if_match: IfMatch = None,  # noqa: ARG001  # for the document; seen_by reads it
) -> Response:
    """End the plan, with what came of it."""
    reason, seen = reason_from_header(x_access_reason), seen_by(request)
    service, officer = service_of(request), officer_of(request)
    done = await end_plan(service, officer, reference, given.words, seen, reason)
    return sent(done, done.etag)


@router.get(
    f"{_PLAN}/looks",
    response_class=Response,
    openapi_extra=BEARER,
    responses=answers(
        "PlanLooks",
        "In which looks which version was shown",
        "no-such-plan",
        "bad-question",
        *READING,
        tagged=False,
    ),
)
async def looks(
    request: Request,
    reference: Reference,
    after: After = None,
    limit: Annotated[int, Query(ge=1, le=25, description="looks on a page")] = 25,
    x_access_reason: Why = None,
) -> Response:
    """Which version each look at the child was shown, as the kept answers prove."""
    reason = reason_from_header(x_access_reason)
    asked = LooksAsked(reference, after, limit)
    return sent(await list_plan_looks(service_of(request), officer_of(request), asked, reason))
