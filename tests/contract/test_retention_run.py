"""What the service made itself goes when it was kept long enough, each step entered (N6)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from serving.audit.leaf import ANSWER
from serving.service.run_retention import run_retention
from serving.store.log_parts import read_entry
from serving.store.notices import NoticeRow, add_notices
from serving.store.opening import Store
from serving.store.verifying import verify_log
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.link_review import doubtful_force
from tests.lib.telling import Kept, deliver_to, leave_notice, telling_door

NOW = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


def _run(door: Door, *, dry: bool = False) -> dict[str, tuple[int, int]]:
    found = run_retention(door.store, door.moment, HOST, dry=dry)
    return {one.rule.id: (one.rows, one.blobs) for one in found}


def _count(store: Store, table: str) -> int:
    with store.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names


_TOLD = ("told_notices", "messages", "deliveries", "delivery_attempts", "access_notices")


def test_what_people_were_told_goes_after_two_years_with_what_carried_it(
    store_url: str, tmp_path: Path
) -> None:
    with telling_door(tmp_path, NOW, store_url) as door:
        leave_notice(door, "newly_high_while_missing", "C1")
        with door.store.writing() as connection:
            add_notices(connection, [NoticeRow("n-1", NOW, "limit_changed", "City North", "team")])
        deliver_to(door, Kept(fault="the receiver can't be reached"))
        door.moment = NOW + timedelta(days=729)
        leave_notice(door, "newly_high_while_missing", "C2")
        assert _run(door, dry=True)["notices"] == (0, 0)
        door.moment = NOW + timedelta(days=731)
        before = {table: _count(door.store, table) for table in _TOLD}
        planned = _run(door, dry=True)
        assert _run(door) == planned
        gone = {table: before[table] - _count(door.store, table) for table in _TOLD}
        assert gone == dict.fromkeys(_TOLD, 1)
        assert planned["notices"] == (5, 0)
        assert _count(door.store, "told_notices") == 1, "what was told since stays"
        assert _run(door, dry=True)["notices"] == (0, 0)


def test_questions_go_after_a_year_and_answers_after_six(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, doubtful_force(), store_url) as door:
        child = door.find("Ada Quillfeather")
        shown = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
        first = door.moment
        assert set(_run(door).values()) == {(0, 0)}
        door.moment = first + timedelta(days=366)
        entries = _count(door.store, "log_entries")
        planned = _run(door, dry=True)
        assert _count(door.store, "log_entries") == entries
        assert _run(door) == planned
        assert (planned["questions"], planned["answers"]) == ((1, 0), (0, 0))
        with door.store.reading() as connection:
            kept = read_entry(connection, shown.headers["X-Audit-Entry"])
        assert kept is not None
        assert kept.answer == shown.content
        door.moment = first + timedelta(days=2_200)
        planned = _run(door, dry=True)
        assert planned["answers"][0] > 3
        blobs = _count(door.store, "history_blobs")
        assert _run(door) == planned
        assert _count(door.store, "history_blobs") == blobs - planned["answers"][1]
        with door.store.reading() as connection:
            past = read_entry(connection, shown.headers["X-Audit-Entry"])
        assert past is not None
        assert past.private == {"who": "officer"}
        assert set(past.erased) == {"child", ANSWER} | ({"reason"} & set(past.erased))
        assert door.risk(child)["advice"]
        door._run(door.service.writer.close())
        assert verify_log(door.store).is_sound
        assert set(_run(door, dry=True).values()) == {(0, 0)}
