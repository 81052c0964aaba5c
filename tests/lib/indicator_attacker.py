"""Somebody who wants to find a withheld count: solves all that is told for the least and most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from serving.service.suppression import FORCE, Counts, Place, Told

__all__ = ["Attacker", "parent_of", "sensitive_counts", "truth_of"]


class Attacker:
    """Knows the tree's teams, and every count that is told. Counts are whole and not negative."""

    def __init__(self, teams: Sequence[Place], parts: int, told: Mapping[Place, Told]) -> None:
        self._teams, self._parts = list(teams), parts
        rows, values = [], []
        for place, said in told.items():
            if said.all is not None:
                rows.append(self._sum(place, range(parts)))
                values.append(said.all)
            if said.parts is not None:
                for part in range(parts):
                    rows.append(self._sum(place, [part]))
                    values.append(said.parts[part])
        self._constraints = [LinearConstraint(np.array(rows), values, values)] if rows else []

    def width(self, place: Place, parts: Sequence[int]) -> float:
        """How far apart the least and the most are that the sum of these parts could be."""
        wanted = np.array(self._sum(place, parts), dtype=float)
        return self._end(-wanted) * -1 - self._end(wanted)

    def _sum(self, place: Place, parts: Sequence[int]) -> list[int]:
        return [
            int(_lies_in(team, place) and part in parts)
            for team in self._teams
            for part in range(self._parts)
        ]

    def _end(self, wanted: np.ndarray) -> float:
        # A thousand is more than any count here: without a limit the most may be endless.
        found = milp(
            wanted,
            integrality=np.ones(len(wanted)),
            bounds=Bounds(0, 1000),
            constraints=self._constraints,
        )
        assert found.success, "what is told contradicts itself"
        return float(found.fun)


def _lies_in(team: Place, place: Place) -> bool:
    return place in (FORCE, (team[0], ""), team)


def parent_of(place: Place) -> Place:
    """The place above."""
    return (place[0], "") if place[1] else FORCE


def truth_of(tree: Mapping[Place, Counts]) -> dict[Place, Counts]:
    """The counts of every place."""
    places = {FORCE, *tree, *((authority, "") for authority, _ in tree)}
    return {
        place: Counts(
            tuple(
                map(
                    sum, zip(*(c.parts for t, c in tree.items() if _lies_in(t, place)), strict=True)
                )
            )
        )
        for place in places
    }


def sensitive_counts(
    tree: Mapping[Place, Counts], told: Mapping[Place, Told], few: int
) -> Iterator[tuple[Place, list[int]]]:
    """What must not be found: (place, the parts whose sum it is).

    Small counts of cases and of parts; and that all of fewer than twice ``few`` are of one
    part, unless what is told of the place above says the same of many more.
    """
    for place, counts in truth_of(tree).items():
        if 0 < counts.all < few:
            yield place, list(range(len(counts.parts)))
        above = None if place == FORCE else told[parent_of(place)].parts
        is_implied = above is not None and sum(part > 0 for part in above) == 1
        is_one = sum(part > 0 for part in counts.parts) == 1 and counts.all < 2 * few
        for part, count in enumerate(counts.parts):
            if 0 < count < few or (count and is_one and not is_implied):
                yield place, [part]
