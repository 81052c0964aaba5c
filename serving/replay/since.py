"""What is known now that was not known then: counted by system, and nothing more (N1).

What came later does not make a past answer wrong; it says how much of today's knowledge
nobody had. Counts alone: no content, and no word on what the answer would have been.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from records.history import History, known_at
from records.sources import SourceSystem

__all__ = ["SystemCount", "known_since"]


@dataclass(frozen=True, slots=True)
class SystemCount:
    """Entries of one system about the child.

    Attributes:
        then: what the answer knew.
        new: known now, and not then.
        gone: known then, and not now: corrected, withdrawn, or moved to another child.
    """

    system: SourceSystem
    then: int
    new: int
    gone: int


def known_since(
    before: History, as_of: datetime, today: History | None, now: datetime
) -> tuple[SystemCount, ...]:
    """Counts for each system that holds or held anything of the child, in order of system.

    ``today`` is None if the child is no longer on record: then everything is gone.
    """
    then = _entries(before, as_of)
    now_known = frozenset() if today is None else _entries(today, now)
    counts = {
        what: Counter(source for source, _ in entries)
        for what, entries in (
            ("then", then),
            ("new", now_known - then),
            ("gone", then - now_known),
        )
    }
    return tuple(_count(system, counts) for system in SourceSystem if _any(system, counts))


def _entries(history: History, as_of: datetime) -> frozenset[tuple[SourceSystem, str]]:
    return frozenset((event.source, event.entry) for event in known_at(history, as_of).events)


def _any(system: SourceSystem, counts: Mapping[str, Counter[SourceSystem]]) -> bool:
    return any(count[system] for count in counts.values())


def _count(system: SourceSystem, counts: Mapping[str, Counter[SourceSystem]]) -> SystemCount:
    return SystemCount(system, *(counts[what][system] for what in ("then", "new", "gone")))
