"""Questions about two clean records, each answered here and written as SQL.

One declaration serves two engines: the database that scores many pairs, and plain
Python that words the evidence of one pair. Tests prove that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from linkage.cleaning import CleanRecord
from linkage.names import edits

__all__ = [
    "Begins",
    "Both",
    "Crosswise",
    "Edits",
    "Either",
    "Empty",
    "Question",
    "Shares",
    "SharesSound",
]


class Question(Protocol):
    """One question about two records."""

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool: ...

    @property
    def sql(self) -> str:
        """The same question of the columns of ``_l`` and ``_r``."""


@dataclass(frozen=True, slots=True)
class Shares:
    """A value of one record's ``left`` is among the other's ``right`` (``left`` if None)."""

    left: str
    right: str | None = None

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        right = self.right or self.left
        return not set(getattr(a, self.left)).isdisjoint(getattr(b, right)) or not set(
            getattr(a, right)
        ).isdisjoint(getattr(b, self.left))

    @property
    def sql(self) -> str:
        if self.right is None:
            return f"list_has_any({self.left}_l, {self.left}_r)"
        return (
            f"(list_has_any({self.left}_l, {self.right}_r)"
            f" or list_has_any({self.right}_l, {self.left}_r))"
        )


@dataclass(frozen=True, slots=True)
class Crosswise:
    """The first record's ``left`` meets the second's ``right``, and the other way round."""

    left: str
    right: str

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return not set(getattr(a, self.left)).isdisjoint(getattr(b, self.right)) and not set(
            getattr(a, self.right)
        ).isdisjoint(getattr(b, self.left))

    @property
    def sql(self) -> str:
        return (
            f"(list_has_any({self.left}_l, {self.right}_r)"
            f" and list_has_any({self.right}_l, {self.left}_r))"
        )


@dataclass(frozen=True, slots=True)
class Edits:
    """Some value differs from one of the other's by at most ``most`` edits.

    Both must have ``shortest`` bytes or more.
    """

    column: str
    most: int
    shortest: int

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return any(
            min(len(x.encode()), len(y.encode())) >= self.shortest and edits(x, y) <= self.most
            for x in getattr(a, self.column)
            for y in getattr(b, self.column)
        )

    @property
    def sql(self) -> str:
        # A swap of neighbours is two plain edits, so the quick distance rules most pairs out.
        near = (
            f"case when levenshtein(x, y) <= {2 * self.most}"
            f" then strlen(x) >= {self.shortest} and strlen(y) >= {self.shortest}"
            f" and damerau_levenshtein(x, y) <= {self.most} else false end"
        )
        pairs = f"list_transform({self.column}_l, lambda x: "
        pairs += f"len(list_filter({self.column}_r, lambda y: {near})) > 0)"
        return f"list_contains({pairs}, true)"


@dataclass(frozen=True, slots=True)
class Begins:
    """Some value of ``shortest`` bytes or more begins one of the other's."""

    column: str
    shortest: int

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return any(
            min(len(x.encode()), len(y.encode())) >= self.shortest
            and (x.startswith(y) or y.startswith(x))
            for x in getattr(a, self.column)
            for y in getattr(b, self.column)
        )

    @property
    def sql(self) -> str:
        begins = (
            f"strlen(x) >= {self.shortest} and strlen(y) >= {self.shortest}"
            " and (starts_with(x, y) or starts_with(y, x))"
        )
        pairs = f"list_transform({self.column}_l, lambda x: "
        pairs += f"len(list_filter({self.column}_r, lambda y: {begins})) > 0)"
        return f"list_contains({pairs}, true)"


@dataclass(frozen=True, slots=True)
class SharesSound:
    """Some sound of ``shortest`` letters or more is shared."""

    column: str
    shortest: int

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        shared = set(getattr(a, self.column)) & set(getattr(b, self.column))
        return any(len(sound.encode()) >= self.shortest for sound in shared)

    @property
    def sql(self) -> str:
        shared = f"list_intersect({self.column}_l, {self.column}_r)"
        return f"len(list_filter({shared}, lambda x: strlen(x) >= {self.shortest})) > 0"


@dataclass(frozen=True, slots=True)
class Both:
    """Both questions hold."""

    first: Question
    second: Question

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return self.first.holds(a, b) and self.second.holds(a, b)

    @property
    def sql(self) -> str:
        return f"({self.first.sql} and {self.second.sql})"


@dataclass(frozen=True, slots=True)
class Either:
    """One of the questions holds."""

    first: Question
    second: Question

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return self.first.holds(a, b) or self.second.holds(a, b)

    @property
    def sql(self) -> str:
        return f"({self.first.sql} or {self.second.sql})"


@dataclass(frozen=True, slots=True)
class Empty:
    """One of the two records leaves ``column`` empty."""

    column: str

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return not getattr(a, self.column) or not getattr(b, self.column)

    @property
    def sql(self) -> str:
        return f"(len({self.column}_l) = 0 or len({self.column}_r) = 0)"
