"""A plan’s owner sees who looked: at their own team’s children alone, and no child is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from serving.store.accounts import find_account, save_account
from tests.lib.callers import Callers
from tests.lib.door import Door


def _told(door: Door, account: str = "neighbourhood") -> dict[str, Any]:
    response = door.request("GET", "/api/v1/teams/looks", headers=door.headers(account))
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_each_look_at_a_child_with_the_teams_live_plan_is_told(door: Door) -> None:
    planned = door.find("Marnie Quillfeather", birth_date="2011-04-09")
    other = door.find("Kit Ashdownley")
    before = len(_told(door)["looks"])
    seen = door.request(
        "GET", f"/api/v1/children/{planned}/risk", headers=door.headers("supervisor")
    )
    door.risk(other)
    told = _told(door)
    assert (told["team"], told["plans"]) == ("City North", 1)
    assert len(told["looks"]) == before + 1
    # Of one moment, in which all of these were made, the order is the ids'.
    [newest] = [one for one in told["looks"] if one["entry"] == seen.headers["x-audit-entry"]]
    assert (newest["officer"], newest["roles"]) == ("Inspector Demo", ["supervisor"])
    assert (newest["child"], newest["reason"]) == (planned, "missing_report")
    assert "Marnie" not in str(told)
    page = Callers(door).ask("neighbourhood", "GET", "/team/looks")
    assert "Inspector Demo" in page.text
    assert "Marnie" not in page.text


def test_the_officers_own_words_stay_in_the_log(door: Door) -> None:
    planned = door.find("Marnie Quillfeather", birth_date="2011-04-09")
    headers = door.headers("officer", "other; Her uncle is under suspicion himself.")
    seen = door.request("GET", f"/api/v1/children/{planned}/risk", headers=headers)
    reasons = {one["entry"]: one["reason"] for one in _told(door)["looks"]}
    assert reasons[seen.headers["x-audit-entry"]] == "other"
    assert "uncle" not in str(_told(door))


def test_another_team_and_nobodys_team_are_told_of_none(door: Door) -> None:
    planned = door.find("Marnie Quillfeather", birth_date="2011-04-09")
    door.risk(planned)
    assert _told(door, "supervisor")["looks"] == []
    with door.store.writing() as connection:
        account = find_account(connection, "supervisor")
        assert account is not None
        save_account(connection, replace(account, team="City South"))
    try:
        told = _told(door, "supervisor")
        assert (told["team"], told["plans"], told["looks"]) == ("City South", 0, [])
    finally:
        with door.store.writing() as connection:
            save_account(connection, account)


def test_looks_of_more_than_28_days_ago_are_told_no_more(door: Door) -> None:
    planned = door.find("Marnie Quillfeather", birth_date="2011-04-09")
    door.risk(planned)
    assert _told(door)["looks"]
    moment = door.moment
    door.moment += timedelta(days=29)
    try:
        assert _told(door)["looks"] == []
    finally:
        door.moment = moment
