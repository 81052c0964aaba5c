"""Rules about what must not stand in any file: this machine's paths, a registry's address."""

from __future__ import annotations

import re
from pathlib import Path

from tests.architecture.source_tree import fault, text_files

__all__ = ["machine_paths", "registry_hosts"]

# Written in pieces, so that this file doesn't hold what it looks for.
_PATHS = re.compile(r"(?<![\w.~}])/(?:" + "|".join(("work", "home", "root", "Users")) + r")/[\w.]")
_HOSTS = re.compile(
    r"\b(?:"
    + "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pypi", "python", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("registry", "yarnpkg", "com"),
            ("deb", "debian", "org"),
            ("security", "debian", "org"),
        )
    )
    + r")\b"
)


def machine_paths(root: Path) -> list[str]:
    """Absolute paths of somebody's machine."""
    return _hits(root, _PATHS, "holds an absolute path of one machine")


def registry_hosts(root: Path) -> list[str]:
    """Addresses of package registries: the lock and the scripts name none."""
    return _hits(root, _HOSTS, "names the host of a package registry")


def _hits(root: Path, pattern: re.Pattern[str], rule: str) -> list[str]:
    return [
        fault(root, path, text.count("\n", 0, hit.start()) + 1, rule)
        for path, text in text_files(root)
        for hit in pattern.finditer(text)
    ]
