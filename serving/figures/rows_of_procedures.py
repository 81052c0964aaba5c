"""Indicators of procedures: referrals, investigations, conferences, charging decisions."""

from __future__ import annotations

from records.events import EventKind
from records.sources import SourceSystem
from serving.figures import conferring, supervised, waiting
from serving.figures.cases import Indicator, Target

__all__ = ["ROWS_OF_PROCEDURES"]

_S4, _S5 = SourceSystem.CRIME, SourceSystem.CHILD_ABUSE_INVESTIGATION
_S9, _S10 = SourceSystem.SAFEGUARDING_HUB, SourceSystem.SOCIAL_CARE
_REFERRED = frozenset({EventKind.REFERRAL_RECEIVED})
_SENT = frozenset({EventKind.CRIME_SENT_TO_PROSECUTORS})
_HELD = frozenset({EventKind.CONFERENCE_HELD})

_ASKED = "the inspection asked for it of every case"
_ASSUMED = "assumed: to be set by the force"

ROWS_OF_PROCEDURES: tuple[Indicator, ...] = (
    Indicator(
        id="referrals_triaged",
        version=1,
        name="Referrals triaged in time",
        question="Was each referral to the safeguarding hub triaged in time?",
        definition="Each referral received, in the month of its receipt. Met: triaged, or any "
        "later step taken, within the timetable's hours. The median is of the hours to triage, of "
        "those that still wait to the day on which the month was published.",
        systems=(_S9,),
        serves=("M6",),
        settles_days=14,
        asked_by=_REFERRED,
        cases=waiting.referrals_triaged,
        target=Target(95, _ASSUMED),
        median_of="from receipt to triage",
    ),
    Indicator(
        id="referrals_decided",
        version=1,
        name="Referrals decided in time",
        question="Was each referral to the safeguarding hub decided in time?",
        definition="Each referral received, in the month of its receipt. Met: decided or closed "
        "within the timetable's hours. The median is of the time to the decision, of those that "
        "still wait to the day on which the month was published.",
        systems=(_S9,),
        serves=("M6",),
        settles_days=28,
        asked_by=_REFERRED,
        cases=waiting.referrals_decided,
        target=Target(90, _ASSUMED),
        median_of="from receipt to decision",
    ),
    Indicator(
        id="referrals_waiting",
        version=1,
        name="Age of referrals that wait",
        question="At the end of the month, had undecided referrals waited no longer than allowed?",
        definition="Each referral undecided at the month's last moment, by what was known then. "
        "Met: it had waited no longer than the timetable's hours for a decision.",
        systems=(_S9,),
        serves=("M6",),
        settles_days=7,
        asked_by=_REFERRED,
        cases=waiting.referrals_waiting,
        target=Target(90, _ASSUMED),
        median_of="waited since receipt",
    ),
    Indicator(
        id="investigation_reviews",
        version=1,
        name="Child-abuse investigations reviewed on time",
        question="Was each review of an open child-abuse investigation held by its time?",
        definition="Each time that a review of an open investigation came due, in the month in "
        "which it did. Met: a review under it was recorded by then.",
        systems=(_S5,),
        serves=("M6",),
        settles_days=14,
        asked_by=frozenset({EventKind.INVESTIGATION_OPENED}),
        cases=supervised.investigation_reviews_on_time,
        target=Target(90, _ASSUMED),
    ),
    Indicator(
        id="conferences_attended",
        version=1,
        name="Conferences that police attended",
        question="Were police at each child protection conference?",
        definition="Each conference held about a child, in its month. Met: an entry says that "
        "police were there. One to which they were not invited is not met, and told apart. Not "
        "known: nothing says whether they were there.",
        systems=(_S10,),
        serves=("M7",),
        settles_days=14,
        asked_by=_HELD,
        cases=conferring.conferences_attended,
        target=Target(100, _ASKED),
        kinds=conferring.NOT_THERE,
    ),
    Indicator(
        id="conferences_decided",
        version=1,
        name="Conference decisions recorded",
        question="Does the child's record say what each conference decided?",
        definition="Each conference held about a child, in its month. Met: an entry says what "
        "was decided, whenever that was written down.",
        systems=(_S10,),
        serves=("M7",),
        settles_days=28,
        asked_by=_HELD,
        cases=conferring.conferences_decided,
        target=Target(100, _ASKED),
    ),
    Indicator(
        id="charging_decisions",
        version=1,
        name="Charging decisions in time",
        question="Did prosecutors answer each case sent to them in time?",
        definition="Each sending of a crime in which a child is recorded, in its month, once for "
        "each such child. Met: a decision, a request for further work or the crime's closing "
        "within the timetable's hours. The median is of the time to that, of those that still "
        "wait to the day on which the month was published.",
        systems=(_S4,),
        serves=("M12",),
        settles_days=35,
        asked_by=_SENT,
        cases=waiting.charging_decisions_made,
        target=Target(80, _ASSUMED),
        median_of="from sending to an answer",
    ),
    Indicator(
        id="charging_waiting",
        version=1,
        name="Age of cases waiting for a charging decision",
        question="At the end of the month, had cases with prosecutors waited no longer than "
        "allowed?",
        definition="Each case without an answer at the month's last moment, by what was known "
        "then, once for each child recorded in it. Met: it had waited no longer than the "
        "timetable's hours.",
        systems=(_S4,),
        serves=("M12",),
        settles_days=7,
        asked_by=_SENT,
        cases=waiting.charging_decisions_waiting,
        target=Target(80, _ASSUMED),
        median_of="waited since sending",
    ),
)
