"""Which person records are which child, since when; and who may be the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId, RecordId
from records.serial import canonical
from serving.store import tables
from serving.store.batches import batches, insert_new, upsert

__all__ = [
    "DecisionRow",
    "PossibleRow",
    "add_decision",
    "current_links",
    "read_decisions",
    "read_possible",
    "read_trail",
    "save_links",
    "save_possible",
]


@dataclass(frozen=True, slots=True)
class PossibleRow:
    """Two person records that may be one child, with what speaks for and against it.

    Attributes:
        a, b: in order, ``a < b`` by their text.
        weight: the match weight in the linkage's whole units.
        same, different: the evidence in plain words.
    """

    a: RecordId
    b: RecordId
    weight: int
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not str(self.a) < str(self.b):
            raise ValueError("a possible match names two records in order")


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """A person's word on two records: it outranks the linkage for good."""

    kind: str
    a: RecordId
    b: RecordId
    decided_at: datetime
    decided_by: str
    reason: str


def current_links(connection: Connection) -> dict[RecordId, ChildId]:
    """Every linked person record and its child now, in order of record id."""
    table = tables.links
    query = select(table.c.record_id, table.c.child_id).where(table.c.until.is_(None))
    rows = sorted((row.record_id, row.child_id) for row in connection.execute(query))
    return {RecordId.parse(record): ChildId(child) for record, child in rows}


def save_links(
    connection: Connection,
    child_of: Mapping[RecordId, ChildId],
    trail: Iterable[tuple[ChildId, ChildId]],
    at: datetime,
) -> int:
    """Make ``child_of`` the current links; what it replaces is ended at ``at``, not lost.

    ``trail`` are the children that went into another one: (old, new). A record that
    ``child_of`` leaves out has no child from now on. Returns how many links changed.

    Raises:
        ValueError: ``at`` is not after the start of a link that it would end.
    """
    moment = instant_to_text(at)
    before = {str(record): child for record, child in current_links(connection).items()}
    after = {str(record): child for record, child in child_of.items()}
    ended = sorted(record for record, child in before.items() if after.get(record) != child)
    begun = sorted(record for record, child in after.items() if before.get(record) != child)
    table = tables.links
    for some in batches(ended):
        current = table.c.record_id.in_(some), table.c.until.is_(None)
        query = select(table.c.record_id).where(*current, table.c.since >= moment).limit(1)
        if connection.execute(query).first() is not None:
            raise ValueError("a link can't end before it began; is the clock right?")
        connection.execute(update(table).where(*current).values(until=moment))
    known = sorted(set(after.values()))
    insert_new(connection, tables.children, [{"child_id": c, "since": moment} for c in known])
    for some in batches(begun):
        rows = [{"record_id": r, "since": moment, "child_id": after[r]} for r in some]
        connection.execute(insert(table), rows)
    moved = [{"old_id": old, "new_id": new, "since": moment} for old, new in trail]
    upsert(connection, tables.child_trail, moved)
    return len(set(ended) | set(begun))


def read_trail(connection: Connection) -> dict[ChildId, ChildId]:
    """Children that were found to be another: old id -> the id that took its place."""
    rows = connection.execute(select(tables.child_trail.c.old_id, tables.child_trail.c.new_id))
    return {ChildId(old): ChildId(new) for old, new in sorted(tuple(row) for row in rows)}


def save_possible(connection: Connection, matches: Sequence[PossibleRow], at: datetime) -> int:
    """Make ``matches`` the current possible matches; others are ended at ``at``, not lost.

    Returns how many changed.
    """
    moment, table = instant_to_text(at), tables.possible_matches
    before = {(row.a, row.b): row for row in read_possible(connection)}
    after = {(row.a, row.b): row for row in matches}
    ended = [pair for pair, row in before.items() if after.get(pair) != row]
    begun = [row for pair, row in after.items() if before.get(pair) != row]
    for a, b in ended:
        connection.execute(
            update(table)
            .where(table.c.a == str(a), table.c.b == str(b), table.c.until.is_(None))
            .values(until=moment)
        )
    rows = [
        {
            "a": str(row.a),
            "b": str(row.b),
            "since": moment,
            "weight": row.weight,
            "evidence": canonical({"same": row.same, "different": row.different}).decode(),
            "until": None,
        }
        for row in begun
    ]
    upsert(connection, table, rows)
    return len({*ended, *((row.a, row.b) for row in begun)})


def read_possible(connection: Connection) -> tuple[PossibleRow, ...]:
    """The current possible matches, heaviest first, then by records."""
    table = tables.possible_matches
    found = []
    for row in connection.execute(select(table).where(table.c.until.is_(None))):
        evidence = json.loads(row.evidence)
        found.append(
            PossibleRow(
                RecordId.parse(row.a),
                RecordId.parse(row.b),
                row.weight,
                tuple(evidence["same"]),
                tuple(evidence["different"]),
            )
        )
    return tuple(sorted(found, key=lambda row: (-row.weight, str(row.a), str(row.b))))


def add_decision(connection: Connection, decision: DecisionRow) -> None:
    """Keep a person's word. Decisions are never changed: a later one on the same pair counts."""
    table = tables.decisions
    last = connection.execute(select(table.c.id).order_by(table.c.id.desc()).limit(1)).scalar()
    connection.execute(
        insert(table).values(
            id=(last or 0) + 1,
            kind=decision.kind,
            a=str(decision.a),
            b=str(decision.b),
            decided_at=instant_to_text(decision.decided_at),
            decided_by=decision.decided_by,
            reason=decision.reason,
        )
    )


def read_decisions(connection: Connection) -> tuple[DecisionRow, ...]:
    """Every decision in the order in which they were made."""
    return tuple(
        DecisionRow(
            row.kind,
            RecordId.parse(row.a),
            RecordId.parse(row.b),
            instant_from_text(row.decided_at),
            row.decided_by,
            row.reason,
        )
        for row in connection.execute(select(tables.decisions).order_by(tables.decisions.c.id))
    )
