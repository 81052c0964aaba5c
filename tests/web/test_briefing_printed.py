"""The fullest daily briefing fits four sides of A4, and no child is split over two (M11)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from serving.pages.render import STATIC_FOLDER
from serving.supervising.briefing_parts import MOST
from serving.supervising.briefing_view import briefing_view
from tests.lib.chromium import chromium
from tests.lib.rendered_pages import FRAME, pages
from tests.lib.supervising_rendered import briefing_values

pytestmark = pytest.mark.browser

_LINKED = re.compile(r'<link rel="stylesheet" href="/static/([\w.-]+)[^"]*">')
_PAGE = re.compile(rb"/Type\s*/Page[^s]")


def fullest() -> dict[str, Any]:
    """A briefing with as many rows of each part as are ever named, and long names."""
    values = briefing_values(max(MOST.values()))
    for part, name in (
        *((part, "children") for part in ("missing", "newly_high", "newly_linked")),
        *(("overdue", "duties"), ("overdue", "unreviewed"), ("lapsing", "duties")),
    ):
        most = MOST["unreviewed" if name == "unreviewed" else part]
        rows = values[part][name]
        values[part][name] = (rows * most)[:most]
    return values


def test_the_fullest_briefing_fits_four_sides_and_splits_no_child() -> None:
    view = briefing_view(fullest(), FRAME, "01a2004b8900-0001", "Night shift, City North")
    html = pages().render("briefing_print.html", view)
    styled = _LINKED.sub(
        lambda found: f"<style>{(STATIC_FOLDER / found[1]).read_text('utf-8')}</style>", html
    )
    with chromium() as browser:
        shown = browser.new_page()
        shown.set_content(styled)
        shown.emulate_media(media="print")
        sides = len(_PAGE.findall(shown.pdf(prefer_css_page_size=True)))
        kept = shown.evaluate(
            "[...document.querySelectorAll('.app-sheet .app-card')]"
            ".every(card => getComputedStyle(card).breakInside === 'avoid')"
        )
    assert kept
    assert 1 < sides <= 4
