"""What the card's table says against what was seen, and how much of the gap is chance."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from training.intervals import Estimate, bootstrap
from training.judging.case import Case
from training.judging.measures import Calibration
from training.judging.rows import CalibrationGroup

__all__ = ["calibration_groups", "likeness", "noise_of_no_fault", "redrawn"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
_EDGES = (2.5, 97.5)
#: Draws of a stream of their own: no other figure shares them.
_STREAM = 7_001


def calibration_groups(case: Case) -> tuple[CalibrationGroup, ...]:
    """Missing reports in groups of like probability, the lowest first, each with its interval."""
    chances, settings = case.chances[case.rows], case.settings
    if not len(chances):
        return ()
    calibration = Calibration(chances, case.harmed)

    def measures(weights: Floats) -> dict[str, Floats]:
        said, seen, every = calibration.sums(weights)
        shares = {}
        for place in range(len(every)):
            whole = np.where(every[place] > 0, every[place], np.nan)
            shares[f"said {place}"] = said[place] / whole
            shares[f"seen {place}"] = seen[place] / whole
        return shares

    found = bootstrap(
        measures, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    _, _, reports = calibration.sums()
    return tuple(
        CalibrationGroup(found[f"said {n}"].value, found[f"seen {n}"], int(reports[n]))
        for n in reversed(range(len(reports)))
    )


def noise_of_no_fault(case: Case) -> Estimate:
    """The calibration error of a card without any fault, on as many questions as these.

    Outcomes are drawn anew from the card's own probabilities, so that what they say is
    true, and the error is measured as ever. One child's questions are alike: they are asked
    within months of one another, and one harm makes cases of several. Redrawn one by one,
    cases would spread evenly and the error of a faultless card look far too small. So in
    each draw a child's questions either share one lot (then a question is a case whenever a
    likelier one of the child is) or have a lot each, and how often they share is taken
    from the outcomes themselves: see :func:`likeness`. Each question keeps its own
    probability all the same.

    Returns:
        the mean over the draws, and between what 95 % of them lie; not known without
        questions or draws.
    """
    chances = case.chances[case.rows]
    if not len(chances) or case.settings.resamples < 1:
        return Estimate(math.nan, math.nan, math.nan)
    share = likeness(case.child, chances, case.harmed)
    drawn = redrawn(case.child, chances, share, case.settings.resamples, case.settings.seed)
    errors = Calibration(chances, case.harmed).error_if(drawn, case.weight)
    low, high = np.percentile(errors, _EDGES)
    return Estimate(float(np.mean(errors)), float(low), float(high))


def likeness(child: Int64, chances: Floats, harmed: Bools) -> float:
    """How often one child's questions share their lot, from 0 to 1.

    It is the share with which the pairs of cases that children have come out as many as
    were seen: if two questions of a child share their lot, both are cases as often as the
    less likely is; if not, as often as their probabilities multiplied.
    """
    order = np.lexsort((-chances, child))
    _, starts, counts = np.unique(child[order], return_index=True, return_counts=True)
    if not len(starts):
        return 0.0
    said, cases = chances[order], np.asarray(harmed, dtype=np.float64)[order]
    of_child = np.add.reduceat(said, starts)
    apart = float((of_child**2 - np.add.reduceat(said**2, starts)).sum() / 2)
    # In falling order, each question is the less likely one of all pairs before it.
    before = np.arange(len(said)) - np.repeat(starts, counts)
    together = float((said * before).sum())
    of_cases = np.add.reduceat(cases, starts)
    seen = float((of_cases * (of_cases - 1)).sum() / 2)
    if together <= apart:
        return 0.0
    return float(np.clip((seen - apart) / (together - apart), 0.0, 1.0))


def redrawn(child: Int64, chances: Floats, share: float, draws: int, seed: int) -> Bools:
    """[rows, draws] outcomes drawn from ``chances``; see :func:`noise_of_no_fault`."""
    _, place = np.unique(child, return_inverse=True)
    place = place.reshape(-1)
    children = int(place.max()) + 1 if len(place) else 0
    generator = np.random.default_rng([seed, _STREAM])
    drawn = np.empty((len(chances), draws), dtype=np.bool_)
    for number in range(draws):
        shares = generator.random(children) < share
        lots = np.where(
            shares[place], generator.random(children)[place], generator.random(len(chances))
        )
        drawn[:, number] = lots < chances
    return drawn
