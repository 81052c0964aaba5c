"""How far two people agree beyond chance: Cohen's kappa with linear weights, and its interval.

Grades in order: two neighbours half agree where there are three. Sources: Cohen, Weighted
kappa, Psychological Bulletin 70 (1968); the interval by the large-sample variance of Fleiss,
Cohen and Everitt, Psychological Bulletin 72 (1969).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

__all__ = ["Kappa", "matrix_of", "weighted_kappa"]

#: Of the standard normal distribution, for 95 %.
_Z = 1.959963984540054

Matrix = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class Kappa:
    """Agreement beyond chance: 1 is perfect, 0 what chance alone would give.

    Attributes:
        low, high: the 95 % interval.
    """

    value: float
    low: float
    high: float


def matrix_of(pairs: Sequence[tuple[str, str]], grades: Sequence[str]) -> list[list[int]]:
    """How often the first said the row's grade and the second the column's."""
    return [[sum(1 for pair in pairs if pair == (a, b)) for b in grades] for a in grades]


def weighted_kappa(matrix: Matrix) -> Kappa | None:
    """Kappa of a square matrix of counts; None where it says nothing.

    It says nothing of no cases, and where both gave one same grade throughout: then chance
    alone would agree as well. Without one disagreement the large-sample interval has no
    width; the lower end is then what up to 2.5 % of luck would still let through.
    """
    total = sum(map(sum, matrix))
    if total == 0:
        return None
    size = len(matrix)
    shares = [[count / total for count in row] for row in matrix]
    rows = [sum(row) for row in shares]
    columns = [sum(row[place] for row in shares) for place in range(size)]
    weights = [[1 - abs(a - b) / (size - 1) for b in range(size)] for a in range(size)]
    cells = [(a, b) for a in range(size) for b in range(size)]
    observed = sum(weights[a][b] * shares[a][b] for a, b in cells)
    chance = sum(weights[a][b] * rows[a] * columns[b] for a, b in cells)
    if chance >= 1:
        return None
    value = (observed - chance) / (1 - chance)
    if observed >= 1:
        # So often they might differ by a whole step and yet be seen to agree each time.
        differ = 1 - 0.025 ** (1 / total)
        return Kappa(1.0, max(-1.0, 1 - differ / (1 - chance)), 1.0)
    by_row = [sum(columns[b] * weights[a][b] for b in range(size)) for a in range(size)]
    by_column = [sum(rows[a] * weights[a][b] for a in range(size)) for b in range(size)]
    spread = (
        sum(
            shares[a][b] * (weights[a][b] - (by_row[a] + by_column[b]) * (1 - value)) ** 2
            for a, b in cells
        )
        - (value - chance * (1 - value)) ** 2
    )
    half = _Z * sqrt(max(spread, 0.0) / total) / (1 - chance)
    return Kappa(value, max(-1.0, value - half), min(1.0, value + half))
