"""What each named scenario must hold for its vignette to be asked about at all."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import cache

import pytest

from records.calendar import age_on, local_day
from records.events import EventKind
from records.persons import RecordId
from records.sources import SourceSystem
from tests.lib.scenarios import Played, played

UNTIL = date(2026, 11, 22)


@cache
def alone(name: str, until: date = UNTIL) -> Played:
    return played(name, until=until)


def kinds(name: str) -> Counter[EventKind]:
    return Counter(event.kind for found in alone(name).entries.values() for event, _ in found)


def test_v1_a_notice_names_another_child_with_one_of_the_two_men() -> None:
    force = alone("V1")
    whose = {
        (
            force.adults[RecordId(source, event.details["adult_ref"])],
            force.identity[person.id][-1],
            source.value,
        )
        for source, found in force.entries.items()
        for event, person in found
        if person is not None and "adult_ref" in event.details
    }
    assert whose == {
        ("000-V01-0", "1", "S4"),
        ("000-V01-1", "1", "S4"),
        ("000-V01-0", "2", "S3"),
        ("000-V01-0", "2", "S4"),
    }


def test_v3_has_no_account_no_review_and_no_missing_report() -> None:
    assert (
        kinds("V3")
        .keys()
        .isdisjoint(
            {
                EventKind.INVESTIGATION_ACCOUNT_TAKEN,
                EventKind.INVESTIGATION_SUSPECT_INTERVIEWED,
                EventKind.INVESTIGATION_REVIEW,
                EventKind.MISSING_REPORTED,
            }
        )
    )


def test_v4_the_plan_is_about_the_same_true_child_under_other_words() -> None:
    [plan] = alone("V4").entries[SourceSystem.CSE_PLANS]
    report = alone("V4").entries[SourceSystem.MISSING_PERSONS][0]
    assert plan[1] is not None
    assert report[1] is not None
    there, here = plan[1], report[1]
    assert alone("V4").identity[there.id] == alone("V4").identity[here.id]
    assert there.forename != here.forename
    assert len(there.surname) == len(here.surname) - 1
    assert here.date_of_birth is not None
    swapped = date(here.date_of_birth.year, here.date_of_birth.day, here.date_of_birth.month)
    assert there.date_of_birth == swapped != here.date_of_birth
    assert there.postcode == here.postcode


def test_v8_one_man_is_named_by_three_systems_and_managed_without_a_child() -> None:
    force = alone("V8")
    assert set(force.adults.values()) == {"000-V08-0"}
    assert {record.source.value for record in force.adults} == {"S1", "S3", "S8"}
    [(event, person)] = force.entries[SourceSystem.MANAGED_OFFENDERS]
    assert person is None
    assert event.kind is EventKind.MANAGED_PERSON


def test_v9_the_disclosure_was_entered_within_the_last_hour_and_a_half() -> None:
    [told] = [
        event
        for event, _ in alone("V9").entries[SourceSystem.CUSTODY]
        if event.kind is EventKind.CUSTODY_DISCLOSURE
    ]
    assert alone("V9").ago(hours=1.5) < told.recorded < alone("V9").taken


def test_v12_the_entries_stand_on_the_wrong_child_until_they_are_moved_on_the_third_day() -> None:
    force = alone("V12")
    events = {event.entry: (event, person) for event, person in force.entries[SourceSystem("S1")]}
    moved = [(event, person) for event, person in events.values() if event.replaces is not None]
    assert len(moved) == 2
    for event, person in moved:
        before, wrong = events[str(event.replaces)]
        assert before.recorded < force.ago(days=8) < force.ago(days=7) < event.recorded
        assert wrong is not None
        assert person is not None
        assert force.identity[wrong.id] != force.identity[person.id]
        assert force.truth["episodes"]["true_child"][-1] == force.identity[person.id]


def test_v13_twins_share_household_surname_and_birth_date_and_are_two_children() -> None:
    children = alone("V13").truth["children"]
    assert children["is_twin"] == [True, True]
    for column in ("household", "surname", "born"):
        assert len(set(children[column])) == 1
    assert len(set(children["true_child"])) == 2


def test_v14_strangers_share_a_home_and_no_household() -> None:
    force = alone("V14")
    addresses = {
        (person.address, person.postcode)
        for found in force.entries.values()
        for _, person in found
        if person is not None
    }
    assert len(addresses) == 1
    assert len(set(force.truth["children"]["household"])) == 3
    assert len(set(force.truth["children"]["forename"])) == 2


@pytest.mark.parametrize("until", [UNTIL, date(2028, 2, 29), date(2028, 3, 7)])
def test_v15_was_a_child_when_reported_and_is_18_since_last_week(until: date) -> None:
    force = alone("V15", until)
    [born] = force.truth["children"]["born"]
    assert age_on(born, local_day(force.ago(days=8))) == 17
    assert age_on(born, local_day(force.ago(days=5))) == 18
