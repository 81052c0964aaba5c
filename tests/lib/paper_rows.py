"""A printed scorecard read as a stranger would: only what stands on the page is used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.unknown import Unknown
from tests.lib.page_text import Page, classes, text_of

__all__ = ["PrintedCard", "read_scorecard"]

_KINDS = {
    "not recorded": Unknown.NOT_RECORDED,
    "system not connected": Unknown.NOT_CONNECTED,
    "extract too old": Unknown.STALE,
    "could not be read": Unknown.FAILED,
    "does not arise": Unknown.NOT_APPLICABLE,
}
_ALL_BUT_ONE = frozenset(Unknown) - {Unknown.NOT_APPLICABLE}


@dataclass(frozen=True)
class PrintedCard:
    """The start, and the answers of each line with their points, in the order printed."""

    base: int
    lines: dict[str, list[tuple[str, int]]]

    def points(self, feature: str, value: int | Unknown) -> int:
        """The points printed beside the one answer that fits."""
        fitting = [given for answer, given in self.lines[feature] if _fits(answer, value)]
        if len(fitting) != 1:
            raise LookupError(f"{feature}: {len(fitting)} answers fit")
        return fitting[0]


def read_scorecard(html: str) -> PrintedCard:
    """The numbers of ``scorecard.html``."""
    page = Page(html)
    base = page.by_id("base")
    lines = {}
    for row in page.with_attribute("data-feature"):
        answers = []
        for item in row.iter("li"):
            parts = {name: text_of(e) for e in item.iter() for name in classes(e)}
            answers.append((parts["answer"], int(parts["points"])))
        lines[row.attrib["data-feature"]] = answers
    return PrintedCard(int(text_of(base)) if base is not None else -1, lines)


def _fits(answer: str, value: int | Unknown) -> bool:
    if isinstance(value, Unknown):
        return value in _kinds(answer)
    if answer in ("yes", "no"):
        return (answer == "yes") == (value == 1)
    if answer == "any":
        return True
    if found := re.fullmatch(r"below (-?\d+)", answer):
        return value < int(found[1])
    if found := re.fullmatch(r"(-?\d+) or more", answer):
        return value >= int(found[1])
    if found := re.fullmatch(r"(-?\d+)(?: to (-?\d+))?", answer):
        return int(found[1]) <= value <= int(found[2] or found[1])
    return False


def _kinds(answer: str) -> frozenset[Unknown]:
    words = re.split(r", or ", answer)
    kinds = {_KINDS[word] for word in words if word in _KINDS}
    return frozenset(kinds | (_ALL_BUT_ONE if "not known" in words else set()))
