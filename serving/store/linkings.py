"""The runs of linking, in order: how far each came, and the digest of where it left things."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.serial import canonical
from serving.tables.taken_in import store_state
from serving.tables.who import linkings

__all__ = ["LinkingRow", "add_linking", "last_linking", "lock_linking", "newest_linking"]


@dataclass(frozen=True, slots=True)
class LinkingRow:
    """One run.

    Attributes:
        version: names the weights and the release that spoke.
        through_extract: the last extract whose entries it knew.
        digest: names this state of all links: each run's is made of the one before it
            and of what the run changed.
    """

    id: int
    subject: Subject
    kind: str
    version: str
    through_extract: int
    digest: str


def newest_linking(connection: Connection) -> int:
    """The number of the last run of any subject; 0 before the first."""
    query = select(linkings.c.id).order_by(linkings.c.id.desc()).limit(1)
    return int(connection.execute(query).scalar() or 0)


def last_linking(connection: Connection, subject: Subject) -> LinkingRow | None:
    """The last run of this subject; None before the first."""
    row = connection.execute(
        select(linkings)
        .where(linkings.c.subject == subject.value)
        .order_by(linkings.c.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return LinkingRow(row.id, subject, row.kind, row.version, row.through_extract, row.digest)


def lock_linking(connection: Connection) -> None:
    """Let no other transaction link or decide until this one has ended."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(store_state.c.id).with_for_update())


def add_linking(
    connection: Connection,
    subject: Subject,
    *,
    kind: str,
    at: datetime,
    version: str,
    through_extract: int,
    changed: Any,
) -> str:
    """Enter a run and what it changed, as JSON values; returns the digest of the state now.

    A run that changed nothing leaves the digest as it was.
    """
    number = newest_linking(connection)
    before = connection.execute(
        select(linkings.c.digest).where(linkings.c.id == number)
    ).scalar_one_or_none()
    said = canonical({"before": before, "subject": subject.value, "changed": changed})
    digest = "sha256:" + hashlib.sha256(said).hexdigest() if changed or before is None else before
    connection.execute(
        insert(linkings).values(
            id=number + 1,
            subject=subject.value,
            kind=kind,
            at=instant_to_text(at),
            version=version,
            through_extract=through_extract,
            digest=digest,
        )
    )
    connection.execute(update(store_state).values(linkage=digest))
    return digest
