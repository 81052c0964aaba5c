"""From effects in log odds to whole points that keep every promise of a card's line."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq

from features.table import Whole
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard.bins import Bin, CardLine
from scorecard.scoring import line_points
from training.learning.binning import BinnedLine

__all__ = ["ODDS_AT_NO_POINTS", "base_points", "intercept_of", "lines_in_points", "points_of"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: 0 points stand for odds of 1 to this; the base takes a card's least likely child there.
ODDS_AT_NO_POINTS = 10_000


def lines_in_points(
    binned: Sequence[BinnedLine],
    effects: Sequence[Floats],
    columns: Sequence[Whole],
    weight: Floats,
    scale: float,
) -> tuple[CardLine, ...]:
    """The card's lines: rounded, alike bins joined, lines that give nothing left out.

    Args:
        effects: for each line, one for each cell, in log odds.
        columns, weight: the training questions, for what an average child gets.
        scale: points for each unit of log odds.
    """
    lines = (
        _line(line, effect, column, weight, scale)
        for line, effect, column in zip(binned, effects, columns, strict=True)
    )
    return tuple(line for line in lines if line.most > 0)


def _line(
    line: BinnedLine, effects: Floats, column: Whole, weight: Floats, scale: float
) -> CardLine:
    lowest = effects[: line.bins].min()
    rounded = [round(float(effect - lowest) * scale) for effect in effects]
    edges = [None, *line.edges, None]
    bins: list[Bin] = []
    for place in range(line.bins):
        made = Bin(edges[place], edges[place + 1], rounded[place])
        if bins and bins[-1].points == made.points:
            made = Bin(bins.pop().low, made.high, made.points)
        bins.append(made)
    is_known = ~np.isin(column, list(UNKNOWN_CODES.values()))
    given = np.array(rounded, dtype=np.int64)[line.cell_of(column[is_known])]
    neutral = math.ceil(np.average(given, weights=weight[is_known])) if len(given) else 0
    learnt = {kind: max(0, rounded[line.bins + n]) for n, kind in enumerate(line.unknown)}
    unknown = {kind: max(learnt.get(kind, neutral), neutral) for kind in Unknown}
    # That a question does not arise is known, so what was learnt of it stands.
    unknown[Unknown.NOT_APPLICABLE] = learnt.get(Unknown.NOT_APPLICABLE, neutral)
    return CardLine(line.feature.name, line.feature.direction, tuple(bins), unknown, neutral)


def points_of(lines: Sequence[CardLine], names: Sequence[str], values: Whole) -> Int64:
    """Each row's points without the base; columns that no line asks for are passed over."""
    total = np.zeros(len(values), dtype=np.int64)
    for line in lines:
        total += line_points(line, values[:, names.index(line.feature)])
    return total


def intercept_of(
    points: Int64, harmed: npt.NDArray[np.bool_], weight: Floats, scale: float
) -> float:
    """The log odds of no points with which the points give as many cases as there were."""
    cases = float((weight * harmed).sum())

    def excess(intercept: float) -> float:
        return float((weight / (1.0 + np.exp(-intercept - points / scale))).sum()) - cases

    return float(brentq(excess, -80.0, 80.0))


def base_points(intercept: float, scale: float) -> int:
    """What every child starts with; at least 0, whatever the odds."""
    return max(0, round((intercept + math.log(ODDS_AT_NO_POINTS)) * scale))
