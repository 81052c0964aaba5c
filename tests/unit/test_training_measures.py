"""Measures against scikit-learn's own, against hand counts, and under ties."""

from __future__ import annotations

import math

import numpy as np
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import average_precision_score, precision_score, recall_score, roc_auc_score

from records.unknown import UNKNOWN_CODES, Unknown
from training.errors import LeakError
from training.intervals import Estimate, bootstrap, estimate
from training.judging.leakage import check_no_leak
from training.judging.measures import Calibration, Ranking, calibration_error


def a_ranking(rows: int = 800) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(8)
    scores = generator.integers(0, 12, rows)
    return scores, generator.random(rows) < 0.02 + 0.02 * scores


def test_auc_and_average_precision_are_scikit_learns_ties_included() -> None:
    scores, harmed = a_ranking()
    ranking = Ranking(scores, harmed).weighed()
    assert ranking.auc() == pytest.approx(roc_auc_score(harmed, scores))
    assert ranking.average_precision() == pytest.approx(average_precision_score(harmed, scores))


@pytest.mark.parametrize("share", [0.02, 0.05, 0.1])
def test_precision_and_recall_at_a_workload_are_scikit_learns(share: float) -> None:
    _, harmed = a_ranking()
    scores = np.random.default_rng(2).random(800) + 0.3 * harmed
    flagged = scores >= np.sort(scores)[::-1][round(share * 800) - 1]
    ranking = Ranking(scores, harmed).weighed()
    assert ranking.found_at(share) == pytest.approx(recall_score(harmed, flagged))
    assert ranking.precision_at(share) == pytest.approx(precision_score(harmed, flagged))


def test_the_calibration_curve_is_scikit_learns() -> None:
    generator = np.random.default_rng(4)
    chances = generator.random(1_000)
    harmed = generator.random(1_000) < chances
    said, seen, every = Calibration(chances, harmed).sums()
    wanted = calibration_curve(harmed, chances, n_bins=10, strategy="quantile")
    assert (seen / every)[::-1].tolist() == pytest.approx(wanted[0].tolist())
    assert (said / every)[::-1].tolist() == pytest.approx(wanted[1].tolist())


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


def test_many_resamples_at_once_give_what_each_gives_alone() -> None:
    scores, harmed = a_ranking()
    ranking, child, weight = Ranking(scores, harmed), np.arange(800) // 4, np.ones(800)

    def together(weights: np.ndarray) -> dict[str, np.ndarray]:
        weighed = ranking.weighed(weights)
        return {"auc": weighed.auc(), "found": weighed.found_at(0.1)}

    def alone(weights: np.ndarray) -> dict[str, float]:
        weighed = ranking.weighed(weights)
        return {"auc": float(weighed.auc()), "found": float(weighed.found_at(0.1))}

    many = bootstrap(together, child, weight, resamples=150, seed=3, jobs=2)
    assert many == estimate(alone, child, weight, resamples=150, seed=3, jobs=1)


def test_a_difference_of_one_call_is_paired_so_a_ranking_less_itself_is_nought() -> None:
    scores, harmed = a_ranking()
    one, other = Ranking(scores, harmed), Ranking(2 * scores + 1, harmed)

    def measures(weights: np.ndarray) -> dict[str, np.ndarray]:
        return {"over": one.weighed(weights).auc() - other.weighed(weights).auc()}

    over = bootstrap(measures, np.arange(800), np.ones(800), resamples=40, seed=1, jobs=1)["over"]
    assert (over.value, over.low, over.high) == (0.0, 0.0, 0.0)


def test_of_one_child_alone_there_is_a_figure_and_no_doubt_to_tell() -> None:
    ranking = Ranking(np.arange(4), np.arange(4) > 2)
    found = bootstrap(
        lambda weights: {"auc": ranking.weighed(weights).auc()},
        np.zeros(4, dtype=np.int64), np.ones(4), resamples=20, seed=1, jobs=1,
    )["auc"]  # fmt: skip
    assert found == Estimate(1.0, 1.0, 1.0)


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
