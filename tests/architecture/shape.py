"""Rules about the shape of the tree: how long a file may be, what it may be called, where."""

from __future__ import annotations

from pathlib import Path

from tests.architecture.source_tree import PACKAGES, fault, python_files

__all__ = ["LONGEST", "SMELL", "bad_names", "deep_or_dusty_folders", "long_files", "smells"]

#: More lines than this fails; more than :data:`SMELL` must be listed with its reason.
LONGEST = 400
SMELL = 300
#: Names that say nothing of what is inside.
_EMPTY_NAMES = frozenset(
    {"base", "bases", "common", "core", "helper", "helpers", "manager", "managers"}
    | {"misc", "shared", "stuff", "tools", "util", "utils"}
)
_OURS = (*PACKAGES, "missing_risk.py", "tests", "docs")


def _lengths(root: Path) -> dict[Path, int]:
    return {
        path: len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files(root, *_OURS)
    }


def long_files(root: Path) -> list[str]:
    """Files of more than :data:`LONGEST` lines."""
    return [
        fault(root, path, lines, f"has {lines} lines; {LONGEST} is the most")
        for path, lines in _lengths(root).items()
        if lines > LONGEST
    ]


def smells(root: Path) -> set[str]:
    """Files of more than :data:`SMELL` lines, as paths from the top."""
    return {
        path.relative_to(root).as_posix() for path, lines in _lengths(root).items() if lines > SMELL
    }


def bad_names(root: Path) -> list[str]:
    """Modules and folders with a name that says nothing."""
    return [
        fault(root, path, 1, f"'{name}' says nothing: name the idea, as in calendar.py")
        for path in python_files(root, *_OURS)
        for name in (*path.relative_to(root).parts[:-1], path.stem)
        if name in _EMPTY_NAMES
    ]


def deep_or_dusty_folders(root: Path) -> list[str]:
    """Code more than two folders deep, and folders of code with fewer than three files."""
    faults = []
    folders: dict[Path, set[str]] = {}
    for path in python_files(root, *PACKAGES, "tests"):
        folder = path.parent
        if len(folder.relative_to(root).parts) > 2:
            faults.append(fault(root, path, 1, "is more than two folders deep"))
        if folder.relative_to(root).parts[0] in PACKAGES:
            folders.setdefault(folder, set()).add(path.name)
    for folder, names in folders.items():
        if "__init__.py" not in names:
            faults.append(fault(root, folder, 1, "has no __init__.py: import contracts skip it"))
        files = {path.name for path in folder.iterdir() if path.is_file()} - {"__init__.py"}
        has_packages = any(other.parent == folder for other in folders)
        if len(files) < 3 and not has_packages:
            faults.append(fault(root, folder, 1, "is dust: a folder has three files or more"))
    return faults
