"""What is told of a month is attacked with everything that is told beside it (M9, issue 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.service.suppression import FORCE, Counts, Place, Told, told_figures, told_kinds
from tests.lib.indicator_attacker import Attacker, sensitive_counts, truth_of

FEW = 5
#: Between the least and the most that a withheld small count could be: five numbers or more.
STATED_WIDTH = FEW - 1
Tree = Mapping[Place, Counts]

_count = st.one_of(st.integers(0, 4), st.integers(0, 14), st.just(0), st.integers(0, 60))
_counts = st.tuples(_count, _count, _count).map(Counts)
_trees = st.dictionaries(
    st.tuples(st.sampled_from(["Ashire", "Beeshire", "Ceeshire"]), st.sampled_from("NESW")),
    _counts,
    min_size=1,
    max_size=7,
)


def narrowest(tree: Tree, told: Mapping[Place, Told]) -> float:
    """How near an attacker comes to the sensitive count that is hidden worst."""
    attacker = Attacker(list(tree), 3, told)
    widths = [attacker.width(*count) for count in sensitive_counts(tree, told, FEW)]
    return min(widths, default=float("inf"))


@settings(max_examples=40, deadline=None, derandomize=True)
@given(_trees)
def test_no_withheld_small_count_is_found_by_solving_all_that_is_told(tree: Tree) -> None:
    assert narrowest(tree, told_figures(tree, FEW)) >= STATED_WIDTH


def busy_tree(seed: int) -> Tree:
    """Two authorities of teams as busy as a real force's: most told, some small."""
    draw = Random(seed)
    return {
        (authority, f"Team {n}"): Counts(
            (draw.randint(3, 40), draw.choice((0, 1, 2, 6, 9, 15)), draw.choice((0, 0, 1, 3, 7)))
        )
        for authority in ("Ashire", "Beeshire")
        for n in range(4)
    }


@pytest.mark.parametrize("seed", range(4))
def test_a_busy_force_is_told_much_and_nothing_small_is_found(seed: int) -> None:
    tree = busy_tree(seed)
    told = told_figures(tree, FEW)
    assert told[FORCE].all == truth_of(tree)[FORCE].all
    assert sum(one.all is not None for one in told.values()) >= len(told) // 2
    assert narrowest(tree, told) >= STATED_WIDTH


@settings(max_examples=80, deadline=None, derandomize=True)
@given(_trees)
def test_what_is_told_is_true_adds_up_and_is_never_small(tree: Tree) -> None:
    true = truth_of(tree)
    told = told_figures(tree, FEW)
    assert set(told) == set(true)
    for place, one in told.items():
        assert one.all in (None, true[place].all)
        assert one.parts in (None, true[place].parts)
        assert one.all is not None or one.parts is None
        for count in (one.all, *(one.parts or ())):
            assert count is None or count == 0 or count >= FEW


@settings(max_examples=40, deadline=None, derandomize=True)
@given(_trees, st.randoms(use_true_random=False))
def test_the_order_of_teams_makes_no_difference(tree: Tree, draw: Random) -> None:
    shuffled = list(tree.items())
    draw.shuffle(shuffled)
    assert told_figures(dict(shuffled), FEW) == told_figures(tree, FEW)


def only_small(tree: Tree) -> dict[Place, Told]:
    """A leaky publisher: withholds what is small, and nothing beside it."""
    return {
        place: Told(
            counts.all if not 0 < counts.all < FEW else None,
            counts.parts
            if all(count == 0 or count >= FEW for count in (counts.all, *counts.parts))
            else None,
        )
        for place, counts in truth_of(tree).items()
    }


def below_a_withheld_authority(tree: Tree) -> dict[Place, Told]:
    """A leaky publisher: tells teams of an authority whose own count is withheld."""
    told = dict(told_figures(tree, FEW))
    for place, counts in tree.items():
        if told[place].all is None and counts.all >= FEW:
            told[place] = Told(counts.all, None)
    return told


def parts_without_their_siblings(tree: Tree) -> dict[Place, Told]:
    """A leaky publisher: tells the parts of whoever's are not small themselves."""
    told = dict(told_figures(tree, FEW))
    for place, counts in tree.items():
        if told[place].all is not None and all(c == 0 or c >= FEW for c in counts.parts):
            told[place] = Told(counts.all, counts.parts)
    return told


_ONE_SMALL_TEAM = {
    ("Ashire", "N"): Counts((2, 1, 0)),
    ("Ashire", "S"): Counts((20, 10, 0)),
    ("Ashire", "W"): Counts((30, 12, 0)),
    ("Beeshire", "E"): Counts((25, 9, 6)),
}
_ONE_SMALL_AUTHORITY = {
    ("Ashire", "N"): Counts((2, 1, 0)),
    ("Beeshire", "E"): Counts((25, 9, 6)),
    ("Beeshire", "S"): Counts((12, 7, 0)),
}
_ONE_SMALL_PART = {
    ("Ashire", "N"): Counts((20, 2, 0)),
    ("Ashire", "S"): Counts((20, 10, 0)),
    ("Ashire", "W"): Counts((30, 12, 0)),
}


@pytest.mark.parametrize(
    ("leaky", "tree"),
    [
        (only_small, _ONE_SMALL_TEAM),
        (only_small, _ONE_SMALL_PART),
        (below_a_withheld_authority, _ONE_SMALL_AUTHORITY),
        (parts_without_their_siblings, _ONE_SMALL_PART),
    ],
)
def test_a_leaky_publisher_is_caught_and_the_true_one_passes_the_same_attack(
    leaky: Callable[[Tree], dict[Place, Told]], tree: Tree
) -> None:
    assert narrowest(tree, leaky(tree)) < STATED_WIDTH
    assert narrowest(tree, told_figures(tree, FEW)) >= STATED_WIDTH


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(_count, min_size=2, max_size=6))
def test_kinds_taken_from_their_sum_leave_every_small_kind_open(counts: list[int]) -> None:
    told = told_kinds(counts, FEW)
    hidden = [place for place, count in enumerate(told) if count is None]
    left = sum(counts) - sum(count for count in told if count is not None)
    assert all(count in (None, counts[place]) for place, count in enumerate(told))
    for place in hidden:
        # Alone it is what is left; beside another it is anything from nothing to what is left.
        widest = 0 if len(hidden) == 1 else left
        assert widest >= STATED_WIDTH or sum(counts) < FEW, (place, told)


def test_that_every_one_of_a_few_cases_was_not_met_is_not_told() -> None:
    tree = {("Ashire", "N"): Counts((0, 7, 0)), ("Ashire", "S"): Counts((20, 20, 5))}
    told = told_figures(tree, FEW)
    assert told["Ashire", "N"] == Told(7, None)
    assert told["Ashire", "S"] == Told(45, None)
    many = {("Ashire", "N"): Counts((0, 10, 0)), ("Ashire", "S"): Counts((20, 20, 5))}
    assert told_figures(many, FEW)["Ashire", "N"] == Told(10, (0, 10, 0))


def test_one_case_more_in_a_told_month_would_tell_of_it() -> None:
    """Why a month is told once: the attack by which telling it again is refused."""
    before = {("Ashire", "N"): Counts((20, 10, 0)), ("Ashire", "S"): Counts((30, 12, 0))}
    after = {**before, ("Ashire", "N"): Counts((20, 11, 0))}
    first, again = told_figures(before, FEW), told_figures(after, FEW)
    assert first["Ashire", "N"].parts is not None
    assert again["Ashire", "N"].parts is not None
    came = [
        b - a for a, b in zip(first["Ashire", "N"].parts, again["Ashire", "N"].parts, strict=True)
    ]
    assert came == [0, 1, 0], "one case, and that it was not met"
