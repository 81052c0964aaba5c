"""What phrases ask of the value and of the entries behind it: circumstances and gaps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from features.declaration import Feature
from features.phrases.names import NAMES, PAST
from records.calendar import local_day
from records.events import Event, EventKind
from records.formats.vocabulary import SEXUAL_DISCLOSURES
from records.history import KnownHistory
from records.words import NBSP, count_words, day_words, length_words, ordinal_words

__all__ = ["CIRCUMSTANCES", "FILLINGS", "Asked", "Filling", "span_words"]

#: What the evidence tells beyond the number, by the words of ``Phrase.when``.
CIRCUMSTANCES: Mapping[str, Callable[[tuple[Event, ...]], bool]] = {
    "nothing": lambda evidence: not evidence,
    "still missing": lambda evidence: {e.kind for e in evidence} == {EventKind.MISSING_REPORTED},
    "told of sexual harm": lambda evidence: (
        bool(evidence) and evidence[0].details.get("disclosure") in SEXUAL_DISCLOSURES
    ),
    "told of other harm": lambda evidence: (
        bool(evidence) and evidence[0].details.get("disclosure") in ("physical_harm", "threats")
    ),
}


class Asked(NamedTuple):
    """What a gap is filled from."""

    feature: Feature
    value: int
    evidence: tuple[Event, ...]
    known: KnownHistory


Filling = Callable[[Asked], str]


@lru_cache(maxsize=4_096)
def _day(moment: datetime) -> str:
    """The local day; one entry stands behind many values, and the clock's zone is slow."""
    return day_words(local_day(moment))


def _elsewhere(asked: Asked) -> str:
    """The day of the newest entry that isn't the child's own."""
    elsewhere = [connection.event for connection in asked.known.connections]
    newest = next((e for e in asked.evidence if any(e is event for event in elsewhere)), None)
    if newest is None:
        raise ValueError(f"{asked.feature.name}: no connection of the child is its evidence")
    return _day(newest.occurred)


def _detail(column: str) -> Filling:
    """What the newest entry that fills ``column`` holds there, in words."""

    def held(asked: Asked) -> str:
        value = next(str(e.details[column]) for e in asked.evidence if column in e.details)
        return NAMES.get(value, value.replace("_", " ")).replace(" ", NBSP)

    return held


def _counted(noun: str) -> Filling:
    return lambda asked: count_words(asked.value, noun)


def _span(asked: Asked) -> str:
    """How long all of it took; the window if not all of it is kept."""
    if len(asked.evidence) < asked.value:
        return PAST[asked.feature.window_days]
    return " in " + span_words(asked.known.as_of - asked.evidence[-1].occurred)


def span_words(length: timedelta) -> str:
    """A length rounded up: ``9 days``, from 15 days on weeks, from 9 weeks on months."""
    days = max(1, -(-length // timedelta(days=1)))
    if days <= 14:
        return count_words(days, "day")
    if days <= 8 * 7:
        return count_words(-(-days // 7), "week")
    return count_words(-(-days * 12 // 365), "month")


def _length(asked: Asked) -> str:
    hours = timedelta(hours=asked.value)
    return length_words(hours) if hours else "less than an hour"


def _role(asked: Asked) -> str:
    told_to = asked.evidence[0].details.get("told_to")
    return f" the {told_to}" if told_to else ""


#: What may stand in a gap of a phrase.
FILLINGS: Mapping[str, Filling] = {
    "n": lambda asked: str(asked.value),
    "Ordinal": lambda asked: ordinal_words(asked.value).capitalize(),
    "times": _counted("time"),
    "days": _counted("day"),
    "years": _counted("year"),
    "length": _length,
    "in_span": _span,
    "latest": lambda asked: _day(asked.evidence[0].occurred),
    "elsewhere": _elsewhere,
    "first": lambda asked: _day(asked.evidence[-1].occurred),
    "gap": lambda asked: length_words(asked.evidence[0].occurred - asked.evidence[1].occurred),
    "until": lambda asked: day_words(asked.evidence[0].details["in_force_until"]),
    "role": _role,
    "told_of": _detail("disclosure"),
    "found_in": _detail("found_place"),
    "from_home": _detail("missing_from"),
    "demeanour": _detail("demeanour"),
    "level": _detail("panel_level"),
    "category": _detail("category"),
    "placement": _detail("placement"),
}
