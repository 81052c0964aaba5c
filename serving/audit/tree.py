"""The Merkle tree of RFC 6962, grown leaf by leaf, and its full tiles as C2SP lays them out.

A hash is 32 bytes of SHA-256. A leaf is hashed with a 0 byte before it and a node with
a 1 byte, so that neither can pass for the other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "TILE_WIDTH",
    "Frontier",
    "consistency_proof",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "tile_path",
    "tree_root",
]

HASH_BYTES = 32
TILE_WIDTH = 256
#: The root of the tree without leaves.
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash under which an entry's exact bytes stand in the tree."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two neighbours."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree's size and the roots of its complete subtrees, largest first: enough to grow it.

    ``hashes`` has one hash for each 1 bit of ``size``.

    Raises:
        ValueError: the number of hashes does not fit the size.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            raise ValueError(f"a tree of {self.size} leaves has another number of subtrees")

    def grow(self, leaves: Iterable[bytes]) -> Frontier:
        """The tree with these leaf hashes appended in order."""
        size, hashes = self.size, list(self.hashes)
        for leaf in leaves:
            complete, subtree = size, leaf
            while complete & 1:
                subtree = node_hash(hashes.pop(), subtree)
                complete >>= 1
            hashes.append(subtree)
            size += 1
        return Frontier(size, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The root; of no leaves, the hash of nothing."""
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def to_bytes(self) -> bytes:
        """The hashes one after another; with the size, the inverse of :meth:`from_bytes`."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, raw: bytes) -> Frontier:
        """Raises ValueError if ``raw`` is not the hashes of a tree of this size."""
        if len(raw) % HASH_BYTES:
            raise ValueError("a frontier is a whole number of hashes")
        return cls(size, tuple(raw[i : i + HASH_BYTES] for i in range(0, len(raw), HASH_BYTES)))


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over these leaf hashes."""
    return Frontier().grow(leaves).root


#: The root over the leaves [start, end); asked only for complete or right-edge subtrees.
RootOf = Callable[[int, int], bytes]


def inclusion_proof(position: int, size: int, root_of: RootOf) -> tuple[bytes, ...]:
    """The path that shows leaf ``position`` to be in the tree of ``size`` (RFC 6962 2.1.1).

    Raises:
        ValueError: there is no such leaf.
    """
    if not 0 <= position < size:
        raise ValueError(f"a tree of {size} leaves has no leaf {position}")
    return tuple(_path(position, 0, size, root_of))


def _path(position: int, start: int, end: int, root_of: RootOf) -> list[bytes]:
    if end - start == 1:
        return []
    middle = start + _split(end - start)
    if position < middle:
        return [*_path(position, start, middle, root_of), root_of(middle, end)]
    return [*_path(position, middle, end, root_of), root_of(start, middle)]


def consistency_proof(old: int, size: int, root_of: RootOf) -> tuple[bytes, ...]:
    """What shows that the tree of ``size`` began with the tree of ``old`` (RFC 6962 2.1.2).

    Empty when the sizes are the same or the old tree was empty.

    Raises:
        ValueError: ``old`` is larger than ``size``, or negative.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {size} leaves can't have grown from one of {old}")
    if old in (0, size):
        return ()
    return tuple(_growth(old, 0, size, root_of, whole=True))


def _growth(old: int, start: int, end: int, root_of: RootOf, *, whole: bool) -> list[bytes]:
    if old == end - start:
        return [] if whole else [root_of(start, end)]
    half = _split(end - start)
    middle = start + half
    if old <= half:
        return [*_growth(old, start, middle, root_of, whole=whole), root_of(middle, end)]
    return [
        *_growth(old - half, middle, end, root_of, whole=False),
        root_of(start, middle),
    ]


def _split(width: int) -> int:
    """The largest power of two smaller than ``width``."""
    return 1 << (width - 1).bit_length() - 1


def tile_path(level: int, position: int, width: int = TILE_WIDTH) -> str:
    """Where C2SP's tlog-tiles puts a tile, e.g. ``tile/0/x001/234`` or ``tile/1/000.p/17``."""
    digits = f"{position:03d}"
    while len(digits) % 3:
        digits = "0" + digits
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    path = "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])
    part = "" if width == TILE_WIDTH else f".p/{width}"
    return f"tile/{level}/{path}{part}"
