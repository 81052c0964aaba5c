"""Looks hold what bears on a child from elsewhere, however the store came to know it (M2)."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import pytest

from features.relations.connecting import connect
from linkage.subjects import Subject
from linkage.weights import load_weights
from records.connections import Concern
from records.events import EventKind
from records.history import History
from records.persons import ChildId, PersonRecord, RecordId
from records.rows import Entry
from records.snapshots import read_adults, read_snapshot
from records.sources import SourceSystem
from serving.answer import LookInputs
from serving.service.export_snapshot import export_snapshot
from serving.service.link_records import link_store
from serving.service.relinking import DecisionConflictError, decide
from serving.service.remaking_looks import remake_looks
from serving.store.decisions import DecisionRow
from serving.store.links import current_links
from serving.store.looks import open_look_reader
from serving.store.opening import Store
from serving.tables.who import WHO
from tests.lib.acting import HOST, nothing
from tests.lib.linking import links
from tests.lib.tied_children import START, entry, take_in, tied_entries

WEIGHTS = {subject: load_weights(subject) for subject in Subject}


def link(store: Store, day: int, *, whole: bool = False) -> None:
    link_store(store, WEIGHTS, START + timedelta(days=day), HOST, whole=whole)


def looks(store: Store) -> dict[ChildId, LookInputs]:
    """What a look at every child would read."""

    async def read() -> dict[ChildId, LookInputs]:
        reader = open_look_reader(store)
        try:
            rows = {child: await reader.read_look(child) for child in set(links(store).values())}
            return {c: LookInputs.from_bytes(row.blob) for c, row in rows.items() if row}
        finally:
            await reader.close()

    return asyncio.run(read())


def stale(store: Store, day: int) -> int:
    """How many looks remaking all of them would change."""
    with store.writing() as connection:
        return remake_looks(connection, None, START + timedelta(days=day)).changed


def say(store: Store, subject: Subject, dice: Random, day: int) -> None:
    """Somebody decides of two records of anybody, unless it contradicts what was decided."""
    with store.reading() as connection:
        known = current_links(connection, WHO[subject])
    a = dice.choice(sorted(known, key=str))
    others = [record for record in known if record != a]
    same = [record for record in others if known[record] == known[a]]
    kind = "different" if same else "same"
    a, b = sorted((a, dice.choice(same or others)), key=str)
    at = START + timedelta(days=day)
    row = DecisionRow(kind, a, b, at, "reviewer", "Read both records.")
    try:
        decide(store, subject, [row], WEIGHTS[subject], at, enter=nothing)
    except DecisionConflictError:
        return


@pytest.mark.parametrize("seed", [1, 2])
def test_increments_and_decisions_give_the_looks_that_linking_all_at_once_gives(
    store: Store, seed: int
) -> None:
    entries = tied_entries(seed)
    dice = Random(seed)
    # Systems send what was recorded late, and corrections before what they correct.
    dice.shuffle(entries)
    cuts = (0, 130, *range(131, 140), len(entries))
    for number, (start, end) in enumerate(pairwise(cuts)):
        day = 3 * number
        take_in(store, entries[start:end], day)
        link(store, day)
        assert stale(store, day) == 0
        subject = dice.choice(list(Subject))
        say(store, subject, dice, day + 1)
        assert stale(store, day + 1) == 0
    connections = [c for look in looks(store).values() for c in look.history.connections]
    assert len({c.concern for c in connections}) == len(Concern) - 1  # Nobody is interviewed.
    link(store, 100, whole=True)
    assert stale(store, 100) == 0


def test_a_snapshot_joined_again_gives_what_the_looks_hold(store: Store, tmp_path: Path) -> None:
    take_in(store, tied_entries(4), 0)
    link(store, 0)
    export_snapshot(store, tmp_path / "snapshot", START, HOST)
    held = list(read_snapshot(tmp_path / "snapshot"))
    assert not any(history.connections for history in held)
    joined = connect(held, read_adults(tmp_path / "snapshot"))
    of: dict[ChildId, History] = {child: look.history for child, look in looks(store).items()}
    assert sum(len(history.connections) for history in joined) > 100
    assert all(history.connections == of[history.child].connections for history in joined)


MAN = {
    "adult_ref": "R-9",
    "adult_forename": "Gareth",
    "adult_surname": "Larkwell",
    "adult_date_of_birth": date(1984, 5, 6),
}


def about(system: SourceSystem, kind: EventKind, forename: str, day: int, **details: Any) -> Entry:
    """An entry about a child of this forename, who lives alone."""
    born = date(2012, 1, 1) + timedelta(days=sum(map(ord, forename)))
    at = START + timedelta(days=day)
    person = PersonRecord(
        RecordId(system, forename),
        at,
        forename,
        "Fenmarsh",
        date_of_birth=born,
        address=f"{len(forename)} Oakton Road",
        postcode="NG7 2AB",
    )
    return entry(system, kind, f"{forename}-{day}", at, person, **details)


def found_with_him(forename: str, day: int) -> Entry:
    details = {"how_ended": "police_found", "found_with": "adult_not_known_to_family", **MAN}
    system = SourceSystem.MISSING_PERSONS
    return about(system, EventKind.MISSING_FOUND, forename, day, **details)


def a_notice(forename: str, day: int) -> Entry:
    details = {"in_force_until": date(2027, 3, 1), **MAN}
    system = SourceSystem.ABDUCTION_NOTICES
    return about(system, EventKind.NOTICE_SERVED, forename, day, **details)


def test_a_notice_on_a_man_shows_on_the_page_of_the_girl_found_with_him_and_hers_on_the_others(
    store: Store,
) -> None:
    """V8. Each learns of the other, whichever is taken in first, and nobody else is remade."""
    bystander = about(SourceSystem.MISSING_PERSONS, EventKind.MISSING_REPORTED, "Theodora", 0,
                      missing_from="home")  # fmt: skip
    take_in(store, [found_with_him("Maya", 0), bystander], 1)
    link(store, 1)
    assert not any(look.history.connections for look in looks(store).values())
    take_in(store, [a_notice("Callum", 1)], 2)
    linked = link_store(store, WEIGHTS, START + timedelta(days=2), HOST)
    assert linked.histories_changed == 2
    child = {str(record): one for record, one in links(store).items()}
    girl, boy = child["S1:Maya"], child["S3:Callum"]
    found = looks(store)
    (hers,), (his,) = (found[who].history.connections for who in (girl, boy))
    assert (hers.concern, hers.child, hers.child_name) == (Concern.NOTICE, boy, "Callum Fenmarsh")
    assert (his.concern, his.child, his.child_name) == (Concern.FOUND_WITH, girl, "Maya Fenmarsh")
    assert hers.recorded == his.recorded == START + timedelta(days=1)
    assert found[girl].adults == {"S1:R-9": hers.key}
    take_in(store, [withdrawn("Callum", 1)], 3)
    link(store, 3)
    assert looks(store)[girl].history.connections[0].gone == START + timedelta(days=2)


def withdrawn(forename: str, day: int) -> Entry:
    before = a_notice(forename, day)
    at = before.event.recorded + timedelta(days=1)
    return entry(
        before.event.source,
        EventKind.WITHDRAWN,
        "W-1",
        at,
        before.person,
        replaces=f"{forename}-{day}",
    )


def test_children_are_untied_when_people_say_that_two_men_are_different(store: Store) -> None:
    take_in(store, [found_with_him("Maya", 0), a_notice("Callum", 1)], 1)
    link(store, 1)
    assert sum(bool(look.history.connections) for look in looks(store).values()) == 2
    at = START + timedelta(days=2)
    one, other = RecordId.parse("S1:R-9"), RecordId.parse("S3:R-9")
    row = DecisionRow("different", one, other, at, "reviewer", "Two men of one name.")
    decide(store, Subject.ADULT, [row], WEIGHTS[Subject.ADULT], at, enter=nothing)
    assert not any(look.history.connections for look in looks(store).values())
    assert stale(store, 2) == 0


def test_that_a_man_becomes_managed_shows_on_the_page_of_the_girl_found_with_him(
    store: Store,
) -> None:
    def alone(kind: EventKind, name: str, day: int, **more: Any) -> Entry:
        at = START + timedelta(days=day)
        return entry(SourceSystem.MANAGED_OFFENDERS, kind, name, at, None, **more)

    managed = {"managed_category": "registered_sex_offender", **MAN}
    take_in(
        store,
        [found_with_him("Maya", 0), alone(EventKind.MANAGED_PERSON_ENDED, "M-0", 0, **MAN)],
        1,
    )
    link(store, 1)
    take_in(store, [alone(EventKind.MANAGED_PERSON, "M-1", 1, **managed)], 2)
    link(store, 2)
    ((girl, look),) = looks(store).items()
    (one,) = look.history.connections
    assert (one.concern, one.child, one.gone) == (Concern.MANAGED, None, None)
    take_in(store, [alone(EventKind.WITHDRAWN, "M-2", 2, replaces="M-1")], 3)
    link(store, 3)
    (one,) = looks(store)[girl].history.connections
    assert one.gone == START + timedelta(days=2)
