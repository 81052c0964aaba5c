"""How a birth date that was typed agrees with one that was recorded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import Enum
from functools import lru_cache
from types import MappingProxyType

from records.calendar import age_on

__all__ = ["BirthLikeness", "age_gap", "birth_likeness", "months_of_age", "near_dates"]


class BirthLikeness(Enum):
    """How two birth dates agree, the best first; the value is what is said of it."""

    SAME = "Birth date the same."
    SWAPPED = "Day and month of birth swapped."
    YEAR = "Year of birth differs by one."
    DAY = "Day of birth differs by one."
    MONTH = "Month of birth differs by one."
    DIGIT = "One digit of the birth date differs."
    TURNED = "Two digits of the birth date are swapped."
    OTHER = "Birth date differs."
    UNKNOWN = "No birth date is recorded."

    @property
    def is_near(self) -> bool:
        """Whether a slip of the pen makes one of the other."""
        return self not in (BirthLikeness.SAME, BirthLikeness.OTHER, BirthLikeness.UNKNOWN)


_ORDER = tuple(BirthLikeness)


@lru_cache(maxsize=1_024)
def near_dates(born: date) -> Mapping[date, BirthLikeness]:
    """Every date that a slip of the pen makes of ``born``, and which; not ``born`` itself."""
    found: dict[date, BirthLikeness] = {}
    written = f"{born.year:04d}{born.month:02d}{born.day:02d}"
    for likeness, days in (
        (BirthLikeness.SWAPPED, [_date(born.year, born.day, born.month)]),
        (BirthLikeness.YEAR, [_date(born.year + n, born.month, born.day) for n in (-1, 1)]),
        (BirthLikeness.DAY, [_date(born.year, born.month, born.day + n) for n in (-1, 1)]),
        (BirthLikeness.MONTH, [_date(born.year, m, born.day) for m in _beside(born.month)]),
        (BirthLikeness.DIGIT, _one_digit(written)),
        (BirthLikeness.TURNED, _turned(written)),
    ):
        for day in days:
            if day is not None and day != born:
                found.setdefault(day, likeness)
    return MappingProxyType(found)


def birth_likeness(typed: date, recorded: Collection[date]) -> BirthLikeness:
    """How the typed date agrees with the best of the recorded ones."""
    if not recorded:
        return BirthLikeness.UNKNOWN
    if typed in recorded:
        return BirthLikeness.SAME
    near = near_dates(typed)
    return min((near.get(day, BirthLikeness.OTHER) for day in recorded), key=_ORDER.index)


def age_gap(typed: int, recorded: Collection[date], today: date) -> int | None:
    """By how many years the typed age is off the nearest recorded one; None if none is."""
    return min((abs(age_on(born, today) - typed) for born in recorded), default=None)


def months_of_age(age: int, today: date) -> tuple[tuple[int, int], ...]:
    """Every (year, month) in which someone of this age today, or a year off, may be born."""
    first = (today.year - age - 2) * 12 + today.month - 1
    last = (today.year - age + 1) * 12 + today.month - 1
    return tuple((month // 12, month % 12 + 1) for month in range(first, last + 1))


def _beside(month: int) -> tuple[int, int]:
    """The month before and the month after, as December's neighbours are taken: 11 and 1."""
    return (month - 2) % 12 + 1, month % 12 + 1


def _one_digit(written: str) -> Iterable[date | None]:
    for place in range(len(written)):
        for digit in "0123456789":
            yield _written(written[:place] + digit + written[place + 1 :])


def _turned(written: str) -> Iterable[date | None]:
    for place in range(len(written) - 1):
        first, second = written[place], written[place + 1]
        yield _written(written[:place] + second + first + written[place + 2 :])


def _written(text: str) -> date | None:
    return _date(int(text[:4]), int(text[4:6]), int(text[6:]))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
