"""Points by hand, and what is no measurement."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from records.unknown import UNKNOWN_CODES, Unknown
from scorecard import (
    FeatureMismatchError,
    NotAMeasurementError,
    Scored,
    score,
)
from scorecard.scoring_many import score_many, score_rows
from tests.lib.cards import a_card, a_line

VALUES: dict[str, int | Unknown] = {
    "missing_reports_count_90d": 4,
    "days_since_last_missing_report": 28,
    "age_years": 15,
}


def test_points_worked_out_by_hand() -> None:
    scored = score(a_card(), VALUES)
    assert [(line.feature, line.points) for line in scored.lines] == [
        ("missing_reports_count_90d", 9),
        ("days_since_last_missing_report", 3),
        ("age_years", 3),
    ]
    assert (scored.base, scored.points) == (8, 23)


def test_an_unknown_value_has_its_own_points_and_no_bin() -> None:
    scored = score(a_card(), VALUES | {"age_years": Unknown.STALE})
    line = scored.lines[2]
    assert (line.value, line.points, line.bin) == (Unknown.STALE, 2, None)


def test_a_missing_and_an_unasked_feature_are_both_named() -> None:
    values = {name: value for name, value in VALUES.items() if name != "age_years"}
    with pytest.raises(FeatureMismatchError, match="missing: age_years; not on the card: shoe"):
        score(a_card(), values | {"shoe_size": 4})


@pytest.mark.parametrize("value", [1.0, True, "4", None, UNKNOWN_CODES[Unknown.FAILED]])
def test_what_is_no_whole_number_is_refused_and_not_repeated(value: Any) -> None:
    with pytest.raises(NotAMeasurementError, match=r"^age_years: give a whole number"):
        score(a_card(), VALUES | {"age_years": value})


def test_points_that_do_not_add_up_can_not_be_told() -> None:
    lines = score(a_card(), VALUES).lines
    with pytest.raises(ValueError, match="add up"):
        Scored(8, lines, 22)


def test_many_rows_give_what_one_row_gives_in_any_order_of_columns() -> None:
    card = a_card()
    names = ("age_years", "missing_reports_count_90d", "days_since_last_missing_report")
    code = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
    rows = np.array([[15, 4, 28], [11, 0, code]], dtype=np.int64)
    assert score_many(card, names, rows).tolist() == [[8, 9, 3, 3], [8, 0, 0, 0]]


def test_many_rows_of_another_type_or_shape_are_refused() -> None:
    card = a_card()
    with pytest.raises(NotAMeasurementError, match="whole numbers"):
        score_many(card, card.features, np.zeros((1, 3)))  # type: ignore[arg-type]  # the wrong type is the point
    with pytest.raises(FeatureMismatchError, match="3 names for values of shape"):
        score_many(card, card.features, np.zeros((1, 2), dtype=np.int64))
    with pytest.raises(FeatureMismatchError, match="twice"):
        score_many(card, [*card.features, "age_years"], np.zeros((1, 4), dtype=np.int64))


def test_no_rows_give_no_rows() -> None:
    card = a_card()
    assert score_many(card, card.features, np.zeros((0, 3), dtype=np.int64)).shape == (0, 4)


def test_every_kind_of_unknown_has_a_code_of_its_own_that_no_measurement_comes_near() -> None:
    assert set(UNKNOWN_CODES) == set(Unknown)
    assert len(set(UNKNOWN_CODES.values())) == len(Unknown)
    assert max(UNKNOWN_CODES.values()) < -(10**9)


def test_rows_give_what_one_child_gives_less_the_lines_that_add_nothing() -> None:
    card = a_card()
    names = list(reversed(card.features))
    rows: list[dict[str, int | Unknown]] = [
        {"missing_reports_count_90d": 4, "days_since_last_missing_report": 2, "age_years": 13},
        {
            "missing_reports_count_90d": 0,
            "days_since_last_missing_report": Unknown.NOT_APPLICABLE,
            "age_years": Unknown.NOT_RECORDED,
        },
        {"missing_reports_count_90d": 0, "days_since_last_missing_report": 400, "age_years": 3},
    ]
    codes = [[UNKNOWN_CODES.get(row[name], row[name]) for name in names] for row in rows]
    found = list(score_rows(card, names, np.array(codes, dtype=np.int64)))
    for row, one in zip(rows, found, strict=True):
        whole = score(card, row)
        assert (one.base, one.points, one.reasons) == (whole.base, whole.points, whole.reasons)
        assert one.lines == tuple(line for line in whole.lines if line.points)
    assert found[2].lines == ()


def test_reasons_come_with_the_most_points_first_then_by_name() -> None:
    lines = (a_line("b"), a_line("c"), a_line("a"))
    card = a_card(lines=lines)
    scored = score(card, {"a": 1, "b": 1, "c": 9})
    assert [(line.feature, line.points) for line in scored.reasons] == [
        ("c", 9),
        ("a", 5),
        ("b", 5),
    ]
