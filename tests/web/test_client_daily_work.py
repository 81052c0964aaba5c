"""The client does the daily work at a served door: reports, plans, reviews, lists, figures."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest

from serving.client import LISTS, Client, Opened, ProblemError, RefusedError
from tests.lib.door import Door
from tests.lib.indicator_months import publish_at
from tests.lib.link_review import NOW
from tests.lib.plan_desk import ABOUT, FIRST_LINES
from tests.lib.served import served

_WHY = "missing_report"
_SINCE = (NOW - timedelta(hours=6)).isoformat()
_FOUND = {"how_ended": "returned", "found_with": "nobody", "harm_found": "nothing_found"}
As = Callable[[str], Client]


@pytest.fixture(scope="module")
def door(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    folder = tmp_path_factory.mktemp("client")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW) as opened:
        publish_at(opened)
        yield opened


@pytest.fixture(scope="module")
def as_(door: Door) -> Iterator[As]:
    """A client of an account at the door's address."""
    with ExitStack() as stack:
        address = stack.enter_context(served(door))

        def client(account: str) -> Client:
            # What is asked next is asked later.
            door.moment += timedelta(seconds=1)
            return stack.enter_context(Client(address, lambda: door.token(account)))

        yield client


def _reported(as_: As, surname: str) -> Opened:
    who = {"surname": surname, "forename": "Wren"}
    return as_("officer").report_missing(_WHY, who=who, since=_SINCE, missing_from="home")


def test_a_report_is_opened_answered_and_closed(door: Door, as_: As) -> None:
    opened = _reported(as_, "Larkhaven")
    assert opened.answer is not None
    assert opened.answer.child == opened.report.child
    assert opened.answer.advice.band is not None
    officer = as_("officer")
    read = officer.again(opened.report, _WHY)
    assert read.state == "open"
    at = (door.moment - timedelta(hours=1)).isoformat()
    found = officer.act(read, "found", _WHY, at=at, **_FOUND)
    assert (found.reference, found.state) == (opened.report.reference, "found")
    missing = {row["reference"] for row in as_("supervisor").listed("missing-now")}
    assert found.reference not in missing


def test_an_act_without_the_state_that_was_seen_or_of_an_old_one_is_told_apart(as_: As) -> None:
    opened = _reported(as_, "Thistledown")
    officer = as_("officer")
    with pytest.raises(ProblemError) as unseen:
        officer.act(opened.report, "updates", _WHY, clothing="Red coat.")
    assert unseen.value.kind == "no-if-match"
    seen = officer.again(opened.report, _WHY)
    as_("officer").act(seen, "updates", _WHY, clothing="Red coat.")
    with pytest.raises(ProblemError) as late:
        as_("officer").act(seen, "updates", _WHY, clothing="Blue coat.")
    assert late.value.kind == "changed-meanwhile"


def test_a_plan_is_written_by_one_and_approved_by_another(as_: As) -> None:
    child = as_("officer").search("Kit Ashdownley").results[0].child
    plan = as_("neighbourhood").begin_plan(child, "review")
    for section, content in (("read_first", FIRST_LINES), ("about", ABOUT)):
        plan = as_("neighbourhood").save_section(plan, section, content, "review")
    plan = as_("neighbourhood").act(plan, "submission", "review")
    with pytest.raises(RefusedError):
        as_("neighbourhood").act(plan, "approval", "review")
    assert plan.reference in {row["reference"] for row in as_("supervisor").listed("plans")}
    live = as_("supervisor").act(plan, "approval", "review")
    assert live.state == "live"
    assert as_("officer").risk(child, _WHY).values["plan"]["current"]["state"] == "live"
    again = as_("neighbourhood").read("plans", plan.reference, "review")
    assert (again.etag, again.values["current"]) == (live.etag, live.values["current"])


def test_the_own_view_comes_before_the_advice_and_lowering_waits(door: Door, as_: As) -> None:
    child = as_("officer").search("Bede Thornbury").results[0].child
    seen = as_("neighbourhood").own_view(child, "Low", "review")
    assert seen.answer.advice.band == "Medium"
    day = (door.moment + timedelta(days=14)).date().isoformat()
    written = as_("neighbourhood").review(
        seen, "review", words_heard="did_not_want_to_talk", action="See him at school.",
        action_owner="PC Morgan Example", next_review=day,
    )  # fmt: skip
    assert written["last_review"]["own_view"] == "Low"
    until = (door.moment + timedelta(days=7)).date().isoformat()
    judged = as_("officer").judge_advice(
        child, "review", judgement="lower", band="Low", until=until,
        grounds="His school sees him each day.",
    )  # fmt: skip
    waiting = judged["judgement"]["waiting"]["reference"]
    assert waiting in {row["reference"] for row in as_("supervisor").listed("judgements")}
    decided = as_("supervisor").decide(waiting, "refusal", "Not yet.", "review")
    assert decided["judgement"]["standing"] is None
    assert as_("officer").risk(child, _WHY).advice.band == "Medium"


def test_a_referral_goes_its_way_and_a_notice_is_breached(door: Door, as_: As) -> None:
    child = as_("officer").search("Ada Quillfeather").results[0].child
    received = as_("hub").refer(
        "safeguarding", child=child, referred_by="school", concern="neglect"
    )
    assert received.reference in {row["reference"] for row in as_("hub").listed("referrals")}
    triaged = as_("hub").act(received, "steps", "safeguarding", step="triage", priority="urgent")
    assert triaged.state == "triaged"
    assert as_("hub").again(triaged, "safeguarding").child == child
    served_at = (door.moment - timedelta(days=1)).isoformat()
    notice = as_("neighbourhood").serve_notice(
        child, "review", served_at=served_at, in_force_until="2027-02-01",
        adult_surname="Exampleson",
    )  # fmt: skip
    at = (door.moment - timedelta(hours=1)).isoformat()
    breached = as_("neighbourhood").act(notice, "breach", "review", at=at)
    assert len(breached.values["breaches"]) == 1


@pytest.mark.parametrize("name", LISTS)
def test_every_list_is_followed_by_whoever_may_read_it(as_: As, name: str) -> None:
    whose = {"judgements": "supervisor", "charging": "supervisor", "investigations": "supervisor",
             "flagged": "neighbourhood", "referrals": "hub", "conferences": "hub",
             "messages": "administrator", "case-audits": "auditor",
             "audit-cases": "grader"}  # fmt: skip
    rows = list(as_(whose.get(name, "supervisor")).listed(name))
    assert all(isinstance(row, dict) for row in rows)


def test_a_list_keeps_its_filters_from_page_to_page(as_: As) -> None:
    for surname in ("Exampleson", "Invented"):
        _reported(as_, surname)
    whole = [row["reference"] for row in as_("supervisor").listed("missing-now")]
    single = [row["reference"] for row in as_("supervisor").listed("missing-now", limit="1")]
    assert single == whole
    assert len(whole) > 2


def test_figures_lead_to_the_records_behind_them(as_: As) -> None:
    manager = as_("manager")
    assert as_("supervisor").told("briefing")["as_at"]
    [plans] = [
        one for one in manager.told("indicators")["indicators"] if one["id"] == "plans_in_date"
    ]
    told = manager.told(f"indicators/{plans['id']}")
    month = told["months"][0]["month"]
    assert month.encode() in manager.indicator_csv(plans["id"])
    cases = list(as_("supervisor").cases(plans["id"], month, "audit"))
    assert {case["part"] for case in cases} <= {"met", "not_met", "not_known"}
    assert cases


def test_a_notice_is_acknowledged_once_seen(as_: As) -> None:
    child = as_("officer").search("Ada Quillfeather").results[0].child
    as_("officer").report_missing(_WHY, child=child, since=_SINCE, missing_from="home")
    unseen = [one for one in as_("supervisor").listed("notices") if one["acknowledged_at"] is None]
    assert unseen, "a report on a child with a plan tells the plan's team and supervisors"
    seen = as_("supervisor").acknowledge(unseen[0]["id"])
    assert seen["acknowledged_by"] == "supervisor"


def test_what_is_no_id_never_becomes_a_part_of_an_address(as_: As) -> None:
    with pytest.raises(ValueError, match="no id"):
        as_("officer").read("plans", "../accounts", _WHY)
    with pytest.raises(KeyError):
        list(as_("officer").listed("accounts"))
