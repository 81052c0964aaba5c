"""What is gently said of the words of a section, and how many of them are counted by team."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from serving.pages import typography

__all__ = ["count_listed", "gentle_notes"]


def gentle_notes(content: Any) -> tuple[str, ...]:
    """One sentence for each listed word that the section's content holds, each once."""
    return typography.gentle_notes(_texts_of(content))


def count_listed(content: Any) -> int:
    """How often listed words stand in it."""
    return typography.count_listed(_texts_of(content))


def _texts_of(content: Any) -> Iterator[str]:
    """Every text in a section's content, in order."""
    match content:
        case str():
            yield content
        case list():
            for part in content:
                yield from _texts_of(part)
        case dict():
            for part in content.values():
                yield from _texts_of(part)
