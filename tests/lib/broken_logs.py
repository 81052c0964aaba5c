"""A store whose log refuses every entry, on either engine, as a full disk would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from serving.store.opening import Connection, Store

__all__ = ["log_refusing"]

_SQLITE = (
    "CREATE TRIGGER planted_fault BEFORE INSERT ON log_entries"
    " BEGIN SELECT RAISE(ABORT, 'disk full'); END"
)
_POSTGRES = (
    (
        "CREATE FUNCTION planted_fault() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'disk full'; END $$"
    ),
    (
        "CREATE TRIGGER planted_fault BEFORE INSERT ON log_entries"
        " FOR EACH ROW EXECUTE FUNCTION planted_fault()"
    ),
)


@contextmanager
def log_refusing(store: Store) -> Iterator[None]:
    """No entry can be made meanwhile; everything else of the store works."""
    with store.writing() as connection:
        for statement in (_SQLITE,) if store.is_sqlite else _POSTGRES:
            connection.exec_driver_sql(statement)
    try:
        yield
    finally:
        with store.writing() as connection:
            _heal(connection, is_sqlite=store.is_sqlite)


def _heal(connection: Connection, *, is_sqlite: bool) -> None:
    on = "" if is_sqlite else " ON log_entries"
    connection.exec_driver_sql(f"DROP TRIGGER planted_fault{on}")
    if not is_sqlite:
        connection.exec_driver_sql("DROP FUNCTION planted_fault")
