"""The addresses of the pages of case audits, said once. None says anything of a child."""

from __future__ import annotations

from urllib.parse import quote, urlencode

__all__ = [
    "AGREEMENT",
    "AUDIT",
    "AUDITS",
    "CASE",
    "CASES",
    "DECIDE",
    "GRADE",
    "NAME",
    "TRACED",
    "audit_address",
    "case_address",
    "next_address",
    "traced_address",
]

#: GET drawings and the form; POST ``cases``, ``days``, ``team`` or ``authority`` draws.
AUDITS = "/case-audits"
#: GET how far graders agree.
AGREEMENT = "/case-audits/agreement"
#: GET the cases behind a figure of it: ``pairing``, ``row``, ``column``, ``than``, ``stratum``,
#: ``team``, ``question``, ``answer`` and ``after``.
TRACED = "/case-audits/agreement/cases"
#: GET one drawing and its cases.
AUDIT = "/case-audits/{audit_id}"
#: GET one's own cases.
CASES = "/audit-cases"
#: GET is the look, whose reason is the audit.
CASE = "/audit-cases/{case_id}"
#: POST ``grade``, an answer to each question, ``words``.
GRADE = "/audit-cases/{case_id}/grades"
#: POST ``grade`` and ``words``.
DECIDE = "/audit-cases/{case_id}/final"
#: POST ``account``, ``instead_of`` and ``audit``, to which it leads back.
NAME = "/audit-cases/{case_id}/graders"


def audit_address(audit_id: str) -> str:
    """The page of one drawing."""
    return AUDIT.format(audit_id=quote(audit_id, safe=""))


def case_address(case_id: str, of: str = CASE) -> str:
    """The page of one case, or where a form about it is sent."""
    return of.format(case_id=quote(case_id, safe=""))


def traced_address(**asked: str | None) -> str:
    """The page of the cases behind a figure."""
    given = {name: said for name, said in asked.items() if said is not None}
    return f"{TRACED}?{urlencode(given)}" if given else TRACED


def next_address(address: str, after: str | None) -> str | None:
    """Where a list goes on; None at its end."""
    return None if after is None else f"{address}?{urlencode({'after': after})}"
