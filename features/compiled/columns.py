"""Features as the tables that the compiled engine reads: what each entry does to which column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.compiled.compiling import DAY, NOT_APPLICABLE
from features.compiled.counting import OF_MATTER, OF_UNLESS
from features.compiled.flat import system_bits
from features.declaration import WINDOWS, Feature, Measure
from features.local_days import NEVER
from features.matters import Matter, MatterTable, Once
from features.plain.of_episodes import OF_EPISODES
from features.plain.of_standing import OF_STANDING
from features.table import Int64

__all__ = ["Columns", "columns_of"]

_ARISES_SOMETIMES = {
    Measure.DAYS_SINCE_LAST,
    Measure.DAYS_WAITING,
    Measure.DAYS_SINCE_MISSING,
    Measure.LATEST_GAP_DAYS,
}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the kernel does for some features, one column each.

    Attributes:
        slot_starts, slots: by profile of entry, rows (code of a matter, what it counts once
            for).
        action_starts, actions: by code, rows (measure, column, the oldest band of age that
            its window holds, the matter's code for LATEST).
        again: rows (measure, column, window): records are left out.
        parts: [again, profiles] what entries are to each: OF_MATTER, OF_UNLESS, both or 0.
        of_episodes: rows (measure, column, window).
        standing: rows (measure, column).
        template: what each column is if the child has nothing.
        systems: the systems that each column needs, as bits.
    """

    slot_starts: Int64
    slots: Int64
    action_starts: Int64
    actions: Int64
    again: Int64
    parts: Int64
    of_episodes: Int64
    standing: Int64
    template: npt.NDArray[np.int32]
    systems: Int64
    needs_episodes: bool


def columns_of(
    features: Sequence[Feature], matters: MatterTable, profiles: npt.NDArray[np.uint64]
) -> Columns:
    """The tables of ``features``; ``profiles``: the matters of each profile of entry."""
    windows = [NEVER if f.window_days is None else f.window_days * DAY for f in features]
    by_code: dict[int, list[tuple[int, ...]]] = {}
    for column, feature in enumerate(features):
        if feature.matter is None:
            continue
        code = matters.code(feature.matter)
        on = code if feature.among is None else matters.code(feature.among)
        by_code.setdefault(on, []).append((feature.measure, column, _oldest_band(feature), code))
    actions: list[tuple[int, ...]] = []
    action_starts = [0]
    for code in range(len(matters.matters) + 1):
        actions += by_code.get(code, [])
        action_starts.append(len(actions))
    slots, slot_starts = [], [0]
    codes_of = [
        {code for code in int(profile).to_bytes(8, "little") if code}
        for profile in profiles.tolist()
    ]
    for codes in codes_of:
        slots += [
            (code, matters.matters[code - 1].once) for code in sorted(codes) if code in by_code
        ]
        slot_starts.append(len(slots))

    def code_of(matter: Matter | None) -> int:
        return 0 if matter is None else matters.code(matter)

    again = [
        (column, feature)
        for column, feature in enumerate(features)
        if feature.unless is not None or feature.measure is Measure.DAYS_WAITING
    ]
    measured = list(enumerate(features))
    return Columns(
        slot_starts=np.array(slot_starts, dtype=np.int64),
        slots=_rows(slots, 2),
        action_starts=np.array(action_starts, dtype=np.int64),
        actions=_rows(actions, 4),
        again=_rows([(feature.measure, column, windows[column]) for column, feature in again], 3),
        parts=_rows(
            [
                [
                    OF_MATTER * (code_of(feature.matter) in codes)
                    + OF_UNLESS * (code_of(feature.unless) in codes)
                    for codes in codes_of
                ]
                for _, feature in again
            ],
            len(codes_of),
        ),
        of_episodes=_rows(
            sorted(
                ((f.measure, c, windows[c]) for c, f in measured if f.measure in OF_EPISODES),
                key=lambda row: row[2],
            ),
            3,
        ),
        standing=_rows([(f.measure, c) for c, f in measured if f.measure in OF_STANDING], 2),
        template=np.array([_nothing(f.measure) for f in features], dtype=np.int32),
        systems=np.array([system_bits(f.sources) for f in features], dtype=np.int64),
        needs_episodes=any(
            f.measure in OF_EPISODES or (f.matter is not None and f.matter.once is Once.EPISODE)
            for f in features
        ),
    )


def _oldest_band(feature: Feature) -> int:
    """The oldest band of age, counted from the youngest, that the feature's window holds."""
    days = feature.window_days
    return len(WINDOWS) if days is None else WINDOWS.index(days)


def _nothing(measure: Measure) -> int:
    return NOT_APPLICABLE if measure in _ARISES_SOMETIMES else 0


def _rows(rows: Sequence[Sequence[Any]], width: int) -> Int64:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
