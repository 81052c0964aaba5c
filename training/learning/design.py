"""Questions as counted patterns of cells, and the constrained shape of each line's effect.

A card sees cells, so questions with the same cells are one pattern with two counts. This
makes the fit exact and its cost that of the patterns, however many the questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.table import Whole
from training.learning.binning import BinnedLine

__all__ = ["Floats", "Int64", "Patterns", "Shape", "count_patterns", "shape_of"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: Keeps the level of a free line, which differences leave open, near 0.
_SLIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct rows of cells: [patterns, lines], with the pattern of each question."""

    cells: Int64
    of_row: Int64

    def counts(
        self, rows: Int64, harmed: npt.NDArray[np.bool_], weight: Floats
    ) -> tuple[Floats, Floats]:
        """(questions, cases) by pattern among ``rows``, each question as its weight."""
        place, size = self.of_row[rows], len(self.cells)
        asked = np.bincount(place, weights=weight[rows], minlength=size)
        cases = np.bincount(place, weights=weight[rows] * harmed[rows], minlength=size)
        return asked.astype(np.float64), cases.astype(np.float64)


def count_patterns(lines: Sequence[BinnedLine], columns: Sequence[Whole]) -> Patterns:
    """The patterns of these questions, one column of values for each line."""
    # No line has anywhere near 256 cells; short rows sort quickly.
    cells = np.stack(
        [
            line.cell_of(column).astype(np.uint8)
            for line, column in zip(lines, columns, strict=True)
        ],
        axis=1,
    )
    distinct, of_row = np.unique(cells, axis=0, return_inverse=True)
    return Patterns(distinct.astype(np.int64), of_row.reshape(-1))


@dataclass(frozen=True, slots=True)
class Shape:
    """How one line's weights become the effect of each cell.

    Attributes:
        matrix: [cells, weights]; the effects are ``matrix @ weights``. Monotone lines
            have one weight for each step between bins, which may not be below 0.
        penalty: [weights, weights]; what the fit pays for large or jagged weights.
        is_bounded: [weights]; which weights may not fall below 0.
    """

    matrix: Floats
    penalty: Floats
    is_bounded: npt.NDArray[np.bool_]


def shape_of(line: BinnedLine) -> Shape:
    """The shape that the feature's declared direction asks for.

    ``up``: each bin adds a step to the one below it. ``down``: to the one above it.
    ``free``: each bin has its own effect, and neighbours are held together. A kind of
    unknown has its own effect; on monotone lines never below the least bin's.
    """
    bins, learnt = line.bins, len(line.unknown)
    if line.feature.direction == "free":
        own, bounded = np.eye(bins), np.zeros(bins, dtype=np.bool_)
        differences = np.diff(own, axis=0)
        penalty = differences.T @ differences + _SLIGHT * own
    else:
        # Row b holds the steps below bin b; turned over for "down".
        steps = np.tril(np.ones((bins, bins)), k=-1)[:, : bins - 1]
        own = steps if line.feature.direction == "up" else steps[::-1, ::-1]
        bounded, penalty = np.ones(bins - 1, dtype=np.bool_), np.eye(bins - 1)
    weights = own.shape[1]
    matrix = np.zeros((line.cells, weights + learnt))
    matrix[:bins, :weights] = own
    matrix[bins : bins + learnt, weights:] = np.eye(learnt)
    whole_penalty = np.zeros((weights + learnt, weights + learnt))
    whole_penalty[:weights, :weights] = penalty
    whole_penalty[weights:, weights:] = np.eye(learnt)
    is_monotone = line.feature.direction != "free"
    return Shape(
        matrix, whole_penalty, np.concatenate([bounded, np.full(learnt, is_monotone, dtype=bool)])
    )
