"""The compiled engine's one pass over a child's entries for one question.

Arguments are as ``Packed`` (what was packed) and ``features.compiled.columns.Columns`` (what is
asked) hold them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from features.compiled.compiling import DAY, NOT_APPLICABLE, NOT_CONNECTED, compiled, inlined
from features.compiled.episodes import FIRST, group_reports, is_known, measure_episodes
from features.compiled.flat import Kind
from features.compiled.standing import age, notices_in_force, plan_state, protection_state
from features.declaration import WINDOWS, Measure
from features.matters import Once

__all__ = ["BANDS", "OF_MATTER", "OF_UNLESS", "SLOT_COLUMNS", "measure_rows"]

#: The ages up to which the windows reach, and how many bands of age they make.
_SHORT, _MIDDLE, _LONG = (days * DAY for days in WINDOWS)
BANDS = len(WINDOWS) + 1
#: The columns of ``slots``: a matter's code; what it counts once for; where its columns begin
#: in ``counts``, and where those end whose windows hold an age, by its band; the same for
#: ``newest``; where its rows of ``latest`` begin and end.
_CODE, _ONCE, _COUNTS, _COUNTS_END = range(4)
_NEWEST = _COUNTS_END + BANDS
_NEWEST_END = _NEWEST + 1
_LATEST = _NEWEST_END + BANDS
_LATEST_END = _LATEST + 1
SLOT_COLUMNS = _LATEST_END + 1
#: What an entry is to a column that leaves records out.
OF_MATTER, OF_UNLESS = 1, 2
#: By reference: whether the record is left out, or counted already.
_LEFT_OUT = 0


@compiled
def _is_of(matters: int, code: int) -> bool:
    """Whether ``code`` is among the bytes of ``matters``."""
    left = np.uint64(matters)
    while left != 0:
        if left & np.uint64(0xFF) == np.uint64(code):
            return True
        left >>= np.uint64(8)
    return False


@inlined
def _key(once: int, reference: int, value: int, references: int, episodes: int, work: Any) -> Any:
    """The place in ``seen`` of what the entry counts once for."""
    if once == Once.VALUE or once == Once.CHILD:
        return 2 * references + value
    if once == Once.EPISODE and episodes and work[FIRST, reference] >= 0:
        return references + work[FIRST, reference]
    return reference


@inlined
def _count(entries: Any, start: int, end: int, more: Any, as_of: int, references: int,
           episodes: int, work: Any, matters: Any, slot_starts: Any, slots: Any, counts: Any,
           newest: Any, latest: Any, seen: Any, met: Any, values: Any,
           row: int) -> None:  # fmt: skip
    """The columns of matters, from the known entries, newest first.

    What is counted once is counted where its newest entry is: in the windows that hold it.
    """
    is_each_alone = references == end - start  # every entry has a record of its own
    for place in range(end - 1, start - 1, -1):
        entry = entries[place]
        if not is_known(entries, place, more, as_of):
            continue
        profile = entry.profile
        first, last = slot_starts[profile], slot_starts[profile + 1]
        age_us = as_of - entry.occurred
        days = np.int32(age_us // DAY)
        age_band = (age_us > _SHORT) + (age_us > _MIDDLE) + (age_us > _LONG)
        for slot in range(first, last):
            code, once = slots[slot, _CODE], slots[slot, _ONCE]
            for told in range(slots[slot, _LATEST], slots[slot, _LATEST_END]):
                if met[code] != row:
                    values[row, latest[told, 0]] = _is_of(matters[profile], latest[told, 1])
            met[code] = row
            if age_us <= 0:
                continue
            for told in range(slots[slot, _NEWEST], slots[slot, _NEWEST_END + age_band]):
                # Chosen, not branched to: whether it is the first is hard to foretell.
                held = values[row, newest[told]]
                values[row, newest[told]] = days if held == NOT_APPLICABLE else held
            if once != Once.ENTRY and not (
                is_each_alone and (once == Once.RECORD or once == Once.KEY)
            ):
                key = _key(once, entry.reference, entry.value, references, episodes, work)
                bit = np.uint64(1) << np.uint64(code & 63)
                if seen[key, code >> 6] & bit != 0:
                    continue
                seen[key, code >> 6] |= bit
            for told in range(slots[slot, _COUNTS], slots[slot, _COUNTS_END + age_band]):
                values[row, counts[told]] += 1


@compiled
def _look_again(entries: Any, start: int, end: int, more: Any, as_of: int, references: int,
                again: Any, parts: Any, work: Any, values: Any, row: int) -> None:  # fmt: skip
    """The columns that leave records out: only those in which anything was counted."""
    for column_place in range(len(again)):
        measure, column = again[column_place, 0], again[column_place, 1]
        if values[row, column] == (0 if measure == Measure.COUNT else NOT_APPLICABLE):
            continue
        for reference in range(references):
            work[_LEFT_OUT, reference] = 0
        any_left_out = False
        for place in range(start, end):
            if parts[column_place, entries[place].profile] & OF_UNLESS and is_known(
                entries, place, more, as_of
            ):
                work[_LEFT_OUT, entries[place].reference] = 1
                any_left_out = True
        if measure == Measure.COUNT and not any_left_out:
            continue
        begin, count, oldest = as_of - again[column_place, 2], 0, as_of
        for place in range(start, end):
            entry = entries[place]
            if (
                parts[column_place, entry.profile] & OF_MATTER
                and begin <= entry.occurred < as_of
                and work[_LEFT_OUT, entry.reference] == 0
                and is_known(entries, place, more, as_of)
            ):
                oldest = min(oldest, entry.occurred)
                work[_LEFT_OUT, entry.reference] = 1
                count += 1
        if measure == Measure.COUNT:
            values[row, column] = count
        else:
            values[row, column] = (as_of - oldest) // DAY if count else NOT_APPLICABLE


@compiled
def measure_rows(entries: Any, starts: Any, more: Any, kinds: Any, matters: Any, about: Any,
                 births: Any, birth_starts: Any, children: Any, moments: Any, days: Any,
                 slot_starts: Any, slots: Any, counts: Any, newest: Any, latest: Any, again: Any,
                 parts: Any, of_episodes: Any, standing: Any, template: Any, systems: Any,
                 needs_episodes: bool, work: Any, seen: Any, met: Any,
                 values: Any) -> None:  # fmt: skip
    """Every question (child, as_of, its local day) into the same row of ``values``.

    ``work``, ``seen`` and ``met`` are this call's own memory. ``met``, by code: the row in
    which an entry of the matter was last met, -1 for none; rows differ, so nothing is cleared.
    """
    every_system = 0
    for column in range(len(systems)):
        every_system |= systems[column]
    plan_bits = 1 << Kind.PLAN_ENDED | 1 << Kind.PLAN_DRAFT | 1 << Kind.PLAN_LIVE
    words = seen.shape[1]
    for row in range(len(children)):
        child, as_of = children[row], moments[row]
        start, end = starts[child], starts[child + 1]
        references, holds, connected = about[child, 0], about[child, 2], about[child, 3]
        for column in range(len(template)):
            values[row, column] = template[column]
        # Where no two entries share a record, only values can be met twice.
        first_key = 2 * references if references == end - start and not needs_episodes else 0
        for key in range(first_key, 2 * references + about[child, 1]):
            for word in range(words):
                seen[key, word] = 0
        episodes = 0
        if needs_episodes and holds & 1 << Kind.REPORTED:
            episodes = group_reports(entries, start, end, more, kinds, as_of, references, work)
            if episodes:
                measure_episodes(of_episodes, as_of, episodes, work, values, row)
        _count(
            entries, start, end, more, as_of, references, episodes, work, matters, slot_starts,
            slots, counts, newest, latest, seen, met, values, row,
        )  # fmt: skip
        if len(again):
            _look_again(
                entries, start, end, more, as_of, references, again, parts, work, values, row
            )
        for place in range(len(standing)):
            measure, column = standing[place, 0], standing[place, 1]
            if measure == Measure.AGE:
                born, born_end = birth_starts[child], birth_starts[child + 1]
                values[row, column] = age(births, born, born_end, as_of, days[row])
            elif measure == Measure.PLAN_STATE:
                if holds & plan_bits:
                    values[row, column] = plan_state(
                        entries, start, end, more, kinds, as_of, references, work
                    )
            elif measure == Measure.PROTECTION_STATE:
                if holds & 1 << Kind.PROTECTION_STARTED:
                    values[row, column] = protection_state(
                        entries, start, end, more, kinds, as_of, references, work
                    )
            elif holds & 1 << Kind.SERVED:
                values[row, column] = notices_in_force(
                    entries, start, end, more, kinds, as_of, references, work
                )
        if connected & every_system != every_system:
            for column in range(len(systems)):
                if connected & systems[column] != systems[column]:
                    values[row, column] = NOT_CONNECTED
