"""Shares and rates with plain intervals, counted by child: one child's reports are no crowd."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

__all__ = ["Estimate", "area", "area_under_curve", "plain", "rate", "ratio", "share"]

_Z = 1.96


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value; where it can be said, the 95 % interval around it; and what it is a share of.

    Attributes:
        base: cases it was counted on; 0 gives the value 0 and no interval.
    """

    value: float
    low: float | None = None
    high: float | None = None
    base: int = 0


def plain(value: float, base: int = 0) -> Estimate:
    """A value that no simple interval goes with."""
    return Estimate(value, base=base)


def share(cases: Iterable[tuple[str, bool]]) -> Estimate:
    """Per cent of the cases (child, holds) that hold."""
    parts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for child, holds in cases:
        parts[child][0] += holds
        parts[child][1] += 1
    sums = {child: (float(hits), float(count)) for child, (hits, count) in parts.items()}
    return ratio(sums, scale=100.0, most=100.0)


def ratio(
    parts: Mapping[str, tuple[float, float]], scale: float = 1.0, most: float = float("inf")
) -> Estimate:
    """``scale`` x the sum of the firsts over the sum of the seconds, a pair for each child.

    The interval is that of a ratio of sums over independent children. When no child differs
    from the rest, as when nothing holds, it is Wilson's for so many children.
    """
    base = sum(below for _, below in parts.values())
    if not base:
        return Estimate(0.0)
    value = sum(above for above, _ in parts.values()) / base
    error = sqrt(sum((above - value * below) ** 2 for above, below in parts.values())) / base
    low, high = value - _Z * error, value + _Z * error
    if not error:
        spread = _Z**2 / (len(parts) + _Z**2)
        low, high = value - spread * value, value + spread * max(most / scale - value, 0.0)
        if most == float("inf"):
            low = high = value
    return Estimate(scale * value, max(scale * low, 0.0), min(scale * high, most), round(base))


def rate(counts: Iterable[int], exposure: float, scale: float = 1.0) -> Estimate:
    """``scale`` x the sum of the counts, one for each child who has any, over ``exposure``."""
    found = list(counts)
    if exposure <= 0:
        return Estimate(0.0)
    value, error = sum(found) / exposure, sqrt(sum(count**2 for count in found)) / exposure
    low = max(value - _Z * error, 0.0)
    return Estimate(scale * value, scale * low, scale * (value + _Z * error), sum(found))


def area_under_curve(outcome: Sequence[bool], values: Sequence[float]) -> float:
    """The chance that a case with the outcome has the larger value; ties count half.

    Raises:
        ValueError: there is no case with the outcome, or none without.
    """
    cases, ranked = np.asarray(outcome, dtype=np.bool_), np.asarray(values, dtype=np.float64)
    count = int(cases.sum())
    if count in (0, len(cases)):
        raise ValueError("an area needs cases with the outcome and cases without")
    _, place, counts = np.unique(ranked, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    above = ranks[cases].sum() - count * (count + 1) / 2
    return float(above / (count * (len(cases) - count)))


def area(outcome: Sequence[bool], values: Sequence[float], children: Sequence[str]) -> Estimate:
    """The area with Hanley and McNeil's interval, on the number of children and not of cases.

    0 without an interval when there is no case with the outcome, or none without.
    """
    cases = {child for child, holds in zip(children, outcome, strict=True) if holds}
    others = {child for child, holds in zip(children, outcome, strict=True) if not holds}
    if not cases or not others:
        return Estimate(0.0)
    value = area_under_curve(outcome, values)
    above, below = value / (2 - value), 2 * value**2 / (1 + value)
    spread = value * (1 - value)
    spread += (len(cases) - 1) * (above - value**2) + (len(others) - 1) * (below - value**2)
    error = sqrt(max(spread, 0.0) / (len(cases) * len(others)))
    return Estimate(value, max(value - _Z * error, 0), min(value + _Z * error, 1), len(cases))
