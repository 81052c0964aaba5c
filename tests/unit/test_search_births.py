"""How birth dates agree: the same, a slip of the pen apart, or another's."""

from __future__ import annotations

from datetime import date

import pytest

from serving.search.births import (
    BirthLikeness,
    age_gap,
    birth_likeness,
    months_of_age,
    near_dates,
)

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "recorded", "likeness"),
    [
        ("2011-03-14", "2011-03-14", BirthLikeness.SAME),
        ("2011-03-04", "2011-04-03", BirthLikeness.SWAPPED),
        ("2011-03-14", "2012-03-14", BirthLikeness.YEAR),
        ("2011-03-14", "2010-03-14", BirthLikeness.YEAR),
        ("2011-03-10", "2011-03-09", BirthLikeness.DAY),
        ("2011-09-14", "2011-10-14", BirthLikeness.MONTH),
        ("2011-12-14", "2011-01-14", BirthLikeness.MONTH),
        ("2011-03-14", "2017-03-14", BirthLikeness.DIGIT),
        ("2011-03-14", "2011-03-24", BirthLikeness.DIGIT),
        ("2011-03-21", "2011-03-12", BirthLikeness.TURNED),
        ("2010-03-14", "2001-03-14", BirthLikeness.TURNED),
        ("2011-03-14", "2012-04-14", BirthLikeness.OTHER),
        ("2011-03-14", "2011-03-29", BirthLikeness.OTHER),
    ],
)
def test_two_dates(typed: str, recorded: str, likeness: BirthLikeness) -> None:
    assert birth_likeness(date.fromisoformat(typed), {date.fromisoformat(recorded)}) is likeness


def test_the_best_of_several_recorded_dates_counts_and_none_says_nothing() -> None:
    recorded = {date(2009, 1, 2), date(2011, 3, 13), date(2011, 3, 14)}
    assert birth_likeness(date(2011, 3, 14), recorded) is BirthLikeness.SAME
    assert birth_likeness(date(2011, 3, 12), recorded) is BirthLikeness.DAY
    assert birth_likeness(date(2011, 3, 14), set()) is BirthLikeness.UNKNOWN


def test_what_is_near_one_date_is_near_from_the_other_s_side_too() -> None:
    for day in (date(2011, 3, 4), date(2012, 2, 29), date(2010, 12, 31), date(2000, 1, 1)):
        assert day not in near_dates(day)
        assert all(day in near_dates(other) for other in near_dates(day))


def test_the_ends_of_the_calendar_have_neighbours_on_one_side_alone() -> None:
    assert date(1, 1, 2) in near_dates(date(1, 1, 1))
    assert date(9999, 12, 30) in near_dates(date(9999, 12, 31))


def test_near_and_known_are_told_apart() -> None:
    near = [likeness for likeness in BirthLikeness if likeness.is_near]
    assert near == [
        *(BirthLikeness.SWAPPED, BirthLikeness.YEAR, BirthLikeness.DAY),
        *(BirthLikeness.MONTH, BirthLikeness.DIGIT, BirthLikeness.TURNED),
    ]


def test_an_age_is_off_by_the_nearest_recorded_birth_date() -> None:
    born = {date(2011, 11, 22), date(2016, 1, 1)}
    assert [age_gap(age, born, TODAY) for age in (15, 14, 12, 10, 20)] == [0, 1, 2, 0, 5]
    assert age_gap(15, set(), TODAY) is None


def test_the_months_of_an_age_reach_from_a_year_older_to_a_year_younger() -> None:
    months = months_of_age(15, TODAY)
    assert (months[0], months[-1], len(months)) == ((2009, 11), (2012, 11), 37)
    for day in (date(2009, 11, 23), date(2012, 11, 22)):
        assert age_gap(15, {day}, TODAY) == 1
        assert (day.year, day.month) in months
    assert months_of_age(0, date(2026, 1, 5))[-1] == (2027, 1)
