"""For each kind of entry that gives an answer: whether it can be worked out again, and why not.

Total over every kind that the log may hold: a test fails when a kind has no row.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType

__all__ = ["ANSWERED", "Recomputed", "why_not"]


class Recomputed(Enum):
    """How the answers of one kind are given again. The value says why, for people."""

    FROM_INPUTS = "worked out again from the inputs that its entry names"
    NO_ANSWER = "an entry of this kind gives no answer"
    WHOLE_INDEX = "it was answered from the whole index of names, whose past states are not kept"
    LINKS = (
        "it was answered from links and judgements as they stood, whose past states are not "
        "kept whole"
    )
    COUNTS = "it holds counts of the store as it stood, which is not kept"
    LOG = "it was answered from the log as it stood, and from today's accounts"
    REGISTRY = "it says what the registry of scorecards told then, which is not ours to keep"
    LISTED = "it lists what the store held then, which is not kept"
    RAN = "it says what was done, which is not done again"


def why_not(how: Recomputed) -> str:
    """The sentence of a kind that is given again as kept, and not worked out anew."""
    return f"Not recomputable: {how.value}."


#: Kind -> how its answer is given again.
ANSWERED: Mapping[str, Recomputed] = MappingProxyType(
    {
        "CHILD_VIEWED": Recomputed.FROM_INPUTS,
        "CHILD_VIEWED_IN_EMERGENCY": Recomputed.FROM_INPUTS,
        "CHILD_DISCLOSED": Recomputed.FROM_INPUTS,
        "CHILDREN_SEARCHED": Recomputed.WHOLE_INDEX,
        "TEAM_LOOKS_LISTED": Recomputed.LOG,
        "CHILD_LISTED": Recomputed.LISTED,
        "MISSING_NOW_LISTED": Recomputed.LISTED,
        "DUTIES_LISTED": Recomputed.LISTED,
        "BRIEFING_SHOWN": Recomputed.LISTED,
        "BRIEFING_PRINTED": Recomputed.LISTED,
        "NOTICES_LISTED": Recomputed.LISTED,
        "MISSING_REPORT_OPENED": Recomputed.RAN,
        "MISSING_REPORT_ANSWERED": Recomputed.RAN,
        "MISSING_REPORT_VIEWED": Recomputed.LISTED,
        "MISSING_REPORT_UPDATED": Recomputed.RAN,
        "MISSING_CHILD_FOUND": Recomputed.RAN,
        "MISSING_INTERVIEW_RECORDED": Recomputed.RAN,
        "MISSING_REPORT_REVIEWED": Recomputed.RAN,
        "STRATEGY_MEETING_RECORDED": Recomputed.RAN,
        "MISSING_REPORT_WITHDRAWN": Recomputed.RAN,
        "NOTICE_ACKNOWLEDGED": Recomputed.RAN,
        "PEOPLE_TOLD": Recomputed.RAN,
        "MESSAGE_SENT": Recomputed.RAN,
        "MESSAGES_LISTED": Recomputed.LISTED,
        "MESSAGES_MEASURED": Recomputed.COUNTS,
        "MESSAGE_REVIVED": Recomputed.RAN,
        "FLAGGED_LISTED": Recomputed.LISTED,
        "OWN_VIEW_GIVEN": Recomputed.NO_ANSWER,
        "CHILD_REVIEWED": Recomputed.RAN,
        "REVIEW_CORRECTED": Recomputed.RAN,
        "REVIEW_WITHDRAWN": Recomputed.RAN,
        "ADVICE_JUDGED": Recomputed.RAN,
        "JUDGEMENTS_LISTED": Recomputed.LISTED,
        "JUDGEMENT_APPROVED": Recomputed.RAN,
        "JUDGEMENT_DECLINED": Recomputed.RAN,
        "JUDGEMENT_ENDED": Recomputed.RAN,
        "JUDGEMENTS_MEASURED": Recomputed.COUNTS,
        "EXTRACTS_TAKEN_IN": Recomputed.RAN,
        "RECORDS_LINKED": Recomputed.RAN,
        "CHILDREN_RESCORED": Recomputed.RAN,
        "SNAPSHOT_EXPORTED": Recomputed.RAN,
        "CHILD_RESTRICTED": Recomputed.RAN,
        "RESTRICTION_LIFTED": Recomputed.RAN,
        "RESTRICTIONS_LISTED": Recomputed.LISTED,
        "DOUBTFUL_LINKS_LISTED": Recomputed.LINKS,
        "DOUBTFUL_LINK_VIEWED": Recomputed.LINKS,
        "PERSON_RECORDS_VIEWED": Recomputed.LINKS,
        "LINK_JUDGED": Recomputed.LINKS,
        "CHILD_SPLIT": Recomputed.LINKS,
        "JUDGEMENT_UNDONE": Recomputed.LINKS,
        "AGREEMENT_MEASURED": Recomputed.COUNTS,
        "MODELS_SHOWN": Recomputed.REGISTRY,
        "SHADOW_MEASURED": Recomputed.COUNTS,
        "REFERRALS_LISTED": Recomputed.LISTED,
        "REFERRAL_VIEWED": Recomputed.LISTED,
        "REFERRAL_RECEIVED": Recomputed.RAN,
        "REFERRAL_WORKED": Recomputed.RAN,
        "REFERRAL_CORRECTED": Recomputed.RAN,
        "CONFERENCES_LISTED": Recomputed.LISTED,
        "CONFERENCES_VIEWED": Recomputed.LISTED,
        "CONFERENCE_RECORDED": Recomputed.RAN,
        "CONFERENCE_CORRECTED": Recomputed.RAN,
        "CHARGING_LISTED": Recomputed.LISTED,
        "INVESTIGATIONS_LISTED": Recomputed.LISTED,
        "CASE_AUDIT_DRAWN": Recomputed.RAN,
        "CASE_AUDITS_LISTED": Recomputed.LISTED,
        "CASE_AUDIT_SHOWN": Recomputed.LISTED,
        "CASE_AUDITS_MEASURED": Recomputed.COUNTS,
        "AUDIT_GRADER_NAMED": Recomputed.RAN,
        "AUDIT_CASES_LISTED": Recomputed.LISTED,
        "AUDIT_CASE_VIEWED": Recomputed.LISTED,
        "AUDIT_CASE_GRADED": Recomputed.RAN,
        "AUDIT_CASE_DECIDED": Recomputed.RAN,
        "LOG_SEARCHED": Recomputed.LOG,
        "LOG_ENTRY_VIEWED": Recomputed.LOG,
        "ANSWER_REPLAYED": Recomputed.LOG,
        "LOG_PROVED": Recomputed.LOG,
        "UNUSUAL_ACCESS_REPORTED": Recomputed.LOG,
        "LOG_FIGURES_SHOWN": Recomputed.LOG,
        "INDICATORS_MADE": Recomputed.RAN,
        "INDICATORS_SHOWN": Recomputed.COUNTS,
        "INDICATOR_TRACED": Recomputed.LISTED,
        "JUDGEMENTS_TRACED": Recomputed.LISTED,
        "LOG_CLOSED": Recomputed.RAN,
        "LOG_KEY_CHANGED": Recomputed.RAN,
        "LOG_OPENED": Recomputed.RAN,
        "PLANS_LISTED": Recomputed.LISTED,
        "PLAN_VIEWED": Recomputed.LISTED,
        "ABDUCTION_NOTICE_VIEWED": Recomputed.LISTED,
        "PLAN_LOOKS_LISTED": Recomputed.LOG,
        "PLAN_BEGUN": Recomputed.RAN,
        "PLAN_SECTION_SAVED": Recomputed.RAN,
        "PLAN_TEXT_KEPT_APART": Recomputed.RAN,
        "PLAN_SUBMITTED": Recomputed.RAN,
        "PLAN_APPROVED": Recomputed.RAN,
        "PLAN_SENT_BACK": Recomputed.RAN,
        "PLAN_REVIEWED": Recomputed.RAN,
        "PLAN_ENDED": Recomputed.RAN,
        "ABDUCTION_NOTICE_SERVED": Recomputed.RAN,
        "ABDUCTION_NOTICE_CORRECTED": Recomputed.RAN,
        "ABDUCTION_NOTICE_BREACHED": Recomputed.RAN,
        "ABDUCTION_NOTICE_WITHDRAWN": Recomputed.RAN,
        "RETENTION_LISTED": Recomputed.LISTED,
        "RETENTION_DECIDED": Recomputed.RAN,
        "RETENTION_CARRIED_OUT": Recomputed.RAN,
        "ERASURE_ASKED": Recomputed.RAN,
        "CHILD_ERASED": Recomputed.RAN,
        "PRIVATE_PARTS_ERASED": Recomputed.RAN,
        "SIGNED_IN": Recomputed.NO_ANSWER,
        "SIGN_IN_REFUSED": Recomputed.NO_ANSWER,
        "SIGNED_OUT": Recomputed.NO_ANSWER,
        "LOOK_REFUSED": Recomputed.NO_ANSWER,
        "ACCOUNTS_LISTED": Recomputed.LISTED,
        "ACCOUNT_CHANGED": Recomputed.RAN,
        "SETTINGS_SHOWN": Recomputed.LISTED,
        "QUARANTINE_LISTED": Recomputed.LISTED,
    }
)
