"""Which lines a card keeps, and which of their bins: what tells least goes first."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from training.learning.additive import Counts, Fit, Problem
from training.learning.bounded import least
from training.learning.design import Floats

__all__ = ["choose_bins", "choose_lines"]

_RIDGE = 1e-6
#: Nats that a further bin must save among the training questions to be worth reading.
_LEAST_GAIN = 0.1
#: Nats that a line must save among the training questions to be worth reading.
_LEAST_WORTH = 1.0


def choose_lines(
    problem: Problem, fit: Fit, counts: Counts, strength: float, most: int
) -> list[int]:
    """The places of at most ``most`` lines, in order, none that tells next to nothing.

    Lines are left out one at a time: the one whose loss the others, fitted anew, make up
    best. So of several lines that tell of the same thing one stays. All of it is worked
    out on the penalised loss to the second order about ``fit``.
    """
    loss = problem.expand(fit, counts)
    curvature = loss.curvature + strength * problem.penalty
    curvature[np.diag_indices_from(curvature)] += _RIDGE
    pull = loss.curvature @ fit.weights - loss.slope
    weights, line_of = fit.weights, problem.line_of
    kept = np.ones(len(weights), dtype=np.bool_)
    while True:
        tells = kept & (weights != 0.0)
        lines = np.unique(line_of[tells & (line_of >= 0)])
        kept = np.isin(line_of, [-1, *lines])
        if not len(lines):
            return []
        used = np.flatnonzero(tells)
        factor = cho_factor(curvature[np.ix_(used, used)], lower=True)
        spread = cho_solve(factor, np.eye(len(used)))
        costs = []
        for line in lines:
            own = np.flatnonzero(line_of[used] == line)
            given = weights[used[own]]
            costs.append(float(given @ np.linalg.solve(spread[np.ix_(own, own)], given)))
        if len(lines) <= most and min(costs) / 2.0 >= _LEAST_WORTH:
            return [int(line) for line in lines]
        kept &= line_of != lines[int(np.argmin(costs))]
        rest = np.flatnonzero(kept)
        weights = np.zeros(len(weights))
        weights[rest] = least(
            curvature[np.ix_(rest, rest)], pull[rest], problem.is_bounded[rest], fit.weights[rest]
        )


def choose_bins(
    effects: Sequence[Floats], mass: Sequence[Floats], most_bins: int
) -> list[list[int]]:
    """For each line, the bins that begin a bin of the card: those of the best parting.

    A line's bins are parted into runs so that the loss, to the second order, by giving a
    run one effect is least. Over all lines at most ``most_bins`` runs are made (one for
    each line is always made), where they save most; none that saves next to nothing.

    Args:
        effects, mass: for each line [bins], the effect of each, and the curvature of the
            loss in it.
    """
    partings = [_best_partings(e, m) for e, m in zip(effects, mass, strict=True)]
    taken = [1] * len(partings)
    left = most_bins - len(partings)
    offers: list[tuple[float, int, int]] = []

    def offer(line: int) -> None:
        costs, at = partings[line][0], taken[line]
        best = max(
            ((costs[at] - costs[runs]) / (runs - at), -runs) for runs in range(at + 1, len(costs))
        )
        if best[0] > _LEAST_GAIN:
            heapq.heappush(offers, (-best[0], line, -best[1]))

    for line, (costs, _) in enumerate(partings):
        if len(costs) > 2:
            offer(line)
    while offers:
        _, line, runs = heapq.heappop(offers)
        if runs - taken[line] > left:
            continue
        left -= runs - taken[line]
        taken[line] = runs
        if runs + 1 < len(partings[line][0]):
            offer(line)
    return [starts[runs] for (_, starts), runs in zip(partings, taken, strict=True)]


def _best_partings(effects: Floats, mass: Floats) -> tuple[list[float], list[list[int]]]:
    """For 0, 1, 2 ... runs: what the best parting costs, and where its runs start."""
    size = len(effects)
    whole = np.concatenate([[0.0], np.cumsum(mass)])
    first = np.concatenate([[0.0], np.cumsum(mass * effects)])
    second = np.concatenate([[0.0], np.cumsum(mass * effects**2)])
    begin, end = np.arange(size)[:, None], np.arange(1, size + 1)[None, :]
    weight = np.maximum(whole[end] - whole[begin], 1e-12)
    run = 0.5 * (second[end] - second[begin] - (first[end] - first[begin]) ** 2 / weight)
    run = np.where(begin < end, np.maximum(run, 0.0), np.inf)
    best, came = run[0], [np.zeros(size, dtype=np.int64)]
    costs, starts = [np.inf, float(best[-1])], [[], [0]]
    for runs in range(2, size + 1):
        # The last run begins at b: what stands before it, b bins, in one run fewer.
        before = np.concatenate([[np.inf], best[:-1]])[:, None] + run
        came.append(before.argmin(axis=0))
        best = before.min(axis=0)
        costs.append(float(best[-1]))
        cut, places = size - 1, []
        for step in reversed(came):
            places.append(int(step[cut]))
            cut = places[-1] - 1
        starts.append(places[::-1])
        assert runs == len(places)
    return costs, starts
