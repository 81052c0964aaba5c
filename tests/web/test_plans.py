"""Plans over HTTP: written, sent, approved, reviewed and ended; officers see what was approved
and nothing else (M3, M8, S2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts
from tests.lib.plan_desk import ABOUT, FIRST_LINES, NOW, PlanDesk, desk_at, plan_force

#: A child for each test: of a boy there is a live plan, of a girl a missing report alone.
_SURNAMES = (
    "Ashdownley", "Birchcombe", "Coldharbour", "Dunnockley", "Elderthwaite", "Fernyhalgh",
    "Gorsebrook", "Hazelrigg", "Inglebank", "Juniperton", "Kestrelow", "Larkwhistle",
    "Mossgrove", "Nettlefold", "Oakenshaw", "Pennyroyal",
)  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlanDesk]:
    """One door for all tests: each takes children of its own."""
    force = Extracts(NOW)
    for number, surname in enumerate(_SURNAMES):
        boy = force.person(S2, f"Q-{number}", surname, forename="Barnaby")
        force.plan(boy, NOW - timedelta(days=40))
        girl = force.person(S1, f"P-{number}", surname, forename="Marigold")
        force.missing(girl, NOW - timedelta(days=3), 5)
    with Door(tmp_path_factory.mktemp("plans"), force) as door:
        yield PlanDesk(door)


_FRESH = {forename: iter(_SURNAMES) for forename in ("Barnaby", "Marigold")}


def _planned(desk: PlanDesk) -> str:
    """A child with a live plan, whom no test before has met."""
    return desk.door.find(f"Barnaby {next(_FRESH['Barnaby'])}")


def _unplanned(desk: PlanDesk) -> str:
    """A child of whom nothing but a missing report is known, and whom no test has met."""
    return desk.door.find(f"Marigold {next(_FRESH['Marigold'])}")


def _reads_first(shown: dict[str, Any]) -> Any:
    (lines,) = (s["content"] for s in shown["sections"] if s["name"] == "read_first")
    return lines


def test_a_plan_is_begun_sent_approved_and_then_stands_in_the_answer(desk: PlanDesk) -> None:
    child = _unplanned(desk)
    plan = desk.begin(child)
    desk.write(plan)
    assert desk.shown(child) is None
    assert desk.act(plan, "submission").status_code == 200
    draft = desk.shown(child)
    assert (draft["state"], draft["version"]) == ("draft", 1)
    approved = desk.supervisor().act(plan, "approval").json()
    assert (approved["state"], approved["version"], approved["words"]) == ("live", 2, "live")
    live = desk.shown(child)
    assert (live["state"], live["reference"], _reads_first(live)) == ("live", plan, FIRST_LINES)
    assert desk.door.risk(child)["advice"]["band"] == approved["banded"]["now"]


def test_a_plan_in_force_stays_as_approved_while_it_is_edited_and_waits(desk: PlanDesk) -> None:
    child = _planned(desk)
    before = desk.shown(child)
    plan = before["reference"]
    desk.write(plan)
    assert desk.shown(child) == before
    sent = desk.act(plan, "submission").json()
    assert (sent["state"], sent["writing"]) == ("live", "a version waiting for approval")
    assert desk.shown(child) == before
    back = desk.supervisor().act(plan, "return", words="Add the aunt.")
    assert back.json()["copy"]["sent_back"]["words"] == "Add the aunt."
    assert desk.shown(child) == before
    desk.approved(plan)
    after = desk.shown(child)
    assert (after["version"], _reads_first(after)) == (2, FIRST_LINES)


def test_nobody_approves_what_they_wrote_and_a_writer_may_not_approve(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan)
    desk.act(plan, "submission")
    refused = desk.act(plan, "approval")
    assert refused.status_code == 403
    both = PlanDesk(desk.door, "both")
    from serving.store.accounts import Account, save_account

    made = Account("both", "B", "x", ("neighbourhood", "supervisor"), None, is_demo=True)
    with desk.door.store.writing() as connection:
        save_account(connection, made)
    desk.supervisor().act(plan, "return", words="Again.")
    assert both.save(plan, "pattern", "Leaves after tea on Fridays.").status_code == 200
    desk.act(plan, "submission")
    assert "Somebody else approves it" in both.act(plan, "approval").json()["detail"]
    assert desk.supervisor().act(plan, "approval").status_code == 200


def test_another_teams_plan_is_read_and_not_written(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    other = desk.colleague("south", team="City South")
    seen = other.plan(plan)
    assert seen["current"]["version"] == 1
    assert (seen["may"]["write"], seen["copy"]) == (False, None)
    refused = other.ask("GET", f"/plans/{plan}/draft/sections/read_first")
    assert (refused.status_code, "City North" in refused.json()["detail"]) == (403, True)
    tag = desk.section(plan, "read_first")["etag"]
    assert other.save(plan, "read_first", ["Mine."], tag).status_code == 403
    assert other.act(plan, "submission").status_code == 403
    assert desk.section(plan, "read_first")["apart"] == []


def test_a_save_of_an_old_state_is_kept_beside_until_somebody_chooses(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan)
    other = desk.colleague()
    tag = desk.section(plan, "pattern")["etag"]
    assert desk.save(plan, "pattern", "Leaves on Fridays.", tag).status_code == 200
    late = other.save(plan, "pattern", "A man collects her on Fridays.", tag)
    assert late.status_code == 412
    assert "Both texts are kept" in late.json()["detail"]
    section = desk.section(plan, "pattern")
    assert section["content"] == "Leaves on Fridays."
    (kept,) = section["apart"]
    assert (kept["content"], kept["who"]) == ("A man collects her on Fridays.", "colleague")
    assert "Choose for each section" in desk.act(plan, "submission").json()["detail"]
    both = "Leaves on Fridays. A man collects her."
    chosen = desk.save(plan, "pattern", both, settles=[kept["number"]])
    assert chosen.status_code == 200
    assert desk.section(plan, "pattern")["apart"] == []
    assert desk.act(plan, "submission").status_code == 200


def test_what_is_saved_while_it_waits_or_after_it_ended_is_kept_too(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan)
    desk.act(plan, "submission")
    assert desk.save(plan, "pattern", "Typed while it was sent.").status_code == 412
    desk.supervisor().act(plan, "end", words="She is safe at her aunt's.")
    assert desk.save(plan, "pattern", "Typed while it was ended.").status_code == 412
    texts = [one["content"] for one in desk.plan(plan)["copy"]["apart"]]
    assert texts == ["Typed while it was sent.", "Typed while it was ended."]


@pytest.mark.parametrize(
    ("section", "content", "words"),
    [
        ("read_first", ["x" * 103], "Line 1 is 13\u00a0characters too long: at most 90."),
        ("read_first", ["a", "b", "c", "d"], "The section has 1\u00a0line too many: at most 3."),
        ("pattern", "y" * 1001, "The text is 1\u00a0character too long: at most 1000."),
        ("first_hour", [{"action": "Ring.", "role": "PC"}], "Entry 1, within minutes is missing."),
        ("people", [{"name": "z" * 81, "relationship": "uncle"}],
         "Entry 1, name is 1\u00a0character too long: at most 80."),
        ("about", {"review_due": "soon"}, "Next review is not a real day: day, month and year."),
        ("pattern", "one\ntwo", "The text holds a line break"),
    ],
    ids=["line", "lines", "text", "missing", "item", "day", "control"],
)  # fmt: skip
def test_what_is_too_long_is_said_exactly_and_nothing_is_cut(
    desk: PlanDesk, capped: str, section: str, content: object, words: str
) -> None:
    plan = capped
    before = desk.section(plan, section)["content"]
    refused = desk.save(plan, section, content)
    assert refused.status_code == 422
    assert words in refused.json()["detail"]
    assert desk.section(plan, section)["content"] == before


@pytest.fixture(scope="module")
def capped(desk: PlanDesk) -> str:
    """A plan on which nothing is ever saved."""
    return str(desk.shown(_planned(desk))["reference"])


def test_a_plan_without_first_lines_owner_or_review_is_not_sent(desk: PlanDesk) -> None:
    plan = desk.begin(_unplanned(desk))
    refused = desk.act(plan, "submission")
    assert refused.status_code == 422
    assert {fault["field"] for fault in refused.json()["faults"]} == {"read_first", "about"}
    desk.write(plan, about={**ABOUT, "review_due": "2027-03-01"})
    far = desk.act(plan, "submission")
    assert "2\u00a0January\u00a02027 at the latest" in far.json()["detail"]
    again = desk.ask("POST", "/plans", json={"child": desk.plan(plan)["child"]})
    assert (again.status_code, "has a plan" in again.json()["detail"]) == (409, True)


def test_listed_words_are_noted_and_never_stop_a_save(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    assert desk.save(plan, "pattern", "She is an absconder.").status_code == 200
    notes = desk.section(plan, "pattern")["notes"]
    assert notes == ["'absconder' blames the child. Say what happened."]


def test_a_review_keeps_every_word_and_sets_the_next_day(desk: PlanDesk) -> None:
    child = _planned(desk)
    before = desk.shown(child)
    plan = before["reference"]
    words = "Read with the home's manager."
    done = desk.act(plan, "review", review_due="2026-12-24", words=words)
    assert done.status_code == 200
    after = desk.shown(child)
    assert (after["version"], after["review_due"]) == (2, "2026-12-24")
    assert after["sections"] == before["sections"]
    assert done.json()["done"][0]["words"] == words


def test_a_plan_ends_with_what_came_of_it_and_leaves_the_first_place(desk: PlanDesk) -> None:
    child = _planned(desk)
    plan = desk.shown(child)["reference"]
    assert desk.act(plan, "end", words="Safe.").status_code == 403
    ended = desk.supervisor().act(plan, "end", words="Two men were charged. She says she is safe.")
    assert (ended.json()["state"], ended.json()["version"]) == ("ended", 2)
    assert desk.shown(child) is None
    assert desk.act(plan, "submission").json()["detail"].startswith("The plan has ended")


def test_an_act_on_a_plan_that_has_changed_since_is_refused(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan)
    desk.act(plan, "submission")
    seen = desk.plan(plan)["etag"]
    desk.supervisor().act(plan, "return", words="Add the aunt.")
    desk.save(plan, "pattern", "With her aunt on Fridays.")
    desk.act(plan, "submission")
    assert desk.supervisor().act(plan, "approval", seen).status_code == 412
    missing = desk.ask("POST", f"/plans/{plan}/submission")
    assert missing.status_code == 428


def test_a_version_that_its_own_system_brings_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    with desk_at(tmp_path) as door:
        _is_not_written_over(PlanDesk(door))


def _is_not_written_over(desk: PlanDesk) -> None:
    child = desk.door.find("Barnaby Quillfeather")
    plan = desk.shown(child)["reference"]
    desk.write(plan)
    desk.act(plan, "submission")
    later = plan_force(desk.door.moment + timedelta(hours=1))
    later.entries = plan_force().entries
    boy = later.entries[-1][1]
    from itertools import count

    later._count = count(900)
    told = later.plan(
        boy, desk.door.moment - timedelta(minutes=1), version=2, reference=plan,
        read_first=("A third man, at 4 Invented Lane.",),
    )  # fmt: skip
    assert told.details["version"] == 2
    desk.door.moment += timedelta(hours=1)
    desk.door.take_in(later, "later")
    assert _reads_first(desk.shown(child)) == ["A third man, at 4 Invented Lane."]
    refused = desk.supervisor().act(plan, "approval")
    assert "newer version" in refused.json()["detail"]
    desk.supervisor().act(plan, "return", words="Read version 2 first.")
    assert "Read first" in desk.act(plan, "submission").json()["detail"]
    assert desk.section(plan, "read_first")["is_overtaken"]
    desk.save(plan, "read_first", [*FIRST_LINES[:2], "A third man, at 4 Invented Lane."])
    desk.approved(plan)
    assert desk.shown(child)["version"] == 3


def test_versions_are_compared_section_by_section_and_line_by_line(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan, pattern="Leaves on Fridays.")
    asked = {"from": "1", "to": "copy"}
    told = desk.get(f"/plans/{plan}/compare", "PlanComparison", params=asked)
    lines = {one["section"]: one["lines"] for one in told["sections"]}
    assert lines["pattern"] == [{"mark": "put_in", "text": "Leaves on Fridays."}]
    assert [line["mark"] for line in lines["read_first"]] == ["put_in", "same", "same"]
    other = desk.colleague("south", team="City South")
    refused = other.ask("GET", f"/plans/{plan}/compare", params=asked)
    assert refused.status_code == 403
    desk.approved(plan)
    told = other.get(f"/plans/{plan}/versions/2", "PlanVersion")
    assert told["version"]["state"] == "live"
    assert other.ask("GET", f"/plans/{plan}/versions/9").status_code == 404


def test_a_supervisor_finds_what_waits_and_a_team_finds_its_own(desk: PlanDesk) -> None:
    plan = desk.shown(_planned(desk))["reference"]
    desk.write(plan)
    before = desk.supervisor().get("/plans", "Plans")["count"]
    assert plan in [one["reference"] for one in desk.get("/plans?state=open", "Plans")["plans"]]
    desk.act(plan, "submission")
    waiting = desk.supervisor().get("/plans", "Plans")
    assert waiting["plans"][-1]["reference"] == plan
    assert waiting["count"] == before + 1
    assert desk.colleague("south", team="City South").get("/plans", "Plans")["plans"] == []


def test_the_plan_of_a_limited_record_is_shown_to_its_team_alone(desk: PlanDesk) -> None:
    child = _planned(desk)
    plan = desk.shown(child)["reference"]
    headers = desk.door.headers("supervisor", "safeguarding; Her mother works at the front desk.")
    listed = desk.door.request("GET", "/api/v1/restrictions", headers=headers).json()
    path = f"/api/v1/children/{child}/restriction"
    desk.colleague("south", team="City South")
    limited = desk.door.request(
        "PUT", path, json={"team": "City South"},
        headers={**headers, "If-Match": listed["unlimited_etag"]},
    )  # fmt: skip
    assert limited.status_code == 200
    refused = desk.ask("GET", f"/plans/{plan}")
    assert refused.status_code == 403
    assert "limited to a named team" in refused.json()["detail"]
    assert PlanDesk(desk.door, "south").plan(plan)["reference"] == plan


def test_a_plan_knows_which_version_each_look_was_shown(desk: PlanDesk) -> None:
    child = _planned(desk)
    plan = desk.shown(child)["reference"]
    desk.write(plan)
    desk.shown(child)
    desk.approved(plan)
    desk.shown(child)
    told = desk.get(f"/plans/{plan}/looks", "PlanLooks")
    looks = [one for one in told["looks"] if one["kind"] == "CHILD_VIEWED"]
    assert [one["version"] for one in looks] == [2, 1, 1]
    assert {one["verdict"] for one in looks} == {"identical"}
    assert looks[0]["shown"] == "Version 2 was shown as the child's plan."
    first = desk.get(f"/plans/{plan}/looks?limit=1", "PlanLooks")
    rest = desk.get(f"/plans/{plan}/looks?after={first['next_page']}", "PlanLooks")
    assert first["looks"][0]["entry"] not in {one["entry"] for one in rest["looks"]}
    other = desk.colleague("south", team="City South")
    assert other.ask("GET", f"/plans/{plan}/looks").status_code == 403


def test_a_plan_brought_by_an_extract_alone_is_found_by_its_reference(desk: PlanDesk) -> None:
    assert desk.ask("GET", "/plans/CSE-NOBODY").status_code == 404
    assert desk.ask("POST", "/plans", json={"child": "C-0000000000"}).status_code == 404
