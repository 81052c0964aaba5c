"""Work shared out over threads, each with a stretch of its own."""

from __future__ import annotations

import os
from itertools import pairwise

__all__ = ["chunks", "default_threads"]


def default_threads() -> int:
    """As many as there are processors for this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def chunks(count: int, parts: int) -> list[tuple[int, int]]:
    """Up to ``parts`` stretches [first, last) that tile ``count``; at least one."""
    parts = max(1, min(parts, count))
    edges = [count * part // parts for part in range(parts + 1)]
    return list(pairwise(edges))
