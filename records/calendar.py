"""Instants, local days and ages. Nothing here reads the clock: the moment is passed in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

__all__ = [
    "FORCE_ZONE",
    "age_on",
    "birthday",
    "end_of_day",
    "instant_from_text",
    "instant_to_text",
    "is_aware",
    "local_day",
    "next_local_hour",
]

#: The force's own time zone; local days, nights and birthdays are meant in it.
FORCE_ZONE = ZoneInfo("Europe/London")


def is_aware(moment: datetime) -> bool:
    """Whether ``moment`` carries a UTC offset."""
    return moment.tzinfo is not None and moment.utcoffset() is not None


def instant_from_text(text: str) -> datetime:
    """An ISO 8601 date and time with an offset, as UTC.

    Raises:
        ValueError: the text is no date and time, or has no offset. The message holds
            no part of the text.
    """
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError("is not a date and time like 2026-11-21T22:48:00+00:00") from None
    if moment.tzinfo is UTC:
        return moment  # Nearly all are, in files as in stores.
    if not is_aware(moment):
        raise ValueError("has no time zone; write 2026-11-21T22:48:00+00:00")
    return moment.astimezone(UTC)


def instant_to_text(moment: datetime) -> str:
    """The one way an instant is written: ``2026-11-21T22:48:00.000000Z``, always UTC."""
    at = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    # Every stored row is written with two of these: isoformat takes several times as long.
    micro = at.microsecond
    part = f"{at.second:02d}.{micro:06d}Z" if micro else _WHOLE_SECONDS[at.second]
    return _day_to_text(at.year, at.month, at.day) + _MINUTES[at.hour * 60 + at.minute] + part


_MINUTES = tuple(f"T{minute // 60:02d}:{minute % 60:02d}:" for minute in range(24 * 60))
_WHOLE_SECONDS = tuple(f"{second:02d}.000000Z" for second in range(60))


@lru_cache(maxsize=8_192)
def _day_to_text(year: int, month: int, day: int) -> str:
    return f"{year:04d}-{month:02d}-{day:02d}"


def local_day(moment: datetime) -> date:
    """The day on the force's calendar that holds ``moment``."""
    return moment.astimezone(FORCE_ZONE).date()


def end_of_day(day: date) -> datetime:
    """The last microsecond of the local day; of the calendar's last day, in UTC."""
    if day == date.max:
        return datetime.max.replace(tzinfo=UTC)
    midnight = datetime.combine(day + timedelta(days=1), time(), FORCE_ZONE)
    return midnight.astimezone(UTC) - timedelta(microseconds=1)


def birthday(born: date, age: int) -> date:
    """The day on which someone born on ``born`` becomes ``age``.

    A child born on 29 February has the birthday on 1 March in a common year, as the
    law of England and Wales reckons it.
    """
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def age_on(born: date, day: date) -> int:
    """Completed years on ``day``; negative before birth, so that a wrong date shows."""
    years = day.year - born.year
    return years if birthday(born, years) <= day else years - 1


def next_local_hour(moment: datetime, hour: int) -> datetime:
    """The first instant after ``moment`` at which the local clock shows ``hour`` o'clock.

    Exactly on the hour gives the next day's. Uses the zone's own rules on the days when
    the clocks change: an hour that is skipped is taken as it would be read (fold 0).
    """
    local = moment.astimezone(FORCE_ZONE)
    candidate = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if candidate.astimezone(UTC) <= moment.astimezone(UTC):
        candidate = (candidate + timedelta(days=1)).replace(hour=hour, fold=0)
    return candidate.astimezone(UTC)
