"""What is done about a child from its page, besides looking: one row each, in order."""

from __future__ import annotations

from serving.access.permissions import Permission
from serving.missing.addresses import new_report_address
from serving.planning.addresses import new_notice_address, new_plan_address
from serving.referring.addresses import (
    child_conferences_address,
    new_conference_address,
    new_referral_address,
)
from serving.reviewing.addresses import judgement_address, review_address
from serving.web.child_acts import ChildLink

__all__ = ["CHILD_LINKS"]

CHILD_LINKS: tuple[ChildLink, ...] = (
    ChildLink(Permission.MISSING_WRITE, "Open a missing report", new_report_address),
    ChildLink(Permission.ADVICE_JUDGE, "Judge the advice", judgement_address),
    ChildLink(Permission.CHILD_REVIEW, "Review the child", review_address),
    ChildLink(Permission.PLAN_WRITE, "Write a plan", new_plan_address),
    ChildLink(Permission.NOTICE_WRITE, "Record an abduction notice", new_notice_address),
    ChildLink(Permission.CHILD_VIEW, "See conferences about the child", child_conferences_address),
    ChildLink(Permission.CONFERENCES_WORK, "Write down a conference", new_conference_address),
    ChildLink(Permission.REFERRALS_WORK, "Write down a referral", new_referral_address),
)
