"""A card's line refuses to exist unless it keeps its promises."""

from __future__ import annotations

import pytest

from records.unknown import Unknown
from scorecard import Bin, CardError, CardLine
from tests.lib.cards import a_line, bins


def test_a_value_on_an_edge_falls_into_the_bin_that_begins_there() -> None:
    line = a_line(given=bins(0, 2, 5, 4, 9))
    assert [line.bin_of(value).points for value in (-7, 1, 2, 3, 4, 99)] == [0, 0, 5, 5, 9, 9]


def test_bins_are_worded_as_people_read_them() -> None:
    assert [bin_.words for bin_ in bins(0, 2, 1, 3, 2, 7, 3)] == [
        "below 2",
        "2",
        "3 to 6",
        "7 or more",
    ]
    assert Bin(None, None, 0).words == "any"


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ((), "no bins"),
        ((Bin(0, None, 0),), "cover every number"),
        ((Bin(None, 3, 0),), "cover every number"),
        ((Bin(None, 2, 0), Bin(3, None, 4)), "gap or overlap"),
        ((Bin(None, 3, 0), Bin(2, None, 4)), "gap or overlap"),
        ((Bin(None, 3, 0), Bin(3, 3, 1), Bin(3, None, 4)), "a bin is empty"),
        ((Bin(None, 2, 0), Bin(2, None, -1)), "whole numbers from 0"),
        ((Bin(None, 2, 0), Bin(2, None, 1_001)), "whole numbers from 0"),
        ((Bin(None, 2, 1), Bin(2, None, 2)), "no bin gives 0 points"),
        ((Bin(None, 2, 3), Bin(2, None, 0)), "points fall though the direction is up"),
        ((Bin(None, 2, 0), Bin(2, None, True)), "whole numbers"),
    ],
)
def test_broken_bins_are_refused_by_name(given: tuple[Bin, ...], rule: str) -> None:
    unknown = dict.fromkeys(Unknown, 3)
    with pytest.raises(CardError, match=rule):
        CardLine("missing_reports_count_90d", "up", given, unknown, 3)


def test_points_may_not_rise_with_a_value_that_lowers_risk() -> None:
    with pytest.raises(CardError, match="points rise though the direction is down"):
        a_line(direction="down", given=bins(0, 7, 4))


def test_a_free_line_may_rise_and_fall() -> None:
    assert a_line("age_years", "free", bins(0, 12, 6, 16, 2)).most == 6


@pytest.mark.parametrize("kind", [kind for kind in Unknown if kind is not Unknown.NOT_APPLICABLE])
def test_no_kind_of_not_knowing_gives_fewer_points_than_the_average_child_has(
    kind: Unknown,
) -> None:
    with pytest.raises(CardError, match="it reassures"):
        a_line(neutral=2, unknown={kind: 1})


def test_that_a_question_does_not_arise_is_known_so_it_may_give_nothing() -> None:
    line = a_line(neutral=2, unknown={Unknown.NOT_APPLICABLE: 0})
    assert line.unknown[Unknown.NOT_APPLICABLE] == 0
    assert line.least == 0


def test_every_kind_of_unknown_must_have_points() -> None:
    with pytest.raises(CardError, match="every kind of unknown"):
        CardLine("age_years", "free", bins(0, 12, 3), {Unknown.FAILED: 1}, 1)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(CardError) as refused:
        CardLine("not a name", "sideways", (Bin(0, 4, 0),), {}, -1)
    for part in ("not a name", "direction", "cover every number", "every kind", "from 0"):
        assert part in str(refused.value)


def test_a_line_can_not_be_changed_through_the_mapping_it_was_made_of() -> None:
    given = dict.fromkeys(Unknown, 2)
    line = CardLine("age_years", "free", bins(0, 12, 3), given, 2)
    given[Unknown.FAILED] = 0
    assert line.unknown[Unknown.FAILED] == 2
