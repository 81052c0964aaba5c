"""What the card must beat: a count, the officers' own grades, and a model nobody can read."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from features.table import FeatureTable
from records.unknown import UNKNOWN_CODES
from training.questions.cohort import Cohort
from training.questions.split import Folds

__all__ = ["COUNTED", "black_box", "count_rule", "officers_grades"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: The rule of thumb that services use: so many reports in 90 days.
COUNTED = "missing_reports_count_90d"


def count_rule(table: FeatureTable, rows: Int64) -> Int64:
    """Reports in 90 days, the most first; not known counts as none."""
    return np.maximum(table.column(COUNTED)[rows], 0)


def officers_grades(cohort: Cohort, rows: Int64) -> Int64:
    """The attending officers' own grades as ranks; a report without one ranks lowest."""
    return cohort.grade[rows]


def black_box(table: FeatureTable, cohort: Cohort, folds: Folds, seed: int) -> Floats:
    """Chances for the test fold by boosted trees fitted on the training fold.

    What readability costs. Its settings suit a rare outcome; nothing is searched for.
    """
    values = table.values.astype(np.float32)
    values[np.isin(table.values, list(UNKNOWN_CODES.values()))] = np.nan
    train = folds.train
    # A column that is never known teaches nothing, and the library can't bin it.
    values = values[:, ~np.isnan(values[train]).all(axis=0)]
    model = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=100,
        max_leaf_nodes=8,
        min_samples_leaf=50,
        early_stopping=False,
        random_state=seed,
    )
    model.fit(values[train], cohort.harmed[train], sample_weight=folds.weight[train])
    chances: Floats = model.predict_proba(values[folds.test])[:, 1]
    return chances
