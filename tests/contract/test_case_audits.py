"""Case audits on both stores: drawn again the same, graded blind, settled, erased (M10, N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from serving.access.permissions import Officer
from serving.case_audits.framing import frame_digest
from serving.case_audits.sampling import draw_cases
from serving.service.ask_erasure import ask_erasure
from serving.service.erase_child import approve_erasure
from serving.store.erased import read_erasures
from serving.store.errors import StoreError
from serving.tables.case_audits import audit_acts, audit_cases, audit_frames
from serving.work_store.case_audits import cases_of_audit, frame_of
from tests.lib.case_audit_force import AuditDesk, audited_force
from tests.lib.door import Door

_FIRST, _SECOND = "Orpington says late buses.", "Wetherby says early buses."
#: What would tell of the advice, of the force's own grade or of the other's.
_TELLING = (
    '"advice"', '"points"', '"floors"', '"band"', "police_grade", "agreed_band", "advised",
    "force_recorded", "headline", "Low", "Medium", "High",
)  # fmt: skip


@pytest.fixture
def desk(store_url: str, tmp_path: Path) -> Iterator[AuditDesk]:
    with Door(tmp_path, audited_force(), store_url) as door:
        yield AuditDesk(door)


def _blind(response_text: str, *, mine: str = "") -> list[str]:
    """What of :data:`_TELLING` stands there, beside one's own grade."""
    text = response_text
    if mine:
        said = json.loads(response_text)
        assert said.pop("mine")["grade"] == mine
        text = json.dumps(said)
    return [word for word in _TELLING if word in text]


def test_a_case_goes_from_drawing_to_settled_blind_all_the_way(desk: AuditDesk) -> None:
    drawing = desk.draw(4)
    assert (drawing["frame_size"], drawing["cases"], drawing["drawn_before"]) == (12, 4, 0)
    case = drawing["rows"][0]["case"]
    ann, ben = desk.of("grader"), desk.of("grader-second")
    # -------- blind: whatever either is sent says nothing of the other, the advice, the force
    first = ann.ask("GET", f"/audit-cases/{case}")
    assert _blind(first.text) == []
    assert first.json()["phase"] == "grade"
    waits = ann.grade(case, "Low", _FIRST)
    assert (waits["phase"], waits["both"]) == ("wait", None)
    assert _blind(ann.ask("GET", f"/audit-cases/{case}").text, mine="Low") == []
    for path in (f"/audit-cases/{case}", "/audit-cases"):
        seen = ben.ask("GET", path).text
        assert _FIRST not in seen
        assert _blind(seen) == []
    again = ann.ask("POST", f"/audit-cases/{case}/grades", json=_opinion("High"))
    early = ann.ask("POST", f"/audit-cases/{case}/final", json={"grade": "Low", "words": "x"})
    assert (again.status_code, early.status_code) == (409, 409)
    # -------- then both, beside the advice and the force's own grade
    both = ben.grade(case, "High", _SECOND)["both"]
    assert {side["first"]["words"] for side in both["graders"]} == {_FIRST, _SECOND}
    assert both["force_counted_as"] in ("Low", "High")
    assert both["advised"] in ("Low", "Medium", "High")
    assert ann.case(case)["both"]["graders"] != []
    ann.decide(case, "Medium", "The plan says more.")
    assert ben.decide(case, "High")["both"]["final"] is None
    # -------- they differ: a third, named by the auditor, settles it
    assert _row(desk, drawing, case)["state"] == "differs"
    assert ann.ask("POST", f"/audit-cases/{case}/graders", json={"account": "x"}).status_code == 403
    assert desk.name(case, "grader").status_code == 422
    _third(desk)
    assert desk.name(case, "cam").status_code == 200
    assert desk.of("cam").case(case)["phase"] == "decide"
    assert desk.of("cam").decide(case, "High")["both"]["final"] == "High"
    row = _row(desk, drawing, case)
    assert (row["state"], row["final"]) == ("settled", "High")


def _opinion(grade: str) -> dict[str, str]:
    return {
        "grade": grade, "plan_read": "yes", "own_words": "yes", "review_in_time": "yes",
        "words": "x",
    }  # fmt: skip


def _row(desk: AuditDesk, drawing: Any, case: str) -> Any:
    told = desk.get(f"/case-audits/{drawing['audit']}", "CaseAudit")
    return next(row for row in told["rows"] if row["case"] == case)


def _third(desk: AuditDesk, name: str = "cam", team: str | None = None) -> None:
    from serving.store.accounts import Account, save_account

    made = Account(name, "Third Grader", "x", ("case_grader",), team, is_demo=True)
    with desk.door.store.writing() as connection:
        save_account(connection, made)


def test_whoever_has_the_frame_and_the_seed_draws_the_same_cases_again(desk: AuditDesk) -> None:
    drawing = desk.draw(5)
    with desk.door.store.reading() as connection:
        frame = list(frame_of(connection, drawing["audit"]))
        cases = cases_of_audit(connection, drawing["audit"])
    assert frame_digest(frame) == drawing["frame_digest"]
    at_risk = {row.position for row in frame if row.is_at_risk}
    assert len(at_risk) == drawing["frame_at_risk"]
    drawn = draw_cases(bytes.fromhex(drawing["seed"]), len(frame), at_risk, 5)
    assert [(one.position, one.stratum) for one in drawn] == [
        (case.position, case.stratum) for case in cases
    ]
    # Drawing until it suits shows: each stands, with how many came before it.
    again = desk.draw(5)
    assert (again["drawn_before"], desk.draw(4)["drawn_before"]) == (1, 0)
    assert again["seed"] != drawing["seed"]
    assert again["frame_digest"] == drawing["frame_digest"]
    assert len(desk.get("/case-audits", "CaseAudits")["audits"]) == 3


def test_a_frame_is_narrowed_and_an_empty_one_is_said(desk: AuditDesk) -> None:
    north = desk.draw(50, team="City North")
    assert (north["frame_size"], north["cases"]) == (6, 6)
    assert {row["team"] for row in north["rows"]} == {"City North"}
    assert desk.draw(2, authority="Trentmere City")["frame_size"] == 12
    for rule in ({"team": "Nowhere"}, {"days": 0}, {"cases": 1}):
        given = {"cases": 4, "days": 28, **rule}
        assert desk.ask("POST", "/case-audits", json=given).status_code == 422


def test_nobody_grades_a_case_in_which_they_had_a_part(desk: AuditDesk) -> None:
    """Ann was a response officer until last week, and looked at every child of the force."""
    from serving.store.accounts import Account, save_account

    def as_roles(*roles: str) -> None:
        made = Account("ann", "Ann", "x", roles, None, is_demo=True)
        with desk.door.store.writing() as connection:
            save_account(connection, made)

    as_roles("officer")
    looked = desk.door.find("Barnaby Thistledown")
    headers = desk.door.headers("ann")
    desk.door.request("GET", f"/api/v1/children/{looked}/risk", headers=headers)
    as_roles("case_grader")
    drawing = desk.draw(12)
    with desk.door.store.reading() as connection:
        whose = {case.id: case.child for case in cases_of_audit(connection, drawing["audit"])}
    named = {row["case"]: [one["account"] for one in row["graders"]] for row in drawing["rows"]}
    assert all(len(set(people)) == 2 for people in named.values())
    (own,) = (case for case, child in whose.items() if child == looked)
    assert "ann" not in named[own]
    assert sum("ann" in people for people in named.values()) >= 6
    # Nor can the auditor name her for it.
    assert desk.name(own, "ann", named[own][0]).status_code == 422
    other = next(case for case in whose if case != own and "ann" not in named[case])
    assert desk.name(other, "ann", named[other][0]).status_code == 200


def test_a_limited_record_falls_to_its_own_team_alone(desk: AuditDesk) -> None:
    child = desk.door.find("Clemency Thistledown")
    desk.ask("GET", "/case-audits")
    headers = {
        **desk.door.headers("supervisor", "safeguarding; Her mother works at the front desk."),
        "If-Match": desk.door.request(
            "GET", "/api/v1/restrictions", headers=desk.door.headers("supervisor")
        ).json()["unlimited_etag"],
    }
    path = f"/api/v1/children/{child}/restriction"
    limited = desk.door.request("PUT", path, headers=headers, json={"team": "City North"})
    assert limited.status_code == 200
    drawing = desk.draw(12)
    with desk.door.store.reading() as connection:
        whose = {case.id: case.child for case in cases_of_audit(connection, drawing["audit"])}
    row = next(row for row in drawing["rows"] if whose[row["case"]] == child)
    assert (row["state"], row["graders"]) == ("unnamed", [])
    assert desk.name(row["case"], "grader").status_code == 422
    _third(desk, "north", "City North")
    assert desk.name(row["case"], "north").json()["graders"][0]["account"] == "north"


def test_what_people_said_is_never_changed_and_an_erased_child_is_gone_from_it(
    desk: AuditDesk,
) -> None:
    drawing = desk.draw(12)
    child = desk.door.find("Barnaby Thistledown")
    with desk.door.store.reading() as connection:
        cases = cases_of_audit(connection, drawing["audit"])
    case = next(case for case in cases if case.child == child)
    named = next(row for row in drawing["rows"] if row["case"] == case.id)["graders"]
    desk.of(named[0]["account"]).grade(case.id, "High", "Barnaby is at the depot.")
    for table in (audit_frames, audit_cases, audit_acts):
        with pytest.raises(StoreError), desk.door.store.writing() as connection:
            connection.execute(update(table).values(child_id="C-0"))
        with pytest.raises(StoreError), desk.door.store.writing() as connection:
            connection.execute(delete(table))
    _erase(desk, child)
    with desk.door.store.reading() as connection:
        for table in (audit_frames, audit_cases, audit_acts):
            of_child = select(table.c.value).where(table.c.child_id == child)
            assert set(connection.execute(of_child).scalars()) == {None}
    told = desk.get(f"/case-audits/{drawing['audit']}", "CaseAudit")
    assert told["frame_erased"] == 1
    assert _row(desk, drawing, case.id)["state"] == "erased"
    gone = desk.of(named[0]["account"]).ask("GET", f"/audit-cases/{case.id}")
    assert gone.status_code == 404
    assert desk.get("/case-audits/agreement", "CaseAgreement")["erased"] == 1


def _erase(desk: AuditDesk, child: str) -> None:
    door = desk.door
    by = [Officer(name, name, ("records_manager",)) for name in ("records", "records-second")]
    door._run(ask_erasure(door.service, by[0], child, "court_order", "A court ordered it."))
    with door.store.reading() as connection:
        asked = next(one.id for one in read_erasures(connection) if not one.is_done)
    door.moment += timedelta(minutes=1)
    door._run(approve_erasure(door.service, by[1], asked, "A court ordered it."))


def test_agreement_is_told_by_half_and_team_with_small_numbers_withheld(desk: AuditDesk) -> None:
    drawing = desk.draw(12)
    for number, row in enumerate(drawing["rows"]):
        one, other = (desk.of(grader["account"]) for grader in row["graders"])
        one.grade(row["case"], "Medium")
        other.grade(row["case"], "High" if number % 4 == 0 else "Medium")
        one.decide(row["case"], "Medium")
        other.decide(row["case"], "Medium")
    told = desk.get("/case-audits/agreement", "CaseAgreement")
    assert (told["cases"], told["settled"], told["changed"]) == (
        12, 12, {"kept": 21, "changed": 3},
    )  # fmt: skip
    graders, force, advice = told["pairings"]
    assert (graders["pairs"], graders["agree"]) == (12, 9)
    assert sum(map(sum, graders["matrix"])) == 12
    # Eight of twelve were graded low by the force; the audit says Medium of all.
    assert (force["lower"], force["higher"], force["agree"]) == (8, 4, 0)
    assert advice["pairs"] == 12
    assert graders["strata"][1]["kappa"] is None
    assert [team["team"] for team in told["teams"]] == ["City North", "City South"]
    for team in told["teams"]:
        assert (team["cases"], team["lower"], team["share"]) == (6, None, None)
        assert "it is withheld in how many" in team["words"]
    assert {one["alike"] for one in told["practice"]} == {12}
