"""Where a line's bins may begin: edges that people would choose, thinned to what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from features.catalogue import Feature
from records.unknown import UNKNOWN_CODES, Unknown

__all__ = ["EDGES", "BinnedLine", "Column", "bin_evenly", "bin_line"]

Int64 = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
#: Whole numbers with codes for unknown, or any numbers with nan for unknown.
Column = npt.NDArray[Any]

#: Candidate edges for each unit of the catalogue. They are people's own (a night, a day, a
#: week), so that a card reads well, and no outcome is looked at to choose among them.
EDGES: Mapping[str, tuple[int, ...]] = {
    "reports": (1, 2, 3, 4, 6, 10, 15, 20),
    "records": (1, 2, 3, 5, 10, 20),
    "places": (1, 2, 3, 5, 10),
    "adults": (1, 2, 3, 5),
    "children": (1, 2, 3, 5, 10),
    "days": (7, 14, 28, 56, 90, 180, 365),
    "hours": (4, 8, 16, 24, 48, 72, 168),
    "gaps": (1, 2, 3, 4),
    "interviews": (1, 2, 3, 5, 10),
    "notices": (1, 2, 3),
    "state": (1, 2, 3),
    "yes or no": (1,),
    "years": (10, 12, 13, 14, 15, 16, 17),
}
#: A bin that fewer questions than _FEWEST, or fewer children than _FEWEST_CHILDREN, fall
#: into is joined to a neighbour. What is rare is often what tells most: the fit shrinks
#: what few children bear out, so nothing is joined because it is a small share.
_FEWEST = 25
_FEWEST_CHILDREN = 10


@dataclass(frozen=True, slots=True)
class BinnedLine:
    """One column's bins before they have points.

    Attributes:
        direction: of :data:`scorecard.bins.DIRECTIONS`.
        edges: where bins begin, rising; ``len(edges) + 1`` bins.
        unknown: the kinds of unknown that the training questions held often enough to
            learn their weight; each is one more cell after the bins, in this order.
    """

    name: str
    direction: str
    edges: tuple[float, ...]
    unknown: tuple[Unknown, ...] = ()

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return len(self.edges) + 1

    @property
    def cells(self) -> int:
        """Bins, learnt unknown kinds, and one last cell for the kinds not learnt."""
        return self.bins + len(self.unknown) + 1

    def cell_of(self, column: Column) -> Int64:
        """The cell of each value, unknown values included."""
        cells = np.searchsorted(np.array(self.edges), column, side="right").astype(np.int64)
        for kind, is_kind in _unknown_in(column).items():
            place = self.bins + self.unknown.index(kind) if kind in self.unknown else self.cells - 1
            cells[is_kind] = place
        return cells


def bin_line(feature: Feature, column: Column, child: Int64 | None = None) -> BinnedLine:
    """The bins of one feature for the values of the training questions.

    Bins that too few questions or children fall into are joined to the neighbour with
    fewer. A feature of one value gets one bin.

    Args:
        child: whom each question is about; one child each if None.
    """
    of = np.arange(len(column)) if child is None else np.unique(child, return_inverse=True)[1]
    unknown = _unknown_in(column)
    known = ~np.any(list(unknown.values()), axis=0)
    edges = list(EDGES[feature.unit])
    cells = np.searchsorted(np.array(edges), column, side="right")
    if not known.any():  # a system that nobody connected: nothing to learn, and nothing to say
        return BinnedLine(feature.name, feature.direction, ())
    questions = np.bincount(cells[known], minlength=len(edges) + 1).tolist()
    children = len(of) + 1
    pairs = np.unique(cells[known] * children + of[known])
    who = [set(part.tolist()) for part in _by_cell(pairs, children, len(edges) + 1)]
    while edges:
        filled = [
            min(asked / _FEWEST, len(kids) / _FEWEST_CHILDREN)
            for asked, kids in zip(questions, who, strict=True)
        ]
        smallest = int(np.argmin(filled))
        if filled[smallest] >= 1.0:
            break
        left = filled[smallest - 1] if smallest > 0 else np.inf
        right = filled[smallest + 1] if smallest < len(edges) else np.inf
        lower = smallest - 1 if left <= right else smallest
        edges.pop(lower)
        questions[lower] += questions.pop(lower + 1)
        who[lower] |= who.pop(lower + 1)
    seen = tuple(kind for kind, is_kind in unknown.items() if is_kind.sum() >= _FEWEST)
    return BinnedLine(feature.name, feature.direction, tuple(edges), seen)


def _by_cell(pairs: Int64, children: int, cells: int) -> list[Int64]:
    starts = np.searchsorted(pairs, np.arange(1, cells) * children)
    return [part % children for part in np.split(pairs, starts)]


def bin_evenly(
    name: str, direction: str, column: Column, weight: Floats, most_bins: int
) -> BinnedLine:
    """Bins of about equal weight for any numbers, nan for unknown; few values, few bins.

    An edge lies halfway between two neighbouring values that were seen.
    """
    known = ~np.isnan(column)
    values, place = np.unique(column[known], return_inverse=True)
    if not len(values):
        return BinnedLine(name, direction, ())
    each = np.bincount(place.reshape(-1), weights=weight[known])
    total = np.cumsum(each)
    # The last values of which a bin ends; what lies beyond the last cut is the last bin.
    aims = total[-1] * np.arange(1, most_bins) / most_bins
    ends = np.unique(np.minimum(np.searchsorted(total, aims), len(values) - 1))
    ends = ends[ends < len(values) - 1]
    edges = values[ends] / 2.0 + values[ends + 1] / 2.0
    seen = (Unknown.NOT_RECORDED,) if not known.all() else ()
    return BinnedLine(name, direction, tuple(np.unique(edges).tolist()), seen)


def _unknown_in(column: Column) -> dict[Unknown, npt.NDArray[np.bool_]]:
    if np.issubdtype(column.dtype, np.floating):
        return {Unknown.NOT_RECORDED: np.isnan(column)}
    return {kind: column == code for kind, code in UNKNOWN_CODES.items()}
