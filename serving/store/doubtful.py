"""Pairs of records that may be one child or adult, for people to settle."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, or_, select, update

from linkage.results import RefusalReason
from records.calendar import instant_from_text, instant_to_text
from records.persons import RecordId
from records.serial import canonical
from serving.store.batches import batches, upsert
from serving.tables.who import WhoTables

__all__ = ["DoubtfulLink", "doubtful_among", "read_doubtful", "save_doubtful"]


@dataclass(frozen=True, slots=True)
class DoubtfulLink:
    """Two person records that may be one person, with what speaks for and against it.

    Attributes:
        a, b: in order, ``a < b`` by their text.
        since: since when it has stood so; None until it is saved.
        weight: the match weight in hundredths of a bit.
        same, different: the evidence in plain words.
        reason: why it was refused though it weighs like one person, if it was.
        is_possible: whether it is carried to the child's answer; if not, only to review.
    """

    a: RecordId
    b: RecordId
    weight: int
    same: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    reason: RefusalReason | None = None
    is_possible: bool = True
    since: datetime | None = None

    def __post_init__(self) -> None:
        if not str(self.a) < str(self.b):
            raise ValueError("a doubtful link names two records in order")


def read_doubtful(connection: Connection, who: WhoTables) -> tuple[DoubtfulLink, ...]:
    """The current doubtful links, heaviest first, then by records."""
    table = who.doubtful
    rows = connection.execute(select(table).where(table.c.until.is_(None)))
    return _in_order(_from_row(row) for row in rows)


def doubtful_among(
    connection: Connection, who: WhoTables, records: Iterable[str]
) -> tuple[DoubtfulLink, ...]:
    """:func:`read_doubtful` of pairs that hold any of these records."""
    table, found = who.doubtful, {}
    for some in batches(sorted(records)):
        query = select(table).where(
            or_(table.c.a.in_(some), table.c.b.in_(some)), table.c.until.is_(None)
        )
        found.update({(row.a, row.b): _from_row(row) for row in connection.execute(query)})
    return _in_order(found.values())


def save_doubtful(
    connection: Connection,
    who: WhoTables,
    links: Sequence[DoubtfulLink],
    before: Sequence[DoubtfulLink],
    at: datetime,
) -> tuple[DoubtfulLink, ...]:
    """Make ``links`` the current ones in the place of ``before``; those end at ``at``, not lost.

    One that stays as it was keeps its ``since``. Returns every link that began or ended.
    """
    moment, table = instant_to_text(at), who.doubtful
    was = {(link.a, link.b): replace(link, since=None) for link in before}
    now = {(link.a, link.b): replace(link, since=None) for link in links}
    ended = [link for pair, link in was.items() if now.get(pair) != link]
    begun = [link for pair, link in now.items() if was.get(pair) != link]
    for link in ended:
        connection.execute(
            update(table)
            .where(table.c.a == str(link.a), table.c.b == str(link.b), table.c.until.is_(None))
            .values(until=moment)
        )
    upsert(connection, table, [_to_row(link, moment) for link in begun])
    return _in_order((*ended, *begun))


def _to_row(link: DoubtfulLink, moment: str) -> dict[str, Any]:
    return {
        "a": str(link.a),
        "b": str(link.b),
        "since": moment,
        "weight": link.weight,
        "evidence": canonical({"same": link.same, "different": link.different}).decode(),
        "reason": None if link.reason is None else link.reason.value,
        "is_possible": int(link.is_possible),
        "until": None,
    }


def _from_row(row: Any) -> DoubtfulLink:
    evidence = json.loads(row.evidence)
    return DoubtfulLink(
        RecordId.parse(row.a),
        RecordId.parse(row.b),
        row.weight,
        tuple(evidence["same"]),
        tuple(evidence["different"]),
        None if row.reason is None else RefusalReason(row.reason),
        bool(row.is_possible),
        instant_from_text(row.since),
    )


def _in_order(links: Iterable[DoubtfulLink]) -> tuple[DoubtfulLink, ...]:
    return tuple(sorted(links, key=lambda link: (-link.weight, str(link.a), str(link.b))))
