"""What a child-abuse investigation must not go without: drift is shown, not found (S5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial

from duties.duty import Duty, Question, standing_words, told
from duties.intervals import StepInterval
from duties.runs import Run, runs_of, runs_told
from records.calendar import local_day
from records.events import Event
from records.states import Investigation, investigations
from records.words import count_words, day_words, length_words

__all__ = ["investigation_accounts", "investigation_discussions", "investigation_reviews"]


def investigation_discussions(question: Question) -> Iterator[Duty]:
    """A strategy discussion is held soon after each investigation is opened."""
    interval = question.intervals.investigation_discussion
    for one in investigations(question.known):
        yield from _step(
            question,
            one,
            "investigation_discussion",
            ("strategy discussion", "held"),
            interval,
            one.discussion,
        )


def investigation_accounts(question: Question) -> Iterator[Duty]:
    """The child's first account is taken soon after each investigation is opened."""
    interval = question.intervals.investigation_account
    for one in investigations(question.known):
        yield from _step(
            question,
            one,
            "investigation_account",
            ("child's first account", "taken"),
            interval,
            one.account,
        )


def investigation_reviews(question: Question) -> Iterator[Duty]:
    """A supervisor reviews each open investigation every so many days.

    Counted from when it was opened, then from each review held. Asked for the whole,
    those that had come due by its closing and weren't held were missed.
    """
    interval = question.intervals.investigation_review
    every = timedelta(days=interval.every_days)
    for one in investigations(question.known):
        opened = one.opened.occurred
        runs = runs_of(opened, opened + every, every, one.reviews, one.ended or question.as_of)
        for run in runs_told(runs, one.ended, whole=question.whole):
            yield from told(
                question,
                "investigation_review",
                one.opened,
                since=run.since,
                due=run.due,
                words=partial(_review_words, question, one, run),
                owner=interval.owner,
                by=run.by,
                until=one.ended,
                came_due=run.came_due,
            )


def _step(
    question: Question,
    one: Investigation,
    kind: str,
    what: tuple[str, str],
    interval: StepInterval,
    by: Event | None,
) -> tuple[Duty, ...]:
    due = one.opened.occurred + timedelta(hours=interval.within_hours)
    return told(
        question,
        kind,
        one.opened,
        since=one.opened.occurred,
        due=due,
        words=partial(_step_words, question, one, what, due, by),
        owner=interval.owner,
        by=by,
        until=one.ended,
    )


def _step_words(
    question: Question, one: Investigation, what: tuple[str, str], due: datetime, by: Event | None
) -> str:
    done = None if by is None else by.occurred
    thing, verb = what
    return f"{_about(one)}: {thing} {standing_words(due, done, question.as_of, verb)}."


def _review_words(question: Question, one: Investigation, run: Run) -> str:
    if run.by is not None:
        stands = standing_words(run.due, run.by.occurred, question.as_of, "held")
        return f"{_about(one)}: supervisory review {stands}."
    age = length_words(max((one.ended or question.as_of) - run.since, timedelta(0)))
    words = f"{_about(one)}: no supervisory review for {age}."
    if run.came_due:
        words += f" {count_words(len(run.came_due), 'review')} should have happened."
    return words


def _about(one: Investigation) -> str:
    opened = day_words(local_day(one.opened.occurred))
    return f"Investigation of {one.category.replace('_', ' ')}, opened {opened}"
