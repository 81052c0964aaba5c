"""Measures against scikit-learn's own, against hand counts, and under ties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from records.unknown import UNKNOWN_CODES, Unknown
from training.errors import LeakError
from training.intervals import Estimate, estimate
from training.judging.leakage import check_no_leak
from training.judging.measures import Ranking, calibration_error


def a_ranking(rows: int = 800) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(8)
    scores = generator.integers(0, 12, rows)
    return scores, generator.random(rows) < 0.02 + 0.02 * scores


def test_auc_and_average_precision_are_scikit_learns_ties_included() -> None:
    scores, harmed = a_ranking()
    ranking = Ranking(scores, harmed).weighed()
    assert ranking.auc() == pytest.approx(roc_auc_score(harmed, scores))
    assert ranking.average_precision() == pytest.approx(average_precision_score(harmed, scores))


def test_weights_count_as_copies_do() -> None:
    scores, harmed = a_ranking(200)
    weight = np.random.default_rng(1).integers(0, 4, 200)
    copies = np.repeat(np.arange(200), weight)
    weighed = Ranking(scores, harmed).weighed(weight.astype(float))
    copied = Ranking(scores[copies], harmed[copies]).weighed()
    assert weighed.auc() == pytest.approx(copied.auc())
    assert weighed.average_precision() == pytest.approx(copied.average_precision())
    assert weighed.found_at(0.1) == pytest.approx(copied.found_at(0.1))


def test_recall_at_a_share_by_hand() -> None:
    ranking = Ranking(np.array([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]), np.arange(10) % 3 == 0).weighed()
    # The cases stand first, fourth, seventh and last of ten.
    assert [ranking.found_at(share) for share in (0.1, 0.2, 0.4, 1.0)] == [0.25, 0.25, 0.5, 1.0]
    assert ranking.precision_at(0.4) == pytest.approx(0.5)


def test_tied_questions_are_flagged_as_likely_as_one_another() -> None:
    everyone_alike = Ranking(np.zeros(10), np.arange(10) < 4).weighed()
    assert everyone_alike.found_at(0.3) == pytest.approx(0.3)
    assert everyone_alike.auc() == 0.5


def test_without_a_case_nothing_is_known_rather_than_nought() -> None:
    ranking = Ranking(np.arange(5), np.zeros(5, dtype=bool)).weighed()
    figures = (ranking.auc(), ranking.average_precision(), ranking.found_at(0.1))
    assert all(math.isnan(figure) for figure in figures)
    assert Estimate(math.nan, math.nan, math.nan).words == "not known: no cases"


def test_calibration_error_is_nought_where_said_is_seen_and_the_gap_where_not() -> None:
    said = np.repeat([0.1, 0.5], 10)
    harmed = np.concatenate([np.arange(10) < 1, np.arange(10) < 5])
    assert calibration_error(said, harmed) == pytest.approx(0.0)
    assert calibration_error(said + 0.2, harmed) == pytest.approx(0.2)


def test_an_interval_depends_on_the_seed_and_never_on_the_threads() -> None:
    scores, harmed = a_ranking()
    ranking, child = Ranking(scores, harmed), np.arange(800) // 4

    def measure(weights: np.ndarray) -> dict[str, float]:
        return {"auc": ranking.auc(weights)}

    weight = np.ones(800)
    one = estimate(measure, child, weight, resamples=50, seed=3, jobs=1)["auc"]
    assert one == estimate(measure, child, weight, resamples=50, seed=3, jobs=2)["auc"]
    assert one != estimate(measure, child, weight, resamples=50, seed=4, jobs=1)["auc"]
    assert one.low < one.value < one.high


def test_ten_questions_of_one_child_tell_less_than_ten_of_ten_children() -> None:
    scores, harmed = (np.repeat(part, 10) for part in a_ranking(80))
    ranking = Ranking(scores, harmed)

    def measure(weights: np.ndarray) -> dict[str, float]:
        return {"auc": ranking.auc(weights)}

    alike, apart = (
        estimate(measure, child, np.ones(800), resamples=100, seed=1, jobs=1)["auc"]
        for child in (np.arange(800) // 10, np.arange(800))
    )
    assert alike.high - alike.low > 2 * (apart.high - apart.low)


class TestLeaks:
    harmed = np.arange(600) % 10 == 0

    def _check(self, column: np.ndarray) -> None:
        honest = np.random.default_rng(4).integers(0, 5, 600)
        values = np.stack([honest, column], axis=1).astype(np.int64)
        check_no_leak(["honest", "planted"], values, self.harmed, np.arange(600) // 2)

    def test_an_honest_feature_passes(self) -> None:
        self._check(np.random.default_rng(5).integers(0, 9, 600) + self.harmed)

    @pytest.mark.parametrize("sign", [1, -1])
    def test_a_feature_that_tells_the_outcome_is_named(self, sign: int) -> None:
        noise = np.random.default_rng(6).integers(0, 4, 600)
        with pytest.raises(LeakError, match=r"outcome: planted;"):
            self._check(sign * (self.harmed * 5 + noise))

    def test_a_feature_that_is_filled_in_only_after_harm_is_named(self) -> None:
        code = UNKNOWN_CODES[Unknown.NOT_RECORDED]
        with pytest.raises(LeakError, match="planted"):
            self._check(np.where(self.harmed, 7, code))

    def test_without_both_outcomes_there_is_nothing_to_check(self) -> None:
        rows = np.arange(3)
        check_no_leak(["one"], np.zeros((3, 1), dtype=np.int64), rows > 5, rows)

    def test_what_two_harmed_children_share_is_no_leak(self) -> None:
        child = np.arange(600) % 100
        harmed = child < 2
        check_no_leak(["looked_after"], harmed[:, None].astype(np.int64), harmed, child)
