"""Histories: put together from what was taken in, and kept as the one blob a look reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, text, update

from records.calendar import instant_from_text, instant_to_text
from records.events import Event
from records.history import History, Moved
from records.persons import ChildId, PersonRecord
from records.serial import canonical, event_from_json, person_from_json
from records.sources import SourceSystem
from serving.store import tables
from serving.store.batches import batches, insert_new, upsert
from serving.store.extracts import freshness

__all__ = [
    "Summary",
    "blob_digest",
    "read_examples",
    "read_histories",
    "read_persons",
    "read_summaries",
    "save_histories",
    "save_state",
]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a search result shows before a record is opened: what decides urgency.

    Attributes:
        missing_since: start of the open report, if there is one.
        plan: ``linked``, ``possible`` or None.
        protection: whether a child protection plan is in force.
    """

    missing_since: datetime | None
    plan: str | None
    protection: bool


def read_persons(connection: Connection) -> tuple[PersonRecord, ...]:
    """Every version of every person record, by record and recording, without mere repeats.

    A version that says the same as the one before it is left out, so that a record
    has as many versions as its details changed.
    """
    table = tables.person_versions
    query = select(table.c.record_id, table.c.recorded, table.c.content, table.c.person)
    rows = sorted(tuple(row) for row in connection.execute(query))
    return tuple(_without_repeats(person_from_json(json.loads(row[3])) for row in rows))


def _without_repeats(persons: Iterable[PersonRecord]) -> Iterator[PersonRecord]:
    last: PersonRecord | None = None
    for person in persons:
        if last is None or _said(last) != _said(person):
            yield person
        last = person


def _said(person: PersonRecord) -> tuple[object, ...]:
    return tuple(
        getattr(person, name) for name in PersonRecord.__dataclass_fields__ if name != "recorded"
    )


@dataclass(slots=True)
class _Parts:
    persons: list[PersonRecord] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


_EVENTS = text(
    "SELECT l.child_id, e.source, e.entry, e.kind, e.reference, e.occurred, e.recorded,"
    " e.details, e.replaces"
    " FROM entries e JOIN links l ON l.record_id = e.record_id AND l.until IS NULL"
)
_MOVED = text(
    "SELECT was.child_id, old.source, old.entry, e.recorded"
    " FROM entries e"
    " JOIN entries old ON old.source = e.source AND old.entry = e.replaces"
    " JOIN links was ON was.record_id = old.record_id AND was.until IS NULL"
    " LEFT JOIN links now ON now.record_id = e.record_id AND now.until IS NULL"
    " WHERE e.replaces IS NOT NULL AND now.child_id IS DISTINCT FROM was.child_id"
)


def read_histories(connection: Connection) -> Iterator[History]:
    """The history of every child with a linked record, in order of child id.

    Made by the current links; an entry that another child's entry replaced is in
    ``moved``. ``connected`` are the systems that were ever read.
    """
    parts: dict[str, _Parts] = {}
    child_of = _current_children(connection)
    for person in read_persons(connection):
        if (child := child_of.get(str(person.id))) is not None:
            parts.setdefault(child, _Parts()).persons.append(person)
    for row in connection.execute(_EVENTS):
        raw: dict[str, Any] = {**row._mapping, "details": json.loads(row.details)}
        parts[row.child_id].events.append(event_from_json(raw))
    for row in connection.execute(_MOVED):
        moved = Moved(SourceSystem(row.source), row.entry, instant_from_text(row.recorded))
        parts[row.child_id].moved.append(moved)
    connected = frozenset(freshness(connection))
    for child in sorted(parts):
        part = parts.pop(child)
        part.moved.sort(key=lambda m: (m.recorded, m.source.value, m.entry))
        yield History(
            ChildId(child),
            tuple(part.persons),
            tuple(part.events),
            tuple(part.moved),
            connected,
        )


def _current_children(connection: Connection) -> dict[str, str]:
    table = tables.links
    query = select(table.c.record_id, table.c.child_id).where(table.c.until.is_(None))
    return {row.record_id: row.child_id for row in connection.execute(query)}


def blob_digest(blob: bytes) -> str:
    """The name under which a blob is kept: ``sha256:`` and its digest."""
    return "sha256:" + hashlib.sha256(blob).hexdigest()


def save_histories(connection: Connection, looks: Iterable[tuple[ChildId, bytes, Summary]]) -> int:
    """Make these the current inputs and marks of every child; returns how many changed.

    A child that is left out has none from now on. Blobs are never changed or deleted:
    an answer that was given from one can be made from it again.
    """
    current = tables.child_histories
    before = {row.child_id: tuple(row) for row in connection.execute(select(current))}
    changed, after = 0, set()
    pending: list[tuple[dict[str, Any], bytes]] = []
    for child, blob, summary in looks:
        after.add(str(child))
        row = _history_row(child, blob, summary)
        if before.get(child) != tuple(row.values()):
            pending.append((row, blob))
            changed += 1
        if len(pending) == _PENDING:
            _save(connection, pending)
            pending.clear()
    _save(connection, pending)
    gone = sorted(set(before) - after)
    for some in batches(gone):
        connection.execute(delete(current).where(current.c.child_id.in_(some)))
    return changed + len(gone)


_PENDING = 500


def _history_row(child: ChildId, blob: bytes, summary: Summary) -> dict[str, Any]:
    """The row in the order of the table's columns."""
    since = summary.missing_since
    return {
        "child_id": str(child),
        "digest": blob_digest(blob),
        "missing_since": None if since is None else instant_to_text(since),
        "plan": summary.plan,
        "protection": int(summary.protection),
    }


def _save(connection: Connection, pending: list[tuple[dict[str, Any], bytes]]) -> None:
    blobs = {row["digest"]: blob for row, blob in pending}
    kept = [{"digest": digest, "blob": blob} for digest, blob in blobs.items()]
    insert_new(connection, tables.history_blobs, kept)
    upsert(connection, tables.child_histories, [row for row, _ in pending])


def read_summaries(connection: Connection, children: Sequence[ChildId]) -> dict[ChildId, Summary]:
    """The marks of these children; one without a history has none and is left out."""
    current, found = tables.child_histories, {}
    for some in batches([str(child) for child in children]):
        for row in connection.execute(select(current).where(current.c.child_id.in_(some))):
            since = row.missing_since
            found[ChildId(row.child_id)] = Summary(
                None if since is None else instant_from_text(since), row.plan, bool(row.protection)
            )
    return found


def read_examples(connection: Connection) -> dict[str, bytes]:
    """One child's blob for each kind that is worth showing to somebody new, where there is one."""
    current, blobs = tables.child_histories, tables.history_blobs
    is_missing = current.c.missing_since.is_not(None)
    kinds = {
        "missing_with_plan": (is_missing, current.c.plan == "linked"),
        "possible_plan": (current.c.plan == "possible",),
        "protected": (~is_missing, current.c.protection == 1, current.c.plan.is_(None)),
    }
    examples: dict[str, bytes] = {}
    for kind, rules in kinds.items():
        query = (
            select(blobs.c.blob)
            .join(current, current.c.digest == blobs.c.digest)
            .where(*rules)
            .order_by(is_missing.desc(), func.length(blobs.c.blob).desc(), current.c.child_id)
            .limit(1)
        )
        blob = connection.execute(query).scalar_one_or_none()
        if blob is not None:
            examples[kind] = bytes(blob)
    return examples


def save_state(
    connection: Connection,
    *,
    freshness: Mapping[SourceSystem, datetime] | None = None,
    linkage: str | None = None,
) -> None:
    """Set what every look reads beside the child's history; None leaves a part as it is.

    ``freshness`` is when each system's latest extract was taken, ``linkage`` the digest
    of the linkage's state. Same transaction as the histories that go with it.
    """
    values: dict[str, str] = {}
    if freshness is not None:
        taken = {source.value: instant_to_text(moment) for source, moment in freshness.items()}
        values["freshness"] = canonical(taken).decode()
    if linkage is not None:
        values["linkage"] = linkage
    if values:
        connection.execute(update(tables.store_state).values(**values))
