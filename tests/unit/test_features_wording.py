"""What is said of each value."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given

from features.catalogue import CATALOGUE, feature_named
from features.measured import Measured
from features.one_child import measure_child
from features.wording import LONGEST_SHORT, WORDING_VERSION, Words, words
from records.connections import Concern, Connection, Through
from records.events import Event, EventKind
from records.history import History, KnownHistory, known_at
from records.persons import ChildId
from records.sources import SourceSystem
from records.unknown import Unknown
from records.words import NBSP
from tests.lib.histories import (
    a_history,
    an_entry,
    at,
    care,
    known,
    missing,
    notice,
    plan,
    protection,
)
from tests.lib.random_histories import histories, moments

#: Words that blame a child or hide what an adult does, and words that reassure.
_NEVER = re.compile(
    r"\b(promiscu\w*|prostitut\w*|lifestyle|choice\w*|abscond\w*|runaway|streetwise|boyfriend"
    r"|relationship|consensual|refuse[ds]?|claim\w*|alleg\w*|offender|misper|subject|nominal"
    r"|safe|no risk|clear|green|N/A|nil|none|puts? (her|him|them)self)\b",
    re.IGNORECASE,
)


def said(name: str, history: KnownHistory) -> Words:
    return words(feature_named(name), measure_child(history)[name], history)


def six_reports() -> list[list[Event]]:
    """V1: six reports in 7 months whose gaps shorten."""
    days = ["04-20", "07-01", "08-20", "09-25", "10-24", "11-12"]
    return [missing(f"2026-{day} 20:00", found=f"2026-{day} 23:00") for day in days]


def test_the_sixth_report_in_seven_months_is_said_so() -> None:
    history = known("2026-11-14", *six_reports())
    assert said("missing_reports_count_365d", history) == Words(
        f"Sixth missing report in 7{NBSP}months",
        f"The child was reported missing 6{NBSP}times in the past year, the last time from "
        f"12{NBSP}November{NBSP}2026.",
    )
    assert said("missing_gaps_shortening_count_365d", history) == Words(
        "Reports are coming closer together",
        f"The gap between missing reports shortened 4{NBSP}times in a row; the latest is "
        f"19{NBSP}days.",
    )


def test_a_disclosure_names_whom_the_child_told_and_when() -> None:
    told = an_entry(
        EventKind.RETURN_INTERVIEW,
        "2026-11-13 10:00",
        "MP-1",
        interview="done",
        disclosure="sexual_harm",
        told_to="return interviewer",
    )
    history = known("2026-11-14", missing("2026-11-12 20:00", reference="MP-1"), told)
    assert said("sexual_harm_told_count_365d", history) == Words(
        f"Told of sexual{NBSP}harm, 13{NBSP}November{NBSP}2026",
        f"The child told the return interviewer of sexual{NBSP}harm on 13{NBSP}November{NBSP}2026.",
    )


def test_a_child_still_missing_is_said_to_be_missing_so_far() -> None:
    history = known("2026-11-19 12:00", missing("2026-11-01 12:00"))
    assert said("longest_missing_hours_365d", history) == Words(
        f"Missing for 18{NBSP}days so far",
        f"The child has been missing for 18{NBSP}days, since 1{NBSP}November{NBSP}2026.",
    )


def test_an_episode_that_ended_is_said_as_the_longest() -> None:
    history = known("2026-11-19", missing("2026-11-01 12:00", found="2026-11-02 13:30"))
    assert said("longest_missing_hours_365d", history).full == (
        f"The longest the child was missing in the past year was 25{NBSP}hours, from "
        f"1{NBSP}November{NBSP}2026."
    )


@pytest.mark.parametrize(
    ("feature", "short"),
    [
        ("notices_in_force_count", f"Abduction notice to 2{NBSP}April{NBSP}2027"),
        ("notices_ever_count", f"Abduction notice served 2{NBSP}January{NBSP}2026"),
        ("plan_state", "CSE plan is live"),
        ("protection_plan_state", f"Child protection plan: sexual{NBSP}abuse"),
        ("looked_after", "Looked after by a local authority"),
        ("age_years", "Aged 15"),
        ("days_since_last_missing_report", f"Last missing report 2{NBSP}days ago"),
        ("missing_reports_count_28d", f"Missing report, 29{NBSP}October{NBSP}2026"),
        ("overnight_missing_count_365d", f"Missing overnight, 29{NBSP}October{NBSP}2026"),
        ("return_interviews_not_done_count_365d", "No return interview is overdue"),
        (
            "found_with_unknown_adult_count_365d",
            f"Found with an unknown adult, 30{NBSP}October{NBSP}2026",
        ),
    ],
)
def test_a_standing_fact_has_its_short_line(feature: str, short: str) -> None:
    history = known(
        "2026-10-31 22:00",
        missing(
            "2026-10-29 20:00", found="2026-10-30 08:00", found_with="adult_not_known_to_family"
        ),
        notice("2026-01-02", until="2027-04-02"),
        plan("2026-06-01"),
        protection("2026-06-03", category="sexual_abuse"),
        care("2024-01-01"),
    )
    assert said(feature, history).short == short


def test_four_ways_of_not_knowing_are_four_sentences_and_none_reassures() -> None:
    history = known("2026-11-14")
    for feature in CATALOGUE:
        lines = {kind: words(feature, Measured(kind), history) for kind in Unknown}
        assert len({line.full for line in lines.values()}) == len(Unknown), feature.name
        for line in lines.values():
            check(line)
        assert "says nothing about risk" in lines[Unknown.FAILED].full


def test_an_unconnected_system_is_named() -> None:
    history = known("2026-11-14", connected=[SourceSystem.MISSING_PERSONS])
    assert said("notices_ever_count", history) == Words(
        "Abduction notices: not connected",
        "How many abduction notices about the child are recorded in all is not known. Not "
        "connected to this service: Abduction notices.",
    )


@given(histories(), moments())
def test_every_value_of_every_history_is_said_briefly_and_without_blame(
    history: History, as_of: datetime
) -> None:
    seen = known_at(history, as_of)
    measured = measure_child(seen)
    for feature in CATALOGUE:
        check(words(feature, measured[feature.name], seen))


def test_many_reports_are_counted_in_the_window_when_the_first_is_not_kept() -> None:
    reports = [missing(f"2026-10-{day:02} 20:00") for day in range(1, 31, 2)]
    history = known("2026-11-01", *reports)
    assert said("missing_reports_count_365d", history).short == (
        "15th missing report in the past year"
    )


def test_the_wording_has_a_version_of_its_contents() -> None:
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", WORDING_VERSION)


def test_the_wording_is_the_same_in_every_process() -> None:
    ask = "from features.wording import WORDING_VERSION; print(WORDING_VERSION)"
    versions = {
        subprocess.run(
            [sys.executable, "-c", ask],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert versions == {WORDING_VERSION}


def test_a_few_systems_are_named_and_more_are_counted() -> None:
    nothing = known("2026-11-14", connected=())
    assert said("managed_adults_count", nothing) == Words(
        "Missing persons and 2 more systems: not connected",
        "How many managed persons named with the child are recorded in all is not known. Not "
        "connected to this service: Missing persons, Abduction notices and Managed offenders.",
    )


def test_a_suspected_child_is_said_to_be_one_whom_an_adult_may_use() -> None:
    suspected = an_entry(EventKind.CRIME_SUSPECT, "2026-11-03 15:00", "CR-1", offence="drugs")
    history = known("2026-11-14", suspected)
    line = said("drug_crimes_suspected_count_365d", history)
    assert line.short == f"Recorded as suspect of a drug offence, 3{NBSP}November{NBSP}2026"
    assert line.full.endswith("; adults who exploit children can make them offend.")


def test_an_adult_in_common_is_said_without_a_name() -> None:
    warned = Connection(
        through=Through.ADULT,
        key="A-2222222222",
        name="Tom Example",
        own=(SourceSystem.MISSING_PERSONS, "E-1"),
        concern=Concern.NOTICE,
        child=ChildId("C-OTHER00000"),
        child_name="Bea Example",
        event=an_entry(EventKind.NOTICE_SERVED, "2026-03-03 10:00", "CAWN-9"),
        recorded=at("2026-11-13"),
    )
    history = known_at(replace(a_history(), connections=(warned,)), at("2026-11-14"))
    line = said("adults_warned_elsewhere_count", history)
    assert line.short == f"Adult warned off another child, 3{NBSP}March{NBSP}2026"
    assert line.full == (
        f"An adult named with the child was warned off another child on 3{NBSP}March{NBSP}2026."
    )
    assert "Example" not in line.short + line.full


def test_an_interview_that_was_held_reassures_nobody() -> None:
    history = known(
        "2026-11-14", missing("2026-11-01 20:00", found="2026-11-01 23:00", interview="done")
    )
    assert said("return_interviews_done_count_365d", history).full == (
        f"A return interview was held with the child on 2{NBSP}November{NBSP}2026; it says that "
        "the child was asked, and no more."
    )


def check(line: Words) -> None:
    assert 0 < len(line.short) <= LONGEST_SHORT, line.short
    assert line.full.endswith("."), line.full
    for text in (line.short, line.full):
        assert text[0].isupper() or text[0].isdigit(), text
        assert not _NEVER.search(text), text
        assert "{" not in text, text
        assert "!" not in text, text
        assert not re.search(r"\d (January|October|November|\d{4})", text), "a date may break"


def test_the_page_s_history_is_not_needed_to_say_a_value() -> None:
    """Words need the moment and the connections only, so a replay says the same."""
    history = a_history(*six_reports())
    seen = known_at(history, at("2026-11-14"))
    bare = KnownHistory(seen.child, seen.as_of, (), (), seen.connected)
    measured = measure_child(seen)
    for feature in CATALOGUE:
        line = measured[feature.name]
        assert words(feature, line, bare) == words(feature, line, seen)
