"""Histories: put together from what was taken in, and kept as the one blob a look reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, delete, func, select, text, update

from records.calendar import instant_from_text, instant_to_text
from records.events import EventKind
from records.history import History
from records.persons import ChildId, PersonRecord
from records.serial import canonical, join_event, moved_text, person_from_json
from records.sources import SourceSystem
from records.written import WrittenEvent, WrittenHistory
from serving.store import tables
from serving.store.batches import batches, insert_rows, upsert_rows
from serving.store.extracts import freshness

__all__ = [
    "Summary",
    "blob_digest",
    "read_examples",
    "read_histories",
    "read_persons",
    "read_summaries",
    "read_written_histories",
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


#: Rows come in pieces, so that no more than one child's entries are held at once.
_IN_PIECES = {"yield_per": 2_000}
_PERSONS = text(
    "SELECT record_id, recorded, person FROM person_versions ORDER BY record_id, recorded, content"
)


def read_persons(connection: Connection) -> tuple[PersonRecord, ...]:
    """Every version of every person record, by record and recording, without mere repeats.

    A version that says the same as the one before it is left out, so that a record
    has as many versions as its details changed.
    """
    return tuple(person_from_json(json.loads(row[2])) for row in _person_rows(connection))


def _person_rows(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Record id, recorded, canonical text of each version that :func:`read_persons` gives."""
    before = ""
    for record, recorded, person in connection.execute(_PERSONS, execution_options=_IN_PIECES):
        # Within a JSON text every quote is escaped, so this can only be the field itself.
        said = person.replace(f'"recorded":"{recorded}"', "", 1)
        if said != before:
            yield record, recorded, person
        before = said


_EVENTS = text(
    "SELECT l.child_id, e.source, e.kind, e.reference, e.entry, e.occurred, e.recorded,"
    " e.details, e.replaces"
    " FROM links l JOIN entries e ON e.record_id = l.record_id"
    " WHERE l.until IS NULL ORDER BY l.child_id"
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
    return (written.history() for written in read_written_histories(connection))


def read_written_histories(
    connection: Connection, kinds: frozenset[EventKind] | None = None
) -> Iterator[WrittenHistory]:
    """:func:`read_histories` without reading what they say; of these ``kinds`` alone if given."""
    child_of = _current_children(connection)
    persons: dict[str, list[tuple[str, str, str]]] = {}
    for record, recorded, person in _person_rows(connection):
        if (child := child_of.get(record)) is not None:
            persons.setdefault(child, []).append((recorded, record, person))
    moved: dict[str, list[tuple[str, str, str]]] = {}
    for child, source, entry, recorded in connection.execute(_MOVED):
        moved.setdefault(child, []).append((recorded, source, entry))
    connected = frozenset(freshness(connection))
    groups = groupby(
        connection.execute(_EVENTS, execution_options=_IN_PIECES), key=lambda row: row[0]
    )
    about, rows = next(groups, _NOBODY)
    for child in sorted(persons):
        events: tuple[WrittenEvent, ...] = ()
        if about == child:
            events = _written_events(rows, kinds)
            about, rows = next(groups, _NOBODY)
        yield WrittenHistory(
            ChildId(child),
            _in_order(persons.pop(child)),
            events,
            tuple(moved_text(s, entry, at) for at, s, entry in sorted(moved.get(child, ()))),
            connected,
        )
    assert about is None, "an entry of a linked record whose person was never stored"


_NOBODY: tuple[str | None, Iterator[Any]] = (None, iter(()))
_KINDS = {kind.value: kind for kind in EventKind}


def _written_events(
    rows: Iterable[Any], kinds: frozenset[EventKind] | None
) -> tuple[WrittenEvent, ...]:
    found = []
    for _, source, kind, reference, entry, occurred, recorded, details, replaces in rows:
        kind_ = _KINDS[kind]
        if kinds is None or kind_ in kinds:
            written = join_event(
                source, kind, reference, entry, occurred, recorded, details, replaces
            )
            event = WrittenEvent(kind_, replaces is not None, written)
            found.append((recorded, source, entry, event))
    found.sort()  # No two of one system have one entry, so the events are never compared.
    return tuple(part[3] for part in found)


def _in_order(versions: list[tuple[str, str, str]]) -> tuple[str, ...]:
    """The texts in the order in which a history keeps its persons."""
    versions.sort()
    if len({version[:2] for version in versions}) < len(versions):
        # Two versions of one record and one moment stand as they would when read.
        versions.sort(key=lambda v: (*v[:2], repr(person_from_json(json.loads(v[2])))))
    return tuple(person for _, _, person in versions)


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
    before = {row[0]: tuple(row) for row in connection.execute(select(current))}
    changed, after = 0, set()
    pending: list[tuple[_HistoryRow, bytes]] = []
    for child, blob, summary in looks:
        after.add(str(child))
        row = _history_row(child, blob, summary)
        if before.get(child) != row:
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


_HistoryRow = tuple[str, str, str | None, str | None, int]


def _history_row(child: ChildId, blob: bytes, summary: Summary) -> _HistoryRow:
    """The row in the order of the table's columns."""
    since = summary.missing_since
    return (
        str(child),
        blob_digest(blob),
        None if since is None else instant_to_text(since),
        summary.plan,
        int(summary.protection),
    )


def _save(connection: Connection, pending: list[tuple[_HistoryRow, bytes]]) -> None:
    insert_rows(connection, tables.history_blobs, [(row[1], blob) for row, blob in pending])
    upsert_rows(connection, tables.child_histories, [row for row, _ in pending])


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
