"""From weighed pairs to children: strongest first, never through a contradiction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

__all__ = ["Edge", "Groups"]


class Edge(NamedTuple):
    """Two places that may be joined, and how strongly."""

    a: int
    b: int
    weight: int

    @staticmethod
    def heaviest_first(edge: Edge) -> tuple[int, int, int]:
        """The key of the one order in which edges are taken: by weight, then by place."""
        return (-edge.weight, edge.a, edge.b)


class Groups:
    """The places below ``size``, gathered into groups; what is forbidden is never in one.

    ``forbids`` is asked of the two groups, as places, that a join would make one.
    """

    def __init__(self, size: int, forbids: Callable[[Sequence[int], Sequence[int]], bool]) -> None:
        self.size = size
        self._group = list(range(size))
        self._members: dict[int, list[int]] = {place: [place] for place in range(size)}
        self._forbids = forbids

    def are_together(self, a: int, b: int) -> bool:
        """Whether both places are in one group."""
        return self._group[a] == self._group[b]

    def members(self, place: int) -> Sequence[int]:
        """All places of the group that holds ``place``."""
        return self._members[self._group[place]]

    def join(self, a: int, b: int) -> bool:
        """Make one group of two, unless that is forbidden.

        True if they are together afterwards.
        """
        kept, gone = sorted((self._group[a], self._group[b]))
        if kept == gone:
            return True
        if self._forbids(self._members[kept], self._members[gone]):
            return False
        for place in self._members.pop(gone):
            self._group[place] = kept
            self._members[kept].append(place)
        return True

    def join_strongest_first(self, edges: Iterable[Edge]) -> list[Edge]:
        """Join along the edges, heaviest first; the edges that had to be left out.

        Ties go by place, so the order of ``edges`` makes no difference.
        """
        ordered = sorted(edges, key=Edge.heaviest_first)
        return [edge for edge in ordered if not self.join(edge.a, edge.b)]

    def all(self) -> list[list[int]]:
        """Every group, its places in order, the groups in order of their first place."""
        return [sorted(self._members[group]) for group in sorted(self._members)]
