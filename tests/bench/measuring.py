"""How fast the features are: one child live, and many beside the same in pandas."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt
import pandas as pd

from features.many_children import measure_many, pack
from features.one_child import measure_child
from features.table import micros
from records.events import EventKind
from records.history import History, known_at
from serving.store.linked import read_histories
from serving.store.opening import open_store
from tests.bench.invented import Invented

__all__ = ["measuring"]

_CHILDREN = 3_000
_MOMENTS = 12
_COUNTED = {
    EventKind.MISSING_REPORTED: (28, 90, 365),
    EventKind.MISSING_FOUND: (365,),
    EventKind.RETURN_INTERVIEW: (365,),
    EventKind.NOTICE_SERVED: (36_500,),
    EventKind.PLAN_VERSION: (36_500,),
}


def measuring(force: Invented) -> dict[str, float]:
    """``child.live_ms``: one child, history to all values with their evidence, the median.

    ``features.ratio_pandas``: how many times longer pandas takes, from events in memory, for
    seven plain window counts than the compiled engine takes for the whole catalogue.
    """
    with open_store(force.store, writer=False) as store, store.reading() as connection:
        histories = [
            history
            for history, _ in zip(read_histories(connection), range(_CHILDREN), strict=False)
        ]
    last = max(event.recorded for history in histories for event in history.events)
    moments = [last - timedelta(days=30 * back) for back in range(_MOMENTS)]
    return {
        "child.live_ms": _live_ms(histories, last),
        "features.ratio_pandas": _ratio(histories, moments),
    }


def _live_ms(histories: Sequence[History], as_of: datetime) -> float:
    longest_first = sorted(histories, key=lambda history: -len(history.events))[:200]
    took = []
    for history in longest_first:
        begun = time.perf_counter()
        measure_child(known_at(history, as_of))
        took.append(time.perf_counter() - begun)
    return statistics.median(took) * 1000


def _ratio(histories: Sequence[History], moments: Sequence[datetime]) -> float:
    packed = pack(histories)
    children = np.repeat(np.arange(len(histories)), len(moments))
    as_of = np.tile(np.array([micros(moment) for moment in moments]), len(histories))
    measure_many(packed, children[:1], as_of[:1])  # compiled before the clock runs
    ours = _median_seconds(lambda: measure_many(packed, children, as_of))
    events = _frame(histories)
    rows = pd.DataFrame({"child": children, "as_of": pd.to_datetime(as_of, unit="us", utc=True)})
    theirs = _median_seconds(lambda: _pandas_counts(events, rows))
    return theirs / ours


def _median_seconds(work: Callable[[], object], times: int = 5) -> float:
    took = []
    for _ in range(times):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def _frame(histories: Sequence[History]) -> pd.DataFrame:
    rows = [
        (number, event.kind.value, event.occurred, event.recorded)
        for number, history in enumerate(histories)
        for event in history.events
        if event.kind in _COUNTED
    ]
    frame = pd.DataFrame(rows, columns=["child", "kind", "occurred", "recorded"])
    return frame.astype({"kind": "category"})


def _pandas_counts(events: pd.DataFrame, rows: pd.DataFrame) -> dict[str, npt.NDArray[np.int64]]:
    """Window counts as an analyst writes them: join, keep what was known, group."""
    rows = rows.reset_index(names="row")
    pairs = rows.merge(events, on="child")
    pairs = pairs[pairs["recorded"] < pairs["as_of"]]
    age = pairs["as_of"] - pairs["occurred"]
    counts = {}
    for kind, windows in _COUNTED.items():
        of_kind = pairs["kind"] == kind.value
        for days in windows:
            inside = pairs[of_kind & (age <= pd.Timedelta(days=days))]
            found = inside.groupby("row").size().reindex(rows["row"], fill_value=0)
            counts[f"{kind.value}_{days}d"] = found.to_numpy(dtype=np.int64)
    return counts
