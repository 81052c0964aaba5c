"""The compiled engine's one pass over a child's entries for one question.

Arguments are as ``Packed`` (what was packed) and ``features.columns.Columns`` (what is asked)
hold them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from features.compiling import DAY, NOT_APPLICABLE, NOT_CONNECTED, compiled
from features.declaration import Measure
from features.episode_kernels import FIRST, group_reports, is_known, measure_episodes
from features.flat_entries import Kind
from features.matters import Once
from features.standing_kernels import age, notices_in_force, plan_state, protection_state

__all__ = ["UNSET", "measure_rows"]

#: What a LATEST column holds until the latest entry is met.
UNSET = -1


@compiled
def _is_of(matters: int, code: int) -> bool:
    """Whether ``code`` is among the bytes of ``matters``."""
    left = np.uint64(matters)
    while left != 0:
        if left & np.uint64(0xFF) == np.uint64(code):
            return True
        left >>= np.uint64(8)
    return False


@compiled
def _key(once: int, entry: Any, references: int, episodes: int, first: Any) -> Any:
    """The place in ``seen`` of what the entry counts once for; -1 if for nothing else."""
    reference = entry.reference
    if once == Once.RECORD or once == Once.KEY:
        return reference
    if once == Once.EPISODE:
        if episodes and first[reference] >= 0:
            return references + first[reference]
        return reference
    if once == Once.VALUE or once == Once.CHILD:
        return 2 * references + entry.value
    return -1


@compiled
def _count(entries: Any, more: Any, matters: Any, as_of: int, references: int, episodes: int,
           first: Any, slot_starts: Any, slots: Any, actions: Any, seen: Any,
           values: Any) -> None:  # fmt: skip
    """Count the known entries, newest first, so that each window is the first part of it."""
    for place in range(len(entries) - 1, -1, -1):
        entry = entries[place]
        profile = entry.profile
        if slot_starts[profile] == slot_starts[profile + 1] or not is_known(entry, more, as_of):
            continue
        occurred = entry.occurred
        for slot in range(slot_starts[profile], slot_starts[profile + 1]):
            code, once, begin, end = slots[slot]
            is_new = occurred < as_of
            if is_new:
                key = _key(once, entry, references, episodes, first)
                if key >= 0:
                    bit = np.uint64(1) << np.uint64(code & 63)
                    is_new = seen[key, code >> 6] & bit == 0
                    seen[key, code >> 6] |= bit
            for action in range(begin, end):
                measure, column, window, matter = actions[action]
                if measure == Measure.LATEST:
                    if values[column] == UNSET:
                        values[column] = _is_of(matters[profile], matter)
                elif as_of - window <= occurred < as_of:
                    if measure == Measure.COUNT:
                        values[column] += is_new
                    elif values[column] == NOT_APPLICABLE:
                        values[column] = (as_of - occurred) // DAY


@compiled
def _look_again(entries: Any, more: Any, matters: Any, as_of: int, references: int, again: Any,
                left_out: Any, values: Any) -> None:  # fmt: skip
    """The columns that leave records out: only those in which anything was counted."""
    for row in range(len(again)):
        measure, column, window, matter, unless = again[row]
        if values[column] == 0 and measure == Measure.COUNT:
            continue
        if values[column] == NOT_APPLICABLE:
            continue
        left_out[:references] = 0
        for entry in entries:
            if _is_of(matters[entry.profile], unless) and is_known(entry, more, as_of):
                left_out[entry.reference] = 1
        count, oldest = 0, as_of
        for entry in entries:
            if (
                as_of - window <= entry.occurred < as_of
                and _is_of(matters[entry.profile], matter)
                and is_known(entry, more, as_of)
                and not left_out[entry.reference]
            ):
                oldest = min(oldest, entry.occurred)
                if measure == Measure.COUNT:
                    left_out[entry.reference] = 1
                count += 1
        if measure == Measure.COUNT:
            values[column] = count
        else:
            values[column] = (as_of - oldest) // DAY if count else NOT_APPLICABLE


@compiled
def measure_rows(entries: Any, starts: Any, more: Any, kinds: Any, matters: Any, about: Any,
                 births: Any, birth_starts: Any, asked: Any, slot_starts: Any, slots: Any,
                 actions: Any, again: Any, latest: Any, of_episodes: Any, standing: Any,
                 template: Any, systems: Any, needs_episodes: bool, work: Any, seen: Any,
                 values: Any) -> None:  # fmt: skip
    """Every row of ``asked`` (child, as_of, local day) into the same row of ``values``."""
    every_system = 0
    for column in range(len(systems)):
        every_system |= systems[column]
    plan_bits = 1 << Kind.PLAN_ENDED | 1 << Kind.PLAN_DRAFT | 1 << Kind.PLAN_LIVE
    for row in range(len(asked)):
        child, as_of, today = asked[row]
        references, distinct, holds, connected = about[child]
        own, found = entries[starts[child] : starts[child + 1]], values[row]
        found[:] = template
        episodes = 0
        if needs_episodes and holds & 1 << Kind.REPORTED:
            episodes = group_reports(own, more, kinds, as_of, references, work)
            if episodes:
                measure_episodes(of_episodes, as_of, episodes, work, found)
        seen[: 2 * references + distinct] = 0
        _count(
            own, more, matters, as_of, references, episodes, work[FIRST],
            slot_starts, slots, actions, seen, found,
        )  # fmt: skip
        for place in range(len(latest)):
            found[latest[place]] = max(found[latest[place]], 0)
        if len(again):
            _look_again(own, more, matters, as_of, references, again, work[FIRST], found)
        for place in range(len(standing)):
            measure, column = standing[place]
            if measure == Measure.AGE:
                born = births[birth_starts[child] : birth_starts[child + 1]]
                found[column] = age(born, as_of, today)
            elif measure == Measure.PLAN_STATE:
                if holds & plan_bits:
                    found[column] = plan_state(own, more, kinds, as_of, references, work)
            elif measure == Measure.PROTECTION_STATE:
                if holds & 1 << Kind.PROTECTION_STARTED:
                    found[column] = protection_state(own, more, kinds, as_of, references, work)
            elif holds & 1 << Kind.SERVED:
                found[column] = notices_in_force(own, more, kinds, as_of, references, work)
        if connected & every_system != every_system:
            for column in range(len(systems)):
                if connected & systems[column] != systems[column]:
                    found[column] = NOT_CONNECTED
