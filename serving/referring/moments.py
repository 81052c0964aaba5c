"""When something was done, as the fields of a form say it: day, month, year and time."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from records.calendar import FORCE_ZONE

__all__ = ["MomentError", "day_from", "kept_moment", "moment_from"]

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class MomentError(Exception):
    """The fields give no day, or no time. The message says what to write."""


def day_from(form: Mapping[str, str], prefix: str) -> date | None:
    """The day of ``<prefix>day``, ``month`` and ``year``; None if all are empty.

    Raises:
        MomentError: they give no real day.
    """
    parts = [form.get(f"{prefix}{name}", "").strip() for name in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        raise MomentError("Enter a real day: day, month and year.") from None


def moment_from(form: Mapping[str, str], prefix: str) -> datetime | None:
    """The moment of those fields and ``<prefix>time``, by the force's clock; None if all are
    empty.

    Raises:
        MomentError: a day without a time, a time without a day, or neither is real.
    """
    day, said = day_from(form, prefix), form.get(f"{prefix}time", "").strip()
    if day is None and not said:
        return None
    found = _TIME.fullmatch(said)
    if day is None or found is None:
        raise MomentError(
            "Enter the day, and the time like 16:30. Leave all empty if it was just now."
        )
    at = time(int(found[1]), int(found[2]))
    return datetime.combine(day, at, FORCE_ZONE).astimezone(UTC)


def kept_moment(given: datetime | None, recorded: datetime) -> datetime:
    """When a corrected entry happened: as recorded, unless another minute is given. A form tells
    no seconds, so that what was left alone stays what it was."""
    if given is None or given == recorded.replace(second=0, microsecond=0):
        return recorded
    return given
