"""What pages are made of: templates, tokens of colour, the vendored sheet, headers."""

from __future__ import annotations

import json
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from records.words import NBSP
from serving.pages import PAGE_HEADERS, STATIC_HEADERS, Pages, child_view
from serving.pages.render import STATIC_FOLDER
from serving.pages.typography import bind, small_first, telephone
from serving.pages.vendoring import STYLESHEET, VERSION, own_stylesheet, vendor
from tests.lib.answers import sixth_report
from tests.lib.rendered_pages import FRAME, all_pages, child_html

TEMPLATES = sorted((STATIC_FOLDER.parent / "pages" / "templates").glob("*.html"))
OWN_SHEET = (STATIC_FOLDER / "pages.css").read_text(encoding="utf-8")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_a_template_escapes_everything_and_quotes_every_attribute(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape|Markup|\bxmlattr\b", text)
    assert not re.search(r"=\s*\{\{", re.sub(r'"[^"]*"', '""', re.sub(r"\{%.*?%\}", "", text)))


def test_templates_are_found() -> None:
    assert len(TEMPLATES) >= 10


def test_a_name_that_the_view_lacks_raises_instead_of_printing_nothing() -> None:
    @dataclass(frozen=True)
    class Empty:
        frame: object = FRAME

    bare: Any = Empty()
    with pytest.raises(UndefinedError):
        Pages().child_page(bare)


def test_pages_are_the_same_from_many_threads() -> None:
    pages, view = Pages(), child_view(sixth_report(), FRAME)
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.append(pages.child_page(view))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(made) == {pages.child_page(view)}
    assert len(made) == 8


def test_the_served_sheet_names_no_font_crest_picture_or_map() -> None:
    text = (STATIC_FOLDER / STYLESHEET).read_text(encoding="utf-8")
    for trace in ("GDS", "Transport", "@font-face", "url(", "crest", "sourceMappingURL"):
        assert trace not in text
    assert f'--govuk-frontend-version:"{VERSION}"' in text


def test_the_sheet_is_cleaned_and_a_changed_one_is_refused() -> None:
    published = (
        "/*! Copyright (c) 2011 by Margaret Calvert & others */"
        "@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}"
        ".a{font-family:GDS Transport,arial,sans-serif}"
        "@media print{.a{color:#000}}/*# sourceMappingURL=a.css.map */\n"
    )
    assert own_stylesheet(published) == (
        ".a{font-family:Arial,Helvetica,sans-serif}@media print{.a{color:#000}}\n"
    )
    with pytest.raises(ValueError, match=r"still holds url\("):
        own_stylesheet(".b{background:url(/assets/images/new.svg)}")


def test_vendoring_refuses_another_version(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(json.dumps({"version": "9.9.9"}), encoding="utf-8")
    with pytest.raises(ValueError, match=r"9\.9\.9 was given"):
        vendor(tmp_path, tmp_path)


def test_the_licence_of_what_is_vendored_stands_beside_it() -> None:
    text = (STATIC_FOLDER / "LICENSES.txt").read_text(encoding="utf-8")
    assert STYLESHEET in text
    assert "The MIT License" in text
    assert {path.name for path in STATIC_FOLDER.iterdir() if path.is_file()} == {
        "LICENSES.txt",
        "icon.svg",
        "pages.css",
        STYLESHEET,
    }


def _tokens(selector: str) -> dict[str, str]:
    start = OWN_SHEET.index(selector + " {")
    block = OWN_SHEET[start : OWN_SHEET.index("}", start)]
    return dict(re.findall(r"--app-([a-z-]+): (#[0-9a-f]{6});", block))


LIGHT = _tokens(":root")
DARK = _tokens(':root[data-scheme="dark"]')


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def test_the_system_s_dark_scheme_and_the_chosen_one_are_the_same() -> None:
    assert _tokens(':root[data-scheme="system"]') == DARK
    assert set(DARK) == set(LIGHT)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "page"),
        ("text", "surface"),
        ("secondary", "page"),
        ("secondary", "surface"),
        ("link", "page"),
        ("link", "surface"),
        ("high-text", "high-fill"),
        ("medium-edge", "medium-fill"),
        ("low-edge", "page"),
        ("none-edge", "page"),
        ("action-text", "action"),
        ("text", "input"),
    ],
)
def test_words_stand_out_from_their_ground(tokens: dict[str, str], ink: str, ground: str) -> None:
    assert _contrast(tokens[ink], tokens[ground]) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("edge", ["high-fill", "medium-edge", "low-edge", "none-edge", "action"])
def test_a_mark_s_edge_stands_out_from_the_page(tokens: dict[str, str], edge: str) -> None:
    assert _contrast(tokens[edge], tokens["page"]) >= 3


def test_no_green_is_used_since_it_would_read_as_safe() -> None:
    for colour in set(re.findall(r"#[0-9a-f]{6}", OWN_SHEET)):
        red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
        assert not (green > red + 30 and green > blue + 30), colour


def test_static_addresses_change_with_their_content() -> None:
    html = child_html("v1")
    assert re.search(r'href="/static/pages\.css\?[0-9a-f]{16}"', html)
    assert "immutable" in STATIC_HEADERS["Cache-Control"]


def test_pages_are_not_kept_and_run_no_script() -> None:
    assert PAGE_HEADERS["Cache-Control"] == "no-store"
    assert PAGE_HEADERS["Referrer-Policy"] == "no-referrer"
    policy = PAGE_HEADERS["Content-Security-Policy"]
    assert "script-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert all("<script" not in html for html in all_pages().values())


def test_what_belongs_together_is_not_broken() -> None:
    assert bind("by 3 November 2026 at NG7 2AB, ring 0115 496 0000 in 2 days") == (
        f"by 3{NBSP}November{NBSP}2026 at NG7{NBSP}2AB, ring 0115{NBSP}496{NBSP}0000 in 2{NBSP}days"
    )
    assert bind("row 12 of 14 stays as it is") == "row 12 of 14 stays as it is"


@pytest.mark.parametrize(
    ("written", "href"),
    [("0115 496 0000", "tel:01154960000"), ("+44 (0)115 4960000", "tel:+4401154960000")],
)
def test_a_number_can_be_rung_however_it_is_written(written: str, href: str) -> None:
    number = telephone(written)
    assert number is not None
    assert number.href == href


@pytest.mark.parametrize("written", [None, "", "ask the desk"])
def test_what_holds_no_number_is_not_offered_as_one(written: str | None) -> None:
    assert telephone(written) is None


def test_a_role_stands_inside_a_sentence_and_an_abbreviation_keeps_its_capitals() -> None:
    assert small_first("Duty team") == "duty team"
    assert small_first("CSE team") == "CSE team"
