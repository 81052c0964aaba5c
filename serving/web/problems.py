"""Errors as problem details (RFC 9457) that never repeat a child's data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from starlette.responses import Response

__all__ = ["FAULT_WORDS", "PROBLEMS", "Problem", "ProblemError", "problem_response"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of error: its stable type, HTTP status and title in words."""

    type: str
    status: int
    title: str

    @property
    def uri(self) -> str:
        """The type as the body's ``type``: an opaque tag that resolves nowhere."""
        return f"tag:missing-risk,2026:problem/{self.type}"


_NO_FAULTS: Mapping[str, str] = MappingProxyType({})

#: Every problem that the API can answer with.
PROBLEMS: dict[str, Problem] = {
    problem.type: problem
    for problem in (
        Problem("bad-request", 400, "The request can't be read"),
        Problem("not-signed-in", 401, "Sign in first"),
        Problem("own-account", 403, "Nobody changes their own account"),
        Problem("no-such-account", 404, "No account has this name"),
        Problem("account-taken", 409, "There is an account of this name"),
        Problem("issuers-account", 409, "The force's sign-in service says this of the account"),
        Problem("sign-in-silent", 503, "The force's sign-in service does not answer"),
        Problem("not-permitted", 403, "Your role can't do this"),
        Problem("restricted", 403, "The record is limited to a named team"),
        Problem("no-such-child", 404, "No child has this id"),
        Problem("no-such-audit", 404, "No drawing of cases has this id"),
        Problem("no-such-case", 404, "No case of yours has this id"),
        Problem("no-such-link", 404, "No doubtful link has this id"),
        Problem("no-such-person", 404, "No child or adult has this id"),
        Problem("no-such-judgement", 404, "No judgement has this id"),
        Problem("no-such-notice", 404, "No notice to you has this id"),
        Problem("no-such-message", 404, "No message has this id"),
        Problem("not-dead", 409, "The message was delivered or is still tried"),
        Problem("no-such-referral", 404, "The child has no referral of this reference"),
        Problem("step-refused", 409, "The referral is not at that stage"),
        Problem("no-such-report", 404, "No missing report has this reference"),
        Problem("report-open", 409, "A report of this child is open"),
        Problem("no-such-entry", 404, "No entry of the log has this id"),
        Problem("no-answer-kept", 410, "There is no answer to give again"),
        Problem("no-such-indicator", 404, "No indicator has this id"),
        Problem("no-such-plan", 404, "No plan has this reference"),
        Problem("no-such-version", 404, "The plan has no such version"),
        Problem("no-such-section", 404, "A plan has no such section"),
        Problem("no-such-abduction-notice", 404, "No abduction notice has this reference"),
        Problem("not-in-this-state", 409, "It can't be done as things stand"),
        Problem("not-found", 404, "There is nothing at this address"),
        Problem("wrong-method", 405, "This address can't be used in this way"),
        Problem("erased", 410, "The records of this child were erased"),
        Problem("no-such-erasure", 404, "No erasure has this id"),
        Problem("settled", 409, "It doesn't stand any more as you saw it"),
        Problem("contradiction", 409, "It contradicts what people decided before"),
        Problem("changed-meanwhile", 412, "It was changed since you read it"),
        Problem("no-if-match", 428, "Say which state you edit"),
        Problem("not-json", 415, "Send the body as JSON"),
        Problem("key-used", 409, "The request was carried out before, or is being"),
        Problem("answer-erased", 410, "The answer given before has been erased"),
        Problem("key-of-another-request", 422, "The key was used for another request"),
        Problem("rate-limited", 429, "Too many requests from this account"),
        Problem("too-many-headers", 431, "The request has too many headers"),
        Problem("compressed", 415, "Send the request without compression"),
        Problem("no-reason", 422, "Say why you look"),
        Problem("fuller-reason", 422, "Say in words why you look"),
        Problem("no-such-team", 422, "Nobody is of this team"),
        Problem("bad-question", 422, "The question can't be answered as asked"),
        Problem("too-long", 413, "The request is too long"),
        Problem("busy", 503, "The service is busy; try again"),
        Problem("not-logged", 503, "The look could not be logged, so no answer was given"),
        Problem("lists-not-made", 503, "The lists have not been worked out"),
        Problem("fault", 500, "Something went wrong on our side"),
    )
}


#: All that is said of a fault of ours.
FAULT_WORDS = "Nothing was shown. Quote the instance when you report it."


class ProblemError(Exception):
    """A problem that an operation finds itself: its kind, words, and faults by field."""

    def __init__(self, kind: str, detail: str, faults: Mapping[str, str] = _NO_FAULTS) -> None:
        super().__init__(detail)
        self.kind, self.faults = kind, dict(faults)


def problem_response(
    kind: str,
    detail: str,
    *,
    faults: dict[str, str] | None = None,
    request_id: str | None = None,
    headers: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """The response for one problem; a 503 says when to try again."""
    problem = PROBLEMS[kind]
    body: dict[str, Any] = {
        "type": problem.uri,
        "title": problem.title,
        "status": problem.status,
        "detail": detail,
    }
    if faults:
        body["faults"] = [{"field": field, "rule": rule} for field, rule in faults.items()]
    if request_id:
        body["instance"] = f"urn:missing-risk:request:{request_id}"
    sent = {"Cache-Control": "no-store", **headers}
    if problem.status == 503:
        sent["Retry-After"] = "2"
    if problem.status == 401:
        sent["WWW-Authenticate"] = "Bearer"
    return Response(
        json.dumps(body, ensure_ascii=False).encode(),
        problem.status,
        sent,
        media_type="application/problem+json",
    )
