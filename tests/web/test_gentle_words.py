"""Words that blame a child are gently remarked on wherever somebody describes one in a form; the
remark stops nobody, and every word stays (experience of the pages, 3.8)."""

from __future__ import annotations

import html
import re
import secrets
from collections.abc import Iterator, Mapping

import pytest

from tests.lib.callers import Callers
from tests.lib.plan_desk import desk_at

_WORDS = "She is an absconder with a chaotic lifestyle."
_NOTE = "'absconder' blames the child. Say what happened."


@pytest.fixture(scope="module")
def callers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callers]:
    with desk_at(tmp_path_factory.mktemp("gentle")) as door:
        yield Callers(door)


_NEW = {"since_day": "21", "since_month": "11", "since_year": "2026", "since_time": "16:00",
        "missing_from": "home", "surname": "Strangerson"}  # fmt: skip
#: Who writes, where, and what: each is sent with the words in a field for them.
_FORMS: dict[str, tuple[str, str, Mapping[str, str]]] = {
    "a missing report": (
        "officer", "/missing-reports/new", {**_NEW, "step": "check", "circumstances": _WORDS}
    ),
    "a judgement": ("officer", "/children/{child}/judgement", {"grounds": _WORDS}),
    "an ended plan": ("supervisor", "/plans/{plan}/end", {"seen": "old", "words": _WORDS}),
    "a notice withdrawn": (
        "neighbourhood", "/abduction-notices/{notice}", {"act": "withdraw", "why": _WORDS}
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(_FORMS))
def test_a_form_that_describes_a_child_remarks_on_listed_words(callers: Callers, form: str) -> None:
    door = callers.door
    child = door.find("Barnaby Quillfeather")
    account, address, fields = _FORMS[form]
    known = {"child": child, "plan": door.risk(child)["plan"]["current"]["reference"]}
    if "{notice}" in address:
        served = {"child": child, "served_at": "2026-11-20T10:00:00+00:00",
                  "in_force_until": "2027-03-01", "adult_forename": "Grant"}  # fmt: skip
        asked = callers.ask("neighbourhood", "POST", "/api/v1/abduction-notices", body=served)
        known["notice"] = asked.json()["reference"]
    sent = {name: value.format(**known) for name, value in fields.items()}
    answer = callers.ask(account, "POST", address.format(**known), form=sent)
    shown = html.unescape(answer.text)
    assert _NOTE in shown, answer.status_code
    assert shown.count("'lifestyle'") == 1
    assert _WORDS in shown.replace("&#39;", "'")


def test_a_report_with_listed_words_is_opened_as_it_was_written(callers: Callers) -> None:
    form = {"step": "open", "key": secrets.token_hex(8), "since": "2026-11-21T16:00:00Z",
            "missing_from": "home", "surname": "Otherson", "circumstances": _WORDS}  # fmt: skip
    answer = callers.ask("officer", "POST", "/missing-reports/new", form=form)
    assert answer.status_code == 200
    assert _NOTE in html.unescape(answer.text)


def test_a_review_remarks_on_listed_words_and_keeps_them(callers: Callers) -> None:
    address = f"/children/{callers.door.find('Barnaby Quillfeather')}/review"
    own_view = {"act": "view", "own_view": "Low"}
    asked = callers.ask("neighbourhood", "POST", address, form=own_view).text
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', asked))
    fields = {name: html.unescape(value) for name, value in hidden.items()}
    fields |= {"own_words": _WORDS, "action": "Ring the home."}
    shown = callers.ask("neighbourhood", "POST", address, form=fields).text
    assert _NOTE in html.unescape(shown)
    assert _WORDS in shown


def test_names_are_never_remarked_on(callers: Callers) -> None:
    form = {**_NEW, "step": "check", "surname": "Runaway", "forename": "Hostile"}
    shown = callers.ask("officer", "POST", "/missing-reports/new", form=form)
    assert shown.status_code == 200
    assert "About the words you wrote" not in shown.text


def test_a_page_that_only_refuses_says_nothing_of_words(callers: Callers) -> None:
    form = {"seen": "old", "words": _WORDS}
    refused = callers.ask("officer", "POST", "/plans/CSE-NOBODY/end", form=form)
    assert refused.status_code == 403
    assert "About the words you wrote" not in refused.text
