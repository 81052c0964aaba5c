"""Words kept together on a line, and telephone numbers that can be rung."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from records.calendar import instant_from_text, local_day
from records.words import NBSP, day_words, moment_words

__all__ = [
    "Telephone",
    "bind",
    "capital_first",
    "day_text",
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
