"""A store of an earlier release brought forward, or a store taken back, in one transaction.

Guards that a store must have are checked before the first step and made again after the
last: a step may drop them with a table, but none may put back what somebody took away.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, Text, cast, column, func, inspect, select, table, text

from serving.migrations import running
from serving.store.errors import NotAStoreError, StoreError
from serving.store.guards import create_guards, drop_guards, missing_guards
from serving.tables.taken_in import store_revision

__all__ = [
    "DataWouldBeLostError",
    "Loss",
    "bring_forward",
    "losses_of",
    "revision_of",
    "take_back",
    "way_on",
]

#: Up to here stores kept the number of their schema themselves.
_LAST_NUMBERED = "0006"


@dataclass(frozen=True, slots=True)
class Loss:
    """What a way back would drop: rows of a table, or a column of one, that hold something.

    Attributes:
        column: None for whole rows.
        rows: how many.
    """

    table: str
    column: str | None
    rows: int

    def __str__(self) -> str:
        return f"{self.rows:,} of {self.table}" + (f".{self.column}" if self.column else "")


class DataWouldBeLostError(StoreError):
    """The way back would drop tables or columns that hold something. The message says which."""


def revision_of(connection: Connection) -> str | None:
    """Which revision the store has, be it known to this release or not; None if it says none.

    A store from before Alembic says it in its own column, as a number.
    """
    found = inspect(connection)
    if store_revision.name in found.get_table_names():
        return running.current_revision(connection)
    if "version" not in {column["name"] for column in found.get_columns("store_schema")}:
        return None
    number = int(connection.execute(text("SELECT version FROM store_schema")).scalar_one())
    return f"{number:04d}"


def way_on(revision: str | None) -> str:
    """What whoever meets a store of another revision should do."""
    if revision in running.REVISIONS:
        return "any command that writes, such as missing-risk link, brings it forward"
    return "use the release that made it"


def bring_forward(connection: Connection, to: str = running.HEAD) -> bool:
    """Bring the store to this revision, step by step; returns whether there was a step to take.

    A store that is there already, or whose revision this release doesn't know, is left as
    it is.

    Raises:
        NotAStoreError: guards of the store are missing, so it is left as it is.
    """
    revision = revision_of(connection)
    if revision not in running.REVISIONS or not running.is_older(revision, to):
        return False
    _refuse_unguarded(connection, revision)
    _run(connection, revision, to, running.upgrade)
    drop_guards(connection, _guarded_anew(revision, to))
    create_guards(connection)
    return True


def take_back(connection: Connection, to: str, *, lose_data: bool = False) -> tuple[Loss, ...]:
    """Undo every step after this revision; returns what was lost by it.

    Raises:
        ValueError: this release knows no such revision, or the store stands before it.
        DataWouldBeLostError: something would be lost, and ``lose_data`` does not allow it.
        NotAStoreError: guards of the store are missing, so it is left as it is.
    """
    revision = revision_of(connection)
    if revision not in running.REVISIONS or running.is_older(revision, to):
        raise ValueError(f"the store stands at {revision}, which is not after {to}")
    _refuse_unguarded(connection, revision)
    lost = losses_of(connection, to)
    if lost and not lose_data:
        raise DataWouldBeLostError(
            f"going back to {to} would lose {', '.join(map(str, lost))} for good; "
            "export it first, or say --lose-data"
        )
    _undo_steps(connection, to)
    return lost


def losses_of(connection: Connection, to: str) -> tuple[Loss, ...]:
    """What going back to this revision would drop, found by trying; the store is left as it is."""
    before = _shape(connection)
    rows = {name: _count(connection, name) for name in before}
    trial = connection.begin_nested()
    try:
        _undo_steps(connection, to)
        after = _shape(connection)
        left = {name: _count(connection, name) for name in after}
    finally:
        trial.rollback()
    lost = []
    for name in sorted(set(before) - {store_revision.name}):
        lost.append(Loss(name, None, rows[name] - left.get(name, 0)))
        gone = sorted(before[name] - after.get(name, before[name]))
        lost += [Loss(name, held, _count(connection, name, held)) for held in gone]
    return tuple(loss for loss in lost if loss.rows > 0)


def _undo_steps(connection: Connection, to: str) -> None:
    revision = revision_of(connection)
    assert revision is not None, "a store of a revision that is known"
    _run(connection, revision, to, running.downgrade)


def _run(
    connection: Connection, revision: str, to: str, steps: Callable[[Connection, str], None]
) -> None:
    if store_revision.name not in inspect(connection).get_table_names():
        store_revision.create(connection)
        running.stamp(connection, revision)
    steps(connection, to)
    if not running.is_older(_LAST_NUMBERED, to):
        # Releases up to there read their own number; Alembic's would contradict it later.
        store_revision.drop(connection)


def _guarded_anew(revision: str, to: str = running.HEAD) -> set[str]:
    """The tables whose guards a step on the way words anew: until then they say other than
    this release's do."""
    steps = running.steps_to(revision, to)
    return {name for step in steps for name in running.newly_guarded(step)}


def _refuse_unguarded(connection: Connection, revision: str) -> None:
    present = set(inspect(connection).get_table_names())
    if gone := missing_guards(connection, present - _guarded_anew(revision)):
        raise NotAStoreError(
            f"the log is not guarded against changes ({', '.join(gone)} missing), so the store "
            "stays as it is; run missing-risk verify-audit with the release that made it"
        )


def _shape(connection: Connection) -> Mapping[str, frozenset[str]]:
    found = inspect(connection)
    return {
        name: frozenset(column["name"] for column in found.get_columns(name))
        for name in found.get_table_names()
    }


def _count(connection: Connection, name: str, held: str | None = None) -> int:
    """The rows of a table; or those that hold something in a column: more than empty text."""
    query = select(func.count()).select_from(table(name))
    if held is not None:
        query = query.where(cast(column(held), Text) != "")
    return int(connection.execute(query).scalar_one())
