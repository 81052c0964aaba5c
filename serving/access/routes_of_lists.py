"""Routes of the lists of the daily work, of case audits, figures and messages."""

from __future__ import annotations

from serving.access.permissions import Permission
from serving.access.route_rules import API, FORM, ROWS, RouteRule

__all__ = ["ROUTES_OF_LISTS"]

ROUTES_OF_LISTS: tuple[RouteRule, ...] = (
    # ---------------------------------------------------------------- supervision, briefing
    RouteRule("GET", f"{API}/missing-now", Permission.WORK_VIEW,
        ("MISSING_NOW_LISTED", "CHILD_LISTED"),
    ),
    RouteRule("GET", f"{API}/duties", Permission.WORK_VIEW, ("DUTIES_LISTED", "CHILD_LISTED")),
    RouteRule("GET", f"{API}/briefing", Permission.BRIEFING_VIEW,
        ("BRIEFING_SHOWN", "CHILD_LISTED"),
    ),
    RouteRule("GET", "/missing-now", Permission.WORK_VIEW, ("MISSING_NOW_LISTED", "CHILD_LISTED")),
    RouteRule("GET", "/duties", Permission.WORK_VIEW, ("DUTIES_LISTED", "CHILD_LISTED")),
    RouteRule("GET", "/briefing", Permission.BRIEFING_VIEW, ("BRIEFING_SHOWN", "CHILD_LISTED")),
    RouteRule("GET", "/briefing/print", Permission.BRIEFING_VIEW, why_none=FORM),
    RouteRule("POST", "/briefing/print", Permission.BRIEFING_VIEW,
        ("BRIEFING_PRINTED", "CHILD_LISTED"),
    ),
    # ---------------------------------------------------------------- referrals
    RouteRule("GET", "/referrals", Permission.REFERRALS_VIEW, ("REFERRALS_LISTED", *ROWS)),
    RouteRule("GET", "/new-referral", Permission.REFERRALS_WORK, why_none=FORM),
    RouteRule("POST", "/new-referral", Permission.REFERRALS_WORK, ("REFERRAL_RECEIVED",)),
    RouteRule("GET", "/referrals/{referral}", Permission.REFERRALS_VIEW, why_none=FORM),
    RouteRule("POST", "/referrals/{referral}", Permission.REFERRALS_VIEW, ("REFERRAL_VIEWED",)),
    RouteRule(
        "POST", "/referrals/{referral}/steps", Permission.REFERRALS_WORK,
        ("REFERRAL_WORKED", "REFERRAL_VIEWED"),
    ),
    RouteRule(
        "POST", "/referrals/{referral}/corrections", Permission.REFERRALS_VIEW,
        ("REFERRAL_CORRECTED", "REFERRAL_VIEWED"),
    ),
    RouteRule("GET", "/conferences", Permission.REFERRALS_VIEW, ("CONFERENCES_LISTED", *ROWS)),
    RouteRule("GET", "/new-conference", Permission.CONFERENCES_WORK, why_none=FORM),
    RouteRule("POST", "/new-conference", Permission.CONFERENCES_WORK, ("CONFERENCE_RECORDED",)),
    RouteRule("GET", "/children/{child_id}/conferences", Permission.CHILD_VIEW, why_none=FORM),
    RouteRule(
        "POST", "/children/{child_id}/conferences", Permission.CHILD_VIEW, ("CONFERENCES_VIEWED",)
    ),
    RouteRule(
        "GET", f"{API}/children/{{child_id}}/conferences", Permission.CHILD_VIEW,
        ("CONFERENCES_VIEWED",),
    ),
    RouteRule(
        "POST", "/children/{child_id}/conferences/corrections", Permission.REFERRALS_VIEW,
        ("CONFERENCES_VIEWED", "CONFERENCE_CORRECTED"),
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/conferences/corrections", Permission.REFERRALS_VIEW,
        ("CONFERENCE_CORRECTED",),
    ),
    RouteRule("GET", "/charging", Permission.REFERRALS_VIEW, ("CHARGING_LISTED", *ROWS)),
    RouteRule(
        "GET", "/investigations", Permission.REFERRALS_VIEW, ("INVESTIGATIONS_LISTED", *ROWS)
    ),
    RouteRule("GET", f"{API}/referrals", Permission.REFERRALS_VIEW, ("REFERRALS_LISTED", *ROWS)),
    RouteRule("POST", f"{API}/referrals", Permission.REFERRALS_WORK, ("REFERRAL_RECEIVED",)),
    RouteRule(
        "GET", f"{API}/referrals/{{referral}}", Permission.REFERRALS_VIEW, ("REFERRAL_VIEWED",)
    ),
    RouteRule(
        "POST", f"{API}/referrals/{{referral}}/steps", Permission.REFERRALS_WORK,
        ("REFERRAL_WORKED",),
    ),
    RouteRule(
        "POST", f"{API}/referrals/{{referral}}/corrections", Permission.REFERRALS_VIEW,
        ("REFERRAL_CORRECTED",),
    ),
    RouteRule(
        "GET", f"{API}/conferences", Permission.REFERRALS_VIEW, ("CONFERENCES_LISTED", *ROWS)
    ),
    RouteRule("POST", f"{API}/conferences", Permission.CONFERENCES_WORK, ("CONFERENCE_RECORDED",)),
    RouteRule("GET", f"{API}/charging", Permission.REFERRALS_VIEW, ("CHARGING_LISTED", *ROWS)),
    RouteRule(
        "GET", f"{API}/investigations", Permission.REFERRALS_VIEW,
        ("INVESTIGATIONS_LISTED", *ROWS),
    ),
    # ---------------------------------------------------------------- case audits
    RouteRule("POST", f"{API}/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDIT_DRAWN",)),
    RouteRule("GET", f"{API}/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDITS_LISTED",)),
    RouteRule(
        "GET", f"{API}/case-audits/agreement", Permission.AUDITS_DRAW, ("CASE_AUDITS_MEASURED",)
    ),
    RouteRule(
        "GET", f"{API}/case-audits/{{audit_id}}", Permission.AUDITS_DRAW, ("CASE_AUDIT_SHOWN",)
    ),
    RouteRule("GET", f"{API}/audit-cases", Permission.AUDITS_GRADE, ("AUDIT_CASES_LISTED",)),
    RouteRule(
        "GET", f"{API}/audit-cases/{{case_id}}", Permission.AUDITS_GRADE, ("AUDIT_CASE_VIEWED",)
    ),
    RouteRule(
        "POST", f"{API}/audit-cases/{{case_id}}/grades", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_GRADED",),
    ),
    RouteRule(
        "POST", f"{API}/audit-cases/{{case_id}}/final", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_DECIDED",),
    ),
    RouteRule(
        "POST", f"{API}/audit-cases/{{case_id}}/graders", Permission.AUDITS_DRAW,
        ("AUDIT_GRADER_NAMED",),
    ),
    RouteRule("GET", "/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDITS_LISTED",)),
    RouteRule(
        "POST", "/case-audits", Permission.AUDITS_DRAW,
        ("CASE_AUDIT_DRAWN", "CASE_AUDITS_LISTED", "LOOK_REFUSED"),
    ),
    RouteRule("GET", "/case-audits/agreement", Permission.AUDITS_DRAW, ("CASE_AUDITS_MEASURED",)),
    RouteRule(
        "GET", f"{API}/case-audits/agreement/cases", Permission.AUDITS_DRAW, ("CASE_AUDIT_SHOWN",)
    ),
    RouteRule(
        "GET", "/case-audits/agreement/cases", Permission.AUDITS_DRAW, ("CASE_AUDIT_SHOWN",)
    ),
    RouteRule("GET", "/case-audits/{audit_id}", Permission.AUDITS_DRAW, ("CASE_AUDIT_SHOWN",)),
    RouteRule("GET", "/audit-cases", Permission.AUDITS_GRADE, ("AUDIT_CASES_LISTED",)),
    RouteRule("GET", "/audit-cases/{case_id}", Permission.AUDITS_GRADE, ("AUDIT_CASE_VIEWED",)),
    RouteRule(
        "POST", "/audit-cases/{case_id}/grades", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_GRADED", "AUDIT_CASE_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "POST", "/audit-cases/{case_id}/final", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_DECIDED", "AUDIT_CASE_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "POST", "/audit-cases/{case_id}/graders", Permission.AUDITS_DRAW,
        ("AUDIT_GRADER_NAMED", "CASE_AUDIT_SHOWN", "LOOK_REFUSED"),
    ),
    # ---------------------------------------------------------------- indicators
    RouteRule("GET", f"{API}/indicators", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", f"{API}/indicators/{{indicator_id}}", Permission.INDICATORS_VIEW,
        ("INDICATORS_SHOWN",),
    ),
    RouteRule(
        "GET", f"{API}/indicators/{{indicator_id}}.csv", Permission.INDICATORS_VIEW,
        ("INDICATORS_SHOWN",),
    ),
    RouteRule(
        "GET", f"{API}/indicators/{{indicator_id}}/cases", Permission.INDICATORS_TRACE,
        ("INDICATOR_TRACED", "CHILD_LISTED"),
    ),
    RouteRule("GET", f"{API}/recommendations", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", f"{API}/recommendations.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule("GET", "/indicators", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", "/indicators/{indicator_id}", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule(
        "GET", "/indicators/{indicator_id}.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule(
        "GET", "/indicators/{indicator_id}/cases", Permission.INDICATORS_TRACE,
        ("INDICATOR_TRACED", "CHILD_LISTED"),
    ),
    RouteRule("GET", "/recommendations", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule("GET", "/recommendations.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", f"{API}/judgements/figures/cases", Permission.INDICATORS_TRACE,
        ("JUDGEMENTS_TRACED", "CHILD_LISTED"),
    ),
    RouteRule(
        "GET", "/judgements/figures/cases", Permission.INDICATORS_TRACE,
        ("JUDGEMENTS_TRACED", "CHILD_LISTED"),
    ),
    # ---------------------------------------------------------------- messages
    RouteRule("GET", f"{API}/messages", Permission.MESSAGES_VIEW, ("MESSAGES_LISTED",)),
    RouteRule("GET", f"{API}/messages/figures", Permission.MESSAGES_VIEW, ("MESSAGES_MEASURED",)),
    RouteRule(
        "POST", f"{API}/messages/{{message_id}}/again", Permission.MESSAGES_SEND_AGAIN,
        ("MESSAGE_REVIVED",),
    ),
    RouteRule(
        "GET", "/messages", Permission.MESSAGES_VIEW, ("MESSAGES_LISTED", "MESSAGES_MEASURED")
    ),
    RouteRule("POST", "/messages", Permission.MESSAGES_SEND_AGAIN, ("MESSAGE_REVIVED",)),
)  # fmt: skip
