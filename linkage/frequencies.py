"""How common names are: from the weights file, never from the records being linked.

A shared rare name says more than a shared common one. Names are put into bands of
frequency, and each band has a weight of its own, so that three records in a test are
weighed exactly as three hundred thousand in a force are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["BANDS", "FEWEST", "Frequencies", "count_names"]

#: The bands, rarest first: name, and the share in parts per million from which a name is
#: in the next one. A name that the file doesn't hold is in the first.
BANDS: tuple[tuple[str, int], ...] = (
    ("rare", 400),
    ("uncommon", 1_600),
    ("common", 6_400),
    ("very_common", 1_000_001),
)
#: A name that fewer records bear is not written into the file: it could name a child.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Frequencies:
    """Names of one kind and the share of records that bear each, in parts per million."""

    per_million: Mapping[str, int]

    def __post_init__(self) -> None:
        ordered = MappingProxyType(dict(sorted(self.per_million.items())))
        object.__setattr__(self, "per_million", ordered)

    def band(self, name: str) -> str:
        """The band of a folded name."""
        share = self.per_million.get(name, 0)
        return next(band for band, below in BANDS if share < below)

    def is_established(self, name: str) -> bool:
        """Whether several people are known to bear this folded name, so it is no slip."""
        return name in self.per_million

    def outnumbers(self, one: str, other: str, times: int) -> bool:
        """Whether ``one`` is borne by that many times as many people as ``other``, or more."""
        return self.per_million.get(one, 0) >= times * self.per_million.get(other, 0)


def count_names(names: Iterable[Iterable[str]]) -> Frequencies:
    """Frequencies from the names that each record bears; a name counts once a record."""
    counts: Counter[str] = Counter()
    records = 0
    for borne in names:
        records += 1
        counts.update(set(borne))
    return Frequencies(
        {
            name: count * 1_000_000 // records
            for name, count in counts.items()
            if count >= FEWEST and count * 1_000_000 >= records
        }
    )
