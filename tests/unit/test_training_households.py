"""Children who live together are on one side."""

from __future__ import annotations

from training.questions.households import LARGEST_FAMILY, households


def of(*homes: str) -> list[int]:
    """The households of children with these homes, one letter each."""
    return households([frozenset(keys) for keys in homes])


def test_brothers_and_sisters_are_one_household_named_after_the_first() -> None:
    assert of("a", "b", "a") == [0, 1, 0]


def test_a_chain_of_homes_joins_them_all() -> None:
    assert of("c", "a", "ab", "b", "d") == [0, 1, 1, 1, 4]


def test_a_child_without_a_recorded_home_lives_alone() -> None:
    assert of("", "", "a") == [0, 1, 2]


def test_a_home_of_many_children_joins_nobody() -> None:
    assert of(*["a"] * LARGEST_FAMILY) == [0] * LARGEST_FAMILY
    many = LARGEST_FAMILY + 1
    assert of(*["a"] * many) == list(range(many))


def test_the_order_of_children_changes_names_and_not_households() -> None:
    homes = ["ab", "c", "b", "cd", "a", "e"]
    turned = list(reversed(homes))
    here = {frozenset(n for n, h in enumerate(of(*homes)) if h == one) for one in of(*homes)}
    there = of(*turned)
    back = {frozenset(5 - n for n, h in enumerate(there) if h == one) for one in there}
    assert here == back
