"""What of children's records decides how long they are kept, and people's word on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, insert, select, text

from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.events import EventKind
from records.persons import ChildId
from serving.store.batches import batches
from serving.store.relations import HARM
from serving.tables.relations import relation_keys
from serving.tables.retention import retention_decisions
from serving.tables.taken_in import child_histories, entries, person_versions
from serving.tables.who import WHO

__all__ = ["Decided", "Held", "add_decision", "children_after", "held_records", "last_decisions"]

_WHO = WHO[Subject.CHILD]


@dataclass(frozen=True, slots=True)
class Held:
    """What the records of one child hold, as far as keeping them goes.

    Attributes:
        kinds: of every entry.
        tells_harm: whether exploitation harm is recorded.
        last: when the last of their entries was recorded.
        born: the latest date of birth that a record gives; None if none does.
    """

    child: ChildId
    kinds: frozenset[EventKind]
    tells_harm: bool
    last: datetime
    born: date | None


@dataclass(frozen=True, slots=True)
class Decided:
    """Somebody's word that the records are kept until a day."""

    id: str
    child: str
    at: datetime
    by: str
    group: str
    policy: str
    keep_until: date
    why: str


def children_after(connection: Connection, after: str, most: int) -> list[str]:
    """The children with records after ``after`` in order of id, at most ``most``."""
    table = child_histories
    query = select(table.c.child_id).where(table.c.child_id > after)
    return list(connection.execute(query.order_by(table.c.child_id).limit(most)).scalars())


def held_records(connection: Connection, ids: Sequence[str]) -> list[Held]:
    """What the records of these children hold, in their order; one without entries is left
    out."""
    kinds: dict[str, dict[EventKind, str]] = {id_: {} for id_ in ids}
    for id_, kind, last in _by_kind(connection, ids):
        kinds[id_][EventKind(kind)] = last
    harmed, born = _harmed(connection, ids), _born(connection, ids)
    return [
        Held(
            ChildId(id_),
            frozenset(of_child),
            id_ in harmed,
            instant_from_text(max(of_child.values())),
            born.get(id_),
        )
        for id_, of_child in kinds.items()
        if of_child
    ]


def _by_kind(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    links = _WHO.links
    for some in batches(ids, 500):
        query = (
            select(links.c.child_id, entries.c.kind, func.max(entries.c.recorded))
            .join(entries, entries.c.record_id == links.c.record_id)
            .where(links.c.child_id.in_(some), links.c.until.is_(None))
            .group_by(links.c.child_id, entries.c.kind)
        )
        for row in connection.execute(query):
            yield row[0], row[1], row[2]


def _harmed(connection: Connection, ids: Sequence[str]) -> set[str]:
    links, found = _WHO.links, set[str]()
    for some in batches(ids, 500):
        query = (
            select(links.c.child_id)
            .join(relation_keys, relation_keys.c.record_id == links.c.record_id)
            .where(links.c.child_id.in_(some), links.c.until.is_(None), relation_keys.c.key == HARM)
        )
        found.update(connection.execute(query).scalars())
    return found


def _born(connection: Connection, ids: Sequence[str]) -> dict[str, date]:
    """The latest date of birth of each: records are rather kept too long than erased early."""
    links, found = _WHO.links, dict[str, date]()
    path = (
        "json_extract(v.person, '$.date_of_birth')"
        if connection.dialect.name == "sqlite"
        else "v.person::json ->> 'date_of_birth'"
    )
    query = text(
        f"SELECT l.child_id, max({path}) FROM {links.name} l"  # noqa: S608 - names of ours
        f" JOIN {person_versions.name} v ON v.record_id = l.record_id"
        " WHERE l.until IS NULL AND l.child_id IN :ids GROUP BY l.child_id"
    ).bindparams(bindparam("ids", expanding=True))
    for some in batches(ids, 500):
        for child, born in connection.execute(query, {"ids": list(some)}):
            if born is not None:
                found[child] = date.fromisoformat(born)
    return found


def add_decision(connection: Connection, decided: Decided) -> None:
    """Keep somebody's word; the last one of a child counts."""
    connection.execute(
        insert(retention_decisions).values(
            id=decided.id,
            child_id=decided.child,
            decided_at=instant_to_text(decided.at),
            decided_by=decided.by,
            review_group=decided.group,
            policy=decided.policy,
            keep_until=decided.keep_until.isoformat(),
            why=decided.why,
        )
    )


def last_decisions(connection: Connection, children: Sequence[str]) -> dict[str, Decided]:
    """The last word on each of these children; one of whom nobody said anything is left out."""
    table, found = retention_decisions, dict[str, Decided]()
    for some in batches(list(children), 500):
        query = select(table).where(table.c.child_id.in_(some))
        for row in connection.execute(query.order_by(table.c.decided_at, table.c.id)):
            found[row.child_id] = Decided(
                row.id,
                row.child_id,
                instant_from_text(row.decided_at),
                row.decided_by,
                row.review_group,
                row.policy,
                date.fromisoformat(row.keep_until),
                row.why,
            )
    return found
