"""Every feature at every value that its words tell apart, with entries that could stand behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from features.catalogue import CATALOGUE
from features.declaration import Feature, Measure
from features.matters import ConnectionMatter, EntryMatter
from features.measured import MOST_EVIDENCE, Measured
from features.wording import Words, words
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.history import KnownHistory
from records.persons import ChildId
from records.unknown import Unknown
from tests.lib.histories import an_entry, at, known

__all__ = ["AS_OF", "evidence_of", "said", "values_of", "ways_of", "ways_of_matter"]

AS_OF = "2026-11-21 12:00"
_KNOWN = known(AS_OF)
#: No day is longer in words.
_LATEST = at("2026-09-30 20:30")
_STATES = (0, 1, 2, 3)
_YES_OR_NO = (0, 1)
_COUNTS = (0, 1, 2, 10, 11)
#: What stands behind measures that read no matter.
_OTHERWISE: dict[Measure, tuple[EventKind, dict[str, Any]]] = {
    Measure.NOTICES_IN_FORCE: (
        EventKind.NOTICE_SERVED,
        {"adult_ref": "A-1", "in_force_until": date(2027, 4, 2)},
    ),
    Measure.PLAN_STATE: (EventKind.PLAN_VERSION, {}),
    Measure.PROTECTION_STATE: (
        EventKind.CHILD_PROTECTION_STARTED,
        {"category": "sexual_abuse"},
    ),
}


def values_of(feature: Feature) -> tuple[int, ...]:
    """Nothing, one, two, and as many as are kept and one more; or every state."""
    return {"state": _STATES, "yes or no": _YES_OR_NO}.get(feature.unit, _COUNTS)


def evidence_of(feature: Feature, value: int) -> Iterator[tuple[Event, ...]]:
    """For each way in which an entry can be of the feature's matter, entries of ``value``."""
    if feature.measure is Measure.AGE or (value == 0 and feature.measure is Measure.COUNT):
        yield ()
        return
    many = min(value, MOST_EVIDENCE) if feature.unit not in ("days", "hours", "years") else 1
    for kind, details in ways_of(feature):
        many = max(many, 2 if feature.measure in _OF_GAPS else 1)
        yield tuple(
            an_entry(kind, _LATEST - timedelta(days=20 * place), **details) for place in range(many)
        )
    if value == 0:
        yield ()


_OF_GAPS = (Measure.GAPS_SHORTENING, Measure.LATEST_GAP_DAYS)


def ways_of(feature: Feature) -> Iterator[tuple[EventKind, dict[str, Any]]]:
    """Entries that are of the feature's matter: for each kind and value, one."""
    matter = feature.matter
    if matter is None:
        yield _OTHERWISE.get(feature.measure, (EventKind.MISSING_REPORTED, {}))
    elif isinstance(matter, ConnectionMatter):
        yield EventKind.NOTICE_SERVED, {}
    else:
        yield from ways_of_matter(matter)


def ways_of_matter(matter: EntryMatter) -> Iterator[tuple[EventKind, dict[str, Any]]]:
    """Entries that are of the matter: for each kind and value, one."""
    for kind in matter.kinds:
        if not matter.where:
            yield kind, {}
        for row in matter.where:
            for column, values in row.items():
                for value in values:
                    first = {name: next(iter(among)) for name, among in row.items()}
                    yield kind, {k: v for k, v in {**first, column: value}.items() if v is not None}


def said(feature: Feature, value: int | Unknown) -> Iterator[Words]:
    """What is said of the value, in each way in which it can come about."""
    if isinstance(value, Unknown):
        yield words(feature, Measured(value), _KNOWN)
        return
    for evidence in evidence_of(feature, value):
        if not evidence and value == 0 and feature.measure in _ALWAYS_WITH_ENTRIES:
            continue
        if isinstance(feature.matter, ConnectionMatter) and evidence:
            yield words(feature, Measured(value, (_OWN, *evidence)), _connected(evidence))
        else:
            yield words(feature, Measured(value, evidence), _KNOWN)


#: An entry of the child that names an adult, newer than the entries elsewhere.
_OWN = an_entry(EventKind.MISSING_FOUND, "2026-11-01 09:00", entry="OWN")


def _connected(elsewhere: tuple[Event, ...]) -> KnownHistory:
    """What is known of a child with a connection to each entry elsewhere."""
    return replace(
        _KNOWN,
        events=(_OWN,),
        connections=tuple(
            Connection(
                through=Through.ADULT,
                key=f"A-{place}",
                name="Tom Example",
                own=(_OWN.source, _OWN.entry),
                concern=Concern.NOTICE,
                child=ChildId("C-OTHER00000"),
                child_name="Bea Example",
                event=event,
                recorded=event.recorded,
            )
            for place, event in enumerate(elsewhere)
        ),
    )


#: Measures whose question does not arise without an entry, so that 0 has one.
_ALWAYS_WITH_ENTRIES = (
    Measure.DAYS_SINCE_LAST,
    Measure.DAYS_WAITING,
    Measure.DAYS_SINCE_MISSING,
    Measure.LATEST_GAP_DAYS,
)


def main() -> None:
    """Print everything that is said, to be read."""
    for feature in CATALOGUE:
        print(f"\n# {feature.name}  [{feature.question}]")
        for value in (*values_of(feature), *Unknown):
            lines = dict.fromkeys(said(feature, value))
            for line in lines:
                shown = value.value if isinstance(value, Unknown) else value
                print(f"  {shown}: {line.short} ({len(line.short)})\n     {line.full}")


if __name__ == "__main__":
    main()
