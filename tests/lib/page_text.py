"""A page as tests read it: parsed once, with the service's own words apart from records'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

__all__ = ["Page", "classes", "text_of"]

#: Text in these came from records or is a code: rules about wording don't bind it.
_RECORD_CLASSES = frozenset({"app-reference", "app-versions"})
_BLOCKS = frozenset(
    "button caption dd dt h1 h2 h3 h4 label legend li p td th title summary".split()
)
_UNREAD = frozenset({"head", "script", "style", "svg"})


@dataclass
class Page:
    """One document. ``answer`` is the answer it was made from, if it is a child's page."""

    html: str
    answer: dict[str, Any] | None = None
    root: Element = field(init=False)
    parse_faults: list[str] = field(init=False)
    parents: dict[Element, Element] = field(init=False)

    def __post_init__(self) -> None:
        builder = html5lib.getTreeBuilder("etree")
        parser = html5lib.HTMLParser(tree=builder, namespaceHTMLElements=False)
        self.root = parser.parse(self.html)
        for element in self.root.iter():
            if isinstance(element.tag, str):
                element.tag = element.tag.rpartition("}")[2]
        self.parse_faults = [f"line {at[0]}: {code}" for at, code, _ in parser.errors]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, tag: str, class_: str | None = None) -> list[Element]:
        """Elements of a tag (``*`` for any) and a class, in document order."""
        found = self.root.iter() if tag == "*" else self.root.iter(tag)
        elements = [element for element in found if isinstance(element.tag, str)]
        return [e for e in elements if class_ is None or class_ in classes(e)]

    def with_attribute(self, name: str, value: str | None = None) -> list[Element]:
        """Elements that carry an attribute, with that value if one is given."""
        return [e for e in self.all("*") if name in e.attrib and value in (None, e.get(name))]

    def by_id(self, id_: str) -> Element | None:
        """The element of an id."""
        return next(iter(self.with_attribute("id", id_)), None)

    def lineage(self, element: Element) -> Iterator[Element]:
        """The element, then its parents up to the root."""
        current: Element | None = element
        while current is not None:
            yield current
            current = self.parents.get(current)

    def is_record(self, element: Element) -> bool:
        """Whether the element's text came from records rather than from the service."""
        return any(
            "data-record" in e.attrib or e.tag in ("bdi", "code") or classes(e) & _RECORD_CLASSES
            for e in self.lineage(element)
        )

    def texts(self, *, own: bool) -> Iterator[tuple[Element, str]]:
        """(element, text) of every piece of text that is read; only the service's if ``own``."""
        for element in self.all("*"):
            if any(e.tag in _UNREAD or "aria-hidden" in e.attrib for e in self.lineage(element)):
                continue
            if not (own and self.is_record(element)):
                yield element, element.text or ""
            for child in element:
                if child.tail and not (own and self.is_record(element)):
                    yield element, child.tail

    def own_blocks(self) -> Iterator[str]:
        """The service's words, a block (paragraph, list item, cell...) at a time."""
        blocks: dict[Element, list[str]] = {}
        for element, text in self.texts(own=True):
            block = next((e for e in self.lineage(element) if e.tag in _BLOCKS), element)
            blocks.setdefault(block, []).append(text)
        for parts in blocks.values():
            words = " ".join(" ".join(parts).split(" ")).strip()
            if words:
                yield re.sub(r"[ \n]+", " ", words)


def classes(element: Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def text_of(element: Element) -> str:
    """All text inside, with runs of plain white space as one space."""
    return re.sub(r"[ \t\n]+", " ", "".join(element.itertext())).strip()
