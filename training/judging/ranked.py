"""Every ranking's figures at missing reports, and the card's beside each of them, paired."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from training.intervals import Estimate, bootstrap
from training.judging.calibrated import noise_of_no_fault
from training.judging.case import Case
from training.judging.measures import Calibration, Ranking
from training.judging.rows import WORKLOADS, WorkloadRow

__all__ = ["Ranked", "five_measures", "questions_together", "rank"]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Figures = dict[str, Floats]
_NOT_KNOWN = Estimate(math.nan, math.nan, math.nan)
#: Where the count rule is beaten by so many times, told as a figure beside the difference.
_TIMES = "recall_at_10"


@dataclass(frozen=True, slots=True)
class Ranked:
    """``figures``, ``over`` and ``workloads`` as a judgement holds them."""

    figures: Mapping[str, Mapping[str, Estimate]]
    over: Mapping[str, Mapping[str, Estimate]]
    workloads: tuple[WorkloadRow, ...]


def rank(case: Case, rankings: Mapping[str, Floats]) -> Ranked:
    """Figures of each ranking, and the card's less each other's on the same resamples.

    ``over`` holds of every measure the difference, and ``recall_at_10_times``: how many
    times the ranking's recall the card's is.
    """
    harmed = case.harmed
    ranked = {name: Ranking(scores, harmed) for name, scores in rankings.items()}
    truly: dict[str, Ranking] = {}
    if case.truth is not None:
        true = case.truth.harmed[case.rows]
        truly = {name: Ranking(scores, true) for name, scores in rankings.items()}
    of_card = _of_card(case)

    def measures(weights: Floats) -> Figures:
        told: dict[str, Figures] = {}
        for name, ranking in ranked.items():
            told[name] = _of_ranking(ranking, weights)
            if name in truly:
                told[name] |= _of_truth(truly[name], weights)
        figures = {f"{name} {what}": v for name, own in told.items() for what, v in own.items()}
        for name, own in told.items():
            if name != "card":
                for what, value in own.items():
                    figures[f"over {name} {what}"] = told["card"][what] - value
                least = np.where(own[_TIMES] > 0, own[_TIMES], np.nan)
                figures[f"over {name} {_TIMES}_times"] = told["card"][_TIMES] / least
        return figures | {f"card {what}": value for what, value in of_card(weights).items()}

    settings = case.settings
    found = bootstrap(
        measures, case.child, case.weight, settings.resamples, settings.seed, settings.jobs
    )
    figures: dict[str, dict[str, Estimate]] = {name: {} for name in rankings}
    over: dict[str, dict[str, Estimate]] = {name: {} for name in rankings if name != "card"}
    for key, figure in found.items():
        *whose, what = key.split(" ")
        (over if whose[0] == "over" else figures)[whose[-1]][what] = figure
    figures["card"]["calibration_noise"] = noise_of_no_fault(case)
    rows = tuple(
        WorkloadRow(
            ranking=name,
            percent=percent,
            recall=own[f"recall_at_{percent}"],
            precision=own[f"precision_at_{percent}"],
            true_recall=own.get(f"true_recall_at_{percent}", _NOT_KNOWN),
        )
        for name, own in figures.items()
        for percent in WORKLOADS
    )
    return Ranked(figures, over, rows)


def _of_ranking(ranking: Ranking, weights: Floats) -> Figures:
    weighed = ranking.weighed(weights)
    figures = {"auc": weighed.auc(), "average_precision": weighed.average_precision()}
    for percent in WORKLOADS:
        figures[f"recall_at_{percent}"] = weighed.found_at(percent / 100)
        figures[f"precision_at_{percent}"] = weighed.precision_at(percent / 100)
    return figures


def _of_truth(ranking: Ranking, weights: Floats) -> Figures:
    weighed = ranking.weighed(weights)
    recalls = {f"true_recall_at_{p}": weighed.found_at(p / 100) for p in WORKLOADS}
    return {"true_auc": weighed.auc(), **recalls}


def _of_card(case: Case) -> Callable[[Floats], Figures]:
    """What is asked of the card alone: its highest band, and its table of probability."""
    calibration = Calibration(case.chances[case.rows], case.harmed)
    high = Ranking((case.points[case.rows] >= case.high).astype(np.int64), case.harmed)

    def measures(weights: Floats) -> Figures:
        weighed, (said, seen, _) = high.weighed(weights), calibration.sums(weights)
        is_high = high.scores > 0
        cases, every = weighed.cases, weighed.every
        return {
            "calibration_error": calibration.error(weights),
            "said_over_seen": _over(said.sum(axis=0), seen.sum(axis=0)),
            "share_high": _over(every[is_high].sum(axis=0), every.sum(axis=0)),
            "recall_high": _over(cases[is_high].sum(axis=0), cases.sum(axis=0)),
        }

    return measures


def five_measures(points: Floats, chances: Floats, harmed: Bools) -> Callable[[Floats], Figures]:
    """The five by which two cards are set beside one another."""
    ranking, calibration = Ranking(points, harmed), Calibration(chances, harmed)

    def measures(weights: Floats) -> Figures:
        weighed = ranking.weighed(weights)
        return {
            "auc": weighed.auc(),
            "average_precision": weighed.average_precision(),
            "recall_at_10": weighed.found_at(0.10),
            "precision_at_10": weighed.precision_at(0.10),
            "calibration_error": calibration.error(weights),
        }

    return measures


def questions_together(case: Case) -> dict[str, Estimate]:
    """The five measures of the card at reports and month starts together."""
    test, cohort, settings = case.folds.test, case.cohort, case.settings
    return bootstrap(
        five_measures(case.points[test].astype(float), case.chances[test], cohort.harmed[test]),
        cohort.child[test],
        case.folds.weight[test],
        settings.resamples,
        settings.seed,
        settings.jobs,
    )


def _over(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0))
