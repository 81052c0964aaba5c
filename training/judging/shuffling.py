"""The outcome dealt to other children: a card fitted to that can rank no better than chance.

Where it does, something besides the inputs tells a child's outcome: the same children on
both sides, or questions of the test fold among those that taught.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalogue import feature_named
from training.judging.case import Case
from training.judging.measures import Ranking
from training.learning.learner import ScorecardLearner

__all__ = ["Shuffled", "shuffled_ranks"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_TIMES, _DEALS = 3, 40
#: A light penalty: what can be learnt by heart is learnt.
_STRENGTH = 1.0
#: Of so few harmed children on either side, any ranking is possible by chance.
_FEWEST_CHILDREN = 5
#: So many standard deviations are allowed: by chance once in tens of thousands of runs.
_ALLOWED = 4.0
#: Draws of a stream of their own.
_STREAM = 7_002


@dataclass(frozen=True, slots=True)
class Shuffled:
    """Mean AUC of cards fitted to dealt outcomes, and how high chance alone takes it."""

    times: int
    auc: float
    limit: float


def shuffled_ranks(case: Case) -> Shuffled | None:
    """Cards fitted at missing reports to outcomes that were dealt among the children.

    Each child gets the share of cases of another child drawn at random, so one child's
    questions stay as alike as they were. The card learns from the training fold's dealt
    outcomes and ranks the test fold's; how far chance takes it is seen from dealing the
    latter anew. None where too few children were harmed to tell anything.
    """
    cohort, train = case.cohort, case.folds.train
    taught, judged = train[cohort.is_report[train]], case.rows
    for rows in (taught, judged):
        if len(np.unique(cohort.child[rows][cohort.harmed[rows]])) < _FEWEST_CHILDREN:
            return None
    both = np.unique(np.concatenate([taught, judged]))
    generator = np.random.default_rng([case.settings.seed, _STREAM])
    aucs, variances = [], []
    for _ in range(_TIMES):
        dealt = np.zeros(len(cohort), dtype=np.bool_)
        dealt[both] = _deal(cohort.child[both], cohort.harmed[both], generator)
        if not dealt[taught].any() or not dealt[judged].any():
            return None
        points = _points(case, taught, dealt)
        aucs.append(Ranking(points, dealt[judged]).auc(case.weight))
        anew = [
            Ranking(points, _deal(case.child, case.harmed, generator)).auc(case.weight)
            for _ in range(_DEALS)
        ]
        variances.append(float(np.nanvar(anew)))
    limit = 0.5 + _ALLOWED * float(np.sqrt(np.mean(variances) / _TIMES))
    return Shuffled(_TIMES, float(np.mean(aucs)), limit)


def _points(case: Case, taught: Int64, dealt: Bools) -> Int64:
    learner = ScorecardLearner(
        features=[feature_named(name) for name in case.table.names],
        strengths=(_STRENGTH,),
        scale=case.settings.scale,
    )
    learner.fit(case.table.values[taught], dealt[taught], groups=case.cohort.child[taught])
    return learner.points(case.table.values[case.rows])


def _deal(child: Int64, harmed: Bools, generator: np.random.Generator) -> Bools:
    """[rows] outcomes: each child has another's share of cases, on rows drawn at random."""
    _, place, counts = np.unique(child, return_inverse=True, return_counts=True)
    place = place.reshape(-1)
    share = np.bincount(place, weights=harmed) / counts
    cases = np.ceil(generator.permutation(share) * counts)
    # Each child's rows in an order drawn at random: the first so many are its cases.
    order = np.lexsort((generator.random(len(child)), place))
    starts = np.cumsum(counts) - counts
    rank = np.empty(len(child), dtype=np.int64)
    rank[order] = np.arange(len(child)) - np.repeat(starts, counts)
    return np.asarray(rank < cases[place], dtype=np.bool_)
