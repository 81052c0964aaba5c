"""Shares with their intervals, and medians: the one place where a figure is worked out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Share", "median_days", "moved", "share"]

#: The two-sided 95 % point of the normal distribution.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Share:
    """A share in tenths of a per cent, with its 95 % interval (Wilson 1927)."""

    per_mille: int
    low: int
    high: int


def share(met: int, of: int) -> Share | None:
    """``met`` of ``of``; None of nothing. The interval holds the share, at 0 and at all too.

    Raises:
        ValueError: more are met than there are, or fewer than none.
    """
    if not 0 <= met <= of:
        raise ValueError("a share is of no more than there is")
    if of == 0:
        return None
    p, z2 = met / of, _Z * _Z
    middle = (p + z2 / (2 * of)) / (1 + z2 / of)
    half = _Z / (1 + z2 / of) * math.sqrt(p * (1 - p) / of + z2 / (4 * of * of))
    low = 0.0 if met == 0 else middle - half
    high = 1.0 if met == of else middle + half
    return Share(round(1000 * p), round(1000 * low), round(1000 * high))


def median_days(hours: Sequence[int]) -> int | None:
    """The median of lengths in hours, in days, half a day upwards; None of nothing.

    Of an even number it is the mean of the two in the middle.
    """
    if not hours:
        return None
    ordered, half = sorted(hours), len(hours) // 2
    twice = 2 * ordered[half] if len(ordered) % 2 else ordered[half - 1] + ordered[half]
    return (twice + 24) // 48


def moved(before: tuple[int, int], after: tuple[int, int]) -> str | None:
    """Whether a share went ``up`` or ``down`` by more than chance explains, or ``neither``.

    Each is (met, of); None if one is of nothing. Two shares compared at the 95 % level by
    their pooled spread; equal shares of all or none are ``neither``.
    """
    (met_a, of_a), (met_b, of_b) = before, after
    if not of_a or not of_b:
        return None
    pooled = (met_a + met_b) / (of_a + of_b)
    spread = math.sqrt(pooled * (1 - pooled) * (1 / of_a + 1 / of_b))
    difference = met_b / of_b - met_a / of_a
    if spread == 0 or abs(difference) < _Z * spread:
        return "neither"
    return "up" if difference > 0 else "down"
