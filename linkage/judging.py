"""What is known of pairs of records: weight, levels, rules and people's decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from linkage.cleaning import CleanRecord
from linkage.clusters import Edge
from linkage.evidence import in_words
from linkage.levels import UNKNOWN, agreement
from linkage.pairs import Pair, WeighedPair
from linkage.results import Decision, DecisionKind, Evidence
from linkage.rules import (
    ACTED_ON,
    Rule,
    bridges,
    is_told_by_name_alone,
    is_worth_showing,
    reason_against,
)
from linkage.weights import Weights
from records.persons import RecordId

__all__ = ["Judge"]


class Judge:
    """Answers about pairs of places in ``records``. Pairs are given in either order.

    Only weighed pairs have an edge; rules can be asked of any two.
    """

    def __init__(
        self,
        records: Sequence[CleanRecord],
        weighed: Sequence[WeighedPair],
        weights: Weights,
        decisions: Sequence[Decision],
    ) -> None:
        self._records, self._weights = records, weights
        levels = _Levels(records)
        self._pairs = {
            (found.a, found.b): Pair(
                records[found.a], records[found.b], levels.of(found), found.weight, weights
            )
            for found in weighed
        }
        self._edges = {
            (found.a, found.b): Edge(found.a, found.b, found.weight) for found in weighed
        }
        self._rules: dict[tuple[int, int], Rule | None] = {}
        self._near: dict[int, list[Edge]] = {}
        for edge in self._edges.values():
            self._near.setdefault(edge.a, []).append(edge)
            self._near.setdefault(edge.b, []).append(edge)
        self._said = _last_words(records, decisions)

    @property
    def edges(self) -> Sequence[Edge]:
        """Every weighed pair."""
        return tuple(self._edges.values())

    def decided(self, kind: DecisionKind) -> list[tuple[int, int]]:
        """The pairs that people decided so, in the order of their decisions."""
        return [pair for pair, said in self._said.items() if said is kind]

    def is_decided_different(self, a: int, b: int) -> bool:
        """Whether people said that the two are two children."""
        return bool(self._said) and self._said.get(_key(a, b)) is DecisionKind.DIFFERENT

    def is_any_decided_different(self, xs: Sequence[int], ys: Sequence[int]) -> bool:
        """Whether people said so of any of ``xs`` with any of ``ys``."""
        return bool(self._said) and any(self.is_decided_different(x, y) for x in xs for y in ys)

    def keeps_apart(self, xs: Sequence[int], ys: Sequence[int], others: Sequence[int]) -> bool:
        """Whether two sets of records, each known to be one child, can't be one together.

        People decided so of any two; or every two contradict each other, and none of
        ``others`` shows that some two of them are one child's all the same.
        """
        if self.is_any_decided_different(xs, ys):
            return True
        return not any(self.may_be_one(x, y, others) for x in xs for y in ys)

    def may_be_one(self, a: int, b: int, others: Sequence[int]) -> bool:
        """Whether two records don't contradict each other, or one of ``others`` shows why."""
        return not self.contradicts(a, b) or any(self._bridges(third, a, b) for third in others)

    def _bridges(self, third: int, a: int, b: int) -> bool:
        if third in (a, b) or self.contradicts(third, a) or self.contradicts(third, b):
            return False
        beside_a, beside_b = (self._pair(*_key(third, end)) for end in (a, b))
        return bridges(self._records[third], beside_a, beside_b, self._pair(*_key(a, b)))

    def rule(self, a: int, b: int) -> Rule | None:
        """The rule against linking the two by weight, if there is one."""
        key = (a, b) if a < b else (b, a)
        try:
            return self._rules[key]
        except KeyError:
            found = self._rules[key] = reason_against(self._pair(*key))
            return found

    def contradicts(self, a: int, b: int) -> bool:
        """Whether not even a chain of other records may join the two."""
        rule = self.rule(a, b)
        return rule is not None and rule.is_contradiction

    def linkable(self) -> Iterator[Edge]:
        """Edges that weigh enough and that no rule or decision forbids."""
        for (a, b), edge in self._edges.items():
            if (
                edge.weight >= self._weights.thresholds.link
                and self.rule(a, b) is None
                and not self.is_decided_different(a, b)
            ):
                yield edge

    def is_told_by_name_alone(self, edge: Edge) -> bool:
        """Whether the pair could well be namesakes: see :mod:`linkage.rules`."""
        return is_told_by_name_alone(self._pair(edge.a, edge.b))

    def is_acted_on(self, places: Sequence[int]) -> bool:
        """Whether one of the records is a plan or a notice."""
        return any(self._records[place].id.source in ACTED_ON for place in places)

    def has_rival(self, edge: Edge, are_one: Callable[[int, int], bool]) -> bool:
        """Whether one end fits a third record nearly as well that contradicts the other end.

        ``are_one`` says which records people decided to be one child: those are no rivals.
        Two entries of one system that nothing but their system keeps apart are none either,
        nor are two slips of what the end itself says (:func:`linkage.rules.bridges`).
        """
        least = edge.weight - self._weights.thresholds.rival
        for end, other in ((edge.a, edge.b), (edge.b, edge.a)):
            for near in self._near[end]:
                third = near.b if near.a == end else near.a
                if third == other or near.weight < least or are_one(third, other):
                    continue
                if self.contradicts(end, third) or self.is_decided_different(end, third):
                    continue
                if self._are_two_people(third, other, beside=end):
                    return True
        return False

    def _are_two_people(self, a: int, b: int, beside: int) -> bool:
        if self.is_decided_different(a, b):
            return True
        rule = self.rule(a, b)
        differs = rule is not None and rule.is_contradiction and not rule.is_about_systems
        return differs and not self._bridges(beside, a, b)

    def is_worth_showing(self, edge: Edge, group_a: Sequence[int], group_b: Sequence[int]) -> bool:
        """Whether people should look at a pair that ended up in two groups."""
        if self.is_any_decided_different(group_a, group_b):
            return False
        pair = self._pair(edge.a, edge.b)
        if not is_worth_showing(pair):
            return False
        if not self._have_names_apart(edge.a, edge.b):
            return True
        # One system that holds both under different names knows them as two people.
        return not any(
            self._records[x].id.source is self._records[y].id.source
            and self._have_names_apart(x, y)
            for x in group_a
            for y in group_b
        )

    def _have_names_apart(self, a: int, b: int) -> bool:
        return self._pair(*_key(a, b)).is_contradicted_by("forename")

    def levels(self, a: int, b: int) -> dict[str, str]:
        """The level of each field."""
        return dict(self._pair(*_key(a, b)).levels)

    def evidence(self, edge: Edge) -> Evidence:
        """The pair in words."""
        return in_words(self.levels(edge.a, edge.b))

    def weight(self, a: int, b: int) -> int:
        """The pair's weight; the least shown if it wasn't worth weighing."""
        edge = self._edges.get(_key(a, b))
        return edge.weight if edge is not None else self._weights.thresholds.possible

    def ids(self, a: int, b: int) -> tuple[RecordId, RecordId]:
        """The records' ids in the order in which pairs are written."""
        first, second = _key(a, b)
        return self._records[first].id, self._records[second].id

    def _pair(self, a: int, b: int) -> Pair:
        found = self._pairs.get((a, b))
        if found is None:
            first, second = self._records[a], self._records[b]
            found = Pair(first, second, agreement(first, second), None, self._weights)
        return found


def _key(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


class _Levels:
    """The levels as :func:`agreement` names them, held once for all pairs that share them."""

    def __init__(self, records: Sequence[CleanRecord]) -> None:
        self._records = records
        self._known: dict[tuple[str, ...], Mapping[str, str]] = {}

    def of(self, found: WeighedPair) -> Mapping[str, str]:
        """A level that isn't counted is unknown to the database; then both are asked again."""
        named = tuple(found.levels.values())
        if found.levels["forename"] == "crosswise" or UNKNOWN in named:
            plain = agreement(self._records[found.a], self._records[found.b])
            return self._known.setdefault(tuple(plain.values()), plain)
        if named not in self._known:
            self._known[named] = {
                field: "same" if level.startswith("same_") else level
                for field, level in found.levels.items()
            }
        return self._known[named]


def _last_words(
    records: Sequence[CleanRecord], decisions: Sequence[Decision]
) -> dict[tuple[int, int], DecisionKind]:
    said: dict[tuple[int, int], DecisionKind] = {}
    if not decisions:
        return said
    place = {record.id: number for number, record in enumerate(records)}
    for decision in decisions:
        if decision.a in place and decision.b in place:
            key = _key(place[decision.a], place[decision.b])
            said.pop(key, None)
            if (kind := DecisionKind(decision.kind)) is not DecisionKind.UNDONE:
                said[key] = kind
    return said
