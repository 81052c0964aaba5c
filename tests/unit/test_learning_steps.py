"""The steps from counted cells to few bins and whole points, each by itself."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
import pytest

from records.unknown import Unknown
from training.learning.additive import Problem
from training.learning.binning import BinnedLine
from training.learning.bounded import least
from training.learning.choosing import choose_bins, choose_lines
from training.learning.design import shape_of
from training.learning.points import card_line, level_of, points_by_cell
from training.learning.rounding import round_together
from training.learning.teaching import damping, folds_of


class TestTheLeastOfABoundedQuadratic:
    @pytest.mark.parametrize("seed", range(8))
    def test_no_weight_wants_to_move(self, seed: int) -> None:
        generator = np.random.default_rng(seed)
        rows = generator.normal(size=(60, 25))
        curvature, pull = rows.T @ rows + 0.1 * np.eye(25), generator.normal(size=25) * 20
        bounded = np.arange(25) > 3
        weights = least(curvature, pull, bounded, np.zeros(25))
        wanted = curvature @ weights - pull
        assert (weights[bounded] >= 0).all()
        assert np.abs(wanted[~bounded | (weights > 0)]).max() < 1e-7
        assert (wanted[bounded & (weights == 0)] > -1e-7).all()

    def test_the_guess_changes_nothing(self) -> None:
        generator = np.random.default_rng(9)
        rows = generator.normal(size=(30, 12))
        curvature, pull = rows.T @ rows, generator.normal(size=12) * 9
        bounded = np.ones(12, dtype=bool)
        cold = least(curvature, pull, bounded, np.zeros(12))
        assert np.allclose(cold, least(curvature, pull, bounded, np.ones(12)))


def three_lines(
    rows: int = 3_000, second_tells: float = 0.0
) -> tuple[Problem, tuple[np.ndarray, np.ndarray]]:
    """A line that tells, one that nearly repeats it (and may tell more), and one of noise."""
    generator = np.random.default_rng(1)
    first = generator.integers(0, 4, rows)
    second = np.where(generator.random(rows) < 0.9, first, generator.integers(0, 4, rows))
    third = generator.integers(0, 3, rows)
    chance = 1 / (1 + np.exp(3.0 - 0.9 * first - second_tells * second))
    cases = (generator.random(rows) < chance).astype(float)
    lines = [
        BinnedLine("tells", "up", (1, 2, 3)),
        BinnedLine("repeats", "up", (1, 2, 3)),
        BinnedLine("noise", "free", (1, 2)),
    ]
    cells = np.stack([first, second, third], axis=1)
    return Problem(cells, [shape_of(line) for line in lines]), (np.ones(rows), cases)


class TestFittingCurves:
    def test_a_planted_curve_is_recovered(self) -> None:
        problem, counts = three_lines(40_000)
        fit = problem.solve(counts, 1.0)
        assert fit.effects[0][:4] == pytest.approx([0.0, 0.9, 1.8, 2.7], abs=0.2)
        assert np.ptp(fit.effects[2][:3]) < 0.15

    def test_the_expansion_is_that_of_the_loss(self) -> None:
        problem, counts = three_lines()
        fit = problem.solve(counts, 10.0)
        loss = problem.expand(fit, counts)
        step = np.random.default_rng(3).normal(size=len(fit.weights)) * 1e-3
        there = problem.loss(problem.fit_of(fit.weights + step), counts)
        said = problem.loss(fit, counts) + loss.slope @ step + step @ loss.curvature @ step / 2
        assert there == pytest.approx(said, rel=1e-7)

    def test_a_start_elsewhere_ends_at_the_same_place(self) -> None:
        problem, counts = three_lines()
        cold = problem.solve(counts, 10.0)
        warm = problem.solve(counts, 10.0, start=problem.solve(counts, 300.0).weights)
        assert warm.weights == pytest.approx(cold.weights, abs=2e-3)

    def test_a_stronger_penalty_keeps_effects_smaller(self) -> None:
        problem, counts = three_lines()
        weak, strong = (problem.solve(counts, strength) for strength in (1.0, 1_000.0))
        assert strong.effects[0][3] < weak.effects[0][3]

    def test_leaving_a_center_costs(self) -> None:
        problem, counts = three_lines()
        center = problem.solve(counts, 1.0).weights + 0.5
        held = problem.solve(counts, 1e7, center)
        assert held.weights[1:] == pytest.approx(center[1:], abs=0.02)


class TestChoosingLines:
    def test_of_two_that_tell_the_same_the_better_one_stays(self) -> None:
        problem, counts = three_lines()
        fit = problem.solve(counts, 1.0)
        assert choose_lines(problem, fit, counts, 1.0, 1) == [0]

    def test_a_useless_line_goes_first(self) -> None:
        problem, counts = three_lines(20_000, second_tells=0.5)
        fit = problem.solve(counts, 1.0)
        assert 2 not in choose_lines(problem, fit, counts, 1.0, 2)


class TestChoosingBins:
    @staticmethod
    def cost(effects: np.ndarray, mass: np.ndarray, starts: tuple[int, ...]) -> float:
        runs = np.split(np.arange(len(effects)), starts[1:])
        means = [np.average(effects[run], weights=mass[run]) for run in runs]
        return sum(
            float(mass[run] @ (effects[run] - mean) ** 2) / 2
            for run, mean in zip(runs, means, strict=True)
        )

    def test_the_parting_is_the_best_of_all(self) -> None:
        generator = np.random.default_rng(4)
        effects, mass = np.sort(generator.normal(size=9)) * 3, generator.uniform(5, 50, 9)
        [starts] = choose_bins([effects], [mass], 4)
        best = min(
            ((0, *cuts) for cuts in combinations(range(1, 9), 3)),
            key=lambda cuts: self.cost(effects, mass, cuts),
        )
        assert tuple(starts) == best

    def test_bins_go_to_the_line_where_they_save_most(self) -> None:
        steep, flat = np.arange(8.0), np.arange(8.0) / 10
        mass = np.full(8, 10.0)
        starts = choose_bins([steep, flat], [mass, mass], 8)
        assert sum(len(own) for own in starts) <= 8
        assert len(starts[0]) > len(starts[1])

    def test_bins_of_equal_effect_are_one(self) -> None:
        assert choose_bins([np.array([0.0, 0.0, 1.0, 1.0])], [np.full(4, 30.0)], 99) == [[0, 2]]


class TestRoundingTogether:
    def test_no_single_change_of_a_point_would_lose_less(self) -> None:
        problem, counts = three_lines(600)
        fit = problem.solve(counts, 3.0)
        points, level = round_together(problem, fit, counts, 3.0, 2.0)

        def paid(steps: np.ndarray) -> float:
            weights = np.concatenate([[level], steps / 2.0])
            return problem.paid(problem.fit_of(weights), counts, 3.0, fit.weights)

        best = paid(points)
        bounded = problem.is_bounded[1:]
        for place, change in product(range(len(points)), (-1, 1)):
            moved = points.copy()
            moved[place] += change
            if not bounded[place] or moved[place] >= 0:
                assert paid(moved) >= best - 0.05  # the level is not fitted anew here
        assert (points[bounded] >= 0).all()


class TestPointsOfALine:
    def test_rounding_joins_bins_that_became_alike(self) -> None:
        line = BinnedLine("reports", "up", (1, 2, 3))
        asked = np.array([60.0, 20.0, 10.0, 10.0, 0.0])
        given, neutral = points_by_cell(line, np.array([0, 3, 3, 9, 0]), asked)
        made = card_line(line, given, neutral)
        assert [(b.low, b.high, b.points) for b in made.bins] == [
            (None, 1, 0),
            (1, 3, 3),
            (3, None, 9),
        ]

    def test_neutral_is_the_average_childs_points_rounded_up(self) -> None:
        line = BinnedLine("reports", "up", (1,))
        given, neutral = points_by_cell(line, np.array([0, 5, 0]), np.array([75.0, 25.0, 0.0]))
        made = card_line(line, given, neutral)
        assert made.neutral == 2  # 5 points for a quarter of the children
        assert set(made.unknown.values()) == {2}

    def test_an_unknown_that_was_less_risky_is_raised_to_the_average(self) -> None:
        line = BinnedLine("reports", "up", (1,), (Unknown.NOT_RECORDED, Unknown.NOT_APPLICABLE))
        asked = np.array([50.0, 50.0, 9.0, 9.0, 0.0])
        given, neutral = points_by_cell(line, np.array([0, 10, 1, 0, 0]), asked)
        made = card_line(line, given, neutral)
        assert made.unknown[Unknown.NOT_RECORDED] == made.neutral == 5
        assert made.unknown[Unknown.NOT_APPLICABLE] == 0

    def test_an_unknown_that_was_more_risky_keeps_its_points(self) -> None:
        line = BinnedLine("reports", "up", (1,), (Unknown.NOT_RECORDED,))
        asked = np.array([50.0, 50.0, 9.0, 0.0])
        given, neutral = points_by_cell(line, np.array([0, 4, 12, 0]), asked)
        assert card_line(line, given, neutral).unknown[Unknown.NOT_RECORDED] == 12

    def test_a_free_lines_least_bin_gives_nothing(self) -> None:
        line = BinnedLine("age", "free", (12, 16))
        given, _ = points_by_cell(line, np.array([2, -3, 1, 0]), np.ones(4))
        assert given[:3].tolist() == [5, 0, 4]

    def test_the_level_gives_as_many_cases_as_there_were(self) -> None:
        points, asked = np.array([0, 10, 30]), np.array([500.0, 200.0, 20.0])
        level = level_of(points, (asked, np.array([5.0, 10.0, 10.0])), 10.0)
        assert asked @ (1 / (1 + np.exp(-level - points / 10.0))) == pytest.approx(25.0)


class TestTeaching:
    def test_a_group_asked_about_more_is_weighed_down_as_the_root(self) -> None:
        given = damping(np.ones(10), np.array([0] * 9 + [1]))
        assert given[0] / given[-1] == pytest.approx(1 / 3)

    def test_a_group_stands_in_one_part_and_cases_are_shared_out(self) -> None:
        groups = np.repeat(np.arange(40), 5)
        is_case = np.repeat(np.arange(40) < 10, 5)
        parts = folds_of(groups, is_case, np.ones(200), 5)
        assert all(len(set(parts[groups == group].tolist())) == 1 for group in range(40))
        assert np.bincount(parts, is_case).tolist() == [10.0] * 5
        assert np.bincount(parts).tolist() == [40] * 5
