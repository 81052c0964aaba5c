"""Indicators of what is done for children: missing, planned for, seen, heard."""

from __future__ import annotations

from records.events import EventKind
from records.sources import SourceSystem
from records.states.sightings import UNSEEN_KINDS
from serving.figures import after_returns, reviewed, sightings, supervised, waiting
from serving.figures.cases import Indicator, Part, Target

__all__ = ["ROWS_OF_CHILDREN"]

_S1, _S2, _S3 = (
    SourceSystem.MISSING_PERSONS,
    SourceSystem.CSE_PLANS,
    SourceSystem.ABDUCTION_NOTICES,
)
_S6, _S11, _S14 = (
    SourceSystem.COMMAND_AND_CONTROL,
    SourceSystem.DOMESTIC_ABUSE,
    SourceSystem.CHILD_REVIEWS,
)
_MISSING = frozenset({EventKind.MISSING_REPORTED})
_TALKS = frozenset({EventKind.RETURN_INTERVIEW, EventKind.PREVENTION_INTERVIEW})
_PLANNED = frozenset({EventKind.PLAN_VERSION})
_REVIEWED = frozenset({EventKind.CHILD_REVIEWED})

_STATUTORY = "statutory guidance on children who run away or go missing, January 2014"
_ASKED = "the inspection asked for it of every case"
_ASSUMED = "assumed: to be set by the force"

ROWS_OF_CHILDREN: tuple[Indicator, ...] = (
    Indicator(
        id="return_interviews",
        version=1,
        name="Return interviews within 72 hours",
        question="When a missing child came back, was the return interview held within 72 hours?",
        definition="Each return of a missing child, in the month of the return. Met: a return "
        "interview was held within the timetable's hours. An interview that the child did not "
        "want is not held, and is told apart. Not known: it was held, and when the child came "
        "back nobody recorded.",
        systems=(_S1,),
        serves=("M5", "M8"),
        settles_days=14,
        asked_by=_MISSING,
        cases=after_returns.return_interviews_held,
        target=Target(90, f"{_ASSUMED}; {_STATUTORY}, asks for an offer after every return"),
        kinds=after_returns.NOT_HELD,
    ),
    Indicator(
        id="prevention_interviews",
        version=1,
        name="Prevention interviews within a day",
        question="When a missing child came back, did police see the child within a day?",
        definition="Each return of a missing child, in the month of the return. Met: a "
        "prevention interview was held within the timetable's hours. Not known: it was held, "
        "and when the child came back nobody recorded.",
        systems=(_S1,),
        serves=("M5",),
        settles_days=14,
        asked_by=_MISSING,
        cases=after_returns.prevention_interviews_held,
        target=Target(90, _ASSUMED),
        kinds=after_returns.NOT_HELD,
    ),
    Indicator(
        id="supervisory_reviews",
        version=1,
        name="Supervisors' reviews on time",
        question="While a child was missing, was each supervisor's review held by its time?",
        definition="Each time that a review of an open missing report came due, by the timetable "
        "of the band last advised for the child, in the month in which it came due. Met: a review "
        "by that rank or a higher one was held by then.",
        systems=(_S1,),
        serves=("M5",),
        settles_days=14,
        asked_by=_MISSING,
        cases=supervised.reviews_on_time,
        target=Target(95, _ASSUMED),
    ),
    Indicator(
        id="long_absences_reviewed",
        version=1,
        name="Missing over 24 hours and reviewed",
        question="When a child was missing for more than a day, had any supervisor reviewed it?",
        definition="Each absence that police had known of for 24 hours, in the month in which "
        "those hours were over. Met: a supervisor of any rank had reviewed it by then. Not known: "
        "no end is recorded and a later report begins, so how long it lasted nobody knows.",
        systems=(_S1,),
        serves=("M5",),
        settles_days=14,
        asked_by=_MISSING,
        cases=supervised.long_absences_reviewed,
        target=Target(100, f"{_ASKED}: one boy was missing for 18 days without a review"),
    ),
    Indicator(
        id="children_told",
        version=1,
        name="What children told after their return",
        question="In interviews after a return, did the child tell of something that happened?",
        definition="Each prevention or return interview held, in its month. Met: the entry says "
        "what kind of thing the child told. Not met: nothing was told. Not known: the entry says "
        "neither. Kinds are counted for the whole force; words are never given.",
        systems=(_S1,),
        serves=("M8", "M9"),
        settles_days=14,
        asked_by=_TALKS,
        cases=after_returns.interviews_that_told,
        kinds=after_returns.TOLD,
        kinds_of=Part.MET,
    ),
    Indicator(
        id="plans_in_date",
        version=1,
        name="Plans in date",
        question="At the end of the month, was the review of each live plan in date?",
        definition="Each CSE plan that was live at the month's last moment, by what was known "
        "then. Met: its day of review was not over; without a day, six weeks from its last "
        "version count.",
        systems=(_S2,),
        serves=("M3",),
        settles_days=7,
        asked_by=_PLANNED,
        cases=waiting.plans_in_date,
        target=Target(95, _ASSUMED),
    ),
    Indicator(
        id="notices_renewed",
        version=1,
        name="Abduction notices looked at before they lapse",
        question="When a notice came to its last day, had somebody renewed or withdrawn it?",
        definition="Each abduction notice, in the month of its last day: the one that it names "
        "or, if sooner, the day before the child is too old for it. Met: a new notice on the same "
        "adult, or a withdrawal, by then.",
        systems=(_S3,),
        serves=("M1",),
        settles_days=14,
        asked_by=frozenset({EventKind.NOTICE_SERVED}),
        cases=waiting.notices_renewed,
        target=Target(90, _ASSUMED),
    ),
    Indicator(
        id="children_seen",
        version=1,
        name="Children seen at domestic abuse",
        question="Where police attended domestic abuse, did an officer see the child?",
        definition="Each attendance at domestic abuse, in its month, with the child at home or "
        "not said to be away; a call to the address alone counts only if it says whether the "
        "child was seen. What two systems say within 6 hours is one attendance. Met: an entry "
        "says that the child was seen; how is told apart. Not known: no entry says.",
        systems=(_S6, _S11),
        serves=("M1", "M8"),
        settles_days=14,
        asked_by=frozenset(UNSEEN_KINDS),
        cases=sightings.children_seen,
        target=Target(95, f"{_ASSUMED}; the inspection found children not seen"),
        kinds=sightings.SEEN,
        kinds_of=Part.MET,
    ),
    Indicator(
        id="words_recorded",
        version=1,
        name="Children's own words in reviews",
        question="Does each review of a child hold the child's own words?",
        definition="Each review of a child, in its month. Met: the child's words were heard. Why "
        "there are none is told apart for the whole force; the words themselves are never given.",
        systems=(_S14,),
        serves=("M8", "M9"),
        settles_days=7,
        asked_by=_REVIEWED,
        cases=reviewed.words_recorded,
        target=Target(90, _ASSUMED),
        kinds=reviewed.NOT_HEARD,
    ),
    Indicator(
        id="outcomes_recorded",
        version=1,
        name="Outcomes recorded when plans end",
        question="When a plan ended, is it recorded what came of it for the child?",
        definition="Each CSE plan that ended, in its month. Met: a review from 28 days before to "
        "28 days after says what came of it. Which outcome is told apart for the whole force.",
        systems=(_S2, _S14),
        serves=("M8", "M9"),
        settles_days=35,
        asked_by=_PLANNED,
        cases=reviewed.outcomes_recorded,
        target=Target(100, _ASKED),
        kinds=reviewed.OUTCOMES,
        kinds_of=Part.MET,
    ),
    Indicator(
        id="judgements_agreeing",
        version=2,
        name="Judgement against advice",
        question="Where people judged the advised band, did they agree with it?",
        definition="Each professional judgement, in its month. Met: it agrees. Raised and lowered "
        "are told apart over two years, with what followed, where judgement is measured. To agree "
        "is no aim in itself, so there is no target.",
        systems=(_S14,),
        serves=("M10",),
        settles_days=7,
        asked_by=frozenset({EventKind.JUDGEMENT_MADE}),
        cases=reviewed.judgements_made,
    ),
)
