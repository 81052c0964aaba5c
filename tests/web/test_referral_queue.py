"""The queue of referrals and the other lists of open work: nothing waits unseen (S9, M6, M14)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lib.door import Door
from tests.lib.referring_force import NOW, Hub, referring_force

_HUB = "the safeguarding hub"


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with Door(tmp_path_factory.mktemp("queue"), referring_force()) as door:
        yield Hub(door)


def test_those_without_an_owner_come_first_then_the_oldest(hub: Hub) -> None:
    told = hub.get("/referrals", "Referrals")
    rows = told["rows"]
    assert [(row["reference"], row["owner"], row["stage"]) for row in rows] == [
        ("REF-V3/1", None, "received"),
        ("REF-3", None, "received"),
        ("REF-2", "City South safeguarding", "allocated"),
    ]
    assert rows[0]["name"] == "Ottoline Quillfeather"
    assert {lane["lane"]: lane["count"] for lane in told["lanes"]} == {
        "unowned": 2, "owned": 1, "decided": 1,
    }  # fmt: skip
    assert told["late"]["count"] == 1
    assert told["late"]["hours"] == 72
    assert [source["system"] for source in told["sources"]] == ["S9"]


def test_every_number_leads_to_the_records_behind_it(hub: Hub) -> None:
    told = hub.get("/referrals", "Referrals")
    for band in told["ages"]:
        behind = hub.get("/referrals", "Referrals", age=band["age"])
        assert len(behind["rows"]) == band["count"]
    assert sum(band["count"] for band in told["ages"]) == len(told["rows"])
    late = hub.get("/referrals", "Referrals", late="true")["rows"]
    assert [row["reference"] for row in late] == ["REF-V3/1"]
    decided = hub.get("/referrals", "Referrals", stage="decided")["rows"]
    assert [row["reference"] for row in decided] == ["REF-4"]


def test_what_nobody_owned_for_too_long_is_late_here_and_overdue_among_the_duties(hub: Hub) -> None:
    """M6: nothing without an owner for longer than the configured time goes unseen."""
    late = hub.get("/referrals", "Referrals", late="true")["rows"]
    asked = {"state": "overdue", "limit": "100"}
    told = Hub(hub.door, "supervisor").ask("GET", "/duties", params=asked).json()["duties"]
    overdue = {(row["child"], row["reference"]) for row in told if row["owner"] == _HUB}
    assert late
    assert {(row["child"], row["reference"]) for row in late} <= overdue
    assert all(row["owner"] is None for row in late)


@pytest.mark.parametrize(
    ("filters", "references"),
    [
        ({"team": "City South"}, ["REF-2"]),
        ({"authority": "Trentmere City"}, ["REF-V3/1", "REF-2"]),
        ({"owner": "none"}, ["REF-V3/1", "REF-3"]),
        ({"owner": "City South safeguarding"}, ["REF-2"]),
        ({"stage": "allocated"}, ["REF-2"]),
        ({"team": "none"}, []),
    ],
)
def test_the_queue_is_narrowed_in_its_address(
    hub: Hub, filters: dict[str, str], references: list[str]
) -> None:
    rows = hub.get("/referrals", "Referrals", **filters)["rows"]
    assert [row["reference"] for row in rows] == references


def test_pages_of_one_row_give_every_row_once_in_order(hub: Hub) -> None:
    whole = [row["reference"] for row in hub.get("/referrals", "Referrals")["rows"]]
    found, after = [], None
    while True:
        asked = {"limit": "1", **({"after": after} if after else {})}
        page = hub.get("/referrals", "Referrals", **asked)
        found += [row["reference"] for row in page["rows"]]
        after = page["next_page"]
        if after is None:
            break
    assert found == whole


@pytest.mark.parametrize(
    "filters",
    [
        {"team": "City North", "authority": "Shire"},
        {"stage": "lost"},
        {"age": "young"},
        {"after": "AAAA"},
    ],
)
def test_a_list_that_can_not_be_narrowed_so_says_so(hub: Hub, filters: dict[str, str]) -> None:
    response = hub.ask("GET", "/referrals", params=filters)
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"


def test_a_page_of_one_list_is_no_place_in_another(hub: Hub) -> None:
    after = hub.get("/referrals", "Referrals", limit="1")["next_page"]
    narrowed = hub.ask("GET", "/referrals", params={"after": after, "owner": "none"})
    assert narrowed.status_code == 422


def test_conferences_to_come_and_those_without_attendance_are_listed(hub: Hub) -> None:
    told = hub.get("/conferences", "Conferences")
    assert [(row["reference"], row["stage"]) for row in told["rows"]] == [
        ("CONF-2", "called"),
        ("CONF-3", "held"),
        ("CONF-1", "called"),
    ]
    assert {band["age"]: band["count"] for band in told["ages"]} == {"coming": 1, "past": 2}
    coming = hub.get("/conferences", "Conferences", age="coming")["rows"]
    assert [row["reference"] for row in coming] == ["CONF-1"]
    assert told["late"]["count"] == 1


def test_cases_wait_with_their_ages(hub: Hub) -> None:
    (row,) = hub.get("/charging", "Charging")["rows"]
    assert row["reference"] == "CR-1"
    assert row["waited"] == "45\u00a0days"
    assert row["stage"] == "further_work"
    assert row["about"]["offences"] == ["sexual_offence"]
    assert row["about"]["parts"] == ["victim"]
    assert hub.get("/charging", "Charging", team="Shire West")["rows"] == []


def test_v3_her_investigation_drifts_and_is_seen_though_she_was_never_missing(hub: Hub) -> None:
    told = hub.get("/investigations", "Investigations", late="true")
    (row,) = told["rows"]
    assert row["reference"] == "INV-V3"
    assert row["name"] == "Ottoline Quillfeather"
    assert row["stage"] == "never_reviewed"
    assert row["about"]["last_review"] is None
    assert row["waited"] == "80\u00a0days"
    assert told["late"]["count"] == 1
    assert told["ages"][-1]["count"] == 1
    assert hub.door.moment > NOW


def test_an_empty_list_says_when_it_was_looked_at_and_how_old_its_data_are(hub: Hub) -> None:
    told = hub.get("/investigations", "Investigations", team="Shire West")
    assert told["rows"] == []
    assert told["lanes"][0]["count"] == 0
    assert told["as_at"]
    assert told["sources"][0]["words"]
