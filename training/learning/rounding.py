"""Whole numbers in place of weights, chosen together for the least loss."""

from __future__ import annotations

import numpy as np

from training.learning.additive import Counts, Fit, Problem
from training.learning.design import Floats, Int64

__all__ = ["round_together"]

_MOST_ROUNDS = 6
_MOST_MOVES = 2_000


def round_together(
    problem: Problem, fit: Fit, counts: Counts, strength: float, scale: float
) -> tuple[Int64, float]:
    """Whole-number weights after the intercept's, and the intercept, in log odds.

    Rounding each weight by itself errs many times over. From there, single weights and
    pairs of neighbours go up and down by 1 for as long as that lowers the loss of the
    whole card and what going away from ``fit`` costs, to the second order; each round's
    outcome must lower the loss itself. Bounded weights stay at 0 or above.

    Args:
        scale: so many points make up 1 of a weight.
    """
    points = np.rint(fit.weights[1:] * scale)
    center = fit.weights
    best = _at(problem, counts, points, fit.intercept, scale)
    paid = problem.paid(best, counts, strength, center)
    for _ in range(_MOST_ROUNDS):
        moved = _improved(problem, best, counts, strength, center, points, scale)
        tried = _at(problem, counts, moved, best.intercept, scale)
        cost = problem.paid(tried, counts, strength, center)
        if np.array_equal(moved, points) or cost >= paid:
            break
        best, paid, points = tried, cost, moved
    return points.astype(np.int64), best.intercept


def _at(problem: Problem, counts: Counts, points: Floats, level: float, scale: float) -> Fit:
    """The fit of these points, with the intercept that suits them best."""
    weights = np.concatenate([[level], points / scale])
    asked, cases = counts
    log_odds = problem.log_odds(problem.fit_of(weights)) - level
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-np.clip(log_odds + weights[0], -40.0, 40.0)))
        bend = float(asked @ (chance * (1.0 - chance)))
        step = float(cases.sum() - asked @ chance) / max(bend, 1e-12)
        weights[0] += float(np.clip(step, -1.0, 1.0))
        if abs(step) < 1e-10:
            break
    return problem.fit_of(weights)


def _improved(
    problem: Problem,
    fit: Fit,
    counts: Counts,
    strength: float,
    center: Floats,
    points: Floats,
    scale: float,
) -> Floats:
    loss = problem.expand(fit, counts)
    curvature = loss.curvature + strength * problem.penalty
    slope = loss.slope + strength * problem.penalty @ (fit.weights - center)
    # The intercept follows every move by itself.
    level = curvature[0, 1:] / max(curvature[0, 0], 1e-12)
    bend = (curvature[1:, 1:] - np.outer(level, curvature[0, 1:])) / scale**2
    slope = (slope[1:] - level * slope[0]) / scale
    moves = _moves(problem)
    costs = np.einsum("mw,wv,mv->m", moves, bend, moves) / 2.0
    bounded = problem.is_bounded[1:]
    points = points.copy()
    for _ in range(_MOST_MOVES):
        gain = moves @ slope + costs
        goes_below = ((points + moves < 0.0) & bounded & (moves < 0.0)).any(axis=1)
        gain[goes_below] = np.inf
        best = int(gain.argmin())
        if gain[best] >= -1e-9:
            break
        points += moves[best]
        slope = slope + bend @ moves[best]
    return points


def _moves(problem: Problem) -> Floats:
    """Every weight up and down by 1, and neighbours of one line against each other."""
    size = len(problem.line_of) - 1
    single = np.eye(size)
    line = problem.line_of[1:]
    pairs = np.flatnonzero(line[:-1] == line[1:])
    against = single[pairs] - single[pairs + 1]
    moves = np.concatenate([single, against])
    return np.concatenate([moves, -moves])
