"""Checking the order and the tree: dense numbers, full tiles, and the heads of the past."""

from __future__ import annotations

from collections.abc import Callable, Collection

from serving.audit.faults import Fault, FaultList
from serving.audit.tree import EMPTY_ROOT, HASH_BYTES, TILE_WIDTH, Frontier, tree_root

__all__ = ["ReadTile", "TreeCheck"]

#: The stored hashes and root of the full tile (level, position), or None.
ReadTile = Callable[[int, int], tuple[bytes, bytes] | None]


class TreeCheck:
    """Grows the tree stretch by stretch.

    Args:
        wanted: sizes whose root is asked for later.

    Attributes:
        roots: size -> root (hex) for 0 and the wanted sizes reached so far.
    """

    def __init__(self, wanted: Collection[int], read_tile: ReadTile, faults: FaultList) -> None:
        self._wanted = sorted(set(wanted), reverse=True)
        self._read_tile = read_tile
        self._faults = faults
        self._next = 0
        self._levels: list[list[bytes]] = [[]]
        self._tile_count = 0
        self.tree = Frontier()
        self.roots = {0: EMPTY_ROOT.hex()}

    def add(self, first: int, hashes: bytes | bytearray, wanted: Collection[int] = ()) -> None:
        """Take the next leaves, numbered from ``first`` on; ``wanted`` are more sizes among
        them whose root is asked for."""
        if first != self._next:
            gone = f"the numbers {self._next} to {first - 1} were removed"
            self._faults.note(Fault(gone, first))
        raw = bytes(hashes)
        leaves = [raw[at : at + HASH_BYTES] for at in range(0, len(raw), HASH_BYTES)]
        self._next = first + len(leaves)
        before = self.tree.size
        # Stop at every size that somebody asks for, and where a tile is full.
        for stop in self._stops(before, before + len(leaves), wanted):
            some = leaves[self.tree.size - before : stop - before]
            self.tree = self.tree.grow(some)
            self._levels[0] += some
            if stop % TILE_WIDTH == 0:
                self._fill(0)
            self.roots[stop] = self.tree.root.hex()

    def _stops(self, size: int, end: int, wanted: Collection[int]) -> list[int]:
        stops = {end, *(each for each in wanted if size < each < end)}
        while self._wanted and self._wanted[-1] <= end:
            if (each := self._wanted.pop()) > size:
                stops.add(each)
        first = (size // TILE_WIDTH + 1) * TILE_WIDTH
        return sorted(stops.union(range(first, end + 1, TILE_WIDTH)))

    def _fill(self, level: int) -> None:
        """Compare the level's tile, which is full, with the stored one."""
        nodes = self._levels[level]
        root = tree_root(nodes)
        position = self.tree.size // TILE_WIDTH ** (level + 1) - 1
        if self._read_tile(level, position) != (b"".join(nodes), root):
            first = position * TILE_WIDTH ** (level + 1)
            what = f"tile {level}/{position} is not made of its entries, from entry {first} on"
            self._faults.add(what)
        self._tile_count += 1
        self._levels[level] = []
        if level + 1 == len(self._levels):
            self._levels.append([])
        self._levels[level + 1].append(root)
        if len(self._levels[level + 1]) == TILE_WIDTH:
            self._fill(level + 1)

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
