"""Looks to enter, and whole logs in memory, honest until a test spoils them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from serving.audit.faults import StoredEntry, StoredPart, VerifyReport
from serving.audit.leaf import (
    ANSWER,
    ERASED,
    Answer,
    Chain,
    Outcome,
    PreparedLook,
    SealedLook,
    new_entry_id,
    seal,
)
from serving.audit.tree import TILE_WIDTH, Frontier, tree_root
from serving.audit.verify import LogCheck

__all__ = ["ORIGIN", "LogInMemory", "a_look", "drawing"]

ORIGIN = "force.example/looks"
START = datetime(2026, 11, 21, 22, 48, tzinfo=UTC)


def drawing(seed: int) -> Callable[[int], bytes]:
    """Bytes that look random and are the same for the same seed."""
    count = 0

    def draw(length: int) -> bytes:
        nonlocal count
        count += 1
        return hashlib.shake_128(f"{seed}/{count}".encode()).digest(length)

    return draw


def a_look(number: int = 0, **changes: Any) -> PreparedLook:
    """The look of one child by one officer; ``number`` makes its id and its answer its own."""
    at = START + timedelta(seconds=number)
    known: dict[str, Any] = {
        "id": new_entry_id(at, number.to_bytes(10, "big")),
        "at": at,
        "kind": "CHILD_VIEWED",
        "outcome": Outcome.SHOWN,
        "who": "officer-17",
        "answer": Answer(b'{"band":"High","number":%d}' % number, "application/json", 200),
        "child": "C-7Q2M4K9T0A",
        "reason_code": "missing_report",
        "reason": "reported missing tonight",
        "roles": ("response_officer",),
        "team": "Central",
        "inputs": {"as_of": "2026-11-21T22:48:00.000000Z", "history": "sha256:" + "0" * 64},
    }
    return PreparedLook(**{**known, **changes})


@dataclass
class LogInMemory:
    """A log as a store would hold it, made the honest way; tests may then change any part."""

    seed: int = 0
    entries: list[StoredEntry] = field(default_factory=list)
    tiles: dict[tuple[int, int], tuple[bytes, bytes]] = field(default_factory=dict)
    chains: dict[str, Chain] = field(default_factory=dict)
    frontier: Frontier = field(default_factory=Frontier)
    looks: int = 0

    def __post_init__(self) -> None:
        self.draw = drawing(self.seed)

    @property
    def head(self) -> tuple[int, bytes, bytes]:
        return self.frontier.size, self.frontier.root, self.frontier.to_bytes()

    def enter(self, writer: str, count: int = 1, **changes: Any) -> None:
        """Enter looks by this writer and number them."""
        for _ in range(count):
            chain = self.chains.get(writer)
            if chain is None:
                chain = Chain.start(writer, self.frontier.size, self.frontier.root)
            sealed = seal(a_look(self.looks, **changes), ORIGIN, chain, self.draw)
            self.looks += 1
            self.chains[writer] = chain.after(sealed.leaf)
            self._number(sealed)

    def _number(self, sealed: SealedLook) -> None:
        parts = {o.label: StoredPart(o.salt, o.value, None) for o in sealed.openings}
        if sealed.answer is not None:
            parts[ANSWER] = StoredPart(sealed.answer.salt, sealed.answer.value, None)
        position = self.frontier.size
        self.entries.append(
            StoredEntry(
                sealed.id, sealed.writer, sealed.n, sealed.entry, parts, position, sealed.leaf
            )
        )
        self.frontier = self.frontier.grow((sealed.leaf,))
        if self.frontier.size % TILE_WIDTH == 0:
            leaves = [entry.leaf or b"" for entry in self.entries[-TILE_WIDTH:]]
            place = (0, self.frontier.size // TILE_WIDTH - 1)
            self.tiles[place] = (b"".join(leaves), tree_root(leaves))

    def erase(self, writer: str, position: int, label: str) -> None:
        """Erase one private part the honest way: first the entry that says so."""
        erased = self.entries[position]
        self.enter(writer, kind=ERASED, outcome=Outcome.DONE, erases=(f"{erased.id}/{label}",))
        self.blank(position, label, self.entries[-1].id)

    def blank(self, position: int, label: str, erased_by: str) -> None:
        """Blank a private part, whether or not an entry says so."""
        parts = {**self.entries[position].parts, label: StoredPart(None, None, erased_by)}
        self.change(position, parts=parts)

    def change(self, at: int, /, **changes: Any) -> None:
        """Change a stored entry's row."""
        self.entries[at] = self.entries[at]._replace(**changes)

    def _root_at(self, size: int) -> str | None:
        """The root over the first so many leaves."""
        leaves = [entry.leaf or b"" for entry in self.entries[:size]]
        return tree_root(leaves).hex() if len(leaves) == size else None

    def verify(
        self,
        anchors: Mapping[int, str] | None = None,
        receipts: Mapping[str, str] | None = None,
        head: tuple[int, bytes, bytes] | None = None,
    ) -> VerifyReport:
        """Check the log as it is now."""
        check = LogCheck(
            ORIGIN,
            read_tile=lambda level, position: self.tiles.get((level, position)),
            root_at=self._root_at,
            anchors=anchors,
            receipts=receipts,
        )
        check.add(*self.entries)
        return check.finish(head or self.head, len(self.tiles))
