"""How the force's grades fared by team, attacked with the whole told beside it (M10, issue 8)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.service.suppression import FORCE, Counts, Place, Told, told_below
from tests.lib.indicator_attacker import Attacker, sensitive_counts, truth_of

FEW = 5
_WIDTH = FEW - 1
_count = st.one_of(st.integers(0, 4), st.integers(0, 20))
_teams = st.dictionaries(
    st.sampled_from([("North", ""), ("South", ""), ("East", ""), ("West", "")]),
    st.tuples(_count, _count).map(Counts),
    min_size=1,
    max_size=4,
)


def narrowest(teams: dict[Place, Counts], told: dict[Place, Told]) -> float:
    """How near somebody comes to a team's small count who knows the whole of all teams."""
    whole = truth_of(teams)[FORCE]
    everything = {FORCE: Told(whole.all, whole.parts), **told}
    attacker = Attacker(list(teams), 2, everything)
    hidden = [
        (place, parts)
        for place, parts in sensitive_counts(teams, everything, FEW)
        # The whole is told, whatever it is: of one team alone it is that team's.
        if place != FORCE and len(teams) > 1
    ]
    return min((attacker.width(*count) for count in hidden), default=float("inf"))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(_teams)
def test_a_withheld_count_of_a_team_does_not_follow_from_the_others_and_the_whole(
    teams: dict[Place, Counts],
) -> None:
    whole = truth_of(teams)[FORCE]
    if min(whole.parts) < 2 * FEW:
        return  # So small a whole, told on purpose, says of any team what it is at most.
    assert narrowest(teams, dict(told_below(teams, FEW))) >= _WIDTH


@pytest.mark.parametrize("lower", [1, 3])
def test_to_withhold_each_team_by_its_own_size_is_caught(lower: int) -> None:
    teams = {("North", ""): Counts((lower, 12)), ("South", ""): Counts((12, 20))}
    alone = {
        place: Told(one.all, None if 0 < min(one.parts) < FEW else one.parts)
        for place, one in teams.items()
    }
    assert narrowest(teams, alone) == 0
    assert narrowest(teams, dict(told_below(teams, FEW))) >= _WIDTH
