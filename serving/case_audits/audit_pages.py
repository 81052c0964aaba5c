"""The auditor's pages of case audits: drawing, one drawing, agreement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from serving.case_audits import addresses
from serving.case_audits.agreement_view import agreement_view
from serving.case_audits.audit_views import audit_view, audits_view
from serving.case_audits.draw_audit import BadRuleError, NothingToDrawError, draw_audit
from serving.case_audits.list_audits import list_audits, show_audit
from serving.case_audits.measure_audits import measure_audits
from serving.case_audits.name_grader import MayNotGradeError, name_grader
from serving.case_audits.reading_cases import OutOfTurnError
from serving.case_audits.sampling import Rule, TooManyReportsError
from serving.case_audits.trace_audits import CasesAsked, trace_audits
from serving.case_audits.traced_cases_view import traced_cases_view
from serving.web.page_requests import SignedIn, form_values, frame_of, page, pages_of, signed_in
from serving.web.signed_in import service_of

__all__ = ["router"]

router = APIRouter(include_in_schema=False)


@router.get(addresses.AUDITS)
async def audits(request: Request) -> Response:
    """Every drawing, and the form for another."""
    return await _listed(request, await signed_in(request), {}, {})


@router.post(addresses.AUDITS)
async def draw(request: Request) -> Response:
    """Draw cases; then the drawing, or the form with what to put right."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    given = {name: form.get(name, "").strip() for name in ("cases", "days", "team", "authority")}
    faults = {
        name: "Enter a whole number." for name in ("cases", "days") if not _is_whole(given[name])
    }
    if faults:
        return await _listed(request, who, given, faults)
    rule = Rule(
        int(given["cases"]), int(given["days"]), given["team"] or None, given["authority"] or None
    )
    try:
        told = await draw_audit(service_of(request), who.officer, rule)
    except BadRuleError as fault:
        return await _listed(request, who, given, {fault.field: str(fault)})
    except (NothingToDrawError, TooManyReportsError) as fault:
        return await _listed(request, who, given, {"days": str(fault)})
    return RedirectResponse(addresses.audit_address(told.values["audit"]), 303)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 4


async def _listed(
    request: Request, who: SignedIn, given: Mapping[str, str], faults: Mapping[str, str]
) -> Response:
    after = request.query_params.get("after")
    told = await list_audits(service_of(request), who.officer, after)
    view = audits_view(told.values, frame_of(request, who), given, faults)
    return page(pages_of(request).render("case_audits.html", view), 422 if faults else 200)


@router.get(addresses.AGREEMENT)
async def agreement(request: Request) -> Response:
    """How far the graders agree, and the force and the advice with them."""
    who = await signed_in(request)
    told = await measure_audits(service_of(request), who.officer)
    view = agreement_view(told.values, frame_of(request, who))
    return page(pages_of(request).render("case_audit_agreement.html", view))


@router.get(addresses.TRACED)
async def traced(
    request: Request,
    pairing: Literal["graders", "force", "advice"] | None = None,
    row: Literal["Low", "Medium", "High"] | None = None,
    column: Literal["Low", "Medium", "High"] | None = None,
    than: Literal["alike", "lower", "higher"] | None = None,
    stratum: Literal["random", "risk"] | None = None,
    team: Annotated[str | None, Query(max_length=60)] = None,
    question: Literal["plan_read", "own_words", "review_in_time"] | None = None,
    answer: Literal["yes", "no", "not_known"] | None = None,
    after: Annotated[str | None, Query(max_length=1_000)] = None,
) -> Response:
    """The cases behind one figure of agreement."""
    who = await signed_in(request)
    asked = CasesAsked(pairing, row, column, than, stratum, team, question, answer, after)
    told = await trace_audits(service_of(request), who.officer, asked)
    view = traced_cases_view(told.values, frame_of(request, who))
    return page(pages_of(request).render("case_audit_traced.html", view))


@router.get(addresses.AUDIT)
async def audit(request: Request, audit_id: str) -> Response:
    """One drawing and its cases."""
    return await _audit(request, await signed_in(request), audit_id, {})


@router.post(addresses.NAME)
async def name(request: Request, case_id: str) -> Response:
    """Name a grader or a third; then the drawing, with what to do if it can't be."""
    who = await signed_in(request)
    form = await form_values(request, who.session)
    # A case's id begins with its drawing's.
    audit_id = case_id.rpartition(".")[0]
    instead_of = form.get("instead_of", "") or None
    try:
        await name_grader(
            service_of(request), who.officer, case_id, form.get("account", ""), instead_of
        )
    except (MayNotGradeError, OutOfTurnError) as fault:
        return await _audit(request, who, audit_id, {case_id: str(fault)})
    return RedirectResponse(addresses.audit_address(audit_id), 303)


async def _audit(
    request: Request, who: SignedIn, audit_id: str, faults: Mapping[str, str]
) -> Response:
    told = await show_audit(service_of(request), who.officer, audit_id)
    view = audit_view(told.values, frame_of(request, who), faults)
    return page(pages_of(request).render("case_audit.html", view), 422 if faults else 200)
