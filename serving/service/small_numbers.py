"""Counts as they are told to people: small ones withheld, sums rounded.

A cell below five is withheld; a sum over cells is rounded to the nearest five, so that
what was withheld can't be found by taking the others away.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["FEW", "rounded", "rounded_sum", "shown"]

#: Below this a count is withheld.
FEW = 5


def shown(count: int) -> int | None:
    """The count; None if it is from 1 to 4. Nobody at all is no small number."""
    return None if 0 < count < FEW else count


def rounded(count: int) -> int | None:
    """:func:`shown` to the nearest five: for cells whose exact sums are told elsewhere."""
    return None if shown(count) is None else rounded_sum([count])


def rounded_sum(counts: Iterable[int]) -> int:
    """The sum to the nearest five."""
    return (sum(counts) + FEW // 2) // FEW * FEW
