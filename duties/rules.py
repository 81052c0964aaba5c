"""The rules, one row each: what asks for the duty, what answers it, and who finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from duties.conferences import conference_decisions
from duties.duty import Duty, Question
from duties.interviews import prevention_interviews, return_interviews
from duties.investigations import (
    investigation_accounts,
    investigation_discussions,
    investigation_reviews,
)
from duties.meetings import meetings_after_reports, meetings_while_missing
from duties.prosecutions import charging_decisions, further_work
from duties.referrals import referral_steps
from duties.sightings import children_to_see
from duties.standing import lapsing_notices, plan_reviews
from duties.supervision import reviews_while_missing
from records.events import EventKind
from records.states.sightings import UNSEEN_KINDS

__all__ = ["KINDS", "RULES", "Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the timetable.

    Attributes:
        kinds: the kinds of duty that it makes.
        asked_by: a history without any of these entries has no such duty.
        find: makes the duties of one question.
        intervals: its sections of the timetable, one for each kind, or one for all.
        asks: what asks for the duty, in words, for the published page.
        answers: what shows it done.
    """

    kinds: tuple[str, ...]
    asked_by: frozenset[EventKind]
    find: Callable[[Question], Iterable[Duty]]
    intervals: tuple[str, ...]
    asks: str
    answers: str


def _rule(
    kinds: str,
    asked_by: Iterable[EventKind],
    find: Callable[[Question], Iterable[Duty]],
    intervals: str,
    asks: str,
    answers: str,
) -> Rule:
    return Rule(
        tuple(kinds.split()), frozenset(asked_by), find, tuple(intervals.split()), asks, answers
    )


_MISSING = (EventKind.MISSING_REPORTED,)
_OPENED = (EventKind.INVESTIGATION_OPENED,)
_SENT = (EventKind.CRIME_SENT_TO_PROSECUTORS,)

#: Every rule; of equals, an earlier rule's duty is told first.
RULES: tuple[Rule, ...] = (
    _rule(
        "supervision_gap supervisory_review",
        _MISSING,
        reviews_while_missing,
        "reviews",
        "A missing report that is open, counted from when police were told. The gap says how "
        "long no supervisor of any rank reviewed it, and which reviews should have happened.",
        "A supervisory review by that rank or a higher one; each sets the clock for the next.",
    ),
    _rule(
        "meeting_while_missing",
        _MISSING,
        meetings_while_missing,
        "meeting_while_missing",
        "A child missing for so long; then again at each interval while the child is missing.",
        "A strategy meeting held since the child went missing.",
    ),
    _rule(
        "meeting_after_reports",
        _MISSING,
        meetings_after_reports,
        "meeting_after_reports",
        "So many missing reports in so many days, of a child of whom there is a concern of "
        "exploitation, or of whom none could be known because a system isn't connected.",
        "A strategy meeting held since the report that made them so many.",
    ),
    _rule(
        "prevention_interview",
        _MISSING,
        prevention_interviews,
        "prevention_interview",
        "Each return of a missing child.",
        "A prevention interview held, or the child's word of not wanting to talk.",
    ),
    _rule(
        "return_interview",
        _MISSING,
        return_interviews,
        "return_interview",
        "Each return of a missing child.",
        "A return interview held, or the child's word of not wanting to talk; not an offer alone.",
    ),
    _rule(
        "child_unseen",
        UNSEEN_KINDS,
        children_to_see,
        "child_unseen",
        "An incident of which no entry says that the child was seen: one about the child, one of "
        "domestic abuse with the child at home or not said to be away, or a call to the address "
        "whose entry says that the child was not seen.",
        "Any entry, from 6 hours before on, that shows the child seen: found by police, "
        "interviewed, detained, protected, or seen at an incident.",
    ),
    _rule(
        "referral_triage referral_allocation referral_decision",
        (EventKind.REFERRAL_RECEIVED,),
        referral_steps,
        "referral_triage referral_allocation referral_decision",
        "A referral to the safeguarding hub, each step counted from its receipt.",
        "The step itself, a later one, or the closing of the referral.",
    ),
    _rule(
        "investigation_discussion",
        _OPENED,
        investigation_discussions,
        "investigation_discussion",
        "A child-abuse investigation, from when it was opened.",
        "A strategy discussion recorded under it.",
    ),
    _rule(
        "investigation_account",
        _OPENED,
        investigation_accounts,
        "investigation_account",
        "A child-abuse investigation, from when it was opened.",
        "The child's first account, recorded under it.",
    ),
    _rule(
        "investigation_review",
        _OPENED,
        investigation_reviews,
        "investigation_review",
        "An open child-abuse investigation, from when it was opened and from each review.",
        "A review recorded under it.",
    ),
    _rule(
        "charging_decision",
        _SENT,
        charging_decisions,
        "charging_decision",
        "A case sent to prosecutors.",
        "Their decision, their asking for further work, or the crime's closing.",
    ),
    _rule(
        "further_work",
        _SENT,
        further_work,
        "further_work",
        "Prosecutors who ask for further work.",
        "The case sent again, decided, or closed.",
    ),
    _rule(
        "conference_decision",
        (EventKind.CONFERENCE_CALLED, EventKind.CONFERENCE_HELD),
        conference_decisions,
        "conference_decision",
        "A child protection conference at which police were not, or not known to be; one to which "
        "they were not invited, only while what it decided isn't known; one called for a day that "
        "is over, of which nothing says that it was held.",
        "The first entry that says what was decided, when it was recorded. A call alone is "
        "answered by the entry that it was held, from which the duty then counts.",
    ),
    _rule(
        "plan_review",
        (EventKind.PLAN_VERSION,),
        plan_reviews,
        "plan_review",
        "A live CSE plan, by the day that it sets.",
        "A later version that sets another day, or ends the plan.",
    ),
    _rule(
        "notice_lapsing",
        (EventKind.NOTICE_SERVED,),
        lapsing_notices,
        "notice_lapsing",
        "An abduction notice near its last day: the one that it names or, if sooner, the day "
        "before the child is 16, or 18 while looked after.",
        "A new notice on the same adult, or a withdrawal.",
    ),
)

#: Every kind of duty, in the order in which equals are told.
KINDS: tuple[str, ...] = tuple(dict.fromkeys(kind for rule in RULES for kind in rule.kinds))
