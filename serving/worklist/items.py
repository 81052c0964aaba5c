"""One thing that stands open about one child, as the lists of the daily work hold it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from duties.intervals import Intervals
from records.events import EventKind
from records.history import KnownHistory
from records.sources import SourceSystem

__all__ = ["TO_COME", "WHEN_OVERDUE", "Item", "ItemKind", "ItemRule", "Open", "Work"]

#: The stage of what stands open only after its ``since``, which may be still to come.
TO_COME = "to come"
#: The stage of what stands open only once its time is past.
WHEN_OVERDUE = "when overdue"


class ItemKind(Enum):
    """Which list an item is on. Values are stored: never rename."""

    #: A child who is missing now.
    MISSING = "missing"
    #: A missing child, by when no supervisor will have reviewed the report for a day.
    UNREVIEWED = "unreviewed"
    #: Something that must be done, by when; ``about`` is the kind of duty.
    DUTY = "duty"
    #: A CSE plan in force, by the day of its review.
    PLAN = "plan"
    #: An abduction notice in force, by its last day.
    NOTICE = "notice"
    #: An adult, home or place by which the child was newly joined with somebody else.
    CONNECTED = "connected"
    #: A referral to the safeguarding hub that a team owns and that isn't decided.
    REFERRAL = "referral"
    #: One that nobody owns: on every list it goes before those that somebody does.
    REFERRAL_UNOWNED = "referral_unowned"
    #: One that is decided, and not closed.
    REFERRAL_DECIDED = "referral_decided"
    #: A conference that police are called to.
    CONFERENCE = "conference"
    #: A case that waits for a charging decision.
    CHARGING = "charging"
    #: A child-abuse investigation that isn't closed.
    INVESTIGATION = "investigation"
    #: A judgement that waits for a supervisor.
    JUDGEMENT = "judgement"
    #: A child whose next review is due, by its day.
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that stands open. Of one child, no two are alike in kind, reference, ``about``,
    owner and ``at``.

    Attributes:
        reference: the report, plan, referral or other record that it is about.
        about: what of it, where one record may have several items of one kind.
        source, entry: the source entry that it rests on; ``entry`` is empty if several.
        owner: who sees to it; empty if nobody does, which lists say first.
        stage: how far it has come, in one word of its kind.
        since: when it began: its age counts from here.
        at: what its list is in order of: ``since``, or when it is due.
        until: when it ends by itself; None if it doesn't.
    """

    kind: ItemKind
    reference: str
    about: str
    source: SourceSystem
    entry: str
    owner: str
    stage: str
    since: datetime
    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """What is asked of every rule: the history as known now, the timetable, the band if any."""

    known: KnownHistory
    intervals: Intervals
    band: str | None


@dataclass(frozen=True, slots=True)
class ItemRule:
    """One row of what stands open.

    Attributes:
        asked_by: kinds of entry without any of which there is no item.
        find: the items, a pure function of the history.
    """

    kind: ItemKind
    asked_by: frozenset[EventKind]
    find: Callable[[Open], tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class Work:
    """Where a child belongs, and what stands open about them.

    Attributes:
        adult_from: the day of the eighteenth birthday; None if no birth date is known.
    """

    team: str | None
    local_authority: str | None
    adult_from: date | None
    items: tuple[Item, ...]
