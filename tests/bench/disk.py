"""How long the disk takes to make a small write durable: the floor under every look."""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

__all__ = ["fdatasync_ms"]


def fdatasync_ms(folder: Path, times: int = 200) -> float:
    """The median of ``times`` appends of 4 KiB, each followed by fdatasync, in milliseconds."""
    path = folder / "fdatasync.probe"
    block = os.urandom(4096)
    took = []
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        for _ in range(times):
            os.write(file, block)
            begun = time.perf_counter()
            os.fdatasync(file)
            took.append(time.perf_counter() - begun)
    finally:
        os.close(file)
        path.unlink()
    return statistics.median(took) * 1000
