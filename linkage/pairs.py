"""A pair of records as it was weighed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["WeighedPair"]


@dataclass(frozen=True, slots=True)
class WeighedPair:
    """Two records, by their places in the sequence given, and what they weigh together.

    Attributes:
        a, b: places; ``a < b``.
        weight: the prior and all contributions, added.
        levels: field name -> the level's name, frequency bands told apart.
        contributions: field name -> weight of that level.
    """

    a: int
    b: int
    weight: int
    levels: Mapping[str, str]
    contributions: Mapping[str, int]
