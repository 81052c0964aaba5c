"""The edges that every feature of a matter has, on both engines: its window, what is known,
what is told twice, and systems that aren't connected."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from features.catalogue import CATALOGUE
from features.declaration import Feature, Measure
from features.matters import ConnectionMatter, EntryMatter, Once
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.history import History
from records.persons import ChildId
from records.sources import SourceSystem
from records.unknown import Unknown
from tests.lib.histories import CONNECTED, a_history, an_entry, at
from tests.lib.said_values import ways_of, ways_of_matter
from tests.lib.spec_tables import ENGINES

#: Late in the evening, and in winter as all windows begin in winter: every hour's matter holds.
AS_OF = "2026-01-15 23:00"
_NOW = at(AS_OF)
_TICK = timedelta(microseconds=1)
#: Longer ago than any window.
_LONG = timedelta(days=4_000)
_OF_ENTRIES = [f for f in CATALOGUE if isinstance(f.matter, EntryMatter)]
_COUNTS = [f for f in _OF_ENTRIES if f.measure is Measure.COUNT]
_OF_CONNECTIONS = [f for f in CATALOGUE if isinstance(f.matter, ConnectionMatter)]


def entry(feature: Feature, occurred: datetime, **more: Any) -> Event:
    """An entry of the feature's matter."""
    kind, details = next(iter(ways_of(feature)))
    if isinstance(feature.matter, EntryMatter) and feature.matter.by:
        details = {**details, **dict.fromkeys(feature.matter.by, "EXAMPLE")}
    if kind is EventKind.NOTICE_SERVED:
        details = {**details, "in_force_until": _NOW.date()}
    return an_entry(kind, occurred, **{**details, **more})


def connection(feature: Feature, occurred: datetime, **more: Any) -> Connection:
    """A connection of the feature's matter."""
    matter = feature.matter
    assert isinstance(matter, ConnectionMatter)
    managed = matter.concerns == (Concern.MANAGED,)
    return Connection(
        **{
            "through": matter.through[0],
            "key": "A-1",
            "name": "Tom Example",
            "own": None if matter.through[0] is Through.HOME else (SourceSystem.CRIME, "E-OWN"),
            "concern": matter.concerns[0],
            "child": None if managed else ChildId("C-OTHER00000"),
            "child_name": None if managed else "Bea Example",
            "event": an_entry(EventKind.NOTICE_SERVED, occurred),
            "recorded": occurred,
            **more,
        }
    )


def connected(*connections: Connection) -> History:
    return replace(a_history(), connections=connections)


def check(engine: str, feature: Feature, cases: dict[History, int | Unknown]) -> None:
    """Each history gives its value."""
    histories = {str(place): history for place, history in enumerate(cases)}
    got = ENGINES[engine](histories, AS_OF, feature.name)
    assert list(got.values()) == list(cases.values()), feature.name


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("feature", _COUNTS, ids=lambda feature: feature.name)
def test_a_window_holds_its_first_instant_and_not_the_moment_of_the_question(
    feature: Feature, engine: str
) -> None:
    days = feature.window_days
    start = _NOW - (timedelta(days=days) if days else _LONG)
    check(
        engine,
        feature,
        {
            a_history(entry(feature, start)): 1,
            a_history(entry(feature, start - _TICK)): 0 if days else 1,
            a_history(entry(feature, _NOW - _TICK)): 1,
            a_history(entry(feature, _NOW, recorded=_NOW - _TICK)): 0,
            a_history(): 0,
        },
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("feature", _OF_ENTRIES, ids=lambda feature: feature.name)
def test_what_is_recorded_at_the_moment_of_the_question_or_taken_back_is_not_known(
    feature: Feature, engine: str
) -> None:
    of_nothing = {
        Measure.DAYS_SINCE_LAST: Unknown.NOT_APPLICABLE,
        Measure.DAYS_WAITING: Unknown.NOT_APPLICABLE,
    }.get(feature.measure, 0)
    of_one = 1
    day = _NOW - timedelta(days=1)
    first = entry(feature, day, entry="ENTRY")
    taken_back = Event(
        first.source, EventKind.WITHDRAWN, first.reference, "BACK", day, day, {}, "ENTRY"
    )
    late = replace(taken_back, entry="LATE", recorded=_NOW)
    check(
        engine,
        feature,
        {
            a_history(entry(feature, day, recorded=_NOW - _TICK)): of_one,
            a_history(entry(feature, day, recorded=_NOW)): of_nothing,
            a_history(first, taken_back): of_nothing,
            a_history(first, late): of_one,
        },
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("feature", _COUNTS, ids=lambda feature: feature.name)
def test_what_is_told_twice_counts_once(feature: Feature, engine: str) -> None:
    day, day_before = _NOW - timedelta(days=1), _NOW - timedelta(days=2)
    twice = a_history(entry(feature, day), entry(feature, day_before))
    other = a_history(entry(feature, day), entry(feature, day_before, reference="R-2"))
    matter = feature.matter
    assert isinstance(matter, EntryMatter)
    by_entry = matter.once is Once.ENTRY
    # Reports of two days without an end between them are two episodes, unless of one record.
    check(
        engine,
        feature,
        {twice: 2 if by_entry else 1, other: 1 if matter.once is Once.VALUE else 2},
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "feature", [f for f in _COUNTS if f.unless], ids=lambda feature: feature.name
)
def test_a_record_is_left_out_from_the_instant_that_its_ending_is_known(
    feature: Feature, engine: str
) -> None:
    assert feature.unless is not None
    day = _NOW - timedelta(days=1)
    begun = entry(feature, day)
    kind, details = next(ways_of_matter(feature.unless))
    ended = an_entry(kind, day, begun.reference, recorded=_NOW - _TICK, **details)
    check(
        engine,
        feature,
        {
            a_history(begun, ended): 0,
            a_history(begun, replace(ended, recorded=_NOW)): 1,
            a_history(begun, replace(ended, reference="R-OTHER")): 1,
            a_history(begun, replace(ended, occurred=day - _LONG)): 0,
        },
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("feature", CATALOGUE, ids=lambda feature: feature.name)
def test_a_feature_is_not_connected_if_any_system_that_it_needs_is_not(
    feature: Feature, engine: str
) -> None:
    """Whatever is recorded, and whatever else is connected; and it needs no other."""
    for missing in sorted(CONNECTED, key=lambda source: source.value):
        history = a_history(connected=CONNECTED - {missing})
        got = ENGINES[engine]({"Ana": history}, AS_OF, feature.name)["Ana"]
        assert (got is Unknown.NOT_CONNECTED) == (missing in feature.sources), missing


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("feature", _OF_CONNECTIONS, ids=lambda feature: feature.name)
def test_a_connection_counts_by_the_entry_elsewhere_while_all_of_it_is_known(
    feature: Feature, engine: str
) -> None:
    days = feature.window_days
    start = _NOW - (timedelta(days=days) if days else _LONG)
    day = _NOW - timedelta(days=1)
    one = connection(feature, day)
    check(
        engine,
        feature,
        {
            connected(connection(feature, start)): 1,
            connected(connection(feature, start - _TICK)): 0 if days else 1,
            connected(connection(feature, _NOW, recorded=_NOW - _TICK)): 0,
            connected(connection(feature, day, recorded=_NOW - _TICK)): 1,
            connected(connection(feature, day, recorded=_NOW)): 0,
            connected(connection(feature, day, gone=_NOW)): 1,
            connected(connection(feature, day, gone=_NOW - _TICK)): 0,
            connected(one, connection(feature, day - _TICK)): 1,
        },
    )
