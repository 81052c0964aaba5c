"""How well a ranking finds harm. Ties are never broken by row order.

A ranking is summed up once by its distinct scores; every measure is then a sum over them,
so that hundreds of resamples cost little.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Calibration", "Floats", "Ranking", "Weighed", "calibration_error"]

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]


class Ranking:
    """Questions ranked by ``scores``, the highest first, with what came of each.

    Args:
        scores: [rows], any numbers; equal scores are ties.
        harmed: [rows].
    """

    def __init__(self, scores: npt.NDArray[np.number], harmed: Bools) -> None:
        falling = -np.asarray(scores, dtype=np.float64)
        self._order = np.argsort(falling, kind="stable")
        ordered = falling[self._order]
        is_first = np.ones(len(ordered), dtype=np.bool_)
        is_first[1:] = ordered[1:] != ordered[:-1]
        self._starts = np.flatnonzero(is_first)
        place = np.cumsum(is_first) - 1
        cases = np.flatnonzero(np.asarray(harmed, dtype=np.bool_)[self._order])
        self._cases = self._order[cases]
        self._case_places, self._case_starts = np.unique(place[cases], return_index=True)
        #: The distinct scores, the highest first.
        self.scores: Floats = -ordered[self._starts]

    def summed(self, values: Floats, firsts: npt.NDArray[np.intp] | None = None) -> Floats:
        """Sums of ``values`` [rows] or [rows, resamples] by distinct score, the highest first.

        Args:
            firsts: the places of the scores at which runs of scores begin, for sums by run.
        """
        starts = self._starts if firsts is None else self._starts[firsts]
        return np.asarray(np.add.reduceat(values[self._order], starts, axis=0))

    def weighed(self, weights: Floats | None = None) -> Weighed:
        """The ranking with these weights for its questions, [rows] or [rows, resamples].

        1 each if None.
        """
        each = np.ones(len(self._order)) if weights is None else weights
        shape = (len(self._starts), *each.shape[1:])
        cases = np.zeros(shape)
        if len(self._cases):
            summed = np.add.reduceat(each[self._cases], self._case_starts, axis=0)
            cases[self._case_places] = summed
        return Weighed(cases, self.summed(each) if shape[0] else cases)

    def auc(self, weights: Floats | None = None) -> float:
        """See :meth:`Weighed.auc`, with one weight for each question."""
        return float(self.weighed(weights).auc())


@dataclass(frozen=True, slots=True)
class Weighed:
    """Cases and questions by distinct score, the highest first: [scores] or [scores, resamples].

    Every measure gives one figure, or one for each resample. Without a case: nan.
    """

    cases: Floats
    every: Floats

    def auc(self) -> Floats:
        """The chance that a case ranks above another question, ties counting half."""
        others = self.every - self.cases
        below = others.sum(axis=0) - np.cumsum(others, axis=0)
        found = (self.cases * (below + others / 2)).sum(axis=0)
        return _over(found, self.cases.sum(axis=0) * others.sum(axis=0))

    def average_precision(self) -> Floats:
        """Mean precision over the cases, tied questions flagged together."""
        precision = _over(np.cumsum(self.cases, axis=0), np.cumsum(self.every, axis=0), 0.0)
        return _over((self.cases * precision).sum(axis=0), self.cases.sum(axis=0))

    def found_at(self, share: float) -> Floats:
        """Recall when the highest ``share`` of questions is flagged.

        Of the questions tied at the limit as many are flagged as there is room for, each
        as likely as the next: the expected recall.
        """
        every = self.every
        above = np.cumsum(every, axis=0) - every
        room = np.clip(share * every.sum(axis=0) - above, 0.0, every)
        taken = _over(room, every, 0.0)
        return _over((self.cases * taken).sum(axis=0), self.cases.sum(axis=0))

    def precision_at(self, share: float) -> Floats:
        """Of the highest ``share`` of questions, how many are cases."""
        flagged = share * self.every.sum(axis=0)
        return _over(self.found_at(share) * self.cases.sum(axis=0), flagged)


def _over(part: Floats, whole: Floats, otherwise: float = math.nan) -> Floats:
    """``part / whole``; ``otherwise`` where the whole is nothing."""
    filled = np.full(np.shape(part), otherwise)
    return np.asarray(np.divide(part, whole, out=filled, where=np.asarray(whole) > 0))


class Calibration:
    """Questions in groups of like chance: about equally many each, equal chances never parted.

    Args:
        chances: [rows] what was said; ``harmed``: [rows].
        groups: how many groups are made, if there are so many different chances.
    """

    def __init__(self, chances: Floats, harmed: Bools, groups: int = 10) -> None:
        self._levels = Ranking(chances, harmed)
        cuts: Floats = np.empty(0)
        if len(chances):
            cuts = np.quantile(chances, np.linspace(0, 1, groups + 1)[1:-1])
        group = np.searchsorted(np.unique(cuts), self._levels.scores, side="left")
        self._starts = np.flatnonzero(np.diff(group, prepend=-1))

    def sums(self, weights: Floats | None = None) -> tuple[Floats, Floats, Floats]:
        """(cases said, cases seen, questions) of each group, the highest chances first."""
        weighed = self._levels.weighed(weights)
        said = (weighed.every.T * self._levels.scores).T
        if not len(self._starts):
            return said, weighed.cases, weighed.every
        return (
            np.add.reduceat(said, self._starts, axis=0),
            np.add.reduceat(weighed.cases, self._starts, axis=0),
            np.add.reduceat(weighed.every, self._starts, axis=0),
        )

    def error(self, weights: Floats | None = None) -> Floats:
        """Expected calibration error: mean gap between said and seen over the groups."""
        said, seen, every = self.sums(weights)
        return _over(np.abs(said - seen).sum(axis=0), every.sum(axis=0))

    def error_if(self, harmed: Bools, weights: Floats) -> Floats:
        """[draws] the error if the outcomes were these, [rows, draws]; ``weights`` [rows]."""
        said, _, every = self.sums(weights)
        seen = self._levels.summed(weights[:, None] * harmed, self._starts)
        return np.asarray(np.abs(said[:, None] - seen).sum(axis=0) / every.sum())


def calibration_error(
    chances: Floats, harmed: Bools, weights: Floats | None = None, groups: int = 10
) -> Floats:
    """See :meth:`Calibration.error`."""
    return Calibration(chances, harmed, groups).error(weights)
