"""What time and change bring is told by itself, once, and digests go by shifts (M5, M6, M11)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select

from duties.intervals import load_intervals
from linkage.subjects import Subject
from linkage.weights import load_weights
from records.calendar import instant_to_text
from serving.service.link_records import link_store
from serving.store.opening import Connection
from serving.tables.messages import deliveries, messages, told_notices
from serving.tables.work import work_items
from serving.telling.look_around import look_around, tell_of_links
from serving.telling.tell import Told, tell
from serving.work_store.messages import carried_by, page_of_deliveries
from serving.worklist.items import ItemKind
from tests.lib.acting import HOST
from tests.lib.door import Door
from tests.lib.telling import telling_door

#: A Saturday, 10:00 in London: in the shift that began at 07:00.
NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder: Path = tmp_path_factory.mktemp("around")
    with telling_door(folder, NOW) as made:
        yield made


@pytest.fixture
def door(opened: Door) -> Door:
    """The door, nobody told of anything, nothing open."""
    with opened.store.writing() as connection:
        for table in (told_notices, messages, deliveries, work_items):
            connection.execute(delete(table))
    return opened


def _stands(
    door: Door, kind: ItemKind, at: datetime, reference: str = "R-1", about: str = "", **more: str
) -> None:
    row = {
        "child_id": "C1", "kind": kind.value, "reference": reference, "about": about,
        "owner": "", "at": instant_to_text(at), "source": "S1", "entry": "1",
        "team": "City North", "local_authority": None, "stage": "open",
        "since": instant_to_text(at - _DAY), "until": None, **more,
    }  # fmt: skip
    with door.store.writing() as connection:
        connection.execute(insert(work_items).values(**row))


def _look(door: Door, at: datetime, log_trouble: str | None = None) -> dict[str, int]:
    policy = door.service.policy
    return dict(look_around(door.service, at, policy, log_trouble=log_trouble))


def test_nothing_new_tells_nobody(door: Door) -> None:
    assert _look(door, NOW) == {}


def test_a_duty_is_told_of_once_it_is_overdue_and_then_no_more(door: Door) -> None:
    _stands(door, ItemKind.DUTY, NOW, about="return_interview")
    assert _look(door, NOW) == {}
    assert _look(door, NOW + _HOUR) == {"duty_overdue": 2}
    assert _look(door, NOW + 2 * _HOUR) == {}


def test_what_ended_by_itself_is_not_told_of(door: Door) -> None:
    until = instant_to_text(NOW)
    _stands(door, ItemKind.DUTY, NOW - _HOUR, about="return_interview", until=until)
    assert _look(door, NOW + _HOUR) == {}


def test_a_child_missing_over_a_day_without_review_is_pushed_and_again_when_worse(
    door: Door,
) -> None:
    _stands(door, ItemKind.UNREVIEWED, NOW)
    assert _look(door, NOW) == {}
    assert _look(door, NOW + _HOUR) == {"missing_without_review": 1}
    assert _look(door, NOW + _DAY) == {}
    assert _look(door, NOW + 2 * _DAY + _HOUR) == {"missing_without_review": 1}
    assert _look(door, NOW + 3 * _DAY) == {}


def test_a_plan_near_its_review_is_told_of_three_times_in_all(door: Door) -> None:
    _stands(door, ItemKind.PLAN, NOW + 30 * _DAY, "CSE-1")
    told: Counter[str] = Counter()
    days = []
    for day in range(31):
        found = _look(door, NOW + day * _DAY)
        told += Counter(found)
        days += [30 - day] * found.get("plan_or_notice_lapsing", 0)
    assert days == [27, 6, 0]
    assert told["plan_or_notice_lapsing"] == 3


def test_a_referral_may_stand_unowned_for_the_interval_and_the_queue_is_told_of_weekly(
    door: Door,
) -> None:
    may = timedelta(hours=load_intervals().referral_allocation.within_hours)
    _stands(door, ItemKind.REFERRAL_UNOWNED, NOW, "REF-1")
    assert _look(door, NOW + may - _HOUR) == {}
    told = {"referral_without_owner": 1, "queue_over_age": 1}
    assert _look(door, NOW + may + _HOUR) == told
    assert _look(door, NOW + may + 2 * _HOUR) == {}
    again = _look(door, NOW + may + _HOUR + 7 * _DAY)
    assert {kind: again[kind] for kind in told} == told


def test_linking_tells_in_its_own_transaction_and_all_that_joins_a_child_at_once_is_one(
    door: Door,
) -> None:
    for reference, about in (("A-1", "adult"), ("0f3c", "place")):
        _stands(door, ItemKind.CONNECTED, NOW - _HOUR, reference, about)
    weights = {subject: load_weights(subject) for subject in Subject}

    def link(tell_now: Callable[[Connection, int, datetime], None]) -> None:
        link_store(door.store, weights, NOW, HOST, tell=tell_now)

    def undone(connection: Connection, since: int, now: datetime) -> None:
        tell_of_links(door.service)(connection, since, now)
        raise RuntimeError("undone")

    with pytest.raises(RuntimeError):
        link(undone)
    assert _told_kinds(door) == []
    with door.store.writing() as connection:
        tell_of_links(door.service)(connection, 0, NOW)
    assert _told_kinds(door) == ["new_link_to_child"]
    assert _look(door, NOW + _HOUR) == {}
    _stands(door, ItemKind.CONNECTED, NOW, "A-2", "adult")
    assert _look(door, NOW + _HOUR) == {"new_link_to_child": 1}


def test_a_child_reported_missing_elsewhere_is_told_of_if_a_plan_stands(door: Door) -> None:
    _stands(door, ItemKind.MISSING, NOW - _HOUR, "MR-1")
    assert _look(door, NOW) == {}
    _stands(door, ItemKind.PLAN, NOW + 60 * _DAY, "CSE-1")
    assert _look(door, NOW) == {"missing_report_with_plan": 2}
    assert "missing_report_with_plan" not in _look(door, NOW + _HOUR)


def _told_kinds(door: Door) -> list[str]:
    with door.store.reading() as connection:
        return list(connection.execute(select(told_notices.c.kind)).scalars())


def test_a_log_that_is_not_sealed_is_told_of_once_a_day(door: Door) -> None:
    assert _look(door, NOW, "the disk is full") == {"log_not_sealed": 1}
    assert _look(door, NOW + _HOUR, "the disk is full") == {}
    assert _look(door, NOW + _DAY, "the disk is full") == {"log_not_sealed": 1}


def test_a_digest_gathers_what_waited_when_the_shift_began_and_none_goes_at_night(
    door: Door,
) -> None:
    evening = NOW + timedelta(hours=10)  # 20:00, in the shift that began at 15:00.
    with door.store.writing() as connection:
        for number in range(3):
            told = Told("newly_high", f"C{number}", f"R-{number}", evening, "City North")
            tell(connection, door.service, told)
    assert "digest" not in _look(door, evening + _HOUR)
    assert "digest" not in _look(door, evening + 4 * _HOUR), "midnight is quiet"
    assert "digest" not in _look(door, evening + timedelta(hours=10, minutes=59))
    morning = evening + 11 * _HOUR
    assert _look(door, morning)["digest"] == 1
    assert "digest" not in _look(door, morning + _HOUR)
    with door.store.reading() as connection:
        [digest] = page_of_deliveries(connection, 10)
        carried = carried_by(connection, digest.message.id)
    assert digest.message.is_digest
    assert carried.kinds == {"newly_high": 3}


def test_a_round_that_ends_halfway_is_finished_by_the_next(door: Door) -> None:
    """More matters than one transaction takes: each piece stands by itself."""
    for number in range(60):
        _stands(door, ItemKind.DUTY, NOW - _HOUR, f"R-{number}", "return_interview")
    assert _look(door, NOW) == {"duty_overdue": 120}
    assert _look(door, NOW) == {}
