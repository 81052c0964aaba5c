"""A table whose truth is known, of the kind that readable models are compared on.

100,000 rows to learn from and as many to be judged on; 30 correlated columns: 20 tell (a
third saturate, a third jump at thresholds, a third grow as the logarithm), 10 don't. Five
pairs of columns tell more together than apart, which no additive card can hold. 3 % are
cases. A model is judged by the share that it reaches of what can be gained in
cross-entropy between the base rate and the true probability; with the true probability
known, no luck of the drawn outcomes is in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["BASE_RATE", "COLUMNS", "PAIRS", "TELLING", "Table", "invent", "share_of_gain"]

Floats = npt.NDArray[np.float64]
COLUMNS = 30
TELLING = 20
BASE_RATE = 0.03
#: Columns that tell more together than apart.
PAIRS = ((0, 7), (1, 8), (2, 12), (3, 15), (4, 18))
#: How alike neighbouring columns are, beside what all of them share.
_SHARED, _NEIGHBOURS = 0.4, 0.5
_STRENGTH = 0.52
_TOGETHER = 0.6


@dataclass(frozen=True, slots=True)
class Table:
    """``x`` [rows, columns]; ``chance`` [rows], the truth; ``case`` [rows], drawn from it."""

    x: Floats
    chance: Floats
    case: npt.NDArray[np.bool_]


def invent(rows: int, seed: int) -> Table:
    """The table; equal seeds give equal tables, other seeds other rows of the same world."""
    generator = np.random.default_rng(seed)
    hidden = _correlated(rows, generator)
    x = np.stack([_measured(place, hidden[:, place]) for place in range(COLUMNS)], axis=1)
    effects = np.stack([_effect(place, x[:, place]) for place in range(TELLING)], axis=1)
    log_odds = effects.sum(axis=1)
    for one, other in PAIRS:
        log_odds += _TOGETHER * (hidden[:, one] > 0.6) * (hidden[:, other] > 0.6)
    chance = 1.0 / (1.0 + np.exp(-(log_odds + _level(log_odds))))
    return Table(x, chance, generator.random(rows) < chance)


def _correlated(rows: int, generator: np.random.Generator) -> Floats:
    """Standard normal columns; what they hide shows in what is measured, in its own units."""
    shared = generator.standard_normal((rows, 1))
    own = generator.standard_normal((rows, COLUMNS))
    order = generator.standard_normal((rows, COLUMNS // 5)).repeat(5, axis=1)
    parts = (_SHARED, _NEIGHBOURS, np.sqrt(1.0 - _SHARED**2 - _NEIGHBOURS**2))
    return np.asarray(parts[0] * shared + parts[1] * order + parts[2] * own, dtype=np.float64)


def _measured(place: int, hidden: Floats) -> Floats:
    """A third counts, a third amounts with a long tail, a third on an even scale."""
    match place % 3:
        case 0:
            return np.floor(np.exp(0.9 * hidden + 0.3))
        case 1:
            return np.exp(1.1 * hidden)
        case _:
            return hidden


def _effect(place: int, column: Floats) -> Floats:
    """A rising curve of one of three forms, in log odds; its size differs by column."""
    size = _STRENGTH * (0.5 + (place * 7 % 10) / 10.0)
    low, high = _RANGE[place % 3]
    depth = np.clip((column - low) / (high - low), 0.0, None)
    match place // 3 % 3:
        case 0:
            return size * 1.6 * (1.0 - np.exp(-3.0 * depth))
        case 1:
            return size * (0.6 * (depth > 0.25) + 1.0 * (depth > 0.75))
        case _:
            return size * np.log1p(4.0 * depth)


#: Where nearly all values of a count, an amount and an even scale lie.
_RANGE = ((0.0, 12.0), (0.0, 12.0), (-2.0, 2.6))


def _level(log_odds: Floats) -> float:
    """What to add to all log odds so that the base rate comes out."""
    low, high = -40.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if (1.0 / (1.0 + np.exp(-(log_odds + middle)))).mean() < BASE_RATE:
            low = middle
        else:
            high = middle
    return middle


def share_of_gain(table: Table, said: Floats) -> float:
    """What ``said`` reaches of the gain that the truth has over the base rate; 1 is all."""

    def lost(chance: Floats | float) -> float:
        kept = np.clip(chance, 1e-12, 1.0 - 1e-12)
        return float(-(table.chance * np.log(kept) + (1 - table.chance) * np.log1p(-kept)).mean())

    base, truth = lost(float(table.chance.mean())), lost(table.chance)
    return (base - lost(said)) / (base - truth)
