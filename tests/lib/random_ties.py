"""Children, adults and entries that nobody would think of, tied every which way (Hypothesis).

References, adults and places are few, so that entries meet; any may be taken back, corrected
or moved to another child.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from records.adults import Adult, named_adult
from records.events import Event, EventKind
from records.history import History, Moved
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import EXTRACTED, SourceSystem
from tests.lib.histories import source_of

__all__ = ["DAY", "World", "cut_off", "moments", "worlds"]

K = EventKind
DAY = datetime(2026, 3, 1, tzinfo=UTC)
ADULT = "adult_ref"
PLACES = [("12 Oakton Road", "NG7 2AB"), ("3 Mill Lane", "NG7 3AB"), ("3 Mill Lane", None)]
#: Kinds of a child's entry, and details of which one lot is drawn.
KINDS: tuple[tuple[EventKind, tuple[dict[str, Any], ...]], ...] = (
    (K.MISSING_REPORTED, ({},)),
    (
        K.MISSING_FOUND,
        (
            {"found_with": "adult_not_known_to_family", ADULT: "1"},
            {"found_with": "relative", ADULT: "2", "harm_found": "sexual"},
            {"found_at": "12 oakton road", "found_postcode": "NG72AB"},
        ),
    ),
    (K.NOTICE_SERVED, ({ADULT: "1"}, {ADULT: "2"})),
    (K.CRIME_SUSPECT_NAMED, ({ADULT: "1"},)),
    (K.CRIME_VICTIM, ({"offence": "child_sexual_exploitation"}, {"offence": "theft"})),
    (K.INTELLIGENCE_REPORT, ({ADULT: "1"}, {"place": "3 Mill Lane", "place_postcode": "NG7 3AB"})),
    (K.ASSOCIATION_RECORDED, ({ADULT: "1"}, {ADULT: "2"})),
    (K.DOMESTIC_INCIDENT, ({ADULT: "1"}, {ADULT: "2"})),
)
MANAGED = (K.MANAGED_PERSON, K.MANAGED_PERSON_ENDED)
World = tuple[list[History], list[Adult]]


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """A few children and adults, with whatever may be taken back taken back, moved or repeated."""
    dice = Random(draw(st.integers(0, 2**32)))
    children = [f"C-{number}" for number in range(draw(st.integers(2, 4)))]
    events: dict[str, list[Event]] = {child: [] for child in children}
    owner: dict[tuple[SourceSystem, str], str] = {}
    moved: dict[str, list[Moved]] = {child: [] for child in children}
    for number in range(draw(st.integers(0, 14))):
        kind, lots = dice.choice(KINDS)
        event = an_event(dice, number, kind, dice.choice(lots))
        whose = dice.choice(children)
        older = [name for name in owner if name[0] is event.source]
        if older and dice.random() < 0.4:
            _, before = name = dice.choice(older)
            event = replace(event, replaces=before)
            if dice.random() < 0.5:
                event = replace(event, kind=K.WITHDRAWN, details={})
            if owner[name] != whose:
                moved[owner[name]].append(Moved(event.source, before, event.recorded))
        owner[event.source, event.entry] = whose
        events[whose].append(event)
    histories = [
        History(
            ChildId(child),
            tuple(a_person(dice, child) for _ in range(dice.randrange(3))),
            tuple(events[child]),
            tuple(moved[child]),
        )
        for child in children
    ]
    return histories, adults(dice, draw(st.integers(0, 5)))


def an_event(dice: Random, number: int, kind: EventKind, details: dict[str, Any]) -> Event:
    at = DAY + timedelta(days=dice.randrange(12))
    return Event(
        source_of(kind), kind, f"REF-{dice.randrange(4)}", f"E-{number}", at, at, details
    )  # fmt: skip


def a_person(dice: Random, child: str) -> PersonRecord:
    address, postcode = dice.choice(PLACES)
    record = RecordId(SourceSystem.MISSING_PERSONS, f"{child}-{dice.randrange(2)}")
    recorded = DAY + timedelta(days=dice.randrange(12))
    return PersonRecord(record, recorded, f"Name{dice.randrange(3)}", child, address=address,
                        postcode=postcode)  # fmt: skip


def adults(dice: Random, entries: int) -> list[Adult]:
    """One adult whom every system calls 1, and one whom S3 and S8 call 2."""
    alone: list[Event] = []
    for number in range(entries):
        event = an_event(dice, 100 + number, dice.choice(MANAGED), {ADULT: dice.choice("12")})
        if alone and dice.random() < 0.4:
            event = replace(event, replaces=dice.choice(alone).entry)
        alone.append(event)
    one = tuple(RecordId(source, "1") for source in EXTRACTED)
    two = (RecordId(SourceSystem.ABDUCTION_NOTICES, "2"),
           RecordId(SourceSystem.MANAGED_OFFENDERS, "2"))  # fmt: skip
    return [whole(f"A-{n}", records, alone) for n, records in ((1, one), (2, two))]


def whole(id_: str, records: tuple[RecordId, ...], alone: Sequence[Event]) -> Adult:
    """The adult with its own entries and whatever replaces them."""
    own = {event.entry for event in alone if named_adult(event) in records}
    events = [event for event in alone if event.entry in own or event.replaces in own]
    return Adult(id_, records, tuple(events))


def moments() -> Iterable[datetime]:
    """Just after each moment at which anything is recorded."""
    tick = timedelta(microseconds=1)
    return (DAY + timedelta(days=day) + tick for day in range(-1, 13))


def cut_off(world: World, cut: datetime) -> World:
    """The world without what was recorded from ``cut`` on."""
    histories, people = world
    return [
        replace(
            history,
            persons=tuple(p for p in history.persons if p.recorded < cut),
            events=tuple(e for e in history.events if e.recorded < cut),
            moved=tuple(m for m in history.moved if m.recorded < cut),
        )
        for history in histories
    ], [replace(a, events=tuple(e for e in a.events if e.recorded < cut)) for a in people]
