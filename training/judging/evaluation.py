"""The card judged on children and a year that it has not seen, beside what it must beat."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.table import FeatureTable
from scorecard.card import Card
from training.intervals import Estimate, estimate
from training.judging.comparators import black_box, count_rule, officers_grades
from training.judging.groups import GroupFigures, by_group
from training.judging.measures import Ranking, calibration_error
from training.questions.cohort import Cohort
from training.questions.split import Folds
from training.settings import Settings

__all__ = ["FLAGGED", "Evaluation", "evaluate", "probabilities"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: The share of reports that a force can act on at once, at which recall is told.
FLAGGED = 0.10


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Figures on the test fold.

    Attributes:
        reports: at missing reports, the question that the service is for.
        questions: at reports and month starts together.
        groups: at missing reports, by sex and by ethnicity as recorded.
        rankings, weight, chances, harmed: [missing reports of the test fold] what each
            ranking gave them, what they weigh, the card's probabilities and what came of
            them: for plots.
        reports_count, cases: how many there were.
    """

    reports: Mapping[str, Estimate]
    questions: Mapping[str, Estimate]
    groups: tuple[GroupFigures, ...]
    rankings: Mapping[str, Floats]
    weight: Floats
    chances: Floats
    harmed: npt.NDArray[np.bool_]
    reports_count: int
    cases: int


def probabilities(card: Card, points: Int64) -> Floats:
    """The card's own table applied to totals."""
    starts = np.array([start for start, _ in card.calibration])
    chances = np.array([ppm for _, ppm in card.calibration]) / 1e6
    return np.asarray(chances[np.searchsorted(starts, points, side="right") - 1], dtype=np.float64)


def evaluate(
    card: Card, points: Int64, table: FeatureTable, cohort: Cohort, folds: Folds, settings: Settings
) -> Evaluation:
    """Every figure, of the whole-number card alone.

    Args:
        points: [rows of the cohort] the card's totals.
    """
    opaque = np.zeros(len(cohort))
    if len(folds.test):
        opaque[folds.test] = black_box(table, cohort, folds, settings.seed)
    rows = folds.test[cohort.is_report[folds.test]]
    rankings = {
        "card": points[rows].astype(np.float64),
        "count_rule": count_rule(table, rows).astype(np.float64),
        "grade": officers_grades(cohort, rows).astype(np.float64),
        "black_box": opaque[rows],
    }
    chances = probabilities(card, points[rows])
    harmed = cohort.harmed[rows]
    high = card.thresholds[list(card.thresholds)[-1]]
    return Evaluation(
        reports=_at_reports(
            rankings, chances, harmed, cohort.child[rows], folds.weight[rows], high, settings
        ),
        questions=_at_questions(card, points, opaque, cohort, folds, settings),
        groups=by_group(cohort, rows, points, chances, folds.weight, high, settings),
        rankings=rankings,
        weight=folds.weight[rows],
        chances=chances,
        harmed=harmed,
        reports_count=len(rows),
        cases=int(harmed.sum()),
    )


def _at_reports(
    rankings: Mapping[str, Floats],
    chances: Floats,
    harmed: npt.NDArray[np.bool_],
    child: Int64,
    weight: Floats,
    high: int,
    settings: Settings,
) -> dict[str, Estimate]:
    ranked = {name: Ranking(scores, harmed) for name, scores in rankings.items()}
    is_high = rankings["card"] >= high

    def measure(weights: Floats) -> dict[str, float]:
        figures = {}
        for name, ranking in ranked.items():
            end = "" if name == "card" else f"_{name}"
            weighed = ranking.weighed(weights)
            figures[f"auc{end}"] = weighed.auc()
            figures[f"average_precision{end}"] = weighed.average_precision()
            figures[f"recall_at_10{end}"] = weighed.found_at(FLAGGED)
            figures[f"precision_at_10{end}"] = weighed.precision_at(FLAGGED)
        for other in ("count_rule", "grade", "black_box"):
            figures[f"recall_at_10_over_{other}"] = (
                figures["recall_at_10"] - figures[f"recall_at_10_{other}"]
            )
        cases = float((weights * harmed).sum())
        found = float((weights * harmed)[is_high].sum())
        figures["recall_high"] = found / cases if cases else np.nan
        every = float(weights.sum())
        figures["share_high"] = float(weights[is_high].sum()) / every if every else np.nan
        figures["calibration_error"] = calibration_error(chances, harmed, weights)
        return figures

    return estimate(measure, child, weight, settings.resamples, settings.seed, settings.jobs)


def _at_questions(
    card: Card, points: Int64, opaque: Floats, cohort: Cohort, folds: Folds, settings: Settings
) -> dict[str, Estimate]:
    rows = folds.test
    harmed = cohort.harmed[rows]
    ranking, other = Ranking(points[rows], harmed), Ranking(opaque[rows], harmed)
    chances = probabilities(card, points[rows])

    def measure(weights: Floats) -> dict[str, float]:
        weighed = ranking.weighed(weights)
        return {
            "auc": weighed.auc(),
            "average_precision": weighed.average_precision(),
            "recall_at_10": weighed.found_at(FLAGGED),
            "auc_black_box": other.auc(weights),
            "calibration_error": calibration_error(chances, harmed, weights),
        }

    return estimate(
        measure,
        cohort.child[rows],
        folds.weight[rows],
        settings.resamples,
        settings.seed,
        settings.jobs,
    )
