"""One child from a first report to an ended plan, through the hands of six roles, all in the
log (M1-M8, N1, N4, N6, N7, V7, V9, V12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest

from records.events import EventKind
from serving.store.verifying import verify_log
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, S10, Extracts
from tests.lib.plan_desk import ABOUT, FIRST_LINES, PlanDesk

NOW = datetime(2026, 11, 2, 21, 30, tzinfo=UTC)
_WHO = {
    "surname": "Larkhaven",
    "forename": "Isolde",
    "birth_date": "2011-05-07",
    "postcode": "NG7 2AB",
    "team": "City North",
    "local_authority": "Northbridge",
}


def _others(at: datetime) -> Extracts:
    """Two children who are not in this story."""
    force = Extracts(at)
    known = {"forename": "Barnaby", "date_of_birth": date(2010, 2, 3)}
    force.missing(force.person(S1, "P-1", "Thistledown", **known), NOW - timedelta(days=9), 4)
    force.plan(force.person(S2, "Q-1", "Thistledown", **known), NOW - timedelta(days=40))
    return force


def _protection(at: datetime) -> Extracts:
    """Social care knows the girl under a surname with one letter less, day and month of her birth
    swapped, at no address that it tells; and protects her."""
    force = _others(at)
    misspelt = {"forename": "Isolde", "date_of_birth": date(2011, 7, 5)}
    girl = force.person(S10, "SC-1", "Larkhavn", **misspelt)
    started = at - timedelta(days=1)
    force.add(EventKind.CHILD_PROTECTION_STARTED, girl, started, category="sexual_abuse")
    return force


@dataclass
class Shift:
    """People at work at one door, one after the other."""

    door: Door

    def later(self, **time: float) -> datetime:
        """Let time pass."""
        self.door.moment += timedelta(**time)
        return self.door.moment

    def ask(self, account: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """One request that must succeed; its answer."""
        response = self.tried(account, method, path, body, **headers)
        assert response.status_code in (200, 201), (path, response.status_code, response.text[:300])
        return response.json()

    def tried(
        self, account: str, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx2.Response:
        """One request, however it ends."""
        self.later(seconds=1)
        reason = "missing_report" if account == "officer" else "review"
        sent = {**self.door.headers(account, reason), **headers}
        given = {} if body is None else {"json": body}
        return self.door.request(method, f"/api/v1{path}", headers=sent, **given)

    def act(self, account: str, report: str, act: str, **body: Any) -> Any:
        """An act on a missing report, by its state as just read."""
        read = self.tried(account, "GET", f"/missing-reports/{report}")
        tag = {"If-Match": read.headers["ETag"]}
        return self.ask(account, "POST", f"/missing-reports/{report}/{act}", body, **tag)

    def risk(self, child: str) -> Any:
        """What an officer is answered a second later."""
        self.later(seconds=1)
        return self.door.risk(child)

    def entries_of(self, child: str) -> Iterator[dict[str, Any]]:
        """Every entry of the log that bears the child, as an auditor finds them."""
        asked: dict[str, Any] = {"child": child}
        while True:
            page = self.ask("auditor", "POST", "/audit/search", asked)
            yield from page["entries"]
            if page["next_page"] is None:
                return
            asked["after"] = page["next_page"]


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    """A force that has never heard of her."""
    with Door(tmp_path, _others(NOW)) as door:
        yield Shift(door)


def test_one_child_from_the_first_report_to_the_ended_plan(shift: Shift) -> None:
    first, child = _reported_and_found(shift)
    _told_and_referred(shift, first, child)
    plan = _planned(shift, child)
    _missing_again_with_the_plan_on_the_first_screen(shift, child)
    child = _known_to_social_care_under_another_spelling(shift, child)
    _reviewed_and_judged(shift, child)
    _ended(shift, plan, child)
    _all_of_it_is_in_the_log(shift, child)


def _reported_and_found(shift: Shift) -> tuple[str, str]:
    """Nobody knows her: the search says so, and the report makes her known at once (V16, M5)."""
    assert shift.door.search(name="Isolde Larkhaven")["results"] == []
    since = shift.later(hours=1) - timedelta(hours=2)
    opened = shift.ask(
        "officer", "POST", "/missing-reports",
        {"who": _WHO, "since": since.isoformat(), "missing_from": "home"},
    )  # fmt: skip
    report, child = opened["report"]["reference"], opened["report"]["child"]
    assert opened["answer"]["missing_now"] is not None
    assert opened["answer"]["plan"]["state"] == "none"
    assert report in str(shift.ask("supervisor", "GET", "/missing-now"))
    shift.later(hours=3)
    reviewed = {"at": shift.later().isoformat(), "review_by": "inspector",
                "direction": "Check the station and her friend's home tonight."}  # fmt: skip
    shift.act("supervisor", report, "reviews", **reviewed)
    found = {"at": shift.later(hours=2).isoformat(), "how_ended": "police_found",
             "found_place": "vehicle", "found_with": "adult_not_known_to_family",
             "adult_surname": "Mortlakeson", "harm_found": "nothing_found"}  # fmt: skip
    shift.act("officer", report, "found", **found)
    assert shift.risk(child)["missing_now"] is None
    assert report not in str(shift.ask("supervisor", "GET", "/missing-now"))
    return report, child


def _told_and_referred(shift: Shift, report: str, child: str) -> None:
    """What she tells reaches her record the same day, and a referral that somebody owns."""
    at = shift.later(hours=20)
    offered = {"at": at.isoformat(), "interviewed_by": "The return interviewer"}
    shift.act("officer", report, "return-interview-offers", **offered)
    before = shift.risk(child)["advice"]["band"]
    told = {"at": shift.later(hours=3).isoformat(), "interview": "done",
            "interviewed_by": "The return interviewer", "told_to": "return interviewer",
            "disclosure": "sexual_exploitation"}  # fmt: skip
    shift.act("officer", report, "return-interviews", **told)
    after = shift.risk(child)
    assert before != "High"
    assert after["advice"]["band"] == "High"
    referral = shift.ask(
        "hub", "POST", "/referrals",
        {"child": child, "referred_by": "police", "concern": "sexual_exploitation"},
    )  # fmt: skip
    reference = referral["id"]
    assert reference in str(shift.ask("hub", "GET", "/referrals"))
    steps: list[dict[str, Any]] = [
        {"step": "triage", "priority": "urgent"},
        {"step": "allocate", "allocated_to": "Exploitation team"},
        {"step": "discuss"},
        {"step": "decide", "decision": "exploitation_panel"},
        {"step": "close"},
    ]
    for step in steps:
        read = shift.tried("hub", "GET", f"/referrals/{reference}")
        tag = {"If-Match": read.headers["ETag"]}
        shift.ask("hub", "POST", f"/referrals/{reference}/steps", step, **tag)
    assert reference not in str(shift.ask("hub", "GET", "/referrals"))


def _planned(shift: Shift, child: str) -> str:
    """The team writes a plan; it is nobody's until a supervisor approves it (M3)."""
    shift.later(days=1)
    desk = PlanDesk(shift.door)
    plan = desk.begin(child)
    due = (shift.door.moment + timedelta(days=20)).date().isoformat()
    desk.write(plan, about={**ABOUT, "review_due": due})
    assert desk.act(plan, "submission").status_code == 200
    assert shift.risk(child)["plan"]["current"]["state"] == "draft"
    assert desk.act(plan, "approval").status_code == 403
    assert desk.supervisor().act(plan, "approval").status_code == 200
    return plan


def _missing_again_with_the_plan_on_the_first_screen(shift: Shift, child: str) -> None:
    """The officer who opens the next report has the plan in the same answer; the plan's team and
    supervisors are told, nobody by name."""
    since = shift.later(days=2)
    opened = shift.ask(
        "officer", "POST", "/missing-reports",
        {"child": child, "since": since.isoformat(), "missing_from": "home"},
    )  # fmt: skip
    plan = opened["answer"]["plan"]
    assert plan["state"] == "linked"
    assert plan["current"]["state"] == "live"
    assert FIRST_LINES[0] in str(plan["current"])
    notices = shift.ask("supervisor", "GET", "/notices")
    assert "missing_report_with_plan" in str(notices)
    assert "Larkhaven" not in str(notices)
    found = {"at": shift.later(hours=5).isoformat(), "how_ended": "returned",
             "found_place": "home", "found_with": "nobody",
             "harm_found": "nothing_found"}  # fmt: skip
    shift.act("officer", opened["report"]["reference"], "found", **found)


def _known_to_social_care_under_another_spelling(shift: Shift, child: str) -> str:
    """An extract brings her under a misspelt name: linked, or possible until somebody decides."""
    shift.later(days=1)
    shift.door.take_in(_protection(shift.door.moment), "protection")
    doubtful = shift.ask("reviewer", "GET", "/links/doubtful")["links"]
    assert doubtful, "nothing was left to a person to decide"
    for link in doubtful:
        path = f"/links/doubtful/{link['link']}"
        shift.ask("reviewer", "GET", path)
        body = {"said": "same", "why": "Social care says it is her: the day was keyed wrongly."}
        shift.ask("reviewer", "POST", f"{path}/judgement", body)
    answer = shift.risk(child)
    assert answer["protection_plan"]["category"] == "sexual_abuse"
    return str(answer["child"]["id"])


def _reviewed_and_judged(shift: Shift, child: str) -> None:
    """The team says what it sees before it reads the advice; lowering waits, and is declined."""
    shift.later(days=1)
    assert child in str(shift.ask("neighbourhood", "GET", "/flagged"))
    viewed = shift.tried(
        "neighbourhood", "POST", f"/children/{child}/review-views", {"own_view": "Medium"}
    )
    day = shift.door.moment.date()
    body = {
        "view": viewed.headers["X-Review-View"], "words_heard": "heard",
        "own_words": "Come with me to school.",
        "said_on": day.isoformat(), "action": "Walk to school with her for a fortnight.",
        "action_owner": "PC Example", "next_review": (day + timedelta(days=14)).isoformat(),
    }  # fmt: skip
    tag = {"If-Match": viewed.headers["ETag"]}
    shift.ask("neighbourhood", "POST", f"/children/{child}/reviews", body, **tag)
    until = (day + timedelta(days=10)).isoformat()
    lower = {"judgement": "lower", "band": "Medium", "until": until,
             "grounds": "She is at home every night since Monday."}  # fmt: skip
    before = shift.risk(child)
    assert "Come with me" in str(before["last_review"])
    made = shift.ask("neighbourhood", "POST", f"/children/{child}/judgements", lower)
    waiting = shift.risk(child)
    assert waiting["judgement"]["waiting"] is not None
    assert waiting["advice"] == before["advice"]
    reference = made["judgement"]["waiting"]["reference"]
    grounds = {"grounds": "What she told a week ago still stands."}
    shift.ask("supervisor", "POST", f"/judgements/{reference}/refusal", grounds)
    after = shift.risk(child)
    assert after["judgement"]["standing"] is None
    assert after["advice"] == before["advice"]


def _ended(shift: Shift, plan: str, child: str) -> None:
    """The work ends with what came of it; the plan is ended and says so (M8)."""
    shift.later(days=13)
    desk = PlanDesk(shift.door)
    asked = f"/children/{child}/review-views"
    viewed = shift.tried("neighbourhood", "POST", asked, {"own_view": "Low"})
    body = {
        "view": viewed.headers["X-Review-View"], "words_heard": "heard",
        "own_words": "Nobody rings me any more.",
        "said_on": shift.door.moment.date().isoformat(), "action": "End the plan.",
        "action_owner": "PC Example", "outcome": "safer",
        "outcome_words": "Nobody has contacted her since the notice.",
    }  # fmt: skip
    tag = {"If-Match": viewed.headers["ETag"]}
    shift.ask("neighbourhood", "POST", f"/children/{child}/reviews", body, **tag)
    ended = desk.supervisor().act(plan, "end", words="Safer: nobody has contacted her since.")
    assert ended.status_code == 200, ended.text[:300]
    after = shift.risk(child)
    assert after["plan"]["current"] is None
    assert [one["state"] for one in after["plans_other"]] == ["ended"]
    assert after["last_review"]["outcome"] == "safer"


def _all_of_it_is_in_the_log(shift: Shift, child: str) -> None:
    """Every hand that touched her record is found by her id, and the first look comes again."""
    entries = list(shift.entries_of(child))
    hands = {"officer", "supervisor", "neighbourhood", "hub", "link_reviewer"}
    assert hands <= {role for entry in entries for role in entry["roles"]}
    kinds = {entry["kind"] for entry in entries}
    assert {
        "MISSING_REPORT_OPENED", "CHILD_VIEWED", "REFERRAL_RECEIVED", "REFERRAL_WORKED",
        "PLAN_SECTION_SAVED", "PLAN_SUBMITTED", "PLAN_APPROVED", "PLAN_ENDED", "OWN_VIEW_GIVEN",
        "CHILD_REVIEWED", "ADVICE_JUDGED", "JUDGEMENT_DECLINED", "FLAGGED_LISTED",
    } <= kinds  # fmt: skip
    looks = [entry for entry in entries if entry["kind"] == "CHILD_VIEWED"]
    for look in (looks[0], looks[-1]):
        again = shift.ask("auditor", "GET", f"/audit/{look['entry']}/replay")
        assert again["verdict"] == "identical", again["words"]
    shift.door._run(shift.door.service.writer.close())
    assert verify_log(shift.door.store).is_sound
