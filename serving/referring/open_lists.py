"""The lists of open work as data: where each reads, how it counts, and what it tells of a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from duties.intervals import Intervals
from records.history import KnownHistory
from records.sources import SourceSystem
from serving.referring.asking import Ages, OpenAsked, Within
from serving.work_store.lists import ListRow
from serving.worklist.items import ItemKind

__all__ = ["Lane", "Late", "OpenList"]


@dataclass(frozen=True, slots=True)
class Lane:
    """One run of rows in order of ``at``; a list reads its lanes one after the other."""

    kind: ItemKind
    id: str
    words: str


@dataclass(frozen=True, slots=True)
class Late:
    """What has waited longer than the configured time.

    Attributes:
        lanes: the lanes in which it is counted.
        words: of what is late, for people.
    """

    after: timedelta
    lanes: tuple[Lane, ...]
    words: str

    def within(self, now: datetime) -> Within:
        """The moments since which a row must have stood to be late at ``now``."""
        return Within(None, now - self.after)


@dataclass(frozen=True, slots=True)
class OpenList:
    """One list.

    Attributes:
        name: of its cursors and routes.
        entry: the kind of entry that it leaves in the log.
        systems: those that it is made of: their age is told.
        stages: (stage, words) of its rows, in order.
        lanes: what is read for these filters, in order.
        counted: the lanes whose sizes are always told.
        ages: the stretches of ages, by the timetable, the youngest first.
        about: what a row says beside its place, of the child's history; None where the
            history no longer holds it, and then the row is told without.
    """

    name: str
    entry: str
    systems: tuple[SourceSystem, ...]
    stages: tuple[tuple[str, str], ...]
    lanes: Callable[[OpenAsked], tuple[Lane, ...]]
    counted: tuple[Lane, ...]
    ages: Callable[[Intervals], tuple[Ages, ...]]
    late: Callable[[Intervals], Late]
    about: Callable[[KnownHistory, ListRow, Intervals, datetime], Mapping[str, Any] | None]
