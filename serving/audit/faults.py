"""What a check of the log takes, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

__all__ = ["Fault", "FaultList", "StoredEntry", "StoredPart", "VerifyReport"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One contradiction.

    Attributes:
        what: the rule that is broken; never a value.
        position: the entry's number in the log, where it has one.
        entry_id: the entry's id, where it is known.
    """

    what: str
    position: int | None = None
    entry_id: str | None = None

    def __str__(self) -> str:
        place = "log" if self.position is None else f"entry {self.position}"
        name = "" if self.entry_id is None else f" ({self.entry_id})"
        return f"{place}{name}: {self.what}"


# Named tuples, not dataclasses: a check makes six of them for every entry of the log.
class StoredPart(NamedTuple):
    """What opens one commitment, or, once erased, which entry says so."""

    salt: bytes | None
    value: bytes | None
    erased_by: str | None


class StoredEntry(NamedTuple):
    """One entry as found in a store.

    Attributes:
        writer, n, entry: None if the entry's row is gone.
        parts: its private side and its answer, by label.
        position, leaf: None if it has no number yet.
    """

    id: str
    writer: str | None
    n: int | None
    entry: bytes | None
    parts: Mapping[str, StoredPart]
    position: int | None = None
    leaf: bytes | None = None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What a whole check found.

    Attributes:
        entries: those with a number; ``waiting`` have none yet.
        root: of the tree over the stored leaves, hex.
        heads: signed heads and seals that were compared with the tree.
        closed: logs that were closed and went on as this one, each in words.
        faults: the first of them, word for word; ``fault_count`` counts all.
    """

    entries: int
    waiting: int
    root: str
    faults: tuple[Fault, ...]
    fault_count: int
    heads: int = 0
    closed: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing contradicts anything."""
        return self.fault_count == 0


class FaultList:
    """Faults as they are found: all are counted, the first thousand kept."""

    def __init__(self, most: int = 1_000) -> None:
        self._most = most
        self._kept: list[Fault] = []
        self.count = 0

    def add(self, what: str, stored: StoredEntry | None = None) -> None:
        """Note a contradiction, at an entry or in the log as a whole."""
        if stored is None:
            self.note(Fault(what))
        else:
            self.note(Fault(what, stored.position, stored.id))

    def note(self, fault: Fault) -> None:
        """Note one that was found elsewhere."""
        self.count += 1
        if len(self._kept) < self._most:
            self._kept.append(fault)

    @property
    def kept(self) -> tuple[Fault, ...]:
        """The first ones, in the order in which they were found."""
        return tuple(self._kept)
