"""How far apart two samples are, and how far chance sets them apart."""

from __future__ import annotations

import math

import numpy as np
import pytest

from training.watching.distances import (
    count_ratio,
    rate_ratio,
    share_difference,
    share_ratio,
    stability,
)

SHARES = np.array([0.5, 0.25, 0.15, 0.07, 0.03])


def sampled(generator: np.random.Generator, size: int, shares: np.ndarray = SHARES) -> np.ndarray:
    return generator.multinomial(size, shares) / size


class TestStability:
    @pytest.mark.parametrize(("before", "now"), [(2_000, 150), (400, 60), (50_000, 20_000)])
    def test_one_population_raises_an_alarm_as_often_as_declared(
        self, before: int, now: int
    ) -> None:
        generator = np.random.default_rng(before)
        raised = [
            stability(sampled(generator, before), sampled(generator, now), before, now, 0.02).low
            > 0
            for _ in range(2_000)
        ]
        assert np.mean(raised) < 0.03

    def test_the_customary_limit_alone_would_cry_wolf_on_few_children(self) -> None:
        generator = np.random.default_rng(3)
        found = [
            stability(sampled(generator, 2_000), sampled(generator, 60), 2_000, 60, 0.001)
            for _ in range(500)
        ]
        assert np.mean([index.value > 0.1 for index in found]) > 0.1
        assert max(index.low for index in found) < 0.1

    def test_what_is_known_to_have_moved_is_found(self) -> None:
        moved = np.array([0.2, 0.25, 0.25, 0.2, 0.1])
        index = stability(SHARES, moved, 2_000, 500, 0.001)
        assert index.value == pytest.approx(((moved - SHARES) * np.log(moved / SHARES)).sum(), 0.05)
        assert index.low > 0.25

    def test_a_kind_of_not_knowing_that_never_was_is_found(self) -> None:
        before, now = np.array([0.7, 0.3, 0.0]), np.array([0.1, 0.1, 0.8])
        assert stability(before, now, 1_000, 200, 0.001).low > 1.0

    def test_rare_cells_are_no_news_by_themselves(self) -> None:
        before, now = np.array([0.6, 0.4, 0.0]), np.array([0.59, 0.4, 0.01])
        assert stability(before, now, 3_000, 100, 0.001).low == 0.0

    def test_of_few_children_nothing_is_told(self) -> None:
        assert not stability(SHARES, SHARES, 1_000, 8, 0.01).is_known

    def test_one_cell_can_not_move(self) -> None:
        assert stability([1.0, 0.0], [1.0, 0.0], 500, 500, 0.01).value == 0.0


class TestRatios:
    def test_they_look_the_same_in_both_directions(self) -> None:
        more, less = (share_ratio(*shares, 900, 900, 0.01) for shares in ((0.1, 0.2), (0.2, 0.1)))
        assert more.value == pytest.approx(less.value)
        assert more.low > 1.3

    def test_a_share_that_is_planned_holds_no_doubt_of_its_own(self) -> None:
        planned = share_ratio(0.1, 0.14, math.inf, 400, 0.05)
        seen = share_ratio(0.1, 0.14, 400, 400, 0.05)
        assert planned.low > seen.low

    def test_weeks_that_vary_much_are_given_more_leeway(self) -> None:
        now = [30] * 13
        calm = rate_ratio([20] * 52, now, 0.01)
        wild = rate_ratio([0, 40] * 26, now, 0.01)
        assert calm.value == pytest.approx(wild.value)
        assert calm.low > wild.low

    def test_silence_is_found_where_something_was_to_be_expected(self) -> None:
        assert rate_ratio([10] * 52, [0] * 13, 0.001).low > 4
        assert not rate_ratio([0, 1] * 26, [0] * 13, 0.001).is_known

    @pytest.mark.parametrize("alike", [1.0, 3.0])
    def test_cases_as_they_were_said_raise_an_alarm_as_seldom_as_declared(
        self, alike: float
    ) -> None:
        generator = np.random.default_rng(4)
        clusters = generator.poisson(60 / alike, 4_000)
        low = [count_ratio(60.0, int(n * alike), alike, 0.02).low for n in clusters.tolist()]
        assert np.mean(np.array(low) > 1.0) < 0.04

    def test_shares_apart_are_never_below_nothing(self) -> None:
        assert share_difference(0.2, 0.2, 100, 100, 0.01).low == 0.0
        assert share_difference(0.2, 0.6, 400, 400, 0.01).low > 0.25
