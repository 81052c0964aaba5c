"""What stands, as machine code: notices in force, plans, and the child's age.

Arguments as in :mod:`features.compiled.episodes`; ``work`` may be the same memory.
"""

from __future__ import annotations

from typing import Any

from features.compiled.compiling import NO_MOMENT, NOT_RECORDED, RECENT_US, compiled
from features.compiled.episodes import is_known
from features.compiled.flat import NO_BIRTH_DATE, Kind

__all__ = ["age", "notices_in_force", "plan_state", "protection_state"]

_MARK, _TIME, _STARTED = range(3)
_SERVED, _WITHDRAWN = 1, 2


@compiled
def notices_in_force(
    entries: Any,
    start: int,
    end: int,
    more: Any,
    kinds: Any,
    as_of: int,
    references: int,
    work: Any,
) -> int:
    """Notices served, not withdrawn, not lapsed; each as it was served last."""
    mark, lapse = work[_MARK], work[_TIME]
    mark[:references] = 0
    for place in range(start, end):
        entry = entries[place]
        kind = kinds[entry.profile]
        if kind == Kind.SERVED and is_known(entries, place, more, as_of):
            mark[entry.reference] |= _SERVED
            lapse[entry.reference] = more[entry.more, 1]
        elif kind == Kind.NOTICE_WITHDRAWN and is_known(entries, place, more, as_of):
            mark[entry.reference] |= _WITHDRAWN
    count = 0
    for reference in range(references):
        count += mark[reference] == _SERVED and as_of < lapse[reference]
    return count


@compiled
def plan_state(
    entries: Any,
    start: int,
    end: int,
    more: Any,
    kinds: Any,
    as_of: int,
    references: int,
    work: Any,
) -> int:
    """The highest state, 1 to 3, of the plans' current versions; 0 without any."""
    state, rank = work[_MARK], work[_TIME]
    state[:references], rank[:references] = 0, -1
    for place in range(start, end):
        entry = entries[place]
        kind = kinds[entry.profile]
        if Kind.PLAN_ENDED <= kind <= Kind.PLAN_LIVE and is_known(entries, place, more, as_of):
            reference, version = entry.reference, more[entry.more, 1]
            if version > rank[reference]:
                rank[reference], state[reference] = version, kind - Kind.PLAN_ENDED + 1
    highest = 0
    for reference in range(references):
        highest = max(highest, state[reference])
    return highest


@compiled
def protection_state(
    entries: Any,
    start: int,
    end: int,
    more: Any,
    kinds: Any,
    as_of: int,
    references: int,
    work: Any,
) -> int:
    """3 in force, 2 ended lately, 1 ended earlier, 0 none; the highest of several plans."""
    started, ended = work[_STARTED], work[_TIME]
    started[:references], ended[:references] = NO_MOMENT, NO_MOMENT
    for place in range(start, end):
        entry = entries[place]
        kind = kinds[entry.profile]
        if kind == Kind.PROTECTION_STARTED and is_known(entries, place, more, as_of):
            started[entry.reference] = entry.occurred
        elif kind == Kind.PROTECTION_ENDED and is_known(entries, place, more, as_of):
            ended[entry.reference] = entry.occurred
    highest = 0
    for reference in range(references):
        if started[reference] == NO_MOMENT:
            continue
        # An end before the start is of an earlier time under the same reference.
        if ended[reference] < started[reference]:
            state = 3
        else:
            state = 2 if ended[reference] >= as_of - RECENT_US else 1
        highest = max(highest, state)
    return highest


@compiled
def age(births: Any, start: int, end: int, as_of: int, today: int) -> int:
    """Completed years on the day ``today`` (YYYYMMDD), by the birth date believed then."""
    for place in range(start, end):
        birth = births[place]
        if birth.known_from <= as_of < birth.known_until and birth.day != NO_BIRTH_DATE:
            years: int = (today - birth.day) // 10_000
            return years if years >= 0 else NOT_RECORDED
    return NOT_RECORDED
