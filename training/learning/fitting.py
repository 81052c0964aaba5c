"""From questions in cells to a card's lines and points, by one way of fitting curves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from training.learning.additive import Problem
from training.learning.binning import BinnedLine, Column
from training.learning.curves import Fitted, Way
from training.learning.design import Floats, Int64
from training.learning.distilling import Budget, distil, joining
from training.learning.points import level_of, points_by_cell
from training.learning.teaching import Teaching

__all__ = ["PointLine", "Pointed", "fit_points", "left_out", "point"]


@dataclass(frozen=True, slots=True)
class PointLine:
    """One line of a card, in cells.

    Attributes:
        place: of its column among those that were fitted on.
        points: [cells] the card's own, the least bin's 0.
        neutral: the mean points of those questions in which the value is known, rounded up.
    """

    place: int
    line: BinnedLine
    points: Int64
    neutral: int

    def points_of(self, column: Column) -> Int64:
        """[rows] the points of each value."""
        return np.asarray(self.points[self.line.cell_of(column)], dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Pointed:
    """Lines in whole points, in the order of their columns, and how they came about.

    Attributes:
        curves: what was fitted before any line was left out.
    """

    lines: tuple[PointLine, ...]
    curves: Fitted

    @property
    def numbers(self) -> int:
        """How many numbers a reader must see: the base, and each bin's points."""
        return 1 + sum(1 + int((np.diff(p.points[: p.line.bins]) != 0).sum()) for p in self.lines)

    def points_of_patterns(self, teaching: Teaching) -> Int64:
        """[patterns] the points of each, without a base."""
        cells = teaching.patterns.cells
        total = np.zeros(len(cells), dtype=np.int64)
        for own in self.lines:
            fine = teaching.lines[own.place]
            total += own.points[joining(fine, own.line)[cells[:, own.place]]]
        return total


def fit_points(
    teaching: Teaching,
    way: Way,
    strengths: Sequence[float],
    budget: Budget,
    problem: Problem | None = None,
) -> Pointed:
    """The lines that this way comes to; none if nothing tells.

    ``problem``, of the same patterns, only saves time.
    """
    problem = teaching.problem() if problem is None else problem
    curves = way.fit(teaching, problem, strengths, None)
    return point(teaching, way, budget, problem, curves)


def point(
    teaching: Teaching, way: Way, budget: Budget, problem: Problem, curves: Fitted
) -> Pointed:
    """The lines that ``curves``, fitted by this way, come to."""
    if way.most_lines is not None:
        budget = replace(budget, lines=min(budget.lines, way.most_lines))
    budget = replace(budget, scale=budget.scale / way.coarser)
    counts = teaching.counts
    card = distil(
        problem,
        teaching.lines,
        teaching.patterns.cells,
        counts,
        curves.fit,
        curves.strength,
        budget,
        is_center=curves.is_center,
    )
    lines = []
    for place, line, points in zip(card.places, card.lines, card.points, strict=True):
        whole = np.rint(points * way.coarser).astype(np.int64)
        cells = joining(teaching.lines[place], line)[teaching.patterns.cells[:, place]]
        asked = np.bincount(cells, counts[0], line.cells).astype(np.float64)
        given, neutral = points_by_cell(line, whole, asked)
        if given.max() > 0:
            lines.append(PointLine(place, line, given, neutral))
    return Pointed(tuple(lines), curves)


def left_out(
    teaching: Teaching, ways: Sequence[Way], budget: Budget, whole: Fitted, problem: Problem
) -> list[Floats]:
    """For each way [rows]: what cards say, in log odds, of questions that they didn't see.

    Each part's questions are judged by the card of all others, from the first step to
    whole points, at the strength that ``whole``, of all questions, was fitted with.

    Args:
        ways: that fit the same curves, and differ in what they make of them.
    """
    log_odds = [np.zeros(len(teaching.is_case)) for _ in ways]
    for fold in range(teaching.folds):
        own = teaching.fold == fold
        others = replace(teaching, weight=np.where(own, 0.0, teaching.weight))
        curves = ways[0].fit(others, problem, (whole.strength,), whole.fit.weights)
        for way, said in zip(ways, log_odds, strict=True):
            points = point(others, way, budget, problem, curves).points_of_patterns(teaching)
            level = level_of(points, others.counts, budget.scale)
            said[own] = (level + points / budget.scale)[teaching.patterns.of_row[own]]
    return log_odds
