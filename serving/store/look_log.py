"""Appending looks to the log over one connection, and getting back on after a fault."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from serving.audit.leaf import Chain, PreparedLook, SealedLook, seal
from serving.audit.tree import leaf_hash
from serving.store.errors import (
    DuplicateEntryError,
    KeyUsedError,
    LogDamagedError,
    StoreError,
    StoreUnavailableError,
)
from serving.store.log import (
    Receipt,
    current_origin,
    hold_open,
    insert_looks,
    read_head,
    stored_ids,
)
from serving.store.once import keep_once
from serving.store.opening import Store
from serving.store.raw import LOG_FAULTS, RawConnection, fault_in_words

__all__ = ["LookLog"]

_WRITER_ID_BYTES = 8


class LookLog:
    """One writer's place in the log. For one thread; raises as it is made if it can't write.

    After a fault the connection is dropped: nothing is added until :meth:`reopen` has
    found the log's end to be exactly what this writer left, with or without the group
    whose commit failed.
    """

    def __init__(self, store: Store, draw: Callable[[int], bytes]) -> None:
        self._store = store
        self._draw = draw
        self._raw: RawConnection | None = store.connect_log(readonly=False)
        self._file = self._identity()
        self._doubtful: tuple[SealedLook, ...] = ()
        hold_open(self._raw)
        self._origin = current_origin(self._raw)
        head = read_head(self._raw)
        self._chain = Chain.start(draw(_WRITER_ID_BYTES).hex(), head.size, head.root)

    @property
    def is_open(self) -> bool:
        """Whether the last thing that was tried went well."""
        return self._raw is not None

    def append(self, looks: Sequence[PreparedLook]) -> list[Receipt | StoreError]:
        """Enter the looks durably, all or none, but for those that were entered before: of
        them it is told by a DuplicateEntryError or a KeyUsedError.

        Raises:
            StoreUnavailableError: they may or may not be stored, and must not be answered.
            LogDamagedError: the log contradicts itself.
        """
        raw = self._raw
        if raw is None:
            raise StoreUnavailableError("the log is not open")
        if not looks:
            return []
        sealed: dict[str, SealedLook] = {}
        used: dict[str, KeyUsedError] = {}
        try:
            self._check_file()
            with raw.transaction():
                known = stored_ids(raw, [look.id for look in looks])
                used = keep_once(raw, [look for look in looks if look.id not in known])
                chain = self._chain
                for look in looks:
                    if look.id not in known and look.id not in sealed and look.id not in used:
                        sealed[look.id] = seal(look, self._origin, chain, self._draw)
                        chain = chain.after(sealed[look.id].leaf)
                insert_looks(raw, list(sealed.values()))
        except LOG_FAULTS as fault:
            self._doubtful = tuple(sealed.values())
            self.close()
            raise _unavailable(fault) from None
        self._chain = chain
        return [
            _receipt(sealed.pop(look.id, None)) or used.get(look.id) or DuplicateEntryError(look.id)
            for look in looks
        ]

    def reopen(self) -> None:
        """Connect again and compare the log's end with what this writer left.

        Raises:
            StoreUnavailableError: not possible yet; try again later.
            LogDamagedError: the end is something else. Restart only after verify-audit.
        """
        self.close()
        raw: RawConnection | None = None
        try:
            self._check_file()
            raw = self._store.connect_log(readonly=False)
            # A failed fsync may have left pages that look written. Copying them into the
            # database and emptying the WAL makes what is read next durable, or fails.
            if raw.is_sqlite and raw.one("PRAGMA wal_checkpoint(TRUNCATE)") != (0, 0, 0):
                raise StoreUnavailableError("the store is busy")
            hold_open(raw)
            if current_origin(raw) != self._origin:
                raise LogDamagedError("the log was closed and another one opened; restart")
            self._chain = self._end_of_chain(raw)
            read_head(raw)
        except LOG_FAULTS as fault:
            if raw is not None:
                raw.close()
            raise _unavailable(fault) from None
        self._doubtful = ()
        self._raw = raw

    def _end_of_chain(self, raw: RawConnection) -> Chain:
        """The stored chain: as this writer knows it, or with the doubtful group added."""
        most = len(self._doubtful) + 1
        rows = raw.all(
            "SELECT n, entry FROM log_entries WHERE writer = ? ORDER BY n DESC LIMIT ?",
            (self._chain.writer, most),
        )
        stored = [(row[0], leaf_hash(bytes(row[1]))) for row in reversed(rows)]
        last = [] if self._chain.n == 0 else [(self._chain.n - 1, self._chain.last_leaf)]
        if stored[-1:] == last:
            return self._chain
        if stored == last + [(look.n, look.leaf) for look in self._doubtful]:
            chain = self._chain
            for look in self._doubtful:
                chain = chain.after(look.leaf)
            return chain
        raise LogDamagedError(
            "the log does not end as this process left it; stop, and run missing-risk verify-audit"
        )

    def probe(self) -> None:
        """Commit something durably that is no look, to learn whether looks would go through.

        Raises:
            StoreUnavailableError: they would not.
        """
        raw = self._raw
        if raw is None:
            raise StoreUnavailableError("the log is not open")
        try:
            self._check_file()
            with raw.transaction():
                raw.run("UPDATE store_state SET heartbeat = heartbeat + 1 WHERE id = 1")
        except LOG_FAULTS as fault:
            self.close()
            raise _unavailable(fault) from None

    def _identity(self) -> tuple[int, int] | None:
        if self._store.path is None:
            return None
        status = self._store.path.stat()
        return status.st_dev, status.st_ino

    def _check_file(self) -> None:
        """On a deleted or replaced file SQLite would go on writing to what nobody will find."""
        try:
            same = self._identity() == self._file
        except FileNotFoundError:
            same = False
        if not same:
            raise StoreUnavailableError("the store's file was deleted or replaced; restart")

    def close(self) -> None:
        """Drop the connection; a transaction that is open is undone."""
        if self._raw is not None:
            self._raw.close()
            self._raw = None


def _receipt(look: SealedLook | None) -> Receipt | None:
    return None if look is None else Receipt(look.id, look.leaf.hex())


def _unavailable(fault: Exception) -> StoreError:
    if isinstance(fault, (LogDamagedError, StoreUnavailableError)):
        return fault
    return StoreUnavailableError(f"the look could not be entered ({fault_in_words(fault)})")
