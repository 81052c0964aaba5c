"""Child protection conferences without police: learn what was decided (S10, M7).

Of a conference that was called, and of which nobody wrote down that it was held, neither is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from duties.duty import Duty, Question, told
from records.calendar import end_of_day, local_day
from records.states import Conference, conferences, unheard_conferences
from records.words import day_words

__all__ = ["conference_decisions"]


def conference_decisions(question: Question) -> Iterator[Duty]:
    """What a conference without police decided is learnt soon after it was held.

    Asked for where police were invited and were not there, or nobody recorded that they
    were; and where they were not invited, while what was decided isn't known. Done when
    the first entry that says what was decided was recorded: that is when the force knew.

    Asked too of a conference called for a day that is over, while nothing says that it was
    held: then nothing says who was there either. The entry that it was held ends this; what
    is owed counts from there.
    """
    yield from _called(question)
    interval = question.intervals.conference_decision
    for conference in conferences(question.known):
        if conference.attended or (conference.invited is False and conference.told is not None):
            continue
        held, says = conference.held.occurred, conference.told
        due = held + timedelta(hours=interval.within_hours)
        yield from told(
            question,
            "conference_decision",
            conference.held,
            since=held,
            due=due,
            words=partial(_words, question, conference, due),
            owner=interval.owner,
            by=says,
            done=None if says is None else says.recorded,
            until=held + timedelta(days=interval.owed_days),
        )


def _called(question: Question) -> Iterator[Duty]:
    interval = question.intervals.conference_decision
    for called in unheard_conferences(question.known):
        day_over = end_of_day(called.on)
        if day_over >= question.as_of:
            continue
        due = day_over + timedelta(hours=interval.within_hours)
        yield from told(
            question,
            "conference_decision",
            called.call,
            since=day_over,
            due=due,
            words=f"Child protection conference called for {day_words(called.on)}: whether it was "
            f"held is not recorded. {_learn(question, due)}.",
            owner=interval.owner,
            until=day_over + timedelta(days=interval.owed_days),
        )


def _learn(question: Question, due: datetime) -> str:
    by_day = "was due by" if due < question.as_of else "due by"
    return f"Learn what was decided; {by_day} {day_words(local_day(due))}"


def _words(question: Question, conference: Conference, due: datetime) -> str:
    says = conference.told
    if says is not None:
        decided = str(says.details["conference_decision"]).replace("_", " ")
        known = f"The record of {day_words(local_day(says.recorded))} says {decided}"
    else:
        known = _learn(question, due)
    about = f"Child protection conference of {day_words(local_day(conference.held.occurred))}"
    return f"{about}: {_police(conference)}. {known}."


def _police(conference: Conference) -> str:
    if conference.invited is False:
        return "police were not invited"
    if conference.attended is False:
        return "police were invited and were not there"
    return "whether police were there is not recorded"
