"""The thin reads of a look: one prepared statement, no layer between it and the database.

On SQLite they run in the event loop itself: reading in WAL mode waits for nobody, and a
thread would cost more than the statement. On PostgreSQL they go over a few connections
of the loop's own.
"""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import psycopg

from records.calendar import instant_from_text
from records.persons import ChildId
from records.sources import SourceSystem
from serving.access.restrictions import NO_RESTRICTIONS, Restrictions
from serving.store.accounts import Account, account_from_row
from serving.store.errors import StoreUnavailableError
from serving.store.opening import Store
from serving.store.raw import DATABASE_FAULTS, RawConnection
from serving.store.sessions import Session, session_from_row

__all__ = ["LookReader", "LookRow", "open_look_reader"]

_LOOK = (
    "SELECT h.child_id, b.digest, b.blob, s.freshness, s.linkage, s.restrictions"
    " FROM child_histories h"
    " JOIN history_blobs b ON b.digest = h.digest JOIN store_state s ON s.id = 1"
    " WHERE h.child_id = ?"
)
# A child that went into another, which may itself have gone into a third.
_TRAIL = (
    "WITH RECURSIVE trail(id) AS (SELECT new_id FROM child_trail WHERE old_id = ?"
    " UNION SELECT t.new_id FROM child_trail t JOIN trail ON t.old_id = trail.id) "
)
_LOOK_BY_TRAIL = _TRAIL + _LOOK.replace("h.child_id = ?", "h.child_id IN (SELECT id FROM trail)")
_ERASED = (
    "SELECT e.rule, e.erased_at FROM erased_children c JOIN erasures e ON e.id = c.erasure_id"
    " WHERE c.child_id = ?"
)
_BLOB = "SELECT blob FROM history_blobs WHERE digest = ?"
_LIMITS = "SELECT state FROM restriction_states WHERE digest = ?"
#: As many states of limits are remembered: a look of a moment ago may be of the one before.
_STATES = 8
_SESSION = (
    "SELECT digest, account, display_name, roles, team, how, started_at, seen_at, ends_at,"
    " idle_s FROM sessions WHERE digest = ?"
)
_ACCOUNT = (
    "SELECT name, display_name, secret_hash, roles, team, is_demo, issuer, seen_at, closed_at"
    " FROM accounts WHERE name = ?"
)
_READ_FAULTS: tuple[type[Exception], ...] = (*DATABASE_FAULTS, TimeoutError)


@dataclass(frozen=True, slots=True)
class LookRow:
    """What one look is made from, all of one state of the store.

    Attributes:
        child: the child's id now; another than was asked if that one went into it.
        digest: the blob's name, for the log and for replay.
        blob: the inputs as :func:`serving.store.histories.save_histories` was given them.
        freshness: when the latest extract of each system was taken.
        linkage: the digest of the linkage's state.
        restrictions: which records are limited to a named team.
    """

    child: ChildId
    digest: str
    blob: bytes
    freshness: Mapping[SourceSystem, datetime]
    linkage: str
    restrictions: Restrictions = NO_RESTRICTIONS


class LookReader(ABC):
    """Reads for one event loop. Made by :func:`open_look_reader`."""

    def __init__(self) -> None:
        self._states: dict[str, Restrictions] = {}

    async def read_look(self, child: str) -> LookRow | None:
        """The child's row, followed along the trail of merged ids; None if nobody has the id.

        Raises:
            StoreUnavailableError: the database can't be read just now.
        """
        row = await self._one(_LOOK, child) or await self._one(_LOOK_BY_TRAIL, child)
        if row is None:
            return None
        limits = await self.read_restrictions(row[5])
        return LookRow(ChildId(row[0]), row[1], bytes(row[2]), _freshness(row[3]), row[4], limits)

    async def read_restrictions(self, digest: str) -> Restrictions:
        """The state of limits that has this digest, which says the same for good.

        Raises:
            StoreUnavailableError: it can't be read: nobody may look by a guess.
        """
        if not digest:
            return NO_RESTRICTIONS
        if digest not in self._states:
            row = await self._one(_LIMITS, digest)
            if row is None:
                raise StoreUnavailableError("the limits on records can't be read just now")
            if len(self._states) == _STATES:
                del self._states[next(iter(self._states))]
            self._states[digest] = Restrictions.from_text(row[0])
        return self._states[digest]

    async def read_erasure(self, child: str) -> tuple[str, datetime] | None:
        """Under which rule, and when, the child of this id was erased; None if it was not.

        Raises StoreUnavailableError as above.
        """
        row = await self._one(_ERASED, child)
        return None if row is None else (row[0], instant_from_text(row[1]))

    async def read_blob(self, digest: str) -> bytes | None:
        """The blob of this name, for replay. Raises StoreUnavailableError as above."""
        row = await self._one(_BLOB, digest)
        return None if row is None else bytes(row[0])

    async def find_session(self, digest: str) -> Session | None:
        """The session of this digest, valid or not. Raises StoreUnavailableError as above."""
        row = await self._one(_SESSION, digest)
        return None if row is None else session_from_row(*row)

    async def find_account(self, name: str) -> Account | None:
        """The account of this name, closed or not. Raises StoreUnavailableError as above."""
        row = await self._one(_ACCOUNT, name)
        return None if row is None else account_from_row(*row)

    @abstractmethod
    async def _one(self, sql: str, value: str) -> tuple[Any, ...] | None: ...

    @abstractmethod
    async def close(self) -> None:
        """Close every connection."""


@lru_cache(maxsize=8)
def _freshness(raw: str) -> Mapping[SourceSystem, datetime]:
    taken = {SourceSystem(name): instant_from_text(at) for name, at in json.loads(raw).items()}
    return MappingProxyType(taken)


def open_look_reader(store: Store, *, connections: int = 8, wait_s: float = 2.0) -> LookReader:
    """A reader for the running event loop. PostgreSQL connections are made when first needed.

    Raises:
        StoreUnavailableError, DurabilityError, NotAStoreError: SQLite alone, at once.
    """
    if store.is_sqlite:
        return _SqliteLookReader(store)
    return _PostgresLookReader(store, connections, wait_s)


class _SqliteLookReader(LookReader):
    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._connection: RawConnection | None = store.connect_log(readonly=True)

    async def _one(self, sql: str, value: str) -> tuple[Any, ...] | None:
        if self._connection is None:
            self._connection = self._store.connect_log(readonly=True)
        try:
            return self._connection.one(sql, (value,))
        except DATABASE_FAULTS:
            await self.close()
            raise StoreUnavailableError("the store can't be read just now") from None

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _PostgresLookReader(LookReader):
    """A fixed number of connections; one that a fault or a cancellation touched is replaced."""

    def __init__(self, store: Store, connections: int, wait_s: float) -> None:
        super().__init__()
        self._options = store.postgres_options()
        self._wait_s = wait_s
        self._idle: asyncio.LifoQueue[psycopg.AsyncConnection[Any] | None] = asyncio.LifoQueue()
        for _ in range(connections):
            self._idle.put_nowait(None)

    async def _one(self, sql: str, value: str) -> tuple[Any, ...] | None:
        statement = sql.replace("?", "%s")
        try:
            async with asyncio.timeout(self._wait_s):
                connection = await self._idle.get()
                try:
                    if connection is None:
                        connection = await self._connect()
                    cursor = await connection.execute(
                        statement, (value,), prepare=True, binary=True
                    )
                    row: tuple[Any, ...] | None = await cursor.fetchone()
                except BaseException:
                    if connection is not None:
                        await connection.close()
                        connection = None
                    raise
                finally:
                    self._idle.put_nowait(connection)
        except _READ_FAULTS:
            raise StoreUnavailableError("the store can't be read just now") from None
        return row

    async def _connect(self) -> psycopg.AsyncConnection[Any]:
        connection = await psycopg.AsyncConnection.connect(**self._options, autocommit=True)
        await connection.execute("SET default_transaction_read_only = on")
        return connection

    async def close(self) -> None:
        while not self._idle.empty():
            connection = self._idle.get_nowait()
            if connection is not None:
                await connection.close()
