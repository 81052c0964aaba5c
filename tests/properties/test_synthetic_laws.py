"""Laws of the invented force's smallest parts, for any draw."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from synthetic_data.dice import Dice, Weighted, stream
from synthetic_data.minutes import birthday_minute, day_of, minute_of_day, moment
from synthetic_data.recording.slips import misspelt, near_date, swapped_date, wrong_postcode

seeds = st.integers(0, 2**32)
days = st.dates(date(1990, 1, 1), date(2035, 12, 31))
names = st.sampled_from(["Al", "Mo", "Maya", "Okonkwo-Reid", "Zielinski", "Ng", "Lee", "O'Dea"])


def dice(seed: int) -> Dice:
    return Dice(stream(seed, 1))


@given(seeds)
def test_the_same_seed_draws_the_same_and_another_stream_does_not(seed: int) -> None:
    one, same, other = dice(seed), dice(seed), Dice(stream(seed, 2))
    drawn = [one.uniform() for _ in range(8)]
    assert drawn == [same.uniform() for _ in range(8)]
    assert drawn != [other.uniform() for _ in range(8)]


@given(seeds, st.integers(-50, 50), st.integers(0, 100))
def test_a_whole_number_lies_between_its_bounds(seed: int, low: int, more: int) -> None:
    assert low <= dice(seed).between(low, low + more) <= low + more


@given(seeds, st.dictionaries(st.text(max_size=3), st.integers(0, 5), min_size=1))
def test_an_option_without_weight_is_never_drawn(seed: int, weights: dict[str, int]) -> None:
    if any(weights.values()):
        assert weights[dice(seed).weighted(Weighted(weights))] > 0


@given(seeds)
def test_chance_never_fails_at_1_and_never_holds_at_0(seed: int) -> None:
    assert dice(seed).chance(1)
    assert not dice(seed).chance(0)


@given(seeds, names)
def test_a_slip_gives_another_name_that_is_nearly_as_long(seed: int, name: str) -> None:
    wrong = misspelt(name, dice(seed))
    assert wrong != name
    assert abs(len(wrong) - len(name)) <= 1
    assert wrong[0] == name[0]


@given(days)
def test_swapping_day_and_month_twice_gives_the_day_again(day: date) -> None:
    swapped = swapped_date(day)
    if swapped is not None:
        assert swapped != day
        assert swapped_date(swapped) == day


@given(seeds, days)
def test_a_near_date_is_another_one(seed: int, day: date) -> None:
    assert near_date(day, dice(seed)) != day


@given(seeds)
def test_a_wrong_postcode_differs_by_one_letter(seed: int) -> None:
    wrong = wrong_postcode("NG37 2AB", dice(seed))
    assert sum(a != b for a, b in zip(wrong, "NG37 2AB", strict=True)) == 1


@given(days)
def test_a_minute_keeps_its_day(day: date) -> None:
    noon = minute_of_day(day) + 12 * 60
    assert day_of(noon) == day == moment(noon).date()
    assert birthday_minute(day, 0) == minute_of_day(day)
