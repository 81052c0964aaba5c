"""The one door to the compiler, and the numbers that are compiled in.

Machine code is kept in ``__pycache__`` beside the file it is made from, where that can be
written to. numba by itself notices changes in that one file; so kept code is looked up
under a stamp of everything that goes into it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import numba

from features.compiled.flat import Kind
from features.declaration import Measure
from features.local_days import NEVER
from features.matters import Once
from features.plain.of_episodes import DAY_LONG, INTERVIEW_TIME
from features.plain.of_standing import PROTECTION_RECENT
from records.states.missing import SAME_EPISODE
from records.unknown import UNKNOWN_CODES, Unknown

__all__ = [
    "DAY",
    "DAY_LONG_US",
    "HOUR",
    "INTERVIEW_US",
    "NOT_APPLICABLE",
    "NOT_CONNECTED",
    "NOT_RECORDED",
    "NO_MOMENT",
    "RECENT_US",
    "SAME_EPISODE_US",
    "STAMP",
    "compiled",
    "inlined",
    "made_from",
]

_MICROSECOND = timedelta(microseconds=1)
HOUR = timedelta(hours=1) // _MICROSECOND
DAY = timedelta(days=1) // _MICROSECOND
SAME_EPISODE_US = SAME_EPISODE // _MICROSECOND
INTERVIEW_US = INTERVIEW_TIME // _MICROSECOND
DAY_LONG_US = DAY_LONG // _MICROSECOND
RECENT_US = PROTECTION_RECENT // _MICROSECOND
NOT_RECORDED = UNKNOWN_CODES[Unknown.NOT_RECORDED]
NOT_CONNECTED = UNKNOWN_CODES[Unknown.NOT_CONNECTED]
NOT_APPLICABLE = UNKNOWN_CODES[Unknown.NOT_APPLICABLE]
#: "No such moment": earlier than every moment.
NO_MOMENT = -NEVER


def made_from() -> str:
    """What goes into the machine code: this folder's text, and the numbers that it names."""
    kernels = [path.read_text() for path in sorted(Path(__file__).parent.glob("*.py"))]
    numbers = {name: value for name, value in globals().items() if isinstance(value, int)}
    members = [(m.name, m.value) for kinds in (Kind, Measure, Once) for m in kinds]
    return repr((kernels, numbers, members))


STAMP = hashlib.sha256(made_from().encode()).hexdigest()[:12]


def inlined(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, put by the compiler's last stage where it is called: a call with many arrays
    costs more than what is done for most rows. (numba's own inlining would count references
    to every array at each place, which costs as much.)"""
    made: Callable[..., Any] = numba.njit(nogil=True, forceinline=True)(function)
    return made


def compiled(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function as machine code that lets other threads run beside it."""
    function.__qualname__ += f"_{STAMP}"
    made: Callable[..., Any]
    try:
        made = numba.njit(cache=True, nogil=True)(function)
    except RuntimeError:  # nowhere to keep it: a read-only installation compiles each time
        made = numba.njit(nogil=True)(function)
    return made
