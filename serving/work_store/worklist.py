"""Keeping the lists of the daily work as histories change, in the transaction that changes them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, select

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.store.batches import batches, insert_rows, upsert
from serving.store.extracts import freshness
from serving.tables.work import caseload, work_items, work_made
from serving.worklist.items import Item, Work

__all__ = ["bands_advised", "forget_lapsed", "is_made", "keep_items", "keep_work"]

_Look = TypeVar("_Look")
_PIECE = 500


def bands_advised(
    connection: Connection, children: Collection[ChildId] | None
) -> Mapping[str, str]:
    """The band last advised for each of these children, or of all; none for those without."""
    query = select(caseload.c.child_id, caseload.c.band).where(caseload.c.band.is_not(None))
    if children is None:
        return {child: band for child, band in connection.execute(query)}  # noqa: C416  # dict() would take a row for one thing
    found: dict[str, str] = {}
    for some in batches(sorted(children)):
        theirs = connection.execute(query.where(caseload.c.child_id.in_(some)))
        found.update({child: band for child, band in theirs})  # noqa: C416  # dict() would take a row for one thing
    return found


def keep_work(
    connection: Connection,
    looks: Iterable[tuple[ChildId, Work, _Look]],
    of: Collection[ChildId] | None,
    now: datetime,
) -> Iterator[_Look]:
    """Make these the rows of the children ``of``, or of all, and give each look on.

    A child of ``of`` who does not come has no row from now on, nor has anybody else who
    holds no record, nor what ended by itself before ``now``. What was advised of a child
    stays. The rows are whole once every look has been taken.
    """
    _forget_items(connection, of)
    forget_lapsed(connection, now)
    before = _with_rows(connection, of)
    pending: list[tuple[ChildId, Work]] = []
    for child, work, look in looks:
        before.discard(str(child))
        pending.append((child, work))
        if len(pending) == _PIECE:
            _save(connection, pending)
            pending.clear()
        yield look
    _save(connection, pending)
    for some in batches(sorted(before)):
        connection.execute(delete(caseload).where(caseload.c.child_id.in_(some)))
    if of is None:
        made = {"id": 1, "made_at": instant_to_text(now), "systems": _systems(connection)}
        upsert(connection, work_made, [made])


def is_made(connection: Connection) -> bool:
    """Whether the rows of every child were made with all the systems that are read by now."""
    systems = connection.execute(select(work_made.c.systems)).scalar_one_or_none()
    return systems is not None and systems == _systems(connection)


def _systems(connection: Connection) -> str:
    return " ".join(sorted(system.value for system in freshness(connection)))


def forget_lapsed(connection: Connection, now: datetime) -> None:
    """Forget what ended by itself before ``now``: it is on no list, and none may walk past it."""
    connection.execute(delete(work_items).where(work_items.c.until < instant_to_text(now)))


def keep_items(connection: Connection, works: Iterable[tuple[ChildId, Work]]) -> None:
    """Make these the items of these children: only what was advised of them has changed."""
    kept = list(works)
    _forget_items(connection, [child for child, _ in kept])
    _insert_items(connection, kept)


def _forget_items(connection: Connection, of: Collection[ChildId] | None) -> None:
    if of is None:
        connection.execute(delete(work_items))
        return
    for some in batches(sorted(of)):
        connection.execute(delete(work_items).where(work_items.c.child_id.in_(some)))


def _with_rows(connection: Connection, of: Collection[ChildId] | None) -> set[str]:
    query = select(caseload.c.child_id)
    if of is None:
        return set(connection.execute(query).scalars())
    return {
        child
        for some in batches(sorted(of))
        for child in connection.execute(query.where(caseload.c.child_id.in_(some))).scalars()
    }


def _save(connection: Connection, pending: list[tuple[ChildId, Work]]) -> None:
    rows = [
        {
            "child_id": str(child),
            "team": work.team,
            "local_authority": work.local_authority,
            "adult_from": None if work.adult_from is None else work.adult_from.isoformat(),
        }
        for child, work in pending
    ]
    upsert(connection, caseload, rows)
    _insert_items(connection, pending)


def _insert_items(connection: Connection, works: Sequence[tuple[ChildId, Work]]) -> None:
    """With the band of each child's own row, which is there."""
    bands: dict[str, tuple[str | None, int]] = {}
    query = select(caseload.c.child_id, caseload.c.band, caseload.c.rank)
    for some in batches([str(child) for child, work in works if work.items]):
        found = connection.execute(query.where(caseload.c.child_id.in_(some)))
        bands.update({child: (band, rank) for child, band, rank in found})
    items = [
        _item_row(child, work, item, bands.get(str(child), (None, -1)))
        for child, work in works
        for item in work.items
    ]
    insert_rows(connection, work_items, items)


def _item_row(
    child: ChildId, work: Work, item: Item, band: tuple[str | None, int]
) -> tuple[Any, ...]:
    """The row in the order of the table's columns."""
    return (
        str(child),
        item.kind.value,
        item.reference,
        item.about,
        item.owner,
        instant_to_text(item.at),
        item.source.value,
        item.entry,
        work.team,
        work.local_authority,
        item.stage,
        instant_to_text(item.since),
        _text(item.until),
        *band,
    )


def _text(moment: datetime | None) -> str | None:
    return None if moment is None else instant_to_text(moment)
