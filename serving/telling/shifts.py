"""Shifts and quiet hours, by the force's own clock: budgets count by them, digests go by them."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from records.calendar import FORCE_ZONE

__all__ = ["QUIET_FROM", "QUIET_TO", "SHIFTS_BEGIN", "is_quiet", "shift_began"]

#: Local hours at which shifts begin.
SHIFTS_BEGIN = (7, 15, 23)
#: No digest is sent from this local hour on ...
QUIET_FROM = 22
#: ... until this one.
QUIET_TO = 7


def shift_began(at: datetime) -> datetime:
    """When the shift began in which the moment lies; the first moment of a shift is its own.

    A night shift on which clocks change is an hour shorter or longer.
    """
    today = at.astimezone(FORCE_ZONE).date()
    begins = [
        datetime.combine(day, time(hour), FORCE_ZONE).astimezone(UTC)
        for day in (today - timedelta(days=1), today)
        for hour in SHIFTS_BEGIN
    ]
    return max(begin for begin in begins if begin <= at)


def is_quiet(at: datetime) -> bool:
    """Whether digests wait."""
    hour = at.astimezone(FORCE_ZONE).hour
    return hour >= QUIET_FROM or hour < QUIET_TO
