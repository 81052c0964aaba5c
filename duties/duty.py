"""One thing that must happen about a child by a certain time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from duties.intervals import Intervals
from records.sources import SourceSystem

__all__ = ["STATES", "Duty", "state_of"]

#: In the order in which they are told.
STATES = ("overdue", "due", "coming", "done")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty and where it stands.

    Attributes:
        kind: of :data:`duties.due.KINDS`.
        about_reference: the report, plan or notice that it is about.
        due: the moment by which it must be done.
        done: when it was done, late or not; None while it isn't.
        state: of :data:`STATES`.
        words: one or two sentences; they don't name the child.
        owner: who sees to it: a role, or a plan's named owner.
    """

    kind: str
    about_reference: str
    source: SourceSystem
    due: datetime
    done: datetime | None
    state: str
    words: str
    owner: str


def state_of(due: datetime, done: datetime | None, as_of: datetime, intervals: Intervals) -> str:
    """Where a duty stands at ``as_of``: at its very moment it is due, a moment later overdue."""
    if done is not None:
        return "done"
    if due < as_of:
        return "overdue"
    return "due" if due <= as_of + timedelta(hours=intervals.due_within_hours) else "coming"
