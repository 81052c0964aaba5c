"""Sealing the log: what is new is read back, signed, sealed on another path, and published.

In this order, so that no head is ever seen that the seal store does not hold.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path

from records.calendar import instant_to_text
from serving.audit.checkpoints import Checkpoint, signed_checkpoint, trusted_checkpoint
from serving.audit.key_files import KeyFileError, draw_key, read_key, write_key
from serving.audit.notes import KeyKind, NoteError, SigningKey
from serving.audit.tree import Frontier, leaf_hash
from serving.store.errors import LogDamagedError, LogKeyError, LogRolledBackError, SealsError
from serving.store.heads import keys_of, publish, read_keys
from serving.store.log import current_origin, read_head
from serving.store.log_hashes import frontier_at
from serving.store.opening import Store
from serving.store.raw import RawConnection
from serving.store.seals import Seal, SealFile

__all__ = ["ClockWentBackError", "Sealing", "begin_sealing", "next_key_path", "signing_key"]

_AT_ONCE = 1_024
_LOCK = int.from_bytes(hashlib.sha256(b"missing-risk sealer").digest()[:7], "big")
_NEW = (
    "SELECT l.position, l.leaf, e.entry FROM log_leaves l"
    " LEFT JOIN log_entries e ON e.id = l.entry_id"
    " WHERE l.position >= ? AND l.position < ? ORDER BY l.position"
)
_WAY_ON = (
    "find out why; then either bring back the store as it was, or run missing-risk log close"
    ' --reason "...", which ends this log for all to see and opens the next'
)


class ClockWentBackError(Exception):
    """The clock is behind the last seal: nothing is sealed until it has caught up."""


class Sealing:
    """One log's key and seal store, and how far the log is sealed. For one thread at a time.

    Made by :func:`begin_sealing`, which has found the last seal in the store's tree.
    """

    def __init__(
        self, origin: str, key: SigningKey, seals: SealFile, clock: Callable[[], datetime]
    ) -> None:
        self.origin = origin
        self.key = key
        self._seals = seals
        self._clock = clock
        self._seal: Seal | None = None
        self._tree = Frontier()

    @property
    def sealed(self) -> Seal | None:
        """The last seal, if there is one."""
        return self._seal

    def catch_up(self, raw: RawConnection) -> None:
        """Take over what the seal store holds, and publish its last head if the store lacks it.

        A closed log's head is taken if this log was opened as going on from it; then the
        tree is read from its beginning.

        Raises:
            LogRolledBackError: the store's tree does not contain the last seal.
            SealsError: the seal store can't be read, or is another log's.
        """
        seal = self._seals.last()
        if seal == self._seal:
            return
        if seal is None:
            raise SealsError(f"{self._seals.path}: the seal store has lost its seals; {_WAY_ON}")
        if seal.head.origin != self.origin and _goes_on_from(raw, seal.head):
            self._seal, self._tree = seal, Frontier()
            return
        try:
            head = trusted_checkpoint(seal.note, keys_of(read_keys(raw), seal.head.origin))
        except NoteError:
            raise SealsError(
                f"{self._seals.path}: the last seal was signed by no key of this log; {_WAY_ON}"
            ) from None
        self._tree = _check_contained(raw, head, self.origin)
        if not raw.one("SELECT 1 FROM log_heads WHERE note = ? AND at = ?", _noted(seal)):
            with raw.transaction():
                publish(raw, seal.note, seal.at)
        self._seal = seal

    def seal(self, raw: RawConnection, *, also: Sequence[SigningKey] = ()) -> Seal:
        """Seal all that has a number, and publish the head; ``also`` are keys that sign with it.

        Raises:
            ClockWentBackError: the clock is behind the last seal.
            LogDamagedError: what was read back contradicts itself. Nothing was signed.
            SealsError, StoreUnavailableError: try again later.
        """
        self.catch_up(raw)
        at = instant_to_text(self._clock())
        if self._seal is not None and at < self._seal.at:
            raise ClockWentBackError
        if raw.is_sqlite:
            # One process writes: nobody else seals, and looks go on while this reads and flushes.
            return self._sign(raw, at, also)
        with raw.transaction():
            # One process at a time; the seal store's own comparison is the second fence.
            raw.run("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            return self._sign(raw, at, also)

    def _sign(self, raw: RawConnection, at: str, also: Sequence[SigningKey]) -> Seal:
        tree = self._read_back(raw)
        head = Checkpoint(self.origin, tree.size, tree.root)
        seal = Seal(signed_checkpoint(head, (self.key, *also)), at)
        self._seals.add(seal, self._seal)
        with raw.transaction() if raw.is_sqlite else nullcontext():
            publish(raw, seal.note, at)
        self._seal, self._tree = seal, tree
        return seal

    def _read_back(self, raw: RawConnection) -> Frontier:
        """The tree over every numbered entry, the new ones hashed from their stored bytes."""
        head, tree = read_head(raw), self._tree
        while tree.size < head.size:
            end = min(tree.size + _AT_ONCE, head.size)
            rows = raw.all(_NEW, (tree.size, end))
            leaves = []
            for number, (position, leaf, entry) in enumerate(rows, start=tree.size):
                if position != number or entry is None or leaf_hash(bytes(entry)) != bytes(leaf):
                    raise _damaged(number)
                leaves.append(bytes(leaf))
            if len(leaves) != end - tree.size:
                raise _damaged(tree.size + len(leaves))
            tree = tree.grow(leaves)
        if (tree.size, tree.root) != (head.size, head.root):
            raise _damaged(head.size)
        return tree


def _noted(seal: Seal) -> tuple[str, str]:
    return seal.note.text, seal.at


def _damaged(position: int) -> LogDamagedError:
    return LogDamagedError(
        f"entry {position} is not as it was numbered, so nothing more is sealed: "
        "run missing-risk verify-audit"
    )


def _check_contained(raw: RawConnection, head: Checkpoint, origin: str) -> Frontier:
    """The tree at the size of a sealed head.

    Raises:
        LogRolledBackError: the store has fewer entries, or others, or is of an earlier log.
    """
    stored = read_head(raw)
    if head.origin != origin:
        raise LogRolledBackError(
            f"the store is older than its last seal, which is of the log {head.origin}; {_WAY_ON}"
        )
    if stored.size < head.size:
        raise LogRolledBackError(
            f"the store is older than its last seal: it holds {stored.size:,} entries, "
            f"{head.size:,} were sealed; {_WAY_ON}"
        )
    tree = frontier_at(raw, head.size)
    if tree.root != head.root:
        raise LogRolledBackError(
            f"the store is not the one that was sealed: its first {head.size:,} entries are "
            f"others; {_WAY_ON}"
        )
    return tree


def _goes_on_from(raw: RawConnection, head: Checkpoint) -> bool:
    """Whether this log was opened as the one that goes on from that head."""
    row = raw.one(
        "SELECT e.entry FROM log_generations g JOIN log_entries e ON e.id = g.entry_id"
        " ORDER BY g.generation DESC LIMIT 1"
    )
    facts = {} if row is None else json.loads(bytes(row[0]))["facts"]
    said = (facts.get("closed"), facts.get("closed_size"), facts.get("closed_root"))
    return said == (head.origin, head.size, head.root.hex())


def begin_sealing(
    store: Store,
    key_file: Path,
    seal_file: Path,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
    *,
    may_make_key: bool,
) -> Sealing:
    """The log's sealing, once its last seal was found in the store.

    Args:
        may_make_key: a log without a key gets one; else the file must be there.

    Raises:
        LogKeyError: the key is missing, can be read by others, or is not this log's.
        LogRolledBackError: the store lacks what was sealed; the message names the way on.
        SealsError: the seal store is gone, or can't be read.
    """
    raw = store.connect_log(readonly=False)
    try:
        origin = current_origin(raw)
        key = signing_key(raw, key_file, origin, clock, draw, may_make_key=may_make_key)
        seals = SealFile(seal_file)
        sealing = Sealing(origin, key, seals, clock)
        if seals.last() is not None:
            sealing.catch_up(raw)
        elif raw.one("SELECT 1 FROM log_heads WHERE origin = ? LIMIT 1", (origin,)):
            raise SealsError(
                f"{seal_file}: the log was sealed, and its seal store is gone or empty; {_WAY_ON}"
            )
        else:
            seal_file.parent.mkdir(parents=True, exist_ok=True)
        return sealing
    finally:
        raw.close()


def next_key_path(path: Path) -> Path:
    """Where the next key waits while the log is being told of it."""
    return path.with_name(path.name + ".next")


def signing_key(
    raw: RawConnection,
    path: Path,
    origin: str,
    clock: Callable[[], datetime],
    draw: Callable[[int], bytes],
    *,
    may_make_key: bool,
) -> SigningKey:
    """The key that signs this log's heads, the first one made if it may be.

    Raises:
        LogKeyError: it is missing, can be read by others, or is another one than the log knows.
    """
    known = keys_of(read_keys(raw), origin)
    waiting = next_key_path(path)
    try:
        if known and waiting.exists() and read_key(waiting, KeyKind.LOG).verifier == known[-1]:
            # The log knows the next key already: the process ended before it took its place.
            waiting.replace(path)
        if not known and may_make_key and not path.exists():
            write_key(path, draw_key(origin, KeyKind.LOG, draw))
        key = read_key(path, KeyKind.LOG)
    except KeyFileError as fault:
        raise LogKeyError(
            f"{fault}; make the log's first key with missing-risk log make-key, bring back the "
            "one that was lost, or run missing-risk log close"
        ) from None
    if key.verifier.name != origin or (known and key.verifier != known[-1]):
        raise LogKeyError(f"{path}: the key is not the one that signs the log {origin}")
    if not known:
        with raw.transaction():
            row = (origin, key.verifier.text, None, instant_to_text(clock()))
            raw.insert("log_keys (origin, key, entry_id, since)", [row])
    return key
