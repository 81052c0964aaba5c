"""The addresses of the pages of missing reports, and the names of their form fields."""

from __future__ import annotations

from urllib.parse import quote

from serving.missing.acts import Act

__all__ = [
    "NEW",
    "NEW_OF_CHILD",
    "REPORT",
    "REPORT_ACT",
    "REPORT_REVIEW",
    "act_address",
    "new_report_address",
    "report_address",
]

#: GET the form for a child not found; POST ``step`` (start, check, change or open), with it
#: ``child`` or who the child is, ``since_day`` and so on, and on the last ``key``.
NEW = "/missing-reports/new"
#: GET the form for a child with a record.
NEW_OF_CHILD = "/children/{child_id}/missing-report"
#: GET asks for the reason; POST ``reason`` and ``note`` is the look.
REPORT = "/missing-reports/{reference}"
#: POST ``step`` (ask or send), ``reason``, ``seen``, ``corrects`` and the act's own fields.
REPORT_ACT = "/missing-reports/{reference}/{act}"
REPORT_REVIEW = f"/missing-reports/{{reference}}/{Act.REVIEW.value}"


def new_report_address(child_id: str) -> str:
    """Where a report of a child with a record is begun."""
    return NEW_OF_CHILD.format(child_id=quote(child_id, safe=""))


def report_address(reference: str) -> str:
    """The address of one report's page."""
    return REPORT.format(reference=quote(reference, safe=""))


def act_address(reference: str, act: Act) -> str:
    """Where the form of one act is sent."""
    return f"{report_address(reference)}/{act.value}"
