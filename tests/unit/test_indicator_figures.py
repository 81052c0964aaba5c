"""Shares, medians, movement, sentences, pictures and files of indicators (M9, M13)."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.figures.cases import Target
from serving.figures.line_pictures import line_picture
from serving.figures.months import last_moment, last_settled, month_of, months_between, shifted
from serving.figures.rates import Share, median_days, moved, share
from serving.figures.separated import file_of, safe_cell
from serving.figures.told_values import latest_sentence, movement
from tests.lib.figures_rendered import told_months
from tests.lib.histories import at


@pytest.mark.parametrize(
    ("met", "of", "expected"),
    [
        # Worked out by hand: z = 1.96, centre (p + z2/2n) / (1 + z2/n).
        (8, 10, Share(800, 490, 943)),
        (0, 10, Share(0, 0, 278)),
        (10, 10, Share(1000, 722, 1000)),
        (64, 88, Share(727, 626, 809)),
    ],
)
def test_a_share_has_wilsons_interval(met: int, of: int, expected: Share) -> None:
    assert share(met, of) == expected


def test_a_share_of_nothing_is_none_and_of_too_much_a_fault() -> None:
    assert share(0, 0) is None
    with pytest.raises(ValueError, match="no more than there is"):
        share(3, 2)


@settings(max_examples=100, derandomize=True, deadline=None)
@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_an_interval_holds_its_share_and_stays_within_none_and_all(pair: tuple[int, int]) -> None:
    found = share(*pair)
    assert found is not None
    assert 0 <= found.low <= found.per_mille <= found.high <= 1000


@pytest.mark.parametrize(
    ("hours", "days"),
    [((), None), ((24,), 1), ((11,), 0), ((12,), 1), ((24, 72), 2), ((0, 48, 480), 2)],
)
def test_a_median_is_told_in_whole_days(hours: tuple[int, ...], days: int | None) -> None:
    assert median_days(hours) == days


@pytest.mark.parametrize(
    ("before", "after", "went"),
    [
        ((50, 100), (70, 100), "up"),
        ((70, 100), (50, 100), "down"),
        ((50, 100), (55, 100), "neither"),
        ((100, 100), (50, 50), "neither"),
        ((0, 0), (5, 10), None),
    ],
)
def test_a_share_moves_only_beyond_chance(
    before: tuple[int, int], after: tuple[int, int], went: str | None
) -> None:
    assert moved(before, after) == went


def test_movement_is_told_of_one_definition_alone() -> None:
    months = told_months(*[(30, 20, 0)] * 3, *[(45, 5, 0)] * 7)
    # From the third month on another definition holds: eight months, two before the last six.
    found = movement(months, Target(95, "assumed"))
    assert (found["state"], found["cases"], found["before_cases"]) == ("towards", 300, 100)
    for month in months:
        month["definition_version"] = 2
    assert movement(months, Target(95, "assumed"))["before_cases"] == 200
    assert movement(months, Target(90, "assumed"))["state"] == "reached"
    assert movement(months, None)["state"] == "no_target"


def test_months_begin_and_end_by_the_forces_calendar() -> None:
    assert month_of(at("2026-09-30 23:30")) == "2026-10", "summer time"
    assert last_moment("2026-10").isoformat() == "2026-10-31T23:59:59.999999+00:00"
    assert last_moment("2026-09").isoformat() == "2026-09-30T22:59:59.999999+00:00"
    assert (shifted("2026-01", -1), shifted("2026-12", 13)) == ("2025-12", "2028-01")
    assert list(months_between("2025-12", "2026-02")) == ["2025-12", "2026-01", "2026-02"]
    assert not list(months_between("2026-02", "2026-01"))


def test_a_month_settles_once_it_has_been_over_for_its_days() -> None:
    assert last_settled(at("2026-11-14 23:00"), 14) == "2026-09"
    assert last_settled(at("2026-11-15 00:00"), 14) == "2026-10"


_PARTS = st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 9))


@settings(max_examples=80, derandomize=True, deadline=None)
@given(_PARTS, _PARTS)
def test_another_number_is_another_sentence(
    one: tuple[int, int, int], other: tuple[int, int, int]
) -> None:
    said = {latest_sentence(told_months(parts), None, "") for parts in (one, other)}
    counts = {(met, met + not_met, known) for met, not_met, known in (one, other)}
    assert len(said) == len(counts)


def test_the_sentence_says_what_is_withheld_and_what_there_was_nothing_of() -> None:
    assert "so few cases" in latest_sentence(told_months(None), None, "")
    assert "nothing to count" in latest_sentence(told_months((0, 0, 0)), None, "")
    assert latest_sentence([], None, "") == "Nothing is published yet."
    said = latest_sentence(told_months((8, 2, 1)), Target(90, "assumed"), "waited")
    assert said.replace("\u00a0", " ") == (
        "In October 2026: 8 of 10 met, 80 in 100 (interval 49.0 to 94.3); of 1 more it is not "
        "known. Half waited 4 days or longer. The target is 90 in 100."
    )


def test_a_withheld_month_breaks_the_line_and_a_new_definition_is_marked() -> None:
    picture = line_picture(
        "Reviews", "Said.", told_months((9, 1, 0), (8, 2, 0), (9, 1, 0), None, (5, 5, 0)), 90
    )
    assert picture is not None
    assert (len(picture.dots), len(picture.lines), len(picture.changes)) == (4, 1, 1)
    assert picture.description == "Said. The table below has the same figures."
    assert all(dot.high_y <= dot.y <= dot.low_y for dot in picture.dots)
    assert line_picture("Reviews", "Said.", told_months(None, (0, 0, 0)), 90) is None


@pytest.mark.parametrize(
    "hostile",
    [
        "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\u00a0=1", "\u200b=1",
        "\uff1d1", "|calc", "%0A=1", '=HYPERLINK("http://example.invalid")', "\ufeff=1",
        "\x00=1", "\x0b=1", "\x1c=1", "\x85=1", "\u2028=1", "\u202e=1", "\u00ad=1", "\u2060+1",
        " \t =1", "\uff0b1", "\uff0d1", "\uff20x", "\t7", "\rText",
    ],
)  # fmt: skip
def test_no_cell_begins_as_a_formula(hostile: str) -> None:
    text = file_of(("team",), [[hostile]]).decode("utf-8-sig")
    ((cell,),) = list(csv.reader(io.StringIO(text)))[1:]
    assert cell.startswith("'")
    assert "\n" not in cell
    assert "\r" not in cell


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.text(max_size=30))
def test_any_name_is_one_cell_of_one_line_and_begins_no_formula(name: str) -> None:
    text = file_of(("team", "cases"), [[name, 7]]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == 2
    cell, cases = rows[1]
    assert cases == "7"
    assert not cell.startswith(("\t", "\r", "\n"))
    seen = [sign for sign in cell if sign.isprintable() and not sign.isspace()]
    assert not seen or seen[0] not in "=+-@|%\uff1d\uff0b\uff0d\uff20"


def test_plain_names_and_numbers_stay_as_they_are() -> None:
    assert safe_cell("City North, O'Example") == "City North, O'Example"
    assert (safe_cell(12), safe_cell(None)) == ("12", "")
    assert file_of(("a", "b"), [["x", 1]]) == '\ufeff"a","b"\r\n"x",1\r\n'.encode()
