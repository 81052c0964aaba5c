"""Checking the order and the tree: dense numbers, full tiles, and the heads of the past."""

from __future__ import annotations

from collections.abc import Callable, Collection

from serving.audit.faults import FaultList, StoredEntry
from serving.audit.tree import EMPTY_ROOT, TILE_WIDTH, Frontier, tree_root

__all__ = ["ReadTile", "TreeCheck"]

#: The stored hashes and root of the full tile (level, position), or None.
ReadTile = Callable[[int, int], tuple[bytes, bytes] | None]


class TreeCheck:
    """Grows the tree leaf by leaf.

    Args:
        wanted: sizes whose root is asked for later.

    Attributes:
        roots: size -> root (hex) for 0 and the wanted sizes reached so far.
    """

    def __init__(self, wanted: Collection[int], read_tile: ReadTile, faults: FaultList) -> None:
        self._wanted = frozenset(wanted)
        self._read_tile = read_tile
        self._faults = faults
        self._next = 0
        self._levels: list[list[bytes]] = [[]]
        self._tile_count = 0
        self.tree = Frontier()
        self.roots = {0: EMPTY_ROOT.hex()}

    def add(self, stored: StoredEntry, leaf: bytes) -> None:
        """Take the next leaf in order of position."""
        if stored.position != self._next:
            gone = f"the numbers {self._next} to {(stored.position or 0) - 1} were removed"
            self._faults.add(gone, stored)
        self._next = (stored.position or 0) + 1
        self.tree = self.tree.grow((leaf,))
        if self.tree.size in self._wanted:
            self.roots[self.tree.size] = self.tree.root.hex()
        self._add_to_tile(0, leaf)

    def _add_to_tile(self, level: int, node: bytes) -> None:
        if level == len(self._levels):
            self._levels.append([])
        nodes = self._levels[level]
        nodes.append(node)
        if len(nodes) < TILE_WIDTH:
            return
        root = tree_root(nodes)
        position = self.tree.size // TILE_WIDTH ** (level + 1) - 1
        if self._read_tile(level, position) != (b"".join(nodes), root):
            first = position * TILE_WIDTH ** (level + 1)
            what = f"tile {level}/{position} is not made of its entries, from entry {first} on"
            self._faults.add(what)
        self._tile_count += 1
        self._levels[level] = []
        self._add_to_tile(level + 1, root)

    def finish(self, head: tuple[int, bytes, bytes] | None, tile_count: int) -> None:
        """Compare with the stored head (size, root, frontier) and the number of stored tiles."""
        if head is None:
            self._faults.add("the head was removed")
        else:
            size, root, frontier = head
            if size != self.tree.size:
                self._faults.add(f"the head says {size} entries, there are {self.tree.size}")
            elif root != self.tree.root:
                self._faults.add("the head's root is not that of the entries")
            elif frontier != self.tree.to_bytes():
                self._faults.add("the head's subtrees are not those of the entries")
        if tile_count != self._tile_count:
            self._faults.add(f"there are {tile_count} tiles, not {self._tile_count}")
