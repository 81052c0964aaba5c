"""Ways of fitting beside one another, judged on questions that none of them saw."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import roc_auc_score

from training.learning.additive import Problem
from training.learning.curves import Way
from training.learning.design import Floats
from training.learning.distilling import Budget
from training.learning.fitting import Pointed, left_out, point
from training.learning.teaching import Teaching
from training.learning.tried import CandidateRow

__all__ = ["Compared", "compare"]

#: So many standard errors of the difference are a tie.
_TIE = 0.5


@dataclass(frozen=True, slots=True)
class Compared:
    """The way that won, and a row for each.

    Attributes:
        card: what the winner came to on all questions.
        log_odds: [rows] what the winner said of questions left out.
    """

    card: Pointed
    log_odds: Floats
    rows: tuple[CandidateRow, ...]


@dataclass(frozen=True, slots=True)
class _Tried:
    way: Way
    card: Pointed
    log_odds: Floats
    lost: Floats
    seconds: float


def compare(
    teaching: Teaching, ways: Sequence[Way], strengths: Sequence[float], budget: Budget
) -> Compared:
    """Each way fitted, and judged by the cards that it gives without a part of the groups.

    The one that loses least on left-out questions wins; among those whose loss is within
    half a standard error of its (groups being what varies), the one that asks a reader to
    see the fewest numbers. With few cases a whole one would nearly always favour the
    fewest lines, which then ranked worse on later children. A way that comes to no line
    at all never wins over one that does.
    """
    problem = teaching.problem()
    tried = [
        one
        for fit in dict.fromkeys(way.fit for way in ways)
        for one in _try(
            teaching, [way for way in ways if way.fit is fit], strengths, budget, problem
        )
    ]
    best = min(tried, key=lambda one: (not one.card.lines, one.lost.sum()))
    equals = [one for one in tried if one.card.lines and _is_tie(one.lost - best.lost)]
    chosen = min(equals, key=lambda one: one.card.numbers, default=best)
    rows = tuple(_row(teaching, one, budget, is_chosen=one is chosen) for one in tried)
    return Compared(chosen.card, chosen.log_odds, rows)


def _try(
    teaching: Teaching,
    ways: Sequence[Way],
    strengths: Sequence[float],
    budget: Budget,
    problem: Problem,
) -> list[_Tried]:
    """Ways that fit the same curves; the seconds are shared among them."""
    begun = time.perf_counter()
    curves = ways[0].fit(teaching, problem, strengths, None)
    cards = [point(teaching, way, budget, problem, curves) for way in ways]
    said = left_out(teaching, ways, budget, curves, problem)
    seconds = (time.perf_counter() - begun) / len(ways)
    tried = []
    for way, card, log_odds in zip(ways, cards, said, strict=True):
        each = np.logaddexp(0.0, log_odds) - teaching.is_case * log_odds
        lost = np.bincount(teaching.group, teaching.weight * each).astype(np.float64)
        tried.append(_Tried(way, card, log_odds, lost, seconds))
    return tried


def _is_tie(difference: Floats) -> bool:
    """Whether a sum over groups is that little above 0, by its standard error."""
    return float(difference.sum()) <= _TIE * float(np.sqrt(len(difference)) * difference.std())


def _row(teaching: Teaching, one: _Tried, budget: Budget, *, is_chosen: bool) -> CandidateRow:
    most = budget.lines if one.way.most_lines is None else min(one.way.most_lines, budget.lines)
    return CandidateRow(
        name=one.way.name,
        words=one.way.words,
        loss=float(one.lost.sum() / teaching.weight.sum()),
        auc=float(roc_auc_score(teaching.is_case, one.log_odds, sample_weight=teaching.weight)),
        lines=len(one.card.lines),
        numbers=one.card.numbers,
        seconds=one.seconds,
        settings={
            "strength": f"{one.card.curves.strength:g}",
            "most_lines": str(most),
            "points_for_1_of_log_odds": f"{budget.scale / one.way.coarser:.4g}",
        },
        chosen=is_chosen,
    )
