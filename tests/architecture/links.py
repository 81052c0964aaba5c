"""Rules about the hand-written pages: their links lead somewhere, their commands exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.source_tree import fault

__all__ = ["broken_links", "unknown_commands", "unknown_targets"]

_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_COMMAND = re.compile(r"(?:`|^|bin/|\$\()missing-risk ([a-z][a-z-]*)", re.MULTILINE)
_TARGET = re.compile(r"(?:`|^)make ([a-z]+)", re.MULTILINE)


def broken_links(root: Path) -> list[str]:
    """Relative links that lead to no file."""
    return [
        fault(root, page, _line(text, hit), f"leads to no file: {hit[1]}")
        for page, text in _pages(root)
        for hit in _LINK.finditer(text)
        if "://" not in hit[1] and not (page.parent / hit[1]).exists()
    ]


def unknown_commands(root: Path, commands: set[str]) -> list[str]:
    """Subcommands of ``missing-risk`` that a page names and that don't exist."""
    return _unknown(root, _COMMAND, commands, "missing-risk")


def unknown_targets(root: Path) -> list[str]:
    """Targets of ``make`` that a page names and the Makefile hasn't."""
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    return _unknown(root, _TARGET, set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE)), "make")


def _unknown(root: Path, pattern: re.Pattern[str], known: set[str], program: str) -> list[str]:
    return [
        fault(root, page, _line(text, hit), f"there is no {program} {hit[1]}")
        for page, text in _pages(root)
        for hit in pattern.finditer(text)
        if hit[1] not in known
    ]


def _pages(root: Path) -> Iterator[tuple[Path, str]]:
    for page in sorted([*root.glob("*.md"), *(root / "docs").rglob("*.md")]):
        yield page, page.read_text(encoding="utf-8")


def _line(text: str, hit: re.Match[str]) -> int:
    return text.count("\n", 0, hit.start(1)) + 1
