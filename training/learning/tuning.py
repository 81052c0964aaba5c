"""How strongly to shrink: chosen on questions about groups that were left out."""

from __future__ import annotations

from collections.abc import Sequence

from training.learning.additive import Fit, Problem
from training.learning.design import Floats
from training.learning.teaching import Teaching

__all__ = ["tune"]


def tune(
    teaching: Teaching,
    problem: Problem,
    strengths: Sequence[float],
    start: Floats | None = None,
) -> tuple[float, Fit, dict[float, float]]:
    """The strength that loses least on left-out groups, its fit, and what each lost.

    Losses are in nats a question; of a single strength, or a single part, none is known.
    What would have been fitted without a part is had from
    the fit on all by one of Newton's steps, so that each strength is fitted once.
    ``start`` are weights to begin from; they change the time it takes and nothing else.
    """
    strongest_first = sorted((float(strength) for strength in strengths), reverse=True)
    whole = teaching.counts
    asked = float(whole[0].sum())
    losses: dict[float, float] = {}
    fits: dict[float, Fit] = {}
    parts = [teaching.in_fold(number) for number in range(teaching.folds)]
    for strength in strongest_first:
        fit = fits[strength] = problem.solve(whole, strength, start=start)
        start = fit.weights
        if len(parts) < 2 or len(strongest_first) == 1:
            continue
        expanded = [problem.expand(fit, part) for part in parts]
        every = sum(expanded[1:], expanded[0])
        lost = 0.0
        for part, own in zip(parts, expanded, strict=True):
            without = problem.step(fit, every - own, strength)
            lost += problem.loss(problem.fit_of(without), part)
        losses[strength] = lost / asked
    best = min(strongest_first, key=lambda strength: losses.get(strength, 0.0))
    return best, fits[best], losses
