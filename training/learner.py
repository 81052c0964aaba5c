"""The learner: a logistic regression over bins, monotone by declaration, in whole points.

A scikit-learn estimator: the constructor stores, ``fit`` learns. What it predicts with is
the whole-number card itself, never the weights behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GroupKFold

from features.catalogue import Feature
from scorecard.bins import CardLine
from training.binning import bin_line
from training.design import Floats, Int64, Patterns, Shape, count_patterns, shape_of
from training.points import ODDS_AT_NO_POINTS, base_points, lines_in_points, points_of

__all__ = ["NothingLearnedError", "ScorecardLearner"]

Bools = npt.NDArray[np.bool_]


class NothingLearnedError(Exception):
    """No feature earned a point: the history says nothing about the outcome."""


@dataclass(frozen=True, slots=True)
class _Fit:
    intercept: float
    effects: tuple[Floats, ...]


class ScorecardLearner(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Learns a card's base and lines.

    Args:
        features: the catalogue's rows, one for each column of ``X``, in order.
        strengths: penalties to choose from by cross-validation over groups of questions.
        folds: of the cross-validation; fewer if there are fewer groups.
        points_per_log_odds: the scale of the points.

    After ``fit``: ``lines_`` and ``base_`` are the card's; ``strength_`` is the penalty
    chosen, ``losses_`` its cross-validated log loss beside the others'.
    """

    def __init__(
        self,
        features: Sequence[Feature],
        strengths: Sequence[float] = (1.0, 3.0, 10.0, 30.0),
        folds: int = 5,
        points_per_log_odds: int = 10,
    ) -> None:
        self.features = features
        self.strengths = strengths
        self.folds = folds
        self.points_per_log_odds = points_per_log_odds

    def fit(self, X: Int64, y: Bools, groups: Int64) -> ScorecardLearner:  # noqa: N803 - scikit-learn's name
        """Learn from ``X`` int64 [rows, features], codes for unknown, and ``y`` [rows].

        ``groups`` [rows] names the child of each row: a child is never on both sides of
        the cross-validation. The same input always gives the same card.

        Raises:
            NothingLearnedError: no feature earned a point.
        """
        harmed = np.asarray(y, dtype=np.bool_)
        columns = [X[:, place] for place in range(X.shape[1])]
        binned = [bin_line(f, column) for f, column in zip(self.features, columns, strict=True)]
        patterns = count_patterns(binned, columns)
        shapes = [shape_of(line) for line in binned]
        self.losses_ = self._cross_validate(patterns, shapes, harmed, groups)
        self.strength_ = min(self.losses_, key=lambda strength: (self.losses_[strength], -strength))
        rows = np.arange(len(harmed), dtype=np.int64)
        fit = _fit(patterns.cells, shapes, *patterns.counts(rows, harmed), self.strength_)
        self.lines_ = lines_in_points(binned, fit.effects, columns, self.points_per_log_odds)
        if not self.lines_:
            raise NothingLearnedError(
                "no feature earned a point: check that outcomes and features come from one force"
            )
        self.base_ = base_points(self._line_points(X), harmed, self.points_per_log_odds)
        self.classes_ = np.array([False, True])
        self.n_features_in_ = X.shape[1]
        return self

    def points(self, X: Int64) -> Int64:  # noqa: N803 - scikit-learn's name
        """Each row's total points: exactly what the served card gives."""
        return self.base_ + self._line_points(X)

    def predict_proba(self, X: Int64) -> Floats:  # noqa: N803 - scikit-learn's name
        """[rows, 2]: the chances that the points stand for before calibration."""
        odds = np.exp(self.points(X) / self.points_per_log_odds) / ODDS_AT_NO_POINTS
        harmed = odds / (1.0 + odds)
        return np.column_stack([1.0 - harmed, harmed])

    def predict(self, X: Int64) -> Bools:  # noqa: N803 - scikit-learn's name
        """Whether harm is likelier than not: for scikit-learn; nobody is banded by it."""
        return np.asarray(self.predict_proba(X)[:, 1] > 0.5, dtype=np.bool_)

    def _line_points(self, values: Int64) -> Int64:
        lines: tuple[CardLine, ...] = self.lines_
        return points_of(lines, [feature.name for feature in self.features], values)

    def _cross_validate(
        self, patterns: Patterns, shapes: Sequence[Shape], harmed: Bools, groups: Int64
    ) -> dict[float, float]:
        """Mean log loss on the left-out children, for each strength."""
        folds = min(self.folds, len(np.unique(groups)))
        if folds < 2 or len(self.strengths) == 1:
            return {float(max(self.strengths)): 0.0}
        sides = list(GroupKFold(n_splits=folds).split(harmed, harmed, groups))
        losses = {}
        for strength in self.strengths:
            lost = 0.0
            for train, left_out in sides:
                fit = _fit(patterns.cells, shapes, *patterns.counts(train, harmed), strength)
                asked, cases = patterns.counts(left_out, harmed)
                log_odds = _log_odds(patterns.cells, fit)
                lost += float(np.sum(asked * np.logaddexp(0.0, log_odds) - cases * log_odds))
            losses[float(strength)] = lost / len(harmed)
        return losses


def _log_odds(cells: Int64, fit: _Fit) -> Floats:
    total = np.full(len(cells), fit.intercept)
    for place, effects in enumerate(fit.effects):
        total += effects[cells[:, place]]
    return total


def _fit(
    cells: Int64, shapes: Sequence[Shape], asked: Floats, cases: Floats, strength: float
) -> _Fit:
    """Minimise log loss + strength/2 * penalty, monotone weights at least 0."""
    seen = asked > 0
    cells, asked, cases = cells[seen], asked[seen], cases[seen]
    design = np.concatenate(
        [np.ones((len(cells), 1)), *(s.matrix[cells[:, p]] for p, s in enumerate(shapes))], axis=1
    )
    sizes = [shape.matrix.shape[1] for shape in shapes]
    penalty = np.zeros((design.shape[1], design.shape[1]))
    start = 1
    for shape, size in zip(shapes, sizes, strict=True):
        penalty[start : start + size, start : start + size] = strength * shape.penalty
        start += size
    bounded = np.concatenate([[False], *(shape.is_bounded for shape in shapes)])

    def loss(weights: Floats) -> tuple[float, Floats]:
        log_odds = design @ weights
        chance = 1.0 / (1.0 + np.exp(-np.clip(log_odds, -40.0, 40.0)))
        paid = penalty @ weights
        value = np.sum(asked * np.logaddexp(0.0, log_odds) - cases * log_odds)
        gradient = design.T @ (asked * chance - cases) + paid
        return float(value + 0.5 * weights @ paid), gradient

    rate = (cases.sum() + 0.5) / (asked.sum() + 1.0)
    first = np.zeros(design.shape[1])
    first[0] = np.log(rate / (1.0 - rate))
    found = minimize(
        loss,
        first,
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.0, None) if is_bounded else (None, None) for is_bounded in bounded],
        options={"maxiter": 500, "ftol": 1e-10, "gtol": 1e-6},
    )
    parts = np.split(found.x[1:], np.cumsum(sizes)[:-1])
    effects = tuple(s.matrix @ weights for s, weights in zip(shapes, parts, strict=True))
    return _Fit(float(found.x[0]), effects)
