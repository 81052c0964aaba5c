"""Whether one input alone knows the outcome: before a card is fitted, and as a probe of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from features.table import Whole
from records.unknown import UNKNOWN_CODES
from training.errors import LeakError
from training.intervals import bootstrap
from training.judging.measures import Floats, Ranking

__all__ = ["TOO_GOOD", "check_no_leak", "leaking_features"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: No honest ranking of such children reaches this AUC (domain facts, section 7).
TOO_GOOD = 0.90
#: Of fewer harmed children any feature may tell the outcome by chance.
_FEWEST_CHILDREN = 10
_RESAMPLES, _SEED = 100, 1


def check_no_leak(names: Sequence[str], values: Whole, harmed: Bools, child: Int64) -> None:
    """Refuse values among which :func:`leaking_features` finds any, before a card is fitted.

    Raises:
        LeakError: naming every such feature.
    """
    leaking = leaking_features(names, values, harmed, child)
    if leaking:
        raise LeakError(
            f"alone nearly tells the outcome: {', '.join(leaking)}; "
            "look at when it is recorded, and take it out or put it right"
        )


def leaking_features(
    names: Sequence[str], values: Whole, harmed: Bools, child: Int64
) -> tuple[str, ...]:
    """The features of which one alone all but tells the outcome, in either direction.

    Whether a value is known at all is tried as well: a column that is filled in only
    after harm leaks by being filled in. A feature is named when even the lower end of
    its AUC's interval is above :data:`TOO_GOOD`. With few harmed children nothing can be
    told, and none is named.

    Args:
        child: [rows] the child of each question: one child's questions are alike.
    """
    return tuple(
        name
        for place, name in enumerate(names)
        if any(
            _tells(scores, harmed[rows], child[rows]) for scores, rows in _ways(values[:, place])
        )
    )


def _ways(column: Whole) -> Iterator[tuple[Whole, Bools]]:
    """(scores, rows): being known among all rows, and the value among the known."""
    is_known = column > max(UNKNOWN_CODES.values())
    yield is_known.astype(np.int64), np.ones(len(column), dtype=np.bool_)
    yield column[is_known], is_known


def _tells(scores: Whole, harmed: Bools, child: Int64) -> bool:
    if harmed.all() or len(np.unique(child[harmed])) < _FEWEST_CHILDREN:
        return False
    rankings = Ranking(scores, harmed), Ranking(-scores, harmed)
    ranking = max(rankings, key=Ranking.auc)
    if ranking.auc() <= TOO_GOOD:
        return False

    def measures(weights: Floats) -> dict[str, Floats]:
        return {"auc": ranking.weighed(weights).auc()}

    found = bootstrap(measures, child, np.ones(len(child)), _RESAMPLES, _SEED, jobs=1)
    return found["auc"].low > TOO_GOOD
