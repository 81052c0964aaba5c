"""SQLite as this store needs it: a library without the WAL-reset bug, full durability,
one writing process, and writes that take their lock at once."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from serving.store.errors import DurabilityError, NotAStoreError, StoreInUseError

__all__ = ["WriterLock", "connect_raw", "reading_engine", "writing_engine"]

#: 3.7.0 to 3.51.2 can lose commits when a checkpoint races one (the WAL-reset bug).
OLDEST_SOUND_LIBRARY = (3, 51, 3)
BUSY_TIMEOUT_MS = 5_000
_WAL_LIMIT_BYTES = 64 * 1024 * 1024
#: Pages of WAL after which a commit also copies them into the database: 16 MiB. The default
#: of 4 MiB would make more than one commit in a hundred several times slower.
_CHECKPOINT_PAGES = 4_000


def connect_raw(path: Path, *, readonly: bool) -> Any:
    """A DBAPI connection, without a transaction of its own making, safe to hand to a thread.

    Never creates the file. One thread at a time may use it.

    Raises:
        DurabilityError: the library is too old, or the database refuses full durability.
        NotAStoreError: there is no such file.
    """
    if sqlite.sqlite_version_info < OLDEST_SOUND_LIBRARY:
        raise DurabilityError(
            f"SQLite {sqlite.sqlite_version} can lose commits; install pysqlite3 0.6.1 or later"
        )
    try:
        connection = sqlite.connect(
            f"file:{_quoted(path)}?mode=rw", uri=True, check_same_thread=False, isolation_level=None
        )
    except sqlite.OperationalError:
        raise NotAStoreError(f"{path}: there is no store; run missing-risk ingest first") from None
    try:
        _set_up(connection, path, readonly=readonly)
    except BaseException:
        connection.close()
        raise
    return connection


def _quoted(path: Path) -> str:
    text = str(path.absolute())
    return text.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _set_up(connection: Any, path: Path, *, readonly: bool) -> None:
    def pragma(words: str) -> Any:
        row = connection.execute(f"PRAGMA {words}").fetchone()
        return None if row is None else row[0]

    pragma(f"busy_timeout={BUSY_TIMEOUT_MS}")
    try:
        mode = pragma("journal_mode" if readonly else "journal_mode=WAL")
    except (sqlite.DatabaseError, UnicodeDecodeError):
        raise NotAStoreError(f"{path}: is not a readable SQLite file, or is damaged") from None
    if readonly and mode != "wal":
        raise NotAStoreError(f"{path}: there is no store; run missing-risk ingest first")
    pragma("synchronous=FULL")
    pragma("foreign_keys=ON")
    pragma("recursive_triggers=ON")  # Else INSERT OR REPLACE gets past the log's guards.
    pragma(f"journal_size_limit={_WAL_LIMIT_BYTES}")
    pragma(f"wal_autocheckpoint={_CHECKPOINT_PAGES}")
    pragma(f"query_only={'ON' if readonly else 'OFF'}")
    found = (mode, pragma("synchronous"), pragma("foreign_keys"), pragma("query_only"))
    if found != ("wal", 2, 1, int(readonly)):
        raise DurabilityError(
            f"{path}: journal_mode, synchronous, foreign_keys, query_only read back as {found}, "
            f"not ('wal', 2, 1, {int(readonly)}); move the store to a local disk"
        )


def reading_engine(path: Path) -> Engine:
    """Connections that can't write; each transaction sees one state of the store."""
    return _engine(path, "BEGIN", readonly=True, most=4)


def writing_engine(path: Path) -> Engine:
    """One connection whose transactions take the write lock at their start, not half-way."""
    return _engine(path, "BEGIN IMMEDIATE", readonly=False, most=1)


def _engine(path: Path, begin: str, *, readonly: bool, most: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlite,
        creator=lambda: connect_raw(path, readonly=readonly),
        poolclass=QueuePool,
        hide_parameters=True,
        pool_size=most,
        max_overflow=0,
        pool_timeout=BUSY_TIMEOUT_MS / 1000,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


class WriterLock:
    """The right to write to one SQLite store, held through a file beside it.

    Raises:
        StoreInUseError: another process holds it; the message names the file and the pid.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.with_name(path.name + ".lock")
        while True:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
                os.close(handle)
                raise StoreInUseError(
                    f"{path} is being written to by process {holder} (lock {self.path}); "
                    "stop it first, or use PostgreSQL for several writers"
                ) from None
            if self._is_current(handle):
                break
            os.close(handle)
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        self._handle: int | None = handle

    def _is_current(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self.path.stat())
        except FileNotFoundError:
            return False

    def release(self) -> None:
        """Give the right up. The file stays: deleting it would race with the next holder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
