"""The own view comes first, lowering halts once, and no endpoint sets a grade (M8, N7, V9)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from records.formats.missing_persons import MISSING_PERSONS
from serving.api.app import make_inner_app
from tests.lib.callers import Callers, entries_of
from tests.lib.door import Door
from tests.lib.reviewing_door import NOW, Reviewing, reviewed_force

_REVIEW, _JUDGE = "/children/{}/review", "/children/{}/judgement"


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    """Everybody, at one small force."""
    with Door(tmp_path_factory.mktemp("judgement"), reviewed_force(), moment=NOW) as door:
        yield Callers(door)


def _child(callers: Callers, name: str = "Ottoline Quillfeather") -> str:
    return callers.door.find(name)


def _advises(text: str) -> bool:
    """Whether the text tells the advice on Ottoline, or why."""
    return any(told in text for told in ("CSE plan", "app-band", "data-bars", "headline"))


# ------------------------------------------------------------- the own view first


def test_the_advice_is_in_no_response_before_the_own_view_is_committed(callers: Callers) -> None:
    """Finding 3: asked first, shown second, where a judgement is recorded."""
    child = _child(callers)
    address = _REVIEW.format(child)
    asked = callers.ask("neighbourhood", "GET", address)
    nothing = callers.ask("neighbourhood", "POST", address, form={"act": "view"})
    written = callers.ask("neighbourhood", "POST", address, form={"act": "write", "view": "x"})
    api = f"/api/v1/children/{child}"
    bare = callers.ask("neighbourhood", "POST", f"{api}/review-views", body={}, reason="review")
    body = Reviewing(callers.door).review_body(view="x")
    sent = callers.ask(
        "neighbourhood", "POST", f"{api}/reviews", body=body, headers={"If-Match": '"x"'}
    )
    assert [r.status_code for r in (asked, nothing, written, bare, sent)] == [
        200, 422, 422, 400, 422,
    ]  # fmt: skip
    for response in (asked, nothing, written, bare, sent):
        assert "Ottoline" not in response.text
        assert "Medium from" not in response.text
        assert not _advises(response.text)
        kinds = {entry["kind"] for entry in entries_of(callers.door, _request(response))}
        assert "CHILD_VIEWED" not in kinds
    shown = callers.ask(
        "neighbourhood", "POST", address, form={"act": "view", "own_view": "Low"}
    )  # fmt: skip
    assert _advises(shown.text)
    assert "You said Low before you saw the advice. The advice was Medium." in shown.text


def _request(response: Any) -> str:
    return str(response.headers["x-request-id"])


def test_the_own_view_is_in_the_log_before_the_look_that_shows_the_advice(
    callers: Callers,
) -> None:
    path = f"/api/v1/children/{_child(callers)}/review-views"
    response = callers.ask("neighbourhood", "POST", path, body={"own_view": "High"})
    first, second = response.headers["X-Audit-Entry"].split(",")
    left = {entry["id"]: entry for entry in entries_of(callers.door, _request(response))}
    assert left[first]["kind"] == "OWN_VIEW_GIVEN"
    assert left[second]["kind"] == "CHILD_VIEWED"
    assert response.json()["answer"] == "answers/v1"
    assert "High" not in json.dumps(left[first]), "an own view is no clear part of the log"
    again = callers.ask("auditor", "GET", f"/api/v1/audit/{second}/replay", reason="audit")
    assert again.json()["verdict"] == "identical", again.text[:300]


def test_the_same_request_sent_again_bears_the_same_word_for_the_review(callers: Callers) -> None:
    path = f"/api/v1/children/{_child(callers)}/review-views"
    key = {"Idempotency-Key": "own-view-0001"}
    one, two = (
        callers.ask("neighbourhood", "POST", path, body={"own_view": "Low"}, headers=key)
        for _ in range(2)
    )
    assert two.headers["Idempotency-Replayed"] == "true"
    assert one.content == two.content
    assert one.headers["X-Review-View"] == two.headers["X-Review-View"]
    assert one.headers["ETag"] == two.headers["ETag"]


def test_a_view_of_one_child_is_none_of_another(callers: Callers) -> None:
    at = Reviewing(callers.door)
    seen = at.view(_child(callers, "Clementine Marshgate"))
    body = {"view": seen.headers["X-Review-View"], **at.review_body()}
    path = f"/children/{_child(callers)}/reviews"
    sent = at.ask("neighbourhood", "POST", path, body, **{"If-Match": seen.headers["ETag"]})
    assert sent.status_code == 422
    assert [fault["field"] for fault in sent.json()["faults"]] == ["view"]


# ------------------------------------------------------------- judgement by pages


def _form(callers: Callers, **changes: str) -> dict[str, str]:
    day = callers.door.moment + timedelta(days=7)
    return {
        "judgement": "lower",
        "band": "Low",
        "grounds": "Her school saw her each day this week.",
        "until_day": f"{day:%d}",
        "until_month": f"{day:%m}",
        "until_year": f"{day:%Y}",
        **changes,
    }


def test_lowering_halts_once_and_names_the_strongest_reason_and_what_is_not_known(
    callers: Callers,
) -> None:
    address = _JUDGE.format(_child(callers))
    halt = callers.ask("officer", "POST", address, form=_form(callers))
    assert halt.status_code == 200
    assert "Before you ask to lower it" in halt.text
    assert "With a live plan, the policy gives at least Medium." in halt.text
    assert "not known" in halt.text
    kinds = {entry["kind"] for entry in entries_of(callers.door, _request(halt))}
    assert kinds == {"CHILD_VIEWED"}
    assert callers.door.risk(_child(callers))["judgement"]["waiting"] is None
    sent = callers.ask("officer", "POST", address, form=_form(callers, confirmed="yes"))
    assert "It waits for a supervisor and does not hold." in sent.text
    callers.door.moment += timedelta(seconds=1)
    waiting = callers.ask("supervisor", "GET", "/judgements")
    assert "Ottoline Quillfeather" in waiting.text
    assert "Her school saw her each day this week." in waiting.text


def test_raising_takes_one_step_and_stands_on_the_childs_page_beside_the_advice(
    callers: Callers,
) -> None:
    child = _child(callers, "Barnaby Thistledown")
    form = _form(callers, judgement="raise", band="High")
    done = callers.ask("officer", "POST", _JUDGE.format(child), form=form)
    assert "It stands until the end of" in done.text
    callers.door.moment += timedelta(seconds=1)
    page = callers.ask("officer", "POST", f"/children/{child}", form={"reason": "missing_report"})
    assert "Judged High beside the advice" in page.text
    assert 'app-band--medium" data-bars="2"' in page.text
    printed = callers.ask(
        "officer", "POST", f"/children/{child}/print",
        form={"reason": "missing_report", "to_whom": "Officers of this shift",
              "purpose": "briefing", "why": "Briefing of the officers who look."},
    )  # fmt: skip
    assert "Judged High beside the advice" in printed.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"judgement": ""}, "Say whether you agree"),
        ({"band": "Severe"}, "Say which band you judge."),
        ({"grounds": " "}, "Say in words why."),
        ({"until_day": "40"}, "Give a real day"),
        ({"band": "High"}, "To lower it, give a lower band."),
        ({"grounds": "x" * 401}, "is longer than 400 characters"),
    ],
)
def test_a_form_that_can_t_be_kept_says_what_to_do_and_keeps_what_was_sent(
    callers: Callers, changes: dict[str, str], words: str
) -> None:
    address = _JUDGE.format(_child(callers, "Barnaby Thistledown"))
    again = callers.ask("officer", "POST", address, form=_form(callers, **changes))
    assert again.status_code == 422
    assert words in again.text
    assert "Error: Judge the advice" in again.text
    assert changes.get("grounds", "Her school saw her each day").strip() in again.text


# ------------------------------------------------------------- no grade


def _grade_fields(document: dict[str, Any]) -> list[str]:
    """Every field of a body that a request may send which is called a grade of the police, but
    for a case audit's, which is of the audit alone."""
    found = []
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            content = operation.get("requestBody", {}).get("content", {})
            for media in content.values():
                fields = _fields(document, media["schema"])
                found += [f"{method} {path} {field}" for field in fields if "grade" in field]
    return found


def _fields(document: dict[str, Any], shape: Any) -> Iterator[str]:
    if isinstance(shape, list):
        for one in shape:
            yield from _fields(document, one)
    if not isinstance(shape, dict):
        return
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        yield from _fields(document, document["components"]["schemas"][name])
    for name, part in shape.get("properties", {}).items():
        yield name
        yield from _fields(document, part)
    for inner in ("anyOf", "allOf", "oneOf", "items"):
        yield from _fields(document, shape.get(inner))


def test_no_endpoint_sets_a_police_grade() -> None:
    """N7. The grade is the police's own: a column of the missing report that extracts bring."""
    column = "police_grade"
    assert column in {one.name for one in MISSING_PERSONS.columns}
    document = make_inner_app().openapi()
    found = [one for one in _grade_fields(document) if "/audit-cases/" not in one]
    assert found == []


def test_a_planted_grade_is_found() -> None:
    document = json.loads(json.dumps(make_inner_app().openapi()))
    document["components"]["schemas"]["JudgementBody"]["properties"]["police_grade"] = {}
    assert any("police_grade" in one for one in _grade_fields(document))
