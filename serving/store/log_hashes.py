"""Roots and paths of the stored tree, from its tiles and last leaves: a few rows, however
long the log."""

from __future__ import annotations

from serving.audit.tree import (
    TILE_WIDTH,
    Frontier,
    consistency_proof,
    inclusion_proof,
    node_hash,
    tree_root,
)
from serving.store.errors import LogDamagedError
from serving.store.raw import RawConnection

__all__ = ["frontier_at", "growth_proof", "path_of", "read_tile_hashes"]

_BITS = TILE_WIDTH.bit_length() - 1
_LEAVES = "SELECT leaf FROM log_leaves WHERE position >= ? AND position < ? ORDER BY position"
_ROOTS = (
    "SELECT root FROM log_tiles WHERE level = ? AND position >= ? AND position < ?"
    " ORDER BY position"
)


def frontier_at(raw: RawConnection, size: int) -> Frontier:
    """The tree's first ``size`` leaves, as its tiles give them.

    Raises:
        LogDamagedError: rows that the tree needs are not there.
    """
    hashes, start = [], 0
    for bit in reversed(range(size.bit_length())):
        if size >> bit & 1:
            hashes.append(_root(raw, start, start + (1 << bit)))
            start += 1 << bit
    return Frontier(size, tuple(hashes))


def path_of(raw: RawConnection, position: int, size: int) -> tuple[bytes, ...]:
    """The path of an entry's leaf under the head of ``size``.

    Raises:
        ValueError: there is no such leaf.
        LogDamagedError: rows that the tree needs are not there.
    """
    return inclusion_proof(position, size, lambda start, end: _root(raw, start, end))


def growth_proof(raw: RawConnection, old: int, size: int) -> tuple[bytes, ...]:
    """What shows that the head of ``size`` has grown from that of ``old``.

    Raises:
        ValueError: ``old`` is larger than ``size``.
        LogDamagedError: rows that the tree needs are not there.
    """
    return consistency_proof(old, size, lambda start, end: _root(raw, start, end))


def read_tile_hashes(raw: RawConnection, level: int, position: int, width: int) -> bytes | None:
    """The first ``width`` hashes of a tile as C2SP lays it out; None if there are not so many."""
    span = (position * TILE_WIDTH, position * TILE_WIDTH + width)
    rows = raw.all(_LEAVES, span) if level == 0 else raw.all(_ROOTS, (level - 1, *span))
    return b"".join(bytes(row[0]) for row in rows) if len(rows) == width else None


def _root(raw: RawConnection, start: int, end: int) -> bytes:
    width = end - start
    if width & (width - 1):
        middle = start + (1 << width.bit_length() - 1)
        return node_hash(_root(raw, start, middle), _root(raw, middle, end))
    level = (width.bit_length() - 1) // _BITS
    unit = TILE_WIDTH**level
    span = (start // unit, end // unit)
    rows = raw.all(_LEAVES, span) if level == 0 else raw.all(_ROOTS, (level - 1, *span))
    if len(rows) != span[1] - span[0]:
        raise LogDamagedError("the log has lost a part of its tree; run missing-risk verify-audit")
    return tree_root([bytes(row[0]) for row in rows])
