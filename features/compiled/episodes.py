"""Missing episodes as machine code: grouped, and measured.

``work``: int64 [WORK_ROWS, references], this kernel's own memory; ``entries``, ``more`` and
``kinds`` as ``Packed`` has them; a child's are ``entries[start:end]``. Places are passed, and
not parts of arrays, because numba counts the references to each part.
"""

from __future__ import annotations

from typing import Any

from features.compiled.compiling import (
    DAY,
    DAY_LONG_US,
    HOUR,
    INTERVIEW_US,
    NO_MOMENT,
    NOT_APPLICABLE,
    NOT_RECORDED,
    SAME_EPISODE_US,
    compiled,
)
from features.compiled.flat import Kind
from features.declaration import Measure
from features.local_days import NEVER

__all__ = ["FIRST", "WORK_ROWS", "group_reports", "is_known", "measure_episodes"]

#: By reference: the end recorded; whether an interview is; the first and the latest episode.
_END, _INTERVIEWED, FIRST, _LATEST = range(4)
#: By episode: its start and end, its first 3 o'clock at night, whether an interview is done.
_SINCE, _ENDED, _NIGHT, _DONE = range(4, 8)
WORK_ROWS = 8


@compiled
def is_known(entries: Any, place: int, more: Any, as_of: int) -> Any:
    """Whether the entry was recorded before ``as_of``, and not taken back before it."""
    entry = entries[place]
    return entry.recorded < as_of and (entry.more == 0 or as_of <= more[entry.more, 0])


@compiled
def group_reports(entries: Any, start: int, end: int, more: Any, kinds: Any, as_of: int,
                  references: int, work: Any) -> int:  # fmt: skip
    """The episodes, as :func:`records.states.missing_episodes` groups them; returns how many.

    Leaves each reference's first episode in ``work[FIRST]``, -1 where it has none.
    """
    for reference in range(references):
        work[_END, reference], work[_INTERVIEWED, reference] = NO_MOMENT, 0
        work[FIRST, reference] = work[_LATEST, reference] = -1
    for entry_place in range(start, end):
        entry = entries[entry_place]
        kind = kinds[entry.profile]
        if kind == Kind.FOUND and is_known(entries, entry_place, more, as_of):
            work[_END, entry.reference] = max(work[_END, entry.reference], entry.occurred)
        elif kind == Kind.INTERVIEW_DONE and is_known(entries, entry_place, more, as_of):
            work[_INTERVIEWED, entry.reference] = 1
    count = 0
    for entry_place in range(start, end):
        entry = entries[entry_place]
        if kinds[entry.profile] != Kind.REPORTED or not is_known(entries, entry_place, more, as_of):
            continue
        reference, place = entry.reference, count - 1
        if place < 0 or not (
            work[_LATEST, reference] == place
            or (
                entry.occurred < work[_ENDED, place]
                if work[_ENDED, place] != NO_MOMENT
                else entry.occurred - work[_SINCE, place] < SAME_EPISODE_US
            )
        ):
            place = count
            count += 1
            work[_SINCE, place], work[_NIGHT, place] = entry.occurred, more[entry.more, 1]
            work[_ENDED, place], work[_DONE, place] = NO_MOMENT, 0
        work[_LATEST, reference] = place
        if work[FIRST, reference] < 0:
            work[FIRST, reference] = place
        work[_ENDED, place] = max(work[_ENDED, place], work[_END, reference])
        work[_DONE, place] |= work[_INTERVIEWED, reference]
    return count


@compiled
def measure_episodes(columns: Any, as_of: int, count: int, work: Any, values: Any,
                     row: int) -> None:  # fmt: skip
    """Each of ``columns`` (measure, column, window in microseconds) of ``count`` episodes.

    Columns of one window stand together: the episodes are gone through once for each.
    """
    read_window = -1
    counted, lasting, longest, total, nights, days, owed = 0, 0, 0, 0, 0, 0, 0
    last, last_gap, shortening = NO_MOMENT, NEVER, 0
    for column_place in range(len(columns)):
        measure, column = columns[column_place, 0], columns[column_place, 1]
        if columns[column_place, 2] != read_window:
            read_window = columns[column_place, 2]
            counted, lasting, longest, total, nights, days, owed = 0, 0, 0, 0, 0, 0, 0
            last, last_gap, shortening = NO_MOMENT, NEVER, 0
            for place in range(count):
                since, ended = work[_SINCE, place], work[_ENDED, place]
                if not as_of - read_window <= since < as_of:
                    continue
                counted += 1
                is_last = place == count - 1
                if ended != NO_MOMENT or is_last:
                    length = max((ended if ended != NO_MOMENT else as_of) - since, 0)
                    lasting += 1
                    total += length
                    longest = max(longest, length)
                    nights += since + length > work[_NIGHT, place]
                    days += length >= DAY_LONG_US
                if ended != NO_MOMENT or not is_last:
                    returned = ended if ended != NO_MOMENT else work[_SINCE, place + 1]
                    owed += returned + INTERVIEW_US <= as_of and work[_DONE, place] == 0
                if last != NO_MOMENT:
                    gap = since - last
                    shortening = shortening + 1 if gap < last_gap < NEVER else 0
                    last_gap = gap
                last = since
        if measure == Measure.EPISODES:
            value = counted
        elif measure == Measure.DAYS_SINCE_MISSING:
            value = (as_of - last) // DAY if counted else NOT_APPLICABLE
        elif measure == Measure.LATEST_GAP_DAYS:
            value = last_gap // DAY if counted > 1 else NOT_APPLICABLE
        elif measure == Measure.GAPS_SHORTENING:
            value = shortening
        elif measure == Measure.INTERVIEWS_NOT_DONE:
            value = owed
        elif counted and not lasting:
            value = NOT_RECORDED
        elif measure == Measure.LONGEST_HOURS:
            value = longest // HOUR
        elif measure == Measure.TOTAL_HOURS:
            value = total // HOUR
        elif measure == Measure.OVERNIGHT:
            value = nights
        else:
            value = days
        values[row, column] = value
