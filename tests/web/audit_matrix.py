"""Kind of entry -> how it is provoked, and who and whom its entry must then name (N6).

Whoever adds a kind to :mod:`serving.access.kinds` adds its row here. The rows are tried in
their order, at one door whose force is :func:`tests.lib.link_review.doubtful_force`; those
that change it for good come last.
"""

from __future__ import annotations

from collections.abc import Mapping

from serving.service.close_log import change_log_key, close_log
from tests.web.audit_provoking import (
    ask_to_erase,
    by_route,
    erase_child,
    erase_parts,
    judge_link,
    keep_apart,
    let_go,
    link_records,
    list_missing,
    look_in_emergency,
    make_indicators,
    on_closed_log,
    refuse_look,
    refuse_sign_in,
    rescore_children,
    send_message,
    sign_in,
    split_child,
    take_in_extracts,
    take_snapshot,
    tell_people,
    undo_judgement,
)
from tests.web.audit_scene import SOMEBODY, Provoke

__all__ = ["MATRIX"]

_API = "/api/v1"
_LINKS = f"{_API}/links"
_PLAN = f"{_API}/plans/{{reference}}"
_ABDUCTION = f"{_API}/abduction-notices/{{reference}}"
_CHILD = f"{_API}/children/{{child_id}}"
_REPORTS = f"{_API}/missing-reports"

#: Kind of entry -> how it is provoked.
MATRIX: Mapping[str, Provoke] = {
    "CHILDREN_SEARCHED": by_route("POST", f"{_API}/children/search", "officer"),
    "CHILD_VIEWED": by_route("GET", f"{_CHILD}/risk", "officer", "child_id"),
    "CHILD_VIEWED_IN_EMERGENCY": look_in_emergency,
    "CHILD_DISCLOSED": by_route(
        "POST", f"{_CHILD}/disclosures", "officer", "child_id", "Duty social worker"
    ),
    "CHILD_LISTED": list_missing,
    "MISSING_NOW_LISTED": by_route("GET", f"{_API}/missing-now", "supervisor"),
    "DUTIES_LISTED": by_route("GET", f"{_API}/duties", "supervisor"),
    "BRIEFING_SHOWN": by_route("GET", f"{_API}/briefing", "officer"),
    "BRIEFING_PRINTED": by_route("POST", "/briefing/print", "officer", recipient="Night shift"),
    "MISSING_REPORT_OPENED": by_route("POST", _REPORTS, "officer", SOMEBODY),
    "MISSING_REPORT_ANSWERED": by_route("POST", _REPORTS, "officer", SOMEBODY),
    "MISSING_REPORT_VIEWED": by_route("GET", f"{_REPORTS}/{{reference}}", "officer", SOMEBODY),
    "MISSING_REPORT_UPDATED": by_route(
        "POST", f"{_REPORTS}/{{reference}}/updates", "officer", SOMEBODY
    ),
    "MISSING_CHILD_FOUND": by_route("POST", f"{_REPORTS}/{{reference}}/found", "officer", SOMEBODY),
    "MISSING_INTERVIEW_RECORDED": by_route(
        "POST", f"{_REPORTS}/{{reference}}/return-interviews", "neighbourhood", SOMEBODY
    ),
    "MISSING_REPORT_REVIEWED": by_route(
        "POST", f"{_REPORTS}/{{reference}}/reviews", "supervisor", SOMEBODY
    ),
    "STRATEGY_MEETING_RECORDED": by_route(
        "POST", f"{_REPORTS}/{{reference}}/strategy-meetings", "supervisor", SOMEBODY
    ),
    "MISSING_REPORT_WITHDRAWN": by_route(
        "POST", f"{_REPORTS}/{{reference}}/withdrawal", "officer", SOMEBODY
    ),
    "TEAM_LOOKS_LISTED": by_route("GET", f"{_API}/teams/looks", "neighbourhood"),
    "NOTICES_LISTED": by_route("GET", f"{_API}/notices", "neighbourhood"),
    "NOTICE_ACKNOWLEDGED": by_route(
        "POST", f"{_API}/notices/{{notice_id}}/acknowledgement", "neighbourhood"
    ),
    "MESSAGE_SENT": send_message,
    "PEOPLE_TOLD": tell_people,
    "MESSAGES_LISTED": by_route("GET", f"{_API}/messages", "administrator"),
    "MESSAGES_MEASURED": by_route("GET", f"{_API}/messages/figures", "administrator"),
    "MESSAGE_REVIVED": by_route("POST", f"{_API}/messages/{{message_id}}/again", "administrator"),
    "CHILD_RESTRICTED": by_route("PUT", f"{_CHILD}/restriction", "supervisor", "child_id"),
    "RESTRICTIONS_LISTED": by_route("GET", f"{_API}/restrictions", "supervisor"),
    "RESTRICTION_LIFTED": by_route("DELETE", f"{_CHILD}/restriction", "supervisor", "child_id"),
    "REFERRALS_LISTED": by_route("GET", f"{_API}/referrals", "hub"),
    "REFERRAL_RECEIVED": by_route("POST", f"{_API}/referrals", "hub", SOMEBODY),
    "REFERRAL_VIEWED": by_route("GET", f"{_API}/referrals/{{referral}}", "hub", SOMEBODY),
    "REFERRAL_WORKED": by_route("POST", f"{_API}/referrals/{{referral}}/steps", "hub", SOMEBODY),
    "REFERRAL_CORRECTED": by_route(
        "POST", f"{_API}/referrals/{{referral}}/corrections", "hub", SOMEBODY
    ),
    "CONFERENCES_VIEWED": by_route("GET", f"{_CHILD}/conferences", "officer", "child_id"),
    "CONFERENCES_LISTED": by_route("GET", f"{_API}/conferences", "hub"),
    "CONFERENCE_RECORDED": by_route("POST", f"{_API}/conferences", "hub", SOMEBODY),
    "CONFERENCE_CORRECTED": by_route(
        "POST", f"{_CHILD}/conferences/corrections", "hub", "child_id"
    ),
    "CHARGING_LISTED": by_route("GET", f"{_API}/charging", "hub"),
    "INVESTIGATIONS_LISTED": by_route("GET", f"{_API}/investigations", "hub"),
    "PLAN_BEGUN": by_route("POST", f"{_API}/plans", "neighbourhood", SOMEBODY),
    "PLANS_LISTED": by_route("GET", f"{_API}/plans", "neighbourhood"),
    "PLAN_VIEWED": by_route("GET", _PLAN, "officer", SOMEBODY),
    "PLAN_SECTION_SAVED": by_route(
        "PUT", f"{_PLAN}/draft/sections/{{section}}", "neighbourhood", SOMEBODY
    ),
    "PLAN_TEXT_KEPT_APART": keep_apart,
    "PLAN_SUBMITTED": by_route("POST", f"{_PLAN}/submission", "neighbourhood", SOMEBODY),
    "PLAN_SENT_BACK": by_route("POST", f"{_PLAN}/return", "supervisor", SOMEBODY),
    "PLAN_APPROVED": by_route("POST", f"{_PLAN}/approval", "supervisor", SOMEBODY),
    "PLAN_REVIEWED": by_route("POST", f"{_PLAN}/review", "neighbourhood", SOMEBODY),
    "PLAN_ENDED": by_route("POST", f"{_PLAN}/end", "supervisor", SOMEBODY),
    "PLAN_LOOKS_LISTED": by_route("GET", f"{_PLAN}/looks", "neighbourhood", SOMEBODY),
    "ABDUCTION_NOTICE_SERVED": by_route(
        "POST", f"{_API}/abduction-notices", "neighbourhood", SOMEBODY
    ),
    "ABDUCTION_NOTICE_VIEWED": by_route("GET", _ABDUCTION, "officer", SOMEBODY),
    "ABDUCTION_NOTICE_CORRECTED": by_route("PUT", _ABDUCTION, "neighbourhood", SOMEBODY),
    "ABDUCTION_NOTICE_BREACHED": by_route(
        "POST", f"{_ABDUCTION}/breach", "neighbourhood", SOMEBODY
    ),
    "ABDUCTION_NOTICE_WITHDRAWN": by_route(
        "POST", f"{_ABDUCTION}/withdrawal", "neighbourhood", SOMEBODY
    ),
    "FLAGGED_LISTED": by_route("GET", f"{_API}/flagged", "neighbourhood"),
    "OWN_VIEW_GIVEN": by_route("POST", f"{_CHILD}/review-views", "neighbourhood", "child_id"),
    "CHILD_REVIEWED": by_route("POST", f"{_CHILD}/reviews", "neighbourhood", "child_id"),
    "REVIEW_CORRECTED": by_route("POST", f"{_CHILD}/reviews/corrections", "supervisor", "child_id"),
    "REVIEW_WITHDRAWN": by_route("POST", f"{_CHILD}/reviews/withdrawal", "supervisor", "child_id"),
    "ADVICE_JUDGED": by_route("POST", f"{_CHILD}/judgements", "officer", "child_id"),
    "JUDGEMENTS_LISTED": by_route("GET", f"{_API}/judgements", "supervisor"),
    "JUDGEMENT_APPROVED": by_route(
        "POST", f"{_API}/judgements/{{reference}}/approval", "supervisor", SOMEBODY
    ),
    "JUDGEMENT_DECLINED": by_route(
        "POST", f"{_API}/judgements/{{reference}}/refusal", "supervisor", SOMEBODY
    ),
    "JUDGEMENT_ENDED": by_route(
        "POST", f"{_API}/judgements/{{reference}}/end", "officer", SOMEBODY
    ),
    "JUDGEMENTS_MEASURED": by_route("GET", f"{_API}/judgements/figures", "manager"),
    "DOUBTFUL_LINKS_LISTED": by_route("GET", f"{_LINKS}/doubtful", "reviewer"),
    "DOUBTFUL_LINK_VIEWED": by_route("GET", f"{_LINKS}/doubtful/{{link_id}}", "reviewer", SOMEBODY),
    "PERSON_RECORDS_VIEWED": by_route(
        "GET", f"{_LINKS}/people/{{person_id}}/records", "reviewer", "person_id"
    ),
    "LINK_JUDGED": judge_link,
    "CHILD_SPLIT": split_child,
    "JUDGEMENT_UNDONE": undo_judgement,
    "AGREEMENT_MEASURED": by_route("GET", f"{_LINKS}/agreement", "supervisor"),
    "CASE_AUDIT_DRAWN": by_route("POST", f"{_API}/case-audits", "auditor"),
    "CASE_AUDITS_LISTED": by_route("GET", f"{_API}/case-audits", "auditor"),
    "CASE_AUDIT_SHOWN": by_route("GET", f"{_API}/case-audits/{{audit_id}}", "auditor"),
    "CASE_AUDITS_MEASURED": by_route("GET", f"{_API}/case-audits/agreement", "auditor"),
    "AUDIT_GRADER_NAMED": by_route("POST", f"{_API}/audit-cases/{{case_id}}/graders", "auditor"),
    "AUDIT_CASES_LISTED": by_route("GET", f"{_API}/audit-cases", "grader"),
    "AUDIT_CASE_VIEWED": by_route("GET", f"{_API}/audit-cases/{{case_id}}", "grader", SOMEBODY),
    "AUDIT_CASE_GRADED": by_route(
        "POST", f"{_API}/audit-cases/{{case_id}}/grades", "grader", SOMEBODY
    ),
    "AUDIT_CASE_DECIDED": by_route(
        "POST", f"{_API}/audit-cases/{{case_id}}/final", "grader", SOMEBODY
    ),
    "MODELS_SHOWN": by_route("GET", f"{_API}/models", "analyst"),
    "SHADOW_MEASURED": by_route("GET", f"{_API}/models/shadow", "analyst"),
    "LOG_SEARCHED": by_route("POST", f"{_API}/audit/search", "auditor"),
    "LOG_ENTRY_VIEWED": by_route("GET", f"{_API}/audit/{{entry_id}}", "auditor", SOMEBODY),
    "ANSWER_REPLAYED": by_route("GET", f"{_API}/audit/{{entry_id}}/replay", "auditor", SOMEBODY),
    "LOG_PROVED": by_route("GET", f"{_API}/log/entries/{{entry_id}}/proof", "auditor"),
    "UNUSUAL_ACCESS_REPORTED": by_route("GET", f"{_API}/audit/unusual", "auditor"),
    "LOG_FIGURES_SHOWN": by_route("GET", f"{_API}/audit/figures", "manager"),
    "INDICATORS_MADE": make_indicators,
    "INDICATORS_SHOWN": by_route("GET", f"{_API}/indicators", "manager"),
    "INDICATOR_TRACED": by_route("GET", f"{_API}/indicators/{{indicator_id}}/cases", "supervisor"),
    "JUDGEMENTS_TRACED": by_route("GET", f"{_API}/judgements/figures/cases", "supervisor"),
    "RETENTION_LISTED": by_route("GET", f"{_API}/retention/due", "records"),
    "RETENTION_DECIDED": by_route(
        "POST", f"{_API}/retention/{{child_id}}/decision", "records", "child_id"
    ),
    "SIGNED_IN": sign_in,
    "SIGN_IN_REFUSED": refuse_sign_in,
    "SIGNED_OUT": by_route("POST", "/sign-out", "officer"),
    "LOOK_REFUSED": refuse_look,
    "ACCOUNTS_LISTED": by_route("GET", f"{_API}/accounts", "administrator"),
    "ACCOUNT_CHANGED": by_route("POST", f"{_API}/accounts", "administrator"),
    "SETTINGS_SHOWN": by_route("GET", f"{_API}/settings", "administrator"),
    "QUARANTINE_LISTED": by_route("GET", f"{_API}/quarantine", "administrator"),
    # ------------------------------------------------------------ what changes the force
    "EXTRACTS_TAKEN_IN": take_in_extracts,
    "RECORDS_LINKED": link_records,
    "CHILDREN_RESCORED": rescore_children,
    "SNAPSHOT_EXPORTED": take_snapshot,
    "ERASURE_ASKED": ask_to_erase,
    "CHILD_ERASED": erase_child,
    "PRIVATE_PARTS_ERASED": erase_parts,
    "RETENTION_CARRIED_OUT": let_go,
    # ------------------------------------------------------------ what ends a log
    "LOG_KEY_CHANGED": on_closed_log(change_log_key),
    "LOG_CLOSED": on_closed_log(close_log),
    "LOG_OPENED": on_closed_log(close_log),
}
