"""Logistic regression under a penalty, with weights that may be held at 0 or above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import minimize

from training.learning.design import Floats, Int64, Shape

__all__ = ["Fit", "Problem"]

_FARTHEST = 40.0


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted: effects in log odds for each line's cells, and the intercept.

    Attributes:
        weights: as the search found them, to start the next search from.
    """

    intercept: float
    effects: tuple[Floats, ...]
    weights: Floats

    def log_odds(self, cells: Int64) -> Floats:
        """[patterns] for ``cells`` [patterns, lines]."""
        total = np.full(len(cells), self.intercept)
        for place, effects in enumerate(self.effects):
            total += effects[cells[:, place]]
        return total


class Problem:
    """Counted patterns to be fitted, for one penalty after another.

    Args:
        cells: [patterns, lines]; ``asked``, ``cases``: how many questions and how many
            cases each pattern has; patterns that nobody asked about are passed over.
    """

    def __init__(self, cells: Int64, shapes: Sequence[Shape], asked: Floats, cases: Floats) -> None:
        seen = asked > 0
        cells, self._asked, self._cases = cells[seen], asked[seen], cases[seen]
        # Of most matters nothing is recorded of a child, so nearly all of it is 0.
        columns = [
            sparse.csr_array(shape.matrix)[cells[:, place]] for place, shape in enumerate(shapes)
        ]
        self._design = sparse.hstack([np.ones((len(cells), 1)), *columns], format="csr")
        self._transposed = self._design.T.tocsr()
        self._shapes = tuple(shapes)
        self._sizes = [shape.matrix.shape[1] for shape in shapes]
        size = self._design.shape[1]
        self._penalty = np.zeros((size, size))
        start = 1
        for shape, width in zip(shapes, self._sizes, strict=True):
            self._penalty[start : start + width, start : start + width] = shape.penalty
            start += width
        held = np.concatenate([[False], *(shape.is_bounded for shape in shapes)])
        self._bounds = [(0.0, None) if is_held else (None, None) for is_held in held]

    def solve(self, strength: float, start: Floats | None = None) -> Fit:
        """The weights of the least log loss plus strength / 2 times the penalty.

        One answer exists, so ``start`` changes the time it takes and nothing else.
        """
        penalty = strength * self._penalty

        def loss(weights: Floats) -> tuple[float, Floats]:
            log_odds = np.clip(self._design @ weights, -_FARTHEST, _FARTHEST)
            raised = np.exp(log_odds)
            paid = penalty @ weights
            value = self._asked @ np.log1p(raised) - self._cases @ log_odds
            wrong = self._asked * (raised / (1.0 + raised)) - self._cases
            return float(value + 0.5 * weights @ paid), self._transposed @ wrong + paid

        found = minimize(
            loss,
            self._first() if start is None else start,
            jac=True,
            method="L-BFGS-B",
            bounds=self._bounds,
            options={"maxiter": 500, "ftol": 1e-9, "gtol": 1e-5},
        )
        parts = np.split(found.x[1:], np.cumsum(self._sizes)[:-1])
        effects = tuple(s.matrix @ w for s, w in zip(self._shapes, parts, strict=True))
        return Fit(float(found.x[0]), effects, found.x)

    def _first(self) -> Floats:
        """Nothing but the base rate."""
        rate = (self._cases.sum() + 0.5) / (self._asked.sum() + 1.0)
        weights = np.zeros(self._design.shape[1])
        weights[0] = np.log(rate / (1.0 - rate))
        return weights
