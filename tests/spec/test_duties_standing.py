"""Strategy meetings, plan reviews and lapsing notices, in cases worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from duties.due import Duty, duties, duties_so_far
from duties.intervals import load_intervals
from records.events import Event, EventKind
from records.history import KnownHistory
from records.sources import SourceSystem
from records.words import NBSP
from tests.lib.histories import (
    CONNECTED,
    a_person,
    an_entry,
    at,
    care,
    known,
    missing,
    notice,
    plan,
)

INTERVALS = load_intervals()
#: A child who is 13 in 2026.
YOUNG = [a_person(date(2013, 3, 14))]


def due(history: KnownHistory, kind: str) -> list[Duty]:
    return [duty for duty in duties(history, INTERVALS) if duty.kind == kind]


def a_meeting(when: str, reference: str = "MP-1") -> Event:
    return an_entry(EventKind.STRATEGY_MEETING, when, reference)


def reports(*days: str) -> list[Event]:
    return [e for day in days for e in missing(f"2026-{day} 20:00", found=f"2026-{day} 23:00")]


# Strategy meetings


def test_a_third_report_in_ninety_days_of_a_child_of_concern_asks_for_a_meeting() -> None:
    three = reports("09-01", "10-01", "11-01")
    (found,) = due(known("2026-11-02", three, plan("2026-06-01")), "meeting_after_reports")
    assert (found.due, found.state) == (at("2026-11-04 20:00"), "coming")
    assert found.words == (
        f"Strategy meeting after the third missing report in 90{NBSP}days, of "
        f"1{NBSP}November{NBSP}2026. Not held; due by 4{NBSP}November{NBSP}2026."
    )
    two = reports("10-01", "11-01")
    assert not due(known("2026-11-02", two, plan("2026-06-01")), "meeting_after_reports")


def test_without_a_concern_of_exploitation_the_timetable_asks_for_none_unless_it_says_so() -> None:
    history = known("2026-11-02", reports("09-01", "10-01", "11-01"))
    assert not due(history, "meeting_after_reports")
    rule = replace(INTERVALS.meeting_after_reports, with_concern=False)
    whatever = replace(INTERVALS, meeting_after_reports=rule)
    kinds = [duty.kind for duty in duties(history, whatever)]
    assert kinds.count("meeting_after_reports") == 1


@pytest.mark.parametrize(
    "concern",
    [
        an_entry(EventKind.REFERRAL_RECEIVED, "2026-08-01", concern="sexual_exploitation"),
        an_entry(EventKind.PANEL_DECISION, "2026-08-01", panel_level="medium"),
        an_entry(EventKind.CRIME_VICTIM, "2026-08-01", offence="other", cse_flag=True),
        an_entry(EventKind.INVESTIGATION_OPENED, "2026-08-01", abuse_category="online_grooming"),
        an_entry(
            EventKind.INTELLIGENCE_REPORT,
            "2026-08-01",
            theme="sexual_exploitation",
            source_grade="reliable",
            assessment="known_directly",
        ),
        an_entry(EventKind.CUSTODY_DISCLOSURE, "2026-08-01", disclosure="sexual_harm"),
    ],
    ids=lambda event: event.kind.value,
)
def test_each_record_of_concern_asks_for_the_meeting(concern: Event) -> None:
    history = known("2026-11-02", reports("09-01", "10-01", "11-01"), concern)
    assert [d.due for d in due(history, "meeting_after_reports")] == [at("2026-11-04 20:00")]


@pytest.mark.parametrize(
    "other",
    [
        an_entry(EventKind.REFERRAL_RECEIVED, "2026-08-01", concern="going_missing"),
        an_entry(EventKind.PANEL_DECISION, "2026-08-01", panel_level="low"),
        an_entry(EventKind.CRIME_VICTIM, "2025-10-01", offence="other", cse_flag=True),
        an_entry(
            EventKind.INTELLIGENCE_REPORT,
            "2026-08-01",
            theme="sexual_exploitation",
            source_grade="untested",
            assessment="known_directly",
        ),
        plan("2026-08-01", state="ended"),
    ],
    ids=["about another matter", "low", "over a year ago", "not trusted", "ended"],
)
def test_what_is_no_concern_or_no_longer_one_does_not(other: Event) -> None:
    history = known("2026-11-02", reports("09-01", "10-01", "11-01"), other)
    assert not due(history, "meeting_after_reports")


def test_a_concern_known_after_the_third_report_asks_from_when_it_was_known() -> None:
    later = an_entry(EventKind.PANEL_DECISION, "2026-11-10 09:00", panel_level="high")
    history = known("2026-11-11", reports("09-01", "10-01", "11-01"), later)
    (found,) = due(history, "meeting_after_reports")
    assert (found.since, found.due) == (at("2026-11-10 09:00"), at("2026-11-13 09:00"))


def test_of_reports_that_one_concern_makes_ask_at_once_the_latest_speaks() -> None:
    later = an_entry(EventKind.PANEL_DECISION, "2026-11-10 09:00", panel_level="high")
    history = known("2026-11-11", reports("09-01", "09-20", "10-01", "11-01"), later)
    (found,) = due(history, "meeting_after_reports")
    assert found.due == at("2026-11-13 09:00")
    assert "fourth missing report" in found.words
    met = a_meeting("2026-10-20", "MP-2026-10-01 20:00")
    (owed,) = due(
        known("2026-11-11", reports("09-01", "09-20", "10-01", "11-01"), later, met),
        ("meeting_after_reports"),
    )
    assert owed.state == "coming"


def test_where_a_concern_could_not_be_known_the_meeting_is_asked_for_and_says_why() -> None:
    history = known(
        "2026-11-02",
        reports("09-01", "10-01", "11-01"),
        connected=CONNECTED - {SourceSystem.INTELLIGENCE, SourceSystem.SAFEGUARDING_HUB},
    )
    (found,) = due(history, "meeting_after_reports")
    assert found.words.endswith(
        "Whether exploitation is a concern is not known: not connected: "
        "Intelligence and Safeguarding hub."
    )


def test_a_report_exactly_ninety_days_after_the_first_is_outside() -> None:
    history = known("2026-11-02", reports("08-03", "10-01", "11-01"), plan("2026-06-01"))
    assert not due(history, "meeting_after_reports")


def test_one_meeting_answers_every_report_before_it_and_none_after() -> None:
    four = [*reports("09-01", "09-20", "10-01", "10-10"), plan("2026-06-01")]
    answered = known("2026-10-20", four, a_meeting("2026-10-15"))
    (done,) = due(answered, "meeting_after_reports")
    assert (done.state, done.done) == ("done", at("2026-10-15"))
    assert done.by is not None
    assert done.by.kind is EventKind.STRATEGY_MEETING
    between = known("2026-10-20", four, a_meeting("2026-10-05"))
    owed, held = due(between, "meeting_after_reports")
    assert (owed.state, owed.due) == ("overdue", at("2026-10-13 20:00"))
    assert "fourth missing report" in owed.words
    assert (held.state, held.done) == ("done", at("2026-10-05"))


def test_a_long_absence_asks_for_a_meeting_at_72_hours_and_then_weekly() -> None:
    """V2: a meeting 4 days after the report, 18 days missing."""
    report = missing("2026-11-01 12:00", reference="MP-1")
    (first,) = due(known("2026-11-02 12:00", report), "meeting_while_missing")
    assert (first.due, first.state) == (at("2026-11-04 12:00"), "coming")
    late = known("2026-11-19 12:00", report, a_meeting("2026-11-05 12:00"))
    (following,) = due(late, "meeting_while_missing")
    assert (following.due, following.state) == (at("2026-11-12 12:00"), "overdue")
    assert following.words.startswith("Next strategy meeting while the child is missing: not held")
    every = [d for d in duties_so_far(late, INTERVALS) if d.kind == "meeting_while_missing"]
    assert [(d.due, d.state) for d in every] == [
        (at("2026-11-04 12:00"), "done"),
        (at("2026-11-12 12:00"), "overdue"),
    ]


# Plans


def test_a_plan_is_due_for_review_through_the_end_of_its_local_day() -> None:
    live = plan("2026-06-01", review_due=at("2026-07-01").date(), owner="PC Example")
    (on_the_day,) = due(known("2026-07-01 22:59", live), "plan_review")
    assert (on_the_day.state, on_the_day.owner) == ("due", "PC Example")
    (after,) = due(known("2026-07-01 23:00", live), "plan_review")
    assert after.state == "overdue"
    assert after.words == f"Review of the CSE plan: was due by 1{NBSP}July{NBSP}2026."


def test_a_live_plan_without_a_day_of_review_is_due_by_the_timetable() -> None:
    (found,) = due(known("2026-07-01", plan("2026-06-01 12:00")), "plan_review")
    assert found.words == (f"Review of the CSE plan: no day is set; due by 13{NBSP}July{NBSP}2026.")


def test_a_version_that_sets_another_day_shows_the_review_done_and_a_correction_does_not() -> None:
    first = plan("2026-06-01", review_due=date(2026, 7, 1))
    reworded = plan("2026-06-20", version=2, review_due=date(2026, 7, 1))
    reviewed = plan("2026-06-28", version=3, review_due=date(2026, 8, 1))
    (still,) = due(known("2026-06-21", first, reworded), "plan_review")
    assert (still.state, still.since) == ("coming", at("2026-06-01"))
    following, done = due(known("2026-07-02", first, reworded, reviewed), "plan_review")
    assert (following.state, following.due.date()) == ("coming", date(2026, 8, 1))
    assert (done.done, done.by) == (at("2026-06-28"), reviewed)


def test_a_plan_that_ended_or_is_in_draft_has_no_review() -> None:
    for state in ("draft", "ended"):
        assert not due(known("2026-07-01", plan("2026-06-01", state=state)), "plan_review")


# Notices


def test_a_notice_is_told_of_28_days_before_the_day_it_names() -> None:
    served = notice("2026-01-10", until="2026-11-30")
    assert not due(known("2026-11-01 12:00", served, persons=YOUNG), "notice_lapsing")
    (found,) = due(known("2026-11-04 12:00", served, persons=YOUNG), "notice_lapsing")
    assert (found.state, found.about_reference) == ("coming", "CAWN-1")
    assert found.words == (
        f"Abduction notice lapses after 30{NBSP}November{NBSP}2026, the day it names. "
        "Renew it, or record why not."
    )
    assert not due(known("2026-12-01 12:00", served, persons=YOUNG), "notice_lapsing")


@pytest.mark.parametrize(
    ("in_care", "born", "day", "why"),
    [
        (False, date(2010, 11, 20), 19, "the day before the child is 16"),
        (True, date(2008, 11, 20), 19, "the day before the child in care is 18"),
        (True, date(2010, 11, 20), 30, "the day it names"),
        (False, date(2010, 12, 1), 30, "the day it names"),
        (False, None, 30, "the day it names; the birth date is not known"),
    ],
    ids=["16", "in care, 18", "in care, 16", "on the eve of the birthday", "not known"],
)
def test_a_notice_lapses_on_its_day_or_the_eve_of_the_birthday_whichever_is_first(
    in_care: bool, born: date | None, day: int, why: str
) -> None:
    history = known(
        "2026-11-15",
        notice("2026-01-10", until="2026-11-30"),
        care("2020-01-01") if in_care else [],
        persons=[a_person(born)],
    )
    (found,) = due(history, "notice_lapsing")
    assert found.words == (
        f"Abduction notice lapses after {day}{NBSP}November{NBSP}2026, {why}. "
        "Renew it, or record why not."
    )


def test_a_notice_past_the_birthday_is_overdue_until_the_day_it_names() -> None:
    served = notice("2026-01-10", until="2026-11-30")
    persons = [a_person(date(2010, 11, 1))]
    (past,) = due(known("2026-11-30 12:00", served, persons=persons), "notice_lapsing")
    assert (past.state, past.due.date()) == ("overdue", date(2026, 10, 31))
    assert past.words.startswith(f"Abduction notice lapsed after 31{NBSP}October{NBSP}2026")
    assert not due(known("2026-12-01 12:00", served, persons=persons), "notice_lapsing")


def test_a_notice_served_anew_or_withdrawn_near_its_end_shows_that_somebody_looked() -> None:
    served = notice("2026-01-10", until="2026-11-30")
    anew = notice("2026-11-20", until="2027-05-30", reference="CAWN-2")
    (renewed,) = due(known("2026-11-25", served, anew, persons=YOUNG), "notice_lapsing")
    assert (renewed.state, renewed.by) == ("done", anew[0])
    taken = notice("2026-01-10", until="2026-11-30", withdrawn="2026-11-10")
    (withdrawn,) = due(known("2026-11-25", taken, persons=YOUNG), "notice_lapsing")
    assert withdrawn.words.endswith(f". Withdrawn on 10{NBSP}November{NBSP}2026.")


def test_a_notice_withdrawn_long_before_asks_for_nothing() -> None:
    served = notice("2026-01-10", until="2026-11-30", withdrawn="2026-10-01")
    assert not due(known("2026-11-10", served, persons=YOUNG), "notice_lapsing")
