"""Strategy meetings, plan reviews and lapsing notices, in cases worked out by hand."""

from __future__ import annotations

from duties.due import Duty, duties
from duties.intervals import load_intervals
from records.events import Event, EventKind
from records.history import KnownHistory
from records.words import NBSP
from tests.lib.histories import an_entry, at, known, missing, notice, plan

INTERVALS = load_intervals()


def due(history: KnownHistory, kind: str) -> list[Duty]:
    return [duty for duty in duties(history, INTERVALS) if duty.kind == kind]


def a_meeting(when: str, reference: str = "MP-1") -> Event:
    return an_entry(EventKind.STRATEGY_MEETING, when, reference)


# Strategy meetings


def test_a_third_report_in_ninety_days_asks_for_a_meeting() -> None:
    three = [missing(f"2026-{day} 20:00", found=f"2026-{day} 23:00") for day in
             ("09-01", "10-01", "11-01")]  # fmt: skip
    (found,) = due(known("2026-11-02", *three), "strategy_meeting")
    assert (found.due, found.state) == (at("2026-11-04 20:00"), "coming")
    assert found.words == (
        f"Strategy meeting after the third missing report in 90{NBSP}days, of "
        f"1{NBSP}November{NBSP}2026: not held; due by 4{NBSP}November{NBSP}2026."
    )
    assert not due(known("2026-11-02", *three[1:]), "strategy_meeting")


def test_a_report_exactly_ninety_days_after_the_first_is_outside() -> None:
    days = ("2026-08-03", "2026-10-01", "2026-11-01")
    reports = [missing(f"{day} 20:00", found=f"{day} 23:00") for day in days]
    assert not due(known("2026-11-02", *reports), "strategy_meeting")


def test_one_meeting_answers_every_report_before_it_and_none_after() -> None:
    days = ("09-01", "09-20", "10-01", "10-10")
    four = [missing(f"2026-{day} 20:00", found=f"2026-{day} 23:00") for day in days]
    answered = known("2026-10-20", *four, a_meeting("2026-10-15"))
    (done,) = due(answered, "strategy_meeting")
    assert (done.state, done.done) == ("done", at("2026-10-15"))
    between = known("2026-10-20", *four, a_meeting("2026-10-05"))
    (owed,) = due(between, "strategy_meeting")
    assert (owed.state, owed.due) == ("overdue", at("2026-10-13 20:00"))
    assert "fourth missing report" in owed.words


def test_a_long_absence_asks_for_a_meeting_at_72_hours_and_then_weekly() -> None:
    """V2: a meeting 4 days after the report, 18 days missing."""
    report = missing("2026-11-01 12:00", reference="MP-1")
    (first,) = due(known("2026-11-02 12:00", report), "strategy_meeting")
    assert (first.due, first.state) == (at("2026-11-04 12:00"), "coming")
    late = known("2026-11-19 12:00", report, a_meeting("2026-11-05 12:00"))
    (following,) = due(late, "strategy_meeting")
    assert (following.due, following.state) == (at("2026-11-12 12:00"), "overdue")
    assert following.words.startswith("Next strategy meeting while the child is missing: not held")


# Plans and notices


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


def test_a_plan_that_ended_or_is_in_draft_has_no_review() -> None:
    for state in ("draft", "ended"):
        assert not due(known("2026-07-01", plan("2026-06-01", state=state)), "plan_review")


def test_a_notice_is_told_of_28_days_before_it_lapses() -> None:
    served = notice("2026-01-10", until="2026-11-30")
    assert not due(known("2026-11-01 12:00", served), "notice_lapsing")
    (found,) = due(known("2026-11-02 12:00", served), "notice_lapsing")
    assert (found.state, found.about_reference) == ("coming", "CAWN-1")
    assert found.words == (
        f"Abduction notice lapses after 30{NBSP}November{NBSP}2026: renew it, or record why not."
    )
    assert not due(known("2026-12-01 12:00", served), "notice_lapsing")


def test_a_withdrawn_notice_asks_for_nothing() -> None:
    served = notice("2026-01-10", until="2026-11-30", withdrawn="2026-11-01")
    assert not due(known("2026-11-10", served), "notice_lapsing")
