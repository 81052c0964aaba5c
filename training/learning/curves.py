"""Ways to fit additive curves; each becomes a card by the same path.

A way is given questions in cells and gives every cell's effect in log odds. Which is best
depends on how many cases there are, so a run compares them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from training.errors import TrainingError
from training.learning.additive import Fit, Problem
from training.learning.design import Floats, Int64
from training.learning.distilling import weights_of
from training.learning.teaching import Teaching
from training.learning.tuning import tune

__all__ = ["WAYS", "Fitted", "Way"]

_DIRECTIONS = {"up": 1, "down": -1, "free": 0}


@dataclass(frozen=True, slots=True)
class Fitted:
    """Curves, and how they came about.

    Attributes:
        strength: of the penalty; for curves of another learner, what leaving them costs.
        is_center: whether another learner gave them.
        losses: cross-validated loss of each strength tried, in nats a question.
    """

    fit: Fit
    strength: float
    is_center: bool
    losses: Mapping[float, float]


@dataclass(frozen=True, slots=True)
class Way:
    """One way of fitting curves, or of spending the numbers that a reader must see.

    Attributes:
        words: for the report.
        fit: of questions, their problem, the strengths to choose from, and weights that the
            answer may lie near.
        most_lines: fewer lines than a card may have; None leaves what was asked for.
        coarser: every point is a multiple of so many.
        is_quick: whether it is tried unasked.
    """

    name: str
    words: str
    fit: Callable[[Teaching, Problem, Sequence[float], Floats | None], Fitted]
    most_lines: int | None = None
    coarser: int = 1
    is_quick: bool = True


def _binned(
    teaching: Teaching, problem: Problem, strengths: Sequence[float], start: Floats | None
) -> Fitted:
    strength, fit, losses = tune(teaching, problem, strengths, start)
    return Fitted(fit, strength, False, losses)


#: What it costs to leave the curves of another learner, which has done its own shrinking.
_LOYALTY = 30.0
_TREES = 60


def _boosted(
    teaching: Teaching, problem: Problem, _strengths: Sequence[float], _start: Floats | None
) -> Fitted:
    rows, is_case, weight = _as_rows(teaching)
    model = HistGradientBoostingClassifier(
        learning_rate=0.15,
        max_iter=_TREES,
        max_leaf_nodes=4,
        min_samples_leaf=20,
        l2_regularization=3.0,
        interaction_cst="no_interactions",
        monotonic_cst=[_DIRECTIONS[line.direction] for line in teaching.lines],
        early_stopping=False,
        random_state=0,
    )
    model.fit(_bins_or_nan(teaching, teaching.patterns.cells[rows]), is_case, sample_weight=weight)
    return _from_curves(teaching, problem, model.decision_function)


def _explainable(
    teaching: Teaching, problem: Problem, _strengths: Sequence[float], _start: Floats | None
) -> Fitted:
    try:
        classifier = import_module("interpret.glassbox").ExplainableBoostingClassifier
    except ImportError as missing:
        raise TrainingError(
            "the candidate 'explainable' needs the package interpret-core: "
            "install this package with its extra 'explainable', or leave the candidate out"
        ) from missing
    rows, is_case, weight = _as_rows(teaching)
    model = classifier(
        interactions=0,
        outer_bags=4,
        monotone_constraints=[_DIRECTIONS[line.direction] for line in teaching.lines],
        n_jobs=1,
        random_state=0,
    )
    model.fit(_bins_or_nan(teaching, teaching.patterns.cells[rows]), is_case, sample_weight=weight)
    return _from_curves(teaching, problem, model.decision_function)


def _as_rows(teaching: Teaching) -> tuple[Int64, Int64, Floats]:
    """Each pattern once with its cases and once with the others: (pattern, case, weight)."""
    asked, cases = teaching.counts
    weight = np.concatenate([asked - cases, cases])
    pattern = np.tile(np.arange(len(asked)), 2)
    is_case = np.repeat([0, 1], len(asked))
    seen = weight > 1e-12
    return pattern[seen], is_case[seen], weight[seen]


def _bins_or_nan(teaching: Teaching, cells: Int64) -> Floats:
    """[rows, lines] the number of the bin; nan for what isn't known.

    A line of which nothing is known in any row has one bin: the libraries can't do without.
    """
    bins = np.array([line.bins for line in teaching.lines])
    is_known = cells < bins
    return np.where(is_known | ~is_known.any(axis=0), cells, np.nan).astype(np.float64)


def _from_curves(
    teaching: Teaching, problem: Problem, log_odds: Callable[[Floats], Floats]
) -> Fitted:
    """The effects of an additive model's cells: what changing one value alone changes."""
    lines = teaching.lines
    still = np.zeros((1, len(lines)))
    asked = [np.concatenate([np.arange(line.bins), [np.nan]]) for line in lines]
    rows = np.repeat(still, sum(len(values) for values in asked), axis=0)
    start = 0
    for place, values in enumerate(asked):
        rows[start : start + len(values), place] = values
        start += len(values)
    base = float(log_odds(still)[0])
    told = np.split(log_odds(rows) - base, np.cumsum([len(values) for values in asked])[:-1])
    effects = [
        np.concatenate([own[: line.bins], np.full(line.cells - line.bins, own[-1])])
        for line, own in zip(lines, told, strict=True)
    ]
    fit = problem.fit_of(weights_of(problem, base, effects))
    return Fitted(fit, _LOYALTY, True, {})


WAYS: Mapping[str, Way] = {
    way.name: way
    for way in (
        Way("binned", "logistic regression over bins, monotone as declared", _binned),
        Way("boosted", "boosted monotone curves without interactions", _boosted),
        Way(
            "sparse",
            "a search for few lines of small whole numbers",
            _binned,
            most_lines=8,
            coarser=3,
        ),
        Way(
            "explainable",
            "an explainable boosting machine's monotone curves",
            _explainable,
            is_quick=False,
        ),
    )
}
