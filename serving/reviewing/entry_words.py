"""What each kind of entry is called where new ones are counted: (one, several).

Total over every kind, which a test proves. They say what was recorded or done, never what a
child is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from records.events import EventKind
from records.sources import SourceSystem

__all__ = ["ENTRY_WORDS", "NOT_COUNTED"]

#: Written down by the reviewers themselves: no news to them.
NOT_COUNTED = frozenset({SourceSystem.CHILD_REVIEWS})

_K = EventKind

ENTRY_WORDS: Mapping[EventKind, tuple[str, str]] = MappingProxyType(
    {
        _K.WITHDRAWN: ("entry taken back", "entries taken back"),
        _K.MISSING_REPORTED: ("missing report", "missing reports"),
        _K.MISSING_FOUND: ("record of being found", "records of being found"),
        _K.PREVENTION_INTERVIEW: ("prevention interview", "prevention interviews"),
        _K.RETURN_INTERVIEW_OFFERED: ("return interview offered", "return interviews offered"),
        _K.RETURN_INTERVIEW: ("return interview", "return interviews"),
        _K.SUPERVISORY_REVIEW: (
            "supervisory review of a missing report", "supervisory reviews of missing reports",
        ),
        _K.STRATEGY_MEETING: ("strategy meeting", "strategy meetings"),
        _K.PLAN_VERSION: ("version of a CSE plan", "versions of CSE plans"),
        _K.NOTICE_SERVED: ("abduction notice served", "abduction notices served"),
        _K.NOTICE_BREACHED: ("breach of an abduction notice", "breaches of abduction notices"),
        _K.NOTICE_WITHDRAWN: ("abduction notice withdrawn", "abduction notices withdrawn"),
        _K.CRIME_VICTIM: ("crime against the child", "crimes against the child"),
        _K.CRIME_SUSPECT: (
            "crime of which the child is suspected", "crimes of which the child is suspected",
        ),
        _K.CRIME_WITNESS: ("crime that the child saw", "crimes that the child saw"),
        _K.CRIME_SUSPECT_NAMED: ("suspect named in a crime", "suspects named in crimes"),
        _K.CRIME_SENT_TO_PROSECUTORS: (
            "case sent to prosecutors", "cases sent to prosecutors",
        ),
        _K.CRIME_CHARGING_DECISION: ("charging decision", "charging decisions"),
        _K.CRIME_CLOSED: ("crime closed", "crimes closed"),
        _K.INVESTIGATION_OPENED: (
            "child-abuse investigation opened", "child-abuse investigations opened",
        ),
        _K.INVESTIGATION_STRATEGY_DISCUSSION: (
            "strategy discussion of an investigation", "strategy discussions of investigations",
        ),
        _K.INVESTIGATION_ACCOUNT_TAKEN: (
            "account taken in an investigation", "accounts taken in investigations",
        ),
        _K.INVESTIGATION_SUSPECT_INTERVIEWED: (
            "interview of a suspect", "interviews of suspects",
        ),
        _K.INVESTIGATION_REVIEW: ("review of an investigation", "reviews of investigations"),
        _K.INVESTIGATION_CLOSED: (
            "child-abuse investigation closed", "child-abuse investigations closed",
        ),
        _K.INCIDENT: ("police incident", "police incidents"),
        _K.INTELLIGENCE_REPORT: ("intelligence report", "intelligence reports"),
        _K.MANAGED_PERSON: ("record of a managed person", "records of managed persons"),
        _K.MANAGED_PERSON_ENDED: ("end of a person’s management", "ends of persons’ management"),
        _K.ASSOCIATION_RECORDED: (
            "tie to a managed person recorded", "ties to managed persons recorded",
        ),
        _K.ASSOCIATION_ENDED: (
            "tie to a managed person ended", "ties to managed persons ended",
        ),
        _K.REFERRAL_RECEIVED: ("referral to the hub", "referrals to the hub"),
        _K.REFERRAL_TRIAGED: ("referral triaged", "referrals triaged"),
        _K.REFERRAL_ALLOCATED: ("referral allocated", "referrals allocated"),
        _K.REFERRAL_STRATEGY_DISCUSSION: (
            "strategy discussion of a referral", "strategy discussions of referrals",
        ),
        _K.REFERRAL_DECISION: ("decision on a referral", "decisions on referrals"),
        _K.REFERRAL_CLOSED: ("referral closed", "referrals closed"),
        _K.NATIONAL_REFERRAL: ("national referral", "national referrals"),
        _K.PANEL_DECISION: (
            "decision of the exploitation panel", "decisions of the exploitation panel",
        ),
        _K.CHILD_PROTECTION_STARTED: (
            "child protection plan begun", "child protection plans begun",
        ),
        _K.CHILD_PROTECTION_ENDED: (
            "child protection plan ended", "child protection plans ended",
        ),
        _K.LOOKED_AFTER_STARTED: ("record of coming into care", "records of coming into care"),
        _K.PLACEMENT_MOVED: ("move of placement", "moves of placement"),
        _K.LOOKED_AFTER_ENDED: ("record of leaving care", "records of leaving care"),
        _K.CHILD_IN_NEED_STARTED: ("child-in-need plan begun", "child-in-need plans begun"),
        _K.CHILD_IN_NEED_ENDED: ("child-in-need plan ended", "child-in-need plans ended"),
        _K.CONFERENCE_CALLED: ("conference called", "conferences called"),
        _K.CONFERENCE_HELD: ("conference held", "conferences held"),
        _K.DOMESTIC_INCIDENT: ("domestic abuse incident", "domestic abuse incidents"),
        _K.DOMESTIC_CONFERENCE_REFERRAL: (
            "referral to a domestic abuse conference", "referrals to domestic abuse conferences",
        ),
        _K.DETAINED: ("detention in custody", "detentions in custody"),
        _K.APPROPRIATE_ADULT_ARRIVED: (
            "appropriate adult’s arrival in custody", "appropriate adults’ arrivals in custody",
        ),
        _K.ACCOMMODATION_ASKED_FOR: (
            "request for accommodation from custody", "requests for accommodation from custody",
        ),
        _K.CUSTODY_DISCLOSURE: (
            "record of what the child told in custody", "records of what the child told in custody",
        ),
        _K.RELEASED: ("release from custody", "releases from custody"),
        _K.PROTECTION_POWER_USED: (
            "use of police protection", "uses of police protection",
        ),
        _K.PROTECTION_POWER_ENDED: ("end of police protection", "ends of police protection"),
        _K.CHILD_REVIEWED: ("review", "reviews"),
        _K.JUDGEMENT_MADE: ("judgement", "judgements"),
        _K.JUDGEMENT_APPROVED: ("judgement approved", "judgements approved"),
        _K.JUDGEMENT_DECLINED: ("judgement declined", "judgements declined"),
        _K.JUDGEMENT_ENDED: ("judgement ended", "judgements ended"),
    }
)  # fmt: skip
