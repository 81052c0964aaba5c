"""What the card must beat: a count, a form, the officers' own grades, a model nobody can read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from features.table import FeatureTable
from training.judging.black_box import black_box
from training.judging.case import Case

__all__ = ["COUNTED", "count_rule", "rankings"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: The rule of thumb that services use: so many reports in 90 days.
COUNTED = "missing_reports_count_90d"
#: Below every chance: the invented world says nothing of this question.
_NOTHING_SAID = -1.0


def count_rule(table: FeatureTable, rows: Int64) -> Int64:
    """Reports in 90 days, the most first; not known counts as none."""
    return np.maximum(table.column(COUNTED)[rows], 0).astype(np.int64)


def rankings(case: Case) -> dict[str, Floats]:
    """Ranking -> what it gives each missing report of the test fold, in the order of telling.

    A report without a grade, or without a checklist, ranks lowest among its kind. The
    world's own probability is there where the truth is known and says it.
    """
    rows = case.rows
    opaque = np.zeros(0)
    if len(rows):
        opaque = black_box(case.table, case.cohort, case.folds, rows, case.settings)
    found = {
        "card": case.points[rows],
        "count_rule": count_rule(case.table, rows),
        "checklist": case.cohort.checklist[rows],
        "grade": case.cohort.grade[rows],
        "black_box": opaque,
    }
    if case.truth is not None and not np.isnan(case.truth.chance[rows]).all():
        found["truth"] = np.nan_to_num(case.truth.chance[rows], nan=_NOTHING_SAID)
    return {name: np.asarray(scores, dtype=np.float64) for name, scores in found.items()}
