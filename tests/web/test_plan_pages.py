"""The pages of plans and abduction notices: written, chosen about, approved, without a script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import httpx2
import pytest

from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.plan_desk import FIRST_LINES, PlanDesk, desk_at


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    with desk_at(tmp_path_factory.mktemp("plan_pages")) as door:
        yield Callers(door)


def _send(callers: Callers, account: str, address: str, **form: str) -> httpx2.Response:
    callers.door.moment += timedelta(seconds=1)
    return callers.ask(account, "POST", address, form=form)


def _seen(page: httpx2.Response) -> str:
    found = re.search(r'name="seen" value="&#34;([0-9a-f]+)&#34;"', page.text)
    assert found is not None
    return f'"{found[1]}"'


def _write(callers: Callers, plan: str, section: str, **fields: str) -> httpx2.Response:
    address = f"{plan}/sections/{section}"
    seen = _seen(callers.ask("neighbourhood", "GET", address))
    return _send(callers, "neighbourhood", address, seen=seen, **fields)


def _begun(door: Door, callers: Callers) -> str:
    child = door.find("Marigold Ashdownley")
    begun = _send(callers, "neighbourhood", "/plans", child=child)
    assert begun.status_code == 303
    return urlsplit(begun.headers["location"]).path


def test_a_plan_is_written_by_forms_and_approved_on_a_page_that_shows_what_changes(
    callers: Callers,
) -> None:
    plan = _begun(callers.door, callers)
    shown = callers.ask("neighbourhood", "GET", plan)
    assert "Officers do not see this plan" in shown.text
    early = _send(callers, "neighbourhood", f"{plan}/submission", seen=_seen(shown))
    assert (early.status_code, "worst harm; first act" in early.text) == (422, True)
    due = {"review_due_year": "2026", "review_due_month": "12", "review_due_day": "20"}
    about = {"owner": "PC Example", "owner_team": "City North", **due}
    assert _write(callers, plan, "about", **about).status_code == 303
    assert _write(callers, plan, "read_first", text="\r\n".join(FIRST_LINES)).status_code == 303
    actions = "Ring the duty social worker | PC | 30\r\nUnit to the mill | PC"
    wrong = _write(callers, plan, "first_hour", text=actions)
    assert "Entry 2, within minutes is missing." in wrong.text
    assert "Unit to the mill | PC" in wrong.text
    assert _write(callers, plan, "first_hour", text=actions + " | 20").status_code == 303
    seen = _seen(callers.ask("neighbourhood", "GET", plan))
    sent = _send(callers, "neighbourhood", f"{plan}/submission", seen=seen)
    assert sent.status_code == 303
    listed = callers.ask("supervisor", "GET", "/plans")
    assert plan in listed.text
    waiting = callers.ask("supervisor", "GET", plan)
    assert _send(callers, "supervisor", f"{plan}/return", seen=_seen(waiting)).status_code == 422
    done = _send(callers, "supervisor", f"{plan}/approval", seen=_seen(waiting))
    assert done.status_code == 303
    assert "Version 2, live" in callers.ask("officer", "GET", plan).text
    compared = callers.ask("officer", "GET", f"{plan}/compare/1/2")
    assert "The two say the same" in compared.text


def test_two_texts_stand_side_by_side_on_the_page_until_somebody_chooses(callers: Callers) -> None:
    desk = PlanDesk(callers.door)
    reference = desk.shown(callers.door.find("Barnaby Quillfeather"))["reference"]
    address = f"/plans/{reference}/sections/pattern"
    seen = _seen(callers.ask("neighbourhood", "GET", address))
    first = _send(callers, "neighbourhood", address, seen=seen, text="Fridays.")
    late = _send(callers, "neighbourhood", address, seen=seen, text="A man collects her.")
    assert (first.status_code, late.status_code) == (303, 422)
    for words in ("Your colleague saved first", "Fridays.", "A man collects her."):
        assert words in late.text
    again = _send(
        callers, "neighbourhood", "/plans", child=callers.door.find("Barnaby Quillfeather")
    )
    assert again.headers["location"] == f"/plans/{reference}"
    (number,) = (one["number"] for one in desk.section(reference, "pattern")["apart"])
    chosen = _send(
        callers, "neighbourhood", address, seen=_seen(late), use=str(number), settles=str(number)
    )
    assert chosen.status_code == 303
    section = desk.section(reference, "pattern")
    assert (section["content"], section["apart"]) == ("A man collects her.", [])


def test_a_notice_is_served_breached_and_withdrawn_by_forms(callers: Callers) -> None:
    child = callers.door.find("Barnaby Quillfeather")
    asked = callers.ask("neighbourhood", "GET", f"/children/{child}/abduction-notices/new")
    assert "warns one adult off one child" in asked.text
    served = {"served_year": "2026", "served_month": "11", "served_day": "20",
              "served_time": "10:00", "until_year": "2027", "until_month": "3",
              "until_day": "1"}  # fmt: skip
    unnamed = _send(callers, "neighbourhood", "/abduction-notices", child=child, **served)
    assert (unnamed.status_code, "Name the adult" in unnamed.text) == (422, True)
    done = _send(
        callers, "neighbourhood", "/abduction-notices", child=child, surname="Exampleson", **served
    )
    notice = urlsplit(done.headers["location"]).path
    shown = callers.ask("officer", "GET", notice)
    assert "Exampleson" in shown.text
    assert "Record the breach" not in shown.text
    breach = {"act": "breach", "breach_year": "2026", "breach_month": "11", "breach_day": "21",
              "breach_time": "21:15"}  # fmt: skip
    seen = _seen(callers.ask("neighbourhood", "GET", notice))
    early = _send(callers, "neighbourhood", notice, seen=seen, **{**breach, "breach_day": "1"})
    assert "Give the time of a breach within that" in early.text
    assert _send(callers, "neighbourhood", notice, seen=seen, **breach).status_code == 303
    callers.door.moment += timedelta(seconds=1)
    assert callers.door.risk(child)["advice"]["band"] == "High"
    stale = _send(callers, "neighbourhood", notice, seen=seen, act="withdraw", why="In error.")
    assert (stale.status_code, "changed the notice" in stale.text) == (422, True)
    seen = _seen(callers.ask("neighbourhood", "GET", notice))
    gone = _send(callers, "neighbourhood", notice, seen=seen, act="withdraw", why="In error.")
    assert gone.status_code == 303
    assert "Withdrawn" in callers.ask("officer", "GET", notice).text
