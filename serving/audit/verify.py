"""Checking a log against itself and against its heads: every change, removal, insertion or
reordering is a fault, and an honest log has none (N6).

Pure: :mod:`serving.store.verifying` feeds it what is stored. Whoever can change the whole
store can make a log that is sound in itself; that is found by what is kept outside: seals,
cosigned heads and receipts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from serving.audit.batches import CheckedBatch
from serving.audit.chain_check import ChainCheck, RootAt, start_of
from serving.audit.checkpoints import Checkpoint
from serving.audit.entry_check import check_entries
from serving.audit.faults import Fault, FaultList, StoredEntry, VerifyReport
from serving.audit.tree_check import ReadTile, TreeCheck

__all__ = ["LogCheck"]


class LogCheck:
    """Takes the numbered entries in order, then those that wait, in order of their count.

    Args:
        origin: the name of the store's first log.
        root_at: the root of the first so many stored leaves, for heads far back.
        heads: signed heads of the log, from wherever they were kept.
        anchors: size -> root (hex) of heads that were noted outside it.
        receipts: entry id -> leaf hash (hex) of looks that somebody holds a receipt for.
        unsigned: (log, size, what it is) of heads that no known key signed.
        keys: (key, id of the entry that names it) in turn; None names the first.
    """

    def __init__(
        self,
        origin: str,
        *,
        read_tile: ReadTile,
        root_at: RootAt,
        heads: Sequence[Checkpoint] = (),
        anchors: Mapping[int, str] | None = None,
        receipts: Mapping[str, str] | None = None,
        keys: Sequence[tuple[str, str | None]] = (),
        unsigned: Sequence[tuple[str, int, str]] = (),
    ) -> None:
        self.faults = FaultList()
        self._base = self._origin = origin
        self._generation = 1
        self._root_at = root_at
        self._heads = {(head.origin, head.size, head.root.hex()) for head in heads}
        self._anchors = dict(anchors or {})
        self._receipts = dict(receipts or {})
        self._keys = tuple(keys)
        self._unsigned = tuple(unsigned)
        wanted = {size for _, size, _ in self._heads} | set(self._anchors)
        self._tree = TreeCheck(wanted, read_tile, self.faults)
        self._chains = ChainCheck(self.faults)
        self._blanks: list[tuple[int | None, str, str, str]] = []
        self._erasures: dict[str, frozenset[str]] = {}
        self._named_keys: dict[str, str] = {}
        self._closed: dict[str, int] = {}
        self._closed_words: list[str] = []
        self._waiting = 0

    @property
    def wanted_receipts(self) -> Collection[str]:
        """The ids that the check of entries is asked for."""
        return self._receipts.keys()

    def add(self, *entries: StoredEntry) -> None:
        """Check the next entries."""
        self.add_batch(check_entries(entries, self._receipts.keys()))

    def add_batch(self, batch: CheckedBatch) -> None:
        """Take the next entries, which were checked by themselves."""
        for fault in batch.faults:
            self.faults.note(fault)
        self.faults.count += batch.fault_count - len(batch.faults)
        begun = [start_of(run.previous) for run in batch.runs if run.n == 0]
        starts = {start[0] for start in begun if start is not None}
        for first, hashes in batch.leaves:
            self._tree.add(first, hashes, starts)
        for entry_id, leaf in batch.receipts:
            if self._receipts.get(entry_id) == leaf:
                del self._receipts[entry_id]
        telling = {entry_id: (kind, facts) for _, entry_id, kind, _, facts in batch.telling}
        for run in batch.runs:
            if run.log != self._origin and not self._opens(run.log, telling.get(run.id)):
                self.faults.note(Fault("the entry is of another log", run.position, run.id))
            self._chains.add(run, self._root)
        for entry_id, (kind, facts) in telling.items():
            if kind != "LOG_CLOSED":
                self._named_keys[entry_id] = str(facts.get("key"))
        self._blanks += batch.blanks
        self.add_erasures(batch.erasures)
        self._waiting += batch.waiting

    def _root(self, size: int) -> str | None:
        return self._tree.roots.get(size) or self._root_at(size)

    def _opens(self, log: str, said: tuple[str, Mapping[str, Any]] | None) -> bool:
        """Whether the entry opens the next log, and then go on in that one."""
        kind, facts = said or ("", {})
        generation = facts.get("generation")
        if kind != "LOG_OPENED" or type(generation) is not int or generation <= self._generation:
            return False
        if log != f"{self._base}/{generation}":
            return False
        closed, sealed = str(facts.get("closed")), facts.get("closed_size")
        kept = facts.get("kept")
        if type(sealed) is not int or type(kept) is not int:
            return False
        for older in {self._origin, closed}:
            self._closed[older] = sealed
        self._origin, self._generation = log, generation
        lost = max(sealed - kept, 0)
        self._closed_words.append(
            f"the log {closed} was closed with {kept:,} entries in the store; its last seal had "
            f"{sealed:,}, so {lost:,} are known to be lost; {log} goes on from it"
        )
        return True

    def add_erasures(self, erasures: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Take entries that say what was erased."""
        for entry_id, erased in erasures:
            self._erasures[entry_id] = frozenset(erased)

    @property
    def unknown_erasures(self) -> frozenset[str]:
        """Ids that erased parts name, and no entry so far has: they may be younger."""
        return frozenset(by for *_, by in self._blanks) - self._erasures.keys()

    def finish(self, head: tuple[int, bytes, bytes] | None, tile_count: int) -> VerifyReport:
        """The report, once every entry was added.

        Args:
            head: the stored head's size, root and frontier; None if it is gone.
            tile_count: how many tiles are stored.
        """
        self._tree.finish(head, tile_count)
        for position, entry_id, label, erased_by in self._blanks:
            if f"{entry_id}/{label}" not in self._erasures.get(erased_by, ()):
                what = f"its {label} was erased and no entry says so"
                self.faults.note(Fault(what, position, entry_id))
        self._check_heads()
        for number, (key, named_by) in enumerate(self._keys):
            named = None if named_by is None else self._named_keys.get(named_by)
            if named != key and (number > 0 or named_by is not None):
                self.faults.add("a key of the log is named by no entry of it")
        for entry_id in sorted(self._receipts):
            self.faults.add(f"the look of the receipt {entry_id} is not in the log")
        tree = self._tree.tree
        return VerifyReport(
            tree.size,
            self._waiting,
            tree.root.hex(),
            self.faults.kept,
            self.faults.count,
            len(self._heads) + len(self._anchors),
            tuple(self._closed_words),
        )

    def _check_heads(self) -> None:
        for origin, size, name in self._unsigned:
            # A store from before the log's last key doesn't know it; the close said so.
            if size > self._closed.get(origin, -1):
                self.faults.add(f"{name} was signed by no key of the log")
        noted = {("", size, root) for size, root in self._anchors.items()}
        for origin, size, root in sorted(self._heads | noted, key=lambda each: each[1]):
            if self._tree.roots.get(size) == root:
                continue
            # What was lost when a log was closed is said by the entry that closed it.
            if size <= self._closed.get(origin, -1):
                continue
            self.faults.add(f"the log is not the one whose head of {size} entries was noted")
