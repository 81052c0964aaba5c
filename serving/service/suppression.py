"""What of a table may be told, so that nothing small is found by taking one count from another.

The figures of one indicator in one month are a tree: the force, its authorities, their teams;
at each place a count of all cases, and of those met, not met and not known, which add up. All
that is ever told of the month is decided here, at once, and told once (see ``publish_months``).

The rules, for the least count ``few`` that is told:

1. A count from 1 to ``few - 1`` is withheld. That there is nothing at all is told.
2. A place's parts are told all together or not at all: withheld if one of them is small, or if
   all cases fall to one part and they are fewer than twice ``few``: that every one of seven was
   not met would say it of each.
3. What is withheld at one place could be found by taking its siblings from their parent. So
   more siblings are withheld, the smallest first, until every withheld small count could be any
   of at least ``few`` numbers for all that is told.
4. Below a place whose count is withheld no count is told, and below one whose parts are withheld
   no parts. So what is told in each family rests on nothing but its parent, told whole.
5. Kinds of a part are told for the force alone, under rules 1 to 3, and only if its parts are.

That holds against whoever knows what is published and nothing else. Somebody who knows one team's
own withheld count, because they work there, may know a second one from it.

The median is told of twice ``few`` cases or more, in whole days. Sums over months are made by
readers of what was told, and tell nothing more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["FORCE", "Counts", "Place", "Told", "told_below", "told_figures", "told_kinds"]

#: (authority, team): the force has neither name, an authority no team's.
Place = tuple[str, str]
FORCE: Place = ("", "")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many cases of each part, always in the same order of parts."""

    parts: tuple[int, ...]

    @property
    def all(self) -> int:
        """How many cases."""
        return sum(self.parts)


@dataclass(frozen=True, slots=True)
class Told:
    """What may be told of one place; None is withheld.

    Attributes:
        all: how many cases.
        parts: how many of each part; told only where ``all`` is.
    """

    all: int | None
    parts: tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class _Family:
    """The children of one place whose figures are told, for one decision.

    Attributes:
        few: the least count that is told.
        children: each child's counts.
        without: children whose number of cases is withheld.
    """

    few: int
    children: Mapping[Place, Counts]
    without: frozenset[Place] = field(default_factory=frozenset)

    def withheld_alls(self) -> frozenset[Place]:
        """Rules 1 and 3 on the number of cases: none, or two and more that are enough."""
        gone = {place for place, counts in self.children.items() if 0 < counts.all < self.few}
        for place in self._by_size():
            if not gone or (
                len(gone) > 1 and sum(self.children[one].all for one in gone) >= self.few
            ):
                break
            gone.add(place)
        return frozenset(gone)

    def withheld_parts(self) -> frozenset[Place]:
        """Rules 2 and 3 on parts, the numbers of all but ``without`` being told."""
        whole = [
            sum(column) for column in zip(*(c.parts for c in self.children.values()), strict=True)
        ]
        if sum(count > 0 for count in whole) <= 1:
            return self.without  # What is told of the whole says it of every child.
        gone = {p for p, counts in self.children.items() if _sensitive(counts, self.few)}
        gone |= self.without
        for place in self._by_size():
            if self._is_wide_enough(gone):
                break
            gone.add(place)
        return frozenset(gone)

    def _by_size(self) -> list[Place]:
        """Places with cases, the smallest first: what is withheld besides costs least there."""
        some = [place for place, counts in self.children.items() if counts.all]
        return sorted(some, key=lambda place: (self.children[place].all, place))

    def _is_wide_enough(self, gone: set[Place]) -> bool:
        """Whether every withheld small count could be any of ``few`` numbers or more.

        With rows and columns of a table known, a cell lies between what its row has beyond
        the other columns and the lesser of its row and its column; no closer.
        """
        columns = [sum(self.children[p].parts[q] for p in gone) for q in self._places_of_parts()]
        total = sum(columns)
        hidden = sum(self.children[p].all for p in gone & self.without)
        for place in gone:
            counts = self.children[place]
            is_hidden = place in self.without
            row = hidden if is_hidden else counts.all
            for part in _sensitive(counts, self.few):
                least = 0 if is_hidden else max(0, row - (total - columns[part]))
                if min(row, columns[part]) - least < self.few - 1:
                    return False
        return True

    def _places_of_parts(self) -> range:
        return range(len(next(iter(self.children.values())).parts))


def _sensitive(counts: Counts, few: int) -> list[int]:
    """The parts of a place that must not be found out."""
    small = [place for place, count in enumerate(counts.parts) if 0 < count < few]
    only = [place for place, count in enumerate(counts.parts) if count]
    return only if len(only) == 1 and counts.all < 2 * few else small


def told_figures(tree: Mapping[Place, Counts], few: int, parts: int = 3) -> Mapping[Place, Told]:
    """What may be told of each place of one month.

    ``tree`` holds every team's counts of so many parts, as (authority, team), both named. The
    force and its authorities are added up here and told beside them. The same tree gives the
    same answer, in whatever order it comes.

    Raises:
        ValueError: the places have not all the same parts, or one of them has no name.
    """
    if any(len(counts.parts) != parts for counts in tree.values()):
        raise ValueError(f"every place has {parts} parts")
    if any(not authority or not team for authority, team in tree):
        raise ValueError("every team has a name, and so has its authority")
    teams: dict[str, dict[Place, Counts]] = {}
    for place, counts in sorted(tree.items()):
        teams.setdefault(place[0], {})[place] = counts
    authorities = {(name, ""): _sum(below.values()) for name, below in teams.items()}
    told = {FORCE: _alone(_sum(authorities.values()) if tree else Counts((0,) * parts), few)}
    _tell(told, FORCE, authorities, few)
    for name, below in teams.items():
        _tell(told, (name, ""), below, few)
    return MappingProxyType(told)


def told_below(children: Mapping[Place, Counts], few: int) -> Mapping[Place, Told]:
    """What may be told of places whose sum is told whole beside them, whatever it is."""
    if not children:
        return MappingProxyType({})
    whole = _sum(children.values())
    told = {FORCE: Told(whole.all, whole.parts)}
    _tell(told, FORCE, children, few)
    return MappingProxyType({place: told[place] for place in children})


def told_kinds(counts: Sequence[int], few: int) -> tuple[int | None, ...]:
    """What may be told of the kinds of a part whose number is told."""
    if len(_sensitive(Counts(tuple(counts)), few)) == 1 and sum(1 for c in counts if c) == 1:
        return (None,) * len(counts)
    places = {("kind", f"{place:03d}"): Counts((count,)) for place, count in enumerate(counts)}
    gone = _Family(few, places).withheld_alls()
    return tuple(None if place in gone else counts_.parts[0] for place, counts_ in places.items())


def _alone(counts: Counts, few: int) -> Told:
    """The force: it has no siblings from which it could be found."""
    if 0 < counts.all < few:
        return Told(None, None)
    return Told(counts.all, None if _sensitive(counts, few) else counts.parts)


def _tell(
    told: dict[Place, Told], parent: Place, children: Mapping[Place, Counts], few: int
) -> None:
    """Decide on one family, its parent being decided."""
    above = told[parent]
    if above.all is None:
        told.update(dict.fromkeys(children, Told(None, None)))
        return
    without = _Family(few, children).withheld_alls()
    no_parts = frozenset(children)
    if above.parts is not None:
        no_parts = _Family(few, children, without).withheld_parts()
    for place, counts in children.items():
        told[place] = Told(
            None if place in without else counts.all,
            None if place in no_parts else counts.parts,
        )


def _sum(several: Iterable[Counts]) -> Counts:
    return Counts(tuple(map(sum, zip(*(counts.parts for counts in several), strict=True))))
