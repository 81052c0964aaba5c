"""Weighed records to people: clusters, ids that stay, doubtful links, all saved together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from linkage.children import assign_children, mint_from
from linkage.cleaning import CleanRecord
from linkage.evidence import in_words
from linkage.levels import agreement
from linkage.linking import settle
from linkage.pairs import WeighedPair
from linkage.results import Decision, LinkResult, RefusalReason
from linkage.subjects import Subject
from linkage.weights import Weights
from records.persons import ChildId, RecordId
from serving.service.following_limits import follow
from serving.store.decisions import DecisionRow
from serving.store.doubtful import DoubtfulLink, save_doubtful
from serving.store.links import IdsGiven, Moved, save_links
from serving.store.opening import Connection
from serving.store.schema import store_secret
from serving.tables.who import WhoTables

__all__ = ["Change", "Settled", "conflicts", "save_settled", "settled"]


#: From so many people on, reading every id at once is quicker than asking for each.
_MANY = 2_000


@dataclass(frozen=True, slots=True)
class Settled:
    """Which records are one person, and which pairs people should look at."""

    clusters: tuple[frozenset[RecordId], ...]
    doubtful: tuple[DoubtfulLink, ...]


def settled(
    records: Sequence[CleanRecord],
    weighed: Sequence[WeighedPair] | Mapping[tuple[str, str], int],
    weights: Weights,
    decisions: Sequence[DecisionRow],
) -> Settled:
    """Who is who among ``records``, by :func:`linkage.linking.settle`.

    ``weighed`` may be given as stored: pairs of record ids and what they weigh. Good for
    any records that no weighed pair and no decision joins to another.
    """
    pairs = _read_again(records, weighed) if isinstance(weighed, Mapping) else weighed
    said = [Decision(row.kind, row.a, row.b) for row in decisions]
    result = settle(records, pairs, weights, said)
    return Settled(result.clusters, _doubtful(result, records))


def _read_again(
    records: Sequence[CleanRecord], weighed: Mapping[tuple[str, str], int]
) -> list[WeighedPair]:
    place = {str(record.id): number for number, record in enumerate(records)}
    pairs = []
    for (one, other), weight in sorted(weighed.items()):
        a, b = sorted((place[one], place[other]))
        pairs.append(WeighedPair(a, b, weight, agreement(records[a], records[b]), {}))
    return pairs


def _doubtful(result: LinkResult, records: Sequence[CleanRecord]) -> tuple[DoubtfulLink, ...]:
    """Possible matches, and refusals that people haven't decided, one row for each pair."""
    found: dict[tuple[RecordId, RecordId], DoubtfulLink] = {}
    for match in result.possible:
        a, b = sorted((match.a, match.b), key=str)
        evidence = match.evidence
        found[a, b] = DoubtfulLink(a, b, match.weight, evidence.same, evidence.different)
    by_id = {record.id: record for record in records} if result.refused else {}
    for refusal in result.refused:
        if refusal.reason is RefusalReason.DECIDED_DIFFERENT:
            continue
        a, b = sorted((refusal.a, refusal.b), key=str)
        is_possible = (a, b) in found
        evidence = in_words(agreement(by_id[a], by_id[b]))
        found[a, b] = DoubtfulLink(
            a,
            b,
            refusal.weight,
            evidence.same,
            evidence.different,
            refusal.reason,
            is_possible,
        )
    return tuple(found.values())


def conflicts(doubtful: Iterable[DoubtfulLink]) -> frozenset[tuple[RecordId, RecordId]]:
    """Pairs on which people's decisions contradict each other."""
    conflict = RefusalReason.DECISIONS_CONFLICT
    return frozenset((link.a, link.b) for link in doubtful if link.reason is conflict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a settling changed in the store."""

    moved: Moved
    doubtful: tuple[DoubtfulLink, ...]

    @property
    def doubted(self) -> frozenset[str]:
        """Every record of a doubtful link that began or ended."""
        return frozenset(str(record) for link in self.doubtful for record in (link.a, link.b))

    def values(self) -> list[Any]:
        """What changed, as JSON values, for the digest of the state; empty for nothing."""
        links = [[str(record), before, after] for record, before, after in self.moved.links]
        doubts = [
            [str(link.a), str(link.b), link.weight, link.is_possible, link.since is None]
            for link in self.doubtful
        ]
        return [links, doubts] if links or doubts else []


def save_settled(
    connection: Connection,
    who: WhoTables,
    found: Settled,
    links: Mapping[RecordId, ChildId],
    doubtful: Sequence[DoubtfulLink],
    at: datetime,
) -> Change:
    """Make ``found`` what holds of its records. ``links`` and ``doubtful`` are what held.

    Raises:
        StoreUnavailableError: ``at`` is not after the start of what it would end.
    """
    mint = mint_from(store_secret(connection), who.subject)
    ids = IdsGiven(connection, who, by_heart=len(found.clusters) > _MANY)
    given = assign_children(found.clusters, links, mint, ids)
    moved = save_links(
        connection, who, given.child_of, links, at, trail=given.trail, splits=given.splits
    )
    if who.subject is Subject.CHILD:
        follow(connection, moved, [old for old, _ in given.trail], at)
    return Change(moved, save_doubtful(connection, who, found.doubtful, doubtful, at))
