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
    compiler: Callable[..., Any] = numba.njit
    try:
        compiled: Callable[..., Any] = compiler(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep it: a read-only installation compiles each time
        compiled = compiler(nogil=True)(function)
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
    columns = [(f.measure, (f.window_days or 0) * _DAY, system_bits(f.sources)) for f in CATALOGUE]
    values = np.empty((children.size, len(CATALOGUE)), dtype=np.int64)
    longest = int(np.diff(packed.starts).max(initial=1))  # no child has more references
    _measure_rows(
        packed.entries,
        packed.starts,
        packed.births,
        packed.birth_starts,
        packed.references,
        packed.connected,
        children,
        moments,
        local_day_numbers(moments),
        np.array(columns, dtype=np.int64).reshape(-1, 3),
        np.empty((9, longest), dtype=np.int64),
        np.zeros(2 * longest, dtype=np.int64),
        values,
    )
    return FeatureTable(tuple(feature.name for feature in CATALOGUE), values)


@_compiled
def _read_references(entries, as_of, time, mark, rank):  # type: ignore[no-untyped-def]
    """What the known entries say of each reference; returns whether the child is in care.

    ``time``: a report's end, a notice's lapse, a protection plan's end. ``mark``: an
    interview done; 1 served, 2 withdrawn; a plan's state.
    """
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
def _group_reports(  # type: ignore[no-untyped-def]
    entries, as_of, time, mark, first_episode, episode_of, since, ended, night, done
):
    """The episodes, as :func:`records.states.missing_episodes` groups them; returns how many.

    ``first_episode`` and ``episode_of``: each reference's first and latest episode.
    """
    count = 0
    for entry in entries:
        if entry.kind != Kind.REPORTED or not entry.known_from <= as_of < entry.known_until:
            continue
        reference, place = entry.reference, count - 1
        if place < 0 or not (
            episode_of[reference] == place
            or entry.occurred - since[place] < _SIX_HOURS
            or (ended[place] != _NONE and entry.occurred < ended[place])
        ):
            place = count
            count += 1
            since[place], night[place] = entry.occurred, entry.extra
            ended[place], done[place] = _NONE, 0
        episode_of[reference] = place
        if first_episode[reference] < 0:
            first_episode[reference] = place
        ended[place] = max(ended[place], time[reference])
        done[place] |= mark[reference]
    return count


@_compiled
def _of_episodes(measure, start, as_of, count, since, ended, night, done):  # type: ignore[no-untyped-def]
    """One measure of the episodes that began in [start, as_of)."""
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
def _told(flag, start, as_of, entries, first_episode, seen, stamp):  # type: ignore[no-untyped-def]
    """Flagged S1 entries in [start, as_of), once for each episode.

    Entries whose report isn't known stand behind the episodes, by their reference.
    """
    count = 0
    for entry in entries:
        if entry.kind > Kind.OTHER_S1 or not entry.flags & flag:
            continue
        if not (entry.known_from <= as_of < entry.known_until and start <= entry.occurred < as_of):
            continue
        episode = first_episode[entry.reference]
        place = episode if episode >= 0 else len(first_episode) + entry.reference
        count += seen[place] != stamp
        seen[place] = stamp
    return count


@_compiled
def _of_references(measure, as_of, entries, time, mark, seen, stamp):  # type: ignore[no-untyped-def]
    """One measure of notices, plans or protection plans."""
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
def _age(births, as_of, today):  # type: ignore[no-untyped-def]
    for birth in births:
        if birth.known_from <= as_of < birth.known_until and birth.day != NO_BIRTH_DATE:
            age = (today - birth.day) // 10_000
            return age if age >= 0 else _NOT_RECORDED
    return _NOT_RECORDED


@_compiled
def _measure_rows(  # type: ignore[no-untyped-def]
    entries, starts, births, birth_starts, references, connected,
    children, moments, days, columns, work, seen, values,
):  # fmt: skip
    time, mark, rank, first_episode, episode_of = work[0], work[1], work[2], work[3], work[4]
    since, ended, night, done = work[5], work[6], work[7], work[8]
    for row in range(len(children)):
        child, as_of = children[row], moments[row]
        own = entries[starts[child] : starts[child + 1]]
        for reference in range(references[child]):
            time[reference], mark[reference] = _NONE, 0
            rank[reference] = first_episode[reference] = episode_of[reference] = -1
        in_care = _read_references(own, as_of, time, mark, rank)
        count = _group_reports(
            own, as_of, time, mark, first_episode, episode_of, since, ended, night, done
        )
        for place in range(len(columns)):
            measure, window, systems = columns[place]
            start = as_of - window if window else _NONE
            stamp = row * len(columns) + place + 1
            if connected[child] & systems != systems:
                value = _NOT_CONNECTED
            elif measure == Measure.AGE:
                value = _age(
                    births[birth_starts[child] : birth_starts[child + 1]], as_of, days[row]
                )
            elif measure == Measure.LOOKED_AFTER:
                value = in_care
            elif measure == Measure.FOUND_WITH_UNKNOWN_ADULT or measure == Measure.SEXUAL_HARM:
                flag = SEXUAL_HARM if measure == Measure.SEXUAL_HARM else UNKNOWN_ADULT
                value = _told(flag, start, as_of, own, first_episode, seen, stamp)
            elif measure >= Measure.NOTICES_IN_FORCE:
                value = _of_references(measure, as_of, own, time, mark, seen, stamp)
            else:
                value = _of_episodes(measure, start, as_of, count, since, ended, night, done)
            values[row, place] = value
