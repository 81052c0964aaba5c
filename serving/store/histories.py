"""What a look reads: a child's history kept as one blob, the marks of a search, the state."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, select, update

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from records.serial import canonical
from records.sources import SourceSystem
from serving.store.batches import batches, insert_rows, upsert_rows
from serving.tables import taken_in as tables

__all__ = [
    "Summary",
    "blob_digest",
    "read_blob",
    "read_examples",
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


def blob_digest(blob: bytes) -> str:
    """The name under which a blob is kept: ``sha256:`` and its digest."""
    return "sha256:" + hashlib.sha256(blob).hexdigest()


def save_histories(
    connection: Connection,
    looks: Iterable[tuple[ChildId, bytes, Summary]],
    *,
    of: Collection[ChildId] | None = None,
) -> int:
    """Make these the current inputs and marks of the children ``of``; None means of all.

    One of them that is left out has none from now on. Blobs are never changed or deleted:
    an answer that was given from one can be made from it again. Returns how many changed.
    """
    current = tables.child_histories
    before = {row[0]: tuple(row) for row in _current(connection, of)}
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


def _current(connection: Connection, of: Collection[ChildId] | None) -> Iterator[Any]:
    table = tables.child_histories
    if of is None:
        yield from connection.execute(select(table))
        return
    for some in batches(sorted(of)):
        yield from connection.execute(select(table).where(table.c.child_id.in_(some)))


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


def read_blob(connection: Connection, child: ChildId) -> bytes:
    """What a look at the child is made from. Raises LookupError if there is nothing."""
    current, blobs = tables.child_histories, tables.history_blobs
    query = (
        select(blobs.c.blob)
        .join(current, current.c.digest == blobs.c.digest)
        .where(current.c.child_id == child)
    )
    found = connection.execute(query).scalar_one_or_none()
    if found is None:
        raise LookupError("the child has no history")
    return bytes(found)


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
