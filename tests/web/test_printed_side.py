"""The side that is printed: one A4 side, what must stand on it, and nothing that can't be used."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from serving.pages import PAGE_HEADERS, STATIC_HEADERS
from serving.pages.render import STATIC_FOLDER
from tests.lib.chromium import chromium
from tests.lib.rendered_pages import all_pages

pytestmark = pytest.mark.browser

SIDES = sorted(name for name in all_pages() if name.startswith("printed-"))
_PAGE = re.compile(rb"/Type\s*/Page\b")
_SEEN = "() => document.body.innerText"


@pytest.fixture(scope="module")
def paper() -> Iterator[Any]:
    """A tab that shows every side, with the headers that must go with it, from memory."""
    with chromium() as browser:
        context = browser.new_context(base_url="http://localhost")

        def send(route: Any) -> None:
            path = urlsplit(route.request.url).path
            if path.startswith("/static/"):
                file = STATIC_FOLDER / path.rpartition("/")[2]
                media = {".css": "text/css", ".svg": "image/svg+xml"}[file.suffix]
                headers = {**STATIC_HEADERS, "Content-Type": media}
                route.fulfill(body=file.read_bytes(), headers=headers)
                return
            headers = {**PAGE_HEADERS, "Content-Type": "text/html; charset=utf-8"}
            route.fulfill(body=all_pages()[path[1:]].encode(), headers=headers)

        context.route("**/*", send)
        page = context.new_page()
        page.emulate_media(media="print")
        yield page
        context.close()


def _pages(paper: Any) -> int:
    return len(_PAGE.findall(paper.pdf(format="A4", prefer_css_page_size=True)))


@pytest.mark.parametrize("name", SIDES)
def test_it_is_one_side(paper: Any, name: str) -> None:
    paper.goto(f"/{name}")
    assert _pages(paper) == 1


def test_the_count_finds_a_second_side(paper: Any) -> None:
    paper.goto("/printed-v1")
    paper.evaluate(
        "() => document.querySelector('.app-sheet').append("
        "...Array.from({length: 90}, () => document.createElement('hr')))"
    )
    assert _pages(paper) == 2


@pytest.mark.parametrize("name", ["printed-v1", "printed-v2"])
def test_everything_that_must_stand_on_it_does_and_no_link_or_button(paper: Any, name: str) -> None:
    paper.goto(f"/{name}")
    seen = paper.evaluate(_SEEN)
    for said in (
        "Official-Sensitive",
        "Advice, not a police grade",
        "Destroy after this shift",
        "Missing",
        "Clothing",
        "In force",
        "People and places",
        "Whom to ring",
        "not known",
        "Printed at 02:04",
        "by PC Sam Example",
        "19aa80f33270-0011223344",
    ):
        assert said in seen, said
    assert "Sign out" not in seen
    assert "Print this page" not in seen


@pytest.mark.parametrize("name", ["printed-v1", "printed-v2"])
def test_axe_finds_nothing_in_print(paper: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    paper.goto(f"/{name}")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    options = {"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]}
    found = Axe().run(paper, options=options).response["violations"]
    assert [fault["id"] for fault in found] == []
