"""The shape of what is said of a value, and the builders that a table of phrases reads by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Line", "Phrase", "Told", "counted", "recorded"]


class Line(NamedTuple):
    """What is said of a value: in a line of a list, and in a sentence."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words for values from ``low`` to ``high`` (None: no end) in one circumstance.

    ``when`` names a circumstance that :mod:`features.wording` tells from the evidence;
    an empty one fits always. Gaps, ``{latest}``, are those that wording can fill.
    """

    low: int
    high: int | None
    short: str
    full: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that is said of one matter.

    Attributes:
        brief: two or three words that begin a short line about not knowing.
        phrases: in order of preference; the first that fits is said.
    """

    brief: str
    phrases: tuple[Phrase, ...]


def counted(
    brief: str,
    none: Line,
    one: Line,
    many: Line,
    *special: Phrase,
) -> Told:
    """Words for nothing, one and many; ``special`` ones go first."""
    return Told(
        brief,
        (*special, Phrase(0, 0, *none), Phrase(1, 1, *one), Phrase(2, None, *many)),
    )


def recorded(brief: str, one: str, many: str, short: tuple[str, str] | None = None) -> Told:
    """Words for records that are told by their noun alone, ``one`` and ``many`` of them.

    ``short`` gives shorter nouns for the short line.
    """
    short_one, short_many = short or (one, many)
    article = "An" if one[0] in "aeiou" else "A"
    return counted(
        brief,
        Line(f"No {short_one} recorded", f"No {one} is recorded{{in_past}}."),
        Line(
            f"{short_one[0].upper()}{short_one[1:]}, {{latest}}",
            f"{article} {one} is recorded for {{latest}}.",
        ),
        Line(
            f"{{n}} {short_many}",
            f"{{n}} {many} are recorded{{in_past}}, the latest for {{latest}}.",
        ),
    )
