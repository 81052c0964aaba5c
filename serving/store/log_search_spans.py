"""Every entry of a span of time with whom it names, the oldest first: for reports over many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, select

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.store.batches import batches
from serving.store.link_trails import id_now
from serving.store.log_search_sought import id_bounds
from serving.tables.log import log_entries, log_private
from serving.tables.taken_in import child_histories, history_blobs
from serving.tables.who import WHO

__all__ = ["SpannedEntry", "entries_between", "read_look_blobs"]

_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class SpannedEntry:
    """One entry. ``who`` and ``child`` are None where there is none, or it was erased."""

    id: str
    fields: Mapping[str, Any]
    who: str | None
    child: str | None


def entries_between(
    connection: Connection, since: datetime, until: datetime
) -> Iterator[SpannedEntry]:
    """Entries from ``since`` on and before ``until``, in order of their ids.

    Entries whose bytes can't be read are left out: the check of the log finds them.
    """
    first, last = id_bounds(since, until)
    start, end = instant_to_text(since), instant_to_text(until)
    who, child = log_private.alias("of_who"), log_private.alias("of_child")
    entries = log_entries
    query = (
        select(entries.c.id, entries.c.entry, who.c.value, child.c.value)
        .outerjoin(who, and_(who.c.entry_id == entries.c.id, who.c.label == "who"))
        .outerjoin(child, and_(child.c.entry_id == entries.c.id, child.c.label == "child"))
        .where(entries.c.id < last)
        .order_by(entries.c.id)
        .limit(_PIECE)
    )
    rows = connection.execute(query.where(entries.c.id >= first)).all()
    while rows:
        for entry_id, entry, named, child_named in rows:
            try:
                fields = json.loads(bytes(entry))
            except (ValueError, RecursionError):
                continue
            if start <= fields.get("at", "") < end:
                yield SpannedEntry(entry_id, fields, _text(named), _text(child_named))
        rows = connection.execute(query.where(entries.c.id > rows[-1][0])).all()


def _text(value: bytes | None) -> str | None:
    return None if value is None else bytes(value).decode()


def read_look_blobs(connection: Connection, children: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """What looks at these children are made from now, by the id asked for: of one that went
    into another child, that child's. One that nobody has is left out."""
    led = {child: child for child in children}
    held: set[str] = set()
    for some in batches(children):
        query = select(child_histories.c.child_id).where(child_histories.c.child_id.in_(some))
        held.update(connection.execute(query).scalars())
    for child in children:
        if child not in held:
            led[child] = id_now(connection, WHO[Subject.CHILD], child) or ""
    asked_as: dict[str, list[str]] = {}
    for child, now in led.items():
        asked_as.setdefault(now, []).append(child)
    for some in batches(sorted(asked_as)):
        rows = connection.execute(
            select(child_histories.c.child_id, history_blobs.c.blob)
            .join(history_blobs, history_blobs.c.digest == child_histories.c.digest)
            .where(child_histories.c.child_id.in_(some))
        )
        for now, blob in rows:
            for child in asked_as[now]:
                yield child, bytes(blob)
