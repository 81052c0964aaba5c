"""How well a ranking finds harm. Ties are never broken by row order.

A ranking is summed up once by its distinct scores; every measure is then a sum over them,
so that hundreds of resamples cost little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "Ranking", "Weighed", "calibration_error"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Ranking:
    """Questions ranked by ``scores``, the highest first, with what came of each.

    Args:
        scores: [rows], any numbers; equal scores are ties.
        harmed: [rows].
    """

    def __init__(self, scores: npt.NDArray[np.number], harmed: Bools) -> None:
        distinct, place = np.unique(-np.asarray(scores, dtype=np.float64), return_inverse=True)
        self._place = place.reshape(-1)
        self._size = len(distinct)
        self._harmed = np.asarray(harmed, dtype=np.float64)

    def weighed(self, weights: Floats | None = None) -> Weighed:
        """The ranking with these weights for its questions; 1 each if None."""
        each = np.ones(len(self._place)) if weights is None else weights
        cases = np.bincount(self._place, weights=each * self._harmed, minlength=self._size)
        every = np.bincount(self._place, weights=each, minlength=self._size)
        return Weighed(cases.astype(np.float64), every.astype(np.float64))

    def auc(self, weights: Floats | None = None) -> float:
        """See :meth:`Weighed.auc`."""
        return self.weighed(weights).auc()


@dataclass(frozen=True, slots=True)
class Weighed:
    """Cases and questions by distinct score, the highest first. Without a case: nan."""

    cases: Floats
    every: Floats

    def auc(self) -> float:
        """The chance that a case ranks above another question, ties counting half."""
        others = self.every - self.cases
        below = others.sum() - np.cumsum(others)
        pairs = self.cases.sum() * others.sum()
        return float((self.cases * (below + others / 2)).sum() / pairs) if pairs else math.nan

    def average_precision(self) -> float:
        """Mean precision over the cases, tied questions flagged together."""
        flagged = np.cumsum(self.every)
        precision = np.divide(
            np.cumsum(self.cases), flagged, out=np.zeros_like(flagged), where=flagged > 0
        )
        total = self.cases.sum()
        return float((self.cases * precision).sum() / total) if total else math.nan

    def found_at(self, share: float) -> float:
        """Recall when the highest ``share`` of questions is flagged.

        Of the questions tied at the limit as many are flagged as there is room for, each
        as likely as the next: the expected recall.
        """
        every = self.every
        room = np.clip(share * every.sum() - (np.cumsum(every) - every), 0.0, every)
        taken = np.divide(room, every, out=np.zeros_like(every), where=every > 0)
        total = self.cases.sum()
        return float((self.cases * taken).sum() / total) if total else math.nan

    def precision_at(self, share: float) -> float:
        """Of the highest ``share`` of questions, how many are cases."""
        flagged = share * self.every.sum()
        return float(self.found_at(share) * self.cases.sum() / flagged) if flagged else math.nan


def calibration_error(
    chances: Floats, harmed: Bools, weights: Floats | None = None, groups: int = 10
) -> float:
    """Expected calibration error: mean gap between said and seen, over groups of like chance.

    The groups hold about equally many questions; equal chances are never parted.
    """
    if not len(chances):
        return float("nan")
    each = np.ones(len(chances)) if weights is None else weights
    cuts = np.unique(np.quantile(chances, np.linspace(0, 1, groups + 1)[1:-1]))
    group = np.searchsorted(cuts, chances, side="left")
    said = np.bincount(group, weights=each * chances)
    seen = np.bincount(group, weights=each * np.asarray(harmed, dtype=np.float64))
    return float(np.abs(said - seen).sum() / each.sum())
