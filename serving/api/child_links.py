"""What is done about a child from its page, besides looking: one row each, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from serving.access.permissions import Permission
from serving.missing.addresses import new_report_address, report_address
from serving.planning.addresses import new_notice_address, new_plan_address
from serving.referring.addresses import (
    child_conferences_address,
    new_conference_address,
    new_referral_address,
)
from serving.reviewing.addresses import correction_address, judgement_address, review_address
from serving.web.child_acts import ChildLink

__all__ = ["CHILD_LINKS"]

_Answer = Mapping[str, Any]


def _always(address: Callable[[str], str]) -> Callable[[_Answer], str]:
    """The address for any child, by the child's id."""
    return lambda answer: address(answer["child"]["id"])


def _open_report(answer: _Answer) -> str | None:
    """The open report of a child who is missing now."""
    missing = answer["missing_now"]
    return None if missing is None else report_address(missing["reference"])


def _last_review(answer: _Answer) -> str | None:
    """Where the last review is corrected, if there is one."""
    is_there = answer["last_review"] is not None
    return correction_address(answer["child"]["id"]) if is_there else None


CHILD_LINKS: tuple[ChildLink, ...] = (
    ChildLink(Permission.MISSING_WRITE, "Open the missing report of this absence", _open_report),
    ChildLink(Permission.MISSING_WRITE, "Open a missing report", _always(new_report_address)),
    ChildLink(Permission.ADVICE_JUDGE, "Judge the advice", _always(judgement_address)),
    ChildLink(Permission.CHILD_REVIEW, "Review the child", _always(review_address)),
    ChildLink(Permission.FLAGGED_VIEW, "Correct the last review", _last_review),
    ChildLink(Permission.PLAN_WRITE, "Write a plan", _always(new_plan_address)),
    ChildLink(Permission.NOTICE_WRITE, "Record an abduction notice", _always(new_notice_address)),
    ChildLink(
        Permission.CHILD_VIEW, "See conferences about the child", _always(child_conferences_address)
    ),
    ChildLink(
        Permission.CONFERENCES_WORK, "Write down a conference", _always(new_conference_address)
    ),
    ChildLink(Permission.REFERRALS_WORK, "Write down a referral", _always(new_referral_address)),
)
