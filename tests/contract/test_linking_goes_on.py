"""Linking by increments gives what linking everything at once gives, and ids stay."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from sqlalchemy import text

from linkage.subjects import Subject
from linkage.weights import load_weights
from records.events import Event, EventKind
from records.persons import ChildId, PersonRecord, RecordId
from records.rows import Entry
from records.sources import SourceSystem
from serving.service.link_records import Linked, link_store
from serving.service.relinking import DecisionConflictError, NotLinkedError, decide
from serving.store.decisions import DecisionRow, read_decisions
from serving.store.doubtful import read_doubtful
from serving.store.extracts import ingest_batch, start_extract
from serving.store.links import read_splits, read_trail
from serving.store.looks import open_look_reader
from serving.store.opening import Store
from tests.lib.acting import HOST, nothing
from tests.lib.linking import CHILD
from tests.lib.linking import links as children
from tests.lib.people import person, small_force

WEIGHTS = {subject: load_weights(subject) for subject in Subject}
START = datetime.fromisoformat("2026-11-02T08:00:00+00:00")
#: An entry of each system, to bring a person record in.
_KIND = {
    SourceSystem.MISSING_PERSONS: EventKind.MISSING_REPORTED,
    SourceSystem.CSE_PLANS: EventKind.PLAN_VERSION,
    SourceSystem.ABDUCTION_NOTICES: EventKind.NOTICE_SERVED,
    SourceSystem.SOCIAL_CARE: EventKind.CHILD_PROTECTION_STARTED,
}

_DETAILS = {
    SourceSystem.CSE_PLANS: {
        "version": 1, "state": "live", "owner": "PC Example", "owner_team": "City North",
        "read_first": ("Ring the home.",),
    },
    SourceSystem.ABDUCTION_NOTICES: {"adult_ref": "A-1", "in_force_until": date(2027, 4, 2)},
}  # fmt: skip


def take_in(store: Store, persons: Sequence[PersonRecord], day: int = 0) -> None:
    """One extract of each system with an entry about each person."""
    with store.writing() as connection:
        for source in sorted({one.id.source for one in persons}, key=lambda s: s.value):
            theirs = [one for one in persons if one.id.source is source]
            extract = start_extract(
                connection,
                source=source,
                file=f"{source.value}.csv",
                digest=f"{day}-{source.value}",
                taken_at=START + timedelta(days=day),
                read_at=START + timedelta(days=day),
            )
            rows = []
            for number, one in enumerate(theirs, 1):
                name = f"{one.id.ref}-{day}-{number}"
                details = _DETAILS.get(source, {})
                event = Event(
                    source, _KIND[source], name, name, one.recorded, one.recorded, details, None
                )
                rows.append(Entry(number, event, one, name))
            ingest_batch(connection, extract, source, rows)


def link(store: Store, day: int = 0, *, whole: bool = False) -> Linked:
    return link_store(store, WEIGHTS, START + timedelta(days=day), HOST, whole=whole)


def parts(child_of: dict[RecordId, ChildId]) -> set[frozenset[RecordId]]:
    groups: dict[ChildId, set[RecordId]] = {}
    for record, child in child_of.items():
        groups.setdefault(child, set()).add(record)
    return {frozenset(group) for group in groups.values()}


def doubts(store: Store) -> set[tuple[str, str, int, object, bool]]:
    with store.reading() as connection:
        found = read_doubtful(connection, CHILD)
    return {(str(d.a), str(d.b), d.weight, d.reason, d.is_possible) for d in found}


def say(store: Store, kind: str, a: str, b: str, day: int) -> None:
    row = DecisionRow(
        kind,
        RecordId.parse(a),
        RecordId.parse(b),
        START + timedelta(days=day),
        "reviewer",
        "Read both records.",
    )
    decide(store, Subject.CHILD, [row], WEIGHTS[Subject.CHILD], row.decided_at, enter=nothing)


def test_increments_in_any_order_give_what_linking_all_at_once_gives(store: Store) -> None:
    persons = list(small_force(220, seed=5).persons)
    Random(3).shuffle(persons)
    cuts = (0, 150, 165, 166, len(persons) - 20, len(persons))
    kept: dict[RecordId, ChildId] = {}
    for day, (start, end) in enumerate(pairwise(cuts)):
        take_in(store, persons[start:end], day)
        link(store, day)
        now = children(store)
        gone = set(kept.values()) - set(now.values())
        with store.reading() as connection:
            trail = read_trail(connection, CHILD)
        assert gone <= set(trail)
        assert all(trail[old] in now.values() for old in gone)
        kept = now
    by_increments, doubtful = parts(kept), doubts(store)
    assert len(by_increments) > 100
    assert doubtful
    again = link(store, len(cuts), whole=True)
    assert again.links_changed == 0
    assert parts(children(store)) == by_increments
    assert doubts(store) == doubtful
    assert children(store) == kept


def test_an_increment_weighs_and_remakes_only_what_it_touches(store: Store) -> None:
    persons = small_force(220, seed=6).persons
    take_in(store, persons[:-3])
    link(store)
    take_in(store, persons[-3:], 1)
    linked = link(store, 1)
    assert 0 < linked.records < 60
    with store.reading() as connection:
        kinds = connection.execute(
            text("SELECT kind FROM linkings WHERE subject = 'child' ORDER BY id")
        ).scalars()
        assert list(kinds) == ["whole", "increment"]


def test_other_weights_link_everything_anew(store: Store) -> None:
    take_in(store, small_force(40, seed=6).persons)
    link(store)
    stricter = replace(WEIGHTS[Subject.CHILD], fitted_to="2026-11-23")
    assert link_store(
        store, {**WEIGHTS, Subject.CHILD: stricter}, START + timedelta(days=1), HOST
    ).records == len(children(store))


def test_linking_with_nothing_new_changes_nothing(store: Store) -> None:
    take_in(store, small_force(60, seed=7).persons)
    link(store)
    before = children(store)
    with store.reading() as connection:
        state = connection.execute(text("SELECT linkage FROM store_state")).scalar_one()
    linked = link(store, 1)
    assert (linked.records, linked.links_changed, linked.histories_changed) == (0, 0, 0)
    assert children(store) == before
    with store.reading() as connection:
        assert connection.execute(text("SELECT linkage FROM store_state")).scalar_one() == state


KEV = {"born": "2011-03-09", "address": "12 Oakton Road", "postcode": "NG7 2AB"}


def test_a_changed_record_is_weighed_again_and_those_it_joined_are_parted(store: Store) -> None:
    # The record in the middle first joins the other two by an old surname; what it says
    # is kept, so a new version only adds.
    take_in(
        store,
        [
            person("S1:1", "Callum", "Thornworth", **KEV),
            person("S2:2", "Callum", "Reid", born="2011-03-09", postcode="DE1 9ZZ"),
        ],
    )
    link(store)
    assert len(set(children(store).values())) == 2
    later = person(
        "S1:1",
        "Callum",
        "Reid",
        born="2011-03-09",
        postcode="DE1 9ZZ",
        recorded=START + timedelta(hours=3),
    )
    take_in(store, [later], 1)
    link(store, 1)
    assert len(set(children(store).values())) == 1


def two_possible(store: Store) -> tuple[ChildId, ChildId]:
    """Two records that nobody but a person can join: a nickname that nobody lists."""
    take_in(
        store,
        [
            person("S1:1", "Callum", "Thornworth", **KEV),
            person("S2:2", "Spider", "Thornworth", **KEV),
        ],
    )
    link(store)
    found = children(store)
    one, two = found[RecordId.parse("S1:1")], found[RecordId.parse("S2:2")]
    assert one != two
    assert len(doubts(store)) == 1
    return one, two


def test_a_decision_holds_at_once_and_through_linking_anew(store: Store) -> None:
    two_possible(store)
    say(store, "same", "S1:1", "S2:2", 1)
    assert len(set(children(store).values())) == 1
    assert doubts(store) == set()
    take_in(store, [person("S10:3", "Callum", "Thornworth", **KEV)], 2)
    link(store, 2)
    assert len(set(children(store).values())) == 1
    link(store, 3, whole=True)
    assert len(set(children(store).values())) == 1


def test_what_was_decided_different_stays_apart_whatever_comes(store: Store) -> None:
    take_in(
        store,
        [
            person("S1:1", "Callum", "Thornworth", **KEV),
            person("S2:2", "Callum", "Thornworth", **KEV),
        ],
    )
    link(store)
    assert len(set(children(store).values())) == 1
    say(store, "different", "S1:1", "S2:2", 1)
    take_in(store, [person("S10:3", "Callum", "Thornworth", **KEV)], 2)
    link(store, 2)
    now = children(store)
    assert now[RecordId.parse("S1:1")] != now[RecordId.parse("S2:2")]
    link(store, 3, whole=True)
    assert children(store) == now


def test_an_undone_decision_is_gone_and_old_ids_lead_to_their_own_records(
    store: Store,
) -> None:
    one, two = two_possible(store)
    say(store, "same", "S1:1", "S2:2", 1)
    (together,) = set(children(store).values())
    (gone,) = {one, two} - {together}
    own = RecordId.parse("S1:1") if gone == one else RecordId.parse("S2:2")
    say(store, "undone", "S1:1", "S2:2", 2)
    now = children(store)
    assert len(set(now.values())) == 2
    assert len(doubts(store)) == 1
    assert gone not in now.values()
    with store.reading() as connection:
        assert read_trail(connection, CHILD) == {gone: now[own]}
        assert read_splits(connection, CHILD) == ((together, now[own]),)
        assert [row.kind for row in read_decisions(connection, CHILD)] == ["same", "undone"]
    assert asyncio.run(looked_at(store, gone)) == now[own]


async def looked_at(store: Store, child: ChildId) -> ChildId | None:
    """Whom a look at this id is about."""
    reader = open_look_reader(store)
    try:
        look = await reader.read_look(child)
        return None if look is None else look.child
    finally:
        await reader.close()


def test_decisions_that_contradict_each_other_are_refused_and_leave_nothing(store: Store) -> None:
    take_in(
        store,
        [
            person("S1:1", "Callum", "Thornworth", **KEV),
            person("S2:2", "Spider", "Thornworth", **KEV),
            person("S3:3", "Wolf", "Thornworth", **KEV),
        ],
    )
    link(store)
    say(store, "same", "S1:1", "S2:2", 1)
    say(store, "same", "S2:2", "S3:3", 2)
    before = children(store)
    assert len(set(before.values())) == 1
    with pytest.raises(DecisionConflictError, match="Undo the earlier"):
        say(store, "different", "S1:1", "S3:3", 3)
    assert children(store) == before
    with store.reading() as connection:
        assert len(read_decisions(connection, CHILD)) == 2


def test_a_record_that_was_never_linked_can_not_be_decided_on(store: Store) -> None:
    two_possible(store)
    with pytest.raises(NotLinkedError):
        say(store, "same", "S1:1", "S1:99", 1)
