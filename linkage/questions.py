"""Questions about two clean records, each answered here and written as SQL.

One declaration serves every engine: the database that scores many pairs, in its own
dialect, and plain Python that words the evidence of one pair. Tests prove that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from linkage.cleaning import CleanRecord
from linkage.dialects import Dialect
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

    def sql(self, dialect: Dialect) -> str:
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

    def sql(self, dialect: Dialect) -> str:
        if self.right is None:
            return _overlap(dialect, self.left, self.left)
        one = _overlap(dialect, self.left, self.right)
        return f"({one} or {_overlap(dialect, self.right, self.left)})"


@dataclass(frozen=True, slots=True)
class Crosswise:
    """The first record's ``left`` meets the second's ``right``, and the other way round."""

    left: str
    right: str

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return not set(getattr(a, self.left)).isdisjoint(getattr(b, self.right)) and not set(
            getattr(a, self.right)
        ).isdisjoint(getattr(b, self.left))

    def sql(self, dialect: Dialect) -> str:
        one = _overlap(dialect, self.left, self.right)
        return f"({one} and {_overlap(dialect, self.right, self.left)})"


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

    def sql(self, dialect: Dialect) -> str:
        # A swap of neighbours is two plain edits, so the quick distance rules most pairs out.
        near = (
            f"case when levenshtein(x, y) <= {2 * self.most}"
            f" then {_long_enough(dialect, self.shortest)}"
            f" and damerau_levenshtein(x, y) <= {self.most} else false end"
        )
        return _some_pair(dialect, self.column, near)


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

    def sql(self, dialect: Dialect) -> str:
        one, other = (dialect.begins.format(x=x, y=y) for x, y in ("xy", "yx"))
        begins = f"{_long_enough(dialect, self.shortest)} and ({one} or {other})"
        return _some_pair(dialect, self.column, begins)


@dataclass(frozen=True, slots=True)
class SharesSound:
    """Some sound of ``shortest`` letters or more is shared."""

    column: str
    shortest: int

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        shared = set(getattr(a, self.column)) & set(getattr(b, self.column))
        return any(len(sound.encode()) >= self.shortest for sound in shared)

    def sql(self, dialect: Dialect) -> str:
        shared = dialect.shared.format(a=f"{self.column}_l", b=f"{self.column}_r")
        condition = f"{dialect.length.format(x='x')} >= {self.shortest}"
        return dialect.some.format(a=shared, condition=condition)


@dataclass(frozen=True, slots=True)
class Both:
    """Both questions hold."""

    first: Question
    second: Question

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return self.first.holds(a, b) and self.second.holds(a, b)

    def sql(self, dialect: Dialect) -> str:
        return f"({self.first.sql(dialect)} and {self.second.sql(dialect)})"


@dataclass(frozen=True, slots=True)
class Either:
    """One of the questions holds."""

    first: Question
    second: Question

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return self.first.holds(a, b) or self.second.holds(a, b)

    def sql(self, dialect: Dialect) -> str:
        return f"({self.first.sql(dialect)} or {self.second.sql(dialect)})"


@dataclass(frozen=True, slots=True)
class Empty:
    """One of the two records leaves ``column`` empty."""

    column: str

    def holds(self, a: CleanRecord, b: CleanRecord) -> bool:
        return not getattr(a, self.column) or not getattr(b, self.column)

    def sql(self, dialect: Dialect) -> str:
        one, other = (dialect.count.format(a=f"{self.column}_{side}") for side in "lr")
        return f"({one} = 0 or {other} = 0)"


def _overlap(dialect: Dialect, left: str, right: str) -> str:
    return dialect.overlap.format(a=f"{left}_l", b=f"{right}_r")


def _some_pair(dialect: Dialect, column: str, condition: str) -> str:
    return dialect.some_pair.format(a=f"{column}_l", b=f"{column}_r", condition=condition)


def _long_enough(dialect: Dialect, shortest: int) -> str:
    one, other = (dialect.length.format(x=name) for name in "xy")
    return f"{one} >= {shortest} and {other} >= {shortest}"
