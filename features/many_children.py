"""The compiled engine: many questions at once, value for value what the plain one gives.

One pass over a child's packed entries for each question; no frames, no joins. Machine
code is kept in ``__pycache__`` beside this file, where that can be written to.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import numba
import numpy as np

from features.catalogue import CATALOGUE
from features.declaration import Measure
from features.local_days import NEVER, local_day_numbers
from features.one_child import INTERVIEW_TIME, PROTECTION_RECENT
from features.packing import (
    INTERVIEW_DONE,
    NO_BIRTH_DATE,
    SEXUAL_HARM,
    UNKNOWN_ADULT,
    Kind,
    Packed,
    pack,
    system_bits,
)
from features.table import FeatureTable, Int64, decode
from records.states.missing import SAME_EPISODE
from records.unknown import UNKNOWN_CODES, Unknown

__all__ = ["FeatureTable", "Packed", "decode", "measure_many", "pack"]

_MICROSECOND = timedelta(microseconds=1)
_SIX_HOURS = SAME_EPISODE // _MICROSECOND
_INTERVIEW = INTERVIEW_TIME // _MICROSECOND
_RECENT = PROTECTION_RECENT // _MICROSECOND
_HOUR = timedelta(hours=1) // _MICROSECOND
_DAY = timedelta(days=1) // _MICROSECOND
_NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
_NOT_CONNECTED = UNKNOWN_CODES[Unknown.NOT_CONNECTED]
_NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
#: The rows of the workspace: by reference, then by episode.
_TIME, _MARK, _RANK, _FIRST, _LATEST, _SINCE, _ENDED, _NIGHT, _DONE = range(9)
#: "No such moment", earlier than every moment.
_NONE = -NEVER


def _constants() -> str:
    numbers = [value for value in globals().values() if isinstance(value, int)]
    members = [(member.name, member.value) for kinds in (Kind, Measure) for member in kinds]
    return repr((numbers, members))


#: Kept machine code is looked up under this, since numba by itself would notice changes
#: in this file only, and the constants above are compiled in.
_STAMP = hashlib.sha256(_constants().encode()).hexdigest()[:12]


def _compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    function.__qualname__ += f"_{_STAMP}"
    compiled: Callable[..., Any]
    try:
        compiled = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep it: a read-only installation compiles each time
        compiled = numba.njit(nogil=True)(function)
    return compiled


def measure_many(packed: Packed, child_index: Int64, as_of_us: Int64) -> FeatureTable:
    """Every feature of the catalogue for many (child, moment) questions.

    Bit for bit what ``measure_child(known_at(history, as_of))`` gives, codes for unknown.

    Args:
        packed: the children's histories.
        child_index: [rows] places in ``packed``; any order, repeats allowed.
        as_of_us: [rows] moments in microseconds since 1970 (``features.table.micros``).

    Raises:
        ValueError: the two arrays differ in length, or a place is outside ``packed``.
    """
    children = np.ascontiguousarray(child_index, dtype=np.int64)
    moments = np.ascontiguousarray(as_of_us, dtype=np.int64)
    if children.ndim != 1 or children.shape != moments.shape:
        raise ValueError("child_index and as_of_us must be two rows of one length")
    if children.size and (children.min() < 0 or children.max() >= len(packed)):
        raise ValueError(f"child_index must be between 0 and {len(packed) - 1}")
    columns = [[f.measure, (f.window_days or 0) * _DAY, system_bits(f.sources)] for f in CATALOGUE]
    values = np.empty((children.size, len(CATALOGUE)), dtype=np.int64)
    longest = int(np.diff(packed.starts).max(initial=1))  # no child has more references
    _measure_rows(
        packed.entries,
        packed.births,
        packed.places,
        np.column_stack([children, moments, local_day_numbers(moments)]),
        np.array(columns, dtype=np.int64),
        np.empty((_DONE + 1, longest), dtype=np.int64),
        np.zeros(2 * longest, dtype=np.int64),
        values,
    )
    return FeatureTable(tuple(feature.name for feature in CATALOGUE), values)


@_compiled
def _read_references(entries: Any, as_of: int, work: Any) -> int:
    """What the known entries say of each reference; returns whether the child is in care.

    ``time``: a report's end, a notice's lapse, a protection plan's end.
    ``mark``: an interview done; 1 served, 2 withdrawn; a plan's state.
    """
    time, mark, rank = work[_TIME], work[_MARK], work[_RANK]
    in_care = 0
    for entry in entries:
        if not entry.known_from <= as_of < entry.known_until:
            continue
        kind, reference = entry.kind, entry.reference
        if kind == Kind.FOUND:
            time[reference] = max(time[reference], entry.occurred)
        elif kind == Kind.INTERVIEW:
            mark[reference] |= entry.flags & INTERVIEW_DONE
        elif kind == Kind.PLAN:
            if entry.extra >= rank[reference]:
                rank[reference] = entry.extra
                mark[reference] = entry.flags
        elif kind == Kind.SERVED:
            time[reference] = entry.extra
            mark[reference] |= 1
        elif kind == Kind.NOTICE_WITHDRAWN:
            mark[reference] |= 2
        elif kind == Kind.PROTECTION_STARTED:
            if time[reference] < entry.occurred:  # an earlier end is not this one's
                time[reference] = _NONE
        elif kind == Kind.PROTECTION_ENDED:
            time[reference] = entry.occurred
        elif kind == Kind.IN_CARE:
            in_care = 1
        elif kind == Kind.CARE_ENDED:
            in_care = 0
    return in_care


@_compiled
def _group_reports(entries: Any, as_of: int, work: Any) -> int:
    """The episodes, as :func:`records.states.missing_episodes` groups them; returns how many.

    ``first`` and ``latest``: the first and the latest episode of each reference.
    """
    time, mark, first, latest = work[_TIME], work[_MARK], work[_FIRST], work[_LATEST]
    since, ended, night, done = work[_SINCE], work[_ENDED], work[_NIGHT], work[_DONE]
    count = 0
    for entry in entries:
        if entry.kind != Kind.REPORTED or not entry.known_from <= as_of < entry.known_until:
            continue
        reference, place = entry.reference, count - 1
        if place < 0 or not (
            latest[reference] == place
            or entry.occurred - since[place] < _SIX_HOURS
            or (ended[place] != _NONE and entry.occurred < ended[place])
        ):
            place = count
            count += 1
            since[place], night[place] = entry.occurred, entry.extra
            ended[place], done[place] = _NONE, 0
        latest[reference] = place
        if first[reference] < 0:
            first[reference] = place
        ended[place] = max(ended[place], time[reference])
        done[place] |= mark[reference]
    return count


@_compiled
def _of_episodes(measure: int, start: int, as_of: int, count: int, work: Any) -> int:
    """One measure of the episodes that began in [start, as_of)."""
    since, ended, night, done = work[_SINCE], work[_ENDED], work[_NIGHT], work[_DONE]
    counted, lasting, longest, nights, owed = 0, 0, 0, 0, 0
    last, last_gap, shortening = _NONE, NEVER, 0
    for place in range(count):
        if not start <= since[place] < as_of:
            continue
        counted += 1
        is_last = place == count - 1
        if ended[place] != _NONE or is_last:
            lasting += 1
            until = ended[place] if ended[place] != _NONE else as_of
            longest = max(longest, until - since[place])
            nights += max(until, since[place]) > night[place]
        if ended[place] != _NONE or not is_last:
            returned = ended[place] if ended[place] != _NONE else since[place + 1]
            owed += returned + _INTERVIEW <= as_of and not done[place]
        if last != _NONE:
            gap = since[place] - last
            shortening = shortening + 1 if gap < last_gap < NEVER else 0
            last_gap = gap
        last = since[place]
    if measure == Measure.EPISODES:
        return counted
    if measure == Measure.DAYS_SINCE_LAST:
        return (as_of - last) // _DAY if counted else _NOT_APPLICABLE
    if measure == Measure.GAPS_SHORTENING:
        return shortening
    if measure == Measure.INTERVIEWS_NOT_DONE:
        return owed
    if counted and not lasting:
        return _NOT_RECORDED
    return longest // _HOUR if measure == Measure.LONGEST_HOURS else nights


@_compiled
def _told(
    flag: int, start: int, as_of: int, entries: Any, first: Any, seen: Any, stamp: int
) -> int:
    """Flagged S1 entries in [start, as_of), once for each episode; without one, each report."""
    count = 0
    for entry in entries:
        if entry.kind > Kind.OTHER_S1 or not entry.flags & flag:
            continue
        if not (entry.known_from <= as_of < entry.known_until and start <= entry.occurred < as_of):
            continue
        episode = first[entry.reference]
        place = episode if episode >= 0 else len(first) + entry.reference
        count += seen[place] != stamp
        seen[place] = stamp
    return count


@_compiled
def _of_references(measure: int, as_of: int, entries: Any, work: Any, seen: Any, stamp: int) -> int:
    """One measure of notices, plans or protection plans."""
    time, mark = work[_TIME], work[_MARK]
    value = 0
    for entry in entries:
        if not entry.known_from <= as_of < entry.known_until:
            continue
        kind, reference = entry.kind, entry.reference
        if measure == Measure.PLAN_STATE:
            if kind == Kind.PLAN:
                value = max(value, mark[reference])
        elif measure == Measure.PROTECTION_STATE:
            if kind == Kind.PROTECTION_STARTED:
                ended = time[reference]
                value = max(value, 3 if ended == _NONE else 2 if ended >= as_of - _RECENT else 1)
        elif kind == Kind.SERVED and seen[reference] != stamp:
            seen[reference] = stamp
            in_force = mark[reference] == 1 and as_of < time[reference]
            value += in_force or measure == Measure.NOTICES_EVER
    return value


@_compiled
def _age(births: Any, as_of: int, today: int) -> int:
    for birth in births:
        if birth.known_from <= as_of < birth.known_until and birth.day != NO_BIRTH_DATE:
            age: int = (today - birth.day) // 10_000
            return age if age >= 0 else _NOT_RECORDED
    return _NOT_RECORDED


@_compiled
def _measure_rows(
    entries: Any,
    births: Any,
    places: Any,
    asked: Any,
    columns: Any,
    work: Any,
    seen: Any,
    values: Any,
) -> None:
    for row in range(len(asked)):
        child, as_of, today = asked[row]
        start, end, born, born_end, references, connected = places[child]
        own = entries[start:end]
        for reference in range(references):
            work[_TIME, reference], work[_MARK, reference] = _NONE, 0
            work[_RANK, reference] = work[_FIRST, reference] = work[_LATEST, reference] = -1
        in_care = _read_references(own, as_of, work)
        count = _group_reports(own, as_of, work)
        for place in range(len(columns)):
            measure, window, systems = columns[place]
            begin = as_of - window if window else _NONE
            stamp = row * len(columns) + place + 1
            if connected & systems != systems:
                value = _NOT_CONNECTED
            elif measure == Measure.AGE:
                value = _age(births[born:born_end], as_of, today)
            elif measure == Measure.LOOKED_AFTER:
                value = in_care
            elif measure == Measure.FOUND_WITH_UNKNOWN_ADULT or measure == Measure.SEXUAL_HARM:
                flag = SEXUAL_HARM if measure == Measure.SEXUAL_HARM else UNKNOWN_ADULT
                value = _told(flag, begin, as_of, own, work[_FIRST], seen, stamp)
            elif measure >= Measure.NOTICES_IN_FORCE:
                value = _of_references(measure, as_of, own, work, seen, stamp)
            else:
                value = _of_episodes(measure, begin, as_of, count, work)
            values[row, place] = value
