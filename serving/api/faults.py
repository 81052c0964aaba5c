"""Every error that can reach a caller: problem details for the API, a page for people.

The text is the rule's, never the request's: nothing typed comes back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from serving.access.fuller_reasons import FullerReasonError
from serving.access.permissions import NotPermittedError
from serving.access.purposes import DisclosureError
from serving.access.reasons import NoReasonError
from serving.audit.leaf import EntryTooLongError
from serving.case_audits.draw_audit import BadRuleError, NothingToDrawError
from serving.case_audits.given_opinions import OpinionFaultsError
from serving.case_audits.name_grader import MayNotGradeError
from serving.case_audits.reading_cases import NoSuchAuditError, NoSuchCaseError, OutOfTurnError
from serving.case_audits.sampling import TooManyReportsError
from serving.figures.show_indicators import NoSuchIndicatorError, NoSuchPlaceError
from serving.figures.trace_indicator import BadMonthError
from serving.missing.finding_reports import NoSuchReportError
from serving.pages.lists_not_made import ListsNotMadeView
from serving.pages.messages import MessageKind
from serving.planning.acting import NotOwnTeamError, OwnWorkError
from serving.planning.given_words import GivenWordsError
from serving.planning.notice_reading import NoSuchAbductionNoticeError
from serving.planning.reading import NoSuchPlanError
from serving.planning.recording_notices import NoticeDayError
from serving.planning.save_section import NoSuchSectionError
from serving.planning.show_plan import NoSuchVersionError
from serving.planning.states import ActRefusedError
from serving.referring.asking import BadFilterError
from serving.referring.corrections import NotTheirsError
from serving.referring.referral_values import NoSuchReferralError
from serving.referring.steps import StepRefusedError
from serving.reviewing.given import GivenFaultsError
from serving.reviewing.list_flagged import OtherTeamError
from serving.reviewing.writing import NotYoursError, SettledError
from serving.service.access_manners import RestrictedError
from serving.service.ask_erasure import ErasureWaitsError
from serving.service.erase_child import OneAndTheSameError, SettledErasureError
from serving.service.erasures_shown import NoSuchErasureError
from serving.service.linked_people import NoSuchPersonError
from serving.service.once import (
    AnsweredBeforeError,
    AnswerErasedError,
    KeyOfAnotherRequestError,
    NothingKeptError,
    answered_before,
)
from serving.service.paging import BadCursorError
from serving.service.past_entries import NoSuchEntryError
from serving.service.preparing_looks import ErasedChildError, NoSuchChildError, NotYetError
from serving.service.rate_limits import RateLimitedError
from serving.service.relinking import DecisionConflictError, NotLinkedError
from serving.service.replay_answer import NoAnswerKeptError
from serving.service.restrict_child import NoSuchTeamError
from serving.service.retention_policy import UnknownRuleError
from serving.service.review_retention import KeepUntilError
from serving.service.reviewed_links import LinkSettledError, NoReviewReasonError, NoSuchLinkError
from serving.service.search_log import BadLogSearchError
from serving.service.sign_in_entries import NotSignedInError
from serving.service.split_child import SplitError
from serving.service.undo_judgement import NoSuchJudgementError, NothingToUndoError
from serving.service.wished_accounts import (
    AccountFaultsError,
    AccountTakenError,
    IssuersAccountError,
    NoSuchAccountError,
    OwnAccountError,
)
from serving.sign_in.issuers import IssuerSilentError
from serving.store.errors import KeyUsedError, StoreError, StoreUnavailableError, WriterBusyError
from serving.supervising.areas import BadListError
from serving.telling.acknowledge_notice import NoSuchNoticeError
from serving.telling.send_again import NoSuchMessageError, NotDeadError
from serving.web.editing import ChangedMeanwhileError, NoIfMatchError
from serving.web.once import BadKeyError, sent_again
from serving.web.page_requests import (
    FormExpiredError,
    frame_of,
    message_page,
    page,
    pages_of,
    sign_in_first,
)
from serving.web.problems import FAULT_WORDS, ProblemError, problem_response
from serving.web.request_log import log_fault
from serving.web.signed_in import request_id, service_of
from serving.web.strictness import NotJsonError, ParametersError, declared_names, methods_at
from serving.work_store.lists import ListsNotMadeError

__all__ = ["answer_faults"]

_API = "/api/"
_UNDECLARED = "(undeclared)"
#: error -> (problem, page); the first that the error is an instance of counts.
_FAULTS: tuple[tuple[type[Exception], str, MessageKind], ...] = (
    (NotPermittedError, "not-permitted", MessageKind.NO_PERMISSION),
    (ErasedChildError, "erased", MessageKind.ERASED),
    (NoSuchErasureError, "no-such-erasure", MessageKind.NOT_FOUND),
    (SettledErasureError, "settled", MessageKind.PROBLEM),
    (ErasureWaitsError, "settled", MessageKind.PROBLEM),
    (OneAndTheSameError, "not-permitted", MessageKind.NO_PERMISSION),
    (KeepUntilError, "bad-question", MessageKind.PROBLEM),
    (UnknownRuleError, "bad-question", MessageKind.PROBLEM),
    (NoSuchChildError, "no-such-child", MessageKind.NOT_FOUND),
    (RestrictedError, "restricted", MessageKind.NO_PERMISSION),
    (FullerReasonError, "fuller-reason", MessageKind.PROBLEM),
    (NoSuchTeamError, "no-such-team", MessageKind.PROBLEM),
    (NoSuchNoticeError, "no-such-notice", MessageKind.NOT_FOUND),
    (NoSuchMessageError, "no-such-message", MessageKind.NOT_FOUND),
    (NotDeadError, "not-dead", MessageKind.PROBLEM),
    (DisclosureError, "bad-question", MessageKind.PROBLEM),
    (NoSuchReferralError, "no-such-referral", MessageKind.NOT_FOUND),
    (StepRefusedError, "step-refused", MessageKind.PROBLEM),
    (BadFilterError, "bad-question", MessageKind.PROBLEM),
    (OtherTeamError, "not-permitted", MessageKind.NO_PERMISSION),
    (NotYoursError, "not-permitted", MessageKind.NO_PERMISSION),
    (NotTheirsError, "not-permitted", MessageKind.NO_PERMISSION),
    (SettledError, "settled", MessageKind.PROBLEM),
    (GivenFaultsError, "bad-question", MessageKind.PROBLEM),
    (NoSuchAuditError, "no-such-audit", MessageKind.NOT_FOUND),
    (NoSuchCaseError, "no-such-case", MessageKind.NOT_FOUND),
    (OutOfTurnError, "not-in-this-state", MessageKind.PROBLEM),
    (MayNotGradeError, "bad-question", MessageKind.PROBLEM),
    (OpinionFaultsError, "bad-question", MessageKind.PROBLEM),
    (BadRuleError, "bad-question", MessageKind.PROBLEM),
    (NothingToDrawError, "bad-question", MessageKind.PROBLEM),
    (TooManyReportsError, "bad-question", MessageKind.PROBLEM),
    (NoSuchLinkError, "no-such-link", MessageKind.NOT_FOUND),
    (NoSuchPersonError, "no-such-person", MessageKind.NOT_FOUND),
    (NoSuchJudgementError, "no-such-judgement", MessageKind.NOT_FOUND),
    (NoSuchEntryError, "no-such-entry", MessageKind.NOT_FOUND),
    (NoSuchIndicatorError, "no-such-indicator", MessageKind.NOT_FOUND),
    (NoSuchPlaceError, "bad-question", MessageKind.PROBLEM),
    (BadMonthError, "bad-question", MessageKind.PROBLEM),
    (NoSuchReportError, "no-such-report", MessageKind.NOT_FOUND),
    (NoAnswerKeptError, "no-answer-kept", MessageKind.NOT_FOUND),
    (LinkSettledError, "settled", MessageKind.PROBLEM),
    (NothingToUndoError, "settled", MessageKind.PROBLEM),
    (DecisionConflictError, "contradiction", MessageKind.PROBLEM),
    (NotLinkedError, "settled", MessageKind.PROBLEM),
    (NoReviewReasonError, "bad-question", MessageKind.PROBLEM),
    (SplitError, "bad-question", MessageKind.PROBLEM),
    (BadCursorError, "bad-question", MessageKind.PROBLEM),
    (BadLogSearchError, "bad-question", MessageKind.PROBLEM),
    (BadListError, "bad-question", MessageKind.NOT_FOUND),
    (NoSuchPlanError, "no-such-plan", MessageKind.NOT_FOUND),
    (NoSuchVersionError, "no-such-version", MessageKind.NOT_FOUND),
    (NoSuchSectionError, "no-such-section", MessageKind.NOT_FOUND),
    (NoSuchAbductionNoticeError, "no-such-abduction-notice", MessageKind.NOT_FOUND),
    (NotOwnTeamError, "not-permitted", MessageKind.NO_PERMISSION),
    (OwnWorkError, "not-permitted", MessageKind.NO_PERMISSION),
    (ActRefusedError, "not-in-this-state", MessageKind.PROBLEM),
    (GivenWordsError, "bad-question", MessageKind.PROBLEM),
    (NoticeDayError, "bad-question", MessageKind.PROBLEM),
    (NoReasonError, "no-reason", MessageKind.PROBLEM),
    (OwnAccountError, "own-account", MessageKind.NO_PERMISSION),
    (NoSuchAccountError, "no-such-account", MessageKind.NOT_FOUND),
    (AccountTakenError, "account-taken", MessageKind.PROBLEM),
    (IssuersAccountError, "issuers-account", MessageKind.PROBLEM),
    (AccountFaultsError, "bad-question", MessageKind.PROBLEM),
    (IssuerSilentError, "sign-in-silent", MessageKind.BUSY),
    (NoIfMatchError, "no-if-match", MessageKind.PROBLEM),
    (ChangedMeanwhileError, "changed-meanwhile", MessageKind.PROBLEM),
    (NotYetError, "bad-question", MessageKind.PROBLEM),
    (EntryTooLongError, "bad-question", MessageKind.PROBLEM),
    (NotJsonError, "not-json", MessageKind.PROBLEM),
    (BadKeyError, "bad-request", MessageKind.PROBLEM),
    (KeyOfAnotherRequestError, "key-of-another-request", MessageKind.PROBLEM),
    (NothingKeptError, "key-used", MessageKind.PROBLEM),
    (AnswerErasedError, "answer-erased", MessageKind.PROBLEM),
    (ClientDisconnect, "too-long", MessageKind.PROBLEM),
    (FormExpiredError, "bad-request", MessageKind.FORM_EXPIRED),
    (ListsNotMadeError, "lists-not-made", MessageKind.BUSY),
    (WriterBusyError, "busy", MessageKind.BUSY),
    (StoreUnavailableError, "not-logged", MessageKind.BUSY),
    (StoreError, "not-logged", MessageKind.BUSY),
)
_KEY_FAULTS: dict[type[Exception], str] = {
    KeyOfAnotherRequestError: "key-of-another-request",
    NothingKeptError: "key-used",
    AnswerErasedError: "answer-erased",
}
_OWN_WORDS = {
    "too-long": "More was sent than is accepted.",
    "busy": "More looks wait for the access log than it may hold. Nothing was entered.",
    "not-logged": "The access log could not be written just now, so nothing is shown.",
    "bad-request": "The form was sent from elsewhere or is too old.",
}


def answer_faults(app: FastAPI) -> None:
    """Give the application its answer to every error."""
    for error, problem, kind in _FAULTS:
        app.add_exception_handler(error, _answering(problem, kind))
    app.add_exception_handler(NotSignedInError, _not_signed_in)
    app.add_exception_handler(ListsNotMadeError, _lists_not_made)
    app.add_exception_handler(RateLimitedError, _too_fast)
    app.add_exception_handler(AnsweredBeforeError, _answered_before)
    app.add_exception_handler(KeyUsedError, _key_used)
    app.add_exception_handler(ProblemError, _problem)
    app.add_exception_handler(ParametersError, _problem)
    app.add_exception_handler(RequestValidationError, _bad_request)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _fault)


def _answering(
    problem: str, kind: MessageKind
) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def answering(request: Request, error: Exception) -> Response:
        if not request.url.path.startswith(_API):
            return message_page(request, kind)
        detail = _OWN_WORDS.get(problem) or str(error)
        return problem_response(problem, detail, request_id=request_id(request))

    return answering


async def _not_signed_in(request: Request, error: Exception) -> Response:
    if not request.url.path.startswith(_API):
        return sign_in_first()
    # Counted, not entered: whoever is not known could fill the log.
    service_of(request).limits.not_signed_in += 1
    return problem_response("not-signed-in", str(error), request_id=request_id(request))


async def _bad_request(request: Request, error: Exception) -> Response:
    if not request.url.path.startswith(_API):
        return message_page(request, MessageKind.NOT_FOUND)
    assert isinstance(error, RequestValidationError)
    faults: dict[str, str] = {}
    for fault in error.errors():
        parts = [part for part in fault["loc"] if isinstance(part, str)]
        known = declared_names(request.app)
        field = parts[-1] if parts and known.issuperset(p.lower() for p in parts) else _UNDECLARED
        faults.setdefault(field, str(fault["type"]).replace("_", " "))
    detail = "The request does not have the form that the API's document gives."
    return problem_response("bad-request", detail, faults=faults, request_id=request_id(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if not request.url.path.startswith(_API):
        return message_page(request, MessageKind.NOT_FOUND)
    known = {404: "not-found", 405: "wrong-method"}
    return problem_response(
        known.get(error.status_code, "bad-request"),
        "See the API's document.",
        request_id=request_id(request),
        headers={"Allow": methods_at(request.url.path)} if error.status_code == 405 else {},
    )


async def _lists_not_made(request: Request, error: Exception) -> Response:
    if not request.url.path.startswith(_API):
        view = ListsNotMadeView(frame_of(request, None), str(error))
        return page(pages_of(request).render("lists_not_made.html", view), 503)
    return problem_response("lists-not-made", str(error), request_id=request_id(request))


async def _too_fast(request: Request, error: Exception) -> Response:
    assert isinstance(error, RateLimitedError)
    headers = {
        "Retry-After": str(error.after_s),
        "RateLimit-Policy": f'"{error.what.value}";q={error.rate.a_minute};w=60',
        "RateLimit": f'"{error.what.value}";r=0;t={error.after_s}',
    }
    if not request.url.path.startswith(_API):
        response = message_page(request, MessageKind.TOO_FAST)
        response.headers.update(headers)
        return response
    return problem_response(
        "rate-limited", str(error), request_id=request_id(request), headers=headers
    )


async def _answered_before(_: Request, error: Exception) -> Response:
    assert isinstance(error, AnsweredBeforeError)
    return sent_again(error.kept)


async def _key_used(request: Request, error: Exception) -> Response:
    """Another attempt with the same key was quicker: its answer is this one's too."""
    assert isinstance(error, KeyUsedError)
    try:
        return sent_again(await answered_before(service_of(request), error.once))
    except tuple(_KEY_FAULTS) as fault:
        kind = _KEY_FAULTS[type(fault)]
        return problem_response(kind, str(fault), request_id=request_id(request))


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError | ParametersError)
    kind = error.kind if isinstance(error, ProblemError) else "bad-request"
    return problem_response(kind, str(error), faults=error.faults, request_id=request_id(request))


async def _fault(request: Request, error: Exception) -> Response:
    log_fault(error)
    if not request.url.path.startswith(_API):
        return message_page(request, MessageKind.PROBLEM)
    return problem_response("fault", FAULT_WORDS, request_id=request_id(request))
