"""The compiled parts of packing: rows in any order become rows by child, in order of time.

Columns of :data:`features.compiled.flat.FLAT` are arrays, empty if left out; ``loose`` and
``entries`` are one and the same memory: as rows of :data:`features.compiled.packing.LOOSE`
until they are settled, and of :data:`features.compiled.packing.ENTRY` from then on.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from features.compiled.compiling import compiled, inlined
from features.compiled.flat import NO_VALUE, Kind
from features.local_days import NEVER

__all__ = ["find_profiles", "loosen", "settle"]

#: A multiplier that scatters keys over a table (Knuth 1998, 6.4: 2**64 by the golden ratio).
_SCATTER = np.uint64(0x9E3779B97F4A7C15)
#: So few keys are sooner compared one by one than looked up in a table.
_FEW = 8


@inlined
def _place(key: int, size: int) -> Any:
    """Where to look for ``key`` first in a table of ``size`` places, a power of two."""
    return np.int64((np.uint64(key) * _SCATTER) >> np.uint64(32)) & (size - 1)


@inlined
def _has_more(gone: Any, extra: Any, row: int) -> Any:
    """Whether the row holds what few rows do; a column that was left out is empty."""
    return (len(gone) > 0 and gone[row] != NEVER) or (len(extra) > 0 and extra[row] != 0)


@compiled
def find_profiles(first: int, last: int, child: Any, kind: Any, matters: Any, gone: Any,
                  extra: Any, counts: Any, profile: Any, kinds: Any,
                  masks: Any) -> int:  # fmt: skip
    """Number each different (kind, matters) of the rows [first, last); count each child's rows
    and rows with more.

    Returns how many there are, or -1 if ``kinds`` has no place for them all.
    """
    size = 4 * len(kinds)
    table = np.full(size, -1, np.int32)
    found = 0
    for row in range(first, last):
        counts[child[row], 0] += 1
        counts[child[row], 1] += _has_more(gone, extra, row)
        place = _place(matters[row] + np.uint64(kind[row]), size)
        while True:
            number = table[place]
            if number < 0:
                if found == len(kinds):
                    return -1
                number = found
                table[place] = number
                kinds[number], masks[number] = kind[row], matters[row]
                found += 1
            if kinds[number] == kind[row] and masks[number] == matters[row]:
                profile[row] = number
                break
            place = (place + 1) & (size - 1)
    return found


@compiled
def loosen(first: int, last: int, child: Any, recorded: Any, occurred: Any, reference: Any,
           profile: Any, numbers: Any, places: Any, loose: Any) -> None:  # fmt: skip
    """Gather the rows [first, last) by child.

    ``numbers``: what a profile's number in these rows is among all; ``places``: where each
    child's next row of these goes; moved on.
    """
    for row in range(first, last):
        place = places[child[row]]
        places[child[row]] = place + 1
        into = loose[place]
        into.recorded, into.occurred = recorded[row], occurred[row]
        into.reference, into.row, into.profile = reference[row], row, numbers[profile[row]]


@inlined
def _is_later(loose: Any, one: int, other: int, order: Any) -> Any:
    if loose[one].occurred != loose[other].occurred:
        return loose[one].occurred > loose[other].occurred
    if loose[one].recorded != loose[other].recorded:
        return loose[one].recorded > loose[other].recorded
    return len(order) > 0 and order[loose[one].row] > order[loose[other].row]


@inlined
def _sort(loose: Any, start: int, count: int, order: Any, places: Any, spare: Any) -> None:
    """Put into ``places`` where a child's rows are, in order of (occurred, recorded, order).

    A log is nearly in order: each row is moved down to its place. Where that turns out to
    be far, runs are merged instead, so that no order takes long.
    """
    for place in range(count):
        places[place] = start + place
    moves_left = 16 * count
    for place in range(1, count):
        moving, gap = places[place], place
        while gap > 0 and _is_later(loose, places[gap - 1], moving, order):
            places[gap] = places[gap - 1]
            gap -= 1
        places[gap] = moving
        moves_left -= place - gap
        if moves_left < 0:
            _merge(loose, count, order, places, spare)
            break


@compiled
def _merge(loose: Any, count: int, order: Any, places: Any, spare: Any) -> None:
    width = 1
    while width < count:
        for start in range(0, count, 2 * width):
            middle, end = min(start + width, count), min(start + 2 * width, count)
            left, right = start, middle
            for place in range(start, end):
                if left < middle and (
                    right == end or not _is_later(loose, places[left], places[right], order)
                ):
                    spare[place] = places[left]
                    left += 1
                else:
                    spare[place] = places[right]
                    right += 1
        places[:count] = spare[:count]
        width *= 2


@inlined
def _number(key: int, table: Any, size: int, keys: Any, count: int) -> Any:
    """The number of ``key`` among a child's keys; ``count`` if it is a new one.

    A table of size 0 is not used.
    """
    if size == 0:
        for number in range(count):
            if keys[number] == key:
                return number
        keys[count] = key
        return count
    place = _place(key, size)
    while True:
        number = table[place]
        if number < 0:
            table[place] = count
            keys[count] = key
            return count
        if keys[number] == key:
            return number
        place = (place + 1) & (size - 1)


@compiled
def _rank_versions(own: Any, sorted_rows: Any, kinds: Any, order: Any, more: Any) -> None:
    """Give each plan's entry its place among the child's, by (version, recorded, order)."""
    plans = [
        place
        for place in range(len(own))
        if Kind.PLAN_ENDED <= kinds[own[place].profile] <= Kind.PLAN_LIVE
    ]
    versions = [more[own[place].more, 1] for place in plans]
    for here, one in enumerate(plans):
        before = 0
        mine = sorted_rows[one]
        for there, other in enumerate(plans):
            theirs = sorted_rows[other]
            if versions[there] != versions[here]:
                before += versions[there] < versions[here]
            elif theirs.recorded != mine.recorded:
                before += theirs.recorded < mine.recorded
            else:
                before += len(order) > 0 and order[theirs.row] < order[mine.row]
        more[own[one].more, 1] = before


@compiled
def settle(first: int, last: int, starts: Any, more_starts: Any, loose: Any, gone: Any, value: Any,
           extra: Any, order: Any, kinds: Any, sorted_rows: Any, entries: Any, more: Any,
           about: Any) -> None:  # fmt: skip
    """Sort and number the gathered rows of the children [first, last), where they are.

    ``about``: how many references and values each child has, and bits of the kinds of its
    entries. ``sorted_rows``: this call's own memory, for as many rows as a child has at most.
    """
    longest = len(sorted_rows)
    places, spare = np.empty(longest, np.int64), np.empty(longest, np.int64)
    keys, values = np.empty(longest, np.int64), np.empty(longest, np.int64)
    most = 4
    while most < 2 * longest:
        most *= 2
    key_table, value_table = np.empty(most, np.int32), np.empty(most, np.int32)
    for child in range(first, last):
        start, end = starts[child], starts[child + 1]
        count = end - start
        if not count:
            continue
        _sort(loose, start, count, order, places, spare)
        for place in range(count):
            sorted_rows[place] = loose[places[place]]
        size = 0
        if count > _FEW:
            size = 4
            while size < 2 * count:
                size *= 2
            for place in range(size):
                key_table[place] = -1
        key_count, value_count, next_more = 0, 0, more_starts[child]
        holds = np.int64(0)
        for place in range(count):
            loosened, entry = sorted_rows[place], entries[start + place]
            row = loosened.row
            entry.recorded, entry.occurred = loosened.recorded, loosened.occurred
            entry.profile = loosened.profile
            number = _number(loosened.reference, key_table, size, keys, key_count)
            key_count = max(key_count, number + 1)
            entry.reference = number
            entry.value = -1
            if len(value) and value[row] != NO_VALUE:
                if value_count == 0:
                    for free in range(size):
                        value_table[free] = -1
                number = _number(value[row], value_table, size, values, value_count)
                value_count = max(value_count, number + 1)
                entry.value = number
            entry.more = 0
            if _has_more(gone, extra, row):
                entry.more = next_more
                more[next_more, 0] = gone[row] if len(gone) else NEVER
                more[next_more, 1] = extra[row] if len(extra) else 0
                next_more += 1
            holds |= np.int64(1) << np.int64(kinds[entry.profile])
        if holds & (1 << Kind.PLAN_ENDED | 1 << Kind.PLAN_DRAFT | 1 << Kind.PLAN_LIVE):
            _rank_versions(entries[start:end], sorted_rows, kinds, order, more)
        about[child, 0], about[child, 1], about[child, 2] = key_count, value_count, holds
