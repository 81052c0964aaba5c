"""Whether a column is as it stood when the outcome's window was over, not as at the question."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
import numpy.typing as npt

from features.table import Whole
from records.unknown import UNKNOWN_CODES
from training.judging.case import Case
from training.judging.measures import Ranking
from training.judging.rows import Probe

__all__ = ["same_window"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
#: A column is told of only if so many rows ought to be others when the window is over...
_LEAST_EXPECTED = 20.0
#: ...and is one from then if fewer than this part of them are.
_LEAST_MOVED = 0.10
#: Two questions of a child lie a window apart if they do by this much, give or take.
_NEARLY = timedelta(days=15)
_MOST_PAIRS = 20_000
_HOUR = timedelta(hours=1)


def same_window(case: Case) -> Probe:
    """Holds the table beside the same questions measured when their window was over.

    Every window of the catalogue ends before the question, so a column must move on as time
    does. How often it moves within a window is seen from two questions of one child that
    lie so far apart. A column that ought to have moved in many rows, and has moved in hardly
    any, was measured from after the question: it holds parts of what came of it.
    """
    later, horizon = case.later, case.cohort.outcome.horizon
    if later is None or not len(later.rows):
        return Probe("same_window", None, "not tried: no question was measured again later")
    names, held = case.table.names, case.table.values[later.rows]
    moved = (held != later.values).sum(axis=0)
    expected = _moving(case) * len(later.rows)
    told = expected >= _LEAST_EXPECTED
    knowing = told & (moved < _LEAST_MOVED * expected)
    if knowing.any():
        found = ", ".join(name for name, is_so in zip(names, knowing, strict=True) if is_so)
        return Probe(
            "same_window",
            False,
            f"as they stood {horizon.days} days after the question, not before it: {found}; look "
            "at which entries they read, and take them out or put them right",
        )
    harmed = case.cohort.harmed[later.rows]
    best, place = max((_auc(later.values[:, n], harmed), n) for n in range(len(names)))
    return Probe(
        "same_window",
        True,
        f"{len(later.rows)} questions measured again {horizon.days} days later: {int(told.sum())} "
        f"columns could be told apart, and none is the later one. {names[place]} would then rank "
        f"them at {best:.3f}; as the card has it, at {_auc(held[:, place], harmed):.3f}",
    )


def _moving(case: Case) -> Floats:
    """[features] how often a value is another one when a window has passed."""
    cohort = case.cohort
    order = np.lexsort((cohort.as_of, cohort.child))
    child = cohort.child[order]
    as_of = cohort.as_of[order] // (_HOUR // timedelta(microseconds=1))  # in hours
    near = _NEARLY // _HOUR
    wanted = as_of + cohort.outcome.horizon // _HOUR - near
    # Children one after the other on one line of time, so that one search serves all.
    span = int(as_of.max(initial=0)) - int(as_of.min(initial=0)) + 4 * near + 1
    line = child * span + (as_of - as_of.min(initial=0))
    found = np.searchsorted(line, line - as_of + wanted, side="left")
    inside = np.minimum(found, len(line) - 1)
    is_pair = (found < len(line)) & (child[inside] == child)
    is_pair &= as_of[inside] <= wanted + 2 * near
    first, second = order[is_pair], order[inside[is_pair]]
    step = max(1, len(first) // _MOST_PAIRS)
    before, after = case.table.values[first[::step]], case.table.values[second[::step]]
    if not len(before):
        return np.zeros(len(case.table.names))
    return np.asarray((before != after).mean(axis=0), dtype=np.float64)


def _auc(column: Whole, harmed: Bools) -> float:
    """How well a column ranks the outcome, in whichever direction; not known ranks lowest."""
    ranked = np.where(column <= max(UNKNOWN_CODES.values()), -1, column)
    auc = Ranking(ranked, harmed).auc()
    return 0.5 if np.isnan(auc) else max(auc, 1.0 - auc)
