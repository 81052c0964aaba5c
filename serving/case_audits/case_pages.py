"""The graders' pages: one's own cases, a case, grading it blind, then keep or change."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from serving.access.reasons import AccessReason
from serving.case_audits import addresses
from serving.case_audits.case_views import case_view, cases_view
from serving.case_audits.given_opinions import OpinionFaultsError, checked_given, checked_kept
from serving.case_audits.grade_case import decide_case, grade_case
from serving.case_audits.grading import QUESTIONS
from serving.case_audits.list_my_cases import list_my_cases
from serving.case_audits.reading_cases import OutOfTurnError
from serving.case_audits.show_case import show_case
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)

_FIELDS = ("grade", *QUESTIONS, "words")


def _reason(case_id: str) -> AccessReason:
    """A case is looked at for its audit and for nothing else."""
    return AccessReason("audit", f"Case audit {case_id[:60]}" if case_id.isprintable() else "")


@router.get(addresses.CASES)
async def cases(request: Request) -> Response:
    """The cases that fall to whoever is signed in."""
    who = await signed_in(request)
    after = request.query_params.get("after")
    told = await list_my_cases(service_of(request), who.officer, after)
    view = cases_view(told.values, frame_of(request, who))
    return page(pages_of(request).render("case_audit_cases.html", view))


@router.get(addresses.CASE)
async def case(request: Request, case_id: str) -> Response:
    """The case as its grader may see it now: the page is the look."""
    return await _shown(request, await signed_in(request), case_id, {}, {})


@router.post(addresses.GRADE)
async def grade(request: Request, case_id: str) -> Response:
    """Keep a first grade; then the case, with what to put right if it can't be kept."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    given = {name: form.get(name, "") for name in _FIELDS}
    try:
        said = checked_given(given["grade"], given, given["words"])
        await grade_case(service_of(request), who.officer, case_id, said, _reason(case_id))
    except OpinionFaultsError as fault:
        return await _shown(request, who, case_id, given, fault.faults)
    except OutOfTurnError as fault:
        return await _shown(request, who, case_id, given, {"grade": str(fault)})
    return RedirectResponse(addresses.case_address(case_id), 303)


@router.post(addresses.DECIDE)
async def decide(request: Request, case_id: str) -> Response:
    """Keep the grade or change it; then the case."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    given = {name: form.get(name, "") for name in ("grade", "words")}
    try:
        said = checked_kept(given["grade"], given["words"])
        await decide_case(service_of(request), who.officer, case_id, said, _reason(case_id))
    except OpinionFaultsError as fault:
        return await _shown(request, who, case_id, given, fault.faults)
    except OutOfTurnError as fault:
        return await _shown(request, who, case_id, given, {"grade": str(fault)})
    return RedirectResponse(addresses.case_address(case_id), 303)


async def _shown(
    request: Request,
    who: SignedIn,
    case_id: str,
    given: Mapping[str, str],
    faults: Mapping[str, str],
) -> Response:
    told = await show_case(service_of(request), who.officer, case_id, _reason(case_id))
    view = case_view(told.values, frame_of(request, who), given, faults)
    return page(pages_of(request).render("case_audit_case.html", view), 422 if faults else 200)
