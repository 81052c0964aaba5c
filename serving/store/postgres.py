"""PostgreSQL as this store needs it: full durability read back, byte-wise text, bounded waits."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import URL, Engine, create_engine, event

from serving.store.errors import DurabilityError, StoreUnavailableError

__all__ = ["check_durability", "connect_options", "connect_raw", "reading_engine", "writing_engine"]

CONNECT_TIMEOUT_S = 5
STATEMENT_TIMEOUT_MS = 120_000
#: A look's commit may not hang with the network: the kernel gives up after this.
_LOG_TIMEOUT_MS = 5_000
_DURABLE = {"fsync": "on", "full_page_writes": "on"}
#: Settings of synchronous_commit under which a commit is on this server's disk.
_COMMIT_ON_DISK = {"on", "local", "remote_write", "remote_apply"}


def connect_options(url: URL) -> dict[str, Any]:
    """What libpq is told: where, and how long it may wait."""
    return {
        **url.translate_connect_args(username="user", database="dbname"),
        **url.query,
        "connect_timeout": CONNECT_TIMEOUT_S,
        "keepalives_idle": 5,
        "keepalives_interval": 2,
        "keepalives_count": 3,
        "tcp_user_timeout": _LOG_TIMEOUT_MS,
        "application_name": "missing-risk",
    }


def connect_raw(url: URL, *, readonly: bool) -> psycopg.Connection[Any]:
    """A psycopg connection in autocommit for the log's writer, its statements time-limited.

    Raises:
        StoreUnavailableError: the server can't be reached.
        DurabilityError: the server is set to forget commits at a power cut.
    """
    try:
        connection = psycopg.connect(**connect_options(url), autocommit=True)
    except psycopg.OperationalError:
        raise StoreUnavailableError(
            f"no connection to PostgreSQL at {url.host}:{url.port or 5432}"
        ) from None
    try:
        limit = STATEMENT_TIMEOUT_MS if readonly else _LOG_TIMEOUT_MS
        connection.execute(f"SET statement_timeout = {limit}")
        connection.execute(f"SET default_transaction_read_only = {'on' if readonly else 'off'}")
        check_durability(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def check_durability(connection: psycopg.Connection[Any]) -> None:
    """Read the server's settings back.

    Raises:
        DurabilityError: a commit could be lost at a power cut under these settings.
    """
    for name, wanted in _DURABLE.items():
        if (found := _setting(connection, name)) != wanted:
            raise DurabilityError(f"durability off: PostgreSQL has {name} = {found}, not {wanted}")
    if (found := _setting(connection, "synchronous_commit")) not in _COMMIT_ON_DISK:
        raise DurabilityError(f"durability off: PostgreSQL has synchronous_commit = {found}")


def _setting(connection: psycopg.Connection[Any], name: str) -> str:
    row = connection.execute("SELECT current_setting(%s)", (name,)).fetchone()
    assert row is not None
    return str(row[0])


def reading_engine(url: URL) -> Engine:
    """Connections that can't write; each transaction sees one state of the store."""
    return _engine(url, "default_transaction_read_only = on", "REPEATABLE READ")


def writing_engine(url: URL) -> Engine:
    """Connections for everything but looks."""
    return _engine(url, "default_transaction_read_only = off", "READ COMMITTED")


def _engine(url: URL, setting: str, isolation: Any) -> Engine:
    engine = create_engine(
        url,
        isolation_level=isolation,
        hide_parameters=True,
        pool_size=2,
        max_overflow=6,
        pool_timeout=CONNECT_TIMEOUT_S,
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_TIMEOUT_S, "application_name": "missing-risk"},
    )

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _: Any) -> None:
        connection.execute(f"SET {setting}")
        connection.execute(f"SET statement_timeout = {STATEMENT_TIMEOUT_MS}")
        check_durability(connection)
        connection.commit()

    return engine
