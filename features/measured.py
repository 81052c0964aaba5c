"""One child's value of one feature, with the entries behind it."""

from __future__ import annotations

from dataclasses import dataclass

from records.events import Event
from records.unknown import Unknown

__all__ = ["MOST_EVIDENCE", "Measured"]

#: No more entries than this are kept behind one value.
MOST_EVIDENCE = 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One feature's value for one child, and the entries behind it.

    Attributes:
        evidence: newest first, at most :data:`MOST_EVIDENCE`; empty when nothing is
            recorded, or the value isn't known.
    """

    value: int | Unknown
    evidence: tuple[Event, ...] = ()
