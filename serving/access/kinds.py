"""Every kind of entry that the access log may hold, and the operation of law that it records (N6).

Data-protection law wants six operations on record (DPA 2018 s.62); what runs the service
itself is recorded beside them. Names stand in entries: never rename one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = ["KINDS", "Kind", "Operation"]


class Operation(Enum):
    """What the law, or the running of the service, calls an act."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"
    #: Reading the log itself: allowed to verify lawfulness and for integrity and security.
    LOG_USE = "use of the log"
    #: Signing in, refusals, accounts, settings: about nobody's record.
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of entry.

    Attributes:
        words: what was done, for people, in the past tense.
        needs_reason: the law wants a justification of every single one.
    """

    name: str
    operations: tuple[Operation, ...]
    words: str
    needs_reason: bool = False


_LOOK = (Operation.CONSULTATION, Operation.COMBINATION)
_REASONED = True

KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            # ------------------------------------------------------------ looks
            Kind("CHILDREN_SEARCHED", (Operation.CONSULTATION,), "Searched for a child"),
            Kind("CHILD_VIEWED", _LOOK, "Was shown a child's answer", _REASONED),
            Kind(
                "CHILD_VIEWED_IN_EMERGENCY",
                _LOOK,
                "Opened a limited record in an emergency",
                _REASONED,
            ),
            Kind(
                "CHILD_DISCLOSED",
                (Operation.DISCLOSURE, *_LOOK),
                "Printed or passed on a child's answer",
                _REASONED,
            ),
            Kind(
                "TEAM_LOOKS_LISTED",
                (Operation.CONSULTATION, Operation.LOG_USE),
                "Saw who looked at the team's children",
            ),
            Kind("CHILD_LISTED", (Operation.CONSULTATION,), "Was shown a child on a list"),
            Kind("NOTICES_LISTED", (Operation.CONSULTATION,), "Read the team's notices"),
            Kind("NOTICE_ACKNOWLEDGED", (Operation.CONTROL,), "Acknowledged a notice"),
            # ------------------------------------------------------------ records
            Kind("EXTRACTS_TAKEN_IN", (Operation.COLLECTION,), "Took extracts in"),
            Kind("RECORDS_LINKED", (Operation.COMBINATION,), "Linked records"),
            Kind("CHILDREN_RESCORED", (Operation.COMBINATION,), "Rescored every child"),
            Kind("SNAPSHOT_EXPORTED", _LOOK, "Exported a snapshot for training"),
            Kind("CHILD_RESTRICTED", (Operation.ALTERATION,), "Limited a record", _REASONED),
            Kind("RESTRICTIONS_LISTED", (Operation.CONSULTATION,), "Listed limited records"),
            Kind("RESTRICTION_LIFTED", (Operation.ALTERATION,), "Lifted a limit", _REASONED),
            # ------------------------------------------------------------ missing reports
            Kind(
                "MISSING_REPORT_OPENED",
                (Operation.COLLECTION,),
                "Opened a missing report",
                _REASONED,
            ),
            Kind(
                "MISSING_REPORT_ANSWERED",
                _LOOK,
                "Was sent a new missing report with the child's answer",
                _REASONED,
            ),
            Kind("MISSING_REPORT_VIEWED", _LOOK, "Was shown a missing report", _REASONED),
            Kind(
                "MISSING_REPORT_UPDATED",
                (Operation.ALTERATION,),
                "Corrected a missing report",
                _REASONED,
            ),
            Kind(
                "MISSING_CHILD_FOUND",
                (Operation.COLLECTION, Operation.ALTERATION),
                "Recorded that a child was found",
                _REASONED,
            ),
            Kind(
                "MISSING_INTERVIEW_RECORDED",
                (Operation.COLLECTION, Operation.ALTERATION),
                "Recorded an interview after a return",
                _REASONED,
            ),
            Kind(
                "MISSING_REPORT_REVIEWED",
                (Operation.COLLECTION, Operation.ALTERATION),
                "Reviewed a missing report",
                _REASONED,
            ),
            Kind(
                "STRATEGY_MEETING_RECORDED",
                (Operation.COLLECTION, Operation.ALTERATION),
                "Recorded a strategy meeting",
                _REASONED,
            ),
            Kind(
                "MISSING_REPORT_WITHDRAWN",
                (Operation.ALTERATION,),
                "Took a missing report back",
                _REASONED,
            ),
            # ------------------------------------------------------------ plans and notices
            Kind("PLANS_LISTED", (Operation.CONSULTATION,), "Listed plans being written"),
            Kind("PLAN_BEGUN", (Operation.COLLECTION,), "Began a plan", _REASONED),
            Kind(
                "PLAN_SECTION_SAVED",
                (Operation.ALTERATION,),
                "Saved a section of a plan",
                _REASONED,
            ),
            Kind(
                "PLAN_TEXT_KEPT_APART",
                (Operation.ALTERATION,),
                "Saved after somebody else; both texts were kept",
                _REASONED,
            ),
            Kind("PLAN_SUBMITTED", (Operation.ALTERATION,), "Sent a plan for approval", _REASONED),
            Kind(
                "PLAN_APPROVED",
                (Operation.COLLECTION, Operation.ALTERATION),
                "Approved a plan",
                _REASONED,
            ),
            Kind("PLAN_SENT_BACK", (Operation.ALTERATION,), "Sent a plan back", _REASONED),
            Kind("PLAN_REVIEWED", (Operation.ALTERATION,), "Reviewed a plan", _REASONED),
            Kind("PLAN_ENDED", (Operation.ALTERATION,), "Ended a plan", _REASONED),
            Kind("PLAN_VIEWED", _LOOK, "Was shown a plan", _REASONED),
            Kind(
                "PLAN_LOOKS_LISTED",
                (Operation.CONSULTATION, Operation.LOG_USE),
                "Saw in which looks a plan was shown",
                _REASONED,
            ),
            Kind(
                "ABDUCTION_NOTICE_SERVED",
                (Operation.COLLECTION,),
                "Recorded that an abduction notice was served",
                _REASONED,
            ),
            Kind(
                "ABDUCTION_NOTICE_CORRECTED",
                (Operation.ALTERATION,),
                "Corrected an abduction notice",
                _REASONED,
            ),
            Kind(
                "ABDUCTION_NOTICE_BREACHED",
                (Operation.ALTERATION,),
                "Recorded a breach of an abduction notice",
                _REASONED,
            ),
            Kind(
                "ABDUCTION_NOTICE_WITHDRAWN",
                (Operation.ALTERATION,),
                "Withdrew an abduction notice",
                _REASONED,
            ),
            Kind("ABDUCTION_NOTICE_VIEWED", _LOOK, "Was shown an abduction notice", _REASONED),
            # ------------------------------------------------------------ reviews and judgement
            Kind("FLAGGED_LISTED", _LOOK, "Listed flagged children"),
            Kind("OWN_VIEW_GIVEN", (Operation.COLLECTION,), "Gave their own view", _REASONED),
            Kind("CHILD_REVIEWED", (Operation.COLLECTION,), "Reviewed a child", _REASONED),
            Kind("REVIEW_CORRECTED", (Operation.ALTERATION,), "Corrected a review", _REASONED),
            Kind("REVIEW_WITHDRAWN", (Operation.ALTERATION,), "Took a review back", _REASONED),
            Kind("ADVICE_JUDGED", (Operation.COLLECTION,), "Judged the advice", _REASONED),
            Kind("JUDGEMENTS_LISTED", _LOOK, "Listed judgements that wait"),
            Kind("JUDGEMENT_APPROVED", (Operation.ALTERATION,), "Approved a judgement", _REASONED),
            Kind("JUDGEMENT_DECLINED", (Operation.ALTERATION,), "Declined a judgement", _REASONED),
            Kind("JUDGEMENT_ENDED", (Operation.ALTERATION,), "Ended a judgement", _REASONED),
            Kind("JUDGEMENTS_MEASURED", (Operation.CONTROL,), "Saw how judgements fared"),
            # ------------------------------------------------------------ supervision, briefing
            Kind("MISSING_NOW_LISTED", (Operation.CONSULTATION,), "Saw who is missing now"),
            Kind("DUTIES_LISTED", (Operation.CONSULTATION,), "Saw what is due"),
            Kind("BRIEFING_SHOWN", _LOOK, "Read the daily briefing"),
            Kind(
                "BRIEFING_PRINTED",
                (Operation.DISCLOSURE, *_LOOK),
                "Printed the daily briefing",
                _REASONED,
            ),
            # ------------------------------------------------------------ referrals
            Kind("REFERRALS_LISTED", (Operation.CONSULTATION,), "Listed referrals"),
            Kind("REFERRAL_VIEWED", _LOOK, "Was shown a referral", _REASONED),
            Kind(
                "REFERRAL_RECEIVED",
                (Operation.COLLECTION,),
                "Wrote down that a referral was received",
                _REASONED,
            ),
            Kind(
                "REFERRAL_WORKED", (Operation.ALTERATION,), "Took a referral a step on", _REASONED
            ),
            Kind(
                "REFERRAL_CORRECTED",
                (Operation.ALTERATION,),
                "Corrected a step of a referral, or took it back",
                _REASONED,
            ),
            Kind("CONFERENCES_VIEWED", _LOOK, "Was shown a child's conferences", _REASONED),
            Kind("CONFERENCES_LISTED", (Operation.CONSULTATION,), "Listed conferences"),
            Kind(
                "CONFERENCE_RECORDED", (Operation.COLLECTION,), "Recorded a conference", _REASONED
            ),
            Kind(
                "CONFERENCE_CORRECTED",
                (Operation.ALTERATION,),
                "Corrected what was recorded of a conference, or took it back",
                _REASONED,
            ),
            Kind("CHARGING_LISTED", (Operation.CONSULTATION,), "Listed cases with prosecutors"),
            Kind("INVESTIGATIONS_LISTED", (Operation.CONSULTATION,), "Listed investigations"),
            # ------------------------------------------------------------ case audits
            Kind("CASE_AUDIT_DRAWN", _LOOK, "Drew cases to be audited"),
            Kind("CASE_AUDITS_LISTED", (Operation.CONTROL,), "Listed drawings of cases"),
            Kind("CASE_AUDIT_SHOWN", (Operation.CONTROL,), "Saw a drawing and its cases"),
            Kind("CASE_AUDITS_MEASURED", (Operation.CONTROL,), "Saw how far judgements agree"),
            Kind("AUDIT_GRADER_NAMED", (Operation.CONTROL,), "Named who judges an audited case"),
            Kind("AUDIT_CASES_LISTED", (Operation.CONTROL,), "Listed the own audited cases"),
            Kind("AUDIT_CASE_VIEWED", _LOOK, "Was shown an audited case", _REASONED),
            Kind(
                "AUDIT_CASE_GRADED",
                (Operation.COLLECTION,),
                "Judged an audited case blind",
                _REASONED,
            ),
            Kind(
                "AUDIT_CASE_DECIDED",
                (Operation.COLLECTION,),
                "Kept or changed what was judged of a case",
                _REASONED,
            ),
            # ------------------------------------------------------------ indicators
            Kind("INDICATORS_MADE", (Operation.COMBINATION,), "Published indicators of a month"),
            Kind("INDICATORS_SHOWN", (Operation.CONTROL,), "Saw indicators, nobody named"),
            Kind(
                "INDICATOR_TRACED",
                (Operation.CONSULTATION,),
                "Saw the records behind an indicator's figure",
                _REASONED,
            ),
            Kind(
                "JUDGEMENTS_TRACED",
                (Operation.CONSULTATION,),
                "Saw the judgements behind a figure",
                _REASONED,
            ),
            # ------------------------------------------------------------ messages
            Kind("PEOPLE_TOLD", (Operation.CONTROL,), "Left notices that were due by the clock"),
            Kind(
                "MESSAGE_SENT",
                (Operation.DISCLOSURE,),
                "Sent a message that names nobody",
                _REASONED,
            ),
            Kind("MESSAGES_LISTED", (Operation.CONTROL,), "Listed messages and their delivery"),
            Kind("MESSAGES_MEASURED", (Operation.CONTROL,), "Saw the figures of messages"),
            Kind("MESSAGE_REVIVED", (Operation.CONTROL,), "Had a message sent again"),
            # ------------------------------------------------------------ links
            Kind("DOUBTFUL_LINKS_LISTED", (Operation.CONSULTATION,), "Listed doubtful links"),
            Kind("DOUBTFUL_LINK_VIEWED", _LOOK, "Saw a doubtful link", _REASONED),
            Kind("PERSON_RECORDS_VIEWED", _LOOK, "Saw a person's records", _REASONED),
            Kind(
                "LINK_JUDGED",
                (Operation.ALTERATION, Operation.COMBINATION),
                "Judged a doubtful link",
                _REASONED,
            ),
            Kind(
                "CHILD_SPLIT",
                (Operation.ALTERATION, Operation.COMBINATION),
                "Split a person's records",
                _REASONED,
            ),
            Kind(
                "JUDGEMENT_UNDONE",
                (Operation.ALTERATION, Operation.COMBINATION),
                "Undid a judgement of a link",
                _REASONED,
            ),
            Kind("AGREEMENT_MEASURED", (Operation.CONTROL,), "Saw how far people agree on links"),
            # ------------------------------------------------------------ scorecards
            Kind("MODELS_SHOWN", (Operation.CONTROL,), "Saw the scorecards in use"),
            Kind("SHADOW_MEASURED", (Operation.CONTROL,), "Saw how the challenger compares"),
            # ------------------------------------------------------------ the log
            Kind("LOG_SEARCHED", (Operation.LOG_USE, Operation.CONSULTATION), "Searched the log"),
            Kind("LOG_ENTRY_VIEWED", (Operation.LOG_USE, Operation.CONSULTATION), "Saw an entry"),
            Kind(
                "ANSWER_REPLAYED",
                (Operation.LOG_USE, Operation.CONSULTATION),
                "Gave a past answer again",
                _REASONED,
            ),
            Kind("LOG_PROVED", (Operation.LOG_USE,), "Took the proof of an entry"),
            Kind("UNUSUAL_ACCESS_REPORTED", (Operation.LOG_USE,), "Read of unusual access"),
            Kind("LOG_FIGURES_SHOWN", (Operation.LOG_USE,), "Saw the log's figures"),
            Kind("LOG_CLOSED", (Operation.CONTROL,), "Closed the log"),
            Kind("LOG_OPENED", (Operation.CONTROL,), "Opened a log that goes on from another"),
            Kind("LOG_KEY_CHANGED", (Operation.CONTROL,), "Changed the key that signs the log"),
            # ------------------------------------------------------------ keeping
            Kind("RETENTION_LISTED", (Operation.CONSULTATION,), "Listed records due for review"),
            Kind("RETENTION_DECIDED", (Operation.ALTERATION,), "Decided to keep", _REASONED),
            Kind("ERASURE_ASKED", (Operation.CONTROL,), "Asked for an erasure", _REASONED),
            Kind("CHILD_ERASED", (Operation.ERASURE,), "Erased a child's records", _REASONED),
            Kind(
                "RETENTION_CARRIED_OUT", (Operation.ERASURE,), "Deleted what was kept long enough"
            ),
            Kind("PRIVATE_PARTS_ERASED", (Operation.ERASURE,), "Erased private parts of the log"),
            # ------------------------------------------------------------ the service
            Kind("SIGNED_IN", (Operation.CONTROL,), "Signed in"),
            Kind("SIGN_IN_REFUSED", (Operation.CONTROL,), "Was refused at sign-in"),
            Kind("SIGNED_OUT", (Operation.CONTROL,), "Signed out"),
            Kind("LOOK_REFUSED", (Operation.CONTROL,), "Was refused"),
            Kind("ACCOUNTS_LISTED", (Operation.CONTROL,), "Listed accounts"),
            Kind("ACCOUNT_CHANGED", (Operation.CONTROL,), "Made, changed or closed an account"),
            Kind("SETTINGS_SHOWN", (Operation.CONTROL,), "Saw the settings"),
            Kind("QUARANTINE_LISTED", (Operation.CONTROL,), "Listed rows held back"),
        )
    }
)
