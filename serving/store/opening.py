"""One store by its address: opened, checked, and given out as short transactions."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, inspect, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from serving.store import postgres, sqlite
from serving.store.errors import NotAStoreError, StoreError, StoreUnavailableError
from serving.store.raw import DATABASE_FAULTS, RawConnection, fault_in_words
from serving.store.schema import check_schema, create_schema
from serving.tables.taken_in import store_schema

# Connection: for those above the store, who pass one on and need no other door to it.
__all__ = [
    "DEFAULT_ORIGIN",
    "Connection",
    "Store",
    "examine_store",
    "open_store",
    "store_for_reading",
]

#: The name that the access log bears inside every entry.
DEFAULT_ORIGIN = "missing-children-risk.example/looks"


class Store:
    """An open store. Made by :func:`open_store`; may be shared by threads.

    Attributes:
        address: where it is, without a password: fit for a message.
        path: the file of an SQLite store, else None.
        is_writer: whether :meth:`writing` and :meth:`connect_log` may be used.
    """

    def __init__(self, url: URL, *, writer: bool) -> None:
        self._url = url
        self.address = url.render_as_string(hide_password=True)
        self.is_writer = writer
        self.path: Path | None = None
        self._lock: sqlite.WriterLock | None = None
        self._writing: Engine | None = None
        if url.get_backend_name() == "sqlite":
            self.path = Path(url.database or "").absolute()
            if writer:
                self.path.parent.mkdir(parents=True, exist_ok=True)
                self._lock = sqlite.WriterLock(self.path)
                self.path.touch(mode=0o600)
                self._writing = sqlite.writing_engine(self.path)
            self._reading = sqlite.reading_engine(self.path)
        else:
            self._reading = postgres.reading_engine(url)
            if writer:
                self._writing = postgres.writing_engine(url)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is one file with one writing process."""
        return self.path is not None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the store and can't change it."""
        with _reachable(self.address), self._reading.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block ends, and undone if it raises.

        Not for looks: those go through :class:`serving.store.writer.LookWriter`.
        """
        if self._writing is None:
            raise StoreError("the store was opened for reading alone")
        with _reachable(self.address), self._writing.begin() as connection:
            yield connection

    def connect_log(self, *, readonly: bool) -> RawConnection:
        """A connection for the log's own threads and for thin reads; the caller closes it.

        Raises:
            StoreError: it would write, but the store was opened for reading alone.
            NotAStoreError, StoreUnavailableError: the file or server is not there.
        """
        if not readonly and not self.is_writer:
            raise StoreError("the store was opened for reading alone")
        if self.path is not None:
            return RawConnection(sqlite.connect_raw(self.path, readonly=readonly), is_sqlite=True)
        raw = postgres.connect_raw(self._url, readonly=readonly)
        return RawConnection(raw, is_sqlite=False)

    @property
    def reopening(self) -> str:
        """What :func:`store_for_reading` takes in another process; may hold a password."""
        return self._url.render_as_string(hide_password=False)

    def postgres_options(self) -> dict[str, Any]:
        """What libpq needs to reach the store; for the looks' own connections."""
        return postgres.connect_options(self._url)

    def vacuum(self) -> None:
        """Let the store's files hold no byte of what was deleted, as far as they can be told to.

        SQLite writes the whole file anew, which needs its size again on the disk and lets
        nobody else write meanwhile. PostgreSQL lets other work go on; only the tables' owner
        may ask it.

        Raises:
            StoreError, StoreUnavailableError: it could not be done now; nothing was lost.
        """
        raw = self.connect_log(readonly=False)
        try:
            if not raw.is_sqlite:
                raw.run("SET statement_timeout = 0")
            raw.run("VACUUM" if raw.is_sqlite else "VACUUM (ANALYZE)")
            if raw.is_sqlite:
                raw.run("PRAGMA wal_checkpoint(TRUNCATE)")
        except DATABASE_FAULTS as fault:
            raise StoreUnavailableError(f"{self.address}: {fault_in_words(fault)}") from None
        finally:
            raw.close()

    def close(self) -> None:
        """Close every pooled connection and give up the right to write."""
        self._reading.dispose()
        if self._writing is not None:
            self._writing.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@contextmanager
def _reachable(address: str) -> Iterator[None]:
    try:
        yield
    except PoolTimeoutError:
        raise StoreUnavailableError(f"{address}: every connection is in use") from None
    except (OperationalError, InterfaceError) as fault:
        raise StoreUnavailableError(f"{address}: {fault_in_words(fault.orig)}") from None
    except DBAPIError as fault:
        raise StoreError(f"{address}: {fault_in_words(fault.orig)}") from None


def open_store(
    url: str,
    *,
    writer: bool,
    must_be_guarded: bool = True,
    origin: str = DEFAULT_ORIGIN,
    draw_secret: Callable[[int], bytes] = secrets.token_bytes,
) -> Store:
    """Open a store by its address: ``sqlite:///var/force.db``, a file name, or
    ``postgresql+psycopg://user@host/db``.

    A writer makes the file and the tables when there are none, with a new secret from
    ``draw_secret``; of an SQLite store there is one writing process at a time. The
    version, the append-only guards and the durability settings are checked; only the
    check of the log itself, which reports missing guards, may waive them.

    Raises:
        NotAStoreError: nothing there (reading), an unknown version, or a guard missing.
        StoreInUseError: another process writes to this SQLite store.
        DurabilityError: commits could be lost at a power cut.
        StoreUnavailableError: the server or the file can't be reached.
    """
    store = Store(_parse(url), writer=writer)
    try:
        if writer:
            with store.writing() as connection:
                create_schema(connection, origin=origin, draw_secret=draw_secret)
        with store.reading() as connection:
            check_schema(connection, must_be_guarded=must_be_guarded)
    except UnicodeDecodeError:
        store.close()
        raise NotAStoreError(f"{store.address}: the database is damaged") from None
    except BaseException:
        store.close()
        raise
    return store


def store_for_reading(reopening: str) -> Store:
    """The store of another process's :attr:`Store.reopening`, which has checked it."""
    return Store(make_url(reopening), writer=False)


def examine_store(url: str, *, writer: bool) -> Store:
    """Open a store of whatever revision as it is: nothing is made, brought forward or checked.

    For the commands that say how it stands, or take it back.

    Raises:
        NotAStoreError: there is no store at the address.
        StoreInUseError, StoreUnavailableError: as of :func:`open_store`.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").exists():
        raise NotAStoreError(f"{parsed.database}: there is no store")
    store = Store(parsed, writer=writer)
    try:
        with store.reading() as connection:
            if not inspect(connection).has_table(store_schema.name):
                raise NotAStoreError(f"{store.address}: there is no store")
    except BaseException:
        store.close()
        raise
    return store


def _parse(text: str) -> URL:
    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except ArgumentError:
        raise NotAStoreError(
            "the store's address is not a URL like sqlite:///var/force.db"
        ) from None
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() != "sqlite" or not url.database or url.database == ":memory:":
        raise NotAStoreError("the store must be an SQLite file or a PostgreSQL database")
    return url
