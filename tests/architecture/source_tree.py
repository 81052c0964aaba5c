"""What the rules of this folder look at: the packages, their files, their syntax trees.

A rule is a function from the top folder of a checkout to faults, so that a test can give
it a small tree with a planted fault and see it speak.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path

__all__ = [
    "APPLICATIONS",
    "PACKAGES",
    "SCIENCES",
    "VOCABULARY",
    "fault",
    "modules",
    "plant",
    "python_files",
    "text_files",
]

VOCABULARY = ("records",)
SCIENCES = ("linkage", "features", "scorecard", "duties")
APPLICATIONS = ("serving", "training", "synthetic_data")
#: Every package of the distribution, the lowest row first.
PACKAGES = (*VOCABULARY, *SCIENCES, *APPLICATIONS)

#: Folders that a checkout grows and nobody commits.
_GROWN = frozenset({".git", ".venv", "var", "build", "__pycache__", "node_modules"})


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """Every Python file under these folders (or with these names) of ``root``.

    A folder that isn't there gives nothing, so that a planted tree may hold one file.
    """
    for folder in folders:
        start = root / folder
        files = [start] if start.is_file() else sorted(start.rglob("*.py"))
        for path in files:
            if not _GROWN & set(path.relative_to(root).parts):
                yield path


def modules(
    root: Path, *folders: str, holding: Sequence[str] = ("",)
) -> Iterator[tuple[Path, ast.Module]]:
    """The same files, parsed: those whose text holds one of these words, as parsing is slow."""
    for path in python_files(root, *folders):
        text = path.read_text(encoding="utf-8")
        if any(word in text for word in holding):
            yield path, ast.parse(text, str(path))


def text_files(root: Path) -> Iterator[tuple[Path, str]]:
    """Every UTF-8 file of ``root`` that could be committed, with its text."""
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        if not path.is_file() or any(_is_grown(part) for part in parts[:-1]):
            continue
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _is_grown(folder: str) -> bool:
    return folder in _GROWN or folder.endswith(("_cache", ".egg-info")) or folder == ".hypothesis"


def fault(root: Path, path: Path, line: int, rule: str) -> str:
    """One fault as it is printed: ``features/catalogue.py:12: rule``."""
    return f"{path.relative_to(root).as_posix()}:{line}: {rule}"


def plant(root: Path, path: str, text: str) -> Path:
    """Write a file of a planted tree, and the folders above it."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file
