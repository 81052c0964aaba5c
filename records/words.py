"""Dates, times, lengths and counts as people read them: one form each, everywhere.

Parts that belong together are joined by no-break spaces, so that no line ends inside a
date. Times are the force's local 24-hour clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from records.calendar import FORCE_ZONE

__all__ = [
    "NBSP",
    "count_words",
    "day_words",
    "join_words",
    "length_words",
    "moment_words",
    "number_words",
    "ordinal_words",
    "short_day_words",
    "time_words",
]

NBSP = "\u00a0"
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_SMALL = "no one two three four five six seven eight nine".split()
_ORDINALS = (
    "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
).split()


@lru_cache(maxsize=8_192)
def day_words(day: date) -> str:
    """``12 November 2026``."""
    return NBSP.join((str(day.day), _MONTHS[day.month - 1], str(day.year)))


def short_day_words(day: date) -> str:
    """``12 November``: where the year is plain from what stands around it."""
    return NBSP.join((str(day.day), _MONTHS[day.month - 1]))


def time_words(moment: datetime) -> str:
    """``22:48``, local."""
    local = moment.astimezone(FORCE_ZONE)
    return f"{local.hour:02d}:{local.minute:02d}"


# Every answer says of thirteen systems when each was last read.
@lru_cache(maxsize=8_192)
def moment_words(moment: datetime) -> str:
    """``22:48 on 21 November 2026``, local."""
    local = moment.astimezone(FORCE_ZONE)
    return f"{time_words(moment)} on {day_words(local.date())}"


def number_words(number: int) -> str:
    """Small whole numbers as words, from ten on as digits; zero is ``no``."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else str(number)


def ordinal_words(number: int) -> str:
    """``first`` to ``twelfth``, then ``13th``, ``21st``, ``22nd``."""
    if 0 <= number < len(_ORDINALS):
        return _ORDINALS[number]
    tail = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{tail}"


def count_words(number: int, one: str, many: str | None = None) -> str:
    """``1 day``, ``18 days``: digits, a no-break space, and the noun in the right number."""
    return f"{number}{NBSP}{one if number == 1 else many or one + 's'}"


def length_words(length: timedelta) -> str:
    """``18 days``, ``3 hours 12 minutes``, ``12 minutes``: two units at most.

    From two days on, whole days; under a minute, ``less than a minute``. A negative
    length is a fault of the caller.

    Raises:
        ValueError: the length is negative.
    """
    minutes = length // timedelta(minutes=1)
    if minutes < 0:
        raise ValueError("a length of time can't be negative")
    if minutes == 0:
        return "less than a minute"
    hours, minutes = divmod(minutes, 60)
    if hours >= 48:
        return count_words(hours // 24, "day")
    parts = [count_words(hours, "hour")] if hours else []
    if minutes:
        parts.append(count_words(minutes, "minute"))
    return NBSP.join(parts)


def join_words(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``; nothing for nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " and " + parts[-1]
