"""What a referral to the safeguarding hub waits for: nothing waits unseen (S9, M6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from duties.duty import Duty, Question, told
from duties.intervals import Intervals, StepInterval
from records.calendar import local_day
from records.events import Event, EventKind
from records.states import Referral, referrals
from records.words import day_words, length_words

__all__ = ["referral_steps"]


@dataclass(frozen=True, slots=True)
class _Step:
    """One step: its kind of duty, the entry that takes it, its interval, and its words."""

    kind: str
    entry: EventKind
    interval: Callable[[Intervals], StepInterval]
    not_yet: str
    taken: str


_STEPS = (
    _Step(
        "referral_triage",
        EventKind.REFERRAL_TRIAGED,
        lambda intervals: intervals.referral_triage,
        "not triaged",
        "triaged",
    ),
    _Step(
        "referral_allocation",
        EventKind.REFERRAL_ALLOCATED,
        lambda intervals: intervals.referral_allocation,
        "not allocated to a team",
        "allocated",
    ),
    _Step(
        "referral_decision",
        EventKind.REFERRAL_DECISION,
        lambda intervals: intervals.referral_decision,
        "no decision is recorded",
        "decided",
    ),
)


def referral_steps(question: Question) -> Iterator[Duty]:
    """Triage, allocation and decision of each referral, each counted from its receipt.

    A later step, or the closing, answers for an earlier one that nobody entered. Once
    allocated, the team sees to what is left; before, the hub does.
    """
    for referral in referrals(question.known):
        received = referral.received
        for step in _STEPS:
            interval = step.interval(question.intervals)
            by = referral.answer_to(step.entry)
            yield from told(
                question,
                step.kind,
                received,
                since=received.occurred,
                due=received.occurred + timedelta(hours=interval.within_hours),
                words=partial(_words, question, referral, step, by),
                owner=referral.team or interval.owner,
                by=by,
            )


def _words(question: Question, referral: Referral, step: _Step, by: Event | None) -> str:
    received = referral.received.occurred
    about = f"Referral of {day_words(local_day(received))} about {_concern(referral)}"
    if by is None:
        age = length_words(max(question.as_of - received, timedelta(0)))
        return f"{about}: {step.not_yet}, received {age} ago."
    taken = step.taken
    if by.kind is not step.entry:
        # What answers for it tells less than the step itself would.
        taken = "closed" if by.kind is EventKind.REFERRAL_CLOSED else f"taken as {taken}"
    return f"{about}: {taken} on {day_words(local_day(by.occurred))}."


def _concern(referral: Referral) -> str:
    return "another matter" if referral.concern == "other" else referral.concern.replace("_", " ")
