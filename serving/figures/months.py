"""Months of the force's calendar, written ``2026-10``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache

from records.calendar import end_of_day, local_day
from records.words import NBSP

__all__ = ["last_moment", "last_settled", "month_of", "month_words", "months_between", "shifted"]

_NAMES = (
    "January February March April May June July August September October November December"
).split()


def month_of(moment: datetime) -> str:
    """The month of the force's calendar that holds ``moment``."""
    return _text(local_day(moment))


def shifted(month: str, by: int) -> str:
    """The month so many after this one; before it if ``by`` is negative."""
    year, number = _parts(month)
    years, place = divmod(year * 12 + number - 1 + by, 12)
    return f"{years:04d}-{place + 1:02d}"


@cache
def last_moment(month: str) -> datetime:
    """The last microsecond of the month's last local day."""
    year, number = _parts(shifted(month, 1))
    return end_of_day(date(year, number, 1) - timedelta(days=1))


def months_between(first: str, last: str) -> Iterator[str]:
    """Every month from the first to the last, both included; none if the last is earlier."""
    month = first
    while month <= last:
        yield month
        month = shifted(month, 1)


def last_settled(as_of: datetime, days: int) -> str:
    """The last month that has been over for ``days`` days, or longer, at ``as_of``."""
    return shifted(month_of(as_of - timedelta(days=days)), -1)


def month_words(month: str) -> str:
    """``October 2026``, held together."""
    year, number = _parts(month)
    return f"{_NAMES[number - 1]}{NBSP}{year}"


def _text(day: date) -> str:
    return f"{day.year:04d}-{day.month:02d}"


def _parts(month: str) -> tuple[int, int]:
    year, number = month.split("-")
    return int(year), int(number)
