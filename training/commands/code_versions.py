"""Which code runs: the release, the digest of what decides a card, and the checkout's commit."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

__all__ = ["CodeVersion", "code_version"]

_ROOT = Path(__file__).parents[2]
#: The packages whose text decides a card's bytes and its figures.
_PACKAGES = ("records", "features", "scorecard", "training")
_SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class CodeVersion:
    """The code that runs, as one line, and the commit alone (empty outside a checkout)."""

    words: str
    commit: str


@lru_cache(maxsize=1)
def code_version() -> CodeVersion:
    """``0.1.0 text 5f2c..., commit 51b5652a...``; a changed checkout says so."""
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for file in sorted((_ROOT / package).rglob("*")):
            if file.suffix in (".py", ".json"):
                name = file.relative_to(_ROOT).as_posix()
                digest.update(f"{name} {hashlib.sha256(file.read_bytes()).hexdigest()}\n".encode())
    text = digest.hexdigest()[:_SHOWN_DIGITS]
    commit = _git("rev-parse", "HEAD")
    words = f"{version('missing-children-risk')} text {text}"
    if commit:
        changed = _git("status", "--porcelain", "--untracked-files=no", "--", *_PACKAGES)
        words += f", commit {commit[:_SHOWN_DIGITS]}{' with changes' if changed else ''}"
    return CodeVersion(words, commit)


def _git(*words: str) -> str:
    """What git says of our own checkout; empty if this is none, or there is no git."""
    git = shutil.which("git")
    if git is None or not (_ROOT / ".git").exists():
        return ""
    said = subprocess.run(  # noqa: S603  # our own words alone
        [git, "-C", str(_ROOT), *words], capture_output=True, text=True, check=False
    )
    return said.stdout.strip() if said.returncode == 0 else ""
