"""Ending one log and opening the next, and changing the key: entered for all to see.

Nothing that is stored is touched. The next log has another name, so that nobody, and no
witness, can take it for the one that ended; its tree goes on from what the store holds, so
that what is left can still be proved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, text

from records.calendar import instant_to_text
from serving.audit.checkpoints import Checkpoint
from serving.audit.key_files import KeyFileError, draw_key, write_key
from serving.audit.leaf import PreparedLook
from serving.audit.notes import KeyKind, SigningKey
from serving.store.acts import enter_act
from serving.store.errors import LogKeyError, StoreInUseError
from serving.store.log import OPEN_LOCK, read_head
from serving.store.opening import Store
from serving.store.raw import RawConnection
from serving.store.schema import base_origin, log_origin
from serving.store.sealing import Sealing, begin_sealing, next_key_path
from serving.store.seals import Seal, SealFile
from serving.tables.heads import log_generations, log_keys

__all__ = ["MakeEntry", "change_key", "close_log"]

#: An act of this kind and these facts, by whoever does it.
MakeEntry = Callable[[str, Mapping[str, int | str]], PreparedLook]


def close_log(
    store: Store,
    key_file: Path,
    seal_file: Path,
    make_entry: MakeEntry,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> Seal:
    """End the log, open the next with a key of its own, and seal that; its first seal.

    The first entry of the next log names the last head that was sealed of the one that
    ended, and how many entries of it the store holds.

    Raises:
        StoreInUseError: a service still enters looks.
        LogKeyError, SealsError: the new key or the seal can't be written.
        LogDamagedError: the log's head is broken: bring back a copy of the store first.
    """
    last = SealFile(seal_file).last()
    with store.writing() as connection:
        _alone(connection)
        raw = _raw(connection)
        here = read_head(raw)
        old = log_origin(connection)
        closed = Checkpoint(old, here.size, here.root) if last is None else last.head
        generation = _generation_after(connection, closed.origin)
        origin = f"{base_origin(connection)}/{generation}"
        key = _write_next(key_file, origin, draw)
        enter_act(connection, make_entry("LOG_CLOSED", {"kept": here.size}), draw)
        facts: dict[str, int | str] = {
            "closed": closed.origin,
            "closed_size": closed.size,
            "closed_root": closed.root.hex(),
            "kept": here.size,
            "generation": generation,
            "key": key.verifier.text,
        }
        opened = make_entry("LOG_OPENED", facts)
        row = {"generation": generation, "origin": origin, "entry_id": opened.id}
        connection.execute(log_generations.insert().values(row))
        _name_key(connection, key, opened, clock)
        enter_act(connection, opened, draw)
    sealing = begin_sealing(store, key_file, seal_file, clock, draw, may_make_key=False)
    return _seal(store, sealing)


def change_key(
    store: Store,
    key_file: Path,
    seal_file: Path,
    make_entry: MakeEntry,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
) -> Seal:
    """Sign with another key from now on; the first head under it, which both keys sign.

    Raises:
        StoreInUseError: a service still signs with the old key.
        LogKeyError: the old key is not there: then close the log instead.
        LogRolledBackError, SealsError: as of :func:`serving.store.sealing.begin_sealing`.
    """
    old = begin_sealing(store, key_file, seal_file, clock, draw, may_make_key=False).key
    with store.writing() as connection:
        _alone(connection)
        key = _write_next(key_file, log_origin(connection), draw)
        facts = {"old_key": old.verifier.text, "key": key.verifier.text}
        change = make_entry("LOG_KEY_CHANGED", facts)
        _name_key(connection, key, change, clock)
        enter_act(connection, change, draw)
    sealing = begin_sealing(store, key_file, seal_file, clock, draw, may_make_key=False)
    return _seal(store, sealing, old)


def _seal(store: Store, sealing: Sealing, *also: SigningKey) -> Seal:
    raw = store.connect_log(readonly=False)
    try:
        return sealing.seal(raw, also=also)
    finally:
        raw.close()


def _alone(connection: Connection) -> None:
    """Keep everybody else from entering until the transaction ends."""
    if connection.dialect.name == "sqlite":
        return  # Whoever writes to the file is alone.
    query = text("SELECT pg_try_advisory_xact_lock(:key)")
    if not connection.execute(query, {"key": OPEN_LOCK}).scalar_one():
        raise StoreInUseError("the log is in use: stop every service on this store first")


def _raw(connection: Connection) -> RawConnection:
    return RawConnection(
        connection.connection.dbapi_connection, is_sqlite=connection.dialect.name == "sqlite"
    )


def _generation_after(connection: Connection, closed: str) -> int:
    """One more than the log that ends, be it the store's own or a later one that was sealed."""
    base = base_origin(connection)
    numbers = [
        int(origin.removeprefix(f"{base}/"))
        for origin in (closed, log_origin(connection))
        if origin.removeprefix(f"{base}/").isdigit()
    ]
    return max(numbers, default=1) + 1


def _write_next(key_file: Path, origin: str, draw: Callable[[int], bytes]) -> SigningKey:
    key = draw_key(origin, KeyKind.LOG, draw)
    try:
        write_key(next_key_path(key_file), key)
    except KeyFileError as fault:
        raise LogKeyError(str(fault)) from None
    return key


def _name_key(
    connection: Connection, key: SigningKey, entry: PreparedLook, clock: Callable[[], datetime]
) -> None:
    row = {
        "origin": key.verifier.name,
        "key": key.verifier.text,
        "entry_id": entry.id,
        "since": instant_to_text(clock()),
    }
    connection.execute(log_keys.insert().values(row))
