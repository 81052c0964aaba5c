"""From points to probabilities and bands."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from training.learning.calibration import calibrate
from training.learning.thresholds import thresholds_for


class TestCalibration:
    def test_the_table_starts_at_no_points_and_rises(self) -> None:
        generator = np.random.default_rng(1)
        log_odds = generator.normal(-3, 1, 2_000)
        harmed = generator.random(2_000) < 1 / (1 + np.exp(-log_odds))
        table = calibrate(
            log_odds, harmed, np.ones(2_000), np.arange(2_000), np.linspace(-7, 2, 90)
        )
        assert table[0][0] == 0
        assert all(a[0] < b[0] and a[1] < b[1] for a, b in pairwise(table))

    def test_a_level_that_moved_is_put_right(self) -> None:
        generator = np.random.default_rng(2)
        log_odds = generator.normal(-2, 1, 20_000)
        harmed = generator.random(20_000) < 1 / (1 + np.exp(-(log_odds - 0.7)))
        table = dict(
            calibrate(log_odds, harmed, np.ones(20_000), np.arange(20_000), np.array([-2.0]))
        )
        assert table[0] / 1e6 == pytest.approx(1 / (1 + np.exp(2.7)), rel=0.1)

    def test_without_a_later_question_the_table_is_the_cards_own(self) -> None:
        nothing = np.empty(0)
        table = calibrate(nothing, nothing.astype(bool), nothing, nothing, np.array([-2.0, 0.0]))
        assert [ppm for _, ppm in table] == [119_203, 500_000]

    def test_one_case_does_not_bend_it(self) -> None:
        log_odds = np.full(40, -4.0)
        harmed = np.arange(40) == 0
        table = calibrate(log_odds, harmed, np.ones(40), np.arange(40), np.array([-4.0]))
        assert table[0][1] < 27_000  # one in 40 were harmed, one in 55 was said

    def test_one_child_harmed_time_and_again_does_not_bend_it_either(self) -> None:
        log_odds, harmed = np.full(400, -4.0), np.arange(400) < 100
        child = np.concatenate([np.zeros(100), np.repeat(np.arange(1, 31), 10)]).astype(np.int64)
        by_child = dict(calibrate(log_odds, harmed, np.ones(400), child, np.array([-4.0])))
        apart = dict(calibrate(log_odds, harmed, np.ones(400), np.arange(400), np.array([-4.0])))
        assert by_child[0] < apart[0] / 2


class TestThresholds:
    def test_at_most_the_share_of_reports_reaches_a_band(self) -> None:
        points = np.random.default_rng(3).integers(0, 90, 1_003)
        starts = thresholds_for(points, [("Medium", 0.35), ("High", 0.10)])
        assert (points >= starts["High"]).mean() <= 0.10 < (points >= starts["High"] - 1).mean()
        assert (points >= starts["Medium"]).mean() <= 0.35

    def test_ties_never_overfill_a_band(self) -> None:
        points = np.array([40] * 30 + [10] * 70)
        starts = thresholds_for(points, [("Medium", 0.35), ("High", 0.10)])
        assert starts == {"Medium": 11, "High": 41}

    def test_bands_rise_and_start_above_nothing_whatever_the_points(self) -> None:
        for points in (np.zeros(50, dtype=np.int64), np.empty(0, dtype=np.int64), np.array([3])):
            starts = thresholds_for(points, [("Medium", 0.35), ("High", 0.10)])
            assert 0 < starts["Medium"] < starts["High"]
