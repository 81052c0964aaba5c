"""Stable ids of children, and of adults alike, through every re-linking.

Kept where they can be, retired with a trail where they can't, never given twice.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Collection, Container, Iterable, Mapping
from dataclasses import dataclass

from linkage.subjects import Subject
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
        trail: retired ids and the ids that took most of their records over, in order of
            the retired id.
        splits: ids, and other ids that took some of their records: of an id that lives
            on, or of a retired one beside its trail. In order.
    """

    child_of: dict[RecordId, ChildId]
    trail: tuple[tuple[ChildId, ChildId], ...]
    splits: tuple[tuple[ChildId, ChildId], ...] = ()


#: How an id begins, by whom it is of.
_LETTERS = {Subject.CHILD: "C-", Subject.ADULT: "A-"}


def mint_from(secret: bytes, subject: Subject = Subject.CHILD) -> Callable[[RecordId], ChildId]:
    """A mint of opaque ids: the same record, secret and subject always give the same id.

    An id says nothing about the record to anybody without the secret: ``C-`` and ten
    letters for a child, ``A-`` and ten for an adult.

    Raises:
        ValueError: the secret is shorter than 16 bytes.
    """
    if len(secret) < _SHORTEST_SECRET:
        raise ValueError(f"the secret for child ids must be {_SHORTEST_SECRET} bytes or more")

    def mint(record: RecordId) -> ChildId:
        about = str(record) if subject is Subject.CHILD else f"{subject.value} {record}"
        digest = hmac.new(secret, about.encode(), hashlib.sha256).digest()
        number = int.from_bytes(digest[:8], "big")
        letters = (_ALPHABET[number >> 5 * place & 31] for place in range(_LENGTH))
        return ChildId(_LETTERS[subject] + "".join(letters))

    return mint


def assign_children(
    clusters: Iterable[Collection[RecordId]],
    previous: Mapping[RecordId, ChildId],
    mint: Callable[[RecordId], ChildId],
    retired: Container[ChildId] = (),
) -> Assignment:
    """A child id for every record, keeping the ids that were.

    An id stays with the cluster that holds most of its former records; of several ids
    that meet in one cluster the one with most records there stays and the others are
    retired, with a trail. A cluster without an id gets a new one, minted from its
    smallest record, that is neither in ``previous`` nor in ``retired`` (ids given before,
    to whomever). Ties go to the record that an id was minted from, then by the smaller id
    and record, so order makes no difference.

    Only the clusters that may have changed need be given, with ``previous`` of their
    records, as long as each former child is there whole.

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
    owned = _owned(held, groups, previous, mint)
    order = sorted(held.items(), key=lambda item: (-item[1], item[0] not in owned, item[0]))
    kept: dict[int, ChildId] = {}
    settled: set[ChildId] = set()
    for (child, place), _ in order:
        if child not in settled and place not in kept:
            kept[place] = child
            settled.add(child)
    trail = {}
    for (child, place), _ in order:
        if child not in settled:
            trail[child] = kept[place]
            settled.add(child)
    taken = set(previous.values())
    for place, group in enumerate(groups):
        if place not in kept:
            kept[place] = _fresh(group[0], mint, taken, retired)
            taken.add(kept[place])
    return Assignment(
        child_of={record: kept[place] for record, place in place_of.items()},
        trail=tuple(sorted(trail.items())),
        splits=tuple(
            sorted(
                (child, kept[place])
                for child, place in held
                if kept[place] not in (child, trail.get(child))
            )
        ),
    )


def _owned(
    held: Collection[tuple[ChildId, int]],
    groups: list[list[RecordId]],
    previous: Mapping[RecordId, ChildId],
    mint: Callable[[RecordId], ChildId],
) -> set[tuple[ChildId, int]]:
    """Of ids whose records parted, the place of the record that the id was minted from."""
    places = Counter(child for child, _ in held)
    parted = {place for child, place in held if places[child] > 1}
    return {
        (previous[record], place)
        for place in parted
        for record in groups[place]
        if record in previous and mint(record) == previous[record]
    }


def _fresh(
    record: RecordId,
    mint: Callable[[RecordId], ChildId],
    taken: Container[ChildId],
    retired: Container[ChildId],
) -> ChildId:
    """The first id for the record that nobody has or had."""
    child, turn = mint(record), 1
    while child in taken or child in retired:
        turn += 1
        child = mint(RecordId(record.source, f"{record.ref}\x1f{turn}"))
    return child


def _by_system(record: RecordId) -> tuple[str, str]:
    return record.source.value, record.ref


def _first(group: list[RecordId]) -> tuple[str, str]:
    if not group:
        raise ValueError("clusters: one of them is empty")
    return _by_system(group[0])
