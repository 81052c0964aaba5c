"""Tables of joint figures: how many of a row's cases fall in each column, or hold in each cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from synthetic_data.estimates import Estimate, share

__all__ = ["JointTable", "cross", "shares"]


@dataclass(frozen=True, slots=True)
class JointTable:
    """Per cents by row and column.

    Attributes:
        reads: what one cell says, and what to look for; names the row of domain.md, if any.
        cells: [rows][columns], None where nothing was counted.
    """

    title: str
    reads: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Estimate | None, ...], ...]

    @property
    def bases(self) -> tuple[tuple[int, ...], ...]:
        """Cases behind each cell, 0 where nothing was counted."""
        return tuple(tuple(cell.base if cell else 0 for cell in row) for row in self.cells)


def cross(
    title: str,
    reads: str,
    cases: Iterable[tuple[str, str, str]],
    rows: Sequence[str],
    columns: Sequence[str],
) -> JointTable:
    """Each case (child, row, column) once; a cell is the column's share of its row's cases."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for child, row, column in cases:
        found[row].append((child, column))
    cells = tuple(
        tuple(
            share((child, held == column) for child, held in found[row]) if found[row] else None
            for column in columns
        )
        for row in rows
    )
    return JointTable(title, reads, tuple(rows), tuple(columns), cells)


def shares(
    title: str,
    reads: str,
    cases: Iterable[tuple[str, str, str, bool]],
    rows: Sequence[str],
    columns: Sequence[str],
) -> JointTable:
    """Each case (child, row, column, holds) once; a cell is the share of its cases that hold."""
    found: dict[tuple[str, str], Counter[tuple[str, bool]]] = defaultdict(Counter)
    for child, row, column, holds in cases:
        found[row, column][child, holds] += 1
    cells = tuple(
        tuple(
            share(found[row, column].elements()) if found[row, column] else None
            for column in columns
        )
        for row in rows
    )
    return JointTable(title, reads, tuple(rows), tuple(columns), cells)
