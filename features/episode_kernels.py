"""Missing episodes as machine code: grouped, and measured.

``work``: int64 [WORK_ROWS, references], this kernel's own memory; ``entries``: one child's,
of :data:`features.packing.ENTRY`; ``more`` and ``kinds`` as ``Packed`` has them.
"""

from __future__ import annotations

from typing import Any

from features.compiling import (
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
from features.declaration import Measure
from features.flat_entries import Kind
from features.local_days import NEVER

__all__ = ["FIRST", "WORK_ROWS", "group_reports", "is_known", "measure_episodes"]

#: By reference: the end recorded; whether an interview is; the first and the latest episode.
_END, _INTERVIEWED, FIRST, _LATEST = range(4)
#: By episode: its start and end, its first 3 o'clock at night, whether an interview is done.
_SINCE, _ENDED, _NIGHT, _DONE = range(4, 8)
WORK_ROWS = 8


@compiled
def is_known(entry: Any, more: Any, as_of: int) -> Any:
    """Whether the entry was recorded before ``as_of``, and not taken back before it."""
    return entry.recorded < as_of and (entry.more == 0 or as_of <= more[entry.more, 0])


@compiled
def group_reports(
    entries: Any, more: Any, kinds: Any, as_of: int, references: int, work: Any
) -> int:
    """The episodes, as :func:`records.states.missing_episodes` groups them; returns how many.

    Leaves each reference's first episode in ``work[FIRST]``, -1 where it has none.
    """
    end, interviewed, first, latest = (
        work[_END], work[_INTERVIEWED], work[FIRST], work[_LATEST],
    )  # fmt: skip
    since, ended, night, done = work[_SINCE], work[_ENDED], work[_NIGHT], work[_DONE]
    for reference in range(references):
        end[reference], interviewed[reference] = NO_MOMENT, 0
        first[reference] = latest[reference] = -1
    for entry in entries:
        kind = kinds[entry.profile]
        if kind == Kind.FOUND and is_known(entry, more, as_of):
            end[entry.reference] = max(end[entry.reference], entry.occurred)
        elif kind == Kind.INTERVIEW_DONE and is_known(entry, more, as_of):
            interviewed[entry.reference] = 1
    count = 0
    for entry in entries:
        if kinds[entry.profile] != Kind.REPORTED or not is_known(entry, more, as_of):
            continue
        reference, place = entry.reference, count - 1
        if place < 0 or not (
            latest[reference] == place
            or entry.occurred - since[place] < SAME_EPISODE_US
            or (ended[place] != NO_MOMENT and entry.occurred < ended[place])
        ):
            place = count
            count += 1
            since[place], night[place] = entry.occurred, more[entry.more, 1]
            ended[place], done[place] = NO_MOMENT, 0
        latest[reference] = place
        if first[reference] < 0:
            first[reference] = place
        ended[place] = max(ended[place], end[reference])
        done[place] |= interviewed[reference]
    return count


@compiled
def measure_episodes(columns: Any, as_of: int, count: int, work: Any, values: Any) -> None:
    """Each of ``columns`` (measure, column, window in microseconds) of ``count`` episodes."""
    for row in range(len(columns)):
        measure, column, window = columns[row]
        values[column] = _measure(measure, as_of - window, as_of, count, work)


@compiled
def _measure(measure: int, start: int, as_of: int, count: int, work: Any) -> int:
    since, ended, night, done = work[_SINCE], work[_ENDED], work[_NIGHT], work[_DONE]
    counted, lasting, longest, total, nights, days, owed = 0, 0, 0, 0, 0, 0, 0
    last, last_gap, shortening = NO_MOMENT, NEVER, 0
    for place in range(count):
        if not start <= since[place] < as_of:
            continue
        counted += 1
        is_last = place == count - 1
        if ended[place] != NO_MOMENT or is_last:
            until = ended[place] if ended[place] != NO_MOMENT else as_of
            length = max(until - since[place], 0)
            lasting += 1
            total += length
            longest = max(longest, length)
            nights += since[place] + length > night[place]
            days += length >= DAY_LONG_US
        if ended[place] != NO_MOMENT or not is_last:
            returned = ended[place] if ended[place] != NO_MOMENT else since[place + 1]
            owed += returned + INTERVIEW_US <= as_of and not done[place]
        if last != NO_MOMENT:
            gap = since[place] - last
            shortening = shortening + 1 if gap < last_gap < NEVER else 0
            last_gap = gap
        last = since[place]
    if measure == Measure.EPISODES:
        return counted
    if measure == Measure.DAYS_SINCE_MISSING:
        return (as_of - last) // DAY if counted else NOT_APPLICABLE
    if measure == Measure.LATEST_GAP_DAYS:
        return last_gap // DAY if counted > 1 else NOT_APPLICABLE
    if measure == Measure.GAPS_SHORTENING:
        return shortening
    if measure == Measure.INTERVIEWS_NOT_DONE:
        return owed
    if counted and not lasting:
        return NOT_RECORDED
    if measure == Measure.LONGEST_HOURS:
        return longest // HOUR
    if measure == Measure.TOTAL_HOURS:
        return total // HOUR
    return nights if measure == Measure.OVERNIGHT else days
