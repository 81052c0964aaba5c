"""Shares, areas and the checklist by hand: each figure says what it says."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from records.events import EventKind
from records.formats import FORMATS
from records.states.checklist import INDICATORS, OVERNIGHT, Weight, checklist_points
from synthetic_data.care_spells import care_spells, was_looked_after
from synthetic_data.estimates import Estimate, area, area_under_curve, rate, ratio, share
from synthetic_data.joint_tables import cross, shares
from tests.lib.histories import an_entry, at, care, known, missing

NOW = "2026-11-12 22:30"


def test_a_share_counts_every_case_and_doubts_by_child() -> None:
    of_many = share((f"child {n}", n < 10) for n in range(100))
    of_ten = share((f"child {n % 10}", n % 10 < 1) for n in range(100))
    assert of_many.value == of_ten.value == 10
    assert of_many.base == of_ten.base == 100
    assert width(of_ten) > 2 * width(of_many)


def width(estimate: Estimate) -> float:
    assert estimate.low is not None
    assert estimate.high is not None
    return estimate.high - estimate.low


def test_a_share_of_nothing_has_no_interval_and_one_that_nobody_has_is_not_certain() -> None:
    assert share([]) == Estimate(0.0)
    none = share((f"child {n}", False) for n in range(50))
    assert none.value == none.low == 0
    assert none.high is not None
    assert 0 < none.high < 10


def test_a_share_that_everybody_has_ends_at_a_hundred() -> None:
    everybody = share((f"child {n}", True) for n in range(50))
    assert everybody.value == everybody.high == 100
    assert everybody.low is not None
    assert 90 < everybody.low < 100


def test_a_mean_has_no_upper_bound_and_a_rate_is_of_its_exposure() -> None:
    assert ratio({"a": (6, 2), "b": (3, 1)}) == Estimate(3, 3, 3, 3)
    assert rate([2, 3], exposure=1000, scale=1000).value == 5
    assert rate([], exposure=0) == Estimate(0.0)


@pytest.mark.parametrize(
    ("values", "expected"),
    [([1, 2, 3, 4], 1.0), ([4, 3, 2, 1], 0.0), ([1, 1, 1, 1], 0.5), ([1, 3, 2, 4], 0.75)],
)
def test_the_area_is_the_chance_that_a_case_ranks_higher(
    values: list[float], expected: float
) -> None:
    assert area_under_curve([False, False, True, True], values) == expected


def test_an_area_without_cases_is_refused_and_as_an_estimate_is_0() -> None:
    with pytest.raises(ValueError, match="needs cases"):
        area_under_curve([False, False], [1, 2])
    assert area([False], [1], ["a"]) == Estimate(0.0)


def test_an_area_is_doubted_by_children_and_not_by_their_many_cases() -> None:
    outcome, values = [True, False] * 200, [2.0, 1.0, 1.0, 2.0] * 100
    few = area(outcome, values, [f"child {n % 20}" for n in range(400)])
    many = area(outcome, values, [f"child {n}" for n in range(400)])
    assert few.value == many.value == 0.5
    assert few.base == 10
    assert width(few) > 2 * width(many)


def test_a_table_gives_each_rows_shares_and_marks_what_was_never_counted() -> None:
    table = cross("t", "r", [("a", "x", "1"), ("b", "x", "2")], ("x", "y"), ("1", "2"))
    assert [[cell and cell.value for cell in row] for row in table.cells] == [
        [50, 50],
        [None, None],
    ]
    held = shares("t", "r", [("a", "x", "1", True), ("b", "x", "1", False)], ("x",), ("1", "2"))
    assert held.cells[0][0] is not None
    assert (held.cells[0][0].value, held.cells[0][1]) == (50, None)


def days_ago(days: int) -> str:
    return (at(NOW) - timedelta(days=days)).isoformat()[:16]


def points(kind: EventKind, days: int, **details: Any) -> int:
    return checklist_points(known(NOW, an_entry(kind, days_ago(days), **details)))


def test_a_significant_indicator_counts_5_now_1_later_and_6_for_both() -> None:
    found = {"how_ended": "returned", "found_with": "adult_not_known_to_family"}
    one, other = (an_entry(EventKind.MISSING_FOUND, days_ago(days), **found) for days in (30, 250))
    assert checklist_points(known(NOW, one)) == 5
    assert checklist_points(known(NOW, other)) == 1
    assert checklist_points(known(NOW, one, other)) == 6
    assert points(EventKind.MISSING_FOUND, 400, **found) == 0


def test_a_moderate_indicator_counts_1_for_half_a_year_and_a_vulnerability_for_good() -> None:
    assert points(EventKind.DETAINED, 30, power="section_136") == 2  # despair, and detained
    assert points(EventKind.DETAINED, 200, power="arrest") == 0
    assert points(EventKind.DOMESTIC_INCIDENT, 2_000, risk="high") == 1


def test_the_same_indicator_twice_counts_once_and_nothing_counts_nothing() -> None:
    twice = [an_entry(EventKind.INTELLIGENCE_REPORT, days_ago(n), **GRADED) for n in (10, 20)]
    assert checklist_points(known(NOW, twice)) == 5
    assert checklist_points(known(NOW)) == 0
    assert points(EventKind.INTELLIGENCE_REPORT, 10, **{**GRADED, "theme": "drugs"}) == 0


GRADED = {
    "theme": "sexual_exploitation", "source_grade": "reliable", "assessment": "known_directly",
}  # fmt: skip


def test_a_night_away_is_read_from_the_episodes() -> None:
    assert checklist_points(known(NOW, missing(days_ago(3), days_ago(2)))) == 5
    assert checklist_points(known(NOW, missing("2026-11-11 14:00", "2026-11-11 19:00"))) == 0


def test_every_line_of_the_checklist_but_the_nights_names_facts_of_declared_columns() -> None:
    columns = {column.name: column for f in FORMATS.values() for column in f.own}
    for indicator in INDICATORS:
        assert indicator.facts or indicator is OVERNIGHT
        for fact in indicator.facts:
            held = {c.name for f in FORMATS.values() if fact.kind in f.entries for c in f.own}
            assert not fact.column or fact.column in held
            for value in fact.values:
                assert columns[fact.column].type.parse(value) == value
    assert {indicator.weight for indicator in INDICATORS} == set(Weight)


def test_care_runs_from_start_to_end_and_a_move_does_not_break_it() -> None:
    moved = an_entry(EventKind.PLACEMENT_MOVED, "2024-06-01", placement="foster_home")
    told = known(NOW, care("2024-01-01", "2025-01-01"), moved, care("2026-01-01", reference="L-2"))
    assert care_spells(told) == (
        (at("2024-01-01"), at("2025-01-01")),
        (at("2026-01-01"), None),
    )
    days = ("2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01", "2026-06-01")
    assert [was_looked_after(told, at(day)) for day in days] == [False, True, True, False, True]
