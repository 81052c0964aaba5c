"""Who is who changes; what it was before stays readable, and people's word is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from records.persons import ChildId, RecordId
from serving.store.children import (
    DecisionRow,
    PossibleRow,
    add_decision,
    current_links,
    read_decisions,
    read_possible,
    read_trail,
    save_links,
    save_possible,
)
from serving.store.errors import StoreError
from serving.store.opening import Store
from tests.lib.entries import DAY, S1, S2

A, B, C = RecordId(S1, "P-1"), RecordId(S2, "N-1"), RecordId(S1, "P-2")
ONE, TWO = ChildId("C-0000000001"), ChildId("C-0000000002")


def link(store: Store, child_of: dict[RecordId, ChildId], hour: int = 0, **more: ChildId) -> int:
    with store.writing() as connection:
        trail = [(ChildId(old), new) for old, new in more.items()]
        return save_links(connection, child_of, trail, DAY + timedelta(hours=hour))


def links(store: Store) -> dict[RecordId, ChildId]:
    with store.reading() as connection:
        return current_links(connection)


def test_links_are_what_was_saved_last(store: Store) -> None:
    assert links(store) == {}
    assert link(store, {A: ONE, B: ONE, C: TWO}) == 3
    assert links(store) == {A: ONE, C: TWO, B: ONE}
    assert link(store, {A: ONE, B: TWO, C: TWO}, hour=1) == 1
    assert links(store) == {A: ONE, B: TWO, C: TWO}
    assert list(links(store)) == sorted(links(store), key=str)


def test_saving_the_same_links_again_changes_nothing(store: Store) -> None:
    link(store, {A: ONE, B: ONE})
    assert link(store, {A: ONE, B: ONE}, hour=1) == 0
    with store.reading() as connection:
        assert connection.execute(text("SELECT count(*) FROM links")).scalar_one() == 2


def test_a_link_that_ends_is_not_lost(store: Store) -> None:
    link(store, {A: ONE, B: ONE})
    assert link(store, {A: ONE}, hour=1) == 1
    assert link(store, {A: ONE, B: TWO}, hour=2) == 1
    with store.reading() as connection:
        rows = connection.execute(
            text("SELECT child_id, since, until FROM links WHERE record_id = 'S2:N-1'")
        ).all()
    assert sorted(tuple(row) for row in rows) == [
        (ONE, "2026-11-01T12:00:00.000000Z", "2026-11-01T13:00:00.000000Z"),
        (TWO, "2026-11-01T14:00:00.000000Z", None),
    ]


@pytest.mark.parametrize("hour", [0, -1])
def test_a_link_does_not_end_before_it_began(store: Store, hour: int) -> None:
    link(store, {A: ONE})
    with pytest.raises(ValueError, match="clock"):
        link(store, {A: TWO}, hour=hour)
    assert links(store) == {A: ONE}


def test_a_record_is_never_two_children_at_once(store: Store) -> None:
    link(store, {A: ONE, C: TWO})
    with pytest.raises(StoreError), store.writing() as connection:
        connection.execute(
            text("INSERT INTO links VALUES ('S1:P-1', '2026-11-02T00:00:00.000000Z', :two, NULL)"),
            {"two": TWO},
        )


def test_a_child_that_went_into_another_leaves_a_trail(store: Store) -> None:
    link(store, {A: ONE, B: TWO})
    link(store, {A: ONE, B: ONE}, hour=1, **{TWO: ONE})
    with store.reading() as connection:
        assert read_trail(connection) == {TWO: ONE}


def test_possible_matches_are_kept_with_their_evidence_heaviest_first(store: Store) -> None:
    light = PossibleRow(A, B, 120, ("same postcode",), ("surname differs by one letter",))
    heavy = PossibleRow(A, C, 900, (), ("“odd” – wörds",))
    with store.writing() as connection:
        assert save_possible(connection, [light, heavy], DAY) == 2
        assert save_possible(connection, [heavy, light], DAY + timedelta(hours=1)) == 0
    with store.reading() as connection:
        assert read_possible(connection) == (heavy, light)


def test_a_possible_match_that_is_none_any_more_is_ended_not_lost(store: Store) -> None:
    before, after = PossibleRow(A, B, 120), PossibleRow(A, B, 130)
    with store.writing() as connection:
        save_possible(connection, [before, PossibleRow(A, C, 900)], DAY)
        assert save_possible(connection, [after], DAY + timedelta(hours=1)) == 2
    with store.reading() as connection:
        assert read_possible(connection) == (after,)
        rows = connection.execute(text("SELECT weight, until FROM possible_matches")).all()
    assert sorted((row.weight, row.until is None) for row in rows) == [
        (120, False),
        (130, True),
        (900, False),
    ]


def test_a_possible_match_names_its_records_in_order() -> None:
    with pytest.raises(ValueError, match="in order"):
        PossibleRow(B, A, 1)
    with pytest.raises(ValueError, match="in order"):
        PossibleRow(A, A, 1)


def test_peoples_decisions_are_kept_in_the_order_in_which_they_were_made(store: Store) -> None:
    first = DecisionRow("different", A, C, DAY, "coordinator-2", "twins; both seen today")
    second = DecisionRow("same", A, B, DAY, "coordinator-3", "confirmed by the plan's owner")
    with store.writing() as connection:
        add_decision(connection, first)
        add_decision(connection, second)
    with store.reading() as connection:
        assert read_decisions(connection) == (first, second)
    with pytest.raises(StoreError), store.writing() as connection:
        add_decision(connection, DecisionRow("perhaps", A, B, DAY, "x", "y"))
