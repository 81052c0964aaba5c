"""The addresses of the pages of plans and abduction notices. None holds anything of a child."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import Path
from pydantic import AfterValidator

from serving.pages.addresses import reference_of, word_of

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
    "Reference",
    "compare_address",
    "looks_address",
    "new_notice_address",
    "new_plan_address",
    "notice_address",
    "plan_address",
    "section_address",
]

#: The reference of a plan or notice where it stands in an address, read back.
Reference = Annotated[
    str,
    AfterValidator(reference_of),
    Path(
        description="the reference; of what is no letter, digit, dot, hyphen or underscore each "
        "byte of its UTF-8 is written as a tilde and two capital hexadecimal digits, like ~2F "
        "for a slash"
    ),
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
    return PLAN.format(reference=word_of(reference))


def section_address(reference: str, section: str) -> str:
    """Where one section is written."""
    return SECTION.format(reference=word_of(reference), section=section)


def compare_address(reference: str, before: str, after: str) -> str:
    """Two versions side by side."""
    return COMPARE.format(reference=word_of(reference), before=before, after=after)


def looks_address(reference: str) -> str:
    """In which looks the plan was shown."""
    return LOOKS.format(reference=word_of(reference))


def new_plan_address(child_id: str) -> str:
    """Where a plan is begun for a child, or the one that stands is opened."""
    return PLAN_NEW.format(child_id=quote(child_id, safe=""))


def new_notice_address(child_id: str) -> str:
    """The form of a notice about a child that was served."""
    return NOTICE_NEW.format(child_id=quote(child_id, safe=""))


def notice_address(reference: str) -> str:
    """The page of one abduction notice."""
    return NOTICE.format(reference=word_of(reference))
