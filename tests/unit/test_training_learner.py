"""The estimator: from questions to the lines of a card, whichever way curves are fitted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.utils.estimator_checks import estimator_checks_generator

from features.catalogue import feature_named
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import CardLine
from training.errors import TrainingError
from training.learning.curves import WAYS
from training.learning.learner import ScorecardLearner

REPORTS = feature_named("missing_reports_count_90d")
SINCE = feature_named("days_since_last_missing_report")
AGE = feature_named("age_years")
FEATURES = (REPORTS.name, SINCE.name, AGE.name)
NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
QUICK = [way.name for way in WAYS.values() if way.is_quick]


#: Checks of scikit-learn's that don't apply, and why.
NOT_APPLIED = {
    "check_array_api_input": "cards are worked out on numpy's arrays alone",
    "check_methods_sample_order_invariance": "it draws from the global generator; done below",
}
MANNERS = [
    check
    for _, check in estimator_checks_generator(ScorecardLearner(fine_bins=8))
    if check.func.__name__ not in NOT_APPLIED
]


@pytest.mark.parametrize("check", MANNERS, ids=lambda check: check.func.__name__)
def test_it_has_the_manners_of_scikit_learn(check: Callable[[ScorecardLearner], None]) -> None:
    check(ScorecardLearner(fine_bins=8))


def test_rows_are_scored_alike_in_any_order() -> None:
    values, harmed, child = a_force()
    learner = learnt((values, harmed, child))
    mixed = np.random.default_rng(1).permutation(len(harmed))
    assert np.array_equal(learner.points(values)[mixed], learner.points(values[mixed]))


def a_force(rows: int = 4_000, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values of three features, an outcome that two of them drive, and children."""
    generator = np.random.default_rng(seed)
    reports = generator.poisson(0.8, rows)
    since = np.where(reports > 0, generator.integers(0, 60, rows), NOT_APPLICABLE)
    age = generator.integers(8, 18, rows)
    log_odds = -3.5 + 0.7 * np.minimum(reports, 4) + 0.8 * ((age >= 13) & (age <= 15))
    harmed = generator.random(rows) < 1.0 / (1.0 + np.exp(-log_odds))
    values = np.stack([reports, since, age], axis=1).astype(np.int64)
    values[generator.random(rows) < 0.03, 0] = NOT_RECORDED
    return values, harmed, generator.integers(0, rows // 4, rows)


def learnt(data: tuple[np.ndarray, ...], **changed: object) -> ScorecardLearner:
    """Fitted with one strength, unless told otherwise."""
    values, harmed, child, *weight = data
    given: dict[str, object] = {"strengths": (10.0,)} | changed
    learner = ScorecardLearner(FEATURES, **given)  # type: ignore[arg-type]  # as a test says it
    return learner.fit(values, harmed, child, *weight)


@pytest.mark.parametrize("way", QUICK)
class TestEveryWay:
    def test_what_drives_the_outcome_earns_the_points(self, way: str) -> None:
        learner = learnt(a_force(20_000), ways=(way,))
        most = {line.feature: line.most for line in learner.lines_}
        assert most["missing_reports_count_90d"] >= 15
        assert most["age_years"] >= 5
        assert most.get("days_since_last_missing_report", 0) <= 5

    def test_monotone_lines_rise_even_where_the_outcomes_fall(self, way: str) -> None:
        values, _, child = a_force()
        harmed = values[:, 0] == 1  # one report is worse than two or three
        harmed[:40] = True
        lines: dict[str, CardLine] = {
            line.feature: line for line in learnt((values, harmed, child), ways=(way,)).lines_
        }
        points = [b.points for b in lines["missing_reports_count_90d"].bins]
        assert points == sorted(points)

    def test_not_knowing_never_gives_less_than_the_average(self, way: str) -> None:
        learner = learnt(a_force(), ways=(way,))
        values = np.full((1, 3), NOT_RECORDED)
        neutral = sum(line.neutral for line in learner.lines_)
        assert learner.points(values)[0] >= learner.base_ + neutral

    def test_the_same_input_gives_the_same_card_whatever_the_order_of_rows(self, way: str) -> None:
        values, harmed, child = a_force()
        mixed = np.random.default_rng(1).permutation(len(harmed))
        one = learnt((values, harmed, child), ways=(way,))
        again = learnt((values[mixed], harmed[mixed], child[mixed]), ways=(way,))
        assert (one.base_, one.lines_) == (again.base_, again.lines_)

    def test_outcomes_that_nothing_tells_give_no_line_rather_than_some(self, way: str) -> None:
        values = np.zeros((400, 3), dtype=np.int64)
        learner = learnt((values, np.arange(400) % 7 == 0, np.arange(400)), ways=(way,))
        assert learner.lines_ == ()
        assert learner.predict_proba(values)[:, 1] == pytest.approx(0.145, rel=0.01)

    def test_a_small_budget_is_kept(self, way: str) -> None:
        learner = learnt(a_force(20_000), ways=(way,), most_lines=2, most_numbers=5)
        assert len(learner.lines_) <= 2
        assert sum(len(line.bins) for line in learner.lines_) <= 5


class TestFitting:
    def test_a_child_asked_about_a_hundred_times_does_not_teach_a_hundredfold(self) -> None:
        values, harmed, child = a_force(4_000)
        loud = np.tile(np.array([[0, 50, 9]]), (400, 1))
        values = np.concatenate([values, loud])
        harmed = np.concatenate([harmed, np.ones(400, dtype=bool)])
        of_reports = []
        for loud_child in (np.full(400, 99_999), 99_999 + np.arange(400)):
            learner = learnt((values, harmed, np.concatenate([child, loud_child])))
            most = {line.feature: line.most for line in learner.lines_}
            of_reports.append(most.get("missing_reports_count_90d", 0))
        one_child, four_hundred = of_reports
        assert one_child > four_hundred

    def test_a_card_of_few_lines_keeps_what_tells_most(self) -> None:
        [line] = learnt(a_force(20_000), most_lines=1).lines_
        assert line.feature == "missing_reports_count_90d"

    def test_weights_count_as_copies_do(self) -> None:
        values, harmed, child = a_force(1_000)
        weight = np.where(harmed, 3.0, 1.0)
        copies = np.repeat(np.arange(len(harmed)), weight.astype(int))
        weighed = learnt((values, harmed, child, weight))
        copied = learnt((values[copies], harmed[copies], child[copies]))
        assert weighed.base_ == copied.base_

    def test_predictions_are_those_of_the_whole_number_card(self) -> None:
        values, harmed, child = a_force()
        learner = learnt((values, harmed, child))
        points = learner.points(values)
        assert points.dtype == np.int64
        chances = learner.predict_proba(values)
        assert np.allclose(chances.sum(axis=1), 1.0)
        assert float(chances[:, 1].mean()) == pytest.approx(harmed.mean(), rel=0.01)
        order = np.argsort(points, kind="stable")
        assert np.all(np.diff(chances[order, 1]) >= 0)

    def test_an_outcome_that_is_common_has_a_base_of_at_least_nothing(self) -> None:
        values, harmed, child = a_force()
        often = harmed | (np.random.default_rng(2).random(len(harmed)) < 0.5)
        learner = learnt((values, often, child))
        assert learner.base_ >= 0
        assert float(learner.predict_proba(values)[:, 1].mean()) == pytest.approx(
            often.mean(), rel=0.01
        )

    def test_it_is_an_estimator_that_scikit_learn_can_clone(self) -> None:
        learner = ScorecardLearner(FEATURES, strengths=(1.0, 2.0), folds=3, scale=7.0)
        copy = clone(learner)
        assert copy.get_params() == learner.get_params()
        assert not hasattr(copy, "lines_")

    def test_the_strength_is_chosen_on_children_left_out(self) -> None:
        learner = learnt(a_force(), strengths=(1.0, 30.0, 10_000.0))
        assert set(learner.losses_) == {1.0, 30.0, 10_000.0}
        least = min(learner.losses_.values())
        assert learner.losses_[learner.strength_] == pytest.approx(least, rel=0.01)
        assert learner.losses_[10_000.0] > 1.02 * least
        assert learner.strength_ < 10_000.0

    def test_a_candidate_whose_package_is_missing_says_which(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(__import__("sys").modules, "interpret.glassbox", None)
        with pytest.raises(TrainingError, match="interpret-core"):
            learnt(a_force(500), ways=("explainable",))


class TestComparing:
    learner = learnt(a_force(), ways=tuple(QUICK), strengths=(3.0, 30.0))

    def test_every_way_is_told_of_and_one_is_chosen(self) -> None:
        rows = self.learner.candidates_
        assert {row.name for row in rows} == set(QUICK)
        assert sum(row.chosen for row in rows) == 1
        assert all(0.6 < row.auc < 0.9 and 0 < row.loss < 0.5 for row in rows)

    def test_the_chosen_one_is_the_card(self) -> None:
        [chosen] = [row for row in self.learner.candidates_ if row.chosen]
        assert chosen.lines == len(self.learner.lines_)
        assert chosen.numbers == 1 + sum(len(line.bins) for line in self.learner.lines_)

    def test_nothing_chosen_has_more_numbers_for_no_less_loss(self) -> None:
        [chosen] = [row for row in self.learner.candidates_ if row.chosen]
        for row in self.learner.candidates_:
            assert row.numbers >= chosen.numbers or row.loss > chosen.loss - 1e-12

    def test_what_was_said_of_left_out_questions_ranks_worse_than_of_those_seen(self) -> None:
        values, harmed, _ = a_force()
        said = self.learner.left_out_
        assert said is not None
        assert np.isfinite(said).all()
        seen = self.learner.decision_function(values)

        def loss(log_odds: np.ndarray) -> float:
            return float((np.logaddexp(0.0, log_odds) - harmed * log_odds).mean())

        assert loss(said) > loss(seen)
