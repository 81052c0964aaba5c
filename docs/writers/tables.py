"""Markdown that every page is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

__all__ = ["cell", "table"]


def cell(text: object) -> str:
    """Text that is safe inside a table's cell."""
    return str(text).replace("|", "\\|").replace("\n", " ").strip()


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table of Markdown; every row has as many cells as the head.

    Raises:
        ValueError: a row has another number of cells.
    """
    lines = [" | ".join(head), " | ".join("---" for _ in head)]
    for row in rows:
        if len(row) != len(head):
            raise ValueError(f"a row of the table has {len(row)} cells, not {len(head)}")
        lines.append(" | ".join(cell(part) for part in row))
    return "\n".join(f"| {line} |" for line in lines) + "\n"
