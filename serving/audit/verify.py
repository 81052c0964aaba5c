"""Checking a log against itself: every change, removal, insertion or reordering is a fault,
and an honest log has none (N6).

Pure: :mod:`serving.store.verifying` feeds it what is stored. Whoever can change the whole
store can make a log that is sound in itself; that is found by what was noted outside:
heads (``anchors``) and receipts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from serving.audit.chain_check import ChainCheck
from serving.audit.entry_check import check_parts, read_fields
from serving.audit.faults import FaultList, StoredEntry, VerifyReport
from serving.audit.leaf import ERASED
from serving.audit.tree import leaf_hash
from serving.audit.tree_check import ReadTile, TreeCheck

__all__ = ["LogCheck"]


class LogCheck:
    """Takes the numbered entries in order, then those that wait, in order of their count.

    Args:
        origin: the log's own name.
        start_sizes: the sizes of the heads that writers' first entries name.
        anchors: size -> root (hex) of heads of this log that were noted outside it.
        receipts: entry id -> leaf hash (hex) of looks that somebody holds a receipt for.
    """

    def __init__(
        self,
        origin: str,
        *,
        read_tile: ReadTile,
        start_sizes: Collection[int] = (),
        anchors: Mapping[int, str] | None = None,
        receipts: Mapping[str, str] | None = None,
    ) -> None:
        self.faults = FaultList()
        self._origin = origin
        self._anchors = dict(anchors or {})
        self._receipts = dict(receipts or {})
        self._tree = TreeCheck({*start_sizes, *self._anchors}, read_tile, self.faults)
        self._chains = ChainCheck(self.faults)
        self._blanks: list[tuple[StoredEntry, str, str]] = []
        self._erasures: dict[str, frozenset[str]] = {}
        self._waiting = 0

    def add(self, stored: StoredEntry) -> None:
        """Check the next entry."""
        fields = read_fields(stored, self._origin, self.faults)
        if stored.position is None:
            self._waiting += 1
        leaf = stored.leaf or (None if stored.entry is None else leaf_hash(stored.entry))
        if leaf is not None and self._receipts.get(stored.id) == leaf.hex():
            del self._receipts[stored.id]
        if fields is not None:
            self._chains.add(stored, fields, self._tree.roots)
            for label, erased_by in check_parts(stored, fields, self.faults):
                self._blanks.append((_slim(stored), label, erased_by))
            if fields["kind"] == ERASED and isinstance(fields.get("erases"), list):
                self._erasures[stored.id] = frozenset(map(str, fields["erases"]))
        if stored.position is not None and leaf is not None:
            self._tree.add(stored, leaf)

    def finish(self, head: tuple[int, bytes, bytes] | None, tile_count: int) -> VerifyReport:
        """The report, once every entry was added.

        Args:
            head: the stored head's size, root and frontier; None if it is gone.
            tile_count: how many tiles are stored.
        """
        self._tree.finish(head, tile_count)
        for stored, label, erased_by in self._blanks:
            if f"{stored.id}/{label}" not in self._erasures.get(erased_by, ()):
                self.faults.add(f"its {label} was erased and no entry says so", stored)
        for size, root in sorted(self._anchors.items()):
            if self._tree.roots.get(size) != root:
                self.faults.add(f"the log is not the one whose head of {size} entries was noted")
        for entry_id in sorted(self._receipts):
            self.faults.add(f"the look of the receipt {entry_id} is not in the log")
        tree = self._tree.tree
        return VerifyReport(
            tree.size, self._waiting, tree.root.hex(), self.faults.kept, self.faults.count
        )


def _slim(stored: StoredEntry) -> StoredEntry:
    """The same place without its bytes, to be kept till the end."""
    return StoredEntry(stored.id, None, None, None, {}, stored.position)
