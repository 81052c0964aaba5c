"""A DBAPI connection with one way of speaking for both engines, for the log's thin paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import cache
from typing import Any

import psycopg
import pysqlite3.dbapi2 as sqlite

from serving.store.errors import StoreError

__all__ = ["DATABASE_FAULTS", "LOG_FAULTS", "RawConnection", "fault_in_words"]

#: What either driver raises when a statement or commit fails. On a damaged file SQLite's own
#: message may hold damaged text, which its driver then can't decode.
DATABASE_FAULTS: tuple[type[Exception], ...] = (
    sqlite.Error,
    psycopg.Error,
    OSError,
    UnicodeDecodeError,
)
#: The same, and what this package says of it.
LOG_FAULTS: tuple[type[Exception], ...] = (*DATABASE_FAULTS, StoreError)


@cache
def _psycopg_style(sql: str) -> str:
    return sql.replace("?", "%s")


def fault_in_words(fault: BaseException | None) -> str:
    """A driver's fault in one line that holds no value of a row."""
    if isinstance(fault, psycopg.Error) and (fault.sqlstate or "").startswith("22"):
        return type(fault).__name__  # A data exception quotes the value.
    return (str(fault).splitlines() or [type(fault).__name__])[0]


#: PostgreSQL takes at most 65,535 values a statement.
_ROWS_A_STATEMENT = 128


@cache
def _insert(into: str, rows: int, columns: int) -> str:
    row = "(" + ", ".join("?" * columns) + ")"
    return f"INSERT INTO {into} VALUES " + ", ".join([row] * rows)  # noqa: S608 - our own names


class RawConnection:
    """Statements with ``?`` for values; no transaction but those of :meth:`transaction`.

    For one thread at a time. Any driver's fault is one of :data:`DATABASE_FAULTS`. On
    PostgreSQL a transaction's statements are sent on without waiting for each one's
    answer, so a fault may be told by a later statement or at the end of the block.
    """

    def __init__(self, connection: Any, *, is_sqlite: bool) -> None:
        self.is_sqlite = is_sqlite
        self._connection = connection

    def all(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Every row."""
        rows: list[tuple[Any, ...]] = self._run(sql, values).fetchall()
        return rows

    def one(self, sql: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self._run(sql, values).fetchone()
        return row

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Carry the statement out."""
        self._run(sql, values)

    def change(self, sql: str, values: Sequence[Any] = ()) -> int:
        """The number of rows that an UPDATE or DELETE changed."""
        return len(self.all(sql + " RETURNING 1", values))

    def insert(self, into: str, rows: Sequence[Sequence[Any]]) -> None:
        """Insert the rows; ``into`` is the table with its columns in brackets.

        Many rows go in one statement: each statement hands the interpreter's lock over
        twice, and beside a busy event loop that costs more than the row.
        """
        for start in range(0, len(rows), _ROWS_A_STATEMENT):
            some = rows[start : start + _ROWS_A_STATEMENT]
            sql = _insert(into, len(some), len(some[0]))
            self._run(sql, [value for row in some for value in row])

    def _run(self, sql: str, values: Sequence[Any]) -> Any:
        return self._connection.execute(sql if self.is_sqlite else _psycopg_style(sql), values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction that takes the write lock at once on SQLite; durable when it ends."""
        together = nullcontext() if self.is_sqlite else self._connection.pipeline()
        try:
            with together:
                self.run("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
                yield
                self.run("COMMIT")
        except BaseException:
            self._undo()
            raise

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction for reading that sees one state of the store."""
        self.run("BEGIN" if self.is_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._undo()

    def _undo(self) -> None:
        try:
            self.run("ROLLBACK")
        except DATABASE_FAULTS:
            # SQLite has rolled back by itself, or the server is gone: the fault that led
            # here is the one that is raised, and the caller drops this connection.
            return

    def close(self) -> None:
        """Close it; a transaction that is open is undone."""
        try:
            self._connection.close()
        except DATABASE_FAULTS:
            return
