"""The named scenarios: written without fault, in time, of the right ages, and nobody twice."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise

import pytest

from records.calendar import age_on
from records.events import EventKind
from records.sources import EXTRACTED
from synthetic_data.minutes import minute_of_day
from synthetic_data.recording.drafts import Drafts
from synthetic_data.recording.truth_tables import SCHEMAS
from synthetic_data.scenarios import NAMES, WORDS, script
from synthetic_data.scenarios.declarations import Child, Scenario
from synthetic_data.scenarios.declarations import Entry as Line
from synthetic_data.scenarios.staging import play
from tests.lib.scenarios import Played, played

DAYS = (date(2026, 2, 28), date(2028, 2, 29), date(2026, 11, 22), date(2028, 3, 7))
#: scenario -> its children's ages, as the vignettes say them.
AGES = {
    "V1": [16, 15],
    "V2": [15],
    "V3": [14],
    "V4": [15],
    "V5": [12],
    "V6": [15],
    "V7": [10, 8, 6],
    "V8": [13, 14],
    "V9": [14],
    "V10": [16],
    "V11": [15],
    "V12": [13, 14],
    "V13": [15, 15],
    "V14": [16, 15, 15],
    "V15": [18],
    "V16": [13],
}
#: scenario -> systems that its vignette names.
SYSTEMS = {
    "V1": {"S1", "S3", "S4"},
    "V2": {"S1", "S3"},
    "V3": {"S5", "S7", "S9"},
    "V4": {"S1", "S2"},
    "V5": {"S1"},
    "V6": {"S1"},
    "V7": {"S6", "S10", "S11"},
    "V8": {"S1", "S3", "S8", "S13"},
    "V9": {"S4", "S12"},
    "V10": {"S1", "S4"},
    "V11": {"S1"},
    "V12": {"S1"},
    "V13": {"S1", "S2"},
    "V14": {"S1", "S10"},
    "V15": {"S1", "S2"},
    "V16": {"S1"},
}


@cache
def alone(name: str, until: date = DAYS[2]) -> Played:
    return played(name, until=until)


def test_there_is_one_scenario_for_each_vignette_with_its_words() -> None:
    assert tuple(f"V{number}" for number in range(1, 17)) == NAMES
    assert set(WORDS) == set(NAMES)
    assert all(words.endswith(".") and words.count(".") == 1 for words in WORDS.values())


@pytest.mark.parametrize("until", DAYS)
@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_read_without_fault_and_was_recorded_before_the_extracts_were_taken(
    name: str, until: date
) -> None:
    force = alone(name, until)
    events = [event for found in force.entries.values() for event, _ in found]
    assert len(events) == len(force.rows) == len(script([name], 0, minute_of_day(until))[0])
    assert all(event.occurred <= event.recorded < force.taken for event in events)


def test_each_scenario_holds_the_systems_that_its_vignette_names() -> None:
    held = {name: {source.value for source in alone(name).entries} for name in NAMES}
    assert held == SYSTEMS
    assert set().union(*held.values()) == {source.value for source in EXTRACTED}


@pytest.mark.parametrize("until", DAYS)
def test_the_children_are_as_old_as_the_vignettes_say_on_any_day(until: date) -> None:
    for name in NAMES:
        children = alone(name, until).truth["children"]
        assert [age_on(born, until) for born in children["born"]] == AGES[name], name


def test_no_child_or_adult_of_one_scenario_has_the_name_or_home_of_anothers() -> None:
    for number in (0, 1, 7, 50):
        surnames: dict[str, set[str]] = {}
        homes: dict[str, set[str]] = {}
        for name in NAMES:
            force = played(name, number=number)
            for found in force.entries.values():
                for event, person in found:
                    if "adult_surname" in event.details:
                        surnames.setdefault(event.details["adult_surname"], set()).add(name)
                    if person is not None:
                        surnames.setdefault(person.surname, set()).add(name)
                        homes.setdefault(str(person.postcode), set()).add(name)
        assert {shared for shared, by in surnames.items() if len(by) > 1} == set()
        assert {shared for shared, by in homes.items() if len(by) > 1} == set()


def test_another_number_gives_other_people_and_the_same_one_gives_the_same() -> None:
    one, other = played(*NAMES, number=3), played(*NAMES, number=4)
    assert one == played(*NAMES, number=3)
    for column in ("true_child", "household"):
        first, second = (force.truth["children"][column] for force in (one, other))
        assert not set(first) & set(second)
    names = [
        set(
            zip(
                force.truth["children"]["forename"], force.truth["children"]["surname"], strict=True
            )
        )
        for force in (one, other)
    ]
    assert not names[0] & names[1]


@pytest.mark.parametrize("name", NAMES)
def test_the_truth_names_every_child_of_the_records_and_keeps_its_tables(name: str) -> None:
    force = alone(name)
    _, tables = script([name], 0, 0)
    assert {table: found.schema for table, found in tables.items()} == {
        table: SCHEMAS[table] for table in tables
    }
    children = set(force.truth["children"]["true_child"])
    assert set(force.identity.values()) == children
    for table in ("states", "episodes", "harm"):
        assert set(force.truth[table]["true_child"]) <= children
    states = force.truth["states"]
    for child in children:
        spans = [
            (start, end)
            for whose, start, end in zip(
                states["true_child"], states["start"], states["end"], strict=True
            )
            if whose == child
        ]
        assert all(one[1] == other[0] for one, other in pairwise(spans))
        assert not spans or spans[-1][1] == force.taken


def test_one_sex_can_be_asked_for_and_nothing_else_changes() -> None:
    boy, girl = played("V2", sex="male"), played("V2", sex="female")
    assert girl.truth["children"]["sex"] == ["female"]
    assert [[e for e, _ in found] for found in boy.entries.values()] == [
        [e for e, _ in found] for found in girl.entries.values()
    ]


def test_a_name_of_no_scenario_is_refused() -> None:
    with pytest.raises(ValueError, match="no scenario is called V17; there are V1 to V16"):
        script(["V1", "V17"], 0, 0)


def test_a_script_that_names_nobody_is_refused_with_every_fault() -> None:
    line = Line(EventKind.INCIDENT, "incident", "nobody", 60, adult="no man")
    with pytest.raises(
        ValueError, match="V0: no child is called nobody; no adult is called no man"
    ):
        Scenario("V0", "words.", (Child("girl", "Ann", 12, "female"),), (line,))


def test_an_entry_too_late_for_the_extracts_is_refused() -> None:
    line = Line(EventKind.INCIDENT, "incident", "girl", 10, 10, details={"about": "the_child"})
    late = Scenario("V0", "words.", (Child("girl", "Ann", 12, "female"),), (line,))
    with pytest.raises(ValueError, match="comes too late for the extracts"):
        play(late, Drafts(0, 30_000_000))
