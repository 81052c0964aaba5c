"""Records limited to a named team: refused, opened in an emergency, told to their keepers (N6)."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from linkage.subjects import Subject
from serving.answer.tie_words import LIMITED_CHILD
from serving.api.answer_schema import ANSWER_SCHEMA
from serving.service import access_manners
from serving.store.errors import StoreUnavailableError
from serving.store.links import links_of
from serving.tables.who import WHO
from tests.lib.callers import Callers, entries_of, kinds_left
from tests.lib.door import Door
from tests.lib.limiting import IN_WORDS, Limiting
from tests.lib.link_review import NOW
from tests.lib.scenarios import played

EMERGENCY = "missing_report; Her mother rang, she is on the bridge now."


@pytest.fixture
def limiting(linked_store: Path, tmp_path: Path) -> Iterator[Limiting]:
    """A service of its own, whose links may move."""
    shutil.copy(linked_store, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW) as door:
        yield Limiting(door)


def _problem(response: Any) -> str:
    return str(response.json()["type"]).rpartition("/")[2]


def test_an_officer_of_another_team_is_refused_and_the_refusal_is_entered(
    limiting: Limiting,
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    assert limiting.put(child).status_code == 200
    refused = limiting.look(child)
    assert (refused.status_code, _problem(refused)) == (403, "restricted")
    assert "Kit" not in refused.text
    assert "A record exists that you can't open" in refused.json()["detail"]
    [entry] = entries_of(limiting.door, refused.headers["x-request-id"])
    assert (entry["kind"], entry["facts"]["rule"]) == ("LOOK_REFUSED", "restricted")
    assert limiting.look(child, "neighbourhood").status_code == 200
    assert limiting.look(child, "supervisor").status_code == 403, "a role is not a team"


def test_in_an_emergency_it_opens_with_words_and_the_keepers_know_who_and_not_whose(
    limiting: Limiting,
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    limiting.put(child)
    before = limiting.notices("neighbourhood")
    short = limiting.look(child, emergency="true")
    assert (short.status_code, _problem(short)) == (422, "fuller-reason")
    assert limiting.notices("neighbourhood") == before, "nothing was opened, so nobody is told"
    opened = limiting.look(child, emergency="true", reason=EMERGENCY)
    assert opened.status_code == 200
    assert opened.json()["child"]["name"] == "Kit Ashdownley"
    assert kinds_left(limiting.door, opened) == {"CHILD_VIEWED_IN_EMERGENCY"}
    [notice] = [n for n in limiting.notices("neighbourhood") if n not in before]
    assert notice["kind"] == "opened_in_emergency"
    assert notice["entry"] == opened.headers["x-audit-entry"]
    assert (notice["officer"], notice["reason"]) == ("officer", "missing_report")
    told = limiting.notices("supervisor")
    assert {n["audience"] for n in told if n["entry"] == notice["entry"]} == {"team", "supervisors"}
    said = json.dumps(told)
    assert child not in said
    assert "Kit" not in said
    assert "bridge" not in said, "the officer's words stay in the log"


def test_an_emergency_that_cant_be_entered_shows_nothing_and_tells_nobody(
    limiting: Limiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    limiting.put(child)
    before = limiting.notices("neighbourhood")

    def failing(*_: object) -> None:
        raise StoreUnavailableError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(access_manners, "enter_act", failing)
        refused = limiting.look(child, emergency="true", reason=EMERGENCY)
    assert (refused.status_code, _problem(refused)) == (503, "not-logged")
    assert "Ashdownley" not in refused.text
    assert kinds_left(limiting.door, refused) == set()
    assert limiting.notices("neighbourhood") == before


def test_a_limit_on_a_child_who_is_not_tied_leaves_every_byte_as_it_was(
    limiting: Limiting,
) -> None:
    child, other = limiting.door.find("Kit Ashdownley"), limiting.door.find("Ada Quillfeather")
    before = limiting.look(child)
    limiting.put(other)
    after = limiting.look(child)
    assert after.content == before.content
    [entry] = entries_of(limiting.door, after.headers["x-request-id"])
    assert "withheld" in entry["inputs"], "and the entry names what would have been left out"


def test_an_emergency_at_a_record_that_is_not_limited_is_an_ordinary_look(
    limiting: Limiting,
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    looked = limiting.look(child, emergency="true")
    assert looked.status_code == 200
    assert kinds_left(limiting.door, looked) == {"CHILD_VIEWED"}
    assert limiting.notices("supervisor") == []


def test_a_search_keeps_the_row_and_tells_what_was_typed_and_whether_the_child_is_missing(
    limiting: Limiting,
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    limiting.put(child)
    asked = {"name": "Kitt Ashdownly", "birth_date": "2012-01-20"}
    [row] = limiting.door.search(**asked)["results"]
    assert row["limited"] is True
    assert row["name"] == "Kitt Ashdownly"
    assert row["missing_since"] is not None
    told = {name: row[name] for name in ("birth_date", "age", "home", "plan")}
    assert set(told.values()) == {None}
    assert (row["other_names"], row["agrees"], row["agreeing_words"]) == ([], [], [])
    [full] = limiting.door.search("neighbourhood", **asked)["results"]
    assert (full["limited"], full["name"]) == (False, "Kit Ashdownley")


def test_a_possible_plan_that_is_limited_is_withheld_and_never_said_not_to_be(
    limiting: Limiting,
) -> None:
    boy, other = limiting.door.find("Benedict Thornebury"), limiting.door.find("Bede Thornbury")
    assert boy != other
    shown = limiting.look(boy).json()
    assert [plan["name"] for plan in shown["possible_plans"]] == ["Bede Thornbury"]
    limiting.put(other)
    response = limiting.look(boy)
    said = response.json()
    jsonschema.validate(said, ANSWER_SCHEMA)
    assert "Bede" not in response.text
    assert said["possible_plans"] == []
    assert said["plan"]["state"] == "possible"
    assert "A possible plan is limited to a named team" in said["plan"]["words"]
    assert said["unknowns"][0]["kind"] == "withheld"
    assert said["advice"] == shown["advice"], "the band is about this child and stays"
    [entry] = entries_of(limiting.door, response.headers["x-request-id"])
    assert entry["inputs"]["withheld"].startswith("sha256:")
    limiting.lift(other)
    headers = limiting.door.headers("auditor", "audit")
    replay = f"/api/v1/audit/{response.headers['x-audit-entry']}/replay"
    again = limiting.door.request("GET", replay, headers=headers).json()
    assert again["verdict"] == "identical", "a replay leaves out what was left out then (N1)"
    limiting.put(other)
    kept = limiting.look(boy, "neighbourhood")
    assert [plan["name"] for plan in kept.json()["possible_plans"]] == ["Bede Thornbury"]
    [entry] = entries_of(limiting.door, kept.headers["x-request-id"])
    assert "withheld" not in entry["inputs"], "where nothing is withheld, entries stay as ever"


def test_v8_the_tie_is_shown_and_the_limited_child_is_not_named(tmp_path: Path) -> None:
    force = played("V8")
    with Door(tmp_path, force.write(tmp_path / "extracts"), moment=force.taken) as door:
        limiting = Limiting(door)
        girl, davin = door.find(force.name("Elowen")), door.find(force.name("Davin"))
        before = door.risk(girl)
        assert limiting.put(davin).status_code == 200
        said = door.risk(girl)
        [hector] = said["adults"]
        [other] = hector["children"]
        assert (other["id"], other["name"]) == (None, LIMITED_CHILD)
        assert other["ties"] == before["adults"][0]["children"][0]["ties"]
        assert force.name("Davin") not in json.dumps(said)
        assert davin not in json.dumps(said)
        assert said["advice"] == before["advice"]
        assert said["unknowns"][0]["what"] == "Name of 1\u00a0other child"
        shown = Callers(door).ask(
            "officer", "POST", f"/children/{girl}", form={"reason": "missing_report"}
        )
        assert LIMITED_CHILD in shown.text
        assert davin not in shown.text


def test_a_limit_is_set_by_supervisors_with_words_and_by_nobody_who_saw_another_state(
    limiting: Limiting,
) -> None:
    child = limiting.door.find("Kit Ashdownley")
    assert _problem(limiting.put(child, reason="review")) == "fuller-reason"
    assert _problem(limiting.put(child, team="City Nort")) == "no-such-team"
    assert _problem(limiting.put("C-0000000000")) == "no-such-child"
    assert _problem(limiting.put(child, account="officer")) == "not-permitted"
    tag = limiting.tag(child)
    set_ = limiting.put(child, tag=tag)
    assert set_.json()["teams"] == ["City North"]
    assert set_.headers["etag"] == limiting.tag(child)
    assert _problem(limiting.lift(child, tag=tag)) == "changed-meanwhile"
    lifted = limiting.lift(child)
    assert lifted.json()["teams"] == []
    assert lifted.headers["etag"] == tag
    assert limiting.look(child).status_code == 200
    [entry] = entries_of(limiting.door, lifted.headers["x-request-id"])
    assert entry["kind"] == "RESTRICTION_LIFTED"
    assert [n["kind"] for n in limiting.notices("neighbourhood")] == ["limit_changed"] * 2


def test_after_a_merge_the_child_is_limited_and_after_a_split_both_are_until_one_is_lifted(
    limiting: Limiting,
) -> None:
    boy, other = limiting.door.find("Benedict Thornebury"), limiting.door.find("Bede Thornbury")
    limiting.put(other)
    link = next(
        each["link"]
        for each in _reviewed(limiting, "GET", "/doubtful")["links"]
        if {boy, other} == set(_people(limiting, each["link"]))
    )
    said = {"said": "same", "why": "One boy, as the school says."}
    judged = _reviewed(limiting, "POST", f"/doubtful/{link}/judgement", said)
    merged = limiting.door.find("Benedict Thornebury")
    assert limiting.teams(merged) == {"City North"}
    for asked in (boy, other):
        assert limiting.look(asked).status_code == 403, "by either id"
    assert limiting.notices("neighbourhood")[0]["kind"] == "limit_followed"
    _reviewed(limiting, "POST", f"/judgements/{judged['act']}/undo", {"why": "They are two."})
    with limiting.door.store.reading() as connection:
        now = links_of(connection, WHO[Subject.CHILD], ["S1:P-1", "S2:Q-1"])
    first, second = sorted(now.values())
    assert first != second
    assert limiting.teams(first) == limiting.teams(second) == {"City North"}
    assert limiting.lift(first).status_code == 200
    assert limiting.look(first).status_code == 200
    assert limiting.look(second).status_code == 403


def _reviewed(limiting: Limiting, method: str, path: str, body: Any = None) -> Any:
    limiting.door.moment += timedelta(minutes=1)
    headers = limiting.door.headers("reviewer", "review")
    response = limiting.door.request(method, f"/api/v1/links{path}", headers=headers, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def _people(limiting: Limiting, link: str) -> list[str]:
    shown = _reviewed(limiting, "GET", f"/doubtful/{link}")
    return [side["person"] for side in shown["sides"]]


def test_the_pages_refuse_and_open_in_an_emergency_alike(limiting: Limiting) -> None:
    child, callers = limiting.door.find("Kit Ashdownley"), Callers(limiting.door)
    limiting.put(child)
    page = f"/children/{child}"
    refused = callers.ask("officer", "POST", page, form={"reason": "missing_report"})
    assert refused.status_code == 403
    assert "limited to a named team" in refused.text
    assert "Ashdownley" not in refused.text
    emergency = {"reason": "missing_report", "emergency": "yes", "note": "help"}
    short = callers.ask("officer", "POST", page, form=emergency)
    assert short.status_code == 422
    assert "Say in words why you look" in short.text
    words = IN_WORDS.partition("; ")[2]
    opened = callers.ask("officer", "POST", page, form={**emergency, "note": words})
    assert opened.status_code == 200
    assert "Ashdownley" in opened.text
    printed = callers.ask("officer", "POST", f"{page}/print", form=_print_form(opened.text))
    assert printed.status_code == 200, "what was opened in an emergency can be printed"
    assert kinds_left(limiting.door, printed) == {"CHILD_DISCLOSED"}
    kinds = [n["kind"] for n in limiting.notices("neighbourhood")]
    assert kinds.count("opened_in_emergency") == 2, "and the keepers know of both"


def _print_form(page: str) -> dict[str, str]:
    """The hidden fields of the first form that prints, as the browser would send them."""
    form = page[page.index('id="print"') :]
    form = form[: form.index("</form>")]
    found = dict(re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">', form))
    found.pop("csrf_token")
    return found
