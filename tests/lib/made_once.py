"""What tests make once for a whole run: kept in one folder that all its workers share."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["SHARED", "made_once"]

#: The environment's name of the folder; set by ``conftest.py`` before the workers start.
SHARED = "MISSING_RISK_TESTS_SHARED"
# Without such a folder (a bench, a script) kept for the life of the process.
_kept: list[TemporaryDirectory[str]] = []


def made_once(name: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name, made by whichever worker asks first; don't write into it.

    The others wait meanwhile. A folder is there whole or not at all: what fails half-way is
    made anew by the next that asks.
    """
    out = _top() / name
    with (_top() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not out.exists():
            part = _top() / f"{name}.part"
            shutil.rmtree(part, ignore_errors=True)
            make(part)
            part.rename(out)
    return out


@cache
def _top() -> Path:
    shared = os.environ.get(SHARED)
    if shared is not None:
        return Path(shared)
    _kept.append(TemporaryDirectory(prefix="missing-risk-made-"))
    return Path(_kept[-1].name)
