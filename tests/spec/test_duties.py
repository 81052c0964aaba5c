"""Supervisors' reviews and interviews after a return, in cases worked out by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duties.due import Duty, duties
from duties.intervals import load_intervals
from records.events import Event, EventKind
from records.history import KnownHistory, known_at
from records.words import NBSP
from tests.lib.histories import a_history, an_entry, at, known, missing, withdrawal

INTERVALS = load_intervals()


def due(history: KnownHistory, kind: str, band: str | None = "High") -> list[Duty]:
    return [duty for duty in duties(history, INTERVALS, band) if duty.kind == kind]


def a_review(when: str, rank: str = "inspector", reference: str = "MP-1") -> Event:
    return an_entry(EventKind.SUPERVISORY_REVIEW, when, reference, review_by=rank)


# Supervision


def test_eighteen_days_missing_without_a_review_is_said_first_with_the_reviews_missed() -> None:
    """V2."""
    history = known("2026-11-19 12:00", missing("2026-11-01 12:00", reference="MP-1"))
    first = duties(history, INTERVALS, "High")[0]
    assert (first.kind, first.state, first.about_reference) == (
        "supervision_gap",
        "overdue",
        "MP-1",
    )
    assert first.words == (
        f"No supervisory review for 18{NBSP}days. By now 56 should have happened: "
        f"54 by an{NBSP}inspector and 2 by a{NBSP}superintendent."
    )
    assert first.due == at("2026-11-01 13:00")
    assert len(first.came_due) == 56
    reviews = due(history, "supervisory_review")
    assert [(r.due, r.state) for r in reviews] == [
        (at("2026-11-01 13:00"), "overdue"),
        (at("2026-11-02 12:00"), "overdue"),
        (at("2026-11-08 12:00"), "overdue"),
    ]
    # 18 days are 432 hours; an hour after the report, then every 8: 1, 9, ... 425.
    every_8_hours = tuple(at("2026-11-01 13:00") + n * timedelta(hours=8) for n in range(54))
    assert [r.came_due for r in reviews] == [
        every_8_hours,
        (at("2026-11-02 12:00"),),
        (at("2026-11-08 12:00"),),
    ]


def test_the_gap_in_supervision_runs_from_the_last_review_of_any_rank() -> None:
    history = known(
        "2026-11-19 12:00",
        missing("2026-11-01 12:00", reference="MP-1"),
        a_review("2026-11-16 12:00", "sergeant"),
    )
    (gap,) = due(history, "supervision_gap")
    assert gap.words.startswith(f"No supervisory review for 3{NBSP}days. ")


def test_a_review_by_a_higher_rank_answers_for_a_lower_one_and_not_the_other_way() -> None:
    reported = missing("2026-11-01 12:00", reference="MP-1")
    for rank, states in (
        ("superintendent", {"inspector": "due", "superintendent": "done"}),
        ("inspector", {"inspector": "due", "superintendent": "due"}),
        ("sergeant", {"inspector": "overdue", "superintendent": "due"}),
    ):
        history = known("2026-11-01 14:00", reported, a_review("2026-11-01 12:30", rank))
        found = due(history, "supervisory_review")
        within_a_day = {
            duty.owner.split()[-1]: duty.state
            for duty in found
            if duty.due <= at("2026-11-02 12:00") or duty.state == "done"
        }
        assert within_a_day == states, rank


def test_each_review_held_sets_the_clock_for_the_next() -> None:
    history = known(
        "2026-11-01 18:00",
        missing("2026-11-01 12:00", reference="MP-1"),
        a_review("2026-11-01 12:40"),
    )
    first = min(due(history, "supervisory_review"), key=lambda duty: duty.due)
    assert (first.due, first.state) == (at("2026-11-01 20:40"), "due")
    assert not due(history, "supervision_gap")


def test_how_often_a_supervisor_reviews_follows_the_band_and_no_band_asks_for_most() -> None:
    history = known("2026-11-01 13:30", missing("2026-11-01 12:00", reference="MP-1"))
    firsts = {
        band: min(due(history, "supervisory_review", band), key=lambda duty: duty.due).due
        for band in ("High", "Medium", "Low", None)
    }
    assert firsts == {
        "High": at("2026-11-01 13:00"),
        "Medium": at("2026-11-01 20:00"),
        "Low": at("2026-11-02 12:00"),
        None: at("2026-11-01 13:00"),
    }


def test_nobody_reviews_the_absence_of_a_child_who_is_back() -> None:
    history = known("2026-11-19", missing("2026-11-01 12:00", found="2026-11-02 12:00"))
    assert not due(history, "supervisory_review")
    assert not due(history, "supervision_gap")


def test_the_clock_runs_from_the_report_and_not_from_the_start_of_the_absence() -> None:
    history = known("2026-11-02 00:00", missing("2026-11-01 12:00", recorded="2026-11-01 22:00"))
    assert min(d.due for d in due(history, "supervisory_review")) == at("2026-11-01 23:00")


def test_a_corrected_report_does_not_start_the_clock_again() -> None:
    first = missing("2026-11-01 12:00", reference="MP-1", recorded="2026-11-01 13:00")[0]
    corrected = an_entry(
        EventKind.MISSING_REPORTED,
        "2026-11-01 11:00",
        "MP-1",
        recorded="2026-11-10 09:00",
        replaces=first.entry,
        missing_from="home",
    )
    history = known("2026-11-10 12:00", first, corrected)
    assert min(d.due for d in due(history, "supervisory_review")) == at("2026-11-01 12:00")


# Interviews


def test_a_return_interview_is_due_72_hours_after_the_return() -> None:
    back = missing("2026-11-01 12:00", found="2026-11-02 12:00", reference="MP-1")
    states = {
        moment: due(known(moment, back), "return_interview")[0].state
        for moment in ("2026-11-03 12:00", "2026-11-04 12:00", "2026-11-05 12:00")
    }
    assert list(states.values()) == ["coming", "due", "due"]
    (overdue,) = due(known("2026-11-05 12:01", back), "return_interview")
    assert (overdue.state, overdue.due) == ("overdue", at("2026-11-05 12:00"))
    assert overdue.words == (
        f"Return interview for the report of 1{NBSP}November{NBSP}2026: not done; was due by "
        f"5{NBSP}November{NBSP}2026."
    )


def test_each_return_asks_for_its_own_interviews() -> None:
    history = known(
        "2026-11-20",
        missing("2026-11-01 12:00", found="2026-11-02 12:00", reference="MP-1"),
        missing("2026-11-08 12:00", found="2026-11-09 12:00", reference="MP-2", interview="done"),
        missing("2026-11-19 12:00", reference="MP-3"),
    )
    assert [(d.about_reference, d.state) for d in due(history, "return_interview")] == [
        ("MP-1", "overdue"),
        ("MP-2", "done"),
    ]


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ("done", "done", f"done on 3{NBSP}November{NBSP}2026."),
        (
            "did_not_want_to",
            "done",
            f"offered. The child did not want to talk on 3{NBSP}November{NBSP}2026.",
        ),
        ("not_done", "overdue", f"not done; was due by 5{NBSP}November{NBSP}2026."),
    ],
)
def test_an_offer_ends_the_duty_and_an_interview_not_done_leaves_it(
    answer: str, state: str, words: str
) -> None:
    back = missing("2026-11-01 12:00", found="2026-11-02 12:00", interview=answer)
    (found,) = due(known("2026-11-10", back), "return_interview")
    assert found.state == state
    assert found.words == f"Return interview for the report of 1{NBSP}November{NBSP}2026: {words}"


def test_an_interview_offered_is_still_due_and_the_words_say_when_it_was_offered() -> None:
    back = missing("2026-11-01 12:00", found="2026-11-02 12:00", reference="MP-1")
    offers = [
        an_entry(EventKind.RETURN_INTERVIEW_OFFERED, f"2026-11-{day}", reference)
        for day, reference in (("03", "MP-1"), ("04", "MP-1"), ("05", "MP-OTHER"))
    ]
    (found,) = due(known("2026-11-10", back, offers), "return_interview")
    assert (found.state, found.done, found.by) == ("overdue", None, None)
    assert found.words.endswith(
        f"not done; was due by 5{NBSP}November{NBSP}2026. "
        f"It was offered on 4{NBSP}November{NBSP}2026."
    )
    held = an_entry(EventKind.RETURN_INTERVIEW, "2026-11-06", "MP-1", interview="done")
    (done,) = due(known("2026-11-10", back, offers, held), "return_interview")
    assert done.state == "done"
    assert "offered" not in done.words


def test_a_duty_says_after_which_moment_it_is_missed() -> None:
    back = missing("2026-01-01 12:00", found="2026-01-02 12:00", reference="MP-1")
    (owed,) = due(known("2026-02-01", back), "return_interview")
    assert owed.until == at("2026-04-02 12:00")
    (review,) = due(known("2026-11-02", missing("2026-11-01 12:00")), "supervision_gap")
    assert review.until is None


def test_a_return_nobody_recorded_asks_for_an_interview_from_the_next_report_on() -> None:
    history = known(
        "2026-11-12", missing("2026-11-01 12:00", reference="MP-1"), missing("2026-11-10 12:00")
    )
    (found,) = due(history, "return_interview")
    assert (found.about_reference, found.due) == ("MP-1", at("2026-11-13 12:00"))


def test_a_prevention_interview_is_due_the_day_after_the_return() -> None:
    history = known("2026-11-02 18:00", missing("2026-11-01 12:00", found="2026-11-02 12:00"))
    (found,) = due(history, "prevention_interview")
    assert (found.due, found.state) == (at("2026-11-03 12:00"), "due")


def test_an_interview_owed_for_months_is_a_figure_and_no_longer_a_duty() -> None:
    back = missing("2026-01-01 12:00", found="2026-01-02 12:00")
    assert due(known("2026-04-02 11:59", back), "return_interview")
    assert not due(known("2026-04-02 12:01", back), "return_interview")


# Corrections


def test_a_report_withdrawn_asks_for_nothing_any_more() -> None:
    (report,) = missing("2026-11-01 12:00", reference="MP-1")
    history = a_history(report, withdrawal(report, "2026-11-03"))
    assert duties(known_at(history, at("2026-11-02")), INTERVALS)
    assert not duties(known_at(history, at("2026-11-04")), INTERVALS)
