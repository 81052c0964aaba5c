"""The world itself: states follow one another, nobody is missing twice at a time."""

from __future__ import annotations

from functools import cache

import numpy as np

from synthetic_data.minutes import DAY, YEAR, at_local_time, birthday_minute, day_of, moment
from synthetic_data.parameters import load_parameters
from synthetic_data.world.neighbourhoods import World, make_world
from synthetic_data.world.population import Span
from synthetic_data.world.truth import EXPLOITED, GROOMED, NONE, RECOVERING
from tests.lib.forces import UNTIL

SPAN = Span.ending(UNTIL, 5, 365)
MAY_FOLLOW = {
    NONE: {GROOMED},
    GROOMED: {EXPLOITED, NONE},
    EXPLOITED: {RECOVERING},
    RECOVERING: {EXPLOITED, NONE, GROOMED},
}


@cache
def world() -> World:
    return make_world(0, 20_000, 5, SPAN, load_parameters())


def test_the_number_of_children_stands_still_at_what_was_asked() -> None:
    for minute in (SPAN.start, SPAN.start + 2 * YEAR, SPAN.taken - DAY):
        born = world().people.born
        living = int(np.sum((born <= minute) & (born > minute - 18 * YEAR)))
        assert 19_000 < living < 21_000


def test_states_follow_one_another_without_a_gap_and_in_an_order_that_can_be() -> None:
    moved = 0
    for life in world().lives:
        for one, other in zip(life.states, life.states[1:], strict=False):
            assert one.end == other.start
            assert other.state in MAY_FOLLOW[one.state]
            moved += 1
    assert moved > 50


def test_a_child_is_never_missing_twice_at_a_time_nor_after_the_18th_birthday() -> None:
    for life in world().lives:
        ends = [0, *(episode.end for episode in life.episodes)]
        for before, episode in zip(ends, life.episodes, strict=False):
            assert before < episode.start < episode.end
            assert episode.start < birthday_minute(life.child.born, 18)


def test_most_of_the_children_live_without_anything_happening() -> None:
    lives, people = len(world().lives), len(world().people)
    assert lives < 0.3 * people


def test_exploitation_makes_going_missing_likelier() -> None:
    def rate(states: tuple[str, ...]) -> float:
        lives = [life for life in world().lives if len(life.states) > 1]
        years = sum(
            (min(stay.end, SPAN.taken) - stay.start) / YEAR
            for life in lives
            for stay in life.states
            if stay.state in states
        )
        return sum(e.state in states for life in lives for e in life.episodes) / years

    assert rate((EXPLOITED,)) > 2 * rate((NONE,))


def test_twins_share_a_birth_date_a_home_and_a_surname_but_no_forename() -> None:
    lives = make_world(0, 60_000, 9, SPAN, load_parameters()).lives
    households: dict[str, list[int]] = {}
    for place, life in enumerate(lives):
        if life.child.is_twin:
            households.setdefault(life.child.household, []).append(place)
    pairs = [
        (lives[places[0]].child, lives[places[1]].child)
        for places in households.values()
        if len(places) > 1
    ]
    same = [(a, b) for a, b in pairs if a.born == b.born]
    assert same
    for a, b in same:
        assert (a.surname, a.home) == (b.surname, b.home)
        assert a.forename != b.forename


def test_a_notice_is_served_only_where_the_law_allows_one() -> None:
    for life in world().lives:
        for notice in life.notices:
            in_care = any(stay.start <= notice.served < stay.end for stay in life.care)
            age = (notice.served - birthday_minute(life.child.born, 0)) / YEAR
            assert age < 18 if (in_care or life.care) else age < 16.01


def test_a_local_hour_is_the_clocks_hour_in_summer_and_in_winter() -> None:
    for month in ("01", "07"):
        noon = int(np.datetime64(f"2026-{month}-15T12:00", "m").astype(int))
        there = at_local_time(noon, 22, 30)
        assert day_of(there).isoformat() == f"2026-{month}-15"
        assert moment(there).hour == (22 if month == "01" else 21)
