"""Invented forces for tests: made once for a set of arguments, then read by many tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from synthetic_data import synthesise
from synthetic_data.reports import Force, read_force
from tests.lib.made_once import made_once

__all__ = ["UNTIL", "force_at", "read"]

#: The day on which the extracts of the tests' forces are taken.
UNTIL = date(2026, 11, 22)


@cache
def force_at(children: int = 6_000, years: int = 3, seed: int = 7, workers: int = 1) -> Path:
    """The directory of a force with these arguments; don't write into it."""

    def make(out: Path) -> None:
        synthesise(children=children, years=years, seed=seed, until=UNTIL, out=out, workers=workers)

    return made_once(f"force-{children}-{years}-{seed}-{workers}", make)


@cache
def read(directory: Path) -> Force:
    """The force read back, linked by its truth."""
    return read_force(directory)
