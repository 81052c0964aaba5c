"""The rules about a page's words: what they may never say, and the one form of each thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from tests.lib.page_text import Page, text_of

__all__ = [
    "FILTERS",
    "absences",
    "dates",
    "forbidden_words",
    "leaked_names",
    "reading_age",
    "telephones",
]

#: What a list is narrowed to stands in its address, so that it can be shared; never a name.
FILTERS = frozenset(
    {
        *("team", "authority", "kind", "owner", "state", "stage", "age", "late", "band", "lasting"),
        *("month", "since", "until", "indicator", "day", "view", "overdue", "after"),
        *("subject", "hangs", "part", "outcome", "decision"),
        *("pairing", "row", "column", "than", "stratum", "question", "answer"),
        # A form that is opened for one record: an opaque id, and a reference.
        *("child", "reference"),
    }
)

_FORBIDDEN = re.compile(
    r"\b(?:abscond\w*|runaways?|frequent flyer|misper|promiscuous|prostitut\w*|sexually active"
    r"|lifestyle|boyfriend|streetwise|hostile|refuses to engage|nominal|unruly"
    r"|(?:puts?|places?) (?:herself|himself|themselves) (?:at risk|in danger)"
    r"|child prostitute|claims that|alleg(?:es|ed)|offender|groomer|perp|nonce"
    r"|safe|no risks?|low risk|all clear|nothing to worry|green|harmless"
    r"|ai predicts|the system says|will be harmed|likely|probability|percent"
    r"|up to date|real time|access denied|authorisation error|escalate as appropriate)\b",
    re.IGNORECASE,
)
_ABBREVIATION = re.compile(r"(?<![\w-])[A-Z]{2,}(?![\w-])")
_ALLOWED = frozenset({"CSE", "PC", "PS", "UK"})
_EMPTY_WORDS = re.compile(
    r"^(?:none|n/?a|nil|not applicable|no risks?|unknown|null|true|false|undefined|0|[-–—]+)\.?$",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WRONG_DATES = (
    re.compile(r"\b\d{4}-\d\d-\d\d"),
    re.compile(r"\b\d{1,2}/\d{1,2}/\d{2,4}\b"),
    re.compile(rf"\b\d{{1,2}} (?:{_MONTHS})\b"),
    re.compile(rf"\b(?:{_MONTHS}) \d{{4}}\b"),
    re.compile(rf"\b0\d\u00a0(?:{_MONTHS})\b"),
    re.compile(r"\b\d{4}hrs?\b|\b\d{1,2}(?::\d\d)? ?[ap]\.?m\.?\b", re.IGNORECASE),
    re.compile(r"(?<!\d)\d:\d\d\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
)
_PHONE = re.compile(r"(?<![\w-])(?:\+44[ \u00a0]?\d|0\d)(?:[ \u00a0]?\d){8,9}(?!\w)")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d“])")
LONGEST_SENTENCE = 20
HARDEST = 8
_INITIALS = 3


def forbidden_words(page: Page) -> Iterator[str]:
    """C8: words that blame, promise or pretend; abbreviations; a percentage."""
    for block in page.own_blocks():
        yield from (f"says “{hit.group()}”" for hit in _FORBIDDEN.finditer(block))
        if "%" in block:
            yield "shows a percentage"
        yield from (
            f"{hit.group()} is not on the list of abbreviations"
            for hit in _ABBREVIATION.finditer(block)
            if hit.group() not in _ALLOWED
        )
        if "!" in block:
            yield "shouts"


def absences(page: Page) -> Iterator[str]:
    """C6: an absence is a sentence, never an empty word, a dash or a lone nought."""
    for tag in ("p", "li", "dd", "td", "h2", "h3"):
        for element in page.all(tag):
            words = text_of(element)
            if not words or _EMPTY_WORDS.match(words):
                yield f"<{tag}> says “{words}”: say what was looked for, where and when"


def dates(page: Page) -> Iterator[str]:
    """C9: one form of date, time and postcode, held together by no-break spaces."""
    for element, text in page.texts(own=False):
        if page.is_record(element) and element.tag == "code":
            continue
        versions = any("app-versions" in (e.get("class") or "") for e in page.lineage(element))
        if not versions:
            yield from (
                f"“{hit.group()}” is not in the one form, or can break over two lines"
                for pattern in _WRONG_DATES
                for hit in pattern.finditer(text)
            )


def telephones(page: Page) -> Iterator[str]:
    """C10: a number to ring is a visible link that rings what it shows, on one line."""
    for link in page.all("a"):
        href = link.get("href", "")
        shown = "".join(_PHONE.findall(text_of(link)))
        digits = re.sub(r"\D", "", shown)
        if href.startswith("tel:") and digits != re.sub(r"\D", "", href):
            yield "a telephone link rings another number than it shows"
    for element, text in page.texts(own=True):
        for hit in _PHONE.finditer(text):
            if " " in hit.group():
                yield "a telephone number can break over two lines"
            if not any(e.get("href", "").startswith("tel:") for e in page.lineage(element)):
                yield "a telephone number is no link"


def reading_age(page: Page) -> Iterator[str]:
    """C15: short sentences of short words (automated readability index, no word list)."""
    letters = words = sentences = 0
    for block in page.own_blocks():
        for sentence in _SENTENCE_END.split(block):
            spoken = re.findall(r"[A-Za-z’'-]+", sentence)
            if len(spoken) > LONGEST_SENTENCE and ":" not in sentence:
                yield f"a sentence of {len(spoken)} words begins “{' '.join(spoken[:6])}”"
            if len(spoken) >= _INITIALS:
                letters += sum(len(word) for word in spoken)
                words += len(spoken)
                sentences += 1
    if words:
        index = 4.71 * letters / words + 0.5 * words / sentences - 21.43
        if index > HARDEST:
            yield f"reads as hard as {index:.1f}; {HARDEST} is the most"


def leaked_names(page: Page) -> Iterator[str]:
    """C2: neither the title nor any address holds a name, a birth date or an id of a child."""
    shown = " ".join(text_of(title) for title in page.all("title"))
    addresses = [e.get(a, "") for e in page.all("*") for a in ("href", "action", "src")]
    child = page.answer["child"] if page.answer else {}
    names = [child.get("name", ""), *child.get("other_names", ())]
    parts = {part.lower() for name in names for part in name.split() if len(part) >= _INITIALS}
    for part in parts:
        if part in shown.lower():
            yield "the title holds a name"
        if any(part in address.lower() for address in addresses):
            yield "an address holds a name"
    if child and child["id"] in shown:
        yield "the title holds the child's id"
    queries = [parse_qs(urlsplit(a).query) for a in addresses if not a.startswith("/static/")]
    if any(query.keys() - FILTERS for query in queries):
        yield "an address carries a query that is no filter of a list"
