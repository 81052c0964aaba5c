"""What a learner is shown: questions in cells, what came of them, and what each weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.learning.additive import Counts, Problem
from training.learning.binning import BinnedLine
from training.learning.design import Bools, Floats, Int64, Patterns, count_patterns, shape_of

__all__ = ["Teaching", "damping", "folds_of", "teach"]


@dataclass(frozen=True, slots=True)
class Teaching:
    """Questions as patterns of cells.

    Attributes:
        weight: [rows] what each question teaches.
        group: [rows] numbered from 0; one group's questions are alike.
        fold: [rows] its part in the cross-validation: one group of questions, one part.
    """

    lines: tuple[BinnedLine, ...]
    patterns: Patterns
    is_case: Bools
    weight: Floats
    group: Int64
    fold: Int64

    @property
    def folds(self) -> int:
        """How many parts there are; 1 where there is nothing to part."""
        return int(self.fold.max()) + 1

    @property
    def counts(self) -> Counts:
        """(questions, cases) of each pattern."""
        return self.patterns.counts(self.is_case, self.weight)

    def in_fold(self, fold: int) -> Counts:
        """The counts of one part."""
        return self.patterns.counts(self.is_case, self.weight * (self.fold == fold))

    def problem(self) -> Problem:
        """The lines' weights, to be fitted to counts."""
        return Problem(self.patterns.cells, [shape_of(line) for line in self.lines])


def teach(
    lines: Sequence[BinnedLine],
    cells: Sequence[Int64],
    is_case: Bools,
    weight: Floats,
    groups: Int64 | None,
    folds: int,
) -> Teaching:
    """The questions, each weighed down if many are about one group.

    Without groups, questions with the same cells are one group, so that a question given
    twice teaches what one of twice the weight does.
    """
    patterns = count_patterns(lines, cells)
    group = patterns.of_row
    if groups is not None:
        group = np.unique(groups, return_inverse=True)[1].reshape(-1)
        weight = weight * damping(weight, group)
    fold = folds_of(group, is_case, weight, folds)
    return Teaching(tuple(lines), patterns, is_case, weight, group, fold)


def damping(weight: Floats, groups: Int64) -> Floats:
    """[rows] 1 for a group of mean weight, less for one asked about more, as the root.

    One child's questions are alike: n of them teach as much as the root of n.
    """
    totals = np.bincount(groups, weights=weight)
    mean = totals[totals > 0.0].mean()
    return np.asarray(np.sqrt(mean / np.maximum(totals, 1e-12))[groups], dtype=np.float64)


def folds_of(groups: Int64, is_case: Bools, weight: Floats, folds: int) -> Int64:
    """[rows] a part for each group: as many cases in each, and questions, as can be had.

    Dealt out in order of cases, then of questions, so the order of rows doesn't matter.
    """
    size = int(groups.max()) + 1
    cases = np.bincount(groups, weights=weight * is_case, minlength=size)
    every = np.bincount(groups, weights=weight, minlength=size)
    order = np.lexsort((np.arange(size), -every, -cases))
    parts = min(folds, size)
    place = np.arange(size)
    # There and back again: 0 1 2 2 1 0, so that no part always gets the larger one.
    lap, at = np.divmod(place, parts)
    dealt = np.empty(size, dtype=np.int64)
    dealt[order] = np.where(lap % 2 == 0, at, parts - 1 - at)
    return dealt[groups]
