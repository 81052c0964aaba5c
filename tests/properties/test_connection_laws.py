"""Laws that hold for what ties any children to one another (M2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from features.relations.connecting import connect
from features.relations.declaration import CONCERN_OF, NAMING
from records.adults import Adult, named_adult
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.places import home_of, place_of
from records.sources import SourceSystem
from records.states import is_exploitation_harm
from tests.lib.random_ties import DAY, World, cut_off, moments, worlds

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
    return {home[0] for person in known.persons if (home := home_of(person))}


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
                if end.kind is EventKind.MANAGED_PERSON_ENDED
                and end.reference == event.reference
                and end.occurred >= event.occurred
            ]
            if event.kind is EventKind.MANAGED_PERSON and not ends:
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
