"""The published figures: one flat file of names and numbers, beside machine and date."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Mapping
from datetime import date
from pathlib import Path

__all__ = ["BENCH_FILE", "kind_of_machine", "rounded", "write"]

BENCH_FILE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "bench.json"


def kind_of_machine() -> str:
    """Processor, cores, memory and Python: what a reader needs to place the figures."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unnamed processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def rounded(value: float) -> float:
    """Four significant digits: more would claim what a shared machine can't tell."""
    return int(value) if value == int(value) else float(f"{value:.4g}")


def write(path: Path, figures: Mapping[str, float], day: date) -> None:
    """Write the figures of one whole run; what stood in the file before is gone."""
    whole: dict[str, object] = {"machine": kind_of_machine(), "date": day.isoformat()}
    whole |= {name: rounded(figures[name]) for name in sorted(figures)}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
