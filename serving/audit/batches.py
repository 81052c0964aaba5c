"""What a check of some entries hands on to the check of the whole log."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from serving.audit.faults import Fault

__all__ = ["CheckedBatch", "Run"]


@dataclass(slots=True)
class Run:
    """Entries of one writer that follow one another, each naming the one before.

    Attributes:
        position, id: of the first.
        n, previous: what the first says of its place.
        next, last_leaf: what an entry after the last must say.
    """

    position: int | None
    id: str
    writer: str
    n: int
    previous: str
    log: str
    next: int
    last_leaf: str


@dataclass(slots=True)
class CheckedBatch:
    """Some entries, checked by themselves.

    Attributes:
        leaves: (first number, leaf hashes one after another) of dense stretches.
        runs: of writers, by the first entry's place.
        blanks: (position, id, label, erasing entry's id) of each part that is erased.
        erasures: (id, what it erases) of each entry that says so.
        telling: (position, id, kind, log, facts) of entries about the log itself.
        receipts: (id, leaf in hex) of the entries that were asked for.
        waiting: entries without a number.
    """

    leaves: list[tuple[int, bytearray]] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    blanks: list[tuple[int | None, str, str, str]] = field(default_factory=list)
    erasures: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    telling: list[tuple[int | None, str, str, str, dict[str, Any]]] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    waiting: int = 0

    def add_leaf(self, position: int | None, leaf: bytes) -> None:
        """Take the next leaf, if it has a number."""
        if position is None:
            return
        if self.leaves:
            first, hashes = self.leaves[-1]
            if first + len(hashes) // 32 == position:
                hashes += leaf
                return
        self.leaves.append((position, bytearray(leaf)))
