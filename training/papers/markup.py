"""HTML from small pure functions. Texts are escaped unless they are markup already."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from training.errors import TrainingError

__all__ = [
    "BlankHeadingError",
    "Html",
    "Merged",
    "bullets",
    "details",
    "element",
    "facts",
    "join",
    "paragraph",
    "sections",
    "slug",
    "table",
    "words_of",
]


class BlankHeadingError(TrainingError):
    """A paper lacks what stands under a heading that it must have. The message names it."""


class Html(str):
    """Markup that stands as it is; any other text is escaped."""

    __slots__ = ()


class Merged(str):
    """A row's last cell that stands for all the columns that are left."""

    __slots__ = ()


def join(*parts: object) -> Html:
    """The parts one after another; texts escaped, None left out."""
    return Html(
        "".join(
            part if isinstance(part, Html) else escape(str(part))
            for part in parts
            if part is not None
        )
    )


def element(tag: str, *parts: object, **attributes: object) -> Html:
    """``element("p", "a < b", class_="note")``. Attributes that are None are left out.

    An attribute's name loses a last ``_``, and its other ``_`` are hyphens.
    """
    given = "".join(
        f' {name.removesuffix("_").replace("_", "-")}="{escape(str(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    return Html(f"<{tag}{given}>{join(*parts)}</{tag}>")


def paragraph(*parts: object, class_: str | None = None) -> Html:
    """One paragraph."""
    return element("p", *parts, class_=class_)


def bullets(items: Iterable[object], class_: str | None = None) -> Html:
    """A list without order."""
    return element("ul", *(element("li", item) for item in items), class_=class_)


def details(summary: object, *parts: object) -> Html:
    """What most readers don't need, folded away; print opens it."""
    return element("details", element("summary", summary), *parts)


def table(
    caption: object, head: Sequence[object], rows: Iterable[Sequence[object]], mark: str = ""
) -> Html:
    """A table whose first column names its rows; a wide one scrolls by itself.

    Args:
        mark: which run or card the figures are of, said after the caption.

    Raises:
        ValueError: a row has another number of cells than the head.
    """
    heading = element("tr", *(element("th", cell, scope="col") for cell in head))
    body = []
    for row in rows:
        first, *others = row
        left = len(head) - len(row)
        if left and not (left > 0 and isinstance(row[-1], Merged)):
            raise ValueError(f"a row of “{caption}” has {len(row)} cells, not {len(head)}")
        cells = [element("td", cell) for cell in others]
        if left:
            cells[-1] = element("td", others[-1], colspan=left + 1)
        body.append(element("tr", element("th", first, scope="row"), *cells))
    whole = element(
        "table",
        element("caption", caption, element("span", " ", mark, class_="mark") if mark else None),
        element("thead", heading),
        element("tbody", *body),
    )
    label = words_of(join(caption))
    return element("div", whole, class_="scroll", role="region", aria_label=label, tabindex="0")


def facts(rows: Mapping[str, object] | Iterable[tuple[object, object]]) -> Html:
    """Names and what is said of each."""
    pairs = rows.items() if isinstance(rows, Mapping) else rows
    return element(
        "dl",
        *(element("div", element("dt", name), element("dd", said)) for name, said in pairs),
    )


def sections(required: Sequence[str], contents: Mapping[str, Html], level: int = 2) -> Html:
    """Every required heading with what stands under it, in the order required.

    Raises:
        BlankHeadingError: naming every heading under which nothing is said.
    """
    blank = [heading for heading in required if not words_of(contents.get(heading, Html("")))]
    if blank:
        raise BlankHeadingError(
            f"nothing is said under: {'; '.join(blank)}. Say it in the organisation's file, "
            "or say that it isn't known and why"
        )
    unasked = [heading for heading in contents if heading not in required]
    if unasked:
        raise ValueError(f"no place is kept for: {', '.join(unasked)}")
    return join(
        *(
            element(
                "section",
                element(f"h{level}", heading, id=slug(heading)),
                contents[heading],
                aria_labelledby=slug(heading),
            )
            for heading in required
        )
    )


def slug(heading: str) -> str:
    """A heading as an id: ``What to do next`` is ``what-to-do-next``."""
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")


def words_of(html: str) -> str:
    """The text of markup, spaces made single."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())
