"""A print or an export is a disclosure: to whom, for what and why, in the log's private part."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.lib.callers import Callers, entries_of, kinds_left
from tests.lib.door import Door

GIVEN = {
    "to_whom": "Duty social worker, Ash Example",
    "purpose": "safeguarding",
    "why": "Asked for at the strategy meeting.",
}


def _disclosed(door: Door, child: str, account: str = "officer", **changes: Any) -> Any:
    path = f"/api/v1/children/{child}/disclosures"
    return door.request("POST", path, headers=door.headers(account), json={**GIVEN, **changes})


def _private(door: Door, entry: str) -> dict[str, str]:
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql(
            f"SELECT label, value FROM log_private WHERE entry_id = '{entry}'"  # noqa: S608  # an id of ours
        )
        return {label: bytes(value).decode() for label, value in rows}


def test_a_disclosure_gives_the_very_answer_and_its_entry_says_to_whom(door: Door) -> None:
    child = door.find("Marnie Quillfeather", birth_date="2011-04-09")
    given = _disclosed(door, child)
    assert given.status_code == 200
    assert given.json() == door.risk(child)
    [entry] = entries_of(door, given.headers["x-request-id"])
    assert (entry["kind"], entry["reason_code"]) == ("CHILD_DISCLOSED", "missing_report")
    assert entry["facts"]["purpose"] == "safeguarding"
    assert "Ash Example" not in json.dumps(entry), "the recipient is no part of what is in clear"
    private = _private(door, given.headers["x-audit-entry"])
    assert private["child"] == child
    assert private["reason"] == (
        "To: Duty social worker, Ash Example. For: safeguarding. "
        "Why: Asked for at the strategy meeting."
    )


@pytest.mark.parametrize(
    "changes", [{"to_whom": ""}, {"purpose": "gossip"}, {"why": " "}, {"to_whom": "x" * 121}]
)
def test_a_disclosure_that_does_not_say_so_is_refused(door: Door, changes: dict[str, str]) -> None:
    child = door.find("Kit Ashdownley")
    refused = _disclosed(door, child, **changes)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("problem/bad-question")
    assert "gossip" not in refused.text


def test_one_tap_prints_the_side_for_the_shift(door: Door) -> None:
    child, callers = door.find("Marnie Quillfeather", birth_date="2011-04-09"), Callers(door)
    form = {
        "reason": "missing_report",
        "purpose": "briefing",
        "to_whom": "Officers of this shift",
        "why": "Briefing of the officers who look for the child",
    }
    printed = callers.ask("officer", "POST", f"/children/{child}/print", form=form)
    assert printed.status_code == 200
    [entry] = entries_of(door, printed.headers["x-request-id"])
    for said in (
        entry["id"],
        "Destroy after this shift",
        "Advice, not a police grade",
        "Look at the bus station first.",
        "by PC Demo",
        "Officers of this shift",
    ):
        assert said in printed.text, said
    assert kinds_left(door, printed) == {"CHILD_DISCLOSED"}


def test_a_print_for_somebody_else_is_asked_for_again_with_what_was_sent(door: Door) -> None:
    child, callers = door.find("Kit Ashdownley"), Callers(door)
    form = {"reason": "missing_report", "purpose": "", "to_whom": "Court clerk", "why": ""}
    asked = callers.ask("officer", "POST", f"/children/{child}/print", form=form)
    assert asked.status_code == 422
    assert 'value="Court clerk"' in asked.text
    assert "Ashdownley" not in asked.text
    assert kinds_left(door, asked) == set(), "nothing was shown, so there is nothing to enter"
