"""The learner: additive monotone curves, in few bins and whole points.

A scikit-learn estimator: the constructor stores, ``fit`` learns. What it predicts with is
the whole-number card itself, never the weights behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import (
    _check_sample_weight,
    check_is_fitted,
    validate_data,
)
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]  # it ships no types

from features.catalogue import Feature, feature_named
from scorecard.bins import CardLine
from scorecard.card import MOST_LINES
from training.learning.additive import chance_of
from training.learning.binning import BinnedLine, bin_evenly, bin_line
from training.learning.comparing import compare
from training.learning.curves import WAYS
from training.learning.design import Bools, Floats, Int64
from training.learning.distilling import Budget
from training.learning.fitting import fit_points
from training.learning.points import base_points, card_line, level_of
from training.learning.teaching import Teaching, teach
from training.learning.tried import CandidateRow

__all__ = ["ScorecardLearner"]

Columns = npt.NDArray[Any]


class ScorecardLearner(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no types
    """Learns a card's base and lines.

    Args:
        features: names in the catalogue, one for each column of ``X``, in order (or a row
            itself, where the catalogue has none): whole numbers, codes for unknown, edges
            that people would choose. None: any numbers, nan for unknown, bins of about
            equal weight.
        directions: without ``features``, whether points may only rise or fall with a
            column: one of ``up``, ``down``, ``free`` for all, or one for each.
        ways: how curves may be fitted, of :data:`training.learning.curves.WAYS`. If there are
            several, they are compared on questions left out, and what wins is the card.
        strengths: penalties to choose from by cross-validation over groups of questions.
        folds: of the cross-validation; fewer if there are fewer groups.
        scale: points for each unit of log odds.
        most_lines: lines beyond these are left out, those first that the others make up for.
        most_numbers: so many points of bins may the whole card hold, unless its lines
            are more.
        fine_bins: without ``features``, how many bins the curves are fitted in.

    After ``fit``: ``base_``, ``intercept_`` (the log odds of the base alone), ``point_lines_``
    (kept lines in cells), ``lines_`` (the same as a card has them, if ``features`` were
    given), ``strength_`` (the penalty chosen), ``losses_`` (cross-validated log loss of each);
    of several ways, ``candidates_`` (a row for each) and ``left_out_`` ([rows] the log odds
    of each question by a card that didn't see it).
    """

    def __init__(
        self,
        features: Sequence[str | Feature] | None = None,
        directions: str | Sequence[str] = "free",
        ways: Sequence[str] = ("binned",),
        strengths: Sequence[float] = (10.0, 30.0, 100.0, 200.0),
        folds: int = 5,
        scale: float = 10.0,
        most_lines: int = MOST_LINES,
        most_numbers: int = 250,
        fine_bins: int = 24,
    ) -> None:
        self.features = features
        self.directions = directions
        self.ways = ways
        self.strengths = strengths
        self.folds = folds
        self.scale = scale
        self.most_lines = most_lines
        self.most_numbers = most_numbers
        self.fine_bins = fine_bins

    def fit(
        self,
        X: Columns,  # noqa: N803 - scikit-learn's name
        y: npt.NDArray[Any],
        groups: Int64 | None = None,
        sample_weight: Floats | None = None,
    ) -> ScorecardLearner:
        """Learn from ``X`` [rows, columns] and ``y`` [rows], of two classes; the later is a case.

        One group's questions stand on one side of the cross-validation, and since they
        are alike, n of them teach as much as the root of n. The same input, in any order,
        gives the same card. If nothing tells, the card has no line.

        Raises:
            ValueError: not two classes, or another fault of the input.
        """
        X, y = validate_data(self, X, y, **self._accepted)  # noqa: N806 - scikit-learn's name
        check_classification_targets(y)
        if type_of_target(y) == "multiclass":
            raise ValueError("Only binary classification is supported: two outcomes, no more")
        weight = _check_sample_weight(sample_weight, X, dtype=np.float64, ensure_non_negative=True)
        self.classes_ = np.unique(y)
        if len(self.classes_) != 2:
            raise ValueError(f"outcomes are of {len(self.classes_)} class, not of two")
        told = weight > 0.0
        kept = X[told], y[told] == self.classes_[1], weight[told]
        if kept[1].all() or not kept[1].any():
            raise ValueError("outcomes with weight are of 1 class, not of two")
        # Small sums gain nothing from a second thread, and lose much where cores are busy.
        with threadpool_limits(limits=1):
            told_groups = None if groups is None else np.asarray(groups)[told]
            teaching = self._teaching(*kept, told_groups)
            budget = Budget(self.most_lines, self.most_numbers, self.scale)
            ways = [WAYS[name] for name in self.ways]
            if len(ways) == 1:
                card = fit_points(teaching, ways[0], self.strengths, budget)
                self.candidates_: tuple[CandidateRow, ...] = ()
                self.left_out_: Floats | None = None
            else:
                compared = compare(teaching, ways, self.strengths, budget)
                card, self.candidates_ = compared.card, compared.rows
                left_out = np.full(len(told), np.nan)
                left_out[told] = compared.log_odds
                self.left_out_ = left_out
        self.point_lines_ = card.lines
        self.strength_, self.losses_ = card.curves.strength, dict(card.curves.losses)
        points = self._line_points(kept[0])
        self.intercept_ = level_of(points, (kept[2], kept[2] * kept[1]), self.scale)
        self.base_ = base_points(self.intercept_, self.scale)
        self.lines_: tuple[CardLine, ...] = (
            tuple(card_line(own.line, own.points, own.neutral) for own in card.lines)
            if self.features is not None
            else ()
        )
        return self

    def _teaching(
        self,
        values: Columns,
        is_case: Bools,
        weight: Floats,
        groups: Int64 | None,
    ) -> Teaching:
        """The questions in cells, as every way of fitting takes them."""
        columns = [np.ascontiguousarray(values[:, place]) for place in range(values.shape[1])]
        binned = self._binned(columns, is_case, weight, groups)
        cells = [line.cell_of(column) for line, column in zip(binned, columns, strict=True)]
        return teach(binned, cells, is_case, weight, groups, self.folds)

    def points(self, X: Columns) -> Int64:  # noqa: N803 - scikit-learn's name
        """Each row's total points: exactly what the served card gives."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, **self._accepted)  # noqa: N806 - scikit-learn's name
        return self.base_ + self._line_points(X)

    def log_odds(self, points: Int64) -> Floats:
        """The log odds that totals stand for before calibration."""
        return np.asarray(self.intercept_ + (points - self.base_) / self.scale, dtype=np.float64)

    def decision_function(self, X: Columns) -> Floats:  # noqa: N803 - scikit-learn's name
        """[rows] the log odds of each, before calibration."""
        return self.log_odds(self.points(X))

    def predict_proba(self, X: Columns) -> Floats:  # noqa: N803 - scikit-learn's name
        """[rows, 2]: the chances that the points stand for before calibration."""
        case = chance_of(self.decision_function(X))
        return np.column_stack([1.0 - case, case])

    def predict(self, X: Columns) -> npt.NDArray[Any]:  # noqa: N803 - scikit-learn's name
        """Which class is likelier: for scikit-learn; nobody is banded by it."""
        likelier = (self.decision_function(X) > 0.0).astype(np.int64)
        return np.asarray(self.classes_[likelier])

    def _line_points(self, values: Columns) -> Int64:
        total = np.zeros(len(values), dtype=np.int64)
        for own in self.point_lines_:
            total += own.points_of(values[:, own.place])
        return total

    def _binned(
        self, columns: Sequence[Columns], is_case: Bools, weight: Floats, groups: Int64 | None
    ) -> list[BinnedLine]:
        if self.features is not None:
            rows = [feature_named(f) if isinstance(f, str) else f for f in self.features]
            pairs = zip(rows, columns, strict=True)
            return [bin_line(feature, column, groups) for feature, column in pairs]
        ways = self.directions
        directions = [ways] * len(columns) if isinstance(ways, str) else list(ways)
        # A curve bends most where cases are, so that bins hold like shares of both.
        share = weight / weight.sum() + weight * is_case / float(weight @ is_case)
        return [
            bin_evenly(f"column_{place}", direction, column, share, self.fine_bins)
            for place, (direction, column) in enumerate(zip(directions, columns, strict=True))
        ]

    @property
    def _accepted(self) -> dict[str, Any]:
        if self.features is None:
            return {"dtype": np.float64, "ensure_all_finite": "allow-nan"}
        return {"dtype": [np.int64, np.int32]}

    def __sklearn_tags__(self) -> Tags:
        tags: Tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        tags.input_tags.allow_nan = self.features is None
        return tags
