"""From a column's values to bins, and from bins to the shape of an effect."""

from __future__ import annotations

import numpy as np

from features.catalogue import feature_named
from features.declaration import UNITS
from records.unknown import UNKNOWN_CODES, Unknown
from training.learning.binning import EDGES, BinnedLine, bin_evenly, bin_line
from training.learning.design import count_patterns, shape_of

REPORTS = feature_named("missing_reports_count_90d")
SINCE = feature_named("days_since_last_missing_report")
NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]


def column(*parts: tuple[int, int]) -> np.ndarray:
    """``(value, how many)`` as a column."""
    return np.concatenate([np.full(count, value, dtype=np.int64) for value, count in parts])


class TestEdgesOfPeople:
    def test_every_unit_of_the_catalogue_has_edges_that_rise(self) -> None:
        assert set(EDGES) == set(UNITS)
        assert all(list(edges) == sorted(set(edges)) for edges in EDGES.values())

    def test_bins_that_few_fall_into_are_joined_to_the_neighbour_with_fewer(self) -> None:
        line = bin_line(REPORTS, column((0, 500), (1, 300), (2, 3), (3, 100), (4, 1)))
        assert line.edges == (1, 2)

    def test_a_bin_of_few_children_is_joined_however_often_they_are_asked_about(self) -> None:
        values = column((0, 500), (1, 300), (2, 90))
        child = np.concatenate([np.arange(800), np.full(90, 1_000)])
        assert bin_line(REPORTS, values).edges == (1, 2)
        assert bin_line(REPORTS, values, child).edges == (1,)

    def test_what_is_rare_among_very_many_questions_keeps_its_bin(self) -> None:
        assert bin_line(REPORTS, column((0, 50_000), (1, 30))).edges == (1,)

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


class TestEvenEdges:
    def test_bins_hold_about_the_same_weight(self) -> None:
        values = np.random.default_rng(1).exponential(size=10_000)
        line = bin_evenly("waited", "up", values, np.ones(10_000), 8)
        assert line.bins == 8
        counts = np.bincount(line.cell_of(values), minlength=8)[:8]
        assert counts.min() > 1_200

    def test_a_value_that_most_have_is_a_bin_of_its_own(self) -> None:
        values = np.concatenate([np.zeros(900), np.arange(1.0, 101.0)])
        line = bin_evenly("waited", "up", values, np.ones(1_000), 10)
        assert line.edges[0] == 0.5

    def test_weight_counts_as_copies_do(self) -> None:
        values, weight = np.arange(50.0), np.repeat([1.0, 4.0], 25)
        copies = np.repeat(values, weight.astype(int))
        one = bin_evenly("waited", "up", values, weight, 6)
        assert one == bin_evenly("waited", "up", copies, np.ones(len(copies)), 6)

    def test_what_is_missing_is_a_kind_of_unknown_and_all_missing_has_one_bin(self) -> None:
        some = np.array([1.0, np.nan, 2.0, 3.0])
        line = bin_evenly("waited", "free", some, np.ones(4), 4)
        assert line.unknown == (Unknown.NOT_RECORDED,)
        assert line.cell_of(some)[1] == line.bins
        none = bin_evenly("waited", "free", np.full(4, np.nan), np.ones(4), 4)
        assert (none.edges, none.unknown) == ((), ())


class TestShapes:
    line = BinnedLine("reports", "up", (1, 3), (Unknown.NOT_RECORDED,))

    def test_up_adds_a_step_to_the_bin_below(self) -> None:
        effects = shape_of(self.line).matrix @ np.array([1.0, 2.0, 0.5])
        assert effects.tolist() == [0.0, 1.0, 3.0, 0.5, 0.0]

    def test_down_adds_a_step_to_the_bin_above(self) -> None:
        effects = shape_of(BinnedLine("since", "down", (7, 28))).matrix @ np.array([1.0, 2.0])
        assert sorted(effects[:3].tolist(), reverse=True) == effects[:3].tolist()
        assert effects[2] == 0.0

    def test_only_free_lines_may_go_below_the_lowest_bin(self) -> None:
        assert shape_of(self.line).is_bounded.all()
        assert not shape_of(BinnedLine("age", "free", (12, 16))).is_bounded.any()


class TestPatterns:
    def test_questions_with_the_same_cells_are_one_pattern(self) -> None:
        lines = [BinnedLine("one", "up", (1, 2)), BinnedLine("two", "up", (5,))]
        cells = [np.array([0, 2, 0, 0]), np.array([1, 0, 1, 0])]
        patterns = count_patterns(lines, cells)
        assert len(patterns.cells) == 3
        assert patterns.cells[patterns.of_row].T.tolist() == [c.tolist() for c in cells]
        asked, cases = patterns.counts(np.array([True, False, True, True]), np.ones(4))
        assert asked[patterns.of_row].tolist() == [2.0, 1.0, 2.0, 1.0]
        assert cases.sum() == 3.0

    def test_more_lines_than_a_number_could_tell_apart_are_told_apart(self) -> None:
        generator = np.random.default_rng(2)
        lines = [BinnedLine(f"line{n}", "up", (1, 2, 3, 4)) for n in range(60)]
        cells = [generator.integers(0, 5, 300) for _ in lines]
        patterns = count_patterns(lines, cells)
        assert np.array_equal(patterns.cells[patterns.of_row], np.stack(cells, axis=1))
