"""How strongly to shrink: chosen on questions about groups that were left out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from training.learning.additive import Fit, Problem
from training.learning.design import Floats
from training.learning.teaching import Teaching

__all__ = ["tune"]

_TIE = 0.5


def tune(
    teaching: Teaching,
    problem: Problem,
    strengths: Sequence[float],
    start: Floats | None = None,
) -> tuple[float, Fit, dict[float, float]]:
    """The strongest that loses hardly more than any on left-out groups, its fit, and the losses.

    Hardly: by at most half a standard error of the difference, over the parts; later
    questions differ from these, and strong shrinkage forgives that.

    Losses are in nats a question; of a single strength, or a single part, none is known.
    What would have been fitted without a part is had from
    the fit on all by one of Newton's steps, so that each strength is fitted once.
    ``start`` are weights to begin from; they change the time it takes and nothing else.
    """
    strongest_first = sorted((float(strength) for strength in strengths), reverse=True)
    whole = teaching.counts
    asked = float(whole[0].sum())
    lost: dict[float, Floats] = {}
    fits: dict[float, Fit] = {}
    parts = [teaching.in_fold(number) for number in range(teaching.folds)]
    for strength in strongest_first:
        fit = fits[strength] = problem.solve(whole, strength, start=start)
        start = fit.weights
        if len(parts) < 2 or len(strongest_first) == 1:
            continue
        expanded = [problem.expand(fit, part) for part in parts]
        every = sum(expanded[1:], expanded[0])
        without = [problem.step(fit, every - own, strength) for own in expanded]
        lost[strength] = np.array(
            [
                problem.loss(problem.fit_of(weights), part)
                for weights, part in zip(without, parts, strict=True)
            ]
        )
    chosen = strongest_first[0]
    if lost:
        best = min(lost.values(), key=lambda each: float(each.sum()))
        chosen = next(strength for strength in strongest_first if _is_tie(lost[strength] - best))
    return (
        chosen,
        fits[chosen],
        {strength: float(each.sum()) / asked for strength, each in lost.items()},
    )


def _is_tie(difference: Floats) -> bool:
    """Whether a sum over parts is that little above 0, by its standard error."""
    error = float(np.sqrt(len(difference)) * difference.std(ddof=1))
    return float(difference.sum()) <= _TIE * error
