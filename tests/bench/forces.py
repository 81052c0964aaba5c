"""How long, and in how much memory, a force of the inspected one's size is invented."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.invented import Invented

__all__ = ["forces"]

_PEEK = 0.2


def forces(force: Invented) -> dict[str, float]:
    """250,000 children over 5 years and all systems, and four times as many, on 2 processes."""
    seconds, memory = _invent(force.folder / "quarter-million", 250_000)
    seconds_four, memory_four = _invent(force.folder / "million", 1_000_000)
    return {
        "force.seconds_250k": seconds,
        "force.memory_mb_250k": memory,
        "force.seconds_1m": seconds_four,
        "force.memory_mb_1m": memory_four,
    }


def _invent(out: Path, children: int) -> tuple[float, float]:
    """Seconds, and the most memory that all its processes held at one time, in MB."""
    command = [
        str(Path(sys.executable).with_name("missing-risk")),
        *("synthesise", "--children", str(children), "--years", "5", "--seed", "1"),
        *("--until", "2026-11-22", "--workers", "2", "--out", str(out)),
    ]
    begun, most = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as running:
        while running.poll() is None:
            most = max(most, sum(map(_resident_kb, _with_children(running.pid))))
            time.sleep(_PEEK)
    if running.returncode:
        raise subprocess.CalledProcessError(running.returncode, command)
    return time.perf_counter() - begun, most / 1024


def _with_children(root: int) -> list[int]:
    """The process and all that it started, directly or not."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text(encoding="utf-8")
        except OSError:
            continue  # it has ended meanwhile
        parents[int(folder.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def _resident_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
