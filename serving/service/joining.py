"""Which children's entries bear on which other children's looks, and what they tell there.

The keys that :mod:`serving.store.relations` keeps say who may be joined; what joins them, and
since when, :mod:`features.relations.connecting` works out of the entries. Only children who share
an adult, or a home or place with a child who came to harm, are read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from features.relations.connecting import apart, joins, own_references, rows_by_key
from features.relations.declaration import READ_KINDS
from features.relations.rows import Bearing, Presence, rows_of_history
from linkage.subjects import Subject
from records.connections import Connection as Bond
from records.events import EventKind
from records.history import History
from records.persons import ChildId
from records.written import WrittenHistory
from serving.store.batches import batches
from serving.store.linked import MOST_CHOSEN, LinkedHistories
from serving.store.linked_adults import adults_of
from serving.store.links import links_of, records_of
from serving.store.opening import Connection
from serving.store.relations import HARM, holders_of, is_place, keys_of, naming_records
from serving.tables.who import WHO

__all__ = ["Joined", "children_joined", "children_naming", "join_children"]

_CHILD, _ADULT = WHO[Subject.CHILD], WHO[Subject.ADULT]
_READ = frozenset(kind.value for kind in READ_KINDS)
_ALL_KINDS = frozenset(kind.value for kind in EventKind)
_PIECE = MOST_CHOSEN // 4


@dataclass(frozen=True, slots=True)
class Joined:
    """What bears on children from outside their own entries.

    Attributes:
        bonds: for each child, what the join gave, still to be set apart from what the
            child's own entries tell.
        adults: for each child, the adult's id for each adult's record that it names.
    """

    bonds: Mapping[ChildId, Collection[Bond]] = field(default_factory=dict)
    adults: Mapping[ChildId, Mapping[str, str]] = field(default_factory=dict)

    def told(self, history: WrittenHistory) -> WrittenHistory:
        """The history with its connections; ``history`` holds every entry of the child."""
        bonds = self.bonds.get(history.child)
        if not bonds:
            return history
        resting = {(bond.event.source.value, bond.event.reference) for bond in bonds}
        if resting.isdisjoint((event.source, event.reference) for event in history.events):
            return history.joined(bonds)
        return history.joined(apart(bonds, own_references(history.of_kinds(_ALL_KINDS))))


def children_joined(
    connection: Connection, children: Collection[ChildId], parted: Collection[ChildId] = ()
) -> set[ChildId]:
    """The children on whom an entry of ``children`` bears, or bore until now.

    ``parted`` are those of ``children`` who gained or lost a record that was another's:
    harm to one of them may have stood in the history of another.
    """
    keys, child_of = _keys(connection, children)
    harmed = {child_of[record] for key, record in keys if key == HARM}
    if not harmed.isdisjoint(parted):
        harmed |= {*parted}
    adults = {key for key, _ in keys if key != HARM and not is_place(key)}
    places = {key for key, record in keys if is_place(key) and child_of[record] in harmed}
    return _holding(connection, places | _of_one(connection, adults))


def children_naming(
    connection: Connection, adults: Collection[ChildId], records: Collection[str] = ()
) -> set[ChildId]:
    """The children whose entries name one of these adults, or of these adults' records."""
    theirs = {str(record) for record in records_of(connection, _ADULT, adults)}
    return _holding(connection, _of_one(connection, theirs.union(records)))


def join_children(connection: Connection, children: Collection[ChildId] | None) -> Joined:
    """What bears on these children, or on all."""
    naming, placed = _meetings(connection, children)
    adults = adults_of(connection, {record for record, _ in naming})
    adult_of = {str(record): adult.id for adult in adults for record in adult.records}
    named: dict[ChildId, dict[str, str]] = {}
    together: dict[str, set[ChildId]] = {}
    for record, child in naming:
        named.setdefault(child, {})[record] = adult_of[record]
        together.setdefault(adult_of[record], set()).add(child)
    for place, child in placed:
        together.setdefault(place, set()).add(child)
    alone = {adult.id for adult in adults if adult.events}
    kept = {key: held for key, held in together.items() if len(held) > 1 or key in alone}
    readers = {child for held in kept.values() for child in held}
    rows = (
        row
        for history in _read(connection, readers)
        for row in rows_of_history(history)
        if adult_of.get(row.key, row.key) in kept
    )
    bonds: dict[ChildId, list[Bond]] = {}
    found: dict[str, list[Presence | Bearing]] = rows_by_key(rows, adults)
    for key, here in found.items():
        for child, bond in joins(key, here):
            if children is None or child in children:
                bonds.setdefault(child, []).append(bond)
    return Joined(bonds, named)


def _meetings(
    connection: Connection, children: Collection[ChildId] | None
) -> tuple[set[tuple[str, ChildId]], set[tuple[str, ChildId]]]:
    """(adult's record, child) and (home or place where harm is known, child): all who meet there.

    For ``children``, of the adults, homes and places that they share.
    """
    if children is None:
        naming = _whose(connection, naming_records(connection))
        harmed = {child for _, child in _held(connection, [HARM])}
        keys, _ = _keys(connection, harmed)
        return naming, _held(connection, {key for key, _ in keys if is_place(key)})
    keys, _ = _keys(connection, children)
    adults = {key for key, _ in keys if key != HARM and not is_place(key)}
    naming = _held(connection, _of_one(connection, adults))
    placed = _held(connection, {key for key, _ in keys if is_place(key)})
    met = {child for _, child in placed}
    theirs, child_of = _keys(connection, met)
    harmed = {child_of[record] for key, record in theirs if key == HARM}
    telling = {place for place, child in placed if child in harmed}
    return naming, {(place, child) for place, child in placed if place in telling}


def _keys(
    connection: Connection, children: Collection[ChildId]
) -> tuple[set[tuple[str, str]], dict[str, ChildId]]:
    """(key, record) of all records of these children, and whose each record is."""
    of = {str(r): child for r, child in records_of(connection, _CHILD, children).items()}
    return keys_of(connection, of), of


def _of_one(connection: Connection, records: Collection[str]) -> set[str]:
    """The adults' records, and every other record of the same adults."""
    adults = set(links_of(connection, _ADULT, records).values())
    return {*records, *map(str, records_of(connection, _ADULT, adults))}


def _held(connection: Connection, keys: Collection[str]) -> set[tuple[str, ChildId]]:
    """(key, child) for every child with a record under one of these keys."""
    return _whose(connection, holders_of(connection, keys))


def _whose(connection: Connection, pairs: Collection[tuple[str, str]]) -> set[tuple[str, ChildId]]:
    """(key, record) as (key, child), of the records that are linked."""
    links = links_of(connection, _CHILD, {record for _, record in pairs})
    whose = {str(record): child for record, child in links.items()}
    return {(key, whose[record]) for key, record in pairs if record in whose}


def _holding(connection: Connection, keys: Collection[str]) -> set[ChildId]:
    return {child for _, child in _held(connection, keys)}


def _read(connection: Connection, children: Collection[ChildId]) -> Iterable[History]:
    """What of these children's histories rows are made from."""
    for some in batches(sorted(children), _PIECE):
        for written in LinkedHistories(connection, some).with_only(READ_KINDS, replacing=True):
            yield replace(written.of_kinds(_READ), persons=written.person_records())
