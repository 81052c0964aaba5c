"""Limits and notices are kept alike on both engines, and a look reads them in its one statement."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from records.persons import ChildId, RecordId
from serving.access.restrictions import NO_RESTRICTIONS
from serving.store.errors import StoreError, StoreUnavailableError
from serving.store.histories import Summary, save_histories
from serving.store.looks import LookReader, open_look_reader
from serving.store.notices import NoticeRow, acknowledge, add_notices, find_notice, read_notices
from serving.store.opening import Store
from serving.store.restrictions import (
    Followed,
    RestrictionRow,
    end_restrictions,
    follow_records,
    read_restrictions,
    restrict,
    standing_restrictions,
)
from serving.tables.taken_in import store_state
from tests.lib.linking import link_all

AT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
ONE, TWO, THREE = "C-0000000001", "C-0000000002", "C-0000000003"


def a_limit(number: int, child: str = ONE, team: str = "City North") -> RestrictionRow:
    return RestrictionRow(
        f"entry-{number}", child, team, AT + timedelta(hours=number), "insp", "safeguarding", "why"
    )


def teams(store: Store, child: str | None = None) -> list[tuple[str, str]]:
    with store.reading() as connection:
        return [(row.child, row.team) for row in standing_restrictions(connection, child)]


def test_a_limit_takes_the_place_of_those_that_stood_and_a_lift_ends_all(store: Store) -> None:
    with store.writing() as connection:
        restrict(connection, a_limit(1))
        restrict(connection, a_limit(2, TWO))
        restrict(connection, a_limit(3, team="City South"))
    assert teams(store) == [(TWO, "City North"), (ONE, "City South")]
    with store.reading() as connection:
        state = read_restrictions(connection)
        assert standing_restrictions(connection, ONE) == (a_limit(3, team="City South"),)
        assert read_restrictions(connection, state.digest) == state
        with pytest.raises(KeyError):
            read_restrictions(connection, "sha256:00")
    assert state.keepers_of(ONE) == {"City South"}
    with store.writing() as connection:
        assert end_restrictions(connection, ONE, AT + timedelta(hours=4), "insp") == 1
        assert end_restrictions(connection, ONE, AT + timedelta(hours=4), "insp") == 0
        assert end_restrictions(connection, TWO, AT + timedelta(hours=4), "insp") == 1
    with store.reading() as connection:
        assert read_restrictions(connection) == NO_RESTRICTIONS
        assert read_restrictions(connection, state.digest) == state, "past states are kept"


def test_one_team_holds_one_record_once(store: Store) -> None:
    with store.writing() as connection:
        restrict(connection, a_limit(1))
    with pytest.raises(StoreError), store.writing() as connection:
        restrict(connection, a_limit(1, TWO))  # the same id again
    assert teams(store) == [(ONE, "City North")]


def test_limits_follow_records_to_every_child_that_got_one_and_leave_ids_without_any(
    store: Store,
) -> None:
    later = AT + timedelta(days=1)
    with store.writing() as connection:
        restrict(connection, a_limit(1))
        restrict(connection, a_limit(2, TWO, "City South"))
        moved = [(ONE, TWO), (ONE, THREE), (TWO, THREE)]
        followed = follow_records(connection, moved, [ONE], later)
    assert followed.teams == {"City North", "City South"}
    assert {(row.child, row.team, row.followed) for row in followed.begun} == {
        (TWO, "City North", "entry-1"),
        (THREE, "City North", "entry-1"),
        (THREE, "City South", "entry-2"),
    }
    assert sorted(teams(store)) == [
        (TWO, "City North"), (TWO, "City South"), (THREE, "City North"), (THREE, "City South"),
    ]  # fmt: skip
    with store.writing() as connection:
        end_restrictions(connection, THREE, later, "insp")
        again = follow_records(connection, [(TWO, THREE)], [], later + timedelta(hours=1))
    assert len(again.begun) == 2, "it follows again after it was lifted"


def test_where_nothing_is_limited_links_cost_one_question(store: Store) -> None:
    with store.writing() as connection:
        assert follow_records(connection, [(ONE, TWO)], [ONE], AT) == Followed()


def test_the_keepers_of_a_child_that_only_got_records_are_told(store: Store) -> None:
    with store.writing() as connection:
        restrict(connection, a_limit(1))
        followed = follow_records(connection, [(TWO, ONE)], [TWO], AT + timedelta(days=1))
    assert followed == Followed((), frozenset({"City North"}))
    assert teams(store) == [(ONE, "City North")]


def test_a_look_reads_the_limits_of_the_very_state_it_reads(store: Store) -> None:
    child = ChildId(ONE)
    link_all(store, {RecordId.parse("S1:P-1"): child}, AT)
    with store.writing() as connection:
        save_histories(connection, [(child, b"{}", Summary(None, None, False))])

    async def story() -> None:
        reader = open_look_reader(store)
        try:
            assert await _limits(reader) == NO_RESTRICTIONS
            with store.writing() as connection:
                restrict(connection, a_limit(1))
            assert (await _limits(reader)).keepers_of(ONE) == {"City North"}
            with store.writing() as connection:
                restrict(connection, a_limit(2, team="City South"))
            assert (await _limits(reader)).keepers_of(ONE) == {"City South"}
            with store.writing() as connection:
                connection.execute(update(store_state).values(restrictions="sha256:00"))
            with pytest.raises(StoreUnavailableError):
                await reader.read_look(ONE)
        finally:
            await reader.close()

    asyncio.run(story())


async def _limits(reader: LookReader) -> Any:
    row = await reader.read_look(ONE)
    assert row is not None
    return row.restrictions


def test_notices_reach_the_team_its_supervisors_and_whoever_stands_above_all_teams(
    store: Store,
) -> None:
    def told(number: int, team: str | None, audience: str) -> NoticeRow:
        at = AT + timedelta(hours=number)
        return NoticeRow(f"n-{number}", at, "opened_in_emergency", team, audience, "entry-1", "pc")

    rows = [
        told(1, "City North", "team"),
        told(2, "City North", "supervisors"),
        told(3, "City South", "team"),
        told(4, None, "supervisors"),
    ]

    def ids(team: str | None, *, is_supervisor: bool) -> list[str]:
        with store.reading() as connection:
            found = read_notices(connection, team, is_supervisor=is_supervisor)
        return [row.id for row in found]

    with store.writing() as connection:
        add_notices(connection, rows)
    assert ids("City North", is_supervisor=False) == ["n-1"]
    assert ids("City North", is_supervisor=True) == ["n-4", "n-2", "n-1"]
    assert ids(None, is_supervisor=True) == ["n-4", "n-3", "n-2", "n-1"]
    assert ids(None, is_supervisor=False) == []
    with store.writing() as connection:
        assert find_notice(connection, "n-3", "City North", is_supervisor=True) is None
        assert acknowledge(connection, "n-4", AT, "first")
        assert not acknowledge(connection, "n-4", AT + timedelta(hours=9), "second")
        seen = find_notice(connection, "n-4", None, is_supervisor=True)
    assert seen is not None
    assert (seen.acknowledged_at, seen.acknowledged_by) == (AT, "first")
    assert ids(None, is_supervisor=True)[-1] == "n-4", "what is open stands first"
