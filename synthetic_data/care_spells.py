"""When a child was looked after, as social care's entries say."""

from __future__ import annotations

from datetime import datetime

from records.events import EventKind
from records.history import KnownHistory

__all__ = ["care_spells", "was_looked_after"]

_KINDS = (
    EventKind.LOOKED_AFTER_STARTED,
    EventKind.PLACEMENT_MOVED,
    EventKind.LOOKED_AFTER_ENDED,
)


def care_spells(known: KnownHistory) -> tuple[tuple[datetime, datetime | None], ...]:
    """Every stretch in care, earliest first: its start, and its end or None if none is known."""
    spells: list[tuple[datetime, datetime | None]] = []
    start: datetime | None = None
    for event in known.of_kind(*_KINDS):
        if event.kind is not EventKind.LOOKED_AFTER_ENDED:
            start = start or event.occurred
        elif start is not None:
            spells.append((start, event.occurred))
            start = None
    if start is not None:
        spells.append((start, None))
    return tuple(spells)


def was_looked_after(known: KnownHistory, moment: datetime) -> bool:
    """Whether a stretch in care holds the moment: its start does, its end does not."""
    return any(
        start <= moment and (end is None or moment < end) for start, end in care_spells(known)
    )
