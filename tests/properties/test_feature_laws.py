"""Laws that hold for the features of every history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from features.catalogue import CATALOGUE, MATTERS
from features.declaration import Measure
from features.many_children import measure_many, pack
from features.matters import EntryMatter
from features.measured import MOST_EVIDENCE
from features.one_child import measure_child
from features.table import decode, encode, micros
from records.events import Event, EventKind
from records.formats import FORMATS
from records.history import History, known_at
from records.persons import RecordId
from records.sources import SourceSystem
from records.states import missing_episodes
from records.unknown import UNKNOWN_CODES, Unknown
from tests.lib.histories import a_history, an_entry
from tests.lib.random_histories import NOW, events, histories, moments

Values = dict[str, int | Unknown]


def plain(history: History, as_of: datetime) -> Values:
    measured = measure_child(known_at(history, as_of))
    return {name: value.value for name, value in measured.items()}


def compiled(history: History, as_of: Sequence[datetime]) -> list[Values]:
    rows = np.zeros(len(as_of), dtype=np.int64)
    table = measure_many(pack([history]), rows, np.array([micros(moment) for moment in as_of]))
    return [table.row(place) for place in range(len(as_of))]


def questions(history: History, more: Sequence[datetime]) -> list[datetime]:
    """Moments worth asking at: at, just before and just after each recording."""
    tick = timedelta(microseconds=1)
    recorded = [event.recorded for event in history.events[:6]]
    recorded += [person.recorded for person in history.persons]
    return [*more, *(moment + tick * step for moment in recorded for step in (-1, 0, 1, 2))]


@settings(max_examples=150)
@given(histories(), st.lists(moments(), min_size=1, max_size=3))
def test_the_engines_agree(history: History, more: list[datetime]) -> None:
    asked = questions(history, more)
    assert compiled(history, asked) == [plain(history, as_of) for as_of in asked]


@given(st.lists(histories(most=8), min_size=1, max_size=5), st.data())
def test_the_engines_agree_on_many_children_asked_in_any_order(
    children: list[History], data: st.DataObject
) -> None:
    asked = data.draw(st.lists(st.tuples(st.integers(0, len(children) - 1), moments()), max_size=8))
    table = measure_many(
        pack(children),
        np.array([child for child, _ in asked], dtype=np.int64),
        np.array([micros(moment) for _, moment in asked], dtype=np.int64),
    )
    assert len(table) == len(asked)
    for place, (child, moment) in enumerate(asked):
        assert table.row(place) == plain(children[child], moment)


@given(histories(), moments(), st.sets(st.sampled_from([f.name for f in CATALOGUE])))
def test_fewer_features_are_measured_alike(
    history: History, as_of: datetime, names: set[str]
) -> None:
    known = known_at(history, as_of)
    every = measure_child(known)
    assert measure_child(known, sorted(names)) == {name: every[name] for name in names}


@given(st.lists(events(12), max_size=10))
def test_an_entrys_matters_are_those_that_say_so(entries: list[Event]) -> None:
    """The table finds them by what the entry holds; each matter decides for itself."""
    for event in entries:
        told = {
            code
            for code, matter in enumerate(MATTERS.matters, 1)
            if isinstance(matter, EntryMatter) and event.kind in matter.kinds
            if matter.is_said(event.details) and matter.is_fulfilled(event)
        }
        assert {code for code, _ in MATTERS.of_event(event)} == told
        assert len(MATTERS.of_event(event)) == len(told)


@given(histories(most=12), moments(), st.data())
def test_nothing_recorded_at_or_after_the_question_changes_anything(
    history: History, as_of: datetime, data: st.DataObject
) -> None:
    before = plain(history, as_of)
    later = [
        replace(event, entry=f"L-{event.entry}", recorded=max(event.recorded, as_of))
        for event in data.draw(st.lists(events(12), min_size=1, max_size=6))
    ]
    fuller = replace(history, events=(*history.events, *later))
    assert plain(fuller, as_of) == before
    assert compiled(fuller, [as_of]) == [before]


@given(histories(), moments(), st.randoms(use_true_random=False))
def test_the_order_in_which_entries_arrive_changes_nothing(
    history: History, as_of: datetime, random: Random
) -> None:
    mixed_events, mixed_persons = list(history.events), list(history.persons)
    random.shuffle(mixed_events)
    random.shuffle(mixed_persons)
    mixed = replace(history, events=tuple(mixed_events), persons=tuple(mixed_persons))
    assert measure_child(known_at(mixed, as_of)) == measure_child(known_at(history, as_of))
    assert compiled(mixed, [as_of]) == compiled(history, [as_of])


@given(histories(), moments())
def test_adjoining_windows_tile(history: History, as_of: datetime) -> None:
    """Three windows, each ending where the next begins, count every episode once."""
    known = replace(known_at(history, as_of), connected=frozenset(SourceSystem))
    reports = [episode.since for episode in missing_episodes(known)]
    for days in (28, 90, 365):
        length = timedelta(days=days)
        counted = 0
        for step in range(3):
            shifted = replace(known, as_of=as_of - step * length)
            value = measure_child(shifted)[f"missing_reports_count_{days}d"].value
            assert isinstance(value, int)
            counted += value
        assert counted == sum(as_of - 3 * length <= since < as_of for since in reports)


@given(histories(), moments())
def test_counts_over_longer_windows_are_never_smaller(history: History, as_of: datetime) -> None:
    counts = [
        value
        for name, value in plain(history, as_of).items()
        if name.startswith("missing_reports_count_")
    ]
    if Unknown.NOT_CONNECTED not in counts:
        assert counts == sorted(counts, key=encode)


@given(histories(), moments(), st.data())
def test_splitting_a_childs_records_over_systems_changes_nothing(
    history: History, as_of: datetime, data: st.DataObject
) -> None:
    """One record in one system, or a namesake record in each of them: it is one child."""
    born = data.draw(st.dates(min_value=datetime(2009, 1, 1).date()))  # noqa: DTZ001 - a day
    first = a_history(persons=None).persons[0]
    whole = replace(history, persons=(replace(first, date_of_birth=born),))
    split = replace(
        history,
        persons=tuple(
            replace(first, id=RecordId(source, f"P-{source.value}"), date_of_birth=born)
            for source in data.draw(st.sets(st.sampled_from(SourceSystem), min_size=1))
        ),
    )
    assert plain(split, as_of) == plain(whole, as_of)
    assert compiled(split, [as_of]) == compiled(whole, [as_of])


@given(histories(most=12), moments(), st.integers(1, 359))
def test_a_report_entered_a_second_time_counts_once(
    history: History, as_of: datetime, minutes: int
) -> None:
    """Another station enters the same absence under its own reference, within 6 hours."""
    start = NOW - timedelta(days=3_000)  # apart from everything else in the history
    report = an_entry(EventKind.MISSING_REPORTED, start, "MP-A", missing_from="home")
    again = an_entry(
        EventKind.MISSING_REPORTED, start + timedelta(minutes=minutes), "MP-B", missing_from="home"
    )
    once = replace(history, events=(*history.events, report))
    twice = replace(history, events=(*history.events, report, again))
    assert plain(twice, as_of) == plain(once, as_of)


@given(histories(), moments())
def test_protected_facts_and_the_officers_own_grade_change_no_value(
    history: History, as_of: datetime
) -> None:
    def with_facts(sex: str, ethnicity: str, postcode: str, grade: str, disabled: bool) -> History:
        persons = tuple(
            replace(
                person,
                sex=sex,
                ethnicity=ethnicity,
                postcode=postcode,
                address=f"1 {postcode}",
                local_authority=postcode[:2],
                team=postcode[:3],
                learning_disability=disabled,
            )
            for person in history.persons
        )
        graded = tuple(
            replace(event, details={**event.details, "police_grade": grade})
            if event.kind is EventKind.MISSING_REPORTED
            else event
            for event in history.events
        )
        return replace(history, persons=persons, events=graded)

    one = with_facts("female", "white", "NG7 2AB", "high", True)
    other = with_facts("male", "black", "DE1 9ZZ", "no_apparent_risk", False)
    assert plain(one, as_of) == plain(other, as_of)
    assert compiled(one, [as_of]) == compiled(other, [as_of])


@given(histories(), moments())
def test_evidence_is_known_newest_first_and_short(history: History, as_of: datetime) -> None:
    known = known_at(history, as_of)
    told = {*known.events, *(connection.event for connection in known.connections)}
    for name, measured in measure_child(known).items():
        assert len(measured.evidence) <= MOST_EVIDENCE, name
        assert set(measured.evidence) <= told, name
        times = [event.occurred for event in measured.evidence]
        assert times == sorted(times, reverse=True), name
        if isinstance(measured.value, Unknown):
            assert not measured.evidence, name


@given(histories(), moments())
def test_every_value_is_a_kind_of_unknown_or_in_its_range(
    history: History, as_of: datetime
) -> None:
    states = {"plan_state": 3, "protection_plan_state": 3, "looked_after": 1}
    for name, value in plain(history, as_of).items():
        if not isinstance(value, Unknown):
            assert 0 <= value <= states.get(name, 10_000), name


@pytest.mark.parametrize("value", [0, 1, 365, *UNKNOWN_CODES])
def test_a_value_survives_its_column(value: int | Unknown) -> None:
    assert decode(encode(value)) == value


def test_the_invented_histories_reach_every_kind_and_every_value() -> None:
    """If the strategies never made a thing, the laws above would say nothing about it."""
    kinds: Counter[EventKind] = Counter()
    values: dict[str, set[int | Unknown]] = {feature.name: set() for feature in CATALOGUE}

    @settings(max_examples=2_400, suppress_health_check=list(HealthCheck))
    @given(histories(), moments())
    def look(history: History, as_of: datetime) -> None:
        kinds.update(event.kind for event in history.events)
        for name, value in plain(history, as_of).items():
            values[name].add(value)

    look()
    alone = {kind for format_ in FORMATS.values() for kind in format_.without_child}
    assert set(kinds) == set(EventKind) - alone
    wanted: dict[Measure, set[int | Unknown]] = {
        Measure.DAYS_SINCE_LAST: {Unknown.NOT_APPLICABLE},
        Measure.DAYS_WAITING: {Unknown.NOT_APPLICABLE},
        Measure.DAYS_SINCE_MISSING: {0, Unknown.NOT_APPLICABLE},
        Measure.LATEST_GAP_DAYS: {Unknown.NOT_APPLICABLE},
        Measure.LONGEST_HOURS: {0},
        Measure.TOTAL_HOURS: {0},
        Measure.PLAN_STATE: {0, 1, 2, 3},
        Measure.PROTECTION_STATE: {0, 2, 3},
        Measure.AGE: {16, Unknown.NOT_RECORDED},
    }
    for feature in CATALOGUE:
        seen = values[feature.name]
        missed = wanted.get(feature.measure, {0}) - seen
        assert not missed, f"{feature.name}: never saw {missed}"
        numbers = {value for value in seen if isinstance(value, int)}
        assert len(numbers) >= (5 if feature.unit == "days" else 2), feature.name
        if feature.sources:
            assert Unknown.NOT_CONNECTED in seen, feature.name
