"""What came in from each system in the year before a snapshot, and how its records are linked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from features.table import micros
from records.history import History
from records.sources import EXTRACTED, SourceSystem
from training.intervals import Number

__all__ = ["WEEKS", "SystemRow", "Systems", "SystemsTally", "weekly"]

#: So many whole weeks before the snapshot are counted.
WEEKS = 52
_WEEK = timedelta(days=7) // timedelta(microseconds=1)
_HOUR = timedelta(hours=1) // timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class SystemRow:
    """One system in the year before the snapshot.

    Attributes:
        weeks: entries recorded in each week, the oldest first.
        newest_hours: how old its newest entry was; nan if there was none in the year.
        longest_gap_hours: the longest time between an entry and the next; nan if fewer than
            ten entries say nothing of what is usual.
    """

    system: str
    weeks: tuple[int, ...]
    newest_hours: Number
    longest_gap_hours: Number


@dataclass(frozen=True, slots=True)
class Systems:
    """Every system, and the linkage: of ``children``, the share with records of two or more."""

    rows: tuple[SystemRow, ...]
    children: int
    in_two_systems: Number


class SystemsTally:
    """Counts histories as they are read, so that nothing is read twice.

    ``through`` gives them on; when all have passed, ``told`` says what was counted.
    """

    def __init__(self, taken: datetime) -> None:
        self._taken = taken
        self._since = taken - timedelta(weeks=WEEKS)
        self._moments: dict[SourceSystem, list[int]] = {source: [] for source in EXTRACTED}
        self._children = self._in_two = 0

    def through(self, histories: Iterable[History]) -> Iterator[History]:
        """The histories, each counted once it was asked for."""
        for history in histories:
            for event in history.events:
                if event.source in self._moments and self._since <= event.recorded < self._taken:
                    self._moments[event.source].append(micros(event.recorded))
            self._children += 1
            self._in_two += len({person.id.source for person in history.persons}) > 1
            yield history

    def told(self) -> Systems:
        """What was counted so far."""
        taken = micros(self._taken)
        share = self._in_two / self._children if self._children else float("nan")
        rows = tuple(_row(source, moments, taken) for source, moments in self._moments.items())
        return Systems(rows, self._children, share)


def _row(source: SourceSystem, moments: list[int], taken: int) -> SystemRow:
    ordered = np.sort(np.array(moments, dtype=np.int64))
    newest = (taken - int(ordered[-1])) / _HOUR if len(ordered) else float("nan")
    gap = float(np.diff(ordered).max()) / _HOUR if len(ordered) >= 10 else float("nan")
    return SystemRow(source.value, weekly(ordered, taken), newest, gap)


def weekly(moments: np.ndarray, taken: int, weeks: int = WEEKS) -> tuple[int, ...]:
    """How many of ``moments`` (microseconds) lie in each of the weeks before ``taken``, the
    oldest first."""
    before = (taken - 1 - np.asarray(moments, dtype=np.int64)) // _WEEK
    inside = before[(before >= 0) & (before < weeks)]
    return tuple(np.bincount(inside, minlength=weeks)[::-1].tolist())
