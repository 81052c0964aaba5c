"""Routes of what is written down about one child: reports, plans, reviews, judgement."""

from __future__ import annotations

from serving.access.permissions import Permission
from serving.access.route_rules import API, FORM, OPENING, RouteRule

__all__ = ["ROUTES_OF_CHILDREN"]

ROUTES_OF_CHILDREN: tuple[RouteRule, ...] = (
    # ---------------------------------------------------------------- missing reports
    RouteRule("POST", f"{API}/missing-reports", Permission.MISSING_WRITE, OPENING),
    RouteRule(
        "GET", f"{API}/missing-reports/{{reference}}", Permission.MISSING_WRITE,
        ("MISSING_REPORT_VIEWED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/updates", Permission.MISSING_WRITE,
        ("MISSING_REPORT_UPDATED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/found", Permission.MISSING_WRITE,
        ("MISSING_CHILD_FOUND",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/prevention-interviews",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/return-interview-offers",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/return-interviews",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/reviews", Permission.MISSING_REVIEW,
        ("MISSING_REPORT_REVIEWED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/strategy-meetings",
        Permission.MISSING_WRITE, ("STRATEGY_MEETING_RECORDED",),
    ),
    RouteRule(
        "POST", f"{API}/missing-reports/{{reference}}/withdrawal", Permission.MISSING_WRITE,
        ("MISSING_REPORT_WITHDRAWN",),
    ),
    RouteRule("GET", "/missing-reports/new", Permission.MISSING_WRITE, why_none=FORM),
    RouteRule(
        "GET", "/children/{child_id}/missing-report", Permission.MISSING_WRITE, why_none=FORM
    ),
    RouteRule("POST", "/missing-reports/new", Permission.MISSING_WRITE, OPENING),
    RouteRule("GET", "/missing-reports/{reference}", Permission.MISSING_WRITE, why_none=FORM),
    RouteRule(
        "POST", "/missing-reports/{reference}", Permission.MISSING_WRITE,
        ("MISSING_REPORT_VIEWED",),
    ),
    RouteRule(
        "POST", "/missing-reports/{reference}/reviews", Permission.MISSING_REVIEW,
        ("MISSING_REPORT_VIEWED", "MISSING_REPORT_REVIEWED"),
    ),
    RouteRule(
        "POST", "/missing-reports/{reference}/{act}", Permission.MISSING_WRITE,
        (
            "MISSING_REPORT_VIEWED", "MISSING_REPORT_UPDATED", "MISSING_CHILD_FOUND",
            "MISSING_INTERVIEW_RECORDED", "STRATEGY_MEETING_RECORDED",
            "MISSING_REPORT_WITHDRAWN",
        ),
    ),
    # ---------------------------------------------------------------- plans and notices
    RouteRule("POST", f"{API}/plans", Permission.PLAN_WRITE, ("PLAN_BEGUN",)),
    RouteRule("GET", f"{API}/plans", Permission.WORK_VIEW, ("PLANS_LISTED",)),
    RouteRule("GET", f"{API}/plans/{{reference}}", Permission.CHILD_VIEW, ("PLAN_VIEWED",)),
    RouteRule(
        "GET", f"{API}/plans/{{reference}}/versions/{{number}}", Permission.CHILD_VIEW,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "GET", f"{API}/plans/{{reference}}/compare", Permission.CHILD_VIEW,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "GET", f"{API}/plans/{{reference}}/draft/sections/{{section}}", Permission.PLAN_WRITE,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "PUT", f"{API}/plans/{{reference}}/draft/sections/{{section}}", Permission.PLAN_WRITE,
        ("PLAN_SECTION_SAVED", "PLAN_TEXT_KEPT_APART"),
    ),
    RouteRule(
        "POST", f"{API}/plans/{{reference}}/submission", Permission.PLAN_WRITE,
        ("PLAN_SUBMITTED",),
    ),
    RouteRule(
        "POST", f"{API}/plans/{{reference}}/approval", Permission.PLAN_APPROVE,
        ("PLAN_APPROVED",),
    ),
    RouteRule(
        "POST", f"{API}/plans/{{reference}}/return", Permission.PLAN_APPROVE,
        ("PLAN_SENT_BACK",),
    ),
    RouteRule(
        "POST", f"{API}/plans/{{reference}}/review", Permission.PLAN_WRITE,
        ("PLAN_REVIEWED",),
    ),
    RouteRule("POST", f"{API}/plans/{{reference}}/end", Permission.PLAN_APPROVE, ("PLAN_ENDED",)),
    RouteRule(
        "GET", f"{API}/plans/{{reference}}/looks", Permission.TEAM_LOOKS_VIEW,
        ("PLAN_LOOKS_LISTED",),
    ),
    RouteRule(
        "POST", f"{API}/abduction-notices", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_SERVED",),
    ),
    RouteRule(
        "GET", f"{API}/abduction-notices/{{reference}}", Permission.CHILD_VIEW,
        ("ABDUCTION_NOTICE_VIEWED",),
    ),
    RouteRule(
        "PUT", f"{API}/abduction-notices/{{reference}}", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_CORRECTED",),
    ),
    RouteRule(
        "POST", f"{API}/abduction-notices/{{reference}}/breach", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_BREACHED",),
    ),
    RouteRule(
        "POST", f"{API}/abduction-notices/{{reference}}/withdrawal", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_WITHDRAWN",),
    ),
    RouteRule("GET", "/plans", Permission.WORK_VIEW, ("PLANS_LISTED",)),
    RouteRule("POST", "/plans", Permission.PLAN_WRITE, ("PLAN_BEGUN",)),
    RouteRule("GET", "/plans/{reference}", Permission.CHILD_VIEW, ("PLAN_VIEWED",)),
    RouteRule(
        "POST", "/plans/{reference}/submission", Permission.PLAN_WRITE, ("PLAN_SUBMITTED",)
    ),
    RouteRule(
        "POST", "/plans/{reference}/approval", Permission.PLAN_APPROVE, ("PLAN_APPROVED",)
    ),
    RouteRule("POST", "/plans/{reference}/return", Permission.PLAN_APPROVE, ("PLAN_SENT_BACK",)),
    RouteRule("POST", "/plans/{reference}/review", Permission.PLAN_WRITE, ("PLAN_REVIEWED",)),
    RouteRule("POST", "/plans/{reference}/end", Permission.PLAN_APPROVE, ("PLAN_ENDED",)),
    RouteRule(
        "GET", "/plans/{reference}/sections/{section}", Permission.PLAN_WRITE, ("PLAN_VIEWED",)
    ),
    RouteRule(
        "POST", "/plans/{reference}/sections/{section}", Permission.PLAN_WRITE,
        ("PLAN_SECTION_SAVED", "PLAN_TEXT_KEPT_APART"),
    ),
    RouteRule(
        "GET", "/plans/{reference}/compare/{before}/{after}", Permission.CHILD_VIEW,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "GET", "/plans/{reference}/looks", Permission.TEAM_LOOKS_VIEW, ("PLAN_LOOKS_LISTED",)
    ),
    RouteRule("GET", "/children/{child_id}/plan", Permission.PLAN_WRITE, why_none=FORM),
    RouteRule(
        "GET", "/children/{child_id}/abduction-notices/new", Permission.NOTICE_WRITE,
        why_none=FORM,
    ),
    RouteRule(
        "POST", "/abduction-notices", Permission.NOTICE_WRITE, ("ABDUCTION_NOTICE_SERVED",)
    ),
    RouteRule(
        "GET", "/abduction-notices/{reference}", Permission.CHILD_VIEW,
        ("ABDUCTION_NOTICE_VIEWED",),
    ),
    RouteRule(
        "POST", "/abduction-notices/{reference}", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_BREACHED", "ABDUCTION_NOTICE_WITHDRAWN"),
    ),
    # ---------------------------------------------------------------- reviews and judgement
    RouteRule("GET", f"{API}/flagged", Permission.FLAGGED_VIEW, ("FLAGGED_LISTED",)),
    RouteRule("GET", "/flagged", Permission.FLAGGED_VIEW, ("FLAGGED_LISTED",)),
    RouteRule("GET", "/children/{child_id}/review", Permission.CHILD_REVIEW, why_none=FORM),
    RouteRule(
        "POST", "/children/{child_id}/review", Permission.CHILD_REVIEW,
        ("OWN_VIEW_GIVEN", "CHILD_VIEWED", "CHILD_REVIEWED"),
    ),
    RouteRule("GET", "/children/{child_id}/judgement", Permission.ADVICE_JUDGE, why_none=FORM),
    RouteRule(
        "POST", "/children/{child_id}/judgement", Permission.ADVICE_JUDGE,
        ("ADVICE_JUDGED", "CHILD_VIEWED"),
    ),
    RouteRule("GET", "/judgements", Permission.JUDGEMENT_DECIDE, ("JUDGEMENTS_LISTED",)),
    RouteRule(
        "POST", "/judgements", Permission.JUDGEMENT_DECIDE,
        ("JUDGEMENT_APPROVED", "JUDGEMENT_DECLINED", "JUDGEMENTS_LISTED"),
    ),
    RouteRule(
        "GET", "/judgements/figures", Permission.JUDGEMENTS_MEASURE, ("JUDGEMENTS_MEASURED",)
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/review-views", Permission.CHILD_REVIEW,
        ("OWN_VIEW_GIVEN", "CHILD_VIEWED"),
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/reviews", Permission.CHILD_REVIEW,
        ("CHILD_REVIEWED",),
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/reviews/corrections", Permission.FLAGGED_VIEW,
        ("REVIEW_CORRECTED",),
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/reviews/withdrawal", Permission.FLAGGED_VIEW,
        ("REVIEW_WITHDRAWN",),
    ),
    RouteRule(
        "GET", "/children/{child_id}/review/correction", Permission.FLAGGED_VIEW, why_none=FORM
    ),
    RouteRule(
        "POST", "/children/{child_id}/review/correction", Permission.FLAGGED_VIEW,
        ("CHILD_VIEWED", "REVIEW_CORRECTED", "REVIEW_WITHDRAWN"),
    ),
    RouteRule(
        "POST", f"{API}/children/{{child_id}}/judgements", Permission.ADVICE_JUDGE,
        ("ADVICE_JUDGED",),
    ),
    RouteRule("GET", f"{API}/judgements", Permission.JUDGEMENT_DECIDE, ("JUDGEMENTS_LISTED",)),
    RouteRule(
        "GET", f"{API}/judgements/figures", Permission.JUDGEMENTS_MEASURE,
        ("JUDGEMENTS_MEASURED",),
    ),
    RouteRule(
        "POST", f"{API}/judgements/{{reference}}/approval", Permission.JUDGEMENT_DECIDE,
        ("JUDGEMENT_APPROVED",),
    ),
    RouteRule(
        "POST", f"{API}/judgements/{{reference}}/refusal", Permission.JUDGEMENT_DECIDE,
        ("JUDGEMENT_DECLINED",),
    ),
    RouteRule(
        "POST", f"{API}/judgements/{{reference}}/end", Permission.ADVICE_JUDGE,
        ("JUDGEMENT_ENDED",),
    ),
)  # fmt: skip
