"""One line of a card: the bins of one feature, and the points of each.

A line refuses to exist if its bins leave a gap, if its points go against its declared
direction, or if not knowing the value would reassure (N3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from records.unknown import Unknown
from scorecard.parsing import DocumentError

__all__ = ["DIRECTIONS", "MOST_POINTS", "Bin", "CardError", "CardLine"]

#: Which way points go as the value grows; ``free`` promises nothing.
DIRECTIONS = ("up", "down", "free")
#: No line, base or threshold is larger: a total stays something to add by hand.
MOST_POINTS = 1_000
_LARGEST_EDGE = 1_000_000_000


class CardError(DocumentError):
    """The card breaks its own rules or isn't one. The message names every fault."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Values from ``low`` up to, not including, ``high``; ``None`` means without end."""

    low: int | None
    high: int | None
    points: int

    def holds(self, value: int) -> bool:
        """Whether ``value`` falls into this bin."""
        return (self.low is None or self.low <= value) and (self.high is None or value < self.high)

    @property
    def words(self) -> str:
        """The bin as a person reads it: ``below 2``, ``3``, ``4 to 6``, ``7 or more``."""
        if self.low is None:
            return "any" if self.high is None else f"below {self.high}"
        if self.high is None:
            return f"{self.low} or more"
        if self.high == self.low + 1:
            return str(self.low)
        return f"{self.low} to {self.high - 1}"


@dataclass(frozen=True, slots=True)
class CardLine:
    """The points of one feature.

    Attributes:
        bins: from the lowest values to the highest, without gap or overlap, covering
            every whole number. The lowest points among them are 0: the base absorbs the rest.
        unknown: points for every kind of :class:`Unknown`.
        neutral: the mean points of the children whom the card was fitted on, rounded up.
            A value that isn't known gives at least these, so not knowing never reassures.
            ``NOT_APPLICABLE`` is a known fact (there was no report to count days from),
            so it may give fewer, but never fewer than 0.

    Raises:
        CardError: with every fault at once.
    """

    feature: str
    direction: str
    bins: tuple[Bin, ...]
    unknown: Mapping[Unknown, int]
    neutral: int

    def __post_init__(self) -> None:
        faults = [*_shape_faults(self.bins), *_unknown_faults(self)]
        if not self.feature.isidentifier() or len(self.feature) > 80:
            faults.append("the feature's name is not a name")
        if self.direction not in DIRECTIONS:
            faults.append(f"direction is not one of {', '.join(DIRECTIONS)}")
        if not faults:
            faults += _points_faults(self.bins, self.direction)
        if faults:
            raise CardError(f"line {self.feature[:80]}: " + "; ".join(faults))
        object.__setattr__(self, "unknown", MappingProxyType(dict(self.unknown)))

    def bin_of(self, value: int) -> Bin:
        """The one bin that holds ``value``."""
        return next(bin_ for bin_ in self.bins if bin_.holds(value))

    @property
    def most(self) -> int:
        """The most points this line can give, whatever is known."""
        return max(*(bin_.points for bin_ in self.bins), *self.unknown.values())

    @property
    def least(self) -> int:
        """The fewest points this line can give, whatever is known: 0."""
        return min(*(bin_.points for bin_ in self.bins), *self.unknown.values())


def _is_points(value: object) -> bool:
    return type(value) is int and 0 <= value <= MOST_POINTS


def _shape_faults(bins: tuple[Bin, ...]) -> list[str]:
    if not bins:
        return ["has no bins"]
    faults = []
    if bins[0].low is not None or bins[-1].high is not None:
        faults.append("the bins do not cover every number")
    for before, after in pairwise(bins):
        if before.high is None or before.high != after.low:
            faults.append("the bins leave a gap or overlap")
            break
    edges = [edge for bin_ in bins for edge in (bin_.low, bin_.high) if edge is not None]
    if any(type(edge) is not int or abs(edge) > _LARGEST_EDGE for edge in edges):
        faults.append("an edge is not a whole number within reach")
    elif any(b.low is not None and b.high is not None and b.low >= b.high for b in bins):
        faults.append("a bin is empty")
    return faults


def _points_faults(bins: tuple[Bin, ...], direction: str) -> list[str]:
    points = [bin_.points for bin_ in bins]
    if not all(_is_points(value) for value in points):
        return [f"points are not whole numbers from 0 to {MOST_POINTS}"]
    faults = []
    if min(points) != 0:
        faults.append("no bin gives 0 points; the base takes up what all of them share")
    if direction == "up" and points != sorted(points):
        faults.append("points fall though the direction is up")
    if direction == "down" and points != sorted(points, reverse=True):
        faults.append("points rise though the direction is down")
    return faults


def _unknown_faults(line: CardLine) -> list[str]:
    faults = []
    if set(line.unknown) != set(Unknown):
        faults.append("does not say the points for every kind of unknown")
    if not all(_is_points(points) for points in (*line.unknown.values(), line.neutral)):
        faults.append(f"points for unknown are not whole numbers from 0 to {MOST_POINTS}")
    elif any(
        points < line.neutral
        for kind, points in line.unknown.items()
        if kind is not Unknown.NOT_APPLICABLE
    ):
        faults.append("an unknown value gives fewer points than the average child: it reassures")
    return faults
