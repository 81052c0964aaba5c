"""Cases that wait for a charging decision, and for further work that was asked for (M12)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from duties.duty import Duty, Question, standing_words, told
from records.calendar import local_day
from records.events import EventKind
from records.states import prosecutions
from records.words import day_words, length_words

__all__ = ["charging_decisions", "further_work"]


def charging_decisions(question: Question) -> Iterator[Duty]:
    """Each case sent to prosecutors waits for what they say.

    A decision ends the wait, and so does their asking for further work, or the crime's
    closing. Told of every crime in which the child is recorded, in whatever part.
    """
    interval = question.intervals.charging_decision
    for case in prosecutions(question.known):
        sent = case.sent.occurred
        by = case.asked or case.ended
        due = sent + timedelta(hours=interval.within_hours)
        about = f"Case sent to prosecutors on {day_words(local_day(sent))}"
        if by is None:
            age = length_words(max(question.as_of - sent, timedelta(0)))
            words = f"{about}: no charging decision for {age}."
        else:
            how = _ANSWERS[by.kind] if by is not case.asked else "further work asked for"
            words = f"{about}: {how} on {day_words(local_day(by.occurred))}."
        yield from told(
            question,
            "charging_decision",
            case.sent,
            since=sent,
            due=due,
            words=words,
            owner=interval.owner,
            by=by,
        )


def further_work(question: Question) -> Iterator[Duty]:
    """Further work that prosecutors asked for is done and the case sent again."""
    interval = question.intervals.further_work
    for case in prosecutions(question.known):
        if case.asked is None:
            continue
        asked = case.asked.occurred
        due = asked + timedelta(hours=interval.within_hours)
        done = None if case.ended is None else case.ended.occurred
        about = f"Further work that prosecutors asked for on {day_words(local_day(asked))}"
        yield from told(
            question,
            "further_work",
            case.asked,
            since=asked,
            due=due,
            words=f"{about}: {standing_words(due, done, question.as_of)}.",
            owner=interval.owner,
            by=case.ended,
        )


_ANSWERS = {
    EventKind.CRIME_SENT_TO_PROSECUTORS: "sent again",
    EventKind.CRIME_CHARGING_DECISION: "decided",
    EventKind.CRIME_CLOSED: "the crime was closed",
}
