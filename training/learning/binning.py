"""Where a line's bins begin: edges that people would choose, thinned to what was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from features.catalogue import Feature
from features.table import Whole
from records.unknown import UNKNOWN_CODES, Unknown

__all__ = ["EDGES", "BinnedLine", "bin_line"]

Int64 = npt.NDArray[np.int64]

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
#: A bin that fewer questions than this share of all, or than _FEWEST, fall into is joined.
_FEWEST_SHARE = 0.005
_FEWEST = 25


@dataclass(frozen=True, slots=True)
class BinnedLine:
    """One feature's bins before they have points.

    Attributes:
        edges: where bins begin, rising; ``len(edges) + 1`` bins.
        unknown: the kinds of unknown that the training questions held often enough to
            learn their weight; each is one more cell after the bins, in this order.
    """

    feature: Feature
    edges: tuple[int, ...]
    unknown: tuple[Unknown, ...]

    @property
    def bins(self) -> int:
        """How many bins there are."""
        return len(self.edges) + 1

    @property
    def cells(self) -> int:
        """Bins, learnt unknown kinds, and one last cell for the kinds not learnt."""
        return self.bins + len(self.unknown) + 1

    def cell_of(self, column: Whole) -> Int64:
        """The cell of each value, codes for unknown included."""
        cells = np.searchsorted(np.array(self.edges, dtype=np.int64), column, side="right")
        for kind, code in UNKNOWN_CODES.items():
            place = self.bins + self.unknown.index(kind) if kind in self.unknown else self.cells - 1
            cells[column == code] = place
        return np.asarray(cells, dtype=np.int64)


def bin_line(feature: Feature, column: Whole) -> BinnedLine:
    """The bins of one feature for the values of the training questions.

    Bins that too few questions fall into are joined to the neighbour with fewer. A
    feature of one value gets one bin.
    """
    fewest = max(_FEWEST, int(len(column) * _FEWEST_SHARE))
    codes = np.array(list(UNKNOWN_CODES.values()), dtype=np.int64)
    known = column[~np.isin(column, codes)]
    edges = list(EDGES[feature.unit])
    while edges:
        counts = np.bincount(
            np.searchsorted(np.array(edges), known, side="right"), minlength=len(edges) + 1
        )
        smallest = int(counts.argmin())
        if counts[smallest] >= fewest:
            break
        left = counts[smallest - 1] if smallest > 0 else np.inf
        right = counts[smallest + 1] if smallest < len(edges) else np.inf
        edges.pop(smallest - 1 if left <= right else smallest)
    if not len(known):  # a system that nobody connected: nothing to learn, and nothing to say
        return BinnedLine(feature, (), ())
    seen = [kind for kind, code in UNKNOWN_CODES.items() if (column == code).sum() >= fewest]
    return BinnedLine(feature, tuple(edges), tuple(seen))
