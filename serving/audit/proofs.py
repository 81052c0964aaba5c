"""Checking proofs of the tree, with nothing but hashes: what an outsider runs (RFC 6962)."""

from __future__ import annotations

from collections.abc import Sequence

from serving.audit.tree import EMPTY_ROOT, node_hash

__all__ = ["is_consistent", "is_included"]


def is_included(leaf: bytes, position: int, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` shows this leaf hash at ``position`` under the root of ``size`` leaves."""
    if not 0 <= position < size:
        return False
    here, last, found = position, size - 1, leaf
    for other in path:
        if last == 0:
            return False
        if here & 1 or here == last:
            found = node_hash(other, found)
            while here & 1 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, other)
        here, last = here >> 1, last >> 1
    return last == 0 and found == root


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether ``path`` shows that the tree of ``size`` began with the tree of ``old`` leaves."""
    if not 0 <= old <= size:
        return False
    if old == size:
        return old_root == root and not path
    if old == 0:
        return old_root == EMPTY_ROOT and not path
    steps = list(path)
    here, last = old - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    # A tree of a power of two is itself the first node of the proof, which leaves it out.
    start = old_root if here == 0 else steps.pop(0) if steps else b""
    before = after = start
    for other in steps:
        if last == 0:
            return False
        if here & 1 or here == last:
            before, after = node_hash(other, before), node_hash(other, after)
            while here & 1 == 0 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, other)
        here, last = here >> 1, last >> 1
    return last == 0 and before == old_root and after == root
