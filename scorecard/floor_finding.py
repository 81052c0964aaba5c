"""What a floor's rule finds, and what rules word and find alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from records.calendar import local_day
from records.events import Event
from records.history import KnownHistory
from records.words import day_words, short_day_words

__all__ = ["MOST_EVIDENCE", "Found", "Params", "Rule", "dates_of", "newest_of", "since_days"]


#: As many source entries as a page lists under one reason.
MOST_EVIDENCE = 10


@dataclass(frozen=True, slots=True)
class Found:
    """That a rule holds: what fills its wording, and the entries that show it."""

    tells: Mapping[str, str]
    evidence: tuple[Event, ...] = field(default=())


Params = Mapping[str, int | str]
Rule = Callable[[KnownHistory, Params], Found | None]


def dates_of(moment: datetime) -> dict[str, str]:
    """The local day, with and without its year."""
    day = local_day(moment)
    return {"day": short_day_words(day), "date": day_words(day)}


def since_days(known: KnownHistory, days: int | str) -> datetime:
    """The start of the window of so many days that ends at ``as_of``."""
    return known.as_of - timedelta(days=int(days))


def newest_of(events: Iterable[Event]) -> Found | None:
    """The events as evidence, worded by the newest of them; None if there are none."""
    found = tuple(events)
    if not found:
        return None
    return Found(dates_of(max(event.occurred for event in found)), found)
