"""Checking the writers' own counts: no entry of a writer is missing, doubled or out of turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from serving.audit.faults import FaultList, StoredEntry
from serving.audit.leaf import Chain
from serving.audit.tree import leaf_hash

__all__ = ["ChainCheck", "start_of"]

_START = re.compile(r"head:(0|[1-9][0-9]{0,17}):([0-9a-f]{64})")


def start_of(previous: str) -> tuple[int, str] | None:
    """The size and root (hex) that a writer's first entry names; None if it names none."""
    match = _START.fullmatch(previous)
    return None if match is None else (int(match[1]), match[2])


class ChainCheck:
    """Takes the entries in the log's order. After a gap a chain goes on from what is there,
    so that one removal is one fault."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._chains: dict[str, Chain] = {}

    def add(self, stored: StoredEntry, fields: Mapping[str, Any], roots: Mapping[int, str]) -> None:
        """Compare the next entry with its writer's count; ``roots`` are the heads so far."""
        writer, n, previous = fields["writer"], fields["n"], fields["prev"]
        chain = self._chains.get(writer)
        expected = 0 if chain is None else chain.n
        if n != expected:
            self._faults.add(_gap(n, expected), stored)
        elif chain is not None and previous != chain.previous:
            self._faults.add("it does not follow the entry before it of the same writer", stored)
        elif chain is None:
            start = start_of(previous)
            if start is None or roots.get(start[0]) != start[1]:
                self._faults.add("its writer began on a head that this log never had", stored)
        if stored.entry is not None:
            leaf = stored.leaf or leaf_hash(stored.entry)
            self._chains[writer] = Chain(writer, n, previous).after(leaf)


def _gap(n: int, expected: int) -> str:
    if n > expected:
        missing = str(expected) if n == expected + 1 else f"{expected} to {n - 1}"
        return f"removed before it: {missing} of its writer's count"
    return "its writer's count goes back: it was inserted or moved"
