"""How well records were linked, held to the truth: over pairs, over plans, and by group.

Records are named by their text, so that what a store holds and what linkage says are
judged by the same code.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from records.sources import SourceSystem

__all__ = ["Judged", "Plans", "Share", "groups_of"]

_RESAMPLES = 1_000
_Z = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval.

    Attributes:
        of: of how many: pairs for recall, children for false links.
    """

    value: float
    low: float
    high: float
    of: int


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of children whom some other system knows too.

    A plan has reached its child when a report that the child is missing finds it: the
    child's records in the missing-persons database count, or all others if it has none.

    Attributes:
        linked: one child with such a record.
        shown: that, or a possible match of one.
        astray: one child with a record of somebody else.
    """

    sought: int
    linked: int
    shown: int
    astray: int


def groups_of(truth: Path, column: str) -> dict[str, str]:
    """Each true child's group, by a column of the force's table of children."""
    table = pq.read_table(truth / "children.parquet", columns=["true_child", column]).to_pydict()
    return dict(zip(table["true_child"], table[column], strict=True))


@dataclass(frozen=True)
class Judged:
    """Which child each record was taken for, and which it is.

    Attributes:
        truth: record -> the true child.
        child_of: record -> the child as linked.
        possible: pairs of records that were shown as possibly one child.
    """

    truth: Mapping[str, str]
    child_of: Mapping[str, str]
    possible: Collection[frozenset[str]]

    @property
    def precision(self) -> float:
        """Of all pairs of records that were linked, those of one child."""
        linked = _pairs(self.child_of.values())
        return self._right / linked if linked else 1.0

    @property
    def recall(self) -> float:
        """Of all pairs of records of one child, those that were linked."""
        really = _pairs(self.truth.values())
        return self._right / really if really else 1.0

    @property
    def _right(self) -> int:
        return _pairs((self.truth[record], child) for record, child in self.child_of.items())

    def plans(self) -> Plans:
        """What became of the plans."""
        plan_system = f"{SourceSystem.CSE_PLANS.value}:"
        missing_system = f"{SourceSystem.MISSING_PERSONS.value}:"
        people: dict[str, set[str]] = defaultdict(set)
        asked: dict[str, set[str]] = defaultdict(set)
        others: dict[str, set[str]] = defaultdict(set)
        for record, child in self.child_of.items():
            people[child].add(self.truth[record])
            if record.startswith(missing_system):
                asked[self.truth[record]].add(child)
            elif not record.startswith(plan_system):
                others[self.truth[record]].add(child)
        shown = {
            frozenset(self.child_of[record] for record in pair if record in self.child_of)
            for pair in self.possible
        }
        linked = possible = astray = sought = 0
        for plan, child in self.child_of.items():
            person = self.truth[plan]
            theirs = asked.get(person) or others.get(person)
            if not plan.startswith(plan_system) or theirs is None:
                continue
            sought += 1
            linked += child in theirs
            possible += child in theirs or any(frozenset((child, one)) in shown for one in theirs)
            astray += len(people[child]) > 1
        return Plans(sought, linked, possible, astray)

    def recall_by(self, group_of: Mapping[str, str]) -> dict[str, Share]:
        """Recall for each group, children resampled whole: pairs of one child go together."""
        records: dict[str, list[str]] = defaultdict(list)
        for record, child in self.truth.items():
            records[child].append(record)
        counts: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for child, theirs in records.items():
            if len(theirs) > 1:
                found = _pairs(self.child_of[record] for record in theirs)
                counts[group_of[child]].append((found, len(theirs) * (len(theirs) - 1) // 2))
        return {group: _ratio(np.array(counted)) for group, counted in sorted(counts.items())}

    def false_links_by(self, group_of: Mapping[str, str]) -> dict[str, Share]:
        """For each group the share of children one of whose records is with somebody else's."""
        people: dict[str, set[str]] = defaultdict(set)
        for record, child in self.child_of.items():
            people[child].add(self.truth[record])
        astray = {one for several in people.values() if len(several) > 1 for one in several}
        children = Counter(group_of[child] for child in set(self.truth.values()))
        wrong = Counter(group_of[child] for child in astray)
        return {group: _wilson(wrong[group], of) for group, of in sorted(children.items())}


def _pairs(groups: Iterable[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def _ratio(counted: NDArray[np.int64]) -> Share:
    """Sum of the first column over that of the second, and its bootstrap interval."""
    dice = np.random.default_rng(20_261_122)
    size = len(counted)
    drawn = (counted[dice.integers(size, size=size)].sum(axis=0) for _ in range(_RESAMPLES))
    low, high = np.quantile([found / of for found, of in drawn], (0.025, 0.975))
    found, of = counted.sum(axis=0)
    return Share(float(found / of), float(low), float(high), int(of))


def _wilson(wrong: int, of: int) -> Share:
    share, z2 = wrong / of, _Z * _Z / of
    middle, reach = share + z2 / 2, _Z * sqrt(share * (1 - share) / of + z2 / (4 * of))
    low, high = (middle - reach) / (1 + z2), (middle + reach) / (1 + z2)
    return Share(share, max(0.0, low), high, of)
