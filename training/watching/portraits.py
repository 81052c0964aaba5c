"""What questions of one time look like: how values, points and bands are spread.

A portrait holds shares and counts alone; nothing in it names a child.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalogue import feature_named
from features.table import FeatureTable, Whole
from records.unknown import UNKNOWN_CODES
from scorecard.card import Card
from training.intervals import Number
from training.learning.binning import EDGES

__all__ = ["SITUATIONS", "UNKNOWN_CELLS", "Portrait", "effective", "portray", "watched_edges"]

Int64 = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
#: When a card is asked.
SITUATIONS = ("reports", "months")
#: After a feature's bins one cell for each kind of not knowing, in the order of its codes.
UNKNOWN_CELLS = tuple(kind.value for kind in UNKNOWN_CODES)
_STEP = 5


@dataclass(frozen=True, slots=True)
class Portrait:
    """Questions of one situation and time.

    Attributes:
        questions: how many; ``children``: of how many; ``effective``: how many questions of
            as many different children would say as much.
        features: feature -> share of the questions in each cell: its bins, then
            :data:`UNKNOWN_CELLS`.
        points: share of the questions in each stretch of five points, from 0 on.
        bands: band -> share of the questions, by points alone; the lowest is ``below``.
    """

    questions: int
    children: int
    effective: Number
    features: Mapping[str, tuple[Number, ...]]
    points: tuple[Number, ...]
    bands: Mapping[str, Number]


def watched_edges(card: Card, names: tuple[str, ...]) -> dict[str, tuple[int, ...]]:
    """Feature -> where its bins begin: the card's own where it is on the card.

    Raises:
        KeyError: the catalogue has no feature of a name.
    """
    lines = {line.feature: line for line in card.lines}
    return {
        name: tuple(b.low for b in lines[name].bins if b.low is not None)
        if name in lines
        else EDGES[feature_named(name).unit]
        for name in names
    }


def effective(child: Int64) -> float:
    """Kish's number: of how many different children as much could be learnt.

    One child's questions are taken to be all alike, which is nearly so from month to month.
    """
    if not len(child):
        return 0.0
    counts = np.unique(child, return_counts=True)[1].astype(np.float64)
    return float(counts.sum() ** 2 / (counts**2).sum())


def portray(
    table: FeatureTable,
    rows: Int64,
    child: Int64,
    points: Int64,
    card: Card,
    edges: Mapping[str, tuple[int, ...]],
) -> Portrait:
    """The portrait of ``rows``; features that the table lacks are left out.

    Args:
        child, points: [rows of the table].
    """
    features = {
        name: _cells(table.column(name)[rows], starts)
        for name, starts in edges.items()
        if name in table.names
    }
    own = points[rows]
    stretches = np.clip(own // _STEP, 0, card.most // _STEP)
    bands = [0, *(card.thresholds.values())]
    band = np.searchsorted(bands, np.maximum(own, 0), side="right") - 1
    names = ("below", *card.thresholds)
    return Portrait(
        questions=len(rows),
        children=len(np.unique(child[rows])),
        effective=effective(child[rows]),
        features=features,
        points=_shares(stretches, card.most // _STEP + 1),
        bands=dict(zip(names, _shares(band, len(names)), strict=True)),
    )


def _cells(column: Whole, edges: tuple[int, ...]) -> tuple[float, ...]:
    place = np.searchsorted(np.array(edges, dtype=np.int64), column, side="right")
    for number, code in enumerate(UNKNOWN_CODES.values()):
        place[column == code] = len(edges) + 1 + number
    return _shares(place, len(edges) + 1 + len(UNKNOWN_CODES))


def _shares(place: npt.NDArray[np.integer], size: int) -> tuple[float, ...]:
    if not len(place):
        return (0.0,) * size
    counts = np.bincount(place, minlength=size)
    return tuple((counts / len(place)).tolist())
