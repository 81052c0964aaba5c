"""Plans and abduction notices on the lists of open work (M5, M11)."""

from __future__ import annotations

from datetime import timedelta

from duties.intervals import load_intervals
from records.calendar import end_of_day, local_day
from records.events import EventKind
from records.history import History, known_at
from serving.worklist.deriving import work_of
from serving.worklist.items import Item, ItemKind
from tests.lib.histories import a_history, an_entry
from tests.lib.random_histories import NOW

_TODAY = local_day(NOW)


def _plan(version: int, state: str, **details: object) -> object:
    filled = {"owner": "PC Example", "owner_team": "City North", "read_first": ("Ring.",)}
    at = NOW - timedelta(days=20 - version)
    return an_entry(
        EventKind.PLAN_VERSION, at, "CSE-1", version=version, state=state, **{**filled, **details}
    )


def _notice(days: int) -> object:
    return an_entry(
        EventKind.NOTICE_SERVED, NOW - timedelta(days=9), "N-1",
        in_force_until=_TODAY + timedelta(days=days), adult_ref="A-1",
    )  # fmt: skip


def _items(history: History, kind: ItemKind) -> list[Item]:
    found = work_of(known_at(history, NOW), load_intervals(), None).items
    return [item for item in found if item.kind is kind]


def test_a_live_plan_stands_by_the_end_of_its_review_day_under_its_owner() -> None:
    due = _TODAY + timedelta(days=3)
    (item,) = _items(a_history(_plan(1, "draft"), _plan(2, "live", review_due=due)), ItemKind.PLAN)
    assert (item.stage, item.owner, item.at) == ("live", "PC Example", end_of_day(due))


def test_a_plan_without_a_day_stands_by_the_timetables_and_an_ended_one_not_at_all() -> None:
    (item,) = _items(a_history(_plan(1, "draft")), ItemKind.PLAN)
    assert item.at == end_of_day(local_day(NOW - timedelta(days=19)) + timedelta(days=42))
    assert _items(a_history(_plan(1, "live"), _plan(2, "ended")), ItemKind.PLAN) == []


def test_a_notice_stands_until_the_end_of_its_last_day_and_its_plans_owner_sees_to_it() -> None:
    history = a_history(_plan(1, "live", review_due=_TODAY), _notice(0))
    (item,) = _items(history, ItemKind.NOTICE)
    assert (item.at, item.until, item.owner) == (end_of_day(_TODAY),) * 2 + ("PC Example",)
    assert _items(a_history(_notice(-1)), ItemKind.NOTICE) == []
