"""The ceiling: boosted trees that nobody can read, fitted as well as these questions allow.

It is a real ceiling and no straw man: it keeps to the catalogue's directions, so that it
doesn't chase noise where the card may not; what is not known is missing to it, not a number;
and how far it is fitted is chosen by cross-validation over children, inside the training fold.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from features.catalogue import feature_named
from features.table import FeatureTable
from records.unknown import UNKNOWN_CODES
from training.questions.cohort import Cohort
from training.questions.split import Folds
from training.settings import Settings

__all__ = ["black_box"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
_SIGNS = {"up": 1, "down": -1, "free": 0}
#: Leaves of a tree: more, and fewer, were tried on an invented force and did no better.
_LEAVES = 5
_MOST_TREES, _STEP = 80, 10
_FOLDS = 3
#: Quiet month starts far outnumber the rest and are much alike: beyond so many a sample of
#: them, weighed up, teaches as much. As many models of other samples speak together.
_MOST_QUIET = 6_000
_SAMPLES = 3


def black_box(
    table: FeatureTable, cohort: Cohort, folds: Folds, rows: Int64, settings: Settings
) -> Floats:
    """Chances of ``rows``, of the test fold, by boosted trees fitted on the training fold.

    The same questions and seed give the same chances, however many threads there are.
    """
    samples = [_teaching(cohort, folds, settings, number) for number in range(_SAMPLES)]
    # A column that is never known teaches nothing, and the library can't bin it.
    known = np.all([_is_ever_known(table, taught) for taught, _ in samples], axis=0)
    signs = [_SIGNS[feature_named(name).direction] for name in np.array(table.names)[known]]
    asked = _values(table, rows)[:, known]
    log_odds = np.zeros(len(rows))
    # Threads of this library wait by spinning, which costs minutes where cores are busy.
    with threadpool_limits(limits=1):
        trees = 0
        for taught, weight in samples:
            values, harmed = _values(table, taught)[:, known], cohort.harmed[taught]
            trees = trees or _how_many(
                values, harmed, weight, cohort.child[taught], signs, settings
            )
            model = _model(trees, signs, settings.seed)
            model.fit(values, harmed, sample_weight=weight)
            log_odds += model.decision_function(asked) / _SAMPLES
    return np.asarray(1.0 / (1.0 + np.exp(-log_odds)), dtype=np.float64)


def _how_many(
    values: npt.NDArray[np.float32],
    harmed: npt.NDArray[np.bool_],
    weight: Floats,
    child: Int64,
    signs: Sequence[int],
    settings: Settings,
) -> int:
    """How many trees lose least on children left out."""

    def losses(taught: Int64, left_out: Int64) -> Floats:
        model = _model(_MOST_TREES, signs, settings.seed)
        model.fit(values[taught], harmed[taught], sample_weight=weight[taught])
        stages = model.staged_predict_proba(values[left_out])
        lost = [_loss(said[:, 1], harmed[left_out], weight[left_out]) for said in stages]
        return np.array(lost[_STEP - 1 :: _STEP])

    parts = [(taught, left) for taught, left in _parts(child) if harmed[taught].any()]
    if not parts:
        return _STEP
    each = Parallel(n_jobs=settings.jobs, prefer="threads")(delayed(losses)(*p) for p in parts)
    return _STEP * (1 + int(np.argmin(np.sum(each, axis=0))))


def _model(trees: int, signs: Sequence[int], seed: int) -> HistGradientBoostingClassifier:
    return HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=trees,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=40,
        l2_regularization=5.0,
        max_bins=63,
        monotonic_cst=list(signs),
        early_stopping=False,
        random_state=seed,
    )


def _teaching(
    cohort: Cohort, folds: Folds, settings: Settings, sample: int
) -> tuple[Int64, Floats]:
    """The training questions and what each teaches, as the card's own learner weighs them."""
    rows = folds.train
    is_quiet = ~cohort.is_report[rows] & ~cohort.harmed[rows]
    weight = folds.weight[rows] * np.where(cohort.is_report[rows], settings.report_weight, 1.0)
    quiet = np.flatnonzero(is_quiet)
    if len(quiet) > _MOST_QUIET:
        generator = np.random.default_rng([settings.seed, sample])
        kept = generator.choice(quiet, _MOST_QUIET, replace=False)
        weight[kept] *= len(quiet) / len(kept)
        chosen = np.sort(np.concatenate([np.flatnonzero(~is_quiet), kept]))
        rows, weight = rows[chosen], weight[chosen]
    # One child's questions are alike: n of them teach as much as the root of n.
    _, place = np.unique(cohort.child[rows], return_inverse=True)
    totals = np.bincount(place.reshape(-1), weights=weight)
    damped: Floats = weight * np.sqrt(totals.mean() / totals)[place.reshape(-1)]
    return rows, damped


def _is_ever_known(table: FeatureTable, rows: Int64) -> npt.NDArray[np.bool_]:
    return np.asarray((table.values[rows] > max(UNKNOWN_CODES.values())).any(axis=0))


def _values(table: FeatureTable, rows: Int64) -> npt.NDArray[np.float32]:
    whole = table.values[rows]
    values = whole.astype(np.float32)
    values[whole <= max(UNKNOWN_CODES.values())] = np.nan
    return values


def _parts(child: Int64) -> Iterator[tuple[Int64, Int64]]:
    folds = min(_FOLDS, len(np.unique(child)))
    if folds < 2:
        return
    yield from GroupKFold(n_splits=folds).split(child, child, child)


def _loss(chances: Floats, harmed: npt.NDArray[np.bool_], weight: Floats) -> float:
    said = np.clip(np.where(harmed, chances, 1.0 - chances), 1e-9, 1.0)
    return float(-(weight * np.log(said)).sum())
