"""Questions as counted patterns of cells, and the constrained shape of each line's effect.

A card sees cells, so questions with the same cells are one pattern with two counts. This
makes the fit exact and its cost that of the patterns, however many the questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.learning.binning import BinnedLine

__all__ = ["Bools", "Floats", "Int64", "Patterns", "Shape", "count_patterns", "shape_of"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
#: Keeps the level of a free line, which differences leave open, near 0.
_SLIGHT = 0.01


@dataclass(frozen=True, slots=True)
class Patterns:
    """Distinct rows of cells: [patterns, lines], with the pattern of each question."""

    cells: Int64
    of_row: Int64

    def counts(self, is_case: Bools, weight: Floats) -> tuple[Floats, Floats]:
        """(questions, cases) by pattern, each question as its weight."""
        size = len(self.cells)
        asked = np.bincount(self.of_row, weights=weight, minlength=size)
        cases = np.bincount(self.of_row, weights=weight * is_case, minlength=size)
        return asked.astype(np.float64), cases.astype(np.float64)


def count_patterns(lines: Sequence[BinnedLine], cells: Sequence[Int64]) -> Patterns:
    """The patterns of these questions, one column of cells for each line."""
    number, size = np.zeros(len(cells[0]), dtype=np.int64), 1
    for line, column in zip(lines, cells, strict=True):
        if size > (1 << 62) // line.cells:  # numbered anew before the numbers overflow
            distinct, number = np.unique(number, return_inverse=True)
            size = len(distinct)
        number = number * line.cells + column
        size *= line.cells
    _, first, of_row = np.unique(number, return_index=True, return_inverse=True)
    return Patterns(np.stack([column[first] for column in cells], axis=1), of_row.reshape(-1))


@dataclass(frozen=True, slots=True)
class Shape:
    """How one line's weights become the effect of each cell.

    Attributes:
        matrix: [cells, weights]; the effects are ``matrix @ weights``. Monotone lines
            have one weight for each step between bins, which may not be below 0.
        penalty: [weights, weights]; what the fit pays for large or jagged weights.
        is_bounded: [weights]; which weights may not fall below 0.
        bins: the first so many cells are bins, in order of value.
    """

    matrix: Floats
    penalty: Floats
    is_bounded: Bools
    bins: int


def shape_of(line: BinnedLine) -> Shape:
    """The shape that the line's direction asks for.

    ``up``: each bin adds a step to the one below it. ``down``: to the one above it.
    ``free``: each bin has its own effect, and neighbours are held together. A kind of
    unknown has its own effect; on monotone lines never below the least bin's.
    """
    bins, learnt = line.bins, len(line.unknown)
    if line.direction == "free":
        own, bounded = np.eye(bins), np.zeros(bins, dtype=np.bool_)
        differences = np.diff(own, axis=0)
        penalty = differences.T @ differences + _SLIGHT * own
    else:
        # Row b holds the steps below bin b; turned over for "down".
        steps = np.tril(np.ones((bins, bins)), k=-1)[:, : bins - 1]
        own = steps if line.direction == "up" else steps[::-1, ::-1]
        bounded, penalty = np.ones(bins - 1, dtype=np.bool_), np.eye(bins - 1)
    weights = own.shape[1]
    matrix = np.zeros((line.cells, weights + learnt))
    matrix[:bins, :weights] = own
    matrix[bins : bins + learnt, weights:] = np.eye(learnt)
    whole_penalty = np.zeros((weights + learnt, weights + learnt))
    whole_penalty[:weights, :weights] = penalty
    whole_penalty[weights:, weights:] = np.eye(learnt)
    is_monotone = line.direction != "free"
    is_bounded = np.concatenate([bounded, np.full(learnt, is_monotone, dtype=np.bool_)])
    return Shape(matrix, whole_penalty, is_bounded, bins)
