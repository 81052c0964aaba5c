"""The world's clock: whole minutes since 1970 in UTC, and the force's local days and hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from records.calendar import FORCE_ZONE, birthday

__all__ = [
    "DAY",
    "HOUR",
    "WEEK",
    "YEAR",
    "at_local_time",
    "birthday_minute",
    "day_of",
    "minute_of_day",
    "moment",
]

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
YEAR = int(365.25 * DAY)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)


def moment(minute: int) -> datetime:
    """The instant."""
    return _EPOCH + timedelta(minutes=minute)


def minute_of_day(day: date) -> int:
    """Midnight UTC at the start of ``day``."""
    return (day - _FIRST_DAY).days * DAY


def day_of(minute: int) -> date:
    """The force's calendar day that holds the minute."""
    return moment(minute).astimezone(FORCE_ZONE).date()


def at_local_time(minute: int, hour: int, past: int) -> int:
    """``hour``:``past`` by the local clock on the local day of ``minute``."""
    day = day_of(minute)
    local = datetime(day.year, day.month, day.day, hour, past, tzinfo=FORCE_ZONE)
    return int((local - _EPOCH).total_seconds()) // 60


def birthday_minute(born: date, age: int) -> int:
    """Midnight UTC of the day on which someone becomes ``age``."""
    return minute_of_day(birthday(born, age))
