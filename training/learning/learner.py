"""The learner: a logistic regression over bins, monotone by declaration, in whole points.

A scikit-learn estimator: the constructor stores, ``fit`` learns. What it predicts with is
the whole-number card itself, never the weights behind it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from features.catalogue import feature_named
from features.table import Whole
from scorecard.bins import CardLine
from scorecard.card import MOST_LINES
from training.errors import NothingLearnedError
from training.learning.binning import bin_line
from training.learning.design import Floats, Int64, Patterns, Shape, count_patterns, shape_of
from training.learning.logistic import Fit, Problem
from training.learning.points import base_points, intercept_of, lines_in_points, points_of

__all__ = ["ScorecardLearner"]

Bools = npt.NDArray[np.bool_]


class ScorecardLearner(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Learns a card's base and lines.

    Args:
        features: names in the catalogue, one for each column of ``X``, in order.
        strengths: penalties to choose from by cross-validation over groups of questions.
        folds: of the cross-validation; fewer if there are fewer groups.
        scale: points for each unit of log odds.
        most_lines: features beyond these are left out, those first whose effects differ
            least among the questions; the others are then fitted again without them.

    After ``fit``: ``lines_`` and ``base_`` are the card's; ``intercept_`` is the log odds
    of the base alone; ``strength_`` is the penalty chosen, ``losses_`` its cross-validated
    log loss beside the others'.
    """

    def __init__(
        self,
        features: Sequence[str],
        strengths: Sequence[float] = (1.0, 3.0, 10.0, 30.0),
        folds: int = 5,
        scale: float = 10.0,
        most_lines: int = MOST_LINES,
    ) -> None:
        self.features = features
        self.strengths = strengths
        self.folds = folds
        self.scale = scale
        self.most_lines = most_lines

    def fit(
        self,
        X: Whole,  # noqa: N803 - scikit-learn's name
        y: Bools,
        groups: Int64,
        sample_weight: Floats | None = None,
    ) -> ScorecardLearner:
        """Learn from ``X`` whole numbers [rows, features], codes for unknown, and ``y`` [rows].

        ``groups`` [rows] names the child of each row: a child is never on both sides of
        the cross-validation, and since one child's questions are alike, n of them teach as
        much as the root of n. The same input always gives the same card.

        Raises:
            NothingLearnedError: no feature earned a point.
        """
        harmed = np.asarray(y, dtype=np.bool_)
        weight = np.ones(len(harmed)) if sample_weight is None else np.asarray(sample_weight)
        columns = [X[:, place] for place in range(X.shape[1])]
        rows_of = [feature_named(name) for name in self.features]
        binned = [bin_line(row, column) for row, column in zip(rows_of, columns, strict=True)]
        patterns = count_patterns(binned, columns)
        shapes = [shape_of(line) for line in binned]
        # Small sums gain nothing from a second thread, and lose much where cores are busy.
        with threadpool_limits(limits=1):
            teaching = weight * _damping(weight, groups)
            self.losses_ = self._cross_validate(patterns, shapes, harmed, teaching, groups)
            self.strength_ = min(self.losses_, key=lambda s: (self.losses_[s], -s))
            rows = np.arange(len(harmed), dtype=np.int64)
            counts = patterns.counts(rows, harmed, teaching)
            fit = Problem(patterns.cells, shapes, *counts).solve(self.strength_)
            kept = _telling_most(fit, patterns, counts[0], self.most_lines)
            if len(kept) < len(binned):
                shapes = [shapes[place] for place in kept]
                fit = Problem(patterns.cells[:, kept], shapes, *counts).solve(self.strength_)
        self.lines_ = lines_in_points(
            [binned[place] for place in kept],
            fit.effects,
            [columns[place] for place in kept],
            weight,
            self.scale,
        )
        if not self.lines_:
            raise NothingLearnedError(
                "no feature earned a point: check that outcomes and features come from one force"
            )
        points = self._line_points(X)
        self.intercept_ = intercept_of(points, harmed, weight, self.scale)
        self.base_ = base_points(self.intercept_, self.scale)
        self.classes_ = np.array([False, True])
        self.n_features_in_ = X.shape[1]
        return self

    def points(self, X: Whole) -> Int64:  # noqa: N803 - scikit-learn's name
        """Each row's total points: exactly what the served card gives."""
        return self.base_ + self._line_points(X)

    def log_odds(self, points: Int64) -> Floats:
        """The log odds that totals stand for before calibration."""
        return np.asarray(self.intercept_ + (points - self.base_) / self.scale, dtype=np.float64)

    def predict_proba(self, X: Whole) -> Floats:  # noqa: N803 - scikit-learn's name
        """[rows, 2]: the chances that the points stand for before calibration."""
        harmed = 1.0 / (1.0 + np.exp(-self.log_odds(self.points(X))))
        return np.column_stack([1.0 - harmed, harmed])

    def predict(self, X: Whole) -> Bools:  # noqa: N803 - scikit-learn's name
        """Whether harm is likelier than not: for scikit-learn; nobody is banded by it."""
        return np.asarray(self.predict_proba(X)[:, 1] > 0.5, dtype=np.bool_)

    def _line_points(self, values: Whole) -> Int64:
        lines: tuple[CardLine, ...] = self.lines_
        return points_of(lines, tuple(self.features), values)

    def _cross_validate(
        self,
        patterns: Patterns,
        shapes: Sequence[Shape],
        harmed: Bools,
        weight: Floats,
        groups: Int64,
    ) -> dict[float, float]:
        """Mean log loss on the left-out children, for each strength."""
        folds = min(self.folds, len(np.unique(groups)))
        if folds < 2 or len(self.strengths) == 1:
            return {float(max(self.strengths)): 0.0}
        strongest_first = sorted((float(s) for s in self.strengths), reverse=True)
        losses = dict.fromkeys(strongest_first, 0.0)
        for train, left_out in GroupKFold(n_splits=folds).split(harmed, harmed, groups):
            problem = Problem(patterns.cells, shapes, *patterns.counts(train, harmed, weight))
            asked, cases = patterns.counts(left_out, harmed, weight)
            start = None
            for strength in strongest_first:
                fit = problem.solve(strength, start)
                start = fit.weights
                log_odds = fit.log_odds(patterns.cells)
                lost = np.sum(asked * np.logaddexp(0.0, log_odds) - cases * log_odds)
                losses[strength] += float(lost) / float(weight.sum())
        return losses


def _telling_most(fit: Fit, patterns: Patterns, asked: Floats, most: int) -> list[int]:
    """The places of the ``most`` lines whose effects differ most among the questions, in order.

    By the standard deviation of the effect over the questions: a large effect that hardly
    any child has tells few children apart.
    """
    share = asked / asked.sum()
    spreads = []
    for place, effects in enumerate(fit.effects):
        given = effects[patterns.cells[:, place]]
        spreads.append(float(share @ (given - share @ given) ** 2))
    ranked = sorted(range(len(spreads)), key=lambda place: (-spreads[place], place))
    return sorted(ranked[:most])


def _damping(weight: Floats, groups: Int64) -> Floats:
    """[rows] 1 for a child of mean weight, less for one asked about more, as the root."""
    _, place = np.unique(groups, return_inverse=True)
    totals = np.bincount(place.reshape(-1), weights=weight)
    return np.asarray(np.sqrt(totals.mean() / totals)[place.reshape(-1)], dtype=np.float64)
