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

__all__ = ["OF_MATTER", "OF_UNLESS", "TALLY_COLUMNS", "measure_rows"]

#: The ages up to which the windows reach, and how many bands of age they make.
_SHORT, _MIDDLE, _LONG = (days * DAY for days in WINDOWS)
_BANDS = len(WINDOWS) + 1
#: The columns of ``tally``, by the code of a matter: how many in each band of age; the age
#: of the newest entry, 0 without any; the profile of the latest one, -1 without any.
_NEWEST, _LATEST_PROFILE = _BANDS, _BANDS + 1
TALLY_COLUMNS = _BANDS + 2
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
           episodes: int, work: Any, slot_starts: Any, slots: Any, seen: Any, tally: Any,
           met: Any) -> int:  # fmt: skip
    """Tally the known entries by matter and age, newest first; returns how many matters.

    What is counted once is tallied where its newest entry is, so that a window holds the
    tallies of its ages. ``met``: the codes of the matters.
    """
    count = 0
    is_each_alone = references == end - start  # every entry has a record of its own
    for place in range(end - 1, start - 1, -1):
        entry = entries[place]
        profile = entry.profile
        first, last = slot_starts[profile], slot_starts[profile + 1]
        if first == last or not is_known(entries, place, more, as_of):
            continue
        age_us = as_of - entry.occurred
        age_band = (age_us > _SHORT) + (age_us > _MIDDLE) + (age_us > _LONG)
        for slot in range(first, last):
            code, once = slots[slot, 0], slots[slot, 1]
            if tally[code, _LATEST_PROFILE] < 0:
                tally[code, _LATEST_PROFILE] = profile
                met[count] = code
                count += 1
            if age_us <= 0:
                continue
            if tally[code, _NEWEST] == 0:
                tally[code, _NEWEST] = age_us
            if once != Once.ENTRY and not (
                is_each_alone and (once == Once.RECORD or once == Once.KEY)
            ):
                key = _key(once, entry.reference, entry.value, references, episodes, work)
                bit = np.uint64(1) << np.uint64(code & 63)
                if seen[key, code >> 6] & bit != 0:
                    continue
                seen[key, code >> 6] |= bit
            tally[code, age_band] += 1
    return count


@inlined
def _tell(count: int, met: Any, tally: Any, matters: Any, action_starts: Any, actions: Any,
          values: Any, row: int) -> None:  # fmt: skip
    """The columns of the matters that were met; leaves ``tally`` as it was before them."""
    for place in range(count):
        code = met[place]
        for band in range(1, _BANDS):  # now as old as the band, or younger
            tally[code, band] += tally[code, band - 1]
        for action in range(action_starts[code], action_starts[code + 1]):
            measure, column = actions[action, 0], actions[action, 1]
            counted = tally[code, actions[action, 2]]
            if measure == Measure.COUNT:
                values[row, column] = counted
            elif measure == Measure.LATEST:
                latest = matters[tally[code, _LATEST_PROFILE]]
                values[row, column] = _is_of(latest, actions[action, 3])
            elif counted:
                values[row, column] = tally[code, _NEWEST] // DAY
        for band in range(_BANDS):
            tally[code, band] = 0
        tally[code, _NEWEST], tally[code, _LATEST_PROFILE] = 0, -1


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
                 slot_starts: Any, slots: Any, action_starts: Any, actions: Any, again: Any,
                 parts: Any, of_episodes: Any, standing: Any, template: Any, systems: Any,
                 needs_episodes: bool, work: Any, seen: Any, tally: Any, met: Any,
                 values: Any) -> None:  # fmt: skip
    """Every question (child, as_of, its local day) into the same row of ``values``.

    ``work``, ``seen``, ``tally`` and ``met`` are this thread's own memory.
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
        count = _count(
            entries, start, end, more, as_of, references, episodes, work, slot_starts, slots,
            seen, tally, met,
        )  # fmt: skip
        _tell(count, met, tally, matters, action_starts, actions, values, row)
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
