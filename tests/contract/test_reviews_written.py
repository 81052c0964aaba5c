"""Reviews and judgements, written through the API on both stores (M8, N7)."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from serving.reviewing.reviewing_schemas import REVIEWING_SCHEMAS
from serving.service.rescore import rescore_store
from tests.lib.acting import HOST
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.rescoring import rules
from tests.lib.reviewing_door import NOW, Reviewing, reviewed_force


@pytest.fixture
def at(store_url: str, tmp_path: Path) -> Iterator[Reviewing]:
    """A door of its own, on each store, for what engines may do differently."""
    with Door(tmp_path, reviewed_force(), store_url) as door:
        rescore_store(door.store, rules(), door.moment, by=HOST)
        yield Reviewing(door)


@pytest.fixture(scope="module")
def taken_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The store of the small force, taken in and banded once."""
    folder = tmp_path_factory.mktemp("reviewed")
    door = Door(folder, reviewed_force())
    rescore_store(door.store, rules(), door.moment, by=HOST)
    door.store.close()
    return folder / "store.db"


@pytest.fixture
def here(taken_in: Path, tmp_path: Path) -> Iterator[Reviewing]:
    """A copy of it: each test writes."""
    shutil.copy(taken_in, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW, has_accounts=True) as door:
        yield Reviewing(door)


def test_a_review_is_shown_to_whoever_looks_next_with_the_childs_own_words(here: Reviewing) -> None:
    """M8: required fields of a review, shown to the next officer."""
    child = here.door.find("Ottoline Quillfeather")
    assert here.door.risk(child)["last_review"] is None
    written = here.review(child)
    assert written.status_code == 200, written.text
    jsonschema.validate(written.json(), REVIEWING_SCHEMAS["ReviewWritten"])
    shown = here.door.risk(child)["last_review"]
    assert shown["own_words"] == "I want to ring my nan when I like."
    assert shown["said_on"] == "2026-11-20"
    assert (shown["action"], shown["action_owner"]) == (
        "See her at school, alone.", "PC Morgan Example",
    )  # fmt: skip
    assert (shown["own_view"], shown["advised_band"]) == ("Low", "Medium")
    assert (shown["by_role"], shown["by_team"]) == ("Neighbourhood officer", "City North")
    assert not shown["is_overdue"]


def test_the_advice_is_the_same_with_reviews_and_judgements_as_without(here: Reviewing) -> None:
    """N7: what people say stands beside the advice, and is no part of it."""
    child = here.door.find("Ottoline Quillfeather")
    before = here.door.risk(child)
    here.review(child)
    here.judge(child, "raise", "High")
    lowered = here.judge(child, "lower", "Low").json()["judgement"]["waiting"]["reference"]
    assert here.decide(lowered, "approval").status_code == 200
    after = here.door.risk(child)
    for part in ("advice", "headline", "reasons", "floors", "next_hour", "again", "sources"):
        assert after[part] == before[part], part
    assert after["judgement"]["standing"]["band"] == "Low"
    assert after["judgement"]["standing"]["advised_band"] == "Medium"


def test_raising_holds_at_once_and_expires_at_the_end_of_its_day(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    made = here.judge(child, "raise", "High", days=2)
    jsonschema.validate(made.json(), REVIEWING_SCHEMAS["JudgementWritten"])
    standing = here.door.risk(child)["judgement"]["standing"]
    assert (standing["band"], standing["until"]) == ("High", "2026-11-23")
    here.door.moment += timedelta(days=2)
    assert here.door.risk(child)["judgement"]["standing"] is not None
    here.door.moment += timedelta(days=1)
    judged = here.door.risk(child)["judgement"]
    assert judged["standing"] is None
    assert judged["last"]["state"] == "expired"
    assert judged["words"] == "No professional judgement of this advice stands."


def test_lowering_waits_for_a_supervisor_and_does_not_hold_until_then(at: Reviewing) -> None:
    child = at.door.find("Ottoline Quillfeather")
    at.judge(child, "raise", "High")
    waiting = at.judge(child, "lower", "Low").json()["judgement"]
    assert waiting["standing"]["kind"] == "raise"
    assert waiting["waiting"]["state"] == "waiting"
    listed = at.ask("supervisor", "GET", "/judgements").json()
    jsonschema.validate(listed, REVIEWING_SCHEMAS["JudgementsWaiting"])
    (row,) = listed["judgements"]
    assert (row["name"], row["advised"]) == ("Ottoline Quillfeather", "Medium")
    assert row["judgement"]["reference"] == row["reference"]
    approved = at.decide(row["reference"], "approval")
    assert approved.status_code == 200, approved.text
    judged = at.door.risk(child)["judgement"]
    assert judged["standing"]["kind"] == "lower"
    assert judged["standing"]["decision"]["by_role"] == "Supervisor"
    assert judged["last"]["state"] == "superseded"
    assert at.ask("supervisor", "GET", "/judgements").json()["judgements"] == []
    assert at.decide(row["reference"], "refusal").status_code == 409


def test_a_declined_lowering_never_holds(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    reference = here.judge(child, "lower", "Low").json()["judgement"]["waiting"]["reference"]
    assert here.decide(reference, "refusal").status_code == 200
    judged = here.door.risk(child)["judgement"]
    assert judged["standing"] is None
    assert judged["last"]["state"] == "declined"
    assert judged["last"]["decision"]["approved"] is False


def test_nobody_decides_on_their_own_judgement(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    made = here.judge(child, "lower", "Low", account="supervisor").json()
    reference = made["judgement"]["waiting"]["reference"]
    refused = here.decide(reference, "approval")
    assert refused.status_code == 403
    assert here.door.risk(child)["judgement"]["standing"] is None
    assert here.decide("PJ-2026-NOBODY00", "approval").status_code == 404


def test_a_judgement_is_ended_early_by_whoever_made_it_or_a_supervisor(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    reference = here.judge(child, "raise", "High").json()["judgement"]["standing"]["reference"]
    assert here.decide(reference, "end", account="neighbourhood").status_code == 403
    assert here.decide(reference, "end", account="officer").status_code == 200
    assert here.door.risk(child)["judgement"]["last"]["state"] == "ended"
    assert here.decide(reference, "end", account="supervisor").status_code == 409


def test_someone_who_reviewed_meanwhile_is_not_overwritten(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    seen = here.view(child)
    body = {"view": seen.headers["X-Review-View"], **here.review_body()}
    path, headers = f"/children/{child}/reviews", {"If-Match": seen.headers["ETag"]}
    assert here.ask("neighbourhood", "POST", path, body, **headers).status_code == 200
    again = here.ask("neighbourhood", "POST", path, body, **headers)
    assert again.status_code == 412


def test_a_review_is_corrected_within_a_day_or_by_a_supervisor_and_stays_as_it_was_known(
    at: Reviewing,
) -> None:
    child = at.door.find("Ottoline Quillfeather")
    first = at.review(child)
    told, path = at.door.moment, f"/children/{child}/reviews/corrections"
    changed = at.review_body(action="See her at home, alone.")
    mine = at.ask("neighbourhood", "POST", path, changed, **{"If-Match": first.headers["ETag"]})
    assert mine.status_code == 200, mine.text
    at.door.moment += timedelta(days=2)
    late = at.ask(
        "neighbourhood", "POST", path, at.review_body(), **{"If-Match": mine.headers["ETag"]}
    )
    assert late.status_code == 403
    last = at.review_body(action="Ring her nan.")
    theirs = at.ask("supervisor", "POST", path, last, **{"If-Match": mine.headers["ETag"]})
    assert theirs.status_code == 200, theirs.text
    now = at.door.risk(child)["last_review"]
    assert (now["action"], now["own_view"], now["by_role"]) == (
        "Ring her nan.",
        "Low",
        "Supervisor",
    )
    assert at.door.risk(child, told)["last_review"]["action"] == "See her at school, alone."


def test_a_corrected_review_says_so_and_an_earlier_look_still_shows_the_earlier_words(
    here: Reviewing,
) -> None:
    """M8, N6: the former words stay in the record and in the log."""
    child = here.door.find("Ottoline Quillfeather")
    first = here.review(child)
    headers = here.door.headers("officer", "review")
    look = here.door.request("GET", f"/api/v1/children/{child}/risk", headers=headers)
    here.door.moment += timedelta(minutes=1)
    body, tag = here.review_body(action="See her at home, alone."), first.headers["ETag"]
    path = f"/children/{child}/reviews/corrections"
    done = here.ask("supervisor", "POST", path, body, **{"If-Match": tag})
    words = done.json()["last_review"]["words"].replace("\u00a0", " ")
    assert words.startswith("The child was reviewed on 21 November 2026. Supervisor corrected")
    same = here.ask("supervisor", "POST", path, body, **{"If-Match": done.headers["ETag"]})
    assert same.status_code == 422, "nothing was different"
    entry = look.headers["X-Audit-Entry"]
    replayed = here.door.request(
        "GET", f"/api/v1/audit/{entry}/replay", headers=here.door.headers("auditor", "audit")
    ).json()
    assert replayed["verdict"] == "identical"
    assert "See her at school, alone." in str(replayed)


def test_a_review_taken_back_with_a_reason_leaves_the_one_before_as_the_last(
    here: Reviewing,
) -> None:
    child = here.door.find("Ottoline Quillfeather")
    here.review(child)
    wrong = here.review(child, action="Ring her aunt.")
    told, path = here.door.moment, f"/children/{child}/reviews/withdrawal"
    tag, why = {"If-Match": wrong.headers["ETag"]}, {"why": "Written for another child by mistake."}
    short = here.ask("neighbourhood", "POST", path, {"why": "Wrong."}, **tag)
    assert [one["field"] for one in short.json()["faults"]] == ["why"]
    done = here.ask("neighbourhood", "POST", path, why, **tag)
    assert done.status_code == 200, done.text
    assert here.door.risk(child)["last_review"]["action"] == "See her at school, alone."
    assert here.door.risk(child, told)["last_review"]["action"] == "Ring her aunt."
    assert here.ask("supervisor", "POST", path, why, **tag).status_code == 412, "taken back before"


def test_a_review_is_corrected_on_its_page_and_nothing_typed_is_lost(here: Reviewing) -> None:
    child = here.door.find("Ottoline Quillfeather")
    here.review(child)
    path, caller = f"/children/{child}/review/correction", Callers(here.door)
    shown = caller.ask("neighbourhood", "POST", path, form={"act": "ask"}).text
    assert "I want to ring my nan when I like." in shown
    seen = unescape(re.findall(r'name="seen" value="([^"]*)"', shown)[0])
    form = {"act": "write", "seen": seen, "words_heard": "heard", "action_owner": "PC Example",
            "own_words": "I want to ring my nan when I like.",
            **here.day_parts("said_on", -1), **here.day_parts("next_review", 9)}  # fmt: skip
    here.door.moment += timedelta(seconds=1)
    empty = caller.ask("neighbourhood", "POST", path, form={**form, "next_review_year": ""})
    assert empty.status_code == 422
    assert "Say what is to be done next." in empty.text, "every fault at once"
    assert 'href="#next_review-day"' in empty.text
    assert "I want to ring my nan when I like." in empty.text
    done = caller.ask("neighbourhood", "POST", path, form={**form, "action": "Ring her school."})
    assert "The review is corrected" in done.text
    here.door.moment += timedelta(seconds=1)
    assert here.door.risk(child)["last_review"]["action"] == "Ring her school."
    here.door.moment += timedelta(days=2)
    late = Callers(here.door).ask("neighbourhood", "POST", path, form={"act": "ask"})
    assert "or by a supervisor" in late.text


def test_the_work_ends_with_an_outcome_in_words(here: Reviewing) -> None:
    """M8: the outcome is recorded at the end."""
    child = here.door.find("Ottoline Quillfeather")
    ended = here.review(
        child, outcome="safer", outcome_words="She lives with her aunt.", next_review=None
    )
    assert ended.status_code == 200, ended.text
    shown = here.door.risk(child)["last_review"]
    assert (shown["outcome"], shown["outcome_words"]) == ("safer", "She lives with her aunt.")
    assert "The child is safer" not in shown["words"]
    assert "the child is safer than when the work began" in shown["words"]


def test_the_list_tells_what_is_new_since_the_review_and_which_review_is_overdue(
    at: Reviewing,
) -> None:
    child = at.door.find("Ottoline Quillfeather")
    never = at.flagged()
    jsonschema.validate(never, REVIEWING_SCHEMAS["Flagged"])
    (row,) = never["children"]
    assert row["shown"]["name"] == "Ottoline Quillfeather"
    assert row["shown"]["new"]["words"][0].startswith("No review is recorded here.")
    at.review(child, next_review=at.day(1))
    at.door.moment += timedelta(minutes=1)
    new = at.flagged()["children"][0]["shown"]
    assert "nothing new is recorded in what is connected" in new["new"]["words"][0]
    assert new["bands"]["words"] == "Medium at the last review and now."
    assert at.flagged(query="?overdue=true")["children"] == []
    at.door.moment += timedelta(days=3)
    (late,) = at.flagged(query="?overdue=true")["children"]
    assert late["child"] == child
    assert late["shown"]["last_review"]["is_overdue"]


def test_a_team_sees_its_own_children_and_a_supervisor_all(here: Reviewing) -> None:
    """M14: by team and by local authority."""

    def names(found: Any) -> list[str]:
        return sorted(row["shown"]["name"] for row in found["children"])

    assert names(here.flagged()) == ["Ottoline Quillfeather"]
    both = ["Barnaby Thistledown", "Ottoline Quillfeather"]
    every = here.flagged("supervisor")
    assert names(every) == both
    assert every["authorities"] == ["Northbridge", "Southmere"]
    assert names(here.flagged("supervisor", "?authority=Southmere")) == both[:1]
    assert names(here.flagged("supervisor", "?team=City+North")) == both[1:]
    assert names(here.flagged("supervisor", "?band=High")) == []
    other = here.ask("neighbourhood", "GET", "/flagged?team=County+South")
    assert other.status_code == 403
