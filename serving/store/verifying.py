"""Reading a whole log for its check, in one state of the store."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from serving.audit.batches import CheckedBatch
from serving.audit.checkpoints import Checkpoint, trusted_checkpoint
from serving.audit.entry_check import check_entries
from serving.audit.faults import Fault, StoredEntry, VerifyReport
from serving.audit.leaf import ERASED
from serving.audit.notes import NoteError, SignedNote
from serving.audit.verify import LogCheck
from serving.store.errors import LogDamagedError, StoreUnavailableError
from serving.store.guards import missing_guards
from serving.store.heads import KeyRow, keys_of, read_keys
from serving.store.log_hashes import frontier_at
from serving.store.opening import Store, store_for_reading
from serving.store.raw import DATABASE_FAULTS, RawConnection
from serving.store.seals import SealFile
from serving.store.stored_entries import bytes_in, numbered, unnumbered

__all__ = ["verify_log"]

#: What one process checks at a time; a log that is not much longer is checked by one alone.
_A_TURN = 8_192
_NUMBERED_AND_WAITING = (
    "SELECT w.entry_id FROM log_waiting w JOIN log_leaves l ON l.entry_id = w.entry_id"
)
_STRAY = {
    "a private part": "log_private",
    "an answer": "log_answers",
    "a place in the queue": "log_waiting",
}


_UNREADABLE = VerifyReport(0, 0, "", (Fault("the database can't be read: it is damaged"),), 1)


def verify_log(
    store: Store,
    *,
    seals: SealFile | None = None,
    anchors: Mapping[int, str] | None = None,
    receipts: Mapping[str, str] | None = None,
    processes: int | None = None,
    turn: int = _A_TURN,
) -> VerifyReport:
    """Check every entry, the tree, the private side, the answers, the writers' counts, and
    every head that was published or sealed.

    Safe beside a running service. ``anchors`` (size -> root, hex) and ``receipts`` (entry
    id -> leaf hash, hex) are what was noted outside the store, besides its seal store. An
    unreadable database is a fault of the report, not an exception. ``processes`` (as many as
    there are processors, if None) check ``turn`` entries at a time each.

    Raises:
        StoreUnavailableError: the store can't be reached.
        SealsError: the seal store can't be read.
    """
    raw = store.connect_log(readonly=True)
    try:
        with raw.snapshot():
            check, finish = _verify(store, raw, seals, anchors, receipts, (processes, turn))
        _look_for_younger_erasures(raw, check)
        return check.finish(*finish)
    except DATABASE_FAULTS as fault:
        if isinstance(fault, OSError):
            raise StoreUnavailableError("the store can't be reached") from None
        return _UNREADABLE
    except LogDamagedError:
        return _UNREADABLE
    finally:
        raw.close()


def _verify(
    store: Store,
    raw: RawConnection,
    seals: SealFile | None,
    anchors: Mapping[int, str] | None,
    receipts: Mapping[str, str] | None,
    shared: tuple[int | None, int],
) -> tuple[LogCheck, tuple[tuple[int, bytes, bytes] | None, int]]:
    keys = _keys(raw)
    heads = _Heads(raw, seals, keys or ())
    named = [(row.key.text, row.entry_id) for row in keys or ()]
    check = LogCheck(
        _origin(raw),
        read_tile=lambda level, position: _tile(raw, level, position),
        root_at=partial(_root_at, raw),
        heads=heads.signed,
        unsigned=heads.unsigned,
        anchors=anchors,
        receipts=receipts,
        keys=named,
    )
    for what in heads.faults:
        check.faults.add(what)
    if keys is None:
        check.faults.add("a key of the log is no key")
    for batch in _checked(store, raw, check, *shared):
        check.add_batch(batch)
    waiting = list(unnumbered(raw))
    for stored, is_waiting in waiting:
        if not is_waiting:
            check.faults.add("it has no number and waits for none: it was inserted", stored)
    check.add(*(stored for stored, _ in waiting))
    for words, table in _STRAY.items():
        for (entry_id,) in raw.all(_strays(table)):
            stray = StoredEntry(str(entry_id), None, None, None, {})
            check.faults.add(f"there is {words} of an entry that is not there", stray)
    for (entry_id,) in raw.all(_NUMBERED_AND_WAITING):
        twice = StoredEntry(str(entry_id), None, None, None, {})
        check.faults.add("it has a number and waits for another", twice)
    with store.reading() as connection:
        for name in missing_guards(connection):
            check.faults.add(f"the guard {name} against changes is missing")
    head = raw.one("SELECT size, root, frontier FROM log_head WHERE id = 1")
    tiles = raw.one("SELECT count(*) FROM log_tiles")
    return check, (
        None if head is None else (head[0], bytes_in(head[1]) or b"", bytes_in(head[2]) or b""),
        0 if tiles is None else tiles[0],
    )


def _checked(
    store: Store, raw: RawConnection, check: LogCheck, processes: int | None, turn: int
) -> Iterable[CheckedBatch]:
    """Every numbered entry, checked by itself, in the log's order."""
    receipts = frozenset(check.wanted_receipts)
    span = raw.one("SELECT min(position), max(position), count(*) FROM log_leaves")
    if span is None or span[0] is None:
        return
    if not all(type(number) is int for number in span):
        raise LogDamagedError("the log's numbers are no numbers")
    if span[1] - span[0] + 1 != span[2]:
        # Numbers are missing, perhaps millions of millions: one turn passes them over.
        turn = span[1] - span[0] + 1
    starts = range(span[0], span[1] + 1, turn)
    turns = [(first, min(first + turn, span[1] + 1)) for first in starts]
    workers = min(processes or os.cpu_count() or 1, len(turns) // 2)
    if workers < 2:
        for first, end in turns:
            yield check_entries(numbered(raw, first, end), receipts)
        return
    one_turn = partial(_check_turn, store.reopening, receipts)
    # Entries never change, so other processes see the same ones in states of their own.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(one_turn, turns)


def _check_turn(reopening: str, receipts: frozenset[str], turn: tuple[int, int]) -> CheckedBatch:
    """The turn of one process, over a connection of its own."""
    with store_for_reading(reopening) as store:
        raw = store.connect_log(readonly=True)
        try:
            with raw.snapshot():
                return check_entries(numbered(raw, *turn), receipts)
        finally:
            raw.close()


def _look_for_younger_erasures(raw: RawConnection, check: LogCheck) -> None:
    """Parts that were erased while the check ran name entries that came after it began."""
    for entry_id in sorted(check.unknown_erasures):
        row = raw.one("SELECT entry FROM log_entries WHERE id = ?", (entry_id,))
        try:
            fields = {} if row is None else json.loads(bytes_in(row[0]) or b"")
            if fields.get("kind") == ERASED:
                check.add_erasures([(entry_id, fields["erases"])])
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # The blank itself is told as a fault then.


def _origin(raw: RawConnection) -> str:
    row = raw.one("SELECT origin FROM store_schema WHERE id = 1")
    return "" if row is None else str(row[0])


def _root_at(raw: RawConnection, size: int) -> str | None:
    try:
        return frontier_at(raw, size).root.hex()
    except LogDamagedError:
        return None


def _tile(raw: RawConnection, level: int, position: int) -> tuple[bytes, bytes] | None:
    row = raw.one(
        "SELECT hashes, root FROM log_tiles WHERE level = ? AND position = ?", (level, position)
    )
    return None if row is None else (bytes_in(row[0]) or b"", bytes_in(row[1]) or b"")


def _keys(raw: RawConnection) -> tuple[KeyRow, ...] | None:
    try:
        return read_keys(raw)
    except NoteError:
        return None


class _Heads:
    """Heads from the store and from its seal store, told apart by whether a known key signed."""

    def __init__(self, raw: RawConnection, seals: SealFile | None, keys: Sequence[KeyRow]) -> None:
        self._keys = keys
        self.signed: list[Checkpoint] = []
        self.unsigned: list[tuple[str, int, str]] = []
        self.faults: list[str] = []
        rows = raw.all("SELECT origin, size, root, note FROM log_heads ORDER BY id")
        for number, (origin, size, root, note) in enumerate(rows):
            name = f"published head {number}"
            stated = Checkpoint(str(origin), int(size), bytes_in(root) or b"")
            if self._take(str(note), name) not in (None, stated):
                self.faults.append(f"{name} says other than its note")
        before: str | None = None
        for number, seal in enumerate(seals.every() if seals else ()):
            if seal.note.text != before:
                before = seal.note.text
                self._take(before, f"seal {number}")

    def _take(self, text: str, name: str) -> Checkpoint | None:
        try:
            note = SignedNote.parse(text)
            head = Checkpoint.parse(note.body)
        except NoteError:
            self.faults.append(f"{name} is no signed head")
            return None
        try:
            self.signed.append(trusted_checkpoint(note, keys_of(self._keys, head.origin)))
        except NoteError:
            self.unsigned.append((head.origin, head.size, name))
        return head


def _strays(table: str) -> str:
    return (
        f"SELECT DISTINCT t.entry_id FROM {table} t"  # noqa: S608 - a name of ours
        " LEFT JOIN log_entries e ON e.id = t.entry_id WHERE e.id IS NULL"
    )
