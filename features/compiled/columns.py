"""Features as the tables that the compiled engine reads: what each entry does to which column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.compiled.compiling import DAY, NOT_APPLICABLE
from features.compiled.counting import BANDS, OF_MATTER, OF_UNLESS, SLOT_COLUMNS
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
#: Measures told by a matter's newest entry; waiting is looked at again where there is one.
_OF_NEWEST = {Measure.DAYS_SINCE_LAST, Measure.DAYS_WAITING}


@dataclass(frozen=True, slots=True)
class Columns:
    """What the kernel does for some features, one column each.

    Attributes:
        slot_starts, slots: by profile of entry, a row for each of its matters that some
            feature is of (``features.compiled.counting.SLOT_COLUMNS``).
        counts, newest: columns that count a matter, and that tell the age of its newest
            entry: each matter's together, the longest window first.
        latest: rows (column, the matter that is looked for among those of a matter's latest
            entry), each matter's together.
        again: rows (measure, column, window): records are left out.
        parts: [again, profiles] what entries are to each: OF_MATTER, OF_UNLESS, both or 0.
        of_episodes: rows (measure, column, window).
        standing: rows (measure, column).
        template: what each column is if the child has nothing.
        systems: the systems that each column needs, as bits.
    """

    slot_starts: Int64
    slots: Int64
    counts: Int64
    newest: Int64
    latest: Int64
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
    slot_of, counts, newest, latest = _by_matter(features, matters)
    codes_of = [
        {code for code in int(profile).to_bytes(8, "little") if code}
        for profile in profiles.tolist()
    ]
    slots, slot_starts = [], [0]
    for codes in codes_of:
        slots += [slot_of[code] for code in sorted(codes) if code in slot_of]
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
        slots=_rows(slots, SLOT_COLUMNS),
        counts=np.array(counts, dtype=np.int64),
        newest=np.array(newest, dtype=np.int64),
        latest=_rows(latest, 2),
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


def _by_matter(
    features: Sequence[Feature], matters: MatterTable
) -> tuple[dict[int, list[int]], list[int], list[int], list[tuple[int, int]]]:
    """By code, its row of ``slots``; and what these rows say the places of."""
    by_code: dict[int, list[tuple[Feature, int]]] = {}
    for column, feature in enumerate(features):
        if feature.matter is not None:
            on = feature.matter if feature.among is None else feature.among
            by_code.setdefault(matters.code(on), []).append((feature, column))
    slot_of: dict[int, list[int]] = {}
    counts: list[int] = []
    newest: list[int] = []
    latest: list[tuple[int, int]] = []
    for code, told in by_code.items():
        slot = slot_of[code] = [code, matters.matters[code - 1].once]
        told.sort(key=lambda feature_column: _oldest_band(feature_column[0]), reverse=True)
        for measures, columns in (({Measure.COUNT}, counts), (_OF_NEWEST, newest)):
            own = [(_oldest_band(f), column) for f, column in told if f.measure in measures]
            slot.append(len(columns))
            slot += [
                len(columns) + sum(1 for oldest, _ in own if oldest >= band)
                for band in range(BANDS)
            ]
            columns += [column for _, column in own]
        slot.append(len(latest))
        latest += [
            (column, matters.code(feature.matter))
            for feature, column in told
            if feature.measure is Measure.LATEST and feature.matter is not None
        ]
        slot.append(len(latest))
    return slot_of, counts, newest, latest


def _oldest_band(feature: Feature) -> int:
    """The oldest band of age, counted from the youngest, that the feature's window holds."""
    days = feature.window_days
    return len(WINDOWS) if days is None else WINDOWS.index(days)


def _nothing(measure: Measure) -> int:
    return NOT_APPLICABLE if measure in _ARISES_SOMETIMES else 0


def _rows(rows: Sequence[Sequence[Any]], width: int) -> Int64:
    return np.array(rows, dtype=np.int64).reshape(len(rows), width)
