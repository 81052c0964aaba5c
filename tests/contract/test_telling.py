"""People are told once, together, within a budget, and nothing is lost (M5, M11)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from serving.store.erasing import erase_records
from serving.store.erasure_traces import About
from serving.store.opening import Connection
from serving.telling.hand_overs import hand_on_unacknowledged, hand_overs
from serving.telling.tell import Told, tell
from serving.work_store.told import ToldRow
from serving.work_store.told_lists import Readers, acknowledge_told, read_open
from tests.lib.door import Door
from tests.lib.telling import telling_door

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)
_SUPERVISORS = Readers(("supervisors",), None)
_INSPECTORS = Readers(("inspectors",), None)


@pytest.fixture
def door(tmp_path: Path, store_url: str) -> Iterator[Door]:
    with telling_door(tmp_path, NOW, store_url) as opened:
        yield opened


def _missing(cause: str = "MR-2026-A", child: str = "C1", at: datetime = NOW) -> Told:
    return Told("missing_report_with_plan", child, cause, at, "City North", cause, sender="officer")


def _tell(door: Door, *matters: Told) -> list[str]:
    with door.store.writing() as connection:
        return [one for told in matters for one in tell(connection, door.service, told)]


def _open(door: Door, readers: Readers = _SUPERVISORS) -> tuple[ToldRow, ...]:
    with door.store.reading() as connection:
        return read_open(connection, readers, 100)


def test_what_is_undone_tells_nobody(door: Door) -> None:
    def undone() -> None:
        with door.store.writing() as connection:
            tell(connection, door.service, _missing())
            raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        undone()
    assert _open(door) == ()


def test_the_same_cause_is_told_once(door: Door) -> None:
    assert len(_tell(door, _missing())) == 2
    assert _tell(door, _missing(at=NOW + timedelta(days=30))) == []
    assert len(_tell(door, _missing("MR-2026-B"))) == 2


def test_a_cause_is_told_again_when_it_got_worse_or_after_seven_days(door: Door) -> None:
    def without_review(after: timedelta, degree: int) -> Told:
        return Told(
            "missing_without_review", "C1", "MR-1", NOW + after, "City North", degree=degree
        )

    assert len(_tell(door, without_review(timedelta(), 1))) == 1
    assert _tell(door, without_review(timedelta(days=1), 1)) == []
    assert len(_tell(door, without_review(timedelta(days=2), 2))) == 1
    assert _tell(door, without_review(timedelta(days=8), 2)) == []
    assert len(_tell(door, without_review(timedelta(days=9), 2))) == 1


def test_two_matters_of_one_child_are_one_message(door: Door) -> None:
    high = Told("newly_high_while_missing", "C1", "MR-2026-A", NOW, "City North")
    _tell(door, _missing(), high)
    supervisors = _open(door)
    assert len(supervisors) == 2
    assert len({row.message for row in supervisors}) == 1
    other = Told("newly_high_while_missing", "C2", "MR-2026-C", NOW, "City North")
    _tell(door, other)
    assert len({row.message for row in _open(door)}) == 2


def test_what_a_budget_holds_back_stands_in_the_list_and_waits_for_the_digest(door: Door) -> None:
    matters = [
        Told("newly_high_while_missing", f"C{n}", f"MR-{n}", NOW, "City North") for n in range(5)
    ]
    _tell(door, *matters)
    rows = _open(door)
    assert len(rows) == 5
    assert sorted(row.way for row in rows) == ["digest"] * 2 + ["push"] * 3
    assert [row.held_back for row in rows if row.way == "digest"] == [True, True]
    # Another team's budget is its own, and so is the next shift's.
    elsewhere = Told("newly_high_while_missing", "C9", "MR-9", NOW, "County South")
    later = Told("newly_high_while_missing", "C8", "MR-8", NOW + timedelta(hours=9), "City North")
    _tell(door, elsewhere, later)
    assert [row.way for row in _open(door) if row.cause in ("MR-8", "MR-9")] == ["push"] * 2


def test_what_nobody_acknowledges_in_ten_minutes_goes_to_the_inspector_once(door: Door) -> None:
    _tell(door, _missing())

    def hand_on(at: datetime) -> int:
        with door.store.writing() as connection:
            return len(hand_on_unacknowledged(connection, door.service, at))

    assert hand_on(NOW + timedelta(minutes=9)) == 0
    assert hand_on(NOW + timedelta(minutes=10)) == 1
    assert hand_on(NOW + timedelta(minutes=11)) == 0
    [handed] = _open(door, _INSPECTORS)
    assert handed.kind == "missing_report_with_plan"
    assert handed.way == "push"
    assert handed.message is not None


def test_the_sender_sees_who_acknowledged_and_then_nobody_else_is_told(door: Door) -> None:
    _tell(door, _missing())
    [notice] = _open(door)
    seen = NOW + timedelta(minutes=4)
    with door.store.writing() as connection:
        assert acknowledge_told(connection, notice.id, seen, "supervisor")
        assert not acknowledge_told(connection, notice.id, seen, "somebody-else")
        assert hand_on_unacknowledged(connection, door.service, NOW + timedelta(hours=1)) == ()
        shown = _of_supervisors(connection)
    assert shown == [("supervisor", seen)]


def _of_supervisors(connection: Connection) -> list[tuple[str | None, datetime | None]]:
    return [
        (each.acknowledged_by, each.acknowledged_at)
        for each in hand_overs(connection, "MR-2026-A")
        if each.told == "the supervisor on duty"
    ]


def test_an_erasure_leaves_that_somebody_was_told_and_not_of_whom(door: Door) -> None:
    _tell(door, _missing())
    about = About(frozenset({"C1"}), frozenset(), frozenset())
    with door.store.writing() as connection:
        assert erase_records(connection, about, (), b"secret")["notices"] == 2
        assert hand_overs(connection, "MR-2026-A") == ()
    [notice] = _open(door)
    assert (notice.child, notice.cause, notice.person, notice.reference) == (None, "", None, None)
    assert notice.kind == "missing_report_with_plan"
