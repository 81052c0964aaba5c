"""Judging judged where the truth is known: intervals cover it, and the ceiling is one (N5)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from features.table import FeatureTable
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import load_policy
from tests.lib.group_cases import World, a_group_case
from tests.lib.judgements import a_judgement
from tests.lib.vignette_card import vignette_card
from training.intervals import bootstrap
from training.judging.black_box import black_box
from training.judging.calibrated import noise_of_no_fault, redrawn
from training.judging.case import Case
from training.judging.measures import Calibration, Ranking
from training.judging.ranked import rank
from training.judging.verdict import judge_gates

NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
NAMES = (
    "missing_reports_count_90d",
    "days_since_last_missing_report",
    "overnight_missing_count_365d",
    "longest_missing_hours_365d",
    "age_years",
    "incidents_count_365d",
)


def alike_questions(seed: int, children: int = 150) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(child, score, outcome): six questions each, of which both depend on the child."""
    generator = np.random.default_rng(seed)
    child = np.repeat(np.arange(children), 6)
    own = generator.normal(0, 1, children)[child]
    score = own + generator.normal(0, 0.5, len(child))
    lot = generator.random(children)[child]
    harmed = lot < 1 / (1 + np.exp(1.5 - own))
    return child, score, harmed


def test_intervals_over_children_cover_the_truth_where_intervals_over_questions_do_not() -> None:
    _, score, harmed = alike_questions(0, children=60_000)
    truth = Ranking(score, harmed).auc()
    covered = {"children": 0, "questions": 0}
    for world in range(40):
        child, score, harmed = alike_questions(world + 1)
        ranking = Ranking(score, harmed)
        for by, unit in (("children", child), ("questions", np.arange(len(child)))):
            auc = bootstrap(
                lambda weights, ranking=ranking: {"auc": ranking.weighed(weights).auc()},
                unit, np.ones(len(child)), resamples=120, seed=world, jobs=1,
            )["auc"]  # fmt: skip
            covered[by] += auc.low <= truth <= auc.high
    assert covered["children"] >= 34  # 38 are expected of an interval of 95 %
    assert covered["questions"] <= 30


def judged(case: Case, harmed: np.ndarray) -> bool | None:
    """What the gate says of the case's card when these are the outcomes."""
    case = replace(case, cohort=replace(case.cohort, harmed=harmed))
    whole = a_judgement(vignette_card())
    error = Calibration(case.chances[case.rows], case.harmed)
    figures = bootstrap(
        lambda weights: {"calibration_error": error.error(weights)},
        case.child, case.weight, case.settings.resamples, case.settings.seed, jobs=1,
    )  # fmt: skip
    figures["calibration_noise"] = noise_of_no_fault(case)
    rankings = {**whole.rankings, "card": {**whole.rankings["card"], **figures}}
    gates = judge_gates(replace(whole, rankings=rankings), vignette_card(), load_policy())
    return {gate.name: gate.passed for gate in gates}["calibrated"]


@pytest.mark.parametrize(("times", "wanted"), [(1.0, True), (0.3, False)])
def test_a_card_without_fault_is_calibrated_and_one_that_says_far_too_much_is_not(
    times: float, wanted: bool
) -> None:
    """Also where a child's outcomes are alike, so that few children make the noise large."""
    case = a_group_case(World(children=1_500))
    outcomes = redrawn(case.cohort.child, case.chances * times, 0.6, draws=12, seed=5)
    answers = [judged(case, outcomes[:, number]) for number in range(12)]
    assert answers.count(wanted) >= 11


def a_planted_rule(seed: int, children: int = 2_500) -> tuple[Case, np.ndarray]:
    """A case whose outcome follows a rule with a bend and a pair, and the rule's log odds."""
    generator = np.random.default_rng(seed)
    case = a_group_case(World(children=children))
    rows = len(case.cohort)
    values = np.stack(
        [
            generator.poisson(0.9, rows),
            generator.integers(0, 300, rows),
            generator.poisson(0.6, rows),
            generator.gamma(0.6, 20, rows).astype(np.int64),
            generator.integers(11, 18, rows),
            generator.poisson(1.0, rows),
        ],
        axis=1,
    ).astype(np.int32)
    rule = (
        -3.6
        + 0.7 * np.minimum(values[:, 0], 4)
        + 1.0 * (values[:, 3] >= 24)
        + 0.9 * ((values[:, 2] > 0) & (values[:, 1] < 60))
    )
    values[generator.random(rows) < 0.05, 3] = NOT_RECORDED
    harmed = generator.random(rows) < 1 / (1 + np.exp(-rule))
    lines = tuple(line for line in case.card.lines if line.feature in NAMES)
    planted = replace(
        case,
        card=replace(case.card, lines=lines),
        table=FeatureTable(NAMES, values),
        cohort=replace(case.cohort, harmed=harmed),
    )
    return planted, rule


@pytest.fixture(scope="module")
def chances() -> np.ndarray:
    """What the black box says of the planted rule's test fold."""
    case = TestTheCeiling.case
    return black_box(case.table, case.cohort, case.folds, case.folds.test, case.settings)


class TestTheCeiling:
    case, rule = a_planted_rule(seed=3)

    def test_the_black_box_comes_close_to_the_rule_itself_and_never_beats_it(
        self, chances: np.ndarray
    ) -> None:
        test = self.case.folds.test
        harmed = self.case.cohort.harmed[test]
        found, best = Ranking(chances, harmed).auc(), Ranking(self.rule[test], harmed).auc()
        assert best - 0.03 < found < best + 0.005

    def test_it_is_the_same_however_many_threads(self, chances: np.ndarray) -> None:
        threaded = replace(self.case.settings, jobs=2)
        folds = self.case.folds
        again = black_box(self.case.table, self.case.cohort, folds, folds.test, threaded)
        assert again.tolist() == chances.tolist()

    def test_it_keeps_to_the_catalogues_directions(self) -> None:
        values = self.case.table.values.copy()
        more = values.copy()
        more[:, NAMES.index("missing_reports_count_90d")] += 1
        both = FeatureTable(NAMES, np.concatenate([values, more]))
        rows, cohort = len(values), self.case.cohort
        twice = replace(
            cohort,
            child=np.tile(cohort.child, 2),
            as_of=np.tile(cohort.as_of, 2),
            is_report=np.tile(cohort.is_report, 2),
            grade=np.tile(cohort.grade, 2),
            checklist=np.tile(cohort.checklist, 2),
            harmed=np.tile(cohort.harmed, 2),
        )
        folds = replace(
            self.case.folds,
            test=np.arange(2 * rows),
            weight=np.ones(2 * rows),
        )
        chances = black_box(both, twice, folds, folds.test, self.case.settings)
        assert (chances[rows:] >= chances[:rows] - 1e-12).all()

    def test_the_truths_own_probability_ranks_above_every_rival(self) -> None:
        assert self.case.truth is not None
        scores = {
            "card": self.case.points[self.case.rows].astype(float),
            "count_rule": self.case.table.column(NAMES[0])[self.case.rows].astype(float),
            "truth": self.rule[self.case.rows],
        }
        ranked = rank(self.case, scores)
        aucs = {name: figures["auc"].value for name, figures in ranked.figures.items()}
        assert max(aucs, key=lambda name: aucs[name]) == "truth"
        assert ranked.over["truth"]["auc"].high < 0
