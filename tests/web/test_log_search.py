"""Auditors find entries, read one, see unusual access and figures; each is an entry too (N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from records.calendar import instant_to_text
from serving.api.audit_schemas import AUDIT_SCHEMAS
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.link_review import BENEDICT, NOW, Review, doubtful_force

AUDIT = "/api/v1/audit"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A service on whose log some looks stand."""
    homes = tmp_path_factory.mktemp("personnel") / "homes.json"
    homes.write_text(
        json.dumps({"neighbourhood": {"address": "4 Invented Lane", "postcode": "NG3 1ZZ"}})
    )
    with Door(tmp_path_factory.mktemp("audit"), doubtful_force()) as opened:
        object.__setattr__(opened.service.settings, "officer_homes", homes)
        yield opened


def asked(door: Door, path: str, schema: str, **given: Any) -> Any:
    """The answer to an auditor, exactly as the document says."""
    account = given.pop("account", "auditor")
    method = "POST" if "json" in given else "GET"
    response = door.request(method, AUDIT + path, headers=door.headers(account), **given)
    assert response.status_code == 200, response.text
    said = response.json()
    jsonschema.validate(said, AUDIT_SCHEMAS[schema])
    return said


def found(door: Door, **question: Any) -> list[Any]:
    """Every entry found, page by page."""
    entries, after = [], None
    while True:
        page = asked(door, "/search", "LogFound", json={**question, "after": after, "limit": 3})
        entries += page["entries"]
        after = page["next_page"]
        if after is None:
            return entries


def test_looks_are_found_by_officer_child_kind_time_and_request(door: Door) -> None:
    child = door.find("Kit Ashdownley")
    before = door.moment
    door.moment += timedelta(minutes=1)
    response = door.request("GET", f"/api/v1/children/{child}/risk", headers=door.headers())
    entry = response.headers["x-audit-entry"]
    door.moment += timedelta(minutes=1)
    of_child = found(door, child=child, kind="CHILD_VIEWED")
    assert of_child[0]["entry"] == entry
    assert of_child[0]["officer"] == "officer"
    assert of_child[0]["child"] == child
    assert of_child[0]["operations"] == ["consultation", "combination"]
    request = of_child[0]["request"]
    assert [one["entry"] for one in found(door, request=request)] == [entry]
    since, until = instant_to_text(before + timedelta(seconds=30)), instant_to_text(door.moment)
    assert [e["entry"] for e in found(door, since=since, until=until)] == [entry]
    assert found(door, officer="officer", kind="CHILD_VIEWED", until=until)[0]["entry"] == entry
    assert found(door, officer="nobody") == []
    assert found(door, operation="erasure") == []


def test_a_search_of_the_log_is_itself_an_entry_and_never_finds_itself(door: Door) -> None:
    door.moment += timedelta(minutes=1)
    first = asked(door, "/search", "LogFound", json={"kind": "LOG_SEARCHED"})["entries"]
    door.moment += timedelta(minutes=1)
    again = asked(door, "/search", "LogFound", json={"kind": "LOG_SEARCHED"})["entries"]
    assert len(again) == len(first) + 1
    assert again[0]["officer"] == "auditor"
    shown = asked(door, f"/{again[0]['entry']}", "LogEntry")
    assert json.loads(shown["question"]) == {"kind": "LOG_SEARCHED"}
    assert verify_log(door.store).faults == ()


def test_one_entry_shows_what_it_says_whom_it_names_and_its_place_but_no_answer(
    door: Door,
) -> None:
    door.moment += timedelta(minutes=1)
    door.ask("Kit Ashdownley")
    entry = found(door, kind="CHILD_VIEWED")[0]["entry"]
    shown = asked(door, f"/{entry}", "LogEntry")
    assert shown["officer"] == "officer"
    assert shown["reason_code"] == "missing_report"
    assert shown["answer"]["is_kept"]
    assert "Ashdownley" not in json.dumps(shown)
    with door.store.reading() as connection:
        sql = "SELECT leaf, position FROM log_leaves WHERE entry_id = ?"
        leaf, position = connection.exec_driver_sql(sql, (entry,)).one()
    assert (shown["leaf"], shown["position"]) == (bytes(leaf).hex(), position)
    viewed = found(door, kind="LOG_ENTRY_VIEWED")
    assert viewed[0]["child"] == shown["child"], "whoever asks who looked finds the auditor too"


@pytest.mark.parametrize(
    ("question", "status"),
    [
        ({"kind": "NO_SUCH_KIND"}, 422),
        ({"operation": "guessing"}, 422),
        ({"since": "yesterday"}, 422),
        ({"since": "2026-11-02T00:00:00Z", "until": "2026-11-01T00:00:00Z"}, 422),
        ({"after": "made-up"}, 422),
        ({"limit": 0}, 400),
        ({"limit": "3"}, 400),
        ({"name": "Kit"}, 400),
    ],
)
def test_what_cant_be_searched_for_is_refused(
    door: Door, question: dict[str, Any], status: int
) -> None:
    response = door.request(
        "POST", f"{AUDIT}/search", json=question, headers=door.headers("auditor")
    )
    assert response.status_code == status


def test_a_cursor_is_good_for_its_own_search_alone(door: Door) -> None:
    page = asked(door, "/search", "LogFound", json={"limit": 1})
    question = {"after": page["next_page"], "kind": "CHILD_VIEWED"}
    response = door.request(
        "POST", f"{AUDIT}/search", json=question, headers=door.headers("auditor")
    )
    assert response.status_code == 422


def test_an_entry_that_is_not_there_is_refused_and_the_refusal_entered(door: Door) -> None:
    response = door.request("GET", f"{AUDIT}/nobody-knows-it", headers=door.headers("auditor"))
    assert (response.status_code, response.json()["type"][-13:]) == (404, "no-such-entry")
    assert found(door, kind="LOOK_REFUSED")[0]["rule"] == "no_such_entry"


def test_a_look_at_an_id_that_went_into_another_is_found_by_either(tmp_path: Path) -> None:
    with Door(tmp_path, doubtful_force(), moment=NOW) as opened:
        review = Review(opened)
        ids = [opened.find("Benedict Thornebury"), opened.find("Bede Thornbury")]
        for child in ids:
            opened.risk(child)
        assert review.judge(review.find(*BENEDICT), "same").status_code == 200
        opened.moment += timedelta(minutes=1)
        seen = [
            {one["child"] for one in found(opened, child=child, kind="CHILD_VIEWED")}
            for child in ids
        ]
    assert seen == [set(ids), set(ids)]


def test_unusual_access_finds_an_officers_own_address_and_asks_a_question(door: Door) -> None:
    child = door.find("Edith Quillfeather")
    for account in ("neighbourhood", "officer"):
        door.moment += timedelta(minutes=1)
        path = f"/api/v1/children/{child}/risk"
        assert door.request("GET", path, headers=door.headers(account)).status_code == 200
    door.moment += timedelta(minutes=1)
    said = asked(door, "/unusual?days=7", "UnusualAccess")
    assert said["homes_compared"]
    (row,) = [one for one in said["rows"] if one["rule"] == "own_address"]
    assert (row["officer"], row["officer_name"], row["child"]) == (
        "neighbourhood", "PS Demo", child,
    )  # fmt: skip
    shown = asked(door, f"/{row['evidence'][0]}", "LogEntry")
    assert (shown["kind"], shown["officer"], shown["child"]) == (
        "CHILD_VIEWED", "neighbourhood", child,
    )  # fmt: skip
    assert row["words"].endswith("Worth a question.")
    assert "Quillfeather" not in json.dumps(said)
    assert found(door, kind="UNUSUAL_ACCESS_REPORTED")[0]["officer"] == "auditor"


@pytest.mark.parametrize("account", ["auditor", "manager", "administrator"])
def test_figures_name_nobody_and_withhold_small_counts(door: Door, account: str) -> None:
    said = asked(door, "/figures?by=team&days=3", "LogFigures", account=account)
    assert {period["period"] for period in said["periods"]} >= {"City North", "No team"}
    total = {one["figure"]: one["count"] for one in said["total"]}
    assert total["entries"] >= 5
    assert all(count is None or count % 5 == 0 for count in total.values())
    assert "officer" not in json.dumps(said)
    assert "C-" not in json.dumps(said)


def test_the_figures_count_by_hand() -> None:
    from serving.service.log_figures import log_figures

    def entry(kind: str, day: int, **changes: Any) -> dict[str, Any]:
        at = f"2026-11-{day:02}T23:30:00.000000Z"
        return {"kind": kind, "at": at, "team": None, "facts": {}, **changes}

    entries = [entry("CHILD_VIEWED", 15) for _ in range(13)]
    entries += [entry("CHILD_VIEWED", 16, facts={"drawn": 1}) for _ in range(7)]
    entries += [entry("LOOK_REFUSED", 16, facts={"rule": "restricted"}) for _ in range(3)]
    entries += [entry("ANSWER_REPLAYED", 16, facts={"verdict": "identical"}) for _ in range(5)]
    said = log_figures(entries, "week")
    total = {one["figure"]: one["count"] for one in said["total"]}
    assert (total["looks"], total["drawn"], total["refusals"], total["proofs"]) == (20, 5, None, 0)
    assert [period["period"] for period in said["periods"]] == ["2026-11-09", "2026-11-16"]
    assert said["refusals"] == [{"rule": "restricted", "count": None}]
    assert said["replays"] == [{"verdict": "identical", "count": 5}]
    assert said["drawn_percent"] == 25
    assert log_figures([], "day")["drawn_percent"] is None
