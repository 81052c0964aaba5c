"""From fitted curves to few lines, few bins and whole points: one way for every learner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from training.learning.additive import Counts, Fit, Problem
from training.learning.binning import BinnedLine
from training.learning.choosing import choose_bins, choose_lines
from training.learning.design import Floats, Int64, count_patterns, shape_of
from training.learning.rounding import round_together

__all__ = ["Budget", "Distilled", "distil", "joining", "weights_of"]

#: Keeps a cell that nobody was in from having no mean.
_SEEN = 1e-9


@dataclass(frozen=True, slots=True)
class Budget:
    """What a reader may be asked to read.

    Attributes:
        lines: at most so many.
        numbers: at most so many points of bins, over all lines.
        scale: points for each unit of log odds.
    """

    lines: int
    numbers: int
    scale: float


@dataclass(frozen=True, slots=True)
class Distilled:
    """The card that curves came to.

    Attributes:
        places: of the kept lines among those that were fitted.
        lines: their bins, as few as were kept.
        points: for each line [cells], not yet shifted so that the least bin has 0.
        fit: the same in log odds, with the intercept that suits them.
    """

    places: tuple[int, ...]
    lines: tuple[BinnedLine, ...]
    points: tuple[Int64, ...]
    fit: Fit


def distil(
    problem: Problem,
    lines: Sequence[BinnedLine],
    cells: Int64,
    counts: Counts,
    fit: Fit,
    strength: float,
    budget: Budget,
    is_center: bool = False,
) -> Distilled:
    """The card of whole points that stays closest to ``fit`` and loses least.

    Args:
        lines, cells: [patterns, lines] what was fitted on.
        strength: of the penalty that ``fit`` was fitted under; or, if it ``is_center``,
            of what it costs to go away from ``fit``, which some other learner gave.
    """
    center = fit.weights if is_center else None
    kept = choose_lines(problem, fit, counts, strength, budget.lines)
    if not kept:
        return Distilled((), (), (), fit)
    own = np.isin(problem.line_of, [-1, *kept])
    told = bool(fit.weights[~own].any())
    lines = [lines[place] for place in kept]
    cells, counts = _counted(lines, [cells[:, place] for place in kept], counts)
    problem = Problem(cells, [shape_of(line) for line in lines])
    fit = problem.fit_of(fit.weights[own])
    if told:
        center = None if center is None else center[own]
        fit = problem.solve(counts, strength, center, fit.weights)
    few = _join(lines, problem, fit, counts, budget.numbers)
    into = [joining(line, less) for line, less in zip(lines, few, strict=True)]
    joined = [cell[cells[:, place]] for place, cell in enumerate(into)]
    few_cells, few_counts = _counted(few, joined, counts)
    smaller = Problem(few_cells, [shape_of(line) for line in few])
    means = _means(lines, few, problem.mass(fit, counts), fit)
    center = weights_of(smaller, fit.intercept, means)
    refit = smaller.solve(few_counts, strength, center)
    steps, level = round_together(smaller, refit, few_counts, strength, budget.scale)
    whole = smaller.fit_of(np.concatenate([[level], steps / budget.scale]))
    points = tuple(np.rint(e * budget.scale).astype(np.int64) for e in whole.effects)
    return Distilled(tuple(kept), tuple(few), points, whole)


def _counted(
    lines: Sequence[BinnedLine], cells: Sequence[Int64], counts: Counts
) -> tuple[Int64, Counts]:
    """The fewer patterns that questions come to in these lines alone, and their counts."""
    patterns = count_patterns(lines, cells)
    asked, cases = (np.bincount(patterns.of_row, part).astype(np.float64) for part in counts)
    return patterns.cells, (asked, cases)


def weights_of(problem: Problem, intercept: float, effects: Sequence[Floats]) -> Floats:
    """The weights whose effects are ``effects``, as nearly as the shapes allow.

    A monotone line's lowest bin has no effect; what it had goes to the intercept.
    """
    weights = [np.zeros(0)]
    for shape, given in zip(problem.shapes, effects, strict=True):
        lowest = float(given[: shape.bins].min()) if shape.is_bounded.any() else 0.0
        intercept += lowest
        own = np.linalg.lstsq(shape.matrix[:-1], given[:-1] - lowest, rcond=None)[0]
        weights.append(np.where(shape.is_bounded, np.maximum(own, 0.0), own))
    return np.concatenate([[intercept], *weights])


def _join(
    lines: Sequence[BinnedLine], problem: Problem, fit: Fit, counts: Counts, most: int
) -> list[BinnedLine]:
    mass = problem.mass(fit, counts)
    starts = choose_bins(
        [e[: line.bins] for e, line in zip(fit.effects, lines, strict=True)],
        [m[: line.bins] for m, line in zip(mass, lines, strict=True)],
        most,
    )
    return [
        BinnedLine(
            line.name, line.direction, tuple(line.edges[b - 1] for b in own[1:]), line.unknown
        )
        for line, own in zip(lines, starts, strict=True)
    ]


def joining(line: BinnedLine, few: BinnedLine) -> Int64:
    """[cells of ``line``] the cell of ``few`` that each goes into."""
    lows = np.array([-np.inf, *line.edges])
    bins = np.searchsorted(np.array(few.edges), lows, side="right")
    return np.concatenate([bins, np.arange(few.bins, few.cells)]).astype(np.int64)


def _means(
    lines: Sequence[BinnedLine], few: Sequence[BinnedLine], mass: Sequence[Floats], fit: Fit
) -> list[Floats]:
    """The mean effect of the bins that each bin of ``few`` joins, by their ``mass``."""
    means = []
    for line, less, own, effects in zip(lines, few, mass, fit.effects, strict=True):
        into, each = joining(line, less), own + _SEEN
        means.append(
            np.bincount(into, each * effects, less.cells) / np.bincount(into, each, less.cells)
        )
    return means
