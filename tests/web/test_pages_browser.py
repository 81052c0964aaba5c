"""The pages in a browser: what fits, what can be touched, what axe finds, what script is run."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from serving.pages import PAGE_HEADERS, STATIC_HEADERS
from serving.pages.render import STATIC_FOLDER
from tests.lib.rendered_pages import all_pages, child_html

pytestmark = pytest.mark.browser

ARGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
CHROMIUM = os.environ.get("MISSING_RISK_CHROMIUM") or shutil.which("chromium")
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: Only what fails is worked out in full: three times as fast on a long page.
AXE = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}
PHONE = {"width": 360, "height": 740}
#: The fullest first screens of the vignettes, and the child of the sketch in the design.
FULL = ["v1", "v2", "v4", "linked"]

_BOTTOMS = """() => Object.fromEntries([...document.querySelectorAll('[data-block]')]
    .map(e => [e.dataset.block, Math.ceil(e.getBoundingClientRect().bottom)]))"""
_SMALL = """() => [...document.querySelectorAll(
        'a, button, summary, input:not([type=hidden]), label')]
    .filter(e => !e.matches('.govuk-skip-link, .govuk-error-summary a'))
    .filter(e => e.tagName !== 'LABEL' || e.matches('.govuk-radios__label'))
    .filter(e => e.getBoundingClientRect().height < 43.5)
    .map(e => e.outerHTML.slice(0, 80))"""
_SIDEWAYS = "() => document.documentElement.scrollWidth > window.innerWidth"
_BROKEN = """() => [...document.querySelectorAll('.app-phone, .app-band__word')]
    .filter(e => e.getClientRects().length > 1).map(e => e.textContent)"""
_FOCUS = """() => { const e = document.activeElement, r = e.getBoundingClientRect();
    const at = document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2);
    return [e.tagName, r.height > 0 && (e.contains(at) || (at && at.contains(e))),
        [...document.querySelectorAll('*')].indexOf(e)] }"""
_WIDER_TEXT = """* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }"""


def _site() -> dict[str, tuple[str, bytes]]:
    """Path -> (media type, content): what the service would send."""
    site = {
        f"/{name}": ("text/html; charset=utf-8", html.encode())
        for name, html in all_pages().items()
    }
    dark = child_html("linked", scheme="dark")
    site["/chosen-dark"] = ("text/html; charset=utf-8", dark.encode())
    for path in STATIC_FOLDER.iterdir():
        media = {".css": "text/css", ".svg": "image/svg+xml"}.get(path.suffix, "text/plain")
        site[f"/static/{path.name}"] = (media, path.read_bytes())
    return site


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (set MISSING_RISK_CHROMIUM or install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, headless=True, args=ARGS)
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(browser: Any) -> Iterator[Any]:
    """A browser that gets every page, with the headers that must go with it, from memory."""
    context = browser.new_context(viewport=PHONE, base_url="http://localhost")
    answers = _site()

    def send(route: Any) -> None:
        path = urlsplit(route.request.url).path
        media, content = answers[path]
        headers = STATIC_HEADERS if path.startswith("/static/") else PAGE_HEADERS
        route.fulfill(body=content, headers={**headers, "Content-Type": media})

    context.route("**/*", send)
    yield context
    context.close()


@pytest.fixture
def tab(site: Any) -> Iterator[Any]:
    """A phone's tab; anything that the browser complains of fails the test."""
    page = site.new_page()
    page.set_viewport_size(PHONE)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    page.close()
    assert complaints == []


def _axe(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE)
    return [
        f"{fault['id']}: {fault['nodes'][0]['html'][:90]}" for fault in found.response["violations"]
    ]


@pytest.mark.parametrize("state", FULL)
def test_six_things_fit_a_phone_s_first_screen_and_five_a_browser_s_window(
    tab: Any, state: str
) -> None:
    tab.goto(f"/child-{state}")
    bottoms = tab.evaluate(_BOTTOMS)
    assert list(bottoms) == ["who", "missing", "in-force", "band", "plan", "unknown"]
    assert bottoms["unknown"] <= 740
    assert bottoms["plan"] <= 640


@pytest.mark.parametrize("state", [*FULL, "v15"])
def test_four_things_fit_the_smallest_phone(tab: Any, state: str) -> None:
    tab.set_viewport_size({"width": 320, "height": 568})
    tab.goto(f"/child-{state}")
    assert tab.evaluate(_BOTTOMS)["band"] <= 568


#: One page of each make; the other states differ in words alone.
MAKES = [
    *("child-v1", "child-v4", "child-v5", "child-v15", "child-linked", "child-crowded"),
    *("search", "search-faults", "results", "results-empty", "reason", "reason-drawn"),
    *("sign-in", "sign-in-faults", "message-busy", "models", "models-empty"),
    *("acts", "limits-faults", "notices", "print-form", "printed-v1", "team-looks"),
    *("reason-limited-faults", "results-limited"),
    *("log-found", "log-faults", "log-entry", "log-unusual", "log-figures"),
]


@pytest.mark.parametrize("name", MAKES)
def test_axe_finds_nothing_on_a_dark_phone_and_on_a_light_desk(tab: Any, name: str) -> None:
    tab.goto(f"/{name}")
    for scheme, width in (("dark", 320), ("light", 1280)):
        tab.emulate_media(color_scheme=scheme)
        tab.set_viewport_size({"width": width, "height": 800})
        assert _axe(tab) == [], f"{scheme}, {width} wide"


def test_axe_finds_a_fault_that_is_planted(tab: Any) -> None:
    tab.goto("/search")
    tab.evaluate("() => document.querySelector('label').remove()")
    assert any("label" in fault for fault in _axe(tab))


@pytest.mark.parametrize("media", [{"forced_colors": "active"}, {"media": "print"}])
def test_axe_finds_nothing_in_forced_colours_and_in_print(tab: Any, media: dict[str, str]) -> None:
    tab.goto("/child-linked")
    tab.emulate_media(**media)
    assert _axe(tab) == []


@pytest.mark.parametrize("name", MAKES)
def test_nothing_scrolls_sideways_breaks_a_number_or_is_too_small_to_touch(
    tab: Any, name: str
) -> None:
    tab.goto(f"/{name}")
    for width in (320, 360, 390, 800, 1280):
        tab.set_viewport_size({"width": width, "height": 740})
        assert not tab.evaluate(_SIDEWAYS), f"{width} wide"
        assert tab.evaluate(_BROKEN) == []
        assert tab.evaluate(_SMALL) == [], f"{width} wide"


@pytest.mark.parametrize("name", ["child-linked", "child-crowded", "results", "reason-drawn"])
def test_large_and_widely_spaced_text_still_fits(tab: Any, name: str) -> None:
    tab.goto(f"/{name}")
    tab.evaluate("() => { document.documentElement.style.fontSize = '200%' }")
    assert not tab.evaluate(_SIDEWAYS)
    tab.evaluate("() => { document.documentElement.style.fontSize = '' }")
    tab.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css);"
        " document.adoptedStyleSheets = [sheet] }",
        _WIDER_TEXT,
    )
    assert not tab.evaluate(_SIDEWAYS)


@pytest.mark.parametrize("name", ["child-linked", "search", "reason"])
def test_the_keyboard_reaches_everything_in_reading_order_and_in_sight(tab: Any, name: str) -> None:
    tab.goto(f"/{name}")
    count = tab.locator("a, button, summary, input:not([type=hidden])").count()
    places = []
    for _ in range(count):
        tab.keyboard.press("Tab")
        tag, seen, place = tab.evaluate(_FOCUS)
        assert tag in ("A", "BUTTON", "INPUT", "SUMMARY")
        assert seen, f"{tag} {place} has the focus out of sight"
        places.append(place)
    assert places == sorted(places)
    assert len(set(places)) == count


def test_a_fault_of_a_form_has_the_focus_when_the_page_opens(tab: Any) -> None:
    tab.goto("/search-faults")
    assert "There is a problem" in tab.evaluate("() => document.activeElement.textContent")
    tab.get_by_role("link", name="Enter an age from 0 to 25.").click()
    assert tab.evaluate("() => document.activeElement.id || location.hash") in ("age", "#age")


def test_a_record_s_markup_runs_nothing_and_asks_for_nothing(tab: Any) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto("/child-crowded")
    assert tab.locator("img").count() == 0
    assert {urlsplit(url).path for url in asked} <= {
        "/child-crowded",
        "/static/pages.css",
        "/static/govuk-frontend-6.3.0.min.css",
        "/static/icon.svg",
    }


def test_chosen_colours_outdo_the_device_s(tab: Any) -> None:
    tab.emulate_media(color_scheme="light")
    tab.goto("/chosen-dark")
    ground = "() => getComputedStyle(document.body).backgroundColor"
    assert tab.evaluate(ground) == "rgb(22, 25, 27)"
    tab.emulate_media(media="print", color_scheme="light")
    assert tab.evaluate(ground) in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)")


def test_an_aged_page_says_so_without_a_script(tab: Any) -> None:
    tab.goto("/child-v1")
    aged = tab.locator(".app-aged")
    assert not aged.is_visible()
    tab.evaluate("() => document.getAnimations().forEach(one => { one.currentTime = 302000 })")
    assert aged.is_visible()


def test_the_child_page_is_light_to_carry() -> None:
    page = len(gzip.compress(child_html("linked").encode()))
    sheets = sum(len(gzip.compress(path.read_bytes())) for path in STATIC_FOLDER.glob("*.css"))
    assert page <= 30_000
    assert page + sheets <= 100_000
