"""The papers in a browser: first screens, narrow screens, print, and what axe finds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scorecard import load_policy
from tests.lib.cards import a_card
from tests.lib.chromium import chromium
from tests.lib.judgements import a_full_card, a_judgement, a_registration, a_sparse_judgement
from training.judging.rows import Gate
from training.papers.pictures import draw_all
from training.papers.writing import write_papers

pytestmark = pytest.mark.browser

_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_AXE = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
_BOTTOM = "selector => document.querySelector(selector).getBoundingClientRect().bottom"
_SIDEWAYS = "() => document.documentElement.scrollWidth > window.innerWidth"
_PAPERS = ("report", "model-card", "transparency-record", "scorecard")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """``full-report.html`` and the others: of the longest card, and of one known little of."""
    out = tmp_path_factory.mktemp("papers")
    long, short = a_full_card(), a_card()
    for name, card, judgement, registration in (
        ("full", long, a_judgement(long), a_registration()),
        ("sparse", short, a_sparse_judgement(short), None),
    ):
        pictures = draw_all(card, judgement)
        papers = write_papers(judgement, card, load_policy(), registration, pictures)
        for file, data in papers.items():
            (out / f"{name}-{file}").write_bytes(data)
    gates = tuple(Gate(f"gate_{number}", False, "a long reason, " * 30) for number in range(12))
    failing = write_papers(a_judgement(gates=gates), short, load_policy(), None, {})
    (out / "failing-report.html").write_bytes(failing["report.html"])
    return out


@pytest.fixture(scope="module")
def tab(folder: Path) -> Iterator[Any]:
    """One tab; whatever a page would fetch besides itself is refused."""
    with chromium() as browser:
        page = browser.new_page()
        page.route(re.compile("^(?!file:)"), lambda route: route.abort())
        yield page


def show(tab: Any, folder: Path, name: str, width: int = 1280, height: int = 800) -> None:
    """Open one paper in a window of that size."""
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto((folder / f"{name}.html").as_uri())


@pytest.mark.parametrize("name", ["full-report", "sparse-report", "failing-report"])
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (360, 740)])
def test_the_first_screen_says_promote_or_not_and_why(
    tab: Any, folder: Path, name: str, width: int, height: int
) -> None:
    show(tab, folder, name, width, height)
    assert tab.evaluate(_BOTTOM, ".verdict") <= height


def test_a_laptop_s_first_screen_holds_the_four_numbers_too(tab: Any, folder: Path) -> None:
    show(tab, folder, "full-report")
    assert tab.evaluate(_BOTTOM, ".verdict + ul") <= 800


@pytest.mark.parametrize("name", [*(f"full-{paper}" for paper in _PAPERS), "sparse-report"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(tab: Any, folder: Path, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    show(tab, folder, name, 360, 740)
    assert not tab.evaluate(_SIDEWAYS)
    found = Axe().run(tab, options=_AXE).response["violations"]
    assert [f"{fault['id']}: {fault['nodes'][0]['html'][:90]}" for fault in found] == []


def test_axe_finds_a_fault_that_is_planted(tab: Any, folder: Path) -> None:
    from axe_playwright_python.sync_playwright import Axe

    show(tab, folder, "sparse-scorecard")
    tab.evaluate("() => document.documentElement.removeAttribute('lang')")
    found = Axe().run(tab, options=_AXE).response["violations"]
    assert any("lang" in fault["id"] for fault in found)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("full-scorecard", 1),
        ("sparse-scorecard", 1),
        ("full-model-card", 5),
        ("sparse-model-card", 4),
    ],
)
def test_print_keeps_to_its_sides(tab: Any, folder: Path, name: str, most: int) -> None:
    show(tab, folder, name)
    printed = tab.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= most


def test_print_opens_what_is_folded_away(tab: Any, folder: Path) -> None:
    show(tab, folder, "full-report")
    inside = "() => document.querySelector('details table').checkVisibility()"
    assert not tab.evaluate(inside)
    tab.emulate_media(media="print")
    assert tab.evaluate(inside)
    tab.emulate_media(media="screen")
