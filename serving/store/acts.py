"""Entries of acts: whatever changes the store is entered in the very transaction that changes it.

A look's entry goes through :class:`serving.store.writer.LookWriter`, which groups many.
An act is rarer and its change and its entry must stand or fall together: no entry, no act.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

from serving.audit.leaf import Chain, PreparedLook, seal
from serving.store.errors import StoreUnavailableError
from serving.store.log import OPEN_LOCK, Receipt, insert_looks, number_waiting, read_head
from serving.store.once import keep_once
from serving.store.raw import DATABASE_FAULTS, RawConnection, fault_in_words
from serving.store.schema import log_origin

__all__ = ["enter_act"]

_WRITER_ID_BYTES = 8


def enter_act(connection: Connection, act: PreparedLook, draw: Callable[[int], bytes]) -> Receipt:
    """Enter an act inside the caller's transaction, as its last statement; both become durable
    when the transaction ends, or neither.

    The entry is the only one of a writer of its own, and has its number at once: on
    PostgreSQL no other process numbers entries until the transaction has ended.

    Raises:
        StoreUnavailableError: it could not be entered; let the transaction be undone.
        KeyUsedError: the request was carried out before; let the transaction be undone.
        LogDamagedError: the log contradicts itself.
    """
    raw = RawConnection(
        connection.connection.dbapi_connection, is_sqlite=connection.dialect.name == "sqlite"
    )
    try:
        if not raw.is_sqlite:
            raw.run("SELECT pg_advisory_xact_lock_shared(?)", (OPEN_LOCK,))
        head = read_head(raw)
        chain = Chain.start(draw(_WRITER_ID_BYTES).hex(), head.size, head.root)
        sealed = seal(act, log_origin(connection), chain, draw)
        if used := keep_once(raw, [act]):
            raise used[act.id]
        insert_looks(raw, [sealed])
        number_waiting(raw)
    except DATABASE_FAULTS as fault:
        said = fault_in_words(fault)
        raise StoreUnavailableError(f"the act could not be entered ({said})") from None
    return Receipt(sealed.id, sealed.leaf.hex())
