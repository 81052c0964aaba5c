"""Laws that hold for what ties any children to one another (M2)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from features.connecting import connect
from features.relations import CONCERN_OF, NAMING, home_key, named_adult, place_of
from records.adults import Adult
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.history import History, KnownHistory, Moved, known_at
from records.persons import ChildId, PersonRecord, RecordId
from records.sources import SourceSystem
from records.states import is_exploitation_harm
from tests.lib.histories import source_of

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
    one = tuple(RecordId(source, "1") for source in SourceSystem)
    two = (RecordId(SourceSystem.ABDUCTION_NOTICES, "2"),
           RecordId(SourceSystem.MANAGED_OFFENDERS, "2"))  # fmt: skip
    return [whole(f"A-{n}", records, alone) for n, records in ((1, one), (2, two))]


def whole(id_: str, records: tuple[RecordId, ...], alone: Sequence[Event]) -> Adult:
    """The adult with its own entries and whatever replaces them."""
    own = {event.entry for event in alone if named_adult(event) in records}
    events = [event for event in alone if event.entry in own or event.replaces in own]
    return Adult(id_, records, tuple(events))


def moments() -> Iterable[datetime]:
    tick = timedelta(microseconds=1)
    return (DAY + timedelta(days=day) + tick for day in range(-1, 13))


#: What a connection says, whichever of the child's own entries it rests on.
Said = tuple[object, ...]


def said(known: KnownHistory) -> set[Said]:
    return {
        (c.through, c.key, c.concern, c.child, c.event.source, c.event.entry)
        for c in known.connections
    }


def believed(world: World, as_of: datetime) -> dict[ChildId, set[Said]]:
    """What the rules say at ``as_of``, of what is known then alone, child by child."""
    histories, people = world
    known = [known_at(history, as_of) for history in histories]
    adult_of = {str(record): adult.id for adult in people for record in adult.records}
    return {
        me.child: {
            *_by_adult(me, known, adult_of),
            *_by_place(me, known),
            *_managed(me, people),
        }
        for me in known
    }


def _adults(known: KnownHistory, adult_of: dict[str, str]) -> dict[str, list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in known.events:
        if event.kind in NAMING and (record := named_adult(event)):
            found.setdefault(adult_of.get(str(record), str(record)), []).append(event)
    return found


def _own(known: KnownHistory) -> set[tuple[SourceSystem, str]]:
    return {(event.source, event.reference) for event in known.events}


def _by_adult(
    me: KnownHistory, known: list[KnownHistory], adult_of: dict[str, str]
) -> Iterable[Said]:
    for key in _adults(me, adult_of):
        for other in known:
            for event in _adults(other, adult_of).get(key, ()):
                row = CONCERN_OF.get(event.kind)
                is_own = other.child == me.child or (event.source, event.reference) in _own(me)
                if row and row.is_of(event) and not is_own:
                    name = event.source, event.entry
                    yield (Through.ADULT, key, row.concern, other.child, *name)


def _by_place(me: KnownHistory, known: list[KnownHistory]) -> Iterable[Said]:
    for other in known:
        for key in _keys(me) & _keys(other):
            homes = key in _homes(me) and key in _homes(other)
            for event in other.events:
                is_own = other.child == me.child or (event.source, event.reference) in _own(me)
                if is_exploitation_harm(event) and not is_own:
                    through = Through.HOME if homes else Through.PLACE
                    name = event.source, event.entry
                    yield (through, key, Concern.HARMED, other.child, *name)


def _homes(known: KnownHistory) -> set[str]:
    return {key for person in known.persons if (key := home_key(person))}


def _keys(known: KnownHistory) -> set[str]:
    return _homes(known) | {place[0] for event in known.events if (place := place_of(event))}


def _managed(me: KnownHistory, people: list[Adult]) -> Iterable[Said]:
    for adult in people:
        if adult.id not in _adults(me, {str(r): adult.id for r in adult.records}):
            continue
        known = known_at(History(ChildId("C-"), (), adult.events), me.as_of).events
        theirs = [event for event in known if named_adult(event) in adult.records]
        for event in theirs:
            ends = [
                end
                for end in theirs
                if end.kind is K.MANAGED_PERSON_ENDED
                and end.reference == event.reference
                and end.occurred >= event.occurred
            ]
            if event.kind is K.MANAGED_PERSON and not ends:
                name = event.source, event.entry
                yield (Through.ADULT, adult.id, Concern.MANAGED, None, *name)


@settings(max_examples=200)
@given(worlds())
def test_at_every_moment_the_join_says_what_the_rules_say_of_what_is_known_then(
    world: World,
) -> None:
    """What was known is all that counts: later entries change nothing, withdrawing takes away."""
    joined = connect(*world)
    for as_of in moments():
        expected = believed(world, as_of)
        for history in joined:
            assert said(known_at(history, as_of)) == expected[history.child]


@given(worlds())
def test_one_entry_elsewhere_is_told_once_at_a_time(world: World) -> None:
    for history in connect(*world):
        for as_of in moments():
            known = known_at(history, as_of)
            assert len(said(known)) == len(known.connections)


@given(worlds(), st.integers(0, 11))
def test_what_is_recorded_later_changes_no_word_of_what_was_told(world: World, day: int) -> None:
    cut = DAY + timedelta(days=day)
    then = connect(*(cut_off(world, cut)))
    for before, now in zip(then, connect(*world), strict=True):
        old, new = (_without_future(known_at(history, cut)) for history in (before, now))
        assert old == new


def _without_future(known: KnownHistory) -> list[Connection]:
    return [replace(connection, gone=None) for connection in known.connections]


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


@given(worlds(), st.integers(0, 2**32))
def test_order_and_repeats_do_not_matter(world: World, seed: int) -> None:
    histories, people = world
    dice = Random(seed)
    shuffled = [
        replace(
            history,
            events=tuple(dice.sample([*history.events, *history.events], 2 * len(history.events))),
            persons=tuple(dice.sample(history.persons, len(history.persons))),
        )
        for history in histories
    ]
    joined = {history.child: history.connections for history in connect(*world)}
    again = connect(dice.sample(shuffled, len(shuffled)), dice.sample(people, len(people)))
    assert {history.child: history.connections for history in again} == joined


@given(worlds())
def test_nothing_is_told_of_the_child_itself_nor_of_a_record_that_is_its_own(world: World) -> None:
    for history in connect(*world):
        for as_of in moments():
            known = known_at(history, as_of)
            own = {(event.source, event.reference) for event in known.events}
            for one in known.connections:
                assert one.child != history.child
                is_own = (one.event.source, one.event.reference) in own
                assert not is_own or one.concern is Concern.MANAGED


@given(worlds())
def test_two_children_whom_entries_of_one_kind_tie_to_an_adult_learn_of_each_other(
    world: World,
) -> None:
    """Where both name the adult with a concern, and neither's record is the other's."""
    joined = connect(*world)
    told = {h.child: {c.child for c in h.connections if c.through is Through.ADULT} for h in joined}
    concerned = {
        history.child: {
            str(named_adult(event))
            for event in history.events
            if (row := CONCERN_OF.get(event.kind)) and row.is_of(event) and named_adult(event)
        }
        for history in plain(joined)
    }
    for one in plain(joined):
        for other in plain(joined):
            shared = {(e.source, e.reference) for e in one.events} & {
                (e.source, e.reference) for e in other.events
            }
            if (
                one.child != other.child
                and not shared
                and concerned[one.child] & concerned[other.child]
            ):
                assert other.child in told[one.child]
                assert one.child in told[other.child]


def plain(histories: Iterable[History]) -> list[History]:
    """Those of which nothing was ever taken back."""
    return [
        history
        for history in histories
        if not history.moved and not any(event.replaces for event in history.events)
    ]


@given(worlds())
def test_joining_children_who_share_nothing_with_the_rest_gives_what_joining_all_does(
    world: World,
) -> None:
    histories, people = world
    joined = {history.child: history for history in connect(*world)}
    for history in histories:
        met = {c.child for c in joined[history.child].connections}
        some = [h for h in histories if h.child == history.child or h.child in met]
        (again,) = (h for h in connect(some, people) if h.child == history.child)
        assert again.connections == joined[history.child].connections
