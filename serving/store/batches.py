"""Statements over many rows, in pieces that both engines take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Table

__all__ = ["add_up", "batches", "insert_new", "insert_rows", "upsert", "upsert_rows"]

_MOST = 2_000
_Item = TypeVar("_Item")


def batches(items: Sequence[_Item], most: int = _MOST) -> Iterator[Sequence[_Item]]:
    """The items in order, at most ``most`` at a time."""
    for start in range(0, len(items), most):
        yield items[start : start + most]


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows whose key is not there yet; those that are stay as they are.

    Every row fills the same columns.
    """
    if rows:
        values = [tuple(row.values()) for row in rows]
        _run(connection, _insert(table, tuple(rows[0])) + _OR_NOTHING, values)


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> int:
    """:func:`insert_new` of rows that hold every column in the table's order.

    Returns how many were new.
    """
    return _run(connection, _insert(table, _columns(table)) + _OR_NOTHING, rows)


def upsert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert the rows, each in the place of the one with the same primary key.

    Every row fills the same columns.
    """
    if rows:
        names = tuple(rows[0])
        values = [tuple(row.values()) for row in rows]
        _run(connection, _insert(table, names) + _or_update(table, names), values)


def upsert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """:func:`upsert` of rows that hold every column in the table's order."""
    names = _columns(table)
    _run(connection, _insert(table, names) + _or_update(table, names), rows)


def add_up(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows that hold every column in the table's order; where one with the same
    primary key is there, what is no key is added to it."""
    names = _columns(table)
    _run(connection, _insert(table, names) + _or_add(table, names), rows)


_OR_NOTHING = " ON CONFLICT DO NOTHING"


@cache
def _columns(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.columns)


@cache
def _insert(table: Table, names: tuple[str, ...]) -> str:
    places = ", ".join("?" * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 - our own names


@cache
def _or_update(table: Table, names: tuple[str, ...]) -> str:
    keys, others = _split(table, names)
    sets = ", ".join(f"{name} = excluded.{name}" for name in others)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"


@cache
def _or_add(table: Table, names: tuple[str, ...]) -> str:
    keys, others = _split(table, names)
    sets = ", ".join(f"{name} = {table.name}.{name} + excluded.{name}" for name in others)
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {sets}"


def _split(table: Table, names: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """The names of the primary key, and those besides."""
    keys = [column.name for column in table.primary_key]
    return keys, [name for name in names if name not in keys]


def _run(connection: Connection, sql: str, rows: Sequence[Sequence[Any]]) -> int:
    """Past SQLAlchemy's own binding of values, which takes longer than the database does."""
    if connection.dialect.paramstyle != "qmark":
        sql = sql.replace("?", "%s")
    changed = 0
    for some in batches(rows):
        changed += connection.exec_driver_sql(sql, [tuple(row) for row in some]).rowcount
    return changed
