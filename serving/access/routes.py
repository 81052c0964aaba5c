"""Every route: who may use it, and which entry it leaves in the log. Published, and tested.

The application refuses to be made with a route that has no row here: what nobody thought
about is open to nobody. The use-case behind a route checks the permission; a test asks
every route as every role and compares with this table.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from serving.access.kinds import KINDS
from serving.access.permissions import Permission

__all__ = ["ROUTES", "Open", "RouteRule", "UnknownRouteError", "check_routes"]


class Open(Enum):
    """Who may use a route that asks for no permission."""

    TO_ALL = "anyone"
    TO_SIGNED_IN = "anyone signed in"


@dataclass(frozen=True, slots=True)
class RouteRule:
    """One route.

    Attributes:
        needs: the permission without which it is refused, and the refusal entered.
        leaves: the kinds of entry of which one is left whenever it answers; empty if none
            is, and then ``why_none`` says why that is right.
    """

    method: str
    path: str
    needs: Permission | Open
    leaves: tuple[str, ...] = ()
    why_none: str = ""

    def __post_init__(self) -> None:
        if bool(self.leaves) == bool(self.why_none):
            raise ValueError(f"{self.method} {self.path}: leaves an entry, or says why none")
        if unknown := [kind for kind in self.leaves if kind not in KINDS]:
            raise ValueError(f"{self.method} {self.path}: no such kind: {', '.join(unknown)}")


class UnknownRouteError(Exception):
    """A route has no row in the table, or a row no route. The message names them."""


_API = "/api/v1"
_FORM = "a form without anybody's data; sending it leaves the entry"
_HASHES = "hashes, keys and counts of the log alone, for whoever checks it without us"
#: A list that names children leaves an entry of each of them beside its own.
_ROWS = ("CHILD_LISTED",)
_NO_DATA = "holds nothing about anybody"
_ON_THE_WAY = "nobody is known yet; coming back leaves the entry"

#: A report is opened, the child is looked at as any child is, and both are sent in one.
_OPENING = (
    "MISSING_REPORT_OPENED",
    "CHILD_VIEWED",
    "CHILD_VIEWED_IN_EMERGENCY",
    "MISSING_REPORT_ANSWERED",
)

ROUTES: tuple[RouteRule, ...] = (
    # ---------------------------------------------------------------- children
    RouteRule(
        "POST", f"{_API}/children/search", Permission.CHILD_SEARCH, ("CHILDREN_SEARCHED",)
    ),
    RouteRule(
        "GET",
        f"{_API}/children/{{child_id}}/risk",
        Permission.CHILD_VIEW,
        ("CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY"),
    ),
    RouteRule("GET", "/", Permission.CHILD_SEARCH, why_none=_FORM),
    RouteRule("POST", "/search", Permission.CHILD_SEARCH, ("CHILDREN_SEARCHED",)),
    RouteRule("GET", "/children/{child_id}", Permission.CHILD_VIEW, why_none=_FORM),
    RouteRule(
        "POST",
        "/children/{child_id}",
        Permission.CHILD_VIEW,
        ("CHILD_VIEWED", "CHILD_VIEWED_IN_EMERGENCY"),
    ),
    # ---------------------------------------------------------------- missing reports
    RouteRule("POST", f"{_API}/missing-reports", Permission.MISSING_WRITE, _OPENING),
    RouteRule(
        "GET", f"{_API}/missing-reports/{{reference}}", Permission.MISSING_WRITE,
        ("MISSING_REPORT_VIEWED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/updates", Permission.MISSING_WRITE,
        ("MISSING_REPORT_UPDATED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/found", Permission.MISSING_WRITE,
        ("MISSING_CHILD_FOUND",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/prevention-interviews",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/return-interview-offers",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/return-interviews",
        Permission.MISSING_WRITE, ("MISSING_INTERVIEW_RECORDED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/reviews", Permission.MISSING_REVIEW,
        ("MISSING_REPORT_REVIEWED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/strategy-meetings",
        Permission.MISSING_WRITE, ("STRATEGY_MEETING_RECORDED",),
    ),
    RouteRule(
        "POST", f"{_API}/missing-reports/{{reference}}/withdrawal", Permission.MISSING_WRITE,
        ("MISSING_REPORT_WITHDRAWN",),
    ),
    RouteRule("GET", "/missing-reports/new", Permission.MISSING_WRITE, why_none=_FORM),
    RouteRule(
        "GET", "/children/{child_id}/missing-report", Permission.MISSING_WRITE, why_none=_FORM
    ),
    RouteRule("POST", "/missing-reports/new", Permission.MISSING_WRITE, _OPENING),
    RouteRule("GET", "/missing-reports/{reference}", Permission.MISSING_WRITE, why_none=_FORM),
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
    RouteRule("POST", f"{_API}/plans", Permission.PLAN_WRITE, ("PLAN_BEGUN",)),
    RouteRule("GET", f"{_API}/plans", Permission.WORK_VIEW, ("PLANS_LISTED",)),
    RouteRule("GET", f"{_API}/plans/{{reference}}", Permission.CHILD_VIEW, ("PLAN_VIEWED",)),
    RouteRule(
        "GET", f"{_API}/plans/{{reference}}/versions/{{number}}", Permission.CHILD_VIEW,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "GET", f"{_API}/plans/{{reference}}/compare", Permission.CHILD_VIEW,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "GET", f"{_API}/plans/{{reference}}/draft/sections/{{section}}", Permission.PLAN_WRITE,
        ("PLAN_VIEWED",),
    ),
    RouteRule(
        "PUT", f"{_API}/plans/{{reference}}/draft/sections/{{section}}", Permission.PLAN_WRITE,
        ("PLAN_SECTION_SAVED", "PLAN_TEXT_KEPT_APART"),
    ),
    RouteRule(
        "POST", f"{_API}/plans/{{reference}}/submission", Permission.PLAN_WRITE,
        ("PLAN_SUBMITTED",),
    ),
    RouteRule(
        "POST", f"{_API}/plans/{{reference}}/approval", Permission.PLAN_APPROVE,
        ("PLAN_APPROVED",),
    ),
    RouteRule(
        "POST", f"{_API}/plans/{{reference}}/return", Permission.PLAN_APPROVE,
        ("PLAN_SENT_BACK",),
    ),
    RouteRule(
        "POST", f"{_API}/plans/{{reference}}/review", Permission.PLAN_WRITE,
        ("PLAN_REVIEWED",),
    ),
    RouteRule("POST", f"{_API}/plans/{{reference}}/end", Permission.PLAN_APPROVE, ("PLAN_ENDED",)),
    RouteRule(
        "GET", f"{_API}/plans/{{reference}}/looks", Permission.TEAM_LOOKS_VIEW,
        ("PLAN_LOOKS_LISTED",),
    ),
    RouteRule(
        "POST", f"{_API}/abduction-notices", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_SERVED",),
    ),
    RouteRule(
        "GET", f"{_API}/abduction-notices/{{reference}}", Permission.CHILD_VIEW,
        ("ABDUCTION_NOTICE_VIEWED",),
    ),
    RouteRule(
        "PUT", f"{_API}/abduction-notices/{{reference}}", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_CORRECTED",),
    ),
    RouteRule(
        "POST", f"{_API}/abduction-notices/{{reference}}/breach", Permission.NOTICE_WRITE,
        ("ABDUCTION_NOTICE_BREACHED",),
    ),
    RouteRule(
        "POST", f"{_API}/abduction-notices/{{reference}}/withdrawal", Permission.NOTICE_WRITE,
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
    RouteRule("GET", "/children/{child_id}/plan", Permission.PLAN_WRITE, why_none=_FORM),
    RouteRule(
        "GET", "/children/{child_id}/abduction-notices/new", Permission.NOTICE_WRITE,
        why_none=_FORM,
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
    RouteRule("GET", f"{_API}/flagged", Permission.FLAGGED_VIEW, ("FLAGGED_LISTED",)),
    RouteRule("GET", "/flagged", Permission.FLAGGED_VIEW, ("FLAGGED_LISTED",)),
    RouteRule("GET", "/children/{child_id}/review", Permission.CHILD_REVIEW, why_none=_FORM),
    RouteRule(
        "POST", "/children/{child_id}/review", Permission.CHILD_REVIEW,
        ("OWN_VIEW_GIVEN", "CHILD_VIEWED", "CHILD_REVIEWED"),
    ),
    RouteRule("GET", "/children/{child_id}/judgement", Permission.ADVICE_JUDGE, why_none=_FORM),
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
        "POST", f"{_API}/children/{{child_id}}/review-views", Permission.CHILD_REVIEW,
        ("OWN_VIEW_GIVEN", "CHILD_VIEWED"),
    ),
    RouteRule(
        "POST", f"{_API}/children/{{child_id}}/reviews", Permission.CHILD_REVIEW,
        ("CHILD_REVIEWED",),
    ),
    RouteRule(
        "POST", f"{_API}/children/{{child_id}}/reviews/corrections", Permission.FLAGGED_VIEW,
        ("REVIEW_CORRECTED",),
    ),
    RouteRule(
        "POST", f"{_API}/children/{{child_id}}/judgements", Permission.ADVICE_JUDGE,
        ("ADVICE_JUDGED",),
    ),
    RouteRule("GET", f"{_API}/judgements", Permission.JUDGEMENT_DECIDE, ("JUDGEMENTS_LISTED",)),
    RouteRule(
        "GET", f"{_API}/judgements/figures", Permission.JUDGEMENTS_MEASURE,
        ("JUDGEMENTS_MEASURED",),
    ),
    RouteRule(
        "POST", f"{_API}/judgements/{{reference}}/approval", Permission.JUDGEMENT_DECIDE,
        ("JUDGEMENT_APPROVED",),
    ),
    RouteRule(
        "POST", f"{_API}/judgements/{{reference}}/refusal", Permission.JUDGEMENT_DECIDE,
        ("JUDGEMENT_DECLINED",),
    ),
    RouteRule(
        "POST", f"{_API}/judgements/{{reference}}/end", Permission.ADVICE_JUDGE,
        ("JUDGEMENT_ENDED",),
    ),
    # ---------------------------------------------------------------- supervision, briefing
    RouteRule("GET", f"{_API}/missing-now", Permission.WORK_VIEW,
        ("MISSING_NOW_LISTED", "CHILD_LISTED"),
    ),
    RouteRule("GET", f"{_API}/duties", Permission.WORK_VIEW, ("DUTIES_LISTED", "CHILD_LISTED")),
    RouteRule("GET", f"{_API}/briefing", Permission.BRIEFING_VIEW,
        ("BRIEFING_SHOWN", "CHILD_LISTED"),
    ),
    RouteRule("GET", "/missing-now", Permission.WORK_VIEW, ("MISSING_NOW_LISTED", "CHILD_LISTED")),
    RouteRule("GET", "/duties", Permission.WORK_VIEW, ("DUTIES_LISTED", "CHILD_LISTED")),
    RouteRule("GET", "/briefing", Permission.BRIEFING_VIEW, ("BRIEFING_SHOWN", "CHILD_LISTED")),
    RouteRule("GET", "/briefing/print", Permission.BRIEFING_VIEW, why_none=_FORM),
    RouteRule("POST", "/briefing/print", Permission.BRIEFING_VIEW,
        ("BRIEFING_PRINTED", "CHILD_LISTED"),
    ),
    # ---------------------------------------------------------------- referrals
    RouteRule("GET", "/referrals", Permission.REFERRALS_VIEW, ("REFERRALS_LISTED", *_ROWS)),
    RouteRule("GET", "/new-referral", Permission.REFERRALS_WORK, why_none=_FORM),
    RouteRule("POST", "/new-referral", Permission.REFERRALS_WORK, ("REFERRAL_RECEIVED",)),
    RouteRule("GET", "/referrals/{referral}", Permission.REFERRALS_VIEW, why_none=_FORM),
    RouteRule("POST", "/referrals/{referral}", Permission.REFERRALS_VIEW, ("REFERRAL_VIEWED",)),
    RouteRule(
        "POST", "/referrals/{referral}/steps", Permission.REFERRALS_WORK,
        ("REFERRAL_WORKED", "REFERRAL_VIEWED"),
    ),
    RouteRule("GET", "/conferences", Permission.REFERRALS_VIEW, ("CONFERENCES_LISTED", *_ROWS)),
    RouteRule("GET", "/new-conference", Permission.CONFERENCES_WORK, why_none=_FORM),
    RouteRule("POST", "/new-conference", Permission.CONFERENCES_WORK, ("CONFERENCE_RECORDED",)),
    RouteRule("GET", "/children/{child_id}/conferences", Permission.CHILD_VIEW, why_none=_FORM),
    RouteRule(
        "POST", "/children/{child_id}/conferences", Permission.CHILD_VIEW, ("CONFERENCES_VIEWED",)
    ),
    RouteRule(
        "GET", f"{_API}/children/{{child_id}}/conferences", Permission.CHILD_VIEW,
        ("CONFERENCES_VIEWED",),
    ),
    RouteRule("GET", "/charging", Permission.REFERRALS_VIEW, ("CHARGING_LISTED", *_ROWS)),
    RouteRule(
        "GET", "/investigations", Permission.REFERRALS_VIEW, ("INVESTIGATIONS_LISTED", *_ROWS)
    ),
    RouteRule("GET", f"{_API}/referrals", Permission.REFERRALS_VIEW, ("REFERRALS_LISTED", *_ROWS)),
    RouteRule("POST", f"{_API}/referrals", Permission.REFERRALS_WORK, ("REFERRAL_RECEIVED",)),
    RouteRule(
        "GET", f"{_API}/referrals/{{referral}}", Permission.REFERRALS_VIEW, ("REFERRAL_VIEWED",)
    ),
    RouteRule(
        "POST", f"{_API}/referrals/{{referral}}/steps", Permission.REFERRALS_WORK,
        ("REFERRAL_WORKED",),
    ),
    RouteRule(
        "GET", f"{_API}/conferences", Permission.REFERRALS_VIEW, ("CONFERENCES_LISTED", *_ROWS)
    ),
    RouteRule("POST", f"{_API}/conferences", Permission.CONFERENCES_WORK, ("CONFERENCE_RECORDED",)),
    RouteRule("GET", f"{_API}/charging", Permission.REFERRALS_VIEW, ("CHARGING_LISTED", *_ROWS)),
    RouteRule(
        "GET", f"{_API}/investigations", Permission.REFERRALS_VIEW,
        ("INVESTIGATIONS_LISTED", *_ROWS),
    ),
    # ---------------------------------------------------------------- case audits
    RouteRule("POST", f"{_API}/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDIT_DRAWN",)),
    RouteRule("GET", f"{_API}/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDITS_LISTED",)),
    RouteRule(
        "GET", f"{_API}/case-audits/agreement", Permission.AUDITS_DRAW, ("CASE_AUDITS_MEASURED",)
    ),
    RouteRule(
        "GET", f"{_API}/case-audits/{{audit_id}}", Permission.AUDITS_DRAW, ("CASE_AUDIT_SHOWN",)
    ),
    RouteRule("GET", f"{_API}/audit-cases", Permission.AUDITS_GRADE, ("AUDIT_CASES_LISTED",)),
    RouteRule(
        "GET", f"{_API}/audit-cases/{{case_id}}", Permission.AUDITS_GRADE, ("AUDIT_CASE_VIEWED",)
    ),
    RouteRule(
        "POST", f"{_API}/audit-cases/{{case_id}}/grades", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_GRADED",),
    ),
    RouteRule(
        "POST", f"{_API}/audit-cases/{{case_id}}/final", Permission.AUDITS_GRADE,
        ("AUDIT_CASE_DECIDED",),
    ),
    RouteRule(
        "POST", f"{_API}/audit-cases/{{case_id}}/graders", Permission.AUDITS_DRAW,
        ("AUDIT_GRADER_NAMED",),
    ),
    RouteRule("GET", "/case-audits", Permission.AUDITS_DRAW, ("CASE_AUDITS_LISTED",)),
    RouteRule(
        "POST", "/case-audits", Permission.AUDITS_DRAW,
        ("CASE_AUDIT_DRAWN", "CASE_AUDITS_LISTED", "LOOK_REFUSED"),
    ),
    RouteRule("GET", "/case-audits/agreement", Permission.AUDITS_DRAW, ("CASE_AUDITS_MEASURED",)),
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
    RouteRule("GET", f"{_API}/indicators", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", f"{_API}/indicators/{{indicator_id}}", Permission.INDICATORS_VIEW,
        ("INDICATORS_SHOWN",),
    ),
    RouteRule(
        "GET", f"{_API}/indicators/{{indicator_id}}.csv", Permission.INDICATORS_VIEW,
        ("INDICATORS_SHOWN",),
    ),
    RouteRule(
        "GET", f"{_API}/indicators/{{indicator_id}}/cases", Permission.INDICATORS_TRACE,
        ("INDICATOR_TRACED", "CHILD_LISTED"),
    ),
    RouteRule("GET", f"{_API}/recommendations", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", f"{_API}/recommendations.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule("GET", "/indicators", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule(
        "GET", "/indicators/{indicator_id}", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule(
        "GET", "/indicators/{indicator_id}.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)
    ),
    RouteRule("GET", "/recommendations", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    RouteRule("GET", "/recommendations.csv", Permission.INDICATORS_VIEW, ("INDICATORS_SHOWN",)),
    # ---------------------------------------------------------------- messages
    RouteRule("GET", f"{_API}/messages", Permission.MESSAGES_VIEW, ("MESSAGES_LISTED",)),
    RouteRule("GET", f"{_API}/messages/figures", Permission.MESSAGES_VIEW, ("MESSAGES_MEASURED",)),
    RouteRule(
        "POST", f"{_API}/messages/{{message_id}}/again", Permission.MESSAGES_SEND_AGAIN,
        ("MESSAGE_REVIVED",),
    ),
    RouteRule(
        "GET", "/messages", Permission.MESSAGES_VIEW, ("MESSAGES_LISTED", "MESSAGES_MEASURED")
    ),
    RouteRule("POST", "/messages", Permission.MESSAGES_SEND_AGAIN, ("MESSAGE_REVIVED",)),
    # ---------------------------------------------------------------- links
    RouteRule(
        "GET", f"{_API}/links/doubtful", Permission.LINKS_VIEW, ("DOUBTFUL_LINKS_LISTED",)
    ),
    RouteRule(
        "GET", f"{_API}/links/doubtful/{{link_id}}", Permission.LINKS_VIEW,
        ("DOUBTFUL_LINK_VIEWED",),
    ),
    RouteRule(
        "POST", f"{_API}/links/doubtful/{{link_id}}/judgement", Permission.LINKS_JUDGE,
        ("LINK_JUDGED",),
    ),
    RouteRule(
        "POST", f"{_API}/links/judgements/{{act_id}}/undo", Permission.LINKS_JUDGE,
        ("JUDGEMENT_UNDONE",),
    ),
    RouteRule(
        "GET", f"{_API}/links/people/{{person_id}}/records", Permission.LINKS_VIEW,
        ("PERSON_RECORDS_VIEWED",),
    ),
    RouteRule(
        "POST", f"{_API}/links/people/{{person_id}}/split", Permission.LINKS_JUDGE,
        ("CHILD_SPLIT",),
    ),
    RouteRule(
        "GET", f"{_API}/links/agreement", Permission.AGREEMENT_VIEW, ("AGREEMENT_MEASURED",)
    ),
    RouteRule("GET", "/links", Permission.LINKS_VIEW, ("DOUBTFUL_LINKS_LISTED",)),
    RouteRule("GET", "/links/agreement", Permission.AGREEMENT_VIEW, ("AGREEMENT_MEASURED",)),
    RouteRule("GET", "/links/{link_id}", Permission.LINKS_VIEW, ("DOUBTFUL_LINK_VIEWED",)),
    RouteRule(
        "POST", "/links/{link_id}", Permission.LINKS_JUDGE,
        ("LINK_JUDGED", "DOUBTFUL_LINK_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "POST", "/links/judgements/{act_id}/undo", Permission.LINKS_JUDGE,
        ("JUDGEMENT_UNDONE", "DOUBTFUL_LINK_VIEWED", "LOOK_REFUSED"),
    ),
    RouteRule(
        "GET", "/links/people/{person_id}", Permission.LINKS_VIEW, ("PERSON_RECORDS_VIEWED",)
    ),
    RouteRule(
        "POST", "/links/people/{person_id}", Permission.LINKS_JUDGE,
        ("CHILD_SPLIT", "PERSON_RECORDS_VIEWED", "LOOK_REFUSED"),
    ),
    # ---------------------------------------------------------------- scorecards
    RouteRule("GET", f"{_API}/models", Permission.MODELS_VIEW, ("MODELS_SHOWN",)),
    RouteRule("GET", f"{_API}/models/shadow", Permission.SHADOW_VIEW, ("SHADOW_MEASURED",)),
    RouteRule("GET", "/models", Permission.MODELS_VIEW, ("MODELS_SHOWN",)),
    # ---------------------------------------------------------------- the log
    RouteRule("GET", f"{_API}/log/checkpoint", Open.TO_ALL, why_none=_HASHES),
    RouteRule("GET", f"{_API}/log/keys", Open.TO_ALL, why_none=_HASHES),
    RouteRule("GET", f"{_API}/log/tile/{{level}}/{{position}}", Open.TO_ALL, why_none=_HASHES),
    RouteRule(
        "GET", f"{_API}/log/entries/{{entry_id}}/proof", Permission.LOG_VERIFY, ("LOG_PROVED",)
    ),
    RouteRule("GET", "/trust", Open.TO_ALL, why_none=_HASHES),
    RouteRule(
        "GET", f"{_API}/audit/{{entry_id}}/replay", Permission.LOG_REPLAY, ("ANSWER_REPLAYED",)
    ),
    RouteRule(
        "POST", "/log/entries/{entry_id}/replay", Permission.LOG_REPLAY, ("ANSWER_REPLAYED",)
    ),
    RouteRule("POST", f"{_API}/audit/search", Permission.LOG_SEARCH, ("LOG_SEARCHED",)),
    RouteRule(
        "GET", f"{_API}/audit/unusual", Permission.LOG_UNUSUAL, ("UNUSUAL_ACCESS_REPORTED",)
    ),
    RouteRule("GET", f"{_API}/audit/figures", Permission.LOG_FIGURES, ("LOG_FIGURES_SHOWN",)),
    RouteRule(
        "GET", f"{_API}/audit/{{entry_id}}", Permission.LOG_SEARCH, ("LOG_ENTRY_VIEWED",)
    ),
    RouteRule("GET", "/log", Permission.LOG_SEARCH, why_none=_FORM),
    RouteRule("POST", "/log", Permission.LOG_SEARCH, ("LOG_SEARCHED",)),
    RouteRule("GET", "/log/unusual", Permission.LOG_UNUSUAL, ("UNUSUAL_ACCESS_REPORTED",)),
    RouteRule("GET", "/log/figures", Permission.LOG_FIGURES, ("LOG_FIGURES_SHOWN",)),
    RouteRule("GET", "/log/entries/{entry_id}", Permission.LOG_SEARCH, ("LOG_ENTRY_VIEWED",)),
    # ---------------------------------------------------------------- manners of access
    RouteRule(
        "POST", f"{_API}/children/{{child_id}}/disclosures", Permission.CHILD_DISCLOSE,
        ("CHILD_DISCLOSED",),
    ),
    RouteRule(
        "PUT", f"{_API}/children/{{child_id}}/restriction", Permission.CHILD_RESTRICT,
        ("CHILD_RESTRICTED",),
    ),
    RouteRule(
        "DELETE", f"{_API}/children/{{child_id}}/restriction", Permission.CHILD_RESTRICT,
        ("RESTRICTION_LIFTED",),
    ),
    RouteRule(
        "GET", f"{_API}/restrictions", Permission.CHILD_RESTRICT, ("RESTRICTIONS_LISTED",)
    ),
    RouteRule(
        "POST", "/children/{child_id}/print", Permission.CHILD_DISCLOSE, ("CHILD_DISCLOSED",)
    ),
    RouteRule("GET", "/restrictions", Permission.CHILD_RESTRICT, ("RESTRICTIONS_LISTED",)),
    RouteRule(
        "POST", "/restrictions", Permission.CHILD_RESTRICT,
        ("CHILD_RESTRICTED", "RESTRICTION_LIFTED"),
    ),
    RouteRule(
        "GET", f"{_API}/teams/looks", Permission.TEAM_LOOKS_VIEW, ("TEAM_LOOKS_LISTED",)
    ),
    RouteRule("GET", "/team/looks", Permission.TEAM_LOOKS_VIEW, ("TEAM_LOOKS_LISTED",)),
    RouteRule("GET", "/notices", Permission.NOTICES_VIEW, ("NOTICES_LISTED",)),
    RouteRule("POST", "/notices", Permission.NOTICES_VIEW, ("NOTICE_ACKNOWLEDGED",)),
    RouteRule("GET", f"{_API}/notices", Permission.NOTICES_VIEW, ("NOTICES_LISTED",)),
    RouteRule(
        "POST", f"{_API}/notices/{{notice_id}}/acknowledgement", Permission.NOTICES_VIEW,
        ("NOTICE_ACKNOWLEDGED",),
    ),
    # ---------------------------------------------------------------- keeping and erasing
    RouteRule(
        "GET", f"{_API}/retention/due", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)
    ),
    RouteRule(
        "POST", f"{_API}/retention/{{child_id}}/decision", Permission.RETENTION_REVIEW,
        ("RETENTION_DECIDED",),
    ),
    RouteRule("GET", f"{_API}/erasures", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)),
    RouteRule("POST", f"{_API}/erasures", Permission.ERASURE_ASK, ("ERASURE_ASKED",)),
    RouteRule(
        "POST", f"{_API}/erasures/{{erasure_id}}/approval", Permission.ERASURE_APPROVE,
        ("CHILD_ERASED",),
    ),
    RouteRule("GET", "/retention", Permission.RETENTION_REVIEW, ("RETENTION_LISTED",)),
    RouteRule(
        "POST", "/retention", Permission.RETENTION_REVIEW,
        ("RETENTION_DECIDED", "ERASURE_ASKED", "CHILD_ERASED", "RETENTION_LISTED"),
    ),
    # ---------------------------------------------------------------- administration
    RouteRule("GET", f"{_API}/settings", Permission.SETTINGS_VIEW, ("SETTINGS_SHOWN",)),
    RouteRule("GET", f"{_API}/quarantine", Permission.QUARANTINE_VIEW, ("QUARANTINE_LISTED",)),
    RouteRule("GET", "/settings", Permission.SETTINGS_VIEW, ("SETTINGS_SHOWN",)),
    RouteRule("GET", "/quarantine", Permission.QUARANTINE_VIEW, ("QUARANTINE_LISTED",)),
    RouteRule("GET", "/roles", Open.TO_SIGNED_IN, why_none=_NO_DATA),
    RouteRule("GET", f"{_API}/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule("POST", f"{_API}/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)),
    RouteRule(
        "GET", f"{_API}/accounts/{{account}}", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)
    ),
    RouteRule(
        "PUT", f"{_API}/accounts/{{account}}", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)
    ),
    RouteRule("GET", "/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule(
        "POST", "/accounts", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED", "ACCOUNTS_LISTED")
    ),
    RouteRule("GET", "/accounts/{account}", Permission.ACCOUNTS_MANAGE, ("ACCOUNTS_LISTED",)),
    RouteRule("POST", "/accounts/{account}", Permission.ACCOUNTS_MANAGE, ("ACCOUNT_CHANGED",)),
    # ---------------------------------------------------------------- signing in
    RouteRule("GET", "/sign-in", Open.TO_ALL, why_none=_FORM),
    RouteRule("POST", "/sign-in", Open.TO_ALL, ("SIGNED_IN", "SIGN_IN_REFUSED")),
    RouteRule("GET", "/sign-in/force", Open.TO_ALL, why_none=_ON_THE_WAY),
    RouteRule("GET", "/sign-in/callback", Open.TO_ALL, ("SIGNED_IN", "SIGN_IN_REFUSED")),
    RouteRule("POST", "/sign-out", Open.TO_SIGNED_IN, ("SIGNED_OUT",)),
    RouteRule("POST", "/colours", Open.TO_ALL, why_none=_NO_DATA),
    # ---------------------------------------------------------------- the service itself
    RouteRule("GET", f"{_API}/openapi.json", Open.TO_ALL, why_none=_NO_DATA),
    RouteRule("GET", "/health/live", Open.TO_ALL, why_none=_NO_DATA),
    RouteRule("GET", "/health/ready", Open.TO_ALL, why_none=_NO_DATA),
)  # fmt: skip


def check_routes(served: Iterable[tuple[str, str]]) -> None:
    """Refuse to serve what the table doesn't name.

    Args:
        served: (method, path) of every route of the application, HEAD left out.

    Raises:
        UnknownRouteError: naming every route without a row and every row without a route.
    """
    known, found = {(rule.method, rule.path) for rule in ROUTES}, set(served)
    faults = [f"{method} {path} has no row" for method, path in sorted(found - known)]
    faults += [f"{method} {path} is served by nothing" for method, path in sorted(known - found)]
    if faults:
        raise UnknownRouteError("serving/access/routes.py: " + "; ".join(faults))
