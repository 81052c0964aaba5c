"""V15 and V16 to everybody who may ask, by API, page and print; and to nobody else."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

import pytest

from records.calendar import birthday
from records.words import day_words
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.scenarios import Played

LOOKERS = ("officer", "neighbourhood", "supervisor")
OTHERS = ("reviewer", "analyst", "auditor", "manager", "administrator", "records")
_NOBODY = "Zzyxgorp Quillfeather"


@pytest.fixture(scope="module")
def callers(door: Door) -> Iterator[Callers]:
    return Callers(door)


def _words(page: str) -> str:
    """What the page says, tags and breaks left out."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u00a0", " ")
    return " ".join(text.split())


def _since(force: Played) -> str:
    truth = force.truth["children"]
    born = truth["born"][truth["forename"].index("Jonah")]
    return day_words(birthday(born, 18)).replace("\u00a0", " ")


@pytest.mark.parametrize("account", LOOKERS)
def test_v15_each_role_that_may_look_sees_the_plan_and_no_score(
    force: Played, door: Door, callers: Callers, account: str
) -> None:
    child = door.find(force.name("Jonah"))
    said = callers.ask(account, "GET", f"/api/v1/children/{child}/risk").json()
    assert said["advice"]["state"] == "adult"
    assert [said["advice"][part] for part in ("band", "points", "base")] == [None] * 3
    assert said["reasons"] == []
    assert said["again"]["level"] is None
    assert said["plan"]["current"]["state"] == "live"
    form = {"reason": "missing_report"}
    page = callers.ask(account, "POST", f"/children/{child}", form=form)
    assert page.status_code == 200, "an adult is not an error"
    words = _words(page.text)
    assert f"Now 18 (since {_since(force)})." in words
    assert "No band is worked out for adults." in words
    assert "Plan: read first" in words
    assert "data-sum" not in page.text
    for band in ("Advice: High", "Advice: Medium", "Advice: Low"):
        assert band not in words


def test_v15_the_printed_side_says_the_same(force: Played, door: Door, callers: Callers) -> None:
    child = door.find(force.name("Jonah"))
    form = {
        "reason": "missing_report",
        "purpose": "briefing",
        "to_whom": "Officers of this shift",
        "why": "Briefing of the officers",
    }
    words = _words(callers.ask("officer", "POST", f"/children/{child}/print", form=form).text)
    assert f"Now 18 (since {_since(force)})." in words
    assert "Plan: read first" in words


@pytest.mark.parametrize("account", OTHERS)
def test_v15_nobody_else_is_told_that_there_is_such_a_person(
    force: Played, door: Door, callers: Callers, account: str
) -> None:
    child = door.find(force.name("Jonah"))
    for known in (child, "C-0000000000"):
        told = callers.ask(account, "GET", f"/api/v1/children/{known}/risk")
        assert told.status_code == 403
        assert "Jonah" not in told.text


@pytest.mark.parametrize("account", LOOKERS)
def test_v16_nobody_is_found_and_it_is_said_where_and_how_fresh_and_what_to_try(
    door: Door, callers: Callers, account: str
) -> None:
    body = {"name": _NOBODY}
    said = callers.ask(account, "POST", "/api/v1/children/search", body=body).json()
    assert (said["results"], said["count"]) == ([], 0)
    assert said["searched"].startswith("13 systems")
    assert {source["state"] for source in said["sources"]} == {"fresh"}
    words = _words(callers.ask(account, "POST", "/search", form=body).text)
    assert f"0 children for “{_NOBODY}”" in words
    assert "This says nothing about risk." in words
    assert "Searched: 13 systems, other spellings, nicknames" in words
    assert "Each of the 13 connected systems was read within its promise." in words
    assert "Try the surname only, an age instead of a birth date, or the home." in words


@pytest.mark.parametrize("account", OTHERS)
def test_v16_whoever_may_not_search_is_not_told_whether_anybody_is_recorded(
    force: Played, callers: Callers, account: str
) -> None:
    for name in (_NOBODY, force.name("Jonah")):
        told = callers.ask(account, "POST", "/api/v1/children/search", body={"name": name})
        assert told.status_code == 403
        assert name not in told.text
