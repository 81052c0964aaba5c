"""Statements over many rows, in pieces that both engines take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

__all__ = ["batches", "insert_new", "upsert"]

_MOST = 2_000
_Item = TypeVar("_Item")


def batches(items: Sequence[_Item], most: int = _MOST) -> Iterator[Sequence[_Item]]:
    """The items in order, at most ``most`` at a time."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet; those that are stay as they are."""
    statement = _insert(connection, table).on_conflict_do_nothing()
    for some in batches(rows):
        connection.execute(statement, [dict(row) for row in some])


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each in the place of the one with the same primary key."""
    if not rows:
        return
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    values = {name: statement.excluded[name] for name in rows[0] if name not in keys}
    statement = statement.on_conflict_do_update(index_elements=keys, set_=values)
    for some in batches(rows):
        connection.execute(statement, [dict(row) for row in some])


def _insert(connection: Connection, table: Table) -> SqliteInsert | PostgresInsert:
    if connection.dialect.name == "sqlite":
        return SqliteInsert(table)
    return PostgresInsert(table)
