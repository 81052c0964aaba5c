"""The pages of doubtful links: most urgent first, blind until answered, a halt before splitting,
everything taken back where it was said (N2, N4, N6)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qsl

import pytest

from tests.lib.callers import Callers
from tests.lib.link_review import BENEDICT, TWINS, WHY, Review
from tests.lib.page_text import Page
from tests.lib.page_text import text_of as text_in


def text_of(html: str) -> str:
    """What the page says, spaces made plain."""
    return " ".join(text_in(Page(html).root).split())


_MACHINE = ("doubles the odds", "Weight", " to 1 for ", "It adds up")


@pytest.fixture
def pages(review: Review) -> Iterator[Callers]:
    return Callers(review.door)


def _get(pages: Callers, address: str, account: str = "reviewer") -> str:
    pages.door.moment += timedelta(minutes=1)
    path, _, asked = address.partition("?")
    response = pages.ask(account, "GET", path, query=dict(parse_qsl(asked)))
    assert response.status_code == 200, response.status_code
    return response.text


def _send(pages: Callers, address: str, status: int, **form: str) -> str:
    pages.door.moment += timedelta(minutes=1)
    response = pages.ask("reviewer", "POST", address, form=form)
    assert response.status_code == status, text_of(response.text)[:300]
    return response.text if status != 303 else response.headers["location"]


def test_the_list_begins_with_what_is_most_urgent_and_names_nobody(pages: Callers) -> None:
    html = _get(pages, "/links")
    text = text_of(html)
    assert "Links of children to confirm or split" in text
    for name in ("Benedict", "Thornebury", "Quillfeather", "Ada"):
        assert name not in html
    order = re.findall(r"Hangs on it: [^.]*\.|Nothing urgent hangs on it\.", text)
    assert order
    assert order == sorted(order, key=lambda words: words.startswith("Nothing"))
    assert "2 links of children" in text or "links of children; " in text
    none = text_of(_get(pages, "/links?hangs=protection_plan"))
    assert "0 links of children are in doubt with what you chose" in none
    assert "Links of adults to confirm or split" in text_of(_get(pages, "/links?subject=adult"))


def test_the_figure_is_hidden_until_answered_and_then_adds_up(
    pages: Callers, review: Review
) -> None:
    link = review.find(*BENEDICT)
    before = _get(pages, f"/links/{link}")
    assert not [word for word in _MACHINE if word in text_of(before)]
    # What both say is marked by more than colour: bold, underlined, and by a word.
    assert '<strong class="app-agrees">NG7 2AB</strong> (same)' in before
    assert "Benedict Thornebury" not in re.findall(r"<title>.*?</title>", before)[0]
    empty = text_of(_send(pages, f"/links/{link}", 422, said="", why=""))
    assert "Choose what they are." in empty
    kept = _send(pages, f"/links/{link}", 422, said="same", why="  ")
    assert "Write in a few words why." in text_of(kept)
    assert re.search(r'value="same"[^>]*checked', kept)
    assert not [word for word in _MACHINE if word in text_of(kept)]
    assert _send(pages, f"/links/{link}", 303, said="cant_say", why=WHY) == f"/links/{link}"
    after = _get(pages, f"/links/{link}")
    assert "What the machine weighed" in text_of(after)
    weights = [int(found) for found in re.findall(r">([+-]\d+)<", after)]
    assert sum(weights[:-1]) == weights[-1]


def test_an_answer_holds_at_once_and_is_taken_back_where_it_was_given(
    pages: Callers, review: Review
) -> None:
    link = review.find(*TWINS)
    _send(pages, f"/links/{link}", 303, said="different", why="Two girls.")
    text = text_of(_get(pages, f"/links/{link}"))
    assert "Now two people." in text
    assert "reviewer said: two different people" in text
    html = _get(pages, f"/links/{link}")
    (undo,) = re.findall(r'action="(/links/judgements/[^"]+)"', html)
    failed = text_of(_send(pages, undo, 422, why="", link=link))
    assert "Write in a few words why." in failed
    assert _send(pages, undo, 303, why="Looked again.", link=link) == f"/links/{link}"
    again = _get(pages, f"/links/{link}")
    assert "took it back" in text_of(again)
    assert "/links/judgements/" not in again


def test_splitting_stops_first_and_says_what_will_happen(pages: Callers, review: Review) -> None:
    child = review.door.find("Kit Ashdownley")
    page = f"/links/people/{child}"
    html = _get(pages, page)
    assert "Records that are one child" in text_of(html)
    values = re.findall(r'type="checkbox" value="([^"]+)"', html)
    assert sorted(values) == ["S1:P-4", "S3:N-4"]
    wrong = text_of(_send(pages, page, 422, step="check", why="Two boys."))
    assert "Choose the records to split off." in wrong
    asked = _send(pages, page, 200, step="check", why="Two boys.", **{"record-2": "S3:N-4"})
    assert "You are about to split 1 record off." in text_of(asked)
    assert "Leave them together" in text_of(asked)
    assert len(re.findall(r'type="hidden" name="record-', asked)) == 1
    all_ = {"record-1": "S1:P-4", "record-2": "S3:N-4"}
    assert "Leave at least one record" in text_of(
        _send(pages, page, 422, step="split", why="Two boys.", **all_)
    )
    assert _send(pages, page, 303, step="split", why="Two boys.", **{"record-1": "S3:N-4"}) == page
    after = text_of(_get(pages, page))
    assert "1 record." in after
    assert "reviewer split records" in after


def test_an_unreadable_record_in_the_form_is_refused_in_words(
    pages: Callers, review: Review
) -> None:
    page = f"/links/people/{review.door.find('Kit Ashdownley')}"
    said = _send(pages, page, 422, step="split", why="Two boys.", **{"record-1": "nonsense"})
    assert "Look again" in text_of(said)


def test_agreement_is_told_in_words_to_who_may_see_it(pages: Callers) -> None:
    for account in ("reviewer", "analyst", "manager"):
        text = text_of(_get(pages, "/links/agreement", account))
        assert "How far people and the machine agree" in text
        assert "Of fewer than 10 answers nothing follows." in text
    assert pages.ask("auditor", "GET", "/links/agreement").status_code == 403


def test_each_page_is_a_look_that_names_whom_it_showed(pages: Callers, review: Review) -> None:
    from tests.lib.callers import entries_of

    link = review.find(*BENEDICT)
    response = pages.ask("reviewer", "GET", f"/links/{link}")
    left = entries_of(pages.door, response.headers["x-request-id"])
    assert {entry["kind"] for entry in left} == {"DOUBTFUL_LINK_VIEWED"}
    assert len(left) == 2
    assert {entry["reason_code"] for entry in left} == {"review"}
