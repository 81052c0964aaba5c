"""Additive effects of counted cells: penalised logistic regression, some weights bounded.

Newton's steps on the exact table of how often cells meet, so the cost of a step is that of
counting pairs of cells once; what is fitted again without some questions, or with some
lines left out, is had from the same counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import block_diag

from training.learning.bounded import least
from training.learning.design import Floats, Int64, Shape

__all__ = ["Counts", "Expansion", "Fit", "Problem", "chance_of"]

#: (questions, cases) of each pattern.
Counts = tuple[Floats, Floats]
_FARTHEST = 40.0
_SHORTEST = 1e-6
_MOST_STEPS = 50
#: A step that gains less than this share of the loss is the last: the next would gain its square.
_ENOUGH = 1e-5
#: So small a pull towards 0 on every weight, the intercept's too, that nothing shows it.
_RIDGE = 1e-6


def chance_of(log_odds: Floats) -> Floats:
    """The chances that log odds stand for."""
    return np.asarray(
        1.0 / (1.0 + np.exp(-np.clip(log_odds, -_FARTHEST, _FARTHEST))), dtype=np.float64
    )


@dataclass(frozen=True, slots=True)
class Fit:
    """What was fitted: effects in log odds for each line's cells, and the intercept.

    Attributes:
        weights: the intercept and then each line's weights, as its shape has them.
    """

    intercept: float
    effects: tuple[Floats, ...]
    weights: Floats


@dataclass(frozen=True, slots=True)
class Expansion:
    """The log loss about a fit, to the second order: slope [weights], curvature of it."""

    slope: Floats
    curvature: Floats

    def __add__(self, other: Expansion) -> Expansion:
        """The loss of both parts of the questions."""
        return Expansion(self.slope + other.slope, self.curvature + other.curvature)

    def __sub__(self, part: Expansion) -> Expansion:
        """The loss of the other questions."""
        return Expansion(self.slope - part.slope, self.curvature - part.curvature)


class Problem:
    """Lines over patterns of cells, to be fitted to counts under one penalty after another.

    Args:
        cells: [patterns, lines].
    """

    def __init__(self, cells: Int64, shapes: Sequence[Shape]) -> None:
        self._columns = [np.ascontiguousarray(cells[:, place]) for place in range(cells.shape[1])]
        self.shapes = tuple(shapes)
        self._sizes = [shape.matrix.shape[1] for shape in shapes]
        self.penalty = block_diag([[0.0]], *(shape.penalty for shape in shapes))
        self.is_bounded = np.concatenate([[False], *(shape.is_bounded for shape in shapes)])
        self.line_of = np.repeat(np.arange(-1, len(shapes)), [1, *self._sizes])
        # Of most matters nothing is recorded of a child, so nearly all patterns are in the
        # commonest cell of a line: only the others are counted.
        counts = [
            np.bincount(column, minlength=len(shape.matrix))
            for column, shape in zip(self._columns, shapes, strict=True)
        ]
        common = [int(count.argmax()) for count in counts]
        self._elsewhere = [
            np.flatnonzero(column != cell)
            for column, cell in zip(self._columns, common, strict=True)
        ]
        self._is_elsewhere = [
            np.arange(len(count)) != cell for count, cell in zip(counts, common, strict=True)
        ]
        self._starts = np.cumsum([1, *(len(shape.matrix) for shape in shapes)])
        # Cells' effects as differences from the commonest cell's, which the intercept holds.
        own = [s.matrix - s.matrix[cell] for s, cell in zip(shapes, common, strict=True)]
        self._contrast = block_diag([[1.0]], *own)
        self._contrast[0, 1:] = np.concatenate(
            [np.empty(0), *(s.matrix[cell] for s, cell in zip(shapes, common, strict=True))]
        )

    def solve(
        self,
        counts: Counts,
        strength: float,
        center: Floats | None = None,
        start: Floats | None = None,
    ) -> Fit:
        """The weights of the least log loss plus strength / 2 times the penalty.

        One answer exists, so ``start`` changes the time it takes and nothing else.

        Args:
            center: the weights from which going costs; all 0 if None.
        """
        first = self._first(*counts) if center is None else center
        fit = self.fit_of(first if start is None else start)
        paid = self.paid(fit, counts, strength, center)
        for _ in range(_MOST_STEPS):
            aim = self.step(fit, self.expand(fit, counts), strength, center)
            stride, before, nearer = 1.0, paid, fit
            while stride > _SHORTEST:  # a whole step may overshoot where chances near 0 or 1
                nearer = self.fit_of(fit.weights + stride * (aim - fit.weights))
                paid = self.paid(nearer, counts, strength, center)
                if paid <= before:
                    break
                stride /= 2.0
            if before - paid <= _ENOUGH * abs(before):
                return fit if paid > before else nearer
            fit = nearer
        return fit

    def step(
        self, fit: Fit, loss: Expansion, strength: float, center: Floats | None = None
    ) -> Floats:
        """The weights of least penalised loss, were the loss what it is expanded to."""
        curvature = loss.curvature + strength * self.penalty
        curvature[np.diag_indices_from(curvature)] += _RIDGE
        pull = loss.curvature @ fit.weights - loss.slope
        if center is not None:
            pull = pull + strength * (self.penalty @ center)
        return least(curvature, pull, self.is_bounded, fit.weights)

    def paid(
        self, fit: Fit, counts: Counts, strength: float, center: Floats | None = None
    ) -> float:
        """Log loss and penalty of ``fit``."""
        away = fit.weights if center is None else fit.weights - center
        return self.loss(fit, counts) + strength * float(away @ self.penalty @ away) / 2.0

    def loss(self, fit: Fit, counts: Counts) -> float:
        """Nats that ``fit`` loses over the patterns."""
        log_odds = self.log_odds(fit)
        return float(counts[0] @ np.logaddexp(0.0, log_odds) - counts[1] @ log_odds)

    def expand(self, fit: Fit, counts: Counts) -> Expansion:
        """The loss of these counts about ``fit``."""
        asked, cases = counts
        chance = chance_of(self.log_odds(fit))
        wrong = asked * chance - cases
        slopes: list[Floats] = [np.array([wrong.sum()])]
        for column, shape in zip(self._columns, self.shapes, strict=True):
            slopes.append(np.bincount(column, wrong, len(shape.matrix)) @ shape.matrix)
        met = self._met(asked * chance * (1.0 - chance))
        return Expansion(np.concatenate(slopes), self._contrast.T @ met @ self._contrast)

    def mass(self, fit: Fit, counts: Counts) -> list[Floats]:
        """For each line [cells], the curvature of the loss by the effect of a cell alone."""
        chance = chance_of(self.log_odds(fit))
        bend = counts[0] * chance * (1.0 - chance)
        return [
            np.bincount(column, bend, len(shape.matrix)).astype(np.float64)
            for column, shape in zip(self._columns, self.shapes, strict=True)
        ]

    def fit_of(self, weights: Floats) -> Fit:
        """The fit that these weights are."""
        parts = np.split(weights[1:], np.cumsum(self._sizes)[:-1])
        effects = tuple(s.matrix @ w for s, w in zip(self.shapes, parts, strict=True))
        return Fit(float(weights[0]), effects, weights)

    def _met(self, weight: Floats) -> Floats:
        """[1 + cells, 1 + cells] the weight of patterns in both cells, the commonest left 0."""
        starts, size = self._starts, int(self._starts[-1])
        met = np.zeros((size, size))
        met[0, 0] = weight.sum()
        rarest_first = sorted(range(len(self._columns)), key=lambda n: len(self._elsewhere[n]))
        for order, one in enumerate(rarest_first):
            rows = self._elsewhere[one]
            rows = rows[weight[rows] > 0.0]
            each, own = weight[rows], self._columns[one][rows]
            cells = len(self.shapes[one].matrix)
            alone = np.bincount(own, each, cells)
            mine = slice(starts[one], starts[one] + cells)
            met[0, mine] = met[mine, 0] = alone
            met[mine, mine] = np.diag(alone)
            for other in rarest_first[order + 1 :]:
                theirs = len(self.shapes[other].matrix)
                both = np.bincount(own * theirs + self._columns[other][rows], each, cells * theirs)
                both = both.reshape(cells, theirs) * self._is_elsewhere[other]
                place = slice(starts[other], starts[other] + theirs)
                met[mine, place], met[place, mine] = both, both.T
        return met

    def log_odds(self, fit: Fit) -> Floats:
        """[patterns] what ``fit`` says of each."""
        total = np.full(len(self._columns[0]), fit.intercept)
        for column, effects in zip(self._columns, fit.effects, strict=True):
            total += effects[column]
        return total

    def _first(self, asked: Floats, cases: Floats) -> Floats:
        """Nothing but the base rate."""
        rate = (cases.sum() + 0.5) / (asked.sum() + 1.0)
        weights = np.zeros(len(self.penalty))
        weights[0] = np.log(rate / (1.0 - rate))
        return weights
