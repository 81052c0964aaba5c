"""A missing report from its opening to the last interview, over the API (M1, M3, M5, M8)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from records.calendar import instant_to_text
from serving.missing import answer_report
from serving.missing.report_shapes import MISSING_SCHEMAS
from serving.store.errors import StoreUnavailableError
from serving.store.log_parts import read_entry
from tests.lib.callers import kinds_left
from tests.lib.door import Door
from tests.lib.limiting import Limiting
from tests.lib.missing_reports import NOW, PLANNED, Desk, missing_force, problem_of

_EXTRACT = "MP-2026-0612"
_WORDS = "Entered for the wrong child by mistake."


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the small force, taken in once."""
    folder = tmp_path_factory.mktemp("missing")
    Door(folder, missing_force()).store.close()
    return folder / "store.db"


@pytest.fixture
def desk(taken_in: Path, tmp_path: Path) -> Iterator[Desk]:
    shutil.copy(taken_in, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW, has_accounts=True) as door:
        yield Desk(door)


def _text(hours: float) -> str:
    return instant_to_text(NOW + timedelta(hours=hours))


def _later(desk: Desk, **span: float) -> None:
    desk.door.moment += timedelta(**span)


def _kind(door: Door, entry: str) -> str:
    with door.store.reading() as connection:
        found = read_entry(connection, entry)
    assert found is not None
    return str(found.fields["kind"])


def test_a_report_is_answered_at_once_with_band_and_plan(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, missing_force(), store_url) as door:
        desk = Desk(door)
        child = door.find(PLANNED)
        response = desk.open(child, circumstances="Did not come home from school.")
        assert response.status_code == 200, response.text[:300]
        said = response.json()
        assert said["report"]["state"] == "open"
        assert said["report"]["next"]
        assert said["answer"]["missing_now"]["since"] == said["report"]["since"]
        assert said["answer"]["plan"]["state"] == "linked"
        assert said["answer"]["advice"]["band"]
        assert said["why_no_answer"] is None
        assert [_kind(door, one) for one in response.headers["x-audit-entry"].split(",")] == [
            "MISSING_REPORT_OPENED", "CHILD_VIEWED", "MISSING_REPORT_ANSWERED",
        ]  # fmt: skip
        reference = said["report"]["reference"]
        shown = desk.show(reference)
        [entry] = shown["entries"]
        assert entry["written_by"]
        assert shown["duties"]
        assert desk.of("supervisor").found(reference).status_code == 200
        assert desk.show(reference)["state"] == "found"


def test_the_answer_in_the_response_is_the_looks_own_bytes(desk: Desk) -> None:
    response = desk.open(desk.door.find(PLANNED))
    _, look, sent = response.headers["x-audit-entry"].split(",")
    with desk.door.store.reading() as connection:
        answer, whole = read_entry(connection, look), read_entry(connection, sent)
    assert answer is not None
    assert answer.answer is not None
    assert b'"answer":' + answer.answer + b"," in response.content
    assert whole is not None
    assert whole.answer == response.content
    replayed = desk.door.request(
        "GET", f"/api/v1/audit/{look}/replay", headers=desk.door.headers("auditor", "audit")
    )
    assert replayed.json()["verdict"] == "identical", replayed.text[:200]


def test_a_child_whom_no_search_found_gets_a_report_and_can_be_found_then(desk: Desk) -> None:
    who = {"surname": "Newcomer", "forename": "Isolde", "birth_date": "2012-05-06",
           "team": "City North"}  # fmt: skip
    response = desk.open(who)
    assert response.status_code == 200, response.text[:300]
    child = response.json()["report"]["child"]
    assert response.json()["answer"]["missing_now"] is not None
    assert desk.door.find("Isolde Newcomer") == child
    again = desk.of("supervisor").open({**who, "birth_date": None})
    assert problem_of(again) == (409, "report-open"), "by name: nobody made a second report"
    other = desk.of("supervisor").open({**who, "birth_date": "2009-01-02"})
    assert other.status_code == 200, "another birth date is another child"


def test_if_the_look_fails_the_report_stays_and_the_response_says_so(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise StoreUnavailableError("the log could not be written")

    child = desk.door.find(PLANNED)
    monkeypatch.setattr(answer_report, "show_child", fails)
    response = desk.open(child)
    monkeypatch.undo()
    said = response.json()
    assert response.status_code == 200
    assert said["answer"] is None
    assert said["why_no_answer"]["type"] == "not-logged"
    assert kinds_left(desk.door, response) == {"MISSING_REPORT_OPENED", "MISSING_REPORT_ANSWERED"}
    assert desk.show(said["report"]["reference"])["state"] == "open"
    _later(desk, seconds=1)
    assert desk.door.risk(child)["missing_now"] is not None


def test_if_not_even_the_log_can_be_written_after_it_nothing_of_the_child_is_sent(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: Any, **__: Any) -> Any:
        raise StoreUnavailableError("the log could not be written")

    child = desk.door.find(PLANNED)
    monkeypatch.setattr(answer_report, "log_look", fails)
    said = desk.open(child).json()
    assert said["answer"] is None
    assert said["why_no_answer"]["type"] == "not-logged"
    monkeypatch.undo()
    assert desk.show(said["report"]["reference"])["state"] == "open"


def test_of_a_limited_record_the_report_is_kept_and_nothing_else_is_said(desk: Desk) -> None:
    child = desk.door.find(PLANNED)
    assert Limiting(desk.door).put(child).status_code == 200
    response = desk.open(child)
    said = response.json()
    assert response.status_code == 200
    assert said["answer"] is None
    assert said["why_no_answer"]["type"] == "restricted"
    assert said["report"]["next"] == [], "what is due would tell of the band"
    reference = said["report"]["reference"]
    assert problem_of(desk.ask("GET", f"/{reference}")) == (403, "restricted")
    assert desk.of("neighbourhood").show(reference)["duties"]
    other = Desk(desk.door, reason="missing_report; Her mother rang, she is on the bridge.")
    opened = other.ask("GET", f"/{reference}?emergency=true")
    assert opened.status_code == 200


def test_the_same_request_again_opens_one_report_and_gives_the_same_bytes(desk: Desk) -> None:
    who = {"surname": "Newcomer", "forename": "Isolde"}
    key = {"headers": {"Idempotency_Key": "one-report-once"}}
    first, again = desk.open(who, **key), desk.open(who, **key)
    assert first.content == again.content
    assert first.headers["x-audit-entry"] == again.headers["x-audit-entry"]
    assert again.headers["idempotency-replayed"] == "true"
    assert kinds_left(desk.door, again) == set()


def test_an_open_report_is_told_and_joined_or_opened_beside(desk: Desk) -> None:
    child = desk.door.find(PLANNED)
    first = desk.opened(child)
    _later(desk, minutes=5)
    told = desk.of("supervisor").open(child)
    assert problem_of(told) == (409, "report-open")
    assert first in told.json()["detail"]
    assert problem_of(desk.open(child, beside="MR-2026-00000000")) == (409, "report-open")
    beside = desk.open(child, beside=first)
    assert beside.status_code == 200
    assert desk.show(first)["joined"] == [beside.json()["report"]["reference"]]
    assert desk.show(first)["state"] == "open"
    assert len(desk.door.risk(child)["missing_now"]) > 0


def test_two_officers_at_the_same_moment_open_one_report(store_url: str, tmp_path: Path) -> None:
    with Door(tmp_path, missing_force(), store_url) as door, ThreadPoolExecutor(2) as pool:
        child = door.find(PLANNED)
        desks = [Desk(door), Desk(door, "supervisor")]
        statuses = sorted(one.status_code for one in pool.map(lambda d: d.open(child), desks))
        assert statuses == [200, 409]


def test_a_report_of_the_extract_is_served_and_added_to_in_the_same_way(desk: Desk) -> None:
    """M5, V2: one boy, 18 days, no review."""
    shown = desk.show(_EXTRACT)
    [entry] = shown["entries"]
    assert entry["written_by"] is None
    assert entry["system_name"]
    assert shown["state"] == "open"
    overdue = [duty for duty in shown["duties"] if duty["state"] == "overdue"]
    assert any(
        duty["words"].replace("\xa0", " ").startswith("No supervisory review for 18 days")
        for duty in overdue
    )
    assert any("Review by" in words for words in shown["next"])
    review = {"at": _text(-1), "review_by": "superintendent", "direction": "Search Example Court."}
    done = desk.of("supervisor").act(_EXTRACT, "reviews", review)
    assert done.status_code == 200, done.text[:300]
    _later(desk, seconds=1)
    after = desk.show(_EXTRACT)
    assert not any("No supervisory review" in duty["words"] for duty in after["duties"])
    assert [one["written_by"] for one in after["entries"]] == [None, "Inspector Demo"]
    updated = desk.act(_EXTRACT, "updates", {"clothing": "Red coat."})
    assert updated.status_code == 200
    standing = [one for one in desk.show(_EXTRACT)["entries"] if one["stands"]]
    told = {d["column"]: d["value"] for one in standing for d in one["details"]}
    assert told["clothing"] == "Red coat."
    assert told["police_grade"] == "low", "a correction loses nothing that others recorded"


def test_nobody_sets_a_police_grade_here(desk: Desk) -> None:
    """N7"""
    child = desk.door.find(PLANNED)
    assert problem_of(desk.open(child, police_grade="high")) == (400, "bad-request")
    refused = desk.act(_EXTRACT, "updates", {"police_grade": "high"})
    assert problem_of(refused) == (400, "bad-request")
    assert "police_grade" not in json.dumps(MISSING_SCHEMAS)


def test_found_interviews_and_a_disclosure_which_supervisors_are_told_of(desk: Desk) -> None:
    """M8, V1"""
    reference = desk.opened(desk.door.find(PLANNED), NOW - timedelta(hours=9))
    early = desk.act(reference, "return-interviews", {"at": _text(0), "interview": "done"})
    assert problem_of(early) == (409, "not-in-this-state")
    before = desk.found(reference, NOW - timedelta(hours=10))
    assert before.json()["faults"][0]["field"] == "at"
    found = desk.found(
        reference, NOW - timedelta(hours=1), found_with="adult_not_known_to_family",
        adult_surname="Exampleson", adult_forename="Grant", found_place="vehicle",
        adult_date_of_birth="1984-03-09",
    )  # fmt: skip
    assert found.status_code == 200, found.text[:300]
    assert any("Return interview" in words for words in found.json()["next"])
    twice = desk.found(reference)
    assert problem_of(twice) == (409, "not-in-this-state")
    assert "Correct that entry" in twice.json()["detail"]
    offer = {"at": _text(-0.5), "interviewed_by": "Return interview service"}
    assert desk.act(reference, "return-interview-offers", offer).status_code == 200
    assert any("It was offered on" in duty["words"] for duty in desk.show(reference)["duties"])
    held = {"at": _text(-0.25), "interview": "done", "interviewed_by": "Return interview service"}
    nothing = desk.act(reference, "return-interviews", held)
    assert nothing.json()["faults"][0]["field"] == "disclosure"
    told = desk.act(reference, "return-interviews", {**held, "disclosure": "sexual_harm"})
    assert told.json()["faults"][0]["field"] == "told_to"
    whole = {**held, "disclosure": "sexual_harm", "told_to": "return interviewer"}
    assert desk.act(reference, "return-interviews", whole).status_code == 200
    with desk.door.store.reading() as connection:
        kinds = set(connection.exec_driver_sql("SELECT kind FROM told_notices").scalars())
    assert {"missing_report_with_plan", "disclosure"} <= kinds
    _later(desk, seconds=1)
    answer = desk.door.risk(desk.door.find(PLANNED))
    assert answer["advice"]["band"] == "High"
    lost = desk.act(reference, "withdrawal", {"why": _WORDS})
    assert problem_of(lost) == (409, "not-in-this-state"), "a disclosure is never taken back so"


def test_an_end_is_corrected_and_not_recorded_twice(desk: Desk) -> None:
    reference = desk.opened(desk.door.find(PLANNED), NOW - timedelta(hours=9))
    desk.found(reference, NOW - timedelta(hours=1))
    _later(desk, seconds=1)
    entry = next(
        one["entry"] for one in desk.show(reference)["entries"] if one["kind"] == "missing_found"
    )
    done = desk.act(
        reference, "found", {"at": _text(-2), "corrects": entry, "found_place": "street"}
    )
    assert done.status_code == 200, done.text[:300]
    shown = desk.show(reference)
    assert shown["ended"] == _text(-2)
    assert sorted(one["stands"] for one in shown["entries"]) == [False, True, True]
    again = desk.act(reference, "found", {"at": _text(-2), "corrects": entry})
    assert problem_of(again) == (409, "not-in-this-state"), "it stands no more"


def test_a_report_entered_wrongly_is_taken_back_with_a_reason_in_words(desk: Desk) -> None:
    child = desk.door.find("Kit Ashdownley")
    reference = desk.opened(child)
    short = desk.act(reference, "withdrawal", {"why": "Wrong."})
    assert problem_of(short) == (422, "fuller-reason")
    assert desk.act(reference, "withdrawal", {"why": _WORDS}).status_code == 200
    _later(desk, seconds=1)
    shown = desk.show(reference)
    assert (shown["state"], shown["acts"]) == ("withdrawn", [])
    assert desk.door.risk(child)["missing_now"] is None
    acts = {"updates": {"clothing": "Red."}, "found": {}, "withdrawal": {"why": _WORDS}}
    for act, body in acts.items():
        refused = desk.act(reference, act, body)
        assert problem_of(refused) == (409, "not-in-this-state"), act


def test_a_lost_edit_is_impossible_and_both_states_are_told(desk: Desk) -> None:
    reference = desk.opened(desk.door.find(PLANNED))
    stale = desk.show(reference)["etag"]
    assert desk.act(reference, "updates", {"clothing": "Red coat."}, stale).status_code == 200
    refused = desk.of("supervisor").act(reference, "updates", {"clothing": "Blue coat."}, stale)
    assert problem_of(refused) == (412, "changed-meanwhile")
    now = [one for one in refused.json()["now"]["entries"] if one["stands"]]
    assert "Red coat." in [detail["value"] for one in now for detail in one["details"]]
    assert kinds_left(desk.door, refused) == {"MISSING_REPORT_VIEWED"}
    assert refused.headers["etag"] == desk.show(reference)["etag"]
    none = desk.ask("POST", f"/{reference}/updates", {"clothing": "Blue coat."})
    assert problem_of(none) == (428, "no-if-match")


def test_a_review_is_a_supervisors_and_of_an_open_report(desk: Desk) -> None:
    """M5"""
    reference = desk.opened(desk.door.find(PLANNED), NOW - timedelta(hours=9))
    body = {"at": _text(-1), "review_by": "inspector", "direction": "Ring the home again."}
    tag = desk.show(reference)["etag"]
    officer = desk.act(reference, "reviews", body, tag)
    assert problem_of(officer) == (403, "not-permitted")
    boss = desk.of("supervisor")
    missing = boss.act(reference, "reviews", {"at": _text(-1)}, tag)
    assert {one["field"] for one in missing.json()["faults"]} == {"review_by", "direction"}
    assert boss.act(reference, "reviews", body, tag).status_code == 200
    assert boss.act(reference, "strategy-meetings", {"at": _text(-0.5)}).status_code == 200
    desk.found(reference)
    assert problem_of(boss.act(reference, "reviews", body)) == (409, "not-in-this-state")


def test_a_report_is_not_run_into_another_by_a_wrong_moment(desk: Desk) -> None:
    child = desk.door.find("Kit Ashdownley")
    reference = desk.opened(child, NOW - timedelta(hours=2))
    into = {"since": instant_to_text(NOW - timedelta(days=60) + timedelta(hours=1))}
    refused = desk.act(reference, "updates", into)
    assert problem_of(refused) == (409, "not-in-this-state")
    future = desk.act(reference, "updates", {"since": _text(1)})
    assert future.json()["faults"][0]["field"] == "since"


def test_an_unknown_reference_is_told_and_entered(desk: Desk) -> None:
    refused = desk.ask("GET", "/MR-2026-00000000")
    assert problem_of(refused) == (404, "no-such-report")
    assert kinds_left(desk.door, refused) == {"LOOK_REFUSED"}
