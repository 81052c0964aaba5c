"""Counts as they are told to people: small ones withheld, the others to the nearest five.

A count below five is withheld; what is told besides is rounded, so that nothing withheld
can be found by taking one answer from another.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FEW", "rounded", "rounded_sum"]

#: Below this a count is withheld.
FEW = 5


def rounded(count: int) -> int | None:
    """The count to the nearest five; None if it is from 1 to 4. Nobody at all is no small
    number."""
    return None if 0 < count < FEW else rounded_sum([count])


def rounded_sum(counts: Iterable[int]) -> int:
    """The sum to the nearest five."""
    return (sum(counts) + FEW // 2) // FEW * FEW
