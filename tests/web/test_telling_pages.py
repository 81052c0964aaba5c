"""Notices and messages by API and pages: what must be acknowledged first, page by page (M5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from serving.service.demo_accounts import make_demo_accounts
from serving.telling.kinds import KINDS
from serving.telling.tell import Told, tell
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.telling import Kept, dead_message, deliver_to, leave_notice, telling_door

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
_NOTICES, _MESSAGES = "/api/v1/notices", "/api/v1/messages"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    opened = telling_door(tmp_path_factory.mktemp("told"), NOW)
    make_demo_accounts(opened.store)
    with opened:
        for number in range(5):
            at = NOW - timedelta(hours=number)
            _tell(opened, Told("newly_high", f"C{number}", f"R{number}", at, "City North"))
        _tell(opened, Told("newly_high", "C9", "R9", NOW, "County South"))
        missing = "missing_report_with_plan"
        _tell(opened, Told(missing, "C7", "MR-7", NOW - timedelta(days=1), "City North", "MR-7"))
        yield opened


def _tell(door: Door, told: Told) -> None:
    with door.store.writing() as connection:
        tell(connection, door.service, told)


def _get(door: Door, path: str, account: str, **query: str) -> Any:
    response = door.request("GET", path, params=query, headers=door.headers(account))
    assert response.status_code == 200, response.text[:300]
    return response.json()


def _pages(door: Door, account: str, limit: str) -> list[dict[str, Any]]:
    found, after = [], {}
    while True:
        page = _get(door, _NOTICES, account, limit=limit, **after)
        found += page["notices"]
        if page["next_page"] is None:
            return found
        after = {"after": page["next_page"]}


def test_what_must_be_acknowledged_stands_on_top_and_pages_lose_nothing(door: Door) -> None:
    whole = _pages(door, "supervisor", "100")
    assert whole[0]["kind"] == "missing_report_with_plan"
    assert whole[0]["acknowledge_by"] is not None
    moments = [one["at"] for one in whole[1:] if one["acknowledged_at"] is None]
    assert moments == sorted(moments, reverse=True)
    assert [one["id"] for one in _pages(door, "supervisor", "2")] == [one["id"] for one in whole]


def test_a_team_reads_its_own_notices_alone(door: Door) -> None:
    teams = {one["to_team"] for one in _pages(door, "neighbourhood", "100")}
    assert teams == {"City North"}
    audiences = {one["audience"] for one in _pages(door, "neighbourhood", "100")}
    assert audiences == {"team"}


#: Account -> the kinds of which its role alone is told.
_LEFT_TO = {
    "hub": {"referral_without_owner"},
    "reviewer": {"doubtful_link_with_plan"},
    "administrator": {"queue_over_age", "stale_extract", "log_not_sealed"},
}


def test_each_role_sees_exactly_what_was_left_to_it_and_acknowledges_its_own(door: Door) -> None:
    callers = Callers(door)
    kinds = sorted(kind for kinds in _LEFT_TO.values() for kind in kinds)
    ids = {kind: leave_notice(door, kind, "C5")[0] for kind in kinds}
    for account, left in _LEFT_TO.items():
        listed = _pages(door, account, "100")
        assert {one["kind"] for one in listed} == left, account
        told = {audience for kind in left for audience in KINDS[kind].ways}
        assert {one["audience"] for one in listed} == told
        sees_children = account == "hub"
        assert {one["child"] for one in listed} == ({"C5"} if sees_children else {None}), account
        page = callers.ask(account, "GET", "/notices")
        assert page.text.count('<form action="/notices"') == len(left)
        for kind, notice in ids.items():
            path = f"{_NOTICES}/{notice}/acknowledgement"
            response = door.request("POST", path, headers=door.headers(account))
            assert response.status_code == (200 if kind in left else 404), (account, kind)
    told = {one["kind"] for one in _pages(door, "supervisor", "100")}
    assert not told & set(kinds), "nobody above the teams is told in their place"


def test_an_acknowledgement_says_who_and_when_and_stays(door: Door) -> None:
    [notice] = [one for one in _pages(door, "supervisor", "100") if one["child"] == "C4"]
    path = f"{_NOTICES}/{notice['id']}/acknowledgement"
    for _ in range(2):
        response = door.request("POST", path, headers=door.headers("supervisor"))
        assert response.status_code == 200, response.text[:300]
        assert response.json()["acknowledged_by"] == "supervisor"
    refused = door.request("POST", path, headers=door.headers("neighbourhood"))
    assert refused.status_code == 404, "it was told to supervisors"
    assert _pages(door, "supervisor", "100")[-1]["id"] == notice["id"]


def test_a_dead_letter_is_shown_with_its_tries_and_sent_again_by_hand(door: Door) -> None:
    dead = dead_message(door)
    listed = _get(door, _MESSAGES, "administrator", state="dead")
    [message] = [one for one in listed["messages"] if one["id"] == dead]
    assert message["fault"] == "the receiver can't be reached"
    assert len(message["attempts"]) == 12
    path = f"{_MESSAGES}/{dead}/again"
    response = door.request("POST", path, headers=door.headers("administrator"))
    assert response.json()["state"] == "waiting"
    again = door.request("POST", path, headers=door.headers("administrator"))
    assert again.status_code == 409
    out = Kept()
    deliver_to(door, out)
    assert dead.removesuffix(".webhook") in {one.id for one in out.messages}


def test_whoever_runs_the_service_sees_figures_and_no_child(door: Door) -> None:
    figures = _get(door, f"{_MESSAGES}/figures", "administrator")
    by_kind = {(one["kind"], one["audience"]): one for one in figures["kinds"]}
    assert by_kind["newly_high", "supervisors"]["told"] == 6
    assert by_kind["newly_high", "supervisors"]["in_time_percent"] is None, "too few to say"
    listed = door.request("GET", _MESSAGES, headers=door.headers("administrator")).text
    assert "C7" not in listed
    assert "MR-7" not in listed
    refused = door.request("GET", _MESSAGES, headers=door.headers("supervisor"))
    assert refused.status_code == 403
