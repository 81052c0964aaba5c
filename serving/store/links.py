"""Which person records are which child or adult, since when, and where old ids lead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from records.calendar import instant_to_text
from records.persons import ChildId, RecordId
from serving.store.batches import batches, insert_new, upsert
from serving.store.errors import StoreUnavailableError
from serving.tables.who import WhoTables

__all__ = [
    "IdsGiven",
    "Moved",
    "current_links",
    "links_of",
    "read_splits",
    "read_trail",
    "records_of",
    "save_links",
]


@dataclass(frozen=True, slots=True)
class Moved:
    """What a saving of links changed.

    Attributes:
        links: record, its id before and its id now, in order of record; None for none.
    """

    links: tuple[tuple[RecordId, ChildId | None, ChildId | None], ...]

    @property
    def people(self) -> frozenset[ChildId]:
        """Every id that gained or lost a record."""
        return frozenset(who for _, *both in self.links for who in both if who is not None)

    @property
    def parted(self) -> frozenset[ChildId]:
        """Those of :attr:`people` that lost a record, and those that got one of theirs."""
        return frozenset(
            who
            for _, before, after in self.links
            if before is not None
            for who in (before, after)
            if who is not None
        )


class IdsGiven(Container[ChildId]):
    """Every id that was ever given, in use or retired.

    Asked of the store one at a time, or, with ``by_heart``, read at once: for many.
    """

    def __init__(self, connection: Connection, who: WhoTables, *, by_heart: bool) -> None:
        self._connection, self._column = connection, who.people.c[who.id]
        self._known = (
            frozenset(connection.execute(select(self._column)).scalars()) if by_heart else None
        )

    def __contains__(self, id_: object) -> bool:
        if self._known is not None:
            return id_ in self._known
        query = select(self._column).where(self._column == str(id_))
        return self._connection.execute(query).first() is not None


def current_links(connection: Connection, who: WhoTables) -> dict[RecordId, ChildId]:
    """Every linked record and whose it is now, in order of record id."""
    table = who.links
    query = select(table.c.record_id, table.c[who.id]).where(table.c.until.is_(None))
    rows = sorted(tuple(row) for row in connection.execute(query))
    return {RecordId.parse(record): ChildId(id_) for record, id_ in rows}


def links_of(
    connection: Connection, who: WhoTables, records: Collection[str]
) -> dict[RecordId, ChildId]:
    """:func:`current_links` of these records alone; one without a link is left out."""
    table, found = who.links, {}
    for some in batches(sorted(records)):
        query = select(table.c.record_id, table.c[who.id]).where(
            table.c.record_id.in_(some), table.c.until.is_(None)
        )
        found.update({RecordId.parse(row[0]): ChildId(row[1]) for row in connection.execute(query)})
    return found


def records_of(
    connection: Connection, who: WhoTables, people: Collection[ChildId]
) -> dict[RecordId, ChildId]:
    """Every record that is one of these now, and which."""
    table, found = who.links, {}
    for some in batches(sorted(people)):
        query = select(table.c.record_id, table.c[who.id]).where(
            table.c[who.id].in_(some), table.c.until.is_(None)
        )
        found.update({RecordId.parse(row[0]): ChildId(row[1]) for row in connection.execute(query)})
    return found


def save_links(
    connection: Connection,
    who: WhoTables,
    child_of: Mapping[RecordId, ChildId],
    before: Mapping[RecordId, ChildId],
    at: datetime,
    *,
    trail: Iterable[tuple[ChildId, ChildId]] = (),
    splits: Iterable[tuple[ChildId, ChildId]] = (),
) -> Moved:
    """Make ``child_of`` the current links of its records and of those of ``before``.

    ``before`` are their links until now. What is replaced is ended at ``at``, not lost; a
    record that ``child_of`` leaves out has no child from now on. ``trail`` are ids that
    went into another, ``splits`` ids some of whose records did: (old, new). An older
    trail that led to an id which lost records leads to where its own records are now.

    Raises:
        StoreUnavailableError: ``at`` is not after the start of a link that it would end: a
            clock is wrong, or two changes fall on one moment. Nothing was written.
    """
    moment, table = instant_to_text(at), who.links
    records = sorted({*before, *child_of}, key=str)
    moved = Moved(
        tuple(
            (record, before.get(record), child_of.get(record))
            for record in records
            if before.get(record) != child_of.get(record)
        )
    )
    ended = [str(record) for record, old, _ in moved.links if old is not None]
    for some in batches(ended):
        current = table.c.record_id.in_(some), table.c.until.is_(None)
        query = select(table.c.record_id).where(*current, table.c.since >= moment).limit(1)
        if connection.execute(query).first() is not None:
            raise StoreUnavailableError("a link can't end before it began; is the clock right?")
        connection.execute(update(table).where(*current).values(until=moment))
    begun = [(str(record), new) for record, _, new in moved.links if new is not None]
    people = [{who.id: id_, "since": moment} for id_ in sorted({new for _, new in begun})]
    insert_new(connection, who.people, people)
    for part in batches(begun):
        rows = [{"record_id": record, "since": moment, who.id: new} for record, new in part]
        connection.execute(insert(table), rows)
    gone = [{"old_id": old, "new_id": new, "since": moment} for old, new in trail]
    upsert(connection, who.trail, gone)
    parted = [{"from_id": old, "to_id": new, "since": moment} for old, new in splits]
    insert_new(connection, who.splits, parted)
    _lead_on(connection, who, {old for _, old, _ in moved.links if old is not None})
    return moved


def _lead_on(connection: Connection, who: WhoTables, lost: Collection[str]) -> None:
    """Let each trail that leads to an id which lost records follow its own records."""
    trail, links = who.trail, who.links
    for some in batches(sorted(lost)):
        query = select(trail.c.old_id, trail.c.new_id, trail.c.since).where(
            trail.c.new_id.in_(some)
        )
        for old, led_to, since in connection.execute(query).all():
            last = select(links.c.record_id).where(links.c[who.id] == old, links.c.until == since)
            now = select(links.c[who.id]).where(
                links.c.record_id.in_(last), links.c.until.is_(None)
            )
            held = Counter(connection.execute(now).scalars())
            best = min(held, key=lambda id_: (-held[id_], id_), default=led_to)
            if best != led_to:
                connection.execute(update(trail).where(trail.c.old_id == old).values(new_id=best))


def read_trail(connection: Connection, who: WhoTables) -> dict[ChildId, ChildId]:
    """Ids that went into another: old id -> the id that holds its records now."""
    rows = connection.execute(select(who.trail.c.old_id, who.trail.c.new_id))
    return {ChildId(old): ChildId(new) for old, new in sorted(tuple(row) for row in rows)}


def read_splits(connection: Connection, who: WhoTables) -> tuple[tuple[ChildId, ChildId], ...]:
    """Ids some of whose records went to another, and to which, in order of time."""
    table = who.splits
    query = select(table).order_by(table.c.since, table.c.from_id, table.c.to_id)
    return tuple((ChildId(row.from_id), ChildId(row.to_id)) for row in connection.execute(query))
