"""Spans of time in which something was known: from the first moment on, until taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

__all__ = ["Span", "both", "joined", "without"]

#: From, and until; None while it lasts. What was recorded at the first moment is known
#: after it, what was taken back at the second is known up to it.
Span = tuple[datetime, datetime | None]


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in as few spans as can be, in order; empty ones are left out."""
    found: list[Span] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if end is not None and end <= start:
            continue
        if found and (found[-1][1] is None or start <= found[-1][1]):
            found[-1] = found[-1][0], _later(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def without(span: Span, others: Sequence[Span]) -> list[Span]:
    """What is left of ``span`` outside ``others``, which are as :func:`joined` gives them."""
    left: list[Span] = []
    start, end = span
    for other_start, other_end in others:
        if other_end is not None and other_end <= start:
            continue
        if end is not None and other_start >= end:
            break
        if other_start > start:
            left.append((start, other_start))
        if other_end is None:
            return left
        start = other_end
    if end is None or start < end:
        left.append((start, end))
    return left


def both(one: Span, other: Span) -> Span | None:
    """The time that lies in both; None if there is none."""
    start = max(one[0], other[0])
    ends = [end for end in (one[1], other[1]) if end is not None]
    end = min(ends, default=None)
    return None if end is not None and end <= start else (start, end)


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    return None if one is None or other is None else max(one, other)
