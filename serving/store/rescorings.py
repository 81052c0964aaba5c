"""The runs of rescoring: the one whose children hold now, and the one on its way.

A run becomes the one that holds in the transaction in which its last children are kept,
so readers see the old run whole or the new run whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, delete, exists, func, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from records.serial import canonical
from records.sources import SourceSystem
from serving.store.errors import StoreInUseError
from serving.store.rescored import ChangeRow, RescoredChild, add_changes, add_rescored
from serving.tables import taken_in as tables
from serving.tables.rescored import rescored_changes, rescored_children, rescorings

__all__ = [
    "LookState",
    "Run",
    "current_run",
    "drop_run",
    "finish_run",
    "going_run",
    "look_state",
    "looks_digest",
    "read_looks",
    "runs_to_clear",
    "save_piece",
    "start_run",
]

_PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Run:
    """One run.

    Attributes:
        state: ``going``, ``finished``; ``dropped`` when its inputs changed on the way.
        inputs: digest of everything that decides what the run gives.
        versions: the rules used, by the names that an answer gives them.
        features: the names behind each child's values.
        before: the finished run that it is compared with; None for the first.
        through: the last child that is kept; "" for none yet.
        children: how many are kept.
        counts: how many children of each band and of each change: for the table that is
            printed.
        digest: of all children that are kept, in order.
    """

    id: int
    state: str
    as_of: datetime
    inputs: str
    versions: Mapping[str, str]
    features: tuple[str, ...]
    asked_by: str
    started_at: datetime
    ended_at: datetime | None
    before: int | None
    through: str
    children: int
    counts: Mapping[str, Mapping[str, int]]
    digest: str


@dataclass(frozen=True, slots=True)
class LookState:
    """What every look reads beside the child's history."""

    freshness: Mapping[SourceSystem, datetime]
    linkage: str


def look_state(connection: Connection) -> LookState:
    """The state as it is now; ``linkage`` is "" before the first linking."""
    row = connection.execute(
        select(tables.store_state.c.freshness, tables.store_state.c.linkage)
    ).one()
    taken = {SourceSystem(s): instant_from_text(at) for s, at in json.loads(row.freshness).items()}
    return LookState(MappingProxyType(taken), row.linkage)


def looks_digest(connection: Connection) -> str:
    """One digest of what the looks at all children are made from, child by child."""
    table, digest = tables.child_histories, hashlib.sha256()
    query = select(table.c.child_id, table.c.digest).order_by(table.c.child_id)
    rows = connection.execute(query, execution_options={"yield_per": _PIECE})
    for row in rows:
        digest.update(f"{row.child_id} {row.digest}\n".encode())
    return "sha256:" + digest.hexdigest()


def read_looks(connection: Connection, after: str, most: int) -> list[tuple[ChildId, bytes]]:
    """The next children after ``after`` in order of id, at most ``most``, with their blobs."""
    current, blobs = tables.child_histories, tables.history_blobs
    rows = connection.execute(
        select(current.c.child_id, blobs.c.blob)
        .join(blobs, blobs.c.digest == current.c.digest)
        .where(current.c.child_id > after)
        .order_by(current.c.child_id)
        .limit(most)
    )
    return [(ChildId(row.child_id), bytes(row.blob)) for row in rows]


def current_run(connection: Connection) -> Run | None:
    """The run whose children hold now; None before the first has finished."""
    return _last(connection, "finished")


def going_run(connection: Connection) -> Run | None:
    """The run on its way, or that was stopped on its way."""
    return _last(connection, "going")


def _last(connection: Connection, state: str) -> Run | None:
    table = rescorings
    query = select(table).where(table.c.state == state).order_by(table.c.id.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return None if row is None else _from_row(row)


def start_run(
    connection: Connection,
    *,
    as_of: datetime,
    inputs: str,
    versions: Mapping[str, str],
    features: Sequence[str],
    asked_by: str,
    at: datetime,
) -> Run:
    """Begin a run; none may be on its way."""
    newest = connection.execute(select(func.coalesce(func.max(rescorings.c.id), 0))).scalar_one()
    before = current_run(connection)
    run = Run(
        id=int(newest) + 1,
        state="going",
        as_of=as_of,
        inputs=inputs,
        versions=dict(versions),
        features=tuple(features),
        asked_by=asked_by,
        started_at=at,
        ended_at=None,
        before=None if before is None else before.id,
        through="",
        children=0,
        counts={},
        digest="",
    )
    connection.execute(insert(rescorings).values(_to_row(run)))
    return run


def save_piece(
    connection: Connection,
    run: Run,
    after: Run,
    children: Sequence[RescoredChild],
    changes: Sequence[ChangeRow],
) -> None:
    """Keep the next children of a run and how far it came: ``run`` before, ``after`` it.

    Raises:
        StoreInUseError: another process goes on with the run, or has dropped it.
    """
    moved = connection.execute(
        update(rescorings)
        .where(
            rescorings.c.id == run.id,
            rescorings.c.state == "going",
            rescorings.c.through == run.through,
        )
        .values(_to_row(after))
    ).rowcount
    if moved != 1:
        raise StoreInUseError("another process is rescoring this store; let it finish")
    add_rescored(connection, run.id, children)
    add_changes(connection, run.id, changes)


def finish_run(connection: Connection, run: Run, at: datetime) -> Run:
    """Let the run's children be those that hold, from the end of this transaction on."""
    return _end(connection, run, "finished", at)


def drop_run(connection: Connection, run: Run, at: datetime) -> None:
    """Give up a run on its way; its children are never seen, and may be cleared."""
    connection.execute(delete(rescored_changes).where(rescored_changes.c.run_id == run.id))
    _end(connection, run, "dropped", at)


def _end(connection: Connection, run: Run, state: str, at: datetime) -> Run:
    ended = replace(run, state=state, ended_at=at)
    connection.execute(update(rescorings).where(rescorings.c.id == run.id).values(_to_row(ended)))
    return ended


def runs_to_clear(connection: Connection) -> list[int]:
    """Runs of which children are still kept though they hold no longer, or never did."""
    now, kept = current_run(connection), rescored_children.c.run_id
    query = select(rescorings.c.id).where(
        rescorings.c.state != "going", exists().where(kept == rescorings.c.id)
    )
    if now is not None:
        query = query.where(rescorings.c.id != now.id)
    return list(connection.execute(query.order_by(rescorings.c.id)).scalars())


def _to_row(run: Run) -> dict[str, Any]:
    return {
        "id": run.id,
        "state": run.state,
        "as_of": instant_to_text(run.as_of),
        "inputs": run.inputs,
        "versions": canonical(dict(run.versions)).decode(),
        "features": canonical(list(run.features)).decode(),
        "asked_by": run.asked_by,
        "started_at": instant_to_text(run.started_at),
        "ended_at": None if run.ended_at is None else instant_to_text(run.ended_at),
        "before_id": run.before,
        "through": run.through,
        "children": run.children,
        "counts": canonical({name: dict(found) for name, found in run.counts.items()}).decode(),
        "digest": run.digest,
    }


def _from_row(row: Any) -> Run:
    return Run(
        id=row.id,
        state=row.state,
        as_of=instant_from_text(row.as_of),
        inputs=row.inputs,
        versions=json.loads(row.versions),
        features=tuple(json.loads(row.features)),
        asked_by=row.asked_by,
        started_at=instant_from_text(row.started_at),
        ended_at=None if row.ended_at is None else instant_from_text(row.ended_at),
        before=row.before_id,
        through=row.through,
        children=row.children,
        counts=json.loads(row.counts),
        digest=row.digest,
    )
