"""The compiled engine: many questions at once, value for value what the plain one gives.

One pass over a child's packed entries for each question; no frames, no joins.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from features.catalogue import CATALOGUE, MATTERS
from features.compiled.columns import columns_of
from features.compiled.counting import measure_rows
from features.compiled.episodes import WORK_ROWS
from features.compiled.packing import Packed, pack, packing_version
from features.compiled.threads import chunks, default_threads
from features.declaration import Feature, Measure
from features.local_days import local_day_numbers
from features.matters import MatterTable
from features.table import FeatureTable, Int64, decode

__all__ = ["FeatureTable", "Packed", "decode", "measure_many", "pack"]

#: A thread is given no fewer rows than this at once, and the rows in so many stretches that
#: one that others keep waiting is not waited for.
_LEAST_ROWS = 2_000
_STRETCHES = 4


def measure_many(
    packed: Packed,
    child_index: Int64,
    as_of_us: Int64,
    features: Sequence[Feature] = CATALOGUE,
    matters: MatterTable = MATTERS,
    threads: int | None = None,
) -> FeatureTable:
    """Features for many (child, moment) questions, one row each.

    Bit for bit what ``measure_child(known_at(history, as_of))`` gives, codes for unknown;
    the same however many threads.

    Args:
        packed: the children's histories, packed with ``matters``.
        child_index: [rows] places in ``packed``; any order, repeats allowed.
        as_of_us: [rows] moments in microseconds since 1970 (``features.table.micros``).
        features: the columns that are wanted, in their order.
        threads: how many to use; all that there are if not given.

    Raises:
        ValueError: the two arrays differ in length, a place is outside ``packed``, or
            ``packed`` was packed with other matters.
    """
    # Arrays that may not be written to would be another type to the compiler.
    children = np.require(child_index, dtype=np.int64, requirements=("C", "W"))
    moments = np.require(as_of_us, dtype=np.int64, requirements=("C", "W"))
    if children.ndim != 1 or children.shape != moments.shape:
        raise ValueError("child_index and as_of_us must be two rows of one length")
    if children.size and (children.min() < 0 or children.max() >= len(packed)):
        raise ValueError(f"child_index must be between 0 and {len(packed) - 1}")
    if packed.version != packing_version(matters):
        raise ValueError("the histories were packed with other matters than are asked for")
    columns = columns_of(features, matters, packed.matters)
    is_age_asked = any(feature.measure is Measure.AGE for feature in features)
    days = local_day_numbers(moments) if is_age_asked else moments
    codes = len(matters.matters) + 1
    values = np.empty((children.size, len(features)), dtype=np.int32)

    def measure(span: tuple[int, int]) -> None:
        first, last = span
        measure_rows(
            packed.entries, packed.starts, packed.more, packed.kinds, packed.matters,
            packed.about, packed.births, packed.birth_starts,
            children[first:last], moments[first:last], days[first:last],
            columns.slot_starts, columns.slots, columns.counts, columns.newest,
            columns.latest, columns.again, columns.parts, columns.of_episodes,
            columns.standing, columns.template, columns.systems, columns.needs_episodes,
            np.empty((WORK_ROWS, packed.longest), dtype=np.int64),
            np.empty((3 * packed.longest, codes // 64 + 1), dtype=np.uint64),
            np.full(codes, -1, dtype=np.int64),
            values[first:last],
        )  # fmt: skip

    workers = threads or default_threads()
    stretches = workers * _STRETCHES if workers > 1 else 1
    spans = chunks(children.size, min(stretches, children.size // _LEAST_ROWS))
    if len(spans) == 1:
        measure(spans[0])
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(measure, spans))
    return FeatureTable(tuple(feature.name for feature in features), values)
