"""Tombstones: what was erased, so that it is said, and does not come back unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from records.persons import RecordId
from records.rows import Fault
from records.serial import canonical
from serving.store.batches import batches, insert_new
from serving.tables.erasure import erased_blobs, erased_children, erased_records, erasures

__all__ = [
    "ERASED_RECORD",
    "Erasure",
    "add_erasure",
    "add_tombstones",
    "erased_at",
    "erased_blob",
    "erased_child",
    "erased_name",
    "mark_of",
    "read_erasures",
    "settle_erasure",
]

#: The rule for a row that tells again what was erased.
ERASED_RECORD = Fault("person_ref", "is of a record whose facts were erased: the row stays out")


@dataclass(frozen=True, slots=True)
class Erasure:
    """One erasure: asked for by somebody, and carried out once somebody else approved.

    Attributes:
        child: the id that the child had; it says nothing about the child.
        rule: under which rule of the policy.
        asked_entry, erased_entry: the log's entries.
        counts: how much of what went; None while it waits.
    """

    id: str
    child: str
    rule: str
    why: str
    asked_at: datetime
    asked_by: str
    asked_entry: str
    erased_at: datetime | None = None
    approved_by: str | None = None
    erased_entry: str | None = None
    counts: Mapping[str, int] | None = None

    @property
    def is_done(self) -> bool:
        """Whether it was carried out."""
        return self.erased_at is not None


def add_erasure(connection: Connection, asked: Erasure) -> None:
    """Keep what was asked for. Raises IntegrityError-as-StoreError if the child's waits already."""
    connection.execute(
        insert(erasures).values(
            id=asked.id,
            child_id=asked.child,
            rule=asked.rule,
            why=asked.why,
            asked_at=instant_to_text(asked.asked_at),
            asked_by=asked.asked_by,
            asked_entry=asked.asked_entry,
        )
    )


def settle_erasure(
    connection: Connection,
    erasure: str,
    *,
    at: datetime,
    approved_by: str,
    entry: str,
    counts: Mapping[str, int],
) -> None:
    """Say that it was carried out."""
    connection.execute(
        update(erasures)
        .where(erasures.c.id == erasure, erasures.c.erased_at.is_(None))
        .values(
            erased_at=instant_to_text(at),
            approved_by=approved_by,
            erased_entry=entry,
            counts=canonical(dict(counts)).decode(),
        )
    )


def read_erasures(connection: Connection, erasure: str | None = None) -> tuple[Erasure, ...]:
    """Every erasure, or the one of this id, the latest asked for first."""
    query = select(erasures).order_by(erasures.c.asked_at.desc(), erasures.c.id)
    if erasure is not None:
        query = query.where(erasures.c.id == erasure)
    return tuple(
        Erasure(
            row.id,
            row.child_id,
            row.rule,
            row.why,
            instant_from_text(row.asked_at),
            row.asked_by,
            row.asked_entry,
            None if row.erased_at is None else instant_from_text(row.erased_at),
            row.approved_by,
            row.erased_entry,
            None if row.counts is None else json.loads(row.counts),
        )
        for row in connection.execute(query)
    )


def add_tombstones(
    connection: Connection,
    erasure: str,
    at: datetime,
    *,
    children: Iterable[str],
    marks: Iterable[str],
    blobs: Iterable[str],
) -> None:
    """Say of these ids, records and blobs that the erasure took them."""
    named = [{"child_id": child, "erasure_id": erasure} for child in children]
    insert_new(connection, erased_children, named)
    moment = instant_to_text(at)
    marked = [{"mark": mark, "erasure_id": erasure, "erased_at": moment} for mark in marks]
    insert_new(connection, erased_records, marked)
    gone = [{"digest": digest, "erasure_id": erasure} for digest in blobs]
    insert_new(connection, erased_blobs, gone)


def erased_child(connection: Connection, child: str) -> Erasure | None:
    """The erasure that took the child of this id, by any id that was the child's alone."""
    query = select(erased_children.c.erasure_id).where(erased_children.c.child_id == child)
    return _by_id(connection, connection.execute(query).scalar_one_or_none())


def erased_blob(connection: Connection, digest: str) -> Erasure | None:
    """The erasure that took what a look was made from, for a replay to name."""
    query = select(erased_blobs.c.erasure_id).where(erased_blobs.c.digest == digest)
    return _by_id(connection, connection.execute(query).scalar_one_or_none())


def _by_id(connection: Connection, erasure: str | None) -> Erasure | None:
    return None if erasure is None else read_erasures(connection, erasure)[0]


def erased_at(
    connection: Connection, secret: bytes, records: Collection[str]
) -> dict[str, datetime]:
    """Those of these records that were erased, and when last."""
    if connection.execute(select(erased_records.c.mark).limit(1)).first() is None:
        return {}
    marks, found = {mark_of(secret, record): record for record in records}, dict[str, datetime]()
    table = erased_records
    for some in batches(sorted(marks)):
        query = select(table.c.mark, table.c.erased_at).where(table.c.mark.in_(some))
        for mark, text in connection.execute(query):
            at = instant_from_text(text)
            found[marks[mark]] = max(at, found.get(marks[mark], at))
    return found


def mark_of(secret: bytes, text: str) -> str:
    """What stands for a record, or a row, that may not be told any more: hex, keyed."""
    return hmac.new(secret, b"erased\x00" + text.encode(), hashlib.sha256).hexdigest()


def erased_name(secret: bytes, record: str) -> str:
    """The id of a record that was erased, where people's word on it must stand."""
    source = RecordId.parse(record).source
    return str(RecordId(source, f"erased-{mark_of(secret, record)[:16]}"))
