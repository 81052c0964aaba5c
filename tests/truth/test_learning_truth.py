"""Judged where the truth is known: on a planted rule, whichever way curves are fitted."""

from __future__ import annotations

import numpy as np
import pytest

from features.catalogue import CATALOGUE
from records.unknown import UNKNOWN_CODES, Unknown
from tests.peers.curves import TELLING, invent, share_of_gain
from training.errors import LeakError
from training.judging.leakage import check_no_leak
from training.judging.measures import Ranking
from training.learning.curves import WAYS
from training.learning.learner import ScorecardLearner

NAMES = tuple(feature.name for feature in CATALOGUE)
NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
QUICK = [way.name for way in WAYS.values() if way.is_quick]


def a_world(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Values of the whole catalogue, true log odds, outcomes drawn from them, children.

    Four features matter, one of them only beyond an edge; the rest are noise.
    """
    generator = np.random.default_rng(seed)
    values = np.stack(
        [
            generator.integers(10, 18, rows)
            if feature.unit == "years"
            else generator.poisson(0.7, rows)
            for feature in CATALOGUE
        ],
        axis=1,
    ).astype(np.int64)
    place = {name: NAMES.index(name) for name in NAMES}
    values[:, place["longest_missing_hours_365d"]] = generator.gamma(0.6, 20, rows)
    since = generator.integers(0, 300, rows)
    values[:, place["days_since_last_missing_report"]] = np.where(
        generator.random(rows) < 0.2, NOT_APPLICABLE, since
    )
    values[:, place["plan_state"]] = generator.choice(4, rows, p=(0.85, 0.05, 0.02, 0.08))
    hidden = generator.random(rows) < 0.05
    truth = (
        -4.2
        + 0.6 * np.minimum(values[:, place["missing_reports_count_90d"]], 4)
        + 1.0 * (values[:, place["plan_state"]] == 3)
        + 0.8 * (values[:, place["longest_missing_hours_365d"]] >= 24)
        + 0.5 * np.isin(values[:, place["age_years"]], (14, 15))
    )
    values[hidden, place["longest_missing_hours_365d"]] = NOT_RECORDED
    harmed = generator.random(rows) < 1 / (1 + np.exp(-truth))
    return values, truth, harmed, generator.integers(0, rows // 5, rows)


TRAIN = a_world(20_000, seed=1)
LATER = a_world(40_000, seed=2)
MATTERS = (
    "missing_reports_count_90d",
    "plan_state",
    "longest_missing_hours_365d",
    "age_years",
)


@pytest.fixture(scope="module", params=QUICK)
def learner(request: pytest.FixtureRequest) -> ScorecardLearner:
    """Fitted on the planted rule, one way of fitting curves after the other."""
    values, _, harmed, child = TRAIN
    ways, strengths = (str(request.param),), (30.0, 100.0)
    return ScorecardLearner(NAMES, ways=ways, strengths=strengths).fit(values, harmed, child)


class TestAPlantedRule:
    def test_the_card_comes_close_to_the_truth_itself(self, learner: ScorecardLearner) -> None:
        later, truth, outcome, _ = LATER
        best = Ranking(truth, outcome).auc()
        assert best > 0.66
        assert Ranking(learner.points(later), outcome).auc() > best - 0.02  # 74 columns are noise

    def test_what_matters_weighs_most_and_noise_next_to_nothing(
        self, learner: ScorecardLearner
    ) -> None:
        most = {line.feature: line.most for line in learner.lines_}
        assert min(most[name] for name in MATTERS) >= 3
        # A bin that few children are in may earn some; what a noise line gives varies little.
        values, _, _, _ = TRAIN
        spread = {
            own.line.name: float(own.points_of(values[:, own.place]).std())
            for own in learner.point_lines_
        }
        assert min(spread[name] for name in MATTERS) > 2.0
        assert max((spread[name] for name in spread if name not in MATTERS), default=0.0) < 2.0

    def test_sizes_of_effects_are_recovered(self, learner: ScorecardLearner) -> None:
        lines = {line.feature: line for line in learner.lines_}
        reports = lines["missing_reports_count_90d"]
        assert reports.bin_of(3).points - reports.bin_of(0).points == pytest.approx(18, abs=4)
        assert lines["plan_state"].bin_of(3).points == pytest.approx(10, abs=4)


class TestNothingToLearn:
    @pytest.mark.parametrize("seed", [1, 2, 3])
    def test_a_shuffled_outcome_scores_at_chance(self, seed: int) -> None:
        values, _, harmed, child = TRAIN
        shuffled = np.random.default_rng(seed).permutation(harmed)
        later, _, outcome, _ = LATER
        learner = ScorecardLearner(NAMES, strengths=(30.0,)).fit(values, shuffled, child)
        auc = Ranking(learner.points(later), outcome).auc()
        assert auc == pytest.approx(0.5, abs=0.09)
        fresh = np.random.default_rng(seed + 100).permutation(outcome)
        assert Ranking(learner.points(later), fresh).auc() == pytest.approx(0.5, abs=0.03)

    def test_a_planted_leak_is_caught_and_named(self) -> None:
        values, _, harmed, child = TRAIN
        check_no_leak(NAMES, values, harmed, child)
        spoilt = values.copy()
        leak = NAMES.index("notices_ever_count")
        spoilt[:, leak] = harmed * 2 + (spoilt[:, leak] > 1)
        with pytest.raises(LeakError, match="notices_ever_count"):
            check_no_leak(NAMES, spoilt, harmed, child)


class TestATableOfCurves:
    """The table that readable models are compared on, a third of its size."""

    train = invent(35_000, seed=1)
    later = invent(35_000, seed=2)

    def test_250_numbers_hold_most_of_what_can_be_gained(self) -> None:
        learner = ScorecardLearner(
            directions="up", strengths=(30.0,), scale=20.0, most_lines=30, most_numbers=250
        ).fit(self.train.x, self.train.case)
        said = learner.predict_proba(self.later.x)[:, 1]
        assert share_of_gain(self.later, said) > 0.92
        columns = {own.place for own in learner.point_lines_}
        assert columns >= set(range(TELLING))
        assert sum(own.line.bins for own in learner.point_lines_) <= 250
