"""The rules that every page keeps, whatever it shows (C1-C16).

``check_page`` gives the faults of one document; each rule is shown to fail on a planted
fault in ``tests/web/test_pages_rules.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from tests.lib.page_text import Page, classes, text_of
from tests.lib.page_words import (
    FILTERS,
    absences,
    dates,
    forbidden_words,
    leaked_names,
    reading_age,
    telephones,
)

__all__ = ["RULES", "check_page"]


def check_page(html: str, answer: dict[str, Any] | None = None) -> list[str]:
    """Every fault of a page, as ``C4: what is wrong``; an empty list for a good page.

    Args:
        answer: the answer behind a child's page; its bands, reasons and unknowns must
            then stand in the page.
    """
    page = Page(html, answer)
    return [f"{rule}: {fault}" for rule, check in RULES.items() for fault in check(page)]


def _structure(page: Page) -> Iterator[str]:
    yield from page.parse_faults
    if not (page.root.get("lang") or "").startswith("en"):
        yield "the document's language is not given"
    if len(page.all("h1")) != 1:
        yield f"there are {len(page.all('h1'))} first headings"
    for landmark in ("header", "main", "footer"):
        if len(page.all(landmark)) != 1:
            yield f"there is not exactly one <{landmark}>"
    levels = [int(e.tag[1]) for e in page.all("*") if re.fullmatch(r"h[1-6]", e.tag)]
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"a heading of level {after} follows one of level {before}"
    ids = Counter(e.get("id") for e in page.with_attribute("id"))
    yield from (f"the id {id_} stands twice" for id_, count in ids.items() if count > 1)
    skips = page.all("a", "govuk-skip-link")
    if not skips or page.by_id(skips[0].get("href", "#")[1:]) is None:
        yield "the skip link leads nowhere"
    for name in ("aria-labelledby", "aria-describedby", "for"):
        for element in page.with_attribute(name):
            for id_ in (element.get(name) or "").split():
                if id_ not in ids:
                    yield f"{name} names {id_}, which is not there"
    for link in page.all("a"):
        href = link.get("href", "")
        if href.startswith("#") and href[1:] not in ids:
            yield f"the link to {href} leads nowhere"


def _title(page: Page) -> Iterator[str]:
    titles = [
        text_of(title)
        for title in page.all("title")
        if all(above.tag != "svg" for above in page.lineage(title))  # A picture has its own.
    ]
    if len(titles) != 1 or not re.fullmatch(r"(Error: )?[^–]+ – Missing children risk", titles[0]):
        yield "the title is not “purpose – service”"
    if not any(
        e.get("name") == "referrer" and e.get("content") == "no-referrer" for e in page.all("meta")
    ):
        yield "the browser may send this address on"
    yield from leaked_names(page)


def _forms(page: Page) -> Iterator[str]:
    labelled = {label.get("for") for label in page.all("label")}
    for field in page.all("input") + page.all("textarea") + page.all("select"):
        if field.get("type") != "hidden" and field.get("id") not in labelled:
            yield f"the field {field.get('name')} has no label"
    for form in page.all("form"):
        names = {field.get("name") for tag in ("input", "select") for field in form.iter(tag)}
        if form.get("method") == "get" and form.get("action") and names <= FILTERS:
            continue  # It narrows a list by its address, and changes nothing.
        if form.get("method") != "post" or not form.get("action"):
            yield "a form is not sent by POST to an address"
        if "csrf_token" not in names:
            yield "a form lacks its token"
    messages = page.all("p", "govuk-error-message")
    summaries = page.all("div", "govuk-error-summary")
    if messages and not (summaries and "autofocus" in summaries[0].attrib):
        yield "faults are not summed up and focused"
    if bool(messages) != text_of(page.all("title")[0]).startswith("Error: "):
        yield "the title does not say that there is an error"
    described = " ".join(e.get("aria-describedby", "") for e in page.all("*")).split()
    yield from (
        f"the message {message.get('id')} is tied to no field"
        for message in messages
        if message.get("id") not in described
    )


def _band(page: Page) -> Iterator[str]:
    for mark in page.with_attribute("data-bars"):
        filled = [e for e in mark.iter() if "app-bars__full" in classes(e)]
        if str(len(filled)) != mark.get("data-bars"):
            yield "the bars do not match the band"
        words = text_of(mark)
        if page.answer is not None:
            band = page.answer["advice"]["band"]
            if not words.replace("? ", "").replace("?", "").startswith(band or "No band"):
                yield "the band's word is not the answer's"
            if str(page.answer["advice"]["bars"]) != mark.get("data-bars"):
                yield "the bars are not the answer's"
        if len(filled) and "Advice, not a police grade" not in words:
            yield "the band does not say that it is advice"
        if any("tag" in name for e in page.lineage(mark) for name in classes(e)):
            yield "the band stands in a tag"
    if page.answer is not None and len(page.with_attribute("data-bars")) != 1:
        yield "the band is not shown exactly once"
    # People grade audited cases: their pages say so, and there the word is theirs as well;
    # elsewhere only the name of their role says it.
    for block in () if page.with_attribute("data-graders") else page.own_blocks():
        said = block.replace("police grade", "").lower()
        if "grade" in said and not said.startswith("case grader:"):
            yield "“grade” is said of something that is not the police's"


def _sum(page: Page) -> Iterator[str]:
    answer = page.answer
    advice, again = (answer["advice"], answer["again"]) if answer is not None else (None, None)
    yield from _added(page, "data-sum", advice)
    yield from _added(page, "data-again", again)
    if answer is None:
        return
    said = text_of(page.root)
    for reason in (*answer["reasons"], *answer["again"]["reasons"]):
        for entry in reason["evidence"]:
            if entry["reference"] not in said or entry["system_name"] not in said:
                yield "a source of a reason is not shown"
    if (again["level"] is not None) != (again["words"] in said.replace("\u00a0", " ")):
        yield "the second card's line is not the answer's"


def _added(page: Page, attribute: str, said: dict[str, Any] | None) -> Iterator[str]:
    rows = page.with_attribute(attribute)
    points: dict[str, list[int]] = {"base": [], "reason": [], "total": []}
    for row in rows:
        cell = next(e for e in row.iter() if "app-sum__points" in classes(e))
        points[row.get(attribute, "")].append(int(text_of(cell)))
        sourced = [e for e in row.iter() if "app-source" in classes(e)]
        if row.get(attribute) == "reason" and not sourced:
            yield "a reason has no source line"
    if rows and sum(points["base"] + points["reason"]) != sum(points["total"]):
        yield "base and points do not add up to the total"
    if said is not None and points["total"] != [t for t in (said["points"],) if t is not None]:
        yield "the total is not the answer's"


def _unknowns(page: Page) -> Iterator[str]:
    yield from absences(page)
    if page.answer is not None:
        if page.by_id("not-known") is None:
            yield "the section of what is not known is missing"
        shown = len(page.with_attribute("data-unknown"))
        if shown != len(page.answer["unknowns"]):
            yield f"{shown} unknowns are shown, not {len(page.answer['unknowns'])}"


def _lists(page: Page) -> Iterator[str]:
    if page.answer is None:
        return
    for section in page.all("section"):
        lists = [e for e in section.iter() if classes(e) & {"app-list"}]
        notes = [text_of(e) for e in section.iter() if "app-note" in classes(e)]
        if lists and not any(re.search(r"\d.*as at \d\d:\d\d", note) for note in notes):
            yield f"the list {section.get('aria-labelledby')} has no count and moment"


def _pictures(page: Page) -> Iterator[str]:
    for svg in page.all("svg"):
        titled = {e.tag for e in svg.iter()} >= {"title", "desc"} and svg.get("role") == "img"
        if svg.get("aria-hidden") != "true" and not titled:
            yield "a picture is neither hidden nor described"
    bare = re.sub(r'"[^"]*"', '""', page.html)
    if re.search(r"<[a-z][^<>]*\s[a-z-]+=[^\"]", bare):
        yield "an attribute is not quoted"


def _outside(page: Page) -> Iterator[str]:
    for tag in ("script", "style", "iframe", "object", "embed", "img"):
        if page.all(tag):
            yield f"there is a <{tag}>"
    for element in page.all("*"):
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"there is an inline {name}"
            if name in ("href", "src", "action") and not re.match(r"[/#](?!/)|tel:", value):
                yield "an address leads out of the service"


def _tables(page: Page) -> Iterator[str]:
    for table in page.all("table"):
        if not any(child.tag == "caption" for child in table):
            yield "a table has no caption"
        if any(cell.get("scope") is None for cell in table.iter("th")):
            yield "a table's heading has no scope"


def _links(page: Page) -> Iterator[str]:
    if page.with_attribute("title"):
        yield "a title attribute hides text"
    meant: dict[str, str] = {}
    for link in page.all("a"):
        words, href = text_of(link), link.get("href", "")
        if words.lower() in ("", "view", "here", "more", "click here", "open"):
            yield f"a link says only “{words}”"
        if meant.setdefault(words, href) != href:
            yield f"two links say “{words}” and lead to different places"


def _undefined(page: Page) -> Iterator[str]:
    for block in page.own_blocks():
        if re.search(r"\{\{|\{%|\bNone\b|Undefined|<[a-z]+ object", block):
            yield "something of the program shows in the page"


#: Rule -> the check. C12 covers what the document itself says; headers are checked apart.
RULES: Mapping[str, Callable[[Page], Iterator[str]]] = {
    "C1": _structure,
    "C2": _title,
    "C3": _forms,
    "C4": _band,
    "C5": _sum,
    "C6": _unknowns,
    "C7": _lists,
    "C8": forbidden_words,
    "C9": dates,
    "C10": telephones,
    "C11": _pictures,
    "C12": _outside,
    "C13": _tables,
    "C14": _links,
    "C15": reading_age,
    "C16": _undefined,
}
