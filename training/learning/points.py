"""From distilled points to lines that keep every promise of a card."""

from __future__ import annotations

import math

import numpy as np
from scipy.optimize import brentq

from records.unknown import Unknown
from scorecard.bins import Bin, CardLine
from training.learning.binning import BinnedLine
from training.learning.design import Floats, Int64

__all__ = ["ODDS_AT_NO_POINTS", "base_points", "card_line", "level_of", "points_by_cell"]

#: 0 points stand for odds of 1 to this; the base takes a card's least likely child there.
ODDS_AT_NO_POINTS = 10_000


def points_by_cell(line: BinnedLine, points: Int64, asked: Floats) -> tuple[Int64, int]:
    """Every cell's points as the card will give them, and the line's neutral ones.

    The least bin gives 0. A value that isn't known gives at least the mean of those that
    are, rounded up, so not knowing never reassures. That a question does not arise is
    known, so what was learnt of it stands, if it isn't below 0.

    Args:
        points: [cells] whole numbers, of which the differences count.
        asked: [cells] how many questions were in each.
    """
    given = points - points[: line.bins].min()
    bins, weight = given[: line.bins], asked[: line.bins]
    neutral = math.ceil(float(bins @ weight) / float(weight.sum())) if weight.sum() else 0
    for place, kind in enumerate(line.unknown, start=line.bins):
        least = 0 if kind is Unknown.NOT_APPLICABLE else neutral
        given[place] = max(least, given[place])
    given[-1] = neutral
    return given, neutral


def card_line(line: BinnedLine, given: Int64, neutral: int) -> CardLine:
    """The line as the card has it, bins of equal points joined."""
    edges = [None, *(int(edge) for edge in line.edges), None]
    bins: list[Bin] = []
    for place in range(line.bins):
        made = Bin(edges[place], edges[place + 1], int(given[place]))
        if bins and bins[-1].points == made.points:
            made = Bin(bins.pop().low, made.high, made.points)
        bins.append(made)
    learnt = {kind: int(given[line.bins + n]) for n, kind in enumerate(line.unknown)}
    unknown = {kind: learnt.get(kind, neutral) for kind in Unknown}
    return CardLine(line.name, line.direction, tuple(bins), unknown, neutral)


def level_of(points: Int64, counts: tuple[Floats, Floats], scale: float) -> float:
    """The log odds of no points with which ``points`` give as many cases as there were.

    Args:
        counts: (questions, cases) of each entry of ``points``.
    """
    asked, cases = counts[0], float(counts[1].sum())

    def excess(level: float) -> float:
        log_odds = np.clip(-level - points / scale, -700.0, 700.0)
        return float((asked / (1.0 + np.exp(log_odds))).sum()) - cases

    return float(brentq(excess, -500.0, 500.0))


def base_points(intercept: float, scale: float) -> int:
    """What every child starts with; at least 0, whatever the odds."""
    return max(0, round((intercept + math.log(ODDS_AT_NO_POINTS)) * scale))
