"""Every id under which one child or adult may have been looked at, and until when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from records.calendar import instant_from_text
from serving.store.link_trails import id_now
from serving.store.log_search_sought import id_bounds
from serving.tables.who import WHO, WhoTables

__all__ = ["ids_ever"]


def ids_ever(connection: Connection, asked: str) -> dict[str, str | None]:
    """Each id whose looks may have shown this child's records, with the first entry's id from
    which on they no longer did; None while they still do.

    Ids that went into the child's, and ids from which some of the child's records were
    split off, until that moment: a look at the other id showed these records too. An id
    that nobody ever had stands for itself: what was refused of it is entered under it.
    """
    for who in WHO.values():
        now = id_now(connection, who, asked)
        if now is not None:
            return _ids(connection, who, now)
    return {asked: None}


def _ids(connection: Connection, who: WhoTables, now: str) -> dict[str, str | None]:
    found: dict[str, str | None] = {now: None}
    left = [now]
    while left:
        one = left.pop()
        end = found[one]
        before = [(old, end) for old in _went_into(connection, who, one)]
        for old, since in _split_off(connection, who, one):
            bound = id_bounds(since, None)[0]
            before.append((old, bound if end is None else min(bound, end)))
        for old, until in before:
            if old not in found or _is_later(until, found[old]):
                found[old] = until
                left.append(old)
    return found


def _is_later(one: str | None, other: str | None) -> bool:
    return other is not None and (one is None or one > other)


def _went_into(connection: Connection, who: WhoTables, person: str) -> Iterator[str]:
    """Ids that are nobody's any more; one that got records again is somebody of its own."""
    query = select(who.trail.c.old_id).where(who.trail.c.new_id == person)
    for old in connection.execute(query).scalars().all():
        held = select(who.links.c.record_id).where(
            who.links.c[who.id] == old, who.links.c.until.is_(None)
        )
        if connection.execute(held.limit(1)).first() is None:
            yield old


def _split_off(
    connection: Connection, who: WhoTables, person: str
) -> Iterator[tuple[str, datetime]]:
    query = select(who.splits.c.from_id, who.splits.c.since).where(who.splits.c.to_id == person)
    for old, since in connection.execute(query):
        yield old, instant_from_text(since)
