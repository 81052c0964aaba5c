"""What rescoring gave for each child, and in which ways that differs from the run before."""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select

from records.persons import ChildId
from records.serial import canonical
from serving.store.batches import insert_rows
from serving.tables.rescored import rescored_changes, rescored_children

__all__ = [
    "ChangeRow",
    "RescoredChild",
    "add_changes",
    "add_rescored",
    "clear_rescored",
    "fold",
    "read_band",
    "read_changes",
    "read_rescored",
]


@dataclass(frozen=True, slots=True)
class RescoredChild:
    """One child, as an answer at the run's moment would advise.

    Attributes:
        state: ``advised``, ``adult`` or ``failed``, as in an answer.
        band, points, points_band, set_by: as in an answer; None where it has none.
        reasons: (feature, points), the most points first; the features' own names.
        floors: (id, band) of every floor that holds, the highest first.
        again_points, again_level: of the second card, as in an answer; None where it has none.
        features: the values in the order of the run's features; what isn't known stands
            as its code of ``records.unknown.UNKNOWN_CODES``.
    """

    child: ChildId
    state: str
    band: str | None
    points: int | None
    points_band: str | None
    set_by: str | None
    reasons: tuple[tuple[str, int], ...]
    floors: tuple[tuple[str, str], ...]
    features: tuple[int, ...]
    again_points: int | None = None
    again_level: str | None = None

    @property
    def reason_keys(self) -> frozenset[str]:
        """Everything that speaks for the band: features with points, and floors."""
        return frozenset(name for name, _ in (*self.reasons, *self.floors))


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One way in which one child differs from the run before; ``was`` and ``now`` are JSON."""

    kind: str
    child: ChildId
    was: Any
    now: Any


def fold(digest: str, rows: Iterable[RescoredChild]) -> str:
    """The digest of a run that had ``digest`` once these children are added to it, in order."""
    for row in rows:
        values = _to_row(0, row)
        said = canonical([digest, *values[1:-1]]) + values[-1]
        digest = "sha256:" + hashlib.sha256(said).hexdigest()
    return digest


def add_rescored(connection: Connection, run: int, rows: Sequence[RescoredChild]) -> None:
    """Keep these children under the run."""
    insert_rows(connection, rescored_children, [_to_row(run, row) for row in rows])


def add_changes(connection: Connection, run: int, rows: Sequence[ChangeRow]) -> None:
    """Keep these changes under the run."""
    values = [
        (run, row.kind, str(row.child), canonical(row.was).decode(), canonical(row.now).decode())
        for row in rows
    ]
    insert_rows(connection, rescored_changes, values)


def read_rescored(
    connection: Connection, run: int, *, after: str = "", through: str | None = None
) -> list[RescoredChild]:
    """The run's children in order of id: those after ``after``, up to and with ``through``."""
    table = rescored_children
    query = select(table).where(table.c.run_id == run, table.c.child_id > after)
    if through is not None:
        query = query.where(table.c.child_id <= through)
    return [_from_row(row) for row in connection.execute(query.order_by(table.c.child_id))]


def read_band(connection: Connection, run: int, band: str, *, most: int) -> list[RescoredChild]:
    """The run's children of this band, most points first; at most ``most`` of them."""
    table = rescored_children
    query = (
        select(table)
        .where(table.c.run_id == run, table.c.band == band)
        .order_by(table.c.points.desc().nulls_last(), table.c.child_id)
        .limit(most)
    )
    return [_from_row(row) for row in connection.execute(query)]


def read_changes(
    connection: Connection, run: int, kinds: Sequence[str] | None = None
) -> list[ChangeRow]:
    """What the run changed, of these kinds or of all, in order of kind and child."""
    table = rescored_changes
    query = select(table).where(table.c.run_id == run)
    if kinds is not None:
        query = query.where(table.c.kind.in_(kinds))
    return [
        ChangeRow(row.kind, ChildId(row.child_id), json.loads(row.was), json.loads(row.is_now))
        for row in connection.execute(query.order_by(table.c.kind, table.c.child_id))
    ]


def clear_rescored(connection: Connection, run: int, most: int) -> bool:
    """Delete at most ``most`` of the run's children; returns whether there may be more."""
    table = rescored_children
    some = select(table.c.child_id).where(table.c.run_id == run).limit(most)
    gone = connection.execute(
        delete(table).where(table.c.run_id == run, table.c.child_id.in_(some.scalar_subquery()))
    ).rowcount
    return int(gone) == most


_Row = tuple[Any, ...]


def _to_row(run: int, row: RescoredChild) -> _Row:
    """The row in the order of the table's columns."""
    return (
        run,
        str(row.child),
        row.state,
        row.band,
        row.points,
        row.points_band,
        row.set_by,
        canonical(row.reasons).decode(),
        canonical(row.floors).decode(),
        row.again_points,
        row.again_level,
        struct.pack(f"<{len(row.features)}i", *row.features),
    )


def _from_row(row: Any) -> RescoredChild:
    return RescoredChild(
        child=ChildId(row.child_id),
        state=row.state,
        band=row.band,
        points=row.points,
        points_band=row.points_band,
        set_by=row.set_by,
        reasons=tuple((name, points) for name, points in json.loads(row.reasons)),
        floors=tuple((id_, band) for id_, band in json.loads(row.floors)),
        again_points=row.again_points,
        again_level=row.again_level,
        features=struct.unpack(f"<{len(row.features) // 4}i", row.features),
    )
