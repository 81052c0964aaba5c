"""Who is who changes; what it was before stays readable, and people's word is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from linkage.results import RefusalReason
from records.persons import ChildId, RecordId
from serving.store.decisions import DecisionRow, add_decisions, read_decisions
from serving.store.doubtful import DoubtfulLink, doubtful_among, read_doubtful, save_doubtful
from serving.store.errors import StoreError, StoreUnavailableError
from serving.store.links import read_splits, read_trail
from serving.store.opening import Store
from tests.lib.entries import DAY, S1, S2
from tests.lib.linking import CHILD, link_all, links

A, B, C = RecordId(S1, "P-1"), RecordId(S2, "N-1"), RecordId(S1, "P-2")
ONE, TWO, THREE = (ChildId(f"C-000000000{number}") for number in (1, 2, 3))


def link(store: Store, child_of: dict[RecordId, ChildId], hour: int = 0, **more: ChildId) -> int:
    trail = [(ChildId(old), new) for old, new in more.items()]
    return len(link_all(store, child_of, DAY + timedelta(hours=hour), trail).links)


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
    with pytest.raises(StoreUnavailableError, match="clock"):
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
        assert read_trail(connection, CHILD) == {TWO: ONE}


def test_a_trail_follows_its_own_records_when_they_leave_again(store: Store) -> None:
    link(store, {A: ONE, C: ONE, B: TWO})
    link(store, {A: ONE, C: ONE, B: ONE}, hour=1, **{TWO: ONE})
    link(store, {A: ONE, C: THREE, B: ONE}, hour=2)
    with store.reading() as connection:
        assert read_trail(connection, CHILD) == {TWO: ONE}
    parted = {A: ONE, C: ONE, B: THREE}
    link_all(store, parted, DAY + timedelta(hours=3), splits=[(ONE, THREE)])
    with store.reading() as connection:
        assert read_trail(connection, CHILD) == {TWO: THREE}
        assert read_splits(connection, CHILD) == ((ONE, THREE),)


def test_doubtful_links_are_kept_with_their_evidence_heaviest_first(store: Store) -> None:
    light = DoubtfulLink(A, B, 120, ("same postcode",), ("surname differs by one letter",))
    heavy = DoubtfulLink(
        A, C, 900, (), ("“odd” – wörds",), RefusalReason.SAME_SYSTEM, is_possible=False
    )
    with store.writing() as connection:
        assert len(save_doubtful(connection, CHILD, [light, heavy], [], DAY)) == 2
        stored = read_doubtful(connection, CHILD)
        later = DAY + timedelta(hours=1)
        assert save_doubtful(connection, CHILD, [heavy, light], stored, later) == ()
    with store.reading() as connection:
        found = read_doubtful(connection, CHILD)
        assert doubtful_among(connection, CHILD, [str(C)]) == found[:1]
    assert found == (replace(heavy, since=DAY), replace(light, since=DAY))


def test_a_doubtful_link_that_is_none_any_more_is_ended_not_lost(store: Store) -> None:
    before, after = DoubtfulLink(A, B, 120), DoubtfulLink(A, B, 130)
    other, later = DoubtfulLink(A, C, 900), DAY + timedelta(hours=1)
    with store.writing() as connection:
        save_doubtful(connection, CHILD, [before, other], [], DAY)
        assert len(save_doubtful(connection, CHILD, [after], [before, other], later)) == 3
    with store.reading() as connection:
        assert read_doubtful(connection, CHILD) == (replace(after, since=later),)
        rows = connection.execute(text("SELECT weight, until FROM doubtful_links")).all()
    assert sorted((row.weight, row.until is None) for row in rows) == [
        (120, False),
        (130, True),
        (900, False),
    ]


def test_a_doubtful_link_names_its_records_in_order() -> None:
    with pytest.raises(ValueError, match="in order"):
        DoubtfulLink(B, A, 1)
    with pytest.raises(ValueError, match="in order"):
        DoubtfulLink(A, A, 1)


def test_peoples_decisions_are_kept_in_the_order_in_which_they_were_made(store: Store) -> None:
    first = DecisionRow("different", A, C, DAY, "coordinator-2", "twins; both seen today")
    second = DecisionRow("same", A, B, DAY, "coordinator-3", "confirmed by the plan's owner")
    third = DecisionRow("undone", A, B, DAY, "coordinator-3", "it was another child's plan")
    with store.writing() as connection:
        add_decisions(connection, CHILD, [first])
        add_decisions(connection, CHILD, [second, third])
    with store.reading() as connection:
        assert read_decisions(connection, CHILD) == (first, second, third)
    with pytest.raises(StoreError), store.writing() as connection:
        add_decisions(connection, CHILD, [DecisionRow("perhaps", A, B, DAY, "x", "y")])
