"""Stable ids of children, through every re-linking: kept, retired with a trail, never reused."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from records.persons import ChildId, RecordId

__all__ = ["Assignment", "assign_children", "mint_from"]

#: Crockford's base 32: no I, L, O or U, so an id can be read out over a radio.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 10
_SHORTEST_SECRET = 16


@dataclass(frozen=True, slots=True)
class Assignment:
    """Which child each record is.

    Attributes:
        child_of: every record of every cluster.
        trail: retired ids and the ids that took their records over, in order of the
            retired id. An id that was split lives on with most of its records and
            leaves no trail.
    """

    child_of: dict[RecordId, ChildId]
    trail: tuple[tuple[ChildId, ChildId], ...]


def mint_from(secret: bytes) -> Callable[[RecordId], ChildId]:
    """A mint of opaque ids: the same record and secret always give the same id.

    An id says nothing about the record to anybody without the secret.

    Raises:
        ValueError: the secret is shorter than 16 bytes.
    """
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"the secret for child ids must be {_SHORTEST_SECRET} bytes or more")

    def mint(record: RecordId) -> ChildId:
        digest = hmac.new(secret, str(record).encode(), hashlib.sha256).digest()
        number = int.from_bytes(digest[:8], "big")
        letters = (_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
        return ChildId("C-" + "".join(letters))

    return mint


def assign_children(
    clusters: Iterable[Collection[RecordId]],
    previous: Mapping[RecordId, ChildId],
    mint: Callable[[RecordId], ChildId],
    retired: Collection[ChildId] = (),
) -> Assignment:
    """A child id for every record, keeping the ids that were.

    An id stays with the cluster that holds most of its former records; of several ids
    that meet in one cluster the one with most records there stays and the others are
    retired, with a trail. A cluster without an id gets a new one, minted from its
    smallest record, that is neither in use nor in ``previous`` nor in ``retired`` (ids of
    earlier trails). Ties go by the smaller id and record, so order makes no difference.

    Raises:
        ValueError: a record stands in two clusters, or a cluster is empty.
    """
    groups = sorted((sorted(cluster, key=_by_system) for cluster in clusters), key=_first)
    place_of = {record: place for place, group in enumerate(groups) for record in group}
    if len(place_of) != sum(map(len, groups)):
        raise ValueError("clusters: a record stands in two of them")
    held = Counter(
        (previous[record], place) for record, place in place_of.items() if record in previous
    )
    kept: dict[int, ChildId] = {}
    settled: set[ChildId] = set()
    for (child, place), _ in sorted(held.items(), key=lambda item: (-item[1], item[0])):
        if child not in settled and place not in kept:
            kept[place] = child
            settled.add(child)
    trail = {}
    for (child, place), _ in sorted(held.items(), key=lambda item: (-item[1], item[0])):
        if child not in settled:
            trail[child] = kept[place]
            settled.add(child)
    taken = {*previous.values(), *retired}
    for place, group in enumerate(groups):
        if place not in kept:
            kept[place] = _fresh(group[0], mint, taken)
            taken.add(kept[place])
    return Assignment(
        child_of={record: kept[place] for record, place in place_of.items()},
        trail=tuple(sorted(trail.items())),
    )


def _fresh(
    record: RecordId, mint: Callable[[RecordId], ChildId], taken: Collection[ChildId]
) -> ChildId:
    """The first id for the record that nobody has or had."""
    child, turn = mint(record), 1
    while child in taken:
        turn += 1
        child = mint(RecordId(record.source, f"{record.ref}\x1f{turn}"))
    return child


def _by_system(record: RecordId) -> tuple[str, str]:
    return record.source.value, record.ref


def _first(group: list[RecordId]) -> tuple[str, str]:
    if not group:
        raise ValueError("clusters: one of them is empty")
    return _by_system(group[0])
