"""V7, V9 and V12 where what happened is written down here, and no extract brings it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from records.events import EventKind
from records.sources import SourceSystem
from tests.lib.door import Door
from tests.lib.extracts import S1, S10, Extracts
from tests.story.test_one_child_six_roles import Shift

NOW = datetime(2026, 11, 16, 20, 0, tzinfo=UTC)
_BIRTHS = {"Tove": date(2016, 3, 1), "Caspar": date(2018, 6, 5), "Linnea": date(2020, 9, 9)}
_WRONG = "Written down for the wrong child: the caller gave the brother's name."


def _force() -> Extracts:
    """Three who are protected, one in custody, and two brothers."""
    force = Extracts(NOW)
    began = NOW - timedelta(days=90)
    for number, (forename, born) in enumerate(_BIRTHS.items()):
        child = force.person(
            S10, f"SC-{number}", "Hollowbrook", forename=forename, date_of_birth=born
        )
        force.add(EventKind.CHILD_PROTECTION_STARTED, child, began, category="sexual_abuse")
    arrested = force.person(
        SourceSystem.CUSTODY, "CU-1", "Amberley", forename="Rowan", date_of_birth=date(2012, 1, 9)
    )
    force.add(
        EventKind.DETAINED, arrested, NOW - timedelta(hours=9), power="arrest", offence="burglary"
    )
    for number, forename in enumerate(("Tobin", "Perran")):
        brother = force.person(
            S1,
            f"P-{number}",
            "Fennimore",
            forename=forename,
            date_of_birth=date(2010 + number, 4, 2),
        )
        force.missing(brother, NOW - timedelta(days=200 + number), 3)
    return force


@pytest.fixture
def shift(tmp_path: Path) -> Iterator[Shift]:
    with Door(tmp_path, _force()) as door:
        yield Shift(door)


def _reported(shift: Shift, child: str) -> Any:
    since = shift.door.moment - timedelta(hours=2)
    return shift.ask(
        "officer", "POST", "/missing-reports",
        {"child": child, "since": since.isoformat(), "missing_from": "home"},
    )  # fmt: skip


def test_v7_the_protection_plan_is_in_the_answer_to_the_report_and_to_each_of_the_three(
    shift: Shift,
) -> None:
    children = {forename: shift.door.find(f"{forename} Hollowbrook") for forename in _BIRTHS}
    opened = _reported(shift, children["Linnea"])
    answers = [opened["answer"], *(shift.risk(child) for child in children.values())]
    for answer in answers:
        assert answer["protection_plan"]["category_words"] == "sexual abuse"
    assert [answer["missing_now"] is None for answer in answers] == [False, True, True, False]


def test_v9_what_a_suspect_tells_an_interviewer_is_the_first_reason_an_hour_later(
    shift: Shift,
) -> None:
    child = shift.door.find("Rowan Amberley")
    report = str(_reported(shift, child)["report"]["reference"])
    found = {"at": shift.later(hours=1).isoformat(), "how_ended": "police_found",
             "found_place": "street", "found_with": "nobody",
             "harm_found": "nothing_found"}  # fmt: skip
    shift.act("officer", report, "found", **found)
    before = shift.risk(child)
    told = {"at": shift.later(hours=2).isoformat(), "interview": "done",
            "interviewed_by": "The return interviewer", "told_to": "return interviewer",
            "disclosure": "sexual_harm"}  # fmt: skip
    shift.act("officer", report, "return-interviews", **told)
    shift.later(hours=1)
    after = shift.risk(child)
    assert before["advice"]["band"] != "High"
    assert after["advice"]["band"] == "High"
    assert after["headline"][0].startswith("Told of sexual harm")
    words = " ".join([*after["headline"], *(reason["full"] for reason in after["reasons"])])
    for blame in ("suspect", "burglary", "arrest", "claim", "allege"):
        assert blame not in words.lower()


def test_v12_each_day_answers_by_what_was_known_and_the_look_of_day_2_comes_again(
    shift: Shift,
) -> None:
    wrong, right = (shift.door.find(f"{name} Fennimore") for name in ("Tobin", "Perran"))
    report = str(_reported(shift, wrong)["report"]["reference"])
    shift.later(days=1)
    day_2 = shift.door.moment
    seen = shift.tried("officer", "GET", f"/children/{wrong}/risk")
    assert seen.json()["missing_now"] is not None
    assert shift.risk(right)["missing_now"] is None
    shift.later(days=1)
    shift.act("officer", report, "withdrawal", why=_WRONG)
    moved = _reported(shift, right)
    assert moved["report"]["reference"] != report
    shift.later(days=1)
    assert shift.risk(wrong)["missing_now"] is None
    assert shift.risk(right)["missing_now"] is not None
    # What was known on day 2 is what is said of day 2, for both.
    assert shift.door.risk(wrong, day_2 + timedelta(seconds=1))["missing_now"] is not None
    assert shift.door.risk(right, day_2 + timedelta(seconds=1))["missing_now"] is None
    path = f"/audit/{seen.headers['X-Audit-Entry']}/replay"
    kept = shift.door.request(
        "GET", f"/api/v1{path}", params={"form": "bytes"},
        headers=shift.door.headers("auditor", "audit"),
    )  # fmt: skip
    assert kept.content == seen.content
    assert shift.ask("auditor", "GET", path)["verdict"] == "identical"
