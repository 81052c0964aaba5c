"""The invented force that the other measurements stand on: ``make demo``, timed, in a fresh
folder."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CHILDREN", "Invented", "invent"]

#: A whole force: larger than ``make demo`` takes, so that figures over few children tell more.
CHILDREN = 250_000


@dataclass(frozen=True, slots=True)
class Invented:
    """A force that was ingested, linked, trained on and promoted.

    Attributes:
        folder: the demo ran in it; the service's default settings hold there.
        truth: the tables that say what is really so.
        seconds: how long ``missing-risk demo --no-serve`` took with so many children.
    """

    folder: Path
    truth: Path
    seconds: float

    @property
    def store(self) -> str:
        """The address of its store."""
        return f"sqlite:///{self.folder / 'var' / 'missing-risk.db'}"

    @property
    def models(self) -> str:
        """The address of its model registry."""
        return f"sqlite:///{self.folder / 'var' / 'mlflow.db'}"


def invent(folder: Path, children: int = CHILDREN) -> Invented:
    """Run the demo in ``folder``, which is empty.

    Raises:
        subprocess.CalledProcessError: the demo failed; it has said why.
        RuntimeError: it ended well, but left no truth behind.
    """
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("MISSING_RISK_")
    }
    command = Path(sys.executable).with_name("missing-risk")
    begun = time.perf_counter()
    size = ("--children", str(children))
    subprocess.run([command, "demo", "--no-serve", *size], cwd=folder, env=environment, check=True)
    seconds = time.perf_counter() - begun
    found = sorted(folder.rglob("identity.parquet"))
    if len(found) != 1:
        raise RuntimeError(f"the demo left {len(found)} tables of true identity, not one")
    return Invented(folder, found[0].parent, seconds)
