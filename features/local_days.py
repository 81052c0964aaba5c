"""Local calendar days of many instants at once, by the force's own clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

import numpy as np

from features.table import Int64, micros
from records.calendar import FORCE_ZONE

__all__ = ["NEVER", "day_numbers", "day_starts", "local_day_numbers"]

_HOUR = timedelta(hours=1)
_MICROS_A_DAY = 86_400_000_000
#: Later than any instant that can be asked about.
NEVER = 2**62


def day_numbers(day: date) -> int:
    """A day as the number YYYYMMDD, so that ages are a difference divided by 10,000."""
    return day.year * 10_000 + day.month * 100 + day.day


def day_starts(day: date) -> int:
    """The instant at which the local ``day`` begins, in microseconds since 1970."""
    return micros(datetime.combine(day, time(), FORCE_ZONE).astimezone(UTC))


def local_day_numbers(instants: Int64) -> Int64:
    """The local day of each instant (microseconds since 1970), as YYYYMMDD.

    Agrees with ``records.calendar.local_day`` at every microsecond of the years 1 to
    9998, the two clock changes of each year included.
    """
    if instants.size == 0:
        return instants.copy()
    first, last = (_year(int(edge)) for edge in (instants.min(), instants.max()))
    changes, offsets = _clock_changes(first, last)
    place = np.searchsorted(changes, instants, side="right")
    days = (instants + offsets[place]) // _MICROS_A_DAY
    calendar = days.astype("datetime64[D]")
    months = calendar.astype("datetime64[M]")
    month_numbers = months.astype(np.int64)
    numbers: Int64 = (
        (month_numbers // 12 + 1970) * 10_000
        + (month_numbers % 12 + 1) * 100
        + (calendar - months.astype("datetime64[D]")).astype(np.int64)
        + 1
    )
    return numbers


def _year(instant: int) -> int:
    return int(np.datetime64(instant, "us").astype("datetime64[Y]").astype(np.int64)) + 1970


@lru_cache(maxsize=8)
def _clock_changes(first: int, last: int) -> tuple[Int64, Int64]:
    """Instants at which the local clock's offset changes, and the offset before, between
    and after them, from the start of ``first`` to the end of ``last``."""
    moment = datetime(first, 1, 1, tzinfo=UTC) - _HOUR * 24
    end = datetime(last + 1, 1, 2, tzinfo=UTC)
    offset = _offset(moment)
    changes, offsets = [], [offset]
    while moment < end:
        following = moment + _HOUR * 24
        if _offset(following) != offset:
            low, high = moment, following  # the change lies in (low, high]
            while high - low > timedelta(microseconds=1):
                middle = low + (high - low) // 2
                low, high = (middle, high) if _offset(middle) == offset else (low, middle)
            offset = _offset(following)
            changes.append(micros(high))
            offsets.append(offset)
        moment = following
    return np.array(changes, dtype=np.int64), np.array(offsets, dtype=np.int64)


def _offset(moment: datetime) -> int:
    offset = moment.astimezone(FORCE_ZONE).utcoffset()
    assert offset is not None
    return offset // timedelta(microseconds=1)
