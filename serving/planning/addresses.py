"""The addresses of the pages of plans and abduction notices. None holds anything of a child."""

from __future__ import annotations

from urllib.parse import quote

__all__ = [
    "COMPARE",
    "LOOKS",
    "NOTICE",
    "NOTICES",
    "NOTICE_NEW",
    "PLAN",
    "PLANS",
    "PLAN_NEW",
    "SECTION",
    "compare_address",
    "looks_address",
    "new_notice_address",
    "new_plan_address",
    "notice_address",
    "plan_address",
    "section_address",
]

#: GET plans being written, ``state``; POST ``child`` begins one.
PLANS = "/plans"
#: GET one; POST under it (submission, approval, return, review, end) ``seen``, and ``words`` or
#: the day of review where the act asks for them.
PLAN = "/plans/{reference}"
#: GET the form of a section; POST ``seen``, its fields and ``settles``.
SECTION = "/plans/{reference}/sections/{section}"
#: GET only: two versions by number, or ``copy``.
COMPARE = "/plans/{reference}/compare/{before}/{after}"
#: GET only: in which looks which version was shown.
LOOKS = "/plans/{reference}/looks"
#: POST the fields of a notice that was served.
NOTICES = "/abduction-notices"
#: GET the form.
NOTICE_NEW = "/children/{child_id}/abduction-notices/new"
#: GET asks whether to begin one.
PLAN_NEW = "/children/{child_id}/plan"
#: GET one; POST ``act`` (breach or withdraw), ``seen`` and what it asks for.
NOTICE = "/abduction-notices/{reference}"


def plan_address(reference: str) -> str:
    """The page of one plan."""
    return PLAN.format(reference=quote(reference, safe=""))


def section_address(reference: str, section: str) -> str:
    """Where one section is written."""
    return SECTION.format(reference=quote(reference, safe=""), section=section)


def compare_address(reference: str, before: str, after: str) -> str:
    """Two versions side by side."""
    return COMPARE.format(reference=quote(reference, safe=""), before=before, after=after)


def looks_address(reference: str) -> str:
    """In which looks the plan was shown."""
    return LOOKS.format(reference=quote(reference, safe=""))


def new_plan_address(child_id: str) -> str:
    """Where a plan is begun for a child, or the one that stands is opened."""
    return PLAN_NEW.format(child_id=quote(child_id, safe=""))


def new_notice_address(child_id: str) -> str:
    """The form of a notice about a child that was served."""
    return NOTICE_NEW.format(child_id=quote(child_id, safe=""))


def notice_address(reference: str) -> str:
    """The page of one abduction notice."""
    return NOTICE.format(reference=quote(reference, safe=""))
