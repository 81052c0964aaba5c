"""Whether an input knows the outcome: such a card shines in training and fails at night."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from records.unknown import UNKNOWN_CODES
from training.errors import LeakError
from training.measures import Ranking

__all__ = ["TOO_GOOD", "check_no_leak"]

#: No honest ranking of such children reaches this AUC (domain facts, section 7).
TOO_GOOD = 0.90


def check_no_leak(
    names: Sequence[str], values: npt.NDArray[np.int64], harmed: npt.NDArray[np.bool_]
) -> None:
    """Refuse values of which one alone all but tells the outcome, in either direction.

    Whether a value is known at all is tried as well: a column that is filled in only
    after harm leaks by being filled in.

    Raises:
        LeakError: naming every such feature.
    """
    if harmed.all() or not harmed.any():
        return
    codes = np.array(list(UNKNOWN_CODES.values()), dtype=np.int64)
    leaking = []
    for place, name in enumerate(names):
        column = values[:, place]
        is_known = ~np.isin(column, codes)
        aucs = [Ranking(is_known.astype(np.int64), harmed).auc()]
        if is_known.any() and 0 < harmed[is_known].sum() < is_known.sum():
            aucs.append(Ranking(column[is_known], harmed[is_known]).auc())
        if any(max(auc, 1.0 - auc) > TOO_GOOD for auc in aucs):
            leaking.append(name)
    if leaking:
        raise LeakError(
            f"alone nearly tells the outcome: {', '.join(leaking)}; "
            "look at when it is recorded, and take it out or put it right"
        )
