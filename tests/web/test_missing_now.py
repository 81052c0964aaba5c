"""Who is missing now and what is due: as each child's own page says it, and logged (M5, N6)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import jsonschema
import pytest

from duties.due import KINDS
from records.calendar import instant_from_text
from serving.store.log_parts import read_entry
from serving.store.restrictions import RestrictionRow, end_restrictions, restrict
from serving.supervising.duties_told import DUTY_NAMES
from serving.supervising.supervising_schemas import SUPERVISING_SCHEMAS
from serving.telling.tell import Told, tell
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.worklist_force import NOW, worklist_force

_API = "/api/v1"
#: Signed in once for all tests: a password takes a while to check.
_CALLERS: dict[Door, Callers] = {}


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A service on :func:`worklist_force`."""
    with Door(tmp_path_factory.mktemp("lists"), worklist_force()) as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_the_usual_moment(door: Door) -> Iterator[None]:
    """Whatever a test does to the clock ends with it."""
    yield
    door.moment = NOW


def _ask(door: Door, path: str, account: str = "supervisor", **query: str) -> dict[str, Any]:
    response = door.request("GET", f"{_API}{path}", params=query, headers=door.headers(account))
    assert response.status_code == 200, response.text[:300]
    found: dict[str, Any] = response.json()
    name = {"/missing-now": "MissingNow", "/duties": "Duties", "/briefing": "Briefing"}[path]
    jsonschema.validate(found, SUPERVISING_SCHEMAS[name])
    return found


def _names(found: dict[str, Any]) -> list[str]:
    return [row["name"] for row in found["children"]]


def test_what_must_be_acknowledged_of_the_missing_stands_on_top_until_somebody_does(
    door: Door,
) -> None:
    assert _ask(door, "/missing-now")["awaiting"] == {"hand_overs": [], "more": False}
    first = _ask(door, "/missing-now")["children"][0]
    kind, reference = "missing_report_with_plan", first["reference"]
    with door.store.writing() as connection:
        for child in (first["child"], "C-who-is-not-missing"):
            tell(connection, door.service, Told(kind, child, "1", NOW, "City North", reference))
    [waits] = _ask(door, "/missing-now", team="City North")["awaiting"]["hand_overs"]
    assert (waits["child"], waits["reference"]) == (first["child"], reference)
    assert instant_from_text(waits["acknowledge_by"]) == NOW + timedelta(minutes=10)
    assert _ask(door, "/missing-now", team="City South")["awaiting"]["hand_overs"] == []
    place = str(first["local_authority"])
    assert _ask(door, "/missing-now", authority=place)["awaiting"]["hand_overs"] == [waits]
    page = _CALLERS.setdefault(door, Callers(door)).ask("supervisor", "GET", "/missing-now").text
    assert page.index(reference) < page.index("By advised band")
    assert 'href="/notices">Acknowledge in your notices' in page
    path = f"{_API}/notices/{waits['notice']}/acknowledgement"
    assert door.request("POST", path, headers=door.headers("supervisor")).status_code == 200
    assert _ask(door, "/missing-now")["awaiting"]["hand_overs"] == []


def test_the_longest_missing_come_first_with_how_long_in_words(door: Door) -> None:
    found = _ask(door, "/missing-now")
    assert _names(found) == ["Ola Tannerfield", "Kit Ashdownley", "Wren Brackwater"]
    assert found["count"] == 3
    first = found["children"][0]
    assert first["elapsed"] == "3\u00a0days"
    assert first["minutes"] == 80 * 60
    assert first["last_review"] is None
    assert first["gap"].startswith("No supervisory review for")
    assert [one["count"] for one in found["lasting"]] == [1, 1, 1]


def test_a_team_an_authority_and_a_time_missing_narrow_the_list(door: Door) -> None:
    assert _names(_ask(door, "/missing-now", team="City South")) == ["Ola Tannerfield"]
    north = _ask(door, "/missing-now", authority="Exampleshire")
    assert _names(north) == ["Kit Ashdownley", "Wren Brackwater"]
    assert north["count"] == sum(one["count"] for one in north["bands"]) == 2
    day = _ask(door, "/missing-now", lasting="over_24_hours")
    assert _names(day) == ["Kit Ashdownley"]
    assert _names(_ask(door, "/missing-now", band="none")) == _names(_ask(door, "/missing-now"))
    assert north["areas"] == {
        "teams": ["City North", "City South"],
        "authorities": ["Exampleshire", "Otherton"],
    }


def test_each_count_is_of_the_rows_that_its_filter_gives(door: Door) -> None:
    found = _ask(door, "/missing-now")
    for one in found["lasting"]:
        assert len(_ask(door, "/missing-now", lasting=one["lasting"])["children"]) == one["count"]
    for one in found["bands"]:
        rows = _ask(door, "/missing-now", band=one["band"] or "none")["children"]
        assert len(rows) == one["count"]
    duties = _ask(door, "/duties")
    for state in ("overdue", "today", "coming"):
        rows = _ask(door, "/duties", state=state, limit="100")["duties"]
        assert len(rows) == duties["counts"][state]


def test_pages_go_on_where_the_one_before_ended_and_leave_nobody_out(door: Door) -> None:
    whole = _ask(door, "/duties", state="overdue", limit="100")["duties"]
    page, rows = _ask(door, "/duties", state="overdue", limit="3"), []
    while True:
        rows += page["duties"]
        if page["next_page"] is None:
            break
        page = _ask(door, "/duties", state="overdue", limit="3", after=page["next_page"])
        assert page["unreviewed"]["duties"] == []
    assert rows == whole
    assert len(whole) > 3


def test_a_cursor_of_another_list_is_refused(door: Door) -> None:
    after = _ask(door, "/duties", limit="1")["next_page"]
    asked = {"state": "overdue", "team": "City North", "after": after}
    response = door.request(
        "GET", f"{_API}/duties", params=asked, headers=door.headers("supervisor")
    )
    assert response.status_code == 422
    both = {"team": "City North", "authority": "Otherton"}
    response = door.request(
        "GET", f"{_API}/duties", params=both, headers=door.headers("supervisor")
    )
    assert response.status_code == 422


@pytest.mark.parametrize("hours", [0, 26, 24 * 40])
def test_what_the_lists_say_is_due_is_what_each_childs_answer_says(door: Door, hours: int) -> None:
    """At the moment that they were made, and long after: nothing was written down since."""
    door.moment = NOW + timedelta(hours=hours)
    listed = {
        (row["child"], row["kind"], row["reference"], row["owner"], row["due"], state, row["words"])
        for state in ("overdue", "today", "coming")
        for row in _ask(door, "/duties", state=state, limit="100")["duties"]
    }
    states = {"overdue": "overdue", "due": "today", "coming": "coming"}
    # The lists go by the band last advised: none was, as no rescoring has run here.
    told = set()
    for name in ("Kit Ashdownley", "Wren Brackwater", "Ola Tannerfield", "Ash Millerby",
                 "Marnie Quillfeather"):  # fmt: skip
        answer = door.ask(name)
        child = answer["child"]["id"]
        told |= {
            (child, d["kind"], d["reference"], d["owner"], d["due"], states[d["state"]], d["words"])
            for d in answer["due"]
            if d["state"] in states and not d["kind"].startswith("supervis")
        }
    assert {one for one in listed if not one[1].startswith("supervis")} == told
    assert told


def test_whom_no_supervisor_reviewed_for_a_day_comes_before_what_is_overdue(door: Door) -> None:
    found = _ask(door, "/duties")
    assert [row["name"] for row in found["unreviewed"]["duties"]] == [
        "Ola Tannerfield",
        "Kit Ashdownley",
    ]
    assert found["counts"]["unreviewed"] == 2 == found["unreviewed"]["count"]
    door.moment = NOW + timedelta(hours=24)
    assert _ask(door, "/duties")["counts"]["unreviewed"] == 3


def test_duties_are_narrowed_by_kind_and_by_owner(door: Door) -> None:
    kind = _ask(door, "/duties", kind="return_interview")["duties"]
    assert {row["kind"] for row in kind} == {"return_interview"}
    owner = kind[0]["owner"]
    owned = _ask(door, "/duties", owner=owner, limit="100")["duties"]
    assert {row["owner"] for row in owned} == {owner}
    assert kind[0] in owned


def test_a_limited_child_of_another_team_is_on_the_list_without_a_name(door: Door) -> None:
    child = door.find("Wren Brackwater")
    row = RestrictionRow("limit-1", child, "City South", NOW, "supervisor", "safeguarding", "why")
    with door.store.writing() as connection:
        restrict(connection, row)
    try:
        found = _ask(door, "/missing-now", "neighbourhood")
        [limited] = [one for one in found["children"] if one["child"] == child]
        assert limited["name"] == "A record that is limited to a named team"
        assert limited["limited"] is True
        assert limited["reference"]
        assert limited["missing_since"]
        assert (limited["age"], limited["plan"], limited["next_due"]) == (None, None, None)
        page = _page(door, "/missing-now", "neighbourhood")
        assert "Brackwater" not in page
        assert "A record that is limited to a named team" in page
        assert "Brackwater" not in str(_ask(door, "/duties", "neighbourhood", limit="100"))
        assert "Brackwater" not in str(_ask(door, "/briefing", "neighbourhood"))
    finally:
        with door.store.writing() as connection:
            end_restrictions(connection, child, NOW, "supervisor")


def _entries_of(door: Door, child: str) -> Iterator[str]:
    """Every entry of the day that lists the child, as an auditor finds them."""
    asked = {"child": child, "kind": "CHILD_LISTED"}
    asked |= {"since": "2026-11-21T00:00:00Z", "until": "2026-11-22T00:00:00Z"}
    while True:
        found = door.request(
            "POST", f"{_API}/audit/search", json=asked, headers=door.headers("auditor")
        )
        assert found.status_code == 200, found.text[:300]
        yield from (one["entry"] for one in found.json()["entries"])
        if found.json()["next_page"] is None:
            return
        asked["after"] = found.json()["next_page"]


def test_each_child_of_a_list_is_found_in_the_log_by_the_child_alone(door: Door) -> None:
    child = door.find("Kit Ashdownley")
    response = door.request("GET", f"{_API}/missing-now", headers=door.headers("supervisor"))
    entry = response.headers["X-Audit-Entry"]
    listed = list(_entries_of(door, child))
    with door.store.reading() as connection:
        whole = read_entry(connection, entry)
        theirs = [read_entry(connection, one) for one in listed]
    [row] = [one for one in theirs if one is not None and one.fields["facts"]["list"] == entry]
    assert row.private["child"] == child
    assert json.loads(row.answer or b"") in response.json()["children"]
    assert whole is not None
    assert whole.answer == response.content
    assert whole.fields["kind"] == "MISSING_NOW_LISTED"


def test_when_the_reports_own_system_is_silent_it_is_said_at_the_top(door: Door) -> None:
    assert "Ring the control room for reports since then" not in _page(door, "/missing-now")
    door.moment = NOW + timedelta(days=3)
    page = Callers(door).ask("supervisor", "GET", "/missing-now").text
    assert "Ring the control room for reports since then" in page


def test_an_empty_list_says_when_and_of_whom(door: Door) -> None:
    page = _page(door, "/duties", state="today", team="City West")
    assert "0 duties are due in 24 hours for City West at 22:48." in page.replace("\u00a0", " ")
    page = _page(door, "/missing-now", team="City West")
    assert "0 reports open at 22:48" in page
    assert "Missing persons: last read 22:47" in page.replace("\u00a0", " ")


def _page(door: Door, path: str, account: str = "supervisor", **query: str) -> str:
    response = _CALLERS.setdefault(door, Callers(door)).ask(account, "GET", path, query=query)
    assert response.status_code == 200, response.text[:300]
    return str(response.text)


def test_the_pages_lead_from_each_number_to_its_rows(door: Door) -> None:
    page = _page(door, "/missing-now", team="City North")
    assert 'href="/missing-now?team=City+North&amp;lasting=over_24_hours"' in page
    assert 'href="/duties?state=overdue&amp;team=City+North"' in page
    assert page.count('href="/missing-reports/') == page.count('class="app-card__missing"') > 0
    duties = _page(door, "/duties")
    assert 'href="/duties?state=overdue&amp;kind=investigation_review"' in duties
    assert 'href="/judgements"' in duties


def test_the_briefing_says_the_same_in_json_on_the_page_and_in_print(door: Door) -> None:
    found = _ask(door, "/briefing", "officer")
    assert found["missing"]["count"] == _ask(door, "/missing-now")["count"]
    assert found["missing"]["children"] == _ask(door, "/missing-now")["children"]
    assert found["overdue"]["counts"] == _ask(door, "/duties")["counts"]
    page = _page(door, "/briefing", "officer")
    caller = _CALLERS.setdefault(door, Callers(door))
    form = {"to_whom": "Night shift", "why": "To brief them"}
    printed = caller.ask("officer", "POST", "/briefing/print", form=form)
    assert printed.status_code == 200
    for words in ("Kit Ashdownley", "Ola Tannerfield", "Marnie Quillfeather"):
        assert words in str(found)
        assert words in page
        assert words in printed.text
    for words in ("Official-Sensitive", "Destroy after this shift", "Night shift"):
        assert words in printed.text


def test_a_briefing_is_not_printed_for_nobody(door: Door) -> None:
    caller = _CALLERS.setdefault(door, Callers(door))
    form = {"to_whom": "", "why": "To brief them"}
    refused = caller.ask("officer", "POST", "/briefing/print", form=form)
    assert refused.status_code == 422
    assert "Say to whom it goes" in refused.text
    assert "Ashdownley" not in refused.text
    assert 'value="To brief them"' in refused.text


def test_every_kind_of_duty_has_a_name() -> None:
    assert set(DUTY_NAMES) == set(KINDS)
