"""From values to a card's lines that keep their promises."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from sklearn.base import clone

from features.catalogue import feature_named
from features.declaration import UNITS
from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import CardLine
from training.errors import NothingLearnedError
from training.learning.binning import EDGES, BinnedLine, bin_line
from training.learning.calibration import calibrate
from training.learning.design import shape_of
from training.learning.learner import ScorecardLearner
from training.learning.points import lines_in_points
from training.learning.thresholds import thresholds_for

REPORTS = feature_named("missing_reports_count_90d")
SINCE = feature_named("days_since_last_missing_report")
AGE = feature_named("age_years")
NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]


def column(*parts: tuple[int, int]) -> np.ndarray:
    """``(value, how many)`` as a column."""
    return np.concatenate([np.full(count, value, dtype=np.int64) for value, count in parts])


class TestBins:
    def test_every_unit_of_the_catalogue_has_edges_that_rise(self) -> None:
        assert set(EDGES) == set(UNITS)
        assert all(list(edges) == sorted(set(edges)) for edges in EDGES.values())

    def test_bins_that_few_fall_into_are_joined_to_the_neighbour_with_fewer(self) -> None:
        line = bin_line(REPORTS, column((0, 500), (1, 300), (2, 3), (3, 100), (4, 1)))
        assert line.edges == (1, 2)

    def test_a_feature_of_one_value_has_one_bin(self) -> None:
        assert bin_line(REPORTS, column((0, 500))).edges == ()

    def test_a_system_that_nobody_connected_has_one_bin_and_teaches_nothing(self) -> None:
        line = bin_line(REPORTS, column((UNKNOWN_CODES[Unknown.NOT_CONNECTED], 500)))
        assert (line.edges, line.unknown) == ((), ())

    def test_a_kind_of_unknown_is_learnt_only_if_it_is_seen_often(self) -> None:
        line = bin_line(SINCE, column((3, 400), (NOT_APPLICABLE, 100), (NOT_RECORDED, 3)))
        assert line.unknown == (Unknown.NOT_APPLICABLE,)
        cells = line.cell_of(np.array([3, NOT_APPLICABLE, NOT_RECORDED]))
        assert cells.tolist() == [0, line.bins, line.cells - 1]


class TestShapes:
    line = BinnedLine(REPORTS, (1, 3), (Unknown.NOT_RECORDED,))

    def test_up_adds_a_step_to_the_bin_below(self) -> None:
        effects = shape_of(self.line).matrix @ np.array([1.0, 2.0, 0.5])
        assert effects.tolist() == [0.0, 1.0, 3.0, 0.5, 0.0]

    def test_down_adds_a_step_to_the_bin_above(self) -> None:
        effects = shape_of(BinnedLine(SINCE, (7, 28), ())).matrix @ np.array([1.0, 2.0])
        assert sorted(effects[:3].tolist(), reverse=True) == effects[:3].tolist()
        assert effects[2] == 0.0

    def test_only_free_lines_may_go_below_the_lowest_bin(self) -> None:
        assert shape_of(self.line).is_bounded.all()
        assert not shape_of(BinnedLine(AGE, (12, 16), ())).is_bounded.any()


class TestPoints:
    def test_rounding_joins_bins_that_became_alike(self) -> None:
        line = BinnedLine(REPORTS, (1, 2, 3), ())
        effects = np.array([0.0, 0.31, 0.32, 0.9, 0.0])
        values = column((0, 60), (1, 20), (2, 10), (3, 10))
        (made,) = lines_in_points([line], [effects], [values], np.ones(100), 10.0)
        assert [(b.low, b.high, b.points) for b in made.bins] == [
            (None, 1, 0),
            (1, 3, 3),
            (3, None, 9),
        ]

    def test_neutral_is_the_average_childs_points_rounded_up(self) -> None:
        line = BinnedLine(REPORTS, (1,), ())
        values = column((0, 75), (1, 25))
        (made,) = lines_in_points([line], [np.array([0.0, 0.5, 0.0])], [values], np.ones(100), 10.0)
        assert made.neutral == 2  # 5 points for a quarter of the children
        assert set(made.unknown.values()) == {2}

    def test_an_unknown_that_was_less_risky_is_raised_to_the_average(self) -> None:
        line = BinnedLine(REPORTS, (1,), (Unknown.NOT_RECORDED, Unknown.NOT_APPLICABLE))
        values = column((0, 50), (1, 50))
        effects = np.array([0.0, 1.0, 0.1, 0.0, 0.0])
        (made,) = lines_in_points([line], [effects], [values], np.ones(100), 10.0)
        assert made.unknown[Unknown.NOT_RECORDED] == made.neutral == 5
        assert made.unknown[Unknown.NOT_APPLICABLE] == 0

    def test_an_unknown_that_was_more_risky_keeps_its_points(self) -> None:
        line = BinnedLine(REPORTS, (1,), (Unknown.NOT_RECORDED,))
        effects = np.array([0.0, 0.4, 1.2, 0.0])
        (made,) = lines_in_points([line], [effects], [column((0, 50), (1, 50))], np.ones(100), 10.0)
        assert made.unknown[Unknown.NOT_RECORDED] == 12

    def test_a_line_that_gives_nothing_is_left_out(self) -> None:
        line = BinnedLine(REPORTS, (1,), ())
        effects = np.array([0.0, 0.04, 0.0])
        assert lines_in_points([line], [effects], [column((0, 9), (1, 9))], np.ones(18), 10.0) == ()


def a_force(rows: int = 4_000, seed: int = 5) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values of three features, an outcome that two of them drive, and children."""
    generator = np.random.default_rng(seed)
    reports = generator.poisson(0.8, rows)
    since = np.where(reports > 0, generator.integers(0, 60, rows), NOT_APPLICABLE)
    age = generator.integers(8, 18, rows)
    log_odds = -3.5 + 0.7 * np.minimum(reports, 4) + 0.8 * ((age >= 13) & (age <= 15))
    harmed = generator.random(rows) < 1.0 / (1.0 + np.exp(-log_odds))
    values = np.stack([reports, since, age], axis=1).astype(np.int64)
    return values, harmed, generator.integers(0, rows // 4, rows)


FEATURES = tuple(feature.name for feature in (REPORTS, SINCE, AGE))


class TestFitting:
    def test_the_same_input_gives_the_same_card_whatever_the_order_of_rows(self) -> None:
        values, harmed, child = a_force()
        one = ScorecardLearner(FEATURES).fit(values, harmed, child)
        again = ScorecardLearner(FEATURES).fit(values, harmed, child)
        assert (one.base_, one.lines_) == (again.base_, again.lines_)

    def test_monotone_lines_rise_even_where_the_outcomes_fall(self) -> None:
        values, _, child = a_force()
        harmed = values[:, 0] == 1  # one report is worse than two or three
        harmed[:40] = True
        lines: dict[str, CardLine] = {
            line.feature: line
            for line in ScorecardLearner(FEATURES).fit(values, harmed, child).lines_
        }
        points = [b.points for b in lines["missing_reports_count_90d"].bins]
        assert points == sorted(points)

    def test_what_drives_the_outcome_earns_the_points(self) -> None:
        learner = ScorecardLearner(FEATURES).fit(*a_force(20_000))
        most = {line.feature: line.most for line in learner.lines_}
        assert most["missing_reports_count_90d"] >= 15
        assert most["age_years"] >= 5
        assert most.get("days_since_last_missing_report", 0) <= 5

    def test_a_child_asked_about_a_hundred_times_does_not_teach_a_hundredfold(self) -> None:
        values, harmed, child = a_force(1_000)
        loud = np.tile(np.array([[0, 50, 9]]), (400, 1))
        values = np.concatenate([values, loud])
        harmed = np.concatenate([harmed, np.ones(400, dtype=bool)])
        of_reports = []
        for loud_child in (np.full(400, 99_999), 99_999 + np.arange(400)):
            learner = ScorecardLearner(FEATURES, (10.0,)).fit(
                values, harmed, np.concatenate([child, loud_child])
            )
            most = {line.feature: line.most for line in learner.lines_}
            of_reports.append(most.get("missing_reports_count_90d", 0))
        one_child, four_hundred = of_reports
        assert one_child > four_hundred

    def test_a_card_of_few_lines_keeps_what_tells_most_and_fits_it_without_the_rest(self) -> None:
        values, harmed, child = a_force(20_000)
        [line] = ScorecardLearner(FEATURES, (10.0,), most_lines=1).fit(values, harmed, child).lines_
        assert line.feature == "missing_reports_count_90d"
        [alone] = ScorecardLearner(FEATURES[:1], (10.0,)).fit(values[:, :1], harmed, child).lines_
        assert line == alone

    def test_weights_count_as_copies_do(self) -> None:
        values, harmed, child = a_force(1_000)
        weight = np.where(harmed, 3.0, 1.0)
        copies = np.repeat(np.arange(len(harmed)), weight.astype(int))
        strengths = (10.0,)
        weighed = ScorecardLearner(FEATURES, strengths).fit(values, harmed, child, weight)
        copied = ScorecardLearner(FEATURES, strengths).fit(
            values[copies], harmed[copies], child[copies]
        )
        assert weighed.base_ == copied.base_

    def test_predictions_are_those_of_the_whole_number_card(self) -> None:
        values, harmed, child = a_force()
        learner = ScorecardLearner(FEATURES).fit(values, harmed, child)
        points = learner.points(values)
        assert points.dtype == np.int64
        chances = learner.predict_proba(values)
        assert np.allclose(chances.sum(axis=1), 1.0)
        assert float(chances[:, 1].mean()) == pytest.approx(harmed.mean(), rel=0.01)
        order = np.argsort(points, kind="stable")
        assert np.all(np.diff(chances[order, 1]) >= 0)

    def test_outcomes_that_nothing_tells_teach_nothing_rather_than_something(self) -> None:
        values = np.zeros((400, 1), dtype=np.int64)
        harmed = np.arange(400) % 7 == 0
        with pytest.raises(NothingLearnedError, match="no feature earned a point"):
            ScorecardLearner((REPORTS.name,)).fit(values, harmed, np.arange(400))

    def test_it_is_an_estimator_that_scikit_learn_can_clone(self) -> None:
        learner = ScorecardLearner(FEATURES, strengths=(1.0, 2.0), folds=3, scale=7.0)
        copy = clone(learner)
        assert copy.get_params() == learner.get_params()
        assert not hasattr(copy, "lines_")


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
