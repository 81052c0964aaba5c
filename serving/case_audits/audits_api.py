"""The API of case audits: drawn and followed by the auditor, graded by two people (M10)."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from starlette.responses import Response

from serving.access.reasons import reason_from_header
from serving.case_audits.audit_schemas import DecisionBody, DrawBody, GradeBody, NamedBody
from serving.case_audits.audit_values import Told
from serving.case_audits.draw_audit import BadRuleError, draw_audit
from serving.case_audits.given_opinions import OpinionFaultsError, checked_given, checked_kept
from serving.case_audits.grade_case import decide_case, grade_case
from serving.case_audits.list_audits import list_audits, show_audit
from serving.case_audits.list_my_cases import list_my_cases
from serving.case_audits.measure_audits import measure_audits
from serving.case_audits.name_grader import name_grader
from serving.case_audits.show_case import show_case
from serving.case_audits.trace_audits import CasesAsked, trace_audits
from serving.web.paging import USUAL_ON_A_PAGE, After, Limit
from serving.web.problems import ProblemError
from serving.web.schemas import problems
from serving.web.signed_in import officer_of, service_of

__all__ = ["router"]

router = APIRouter(prefix="/api/v1", tags=["case audits"])

_BEARER: dict[str, Any] = {"security": [{"bearer": []}]}
_RECEIPT = {
    "X-Audit-Entry": {"schema": {"type": "string"}, "description": "id of the log's entry"},
    "X-Audit-Leaf": {"schema": {"type": "string"}, "description": "its leaf hash, hex"},
}
_ALWAYS = ("bad-request", "not-signed-in", "not-permitted", "too-long", "busy", "not-logged")
_LOOK = ("no-such-case", "no-such-child", "erased", "restricted", "no-reason")
_ACT = ("no-such-case", "restricted", "no-reason", "not-in-this-state", "bad-question")
_Why = Annotated[str | None, Header(description="why you look: a code, or `code; a few words`")]


def _answers(schema: str, words: str, *kinds: str) -> dict[int | str, dict[str, Any]]:
    shape = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    said = {"description": words, "content": {"application/json": shape}, "headers": _RECEIPT}
    return {200: said, **problems(*kinds, *_ALWAYS)}


def _sent(told: Told) -> Response:
    headers = {"X-Audit-Entry": told.receipt.entry_id, "X-Audit-Leaf": told.receipt.leaf_hash}
    return Response(told.body, 200, headers, media_type="application/json")


@router.post(
    "/case-audits",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("CaseAuditDrawn", "The drawing and its cases", "bad-question"),
)
async def draw(request: Request, given: DrawBody) -> Response:
    """Draw cases from the reports closed of late, and name two graders for each."""
    try:
        return _sent(await draw_audit(service_of(request), officer_of(request), given.rule()))
    except BadRuleError as fault:
        raise ProblemError("bad-question", str(fault), {fault.field: str(fault)}) from None


@router.get(
    "/case-audits",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("CaseAudits", "Drawings, the latest first", "bad-question"),
)
async def audits(request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE) -> Response:
    """Every drawing, by which rule and seed, from how many reports, how far it has come."""
    return _sent(await list_audits(service_of(request), officer_of(request), after, limit))


@router.get(
    "/case-audits/agreement",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("CaseAgreement", "Figures, nobody named"),
)
async def agreement(request: Request) -> Response:
    """How far the graders agree, and the force and the advice with them; by team."""
    return _sent(await measure_audits(service_of(request), officer_of(request)))


@router.get(
    "/case-audits/agreement/cases",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("CasesTraced", "The cases behind a figure", "bad-question"),
)
async def agreement_cases(
    request: Request,
    pairing: Literal["graders", "force", "advice"] | None = None,
    row: Literal["Low", "Medium", "High"] | None = None,
    column: Literal["Low", "Medium", "High"] | None = None,
    than: Literal["alike", "lower", "higher"] | None = None,
    stratum: Literal["random", "risk"] | None = None,
    team: Annotated[str | None, Query(max_length=60)] = None,
    question: Literal["plan_read", "own_words", "review_in_time"] | None = None,
    answer: Literal["yes", "no", "not_known"] | None = None,
    after: After = None,
    limit: Limit = USUAL_ON_A_PAGE,
) -> Response:
    """The audited cases that one figure counts, each with its drawing. Names no child."""
    asked = CasesAsked(pairing, row, column, than, stratum, team, question, answer, after, limit)
    return _sent(await trace_audits(service_of(request), officer_of(request), asked))


@router.get(
    "/case-audits/{audit_id}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("CaseAudit", "One drawing with its cases", "no-such-audit"),
)
async def audit(request: Request, audit_id: str) -> Response:
    """How it was drawn, and how far each of its cases has come."""
    return _sent(await show_audit(service_of(request), officer_of(request), audit_id))


@router.get(
    "/audit-cases",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("AuditCases", "One's own cases", "bad-question"),
)
async def cases(request: Request, after: After = None, limit: Limit = USUAL_ON_A_PAGE) -> Response:
    """The cases that fall to whoever asks, the latest named first."""
    return _sent(await list_my_cases(service_of(request), officer_of(request), after, limit))


@router.get(
    "/audit-cases/{case_id}",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("AuditCase", "The case as its grader may see it now", *_LOOK),
)
async def case(request: Request, case_id: str, x_access_reason: _Why = None) -> Response:
    """Facts as then known. The other's grade, the advice and the force's own come after."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    return _sent(await show_case(service_of(request), officer, case_id, reason))


@router.post(
    "/audit-cases/{case_id}/grades",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("AuditCaseGraded", "Kept; with both once both have graded", *_ACT),
)
async def grade(
    request: Request, case_id: str, given: GradeBody, x_access_reason: _Why = None
) -> Response:
    """Give one's own first grade, blind. It stays as it is given."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    try:
        said = checked_given(given.grade, given.answers(), given.words)
    except OpinionFaultsError as fault:
        raise ProblemError("bad-question", str(fault), fault.faults) from None
    return _sent(await grade_case(service_of(request), officer, case_id, said, reason))


@router.post(
    "/audit-cases/{case_id}/final",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers("AuditCaseGraded", "Kept; settled where both agree", *_ACT),
)
async def decide(
    request: Request, case_id: str, given: DecisionBody, x_access_reason: _Why = None
) -> Response:
    """Keep one's grade or change it with both in view; a third settles the case."""
    officer = officer_of(request)
    reason = reason_from_header(x_access_reason)
    try:
        said = checked_kept(given.grade, given.words)
    except OpinionFaultsError as fault:
        raise ProblemError("bad-question", str(fault), fault.faults) from None
    return _sent(await decide_case(service_of(request), officer, case_id, said, reason))


@router.post(
    "/audit-cases/{case_id}/graders",
    response_class=Response,
    openapi_extra=_BEARER,
    responses=_answers(
        "AuditCaseRow", "Named", "no-such-case", "not-in-this-state", "bad-question"
    ),
)
async def name(request: Request, case_id: str, given: NamedBody) -> Response:
    """Name a grader where one is wanting, in another's place, or a third to settle it."""
    officer = officer_of(request)
    return _sent(
        await name_grader(service_of(request), officer, case_id, given.account, given.instead_of)
    )
