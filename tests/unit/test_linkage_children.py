"""Ids of children through re-linking."""

from __future__ import annotations

import re
from itertools import permutations

import pytest

from linkage.children import assign_children, mint_from
from records.persons import ChildId, RecordId
from tests.lib.people import record_id

A, B, C, D = (record_id(text) for text in ("S1:a", "S1:b", "S2:c", "S10:d"))


def mint(record: RecordId) -> ChildId:
    return ChildId(f"new-{record.ref}")


def old(**ids: str) -> dict[RecordId, ChildId]:
    records = {"a": A, "b": B, "c": C, "d": D}
    return {records[name]: ChildId(child) for name, child in ids.items()}


def test_an_id_is_opaque_short_and_always_the_same() -> None:
    child = mint_from(b"a secret of the store")(A)
    assert re.fullmatch(r"C-[0-9A-HJKMNP-TV-Z]{10}", child)
    assert mint_from(b"a secret of the store")(A) == child
    assert mint_from(b"a secret of another")(A) != child
    assert mint_from(b"a secret of the store")(B) != child


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="16 bytes"):
        mint_from(b"short")


def test_a_new_cluster_is_named_after_its_smallest_record() -> None:
    assert assign_children([{C, A}], {}, mint).child_of == old(a="new-a", c="new-a")


def test_ids_stay_when_records_are_added() -> None:
    given = assign_children([{A, C, D}, {B}], old(a="X", c="X"), mint)
    assert given.child_of == old(a="X", c="X", d="X", b="new-b")
    assert given.trail == ()


def test_when_two_children_prove_one_the_larger_id_stays_and_leaves_a_trail() -> None:
    given = assign_children([{A, B, C}], old(a="X", b="Y", c="Y"), mint)
    assert set(given.child_of.values()) == {"Y"}
    assert given.trail == (("X", "Y"),)


def test_a_tie_goes_to_the_smaller_id() -> None:
    given = assign_children([{A, B}], old(a="Y", b="X"), mint)
    assert set(given.child_of.values()) == {"X"}
    assert given.trail == (("Y", "X"),)


def test_when_one_child_proves_two_the_id_stays_with_most_of_its_records() -> None:
    given = assign_children([{A}, {B, C}], old(a="X", b="X", c="X"), mint)
    assert given.child_of == old(a="new-a", b="X", c="X")
    assert given.trail == ()


def test_an_id_that_lost_its_place_lives_on_in_its_other_records() -> None:
    given = assign_children([{A, B, C}, {D}], old(a="X", b="X", c="Y", d="Y"), mint)
    assert given.child_of == old(a="X", b="X", c="X", d="Y")
    assert given.trail == ()


def test_an_id_that_anybody_has_or_had_is_never_given_again() -> None:
    split = assign_children([{A}, {B, C}], old(a="new-a", b="new-a", c="new-a"), mint)
    assert split.child_of[B] == "new-a"
    assert split.child_of[A] not in ("new-a", "new-b")
    after = assign_children([{A}], {}, mint, retired={ChildId("new-a")})
    assert after.child_of[A] not in ("new-a", "")


def test_order_makes_no_difference() -> None:
    clusters = [{A}, {B, C}, {D}]
    previous = old(a="X", b="Y", c="X", d="Y")
    answers = [
        assign_children(order, dict(reversed(previous.items())), mint)
        for order in permutations(clusters)
    ]
    assert all(answer == assign_children(clusters, previous, mint) for answer in answers)


def test_a_record_in_two_clusters_is_refused() -> None:
    with pytest.raises(ValueError, match="two of them"):
        assign_children([{A}, {A, B}], {}, mint)
    with pytest.raises(ValueError, match="empty"):
        assign_children([set()], {}, mint)
