"""One look in ten is asked for words: by API and page, entered, and the same on asking again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lib.callers import Callers, entries_of, kinds_left
from tests.lib.door import Door
from tests.lib.limiting import IN_WORDS, Limiting
from tests.lib.link_review import NOW

WORDS = "missing_report; Her aunt rang at 22:40, not at home."


@pytest.fixture(scope="module")
def drawing(linked_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """A service at which every look is drawn."""
    folder = tmp_path_factory.mktemp("drawn")
    shutil.copy(linked_store, folder / "store.db")
    with Door(folder, None, moment=NOW, fuller_reason_one_in=1) as door:
        yield door


def test_a_drawn_look_is_refused_without_words_and_says_so_and_is_entered(drawing: Door) -> None:
    asking, child = Limiting(drawing), drawing.find("Kit Ashdownley")
    refused = asking.look(child)
    assert refused.status_code == 422
    assert refused.json()["type"].endswith("problem/fuller-reason")
    assert "at least 3 words and 20 characters" in refused.json()["detail"]
    assert "Ashdownley" not in refused.text
    [entry] = entries_of(drawing, refused.headers["x-request-id"])
    assert (entry["kind"], entry["facts"]["rule"]) == ("LOOK_REFUSED", "fuller_reason")
    assert asking.look(child).status_code == 422, "asking again draws no better"
    shown = asking.look(child, reason=WORDS)
    assert shown.status_code == 200
    [entry] = entries_of(drawing, shown.headers["x-request-id"])
    assert (entry["kind"], entry["facts"]["drawn"]) == ("CHILD_VIEWED", 1)


def test_the_page_of_a_drawn_look_asks_for_words_before_and_after_the_tap(drawing: Door) -> None:
    child, callers = drawing.find("Kit Ashdownley"), Callers(drawing)
    page = f"/children/{child}"
    asked = callers.ask("officer", "GET", page)
    assert "Say it in words too" in asked.text
    assert "app-tap" not in asked.text, "no reason is one tap when words are asked for"
    short = callers.ask("officer", "POST", page, form={"reason": "found", "note": "found"})
    assert short.status_code == 422
    assert "Say in words why you look" in short.text
    assert 'value="found" checked' in short.text, "what was chosen is kept"
    note = WORDS.partition("; ")[2]
    shown = callers.ask("officer", "POST", page, form={"reason": "found", "note": note})
    assert shown.status_code == 200
    assert "Ashdownley" in shown.text


def test_neither_an_emergency_nor_a_disclosure_is_drawn(drawing: Door) -> None:
    asking, child = Limiting(drawing), drawing.find("Ada Quillfeather")
    given = {"to_whom": "Duty social worker", "purpose": "safeguarding", "why": "Asked."}
    path = f"/api/v1/children/{child}/disclosures"
    told = drawing.request("POST", path, headers=drawing.headers(), json=given)
    assert told.status_code == 200
    assert asking.put(child).status_code == 200
    opened = asking.look(child, emergency="true", reason=IN_WORDS)
    assert opened.status_code == 200
    [entry] = entries_of(drawing, opened.headers["x-request-id"])
    assert entry["facts"] == {"emergency": 1, "request": opened.headers["x-request-id"]}


def test_where_none_is_drawn_the_usual_look_is_one_tap(linked_store: Path, tmp_path: Path) -> None:
    shutil.copy(linked_store, tmp_path / "store.db")
    with Door(tmp_path, None, moment=NOW) as door:
        child, callers = door.find("Kit Ashdownley"), Callers(door)
        assert "app-tap" in callers.ask("officer", "GET", f"/children/{child}").text
        form = {"reason": "missing_report"}
        shown = callers.ask("officer", "POST", f"/children/{child}", form=form)
        assert shown.status_code == 200
        assert kinds_left(door, shown) == {"CHILD_VIEWED"}
