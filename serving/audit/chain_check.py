"""Checking the writers' own counts: no entry of a writer is missing, doubled or out of turn."""

from __future__ import annotations

import re
from collections.abc import Callable

from serving.audit.batches import Run
from serving.audit.faults import Fault, FaultList

__all__ = ["ChainCheck", "RootAt", "start_of"]

_START = re.compile(r"head:(0|[1-9][0-9]{0,17}):([0-9a-f]{64})")
#: The root (hex) of the log's first so many entries; None if there are fewer.
RootAt = Callable[[int], str | None]


def start_of(previous: str) -> tuple[int, str] | None:
    """The size and root (hex) that a writer's first entry names; None if it names none."""
    match = _START.fullmatch(previous)
    return None if match is None else (int(match[1]), match[2])


class ChainCheck:
    """Takes the writers' runs in the log's order. After a gap a chain goes on from what is
    there, so that one removal is one fault."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._chains: dict[str, tuple[int, str]] = {}

    def add(self, run: Run, root_at: RootAt) -> None:
        """Compare the next run with its writer's count."""
        chain = self._chains.get(run.writer)
        expected = 0 if chain is None else chain[0]
        what = None
        if run.n != expected:
            what = _gap(run.n, expected)
        elif chain is not None and run.previous != chain[1]:
            what = "it does not follow the entry before it of the same writer"
        elif chain is None:
            start = start_of(run.previous)
            if start is None or _is_after(run, start[0]) or root_at(start[0]) != start[1]:
                what = "its writer began on a head that this log never had"
        if what is not None:
            self._faults.note(Fault(what, run.position, run.id))
        self._chains[run.writer] = run.next, run.last_leaf


def _is_after(run: Run, size: int) -> bool:
    """Whether the head that the entry names is younger than the entry."""
    return run.position is not None and size > run.position


def _gap(n: int, expected: int) -> str:
    if n > expected:
        missing = str(expected) if n == expected + 1 else f"{expected} to {n - 1}"
        return f"removed before it: {missing} of its writer's count"
    return "its writer's count goes back: it was inserted or moved"
