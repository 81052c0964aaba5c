"""How revisions write columns and tables down, alike on both engines.

Said here once more and not taken from the store: what a revision made years ago may not
change when today's tables do. Only ever add to this module.
"""

from __future__ import annotations

from typing import Any

from alembic.operations import Operations
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Text,
    text,
)
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

__all__ = ["index", "make", "number", "raw", "words"]

#: Compared byte by byte: PostgreSQL's own collations change with its C library.
_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
_INTEGER = BigInteger().with_variant(Integer(), "sqlite")
_BYTES = LargeBinary()


def words(name: str, **said: Any) -> Column[Any]:
    """A column of text; what else may be said of it: see :func:`_column`."""
    return _column(name, _TEXT, **said)


def number(name: str, **said: Any) -> Column[Any]:
    """A column of whole numbers, 64 bits wide."""
    return _column(name, _INTEGER, **said)


def raw(name: str, **said: Any) -> Column[Any]:
    """A column of bytes."""
    return _column(name, _BYTES, **said)


def _column(
    name: str,
    kind: TypeEngine[Any],
    *,
    key: bool = False,
    empty: bool = False,
    unique: bool = False,
    counts: bool = False,
    to: str = "",
    check: str = "",
    default: str | None = None,
) -> Column[Any]:
    """A column that must hold something.

    ``key``: it is part of the primary key. ``empty``: it may hold nothing. ``counts``: the
    database numbers its rows. ``to``: the ``table.column`` that must hold the value.
    ``check``: what must be true of it. ``default``: what it holds where nothing is said.
    """
    rules: list[SchemaItem] = [ForeignKey(to)] if to else []
    if check:
        rules.append(CheckConstraint(check))
    return Column(
        name, kind, *rules, primary_key=key, nullable=empty, unique=unique or None,
        autoincrement=counts, server_default=default,
    )  # fmt: skip


def index(name: str, *columns: str, unique: bool = False, where: str = "") -> Index:
    """An index of a table that :func:`make` makes; over those rows alone of which ``where`` is
    true."""
    only = text(where) if where else None
    return Index(name, *columns, unique=unique, sqlite_where=only, postgresql_where=only)


def make(op: Operations, name: str, *parts: SchemaItem, keyed: bool = False) -> None:
    """Make a table with its indexes; on SQLite its columns hold only what their type says.

    ``keyed`` lays a SQLite table out by its primary key alone: for narrow rows.
    """
    op.create_table(name, *parts, sqlite_strict=True, sqlite_with_rowid=not keyed)
