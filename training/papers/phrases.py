"""Figures as people read them: counts of a hundred, percentages, each with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable

from records.calendar import instant_from_text, local_day
from records.words import NBSP, day_words
from training.intervals import Estimate

__all__ = [
    "NOT_KNOWN",
    "count",
    "decimal",
    "figure",
    "is_known",
    "name_words",
    "of_many",
    "percent",
    "reports_of",
    "share",
    "signed",
    "taken_words",
]

#: What stands where there was nothing, or too little, to measure.
NOT_KNOWN = "not known: too few cases"
#: (upper end below, told of so many): small shares need a larger base for whole numbers.
_BASES = ((0.001, 100_000), (0.01, 10_000), (0.1, 1_000))
_MINUS = "\u2212"


def is_known(estimate: Estimate | None) -> bool:
    """Whether there is a figure at all."""
    return estimate is not None and estimate.is_known


def figure(estimate: Estimate | None) -> str:
    """``0.742 (0.701 to 0.780)``: of a measure that is no share."""
    return _told(estimate, lambda value: f"{value:.3f}")


def share(estimate: Estimate | None) -> str:
    """``41.2 % (38.1 to 44.0)``."""
    return _told(estimate, lambda value: f"{100 * value:.1f}", unit=f"{NBSP}%")


def signed(estimate: Estimate | None) -> str:
    """A difference: ``+0.030 (-0.010 to +0.070)``."""
    return _told(estimate, lambda value: f"{value:+.3f}".replace("-", _MINUS))


def percent(value: float) -> str:
    """A share without interval: ``4.0 %``; nan is not known."""
    return NOT_KNOWN if math.isnan(value) else f"{100 * value:.1f}{NBSP}%"


def decimal(value: float, digits: int) -> str:
    """A figure without interval: ``0.742``; nan is not known."""
    return NOT_KNOWN if math.isnan(value) else f"{value:.{digits}f}"


def count(number: int) -> str:
    """``19,681``."""
    return f"{number:,}"


def of_many(estimate: Estimate | None, base: int | None = None) -> tuple[str, str]:
    """The interval in whole numbers and what they are of: ``("38 to 44", "100")``.

    Small shares are told of 1,000 or more, unless ``base`` is given: figures that stand
    beside each other need the same. Without an interval: ``about 41``.
    """
    if estimate is None or not estimate.is_known:
        return NOT_KNOWN, "100"
    upper = estimate.value if math.isnan(estimate.high) else estimate.high
    base = base or next((many for below, many in _BASES if upper < below), 100)
    if math.isnan(estimate.low):
        return f"about {round(estimate.value * base):,}", f"{base:,}"
    low, high = round(estimate.low * base), round(estimate.high * base)
    return (f"{low:,}" if low == high else f"{low:,} to {high:,}"), f"{base:,}"


def reports_of(estimate: Estimate | None, of: str, did: str) -> str:
    """``Of 100 <of>, 38 to 44 <did>``; or that it isn't known, and of what."""
    if not is_known(estimate):
        return f"How many of 100 {of} {did} is {NOT_KNOWN}"
    told, base = of_many(estimate)
    return f"Of {base} {of}, {told} {did}"


def name_words(name: str) -> str:
    """A name of the program's as words: ``not_recorded`` is ``not recorded``."""
    return name.replace("_", " ")


def taken_words(instant: str) -> str:
    """The local day of an instant that stands as text."""
    return day_words(local_day(instant_from_text(instant)))


def _told(estimate: Estimate | None, word: Callable[[float], str], unit: str = "") -> str:
    if estimate is None or not estimate.is_known:
        return NOT_KNOWN
    if math.isnan(estimate.low):
        return f"{word(estimate.value)}{unit} (no interval)"
    # A line may end before the interval, never inside it.
    interval = NBSP.join((f"({word(estimate.low)}", "to", f"{word(estimate.high)})"))
    return f"{word(estimate.value)}{unit} {interval}"
