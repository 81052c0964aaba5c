"""One thing that must happen about a child by a certain time, and the question asked of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from duties.intervals import Intervals
from records.calendar import local_day
from records.events import Event
from records.history import KnownHistory
from records.sources import SourceSystem
from records.words import day_words

__all__ = ["STATES", "Duty", "Question", "standing_words", "state_of", "told"]

#: In the order in which they are told. What was missed can no longer be done.
STATES = ("overdue", "due", "coming", "done", "missed")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty and where it stands.

    Attributes:
        kind: of :data:`duties.due.KINDS`.
        about_reference: the report, plan, referral or other record that it is about.
        since: when that happened which asks for it: its age counts from here.
        due: the moment by which it must be done; of a repeated duty, for the first time
            since it was last done.
        done: when it was done, late or not; None while it isn't.
        by: the source entry that shows it done; None while it isn't.
        came_due: every moment at which it came due and wasn't done, before it was done
            or until now: of a repeated duty, each time that should have happened.
        state: of :data:`STATES`.
        words: one or two sentences; they don't name the child.
        owner: who sees to it: a role, a team, or a plan's named owner.
        until: after it the duty is missed rather than overdue; None if never.
    """

    kind: str
    about_reference: str
    source: SourceSystem
    since: datetime
    due: datetime
    done: datetime | None
    by: Event | None
    came_due: tuple[datetime, ...]
    state: str
    words: str
    owner: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every rule.

    Attributes:
        band: the advised band, which decides how often a supervisor reviews; None if
            none could be advised.
        whole: everything that was ever due, not only what stands open or was done lately.
    """

    known: KnownHistory
    intervals: Intervals
    band: str | None
    whole: bool

    @property
    def as_of(self) -> datetime:
        """The moment of the question."""
        return self.known.as_of

    def tells(self, done: datetime | None, until: datetime | None) -> bool:
        """Whether a duty done or over then is told: not what was missed or done long ago."""
        if self.whole:
            return True
        if done is not None:
            return done >= self.as_of - timedelta(days=self.intervals.done_shown_days)
        return until is None or until >= self.as_of


def state_of(
    due: datetime,
    done: datetime | None,
    as_of: datetime,
    intervals: Intervals,
    until: datetime | None = None,
) -> str:
    """Where a duty stands at ``as_of``: at its very moment it is due, a moment later overdue.

    After ``until`` it can no longer be done, or is too old to be more than a figure.
    """
    if done is not None:
        return "done"
    if until is not None and until < as_of:
        return "missed"
    if due < as_of:
        return "overdue"
    return "due" if due <= as_of + timedelta(hours=intervals.due_within_hours) else "coming"


def told(
    question: Question,
    kind: str,
    about: Event,
    *,
    since: datetime,
    due: datetime,
    words: str | Callable[[], str],
    owner: str,
    by: Event | None = None,
    done: datetime | None = None,
    until: datetime | None = None,
    came_due: tuple[datetime, ...] | None = None,
) -> tuple[Duty, ...]:
    """The duty about the record of ``about``, as :func:`state_of` says; none if it isn't told.

    Args:
        words: said at once, or made only if the duty is told: most of a long history is
            past, and a night's run asks about every child.
        by: the entry that shows it done, when it happened unless ``done`` says when.
        came_due: of a repeated duty; of any other, its one moment if that has passed.
    """
    if by is not None and done is None:
        done = by.occurred
    if not question.tells(done, until):
        return ()
    if came_due is None:
        end = question.as_of if done is None else done
        came_due = (due,) if due < end and (until is None or due < until) else ()
    duty = Duty(
        kind=kind,
        about_reference=about.reference,
        source=about.source,
        since=since,
        due=due,
        done=done,
        by=by,
        came_due=came_due,
        state=state_of(due, done, question.as_of, question.intervals, until),
        words=words if isinstance(words, str) else words(),
        owner=owner,
        until=until,
    )
    return (duty,)


def standing_words(
    due: datetime, done: datetime | None, as_of: datetime, verb: str = "done"
) -> str:
    """``done on 3 November 2026``, or ``not done; due by ...``, or ``not done; was due by ...``."""
    if done is not None:
        return f"{verb} on {day_words(local_day(done))}"
    last_day = day_words(local_day(due))
    return f"not {verb}; {'was due by' if due < as_of else 'due by'} {last_day}"
