"""Keeping and erasing over HTTP and on the page: reviews, decisions, and the second person."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import httpx2
import jsonschema
import pytest

from records.events import EventKind
from serving.api.retention_schemas import RETENTION_SCHEMAS
from serving.service.retention_policy import load_retention
from serving.store.verifying import verify_log
from tests.lib.callers import Callers
from tests.lib.door import Door
from tests.lib.extracts import S1, S2, Extracts
from tests.web.conftest import NOW

_API = "/api/v1"
_WHY = "No purpose is left."


def long_ago() -> Extracts:
    """Missing long ago and nothing since; a plan of nine years ago; somebody of this week."""
    force = Extracts(NOW)
    for number, (name, days) in enumerate([("Abel", 8 * 365), ("Bram", 5), ("Cyril", 2_150)]):
        child = force.person(
            S1, f"P-{number}", "Longwhile", forename=name, date_of_birth=date(2010, 1, number + 1)
        )
        force.missing(child, NOW - timedelta(days=days), 3)
    planned = force.person(S2, "Q-9", "Otherwise", forename="Dora", date_of_birth=date(2009, 2, 2))
    force.plan(planned, NOW - timedelta(days=9 * 365))
    return force


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A force some of whose records are due for review."""
    with Door(tmp_path_factory.mktemp("kept"), long_ago()) as opened:
        yield opened


def ask(
    door: Door, method: str, path: str, schema: str = "", body: Any = None, by: str = "records"
) -> Any:
    """What a records manager is told, in the shape that the document promises."""
    response = door.request(method, f"{_API}{path}", headers=door.headers(by), json=body)
    if not schema:
        return response
    assert response.status_code == 200, response.text
    said = response.json()
    jsonschema.validate(said, RETENTION_SCHEMAS[schema])
    return said


def test_who_is_due_for_review_is_told_by_group_and_without_a_name(kept: Door) -> None:
    listed = ask(kept, "GET", "/retention/due", "RetentionDue")
    rows = {row["child"]: (row["group"], row["state"]) for row in listed["due"]}
    abel, cyril = kept.find("Abel Longwhile"), kept.find("Cyril Longwhile")
    assert rows == {abel: ("4", "overdue"), cyril: ("4", "due")}
    assert "Longwhile" not in str(listed)
    first = ask(kept, "GET", "/retention/due?limit=1", "RetentionDue")
    second = ask(kept, "GET", f"/retention/due?limit=1&after={first['next_page']}", "RetentionDue")
    assert [*first["due"], *second["due"]] == listed["due"]


def test_a_decision_to_keep_moves_the_review_to_its_day(kept: Door) -> None:
    child = kept.find("Cyril Longwhile")
    given = {"keep_until": "2030-01-01", "why": "A trial is to come."}
    path = f"/retention/{child}/decision"
    decided = ask(kept, "POST", path, "RetentionDecision", given)
    assert (decided["next_review"], decided["decided"]["by"]) == ("2030-01-01", "records")
    listed = ask(kept, "GET", "/retention/due", "RetentionDue")
    assert child not in {row["child"] for row in listed["due"]}
    for wrong in ("2020-01-01", "soon", "2199-01-01"):
        refused = ask(kept, "POST", path, body={**given, "keep_until": wrong})
        assert refused.status_code == 422
    assert ask(kept, "POST", path, body={**given, "why": " "}).status_code == 422


def test_an_erasure_needs_two_people_and_is_said_to_whoever_asks_after(kept: Door) -> None:
    child = kept.find("Abel Longwhile")
    given = {"child": child, "rule": "retention_over", "why": _WHY}
    asked = ask(kept, "POST", "/erasures", "Erasure", given)
    assert ask(kept, "POST", "/erasures", body=given).status_code == 409
    path = f"/erasures/{asked['id']}/approval"
    assert ask(kept, "POST", path, body={"why": _WHY}).status_code == 403
    kept.moment += timedelta(minutes=1)
    done = ask(kept, "POST", path, "Erasure", {"why": _WHY}, by="records-second")
    assert (done["state"], done["approved_by"]) == ("erased", "records-second")
    assert ask(kept, "POST", path, body={"why": _WHY}, by="records-second").status_code == 409
    gone = ask(kept, "GET", f"/children/{child}/risk", by="officer")
    assert (gone.status_code, gone.json()["type"].split("/")[-1]) == (410, "erased")
    listed = ask(kept, "GET", "/erasures", "Erasures")
    assert [one["id"] for one in listed["erasures"]] == [asked["id"]]
    assert verify_log(kept.store).is_sound


def test_every_kind_of_entry_is_of_one_review_group() -> None:
    policy = load_retention()
    assert {kind for group in policy.groups for kind in group.kinds} == set(EventKind)
    harmed = policy.group_of(frozenset({EventKind.MISSING_REPORTED}), tells_harm=True)
    assert (harmed.id, harmed.keep_until(date(2012, 2, 29))) == ("1", date(2112, 2, 29))
    assert harmed.keep_until(None) is None
    planned = frozenset({EventKind.PLAN_VERSION, EventKind.MISSING_REPORTED})
    assert policy.group_of(planned, tells_harm=False).id == "2"


def test_a_records_manager_keeps_and_asks_on_the_page(kept: Door) -> None:
    callers = Callers(kept)

    def send(**form: str) -> httpx2.Response:
        return callers.ask("records", "POST", "/retention", form=form)

    assert callers.ask("records", "GET", "/retention").status_code == 200
    child = kept.find("Bram Longwhile")
    keep = {"act": "keep", "child": child, "why": "A trial is to come.", "until_month": "2"}
    assert send(**keep, until_day="1", until_year="2031").status_code == 200
    assert send(**keep, until_day="31", until_year="2031").status_code == 422
    ask = {"act": "ask", "child": child, "rule": "court_order", "why": _WHY}
    assert "Waits for somebody else" in send(**ask).text
    again = send(**ask)
    assert (again.status_code, "asked for before" in again.text) == (422, True)
