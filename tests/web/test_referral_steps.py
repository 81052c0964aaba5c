"""A referral from its receipt to its closing, by the people of the hub (S9, M6, N6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from records.calendar import instant_to_text
from serving.store.log_parts import read_entry
from tests.lib.door import Door
from tests.lib.limiting import Limiting
from tests.lib.referring_force import Hub, referring_force

_WHY = "Entered for the wrong child by mistake."


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hub]:
    with Door(tmp_path_factory.mktemp("steps"), referring_force()) as door:
        yield Hub(door)


def _references(hub: Hub, **filters: str) -> list[str]:
    return [row["reference"] for row in hub.get("/referrals", "Referrals", **filters)["rows"]]


def test_a_referral_goes_from_its_receipt_to_its_closing(hub: Hub) -> None:
    child = hub.door.find("Kit Ashdownley")
    made = hub.receive(child=child)
    id_ = made["id"]
    assert made["stage"] == "received"
    assert made["reference"] in _references(hub, owner="none")
    for step, said, stage in (
        ("triage", {"priority": "urgent"}, "triaged"),
        ("allocate", {"allocated_to": "Shire West safeguarding"}, "allocated"),
        ("discuss", {}, "discussed"),
        ("allocate", {"allocated_to": "Shire East safeguarding"}, "discussed"),
        ("decide", {"decision": "child_in_need"}, "decided"),
    ):
        told = hub.taken(id_, step, **said)
        assert told["stage"] == stage
    assert told["owner"] == "Shire East safeguarding"
    assert made["reference"] not in _references(hub)
    assert made["reference"] in _references(hub, stage="decided")
    assert hub.taken(id_, "close")["stage"] == "closed"
    assert made["reference"] not in _references(hub, stage="decided")
    shown = hub.get(f"/referrals/{id_}", "Referral")
    assert [entry["words"] for entry in shown["entries"]] == [
        "Received", "Triaged", "Allocated", "Strategy discussion held", "Allocated", "Decided",
        "Closed",
    ]  # fmt: skip
    assert all(entry["log_entry"] for entry in shown["entries"])


def test_a_referral_of_the_extract_is_worked_on_just_the_same(hub: Hub) -> None:
    (row,) = [r for r in hub.get("/referrals", "Referrals")["rows"] if "V3" in r["reference"]]
    assert "/" in row["reference"]
    assert hub.taken(row["id"], "triage", priority="urgent")["stage"] == "triaged"
    given = hub.taken(row["id"], "allocate", allocated_to="City North safeguarding")
    assert given["owner"] == "City North safeguarding"
    assert hub.get("/referrals", "Referrals")["late"]["count"] == 0
    due = hub.door.risk(row["child"])["due"]
    owners = {duty["owner"] for duty in due if duty["kind"] == "referral_decision"}
    assert owners == {"City North safeguarding"}


def test_a_child_whom_nobody_knows_is_on_the_queue_at_once(hub: Hub) -> None:
    who = {"surname": "Nettlebedding", "forename": "Idris", "date_of_birth": "2013-02-01"}
    made = hub.receive(who=who, concern="sexual_abuse")
    rows = hub.get("/referrals", "Referrals")["rows"]
    (row,) = [row for row in rows if row["reference"] == made["reference"]]
    assert row["name"] == "Idris Nettlebedding"
    assert hub.door.find("Idris Nettlebedding") == made["child"]


def test_nobody_overwrites_what_somebody_else_did_meanwhile(hub: Hub) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    assert hub.step(made["id"], "triage", made["etag"], priority="high").status_code == 200
    again = hub.step(made["id"], "triage", made["etag"], priority="standard")
    assert again.status_code == 412
    shown = hub.get(f"/referrals/{made['id']}", "Referral")
    assert shown["priority"] == "high"
    bare = hub.ask("POST", f"/referrals/{made['id']}/steps", json={"step": "discuss"})
    assert bare.status_code == 428


@pytest.mark.parametrize(
    ("step", "said", "status", "words"),
    [
        ("close", {}, 409, "Triage it first"),
        ("allocate", {"allocated_to": "x"}, 409, "Triage it first"),
        ("triage", {}, 422, "written down"),
        ("triage", {"priority": "soon"}, 422, "written down"),
        ("triage", {"priority": "high", "decision": "early_help"}, 200, ""),
    ],
)
def test_a_step_that_can_not_be_taken_is_refused_and_nothing_is_written(
    hub: Hub, step: str, said: dict[str, str], status: int, words: str
) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    response = hub.step(made["id"], step, **said)
    assert response.status_code == status
    assert words in response.text
    shown = hub.get(f"/referrals/{made['id']}", "Referral")
    assert len(shown["entries"]) == (2 if status == 200 else 1)


def test_what_was_done_before_the_receipt_or_in_the_future_is_refused(hub: Hub) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    for days in (-1, 1):
        when = instant_to_text(hub.door.moment + timedelta(days=days))
        response = hub.step(made["id"], "triage", priority="high", occurred_at=when)
        assert response.status_code == 422
        assert response.json()["faults"][0]["field"] == "occurred_at"


def test_a_correction_and_what_is_taken_back_stay_to_be_seen(hub: Hub) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    triaged = hub.taken(made["id"], "triage", priority="standard")
    same = hub.correct(made["id"], triaged["entry"], "triage", priority="standard")
    assert same.status_code == 409, "nothing is different"
    done = hub.correct(made["id"], triaged["entry"], "triage", priority="urgent")
    assert done.status_code == 200, done.text
    shown = hub.get(f"/referrals/{made['id']}", "Referral")
    assert shown["priority"] == "urgent"
    assert [entry["stands"] for entry in shown["entries"]] == [True, False, True]
    assert [entry["said"][-1]["value"] for entry in shown["entries"][1:]] == ["standard", "urgent"]
    assert {entry["written_by"] for entry in shown["entries"]} == {"Hub Demo"}
    allocated = hub.taken(made["id"], "allocate", allocated_to="Shire West safeguarding")
    early = hub.correct(made["id"], shown["entries"][0]["entry"], why=_WHY)
    assert early.status_code == 409
    assert hub.correct(made["id"], allocated["entry"], why="Wrong.").status_code == 422
    back = hub.correct(made["id"], allocated["entry"], why=_WHY).json()
    assert back["stage"] == "triaged"
    assert back["owner"] is None
    assert made["reference"] in _references(hub, owner="none")
    assert hub.correct(made["id"], "nobody", why=_WHY).status_code == 409


def test_somebody_elses_step_is_corrected_by_a_supervisor_alone(hub: Hub) -> None:
    """M6: what was written here, by whoever wrote it or a supervisor; the log names both."""
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    triaged = hub.taken(made["id"], "triage", priority="standard")
    other = Hub(hub.door, "neighbourhood")
    refused = other.correct(made["id"], triaged["entry"], "triage", priority="urgent")
    assert refused.status_code == 403
    boss = Hub(hub.door, "supervisor")
    done = boss.correct(made["id"], triaged["entry"], "triage", priority="urgent")
    assert done.status_code == 200, done.text
    mine = hub.correct(made["id"], done.json()["entry"], "triage", priority="high")
    assert mine.status_code == 403, "it is the supervisor's word now"
    entries = hub.get(f"/referrals/{made['id']}", "Referral")["entries"]
    assert [entry["written_by"] for entry in entries] == ["Hub Demo", "Hub Demo", "Inspector Demo"]
    with hub.door.store.reading() as connection:
        logged = read_entry(connection, done.headers["X-Audit-Entry"])
    assert logged is not None
    assert logged.fields["kind"] == "REFERRAL_CORRECTED"


def test_a_receipt_taken_back_takes_the_referral_off_the_queue(hub: Hub) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    assert hub.correct(made["id"], made["entry"], why=_WHY).json()["stage"] == "withdrawn"
    assert made["reference"] not in _references(hub)
    assert hub.ask("GET", f"/referrals/{made['id']}").status_code == 404


def test_nobody_corrects_an_entry_about_another_child(hub: Hub) -> None:
    mine = hub.receive(child=hub.door.find("Kit Ashdownley"))
    theirs = hub.receive(child=hub.door.find("Benedict Thornebury"))
    entry = hub.taken(theirs["id"], "triage", priority="high")["entry"]
    assert hub.correct(mine["id"], entry, "triage", priority="high").status_code == 409


def test_a_conference_is_corrected_and_taken_back_and_the_earlier_words_stay(hub: Hub) -> None:
    """M7"""
    child = hub.door.find("Ottoline Quillfeather")
    held = instant_to_text(hub.door.moment - timedelta(hours=3))
    made = hub.confer(child=child, held_at=held, police_invited=True, police_attended=False).json()
    path, entry = f"/children/{child}/conferences/corrections", made["entry"]
    right = {"entry": entry, "conference": "initial", "police_invited": True,
             "police_attended": True, "decision": "plan_started"}  # fmt: skip
    assert Hub(hub.door, "neighbourhood").ask("POST", path, json=right).status_code == 403
    done = hub.ask("POST", path, json=right)
    assert done.status_code == 200, done.text
    assert hub.ask("POST", path, json=right).status_code == 422, "that entry stands no more"

    def shown() -> Any:
        found = hub.get(f"/children/{child}/conferences", "ChildConferences")
        mine = [one for one in found["held"] if one["reference"] == made["reference"]]
        rows = {made["entry"], done.json()["entry"]}
        return mine, [one for one in found["entries"] if one["entry"] in rows]

    [now], rows = shown()
    assert (now["police_attended"], now["decision"], now["held"]) == (True, "plan_started", held)
    assert [one["stands"] for one in rows] == [False, True]
    assert {"what": "police_attended", "value": "False"} in rows[0]["said"]
    taken = {"entry": done.json()["entry"], "why": _WHY}
    assert Hub(hub.door, "supervisor").ask("POST", path, json=taken).status_code == 200
    assert shown()[0] == []


def test_a_look_at_a_referral_needs_a_reason_and_stands_in_the_log(hub: Hub) -> None:
    made = hub.receive(child=hub.door.find("Kit Ashdownley"))
    path = f"/referrals/{made['id']}"
    assert hub.ask("GET", path, headers={"X-Access-Reason": ""}).status_code == 422
    shown = hub.ask("GET", path)
    asked = {"child": made["child"], "kind": "REFERRAL_VIEWED"}
    found = hub.door.request(
        "POST", "/api/v1/audit/search", headers=hub.door.headers("auditor"), json=asked
    ).json()["entries"]
    assert shown.headers["X-Audit-Entry"] in {entry["entry"] for entry in found}


def test_a_conference_is_called_then_held_and_off_the_list(hub: Hub) -> None:
    child = hub.door.find("Ottoline Quillfeather")
    told: Any = hub.confer(child=child, called_for="2026-11-30").json()
    reference = told["reference"]

    def listed() -> list[str]:
        rows = hub.get("/conferences", "Conferences")["rows"]
        return [row["stage"] for row in rows if row["reference"] == reference]

    assert listed() == ["called"]
    hub.door.moment += timedelta(days=10)
    held = instant_to_text(hub.door.moment - timedelta(hours=3))
    given = {"child": child, "reference": reference, "held_at": held, "police_invited": True}
    assert hub.confer(**given).status_code == 200
    assert listed() == ["held"]
    assert hub.confer(**given, police_attended=True, decision="plan_started").status_code == 200
    assert listed() == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"called_for": "2020-01-01"},
        {"called_for": "2026-12-30", "held_at": "2026-11-20T10:00:00Z"},
        {"held_at": "2026-11-20T10:00:00Z"},
        {"held_at": "2099-11-20T10:00:00Z", "police_invited": True},
        {"called_for": "tomorrow"},
    ],
)
def test_a_conference_that_is_neither_called_nor_held_is_not_written_down(
    hub: Hub, given: dict[str, Any]
) -> None:
    response = hub.confer(child=hub.door.find("Kit Ashdownley"), **given)
    assert response.status_code == 422
    assert response.json()["faults"]


def test_a_limited_childs_referral_is_on_the_queue_by_its_reference_alone(tmp_path: Path) -> None:
    with Door(tmp_path, referring_force()) as door:
        hub, child = Hub(door), door.find("Ottoline Quillfeather")
        assert Limiting(door).put(child).status_code == 200
        rows = hub.get("/referrals", "Referrals")["rows"]
        (row,) = [row for row in rows if row["child"] == child]
        assert row["limited"]
        assert (row["name"], row["age"], row["about"]) == (None, None, None)
        assert row["reference"] == "REF-V3/1"
        assert hub.ask("GET", f"/referrals/{row['id']}").status_code == 403
        own = Hub(door, "neighbourhood").get("/referrals", "Referrals")["rows"]
        assert "Ottoline Quillfeather" in {row["name"] for row in own}


def test_attendance_and_decisions_are_on_the_childs_record(hub: Hub) -> None:
    child = hub.door.find("Benedict Thornebury")
    told = Hub(hub.door, "officer").get(f"/children/{child}/conferences", "ChildConferences")
    held = {one["reference"]: one["police_attended"] for one in told["held"]}
    assert held["CONF-4"] is True
    assert held["CONF-3"] is None
    assert "CONF-2" in {one["reference"] for one in told["called"]}
