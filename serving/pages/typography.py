"""Words as they stand on a page: kept together on a line, a number that can be rung, and what
is gently said of words that blame a child.

What staff write can't be policed by program; the inspectorate told every chief constable to
end such language, so it is pointed out while it is written, and counted by team for training.
It never stops anybody and changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from records.calendar import instant_from_text, local_day
from records.words import NBSP, day_words, moment_words

__all__ = [
    "GENTLE_WORDS",
    "Telephone",
    "bind",
    "capital_first",
    "count_listed",
    "day_text",
    "gentle_notes",
    "moment_text",
    "small_first",
    "telephone",
]

_MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
_TOGETHER = (
    re.compile(rf"\b\d{{1,2}} (?:{_MONTH})(?: \d{{4}})?\b"),
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
    re.compile(r"(?<![\w+])(?:\+44 ?\d|0\d)(?: ?\d){8,9}(?![\w])"),
    re.compile(r"\b\d+ (?:minute|hour|day|week|month|year)s?\b"),
)


def bind(text: str) -> str:
    """The text with no-break spaces inside dates, postcodes, lengths and phone numbers."""
    for pattern in _TOGETHER:
        text = pattern.sub(lambda found: found.group().replace(" ", NBSP), text)
    return text


def capital_first(text: str) -> str:
    """The text with a capital at the start; the rest is left alone."""
    return text[:1].upper() + text[1:]


def small_first(text: str) -> str:
    """The text as it stands inside a sentence: ``Duty team`` becomes ``duty team``, ``CSE team``
    stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def day_text(text: str) -> str:
    """``2026-11-12``, or an instant's local day, as ``12 November 2026``."""
    if len(text) == len("2026-11-12"):
        return day_words(date.fromisoformat(text))
    return day_words(local_day(instant_from_text(text)))


def moment_text(text: str) -> str:
    """An instant's text as ``22:48 on 21 November 2026``; a day alone stays a day."""
    if len(text) == len("2026-11-12"):
        return day_text(text)
    moment: datetime = instant_from_text(text)
    return moment_words(moment)


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number as read out, and the address that rings it."""

    words: str
    href: str


def telephone(number: str | None) -> Telephone | None:
    """The number to show and ring; None for None or for text that holds no digits."""
    if number is None:
        return None
    digits = re.sub(r"[^\d+]", "", number)
    if not any(digit.isdigit() for digit in digits):
        return None
    return Telephone(number.strip().replace(" ", NBSP), f"tel:{digits}")


_BLAMES = "blames the child. Say what happened."
_CONSENT = "suggests that a child can consent to abuse. Say what an adult did."
_HIDES = "hides who has power over whom. Say how old they are and what they do."
_LABELS = "is a label. Say what happened, and when."
_NO_ACT = "names no act and nobody to do it. Say who does what."

#: A word or phrase, in small letters -> what is wrong with it.
GENTLE_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "absconder": _BLAMES,
        "absconded": _BLAMES,
        "absconds": _BLAMES,
        "runaway": _BLAMES,
        "always off": _BLAMES,
        "frequent flyer": _BLAMES,
        "misper": _LABELS,
        "prostitute": _CONSENT,
        "prostitution": _CONSENT,
        "promiscuous": _CONSENT,
        "sexually active": _CONSENT,
        "lifestyle": _BLAMES,
        "lifestyle choice": _BLAMES,
        "puts herself at risk": _BLAMES,
        "puts himself at risk": _BLAMES,
        "puts themselves at risk": _BLAMES,
        "places herself in danger": _BLAMES,
        "places himself in danger": _BLAMES,
        "streetwise": _BLAMES,
        "hostile": "is a label. Say what she or he said or did, and on which day.",
        "refuses to engage": "is a label. Say: did not want to talk to us, and on which day.",
        "failed to engage": "is a label. Say: did not want to talk to us, and on which day.",
        "boyfriend": _HIDES,
        "consensual": _CONSENT,
        "relationship with": _HIDES,
        "attention seeking": _BLAMES,
        "known nonce": _LABELS,
        "nonce": _LABELS,
        "perp": _LABELS,
        "groomer": _LABELS,
        "relevant agency": _NO_ACT,
        "escalate as appropriate": _NO_ACT,
    }
)
_LONGEST_FIRST = sorted(GENTLE_WORDS, key=lambda word: (-len(word), word))
_SOUGHT = re.compile(
    r"(?<!\w)(?:" + "|".join(map(re.escape, _LONGEST_FIRST)) + r")(?!\w)", re.IGNORECASE
)


def gentle_notes(texts: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each listed word that the texts hold, in the order met, each once."""
    said: dict[str, str] = {}
    for text in texts:
        for found in _SOUGHT.finditer(text):
            word = found[0].casefold()
            said.setdefault(word, f"'{word}' {GENTLE_WORDS[word]}")
    return tuple(said.values())


def count_listed(texts: Iterable[str]) -> int:
    """How often listed words stand in the texts."""
    return sum(1 for text in texts for _ in _SOUGHT.finditer(text))
