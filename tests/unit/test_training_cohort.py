"""When the question is asked, and of whom."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pytest

from features.table import micros
from records.calendar import FORCE_ZONE
from records.events import Event, EventKind
from records.history import History
from tests.lib.histories import (
    a_history,
    a_person,
    an_entry,
    at,
    care,
    missing,
    notice,
    plan,
    protection,
    withdrawal,
)
from training.questions.cohort import GRADES, NO_GRADE, Cohort, ask, observe

TAKEN = at("2026-11-01 06:00")


def asked(*histories: History, taken: datetime = TAKEN, warm_up: int = 0) -> Cohort:
    """The questions about these children."""
    return ask([observe(history) for history in histories], taken, timedelta(days=warm_up))


def reports(cohort: Cohort) -> list[int]:
    """The moments asked at reports."""
    return cohort.as_of[cohort.is_report].tolist()


def months(cohort: Cohort) -> list[datetime]:
    """The moments asked at month starts, on the force's clock."""
    return [
        datetime.fromtimestamp(moment / 1e6, FORCE_ZONE)
        for moment in cohort.as_of[~cohort.is_report].tolist()
    ]


def test_a_report_is_asked_about_just_after_it_is_recorded() -> None:
    cohort = asked(a_history(missing("2026-01-10 22:00", recorded="2026-01-11 01:30")))
    assert reports(cohort) == [micros(at("2026-01-11 01:30")) + 1]


def test_a_report_entered_twice_is_asked_about_once() -> None:
    twice = [
        *missing("2026-01-10 22:00", reference="MP-1", recorded="2026-01-11 01:30"),
        *missing("2026-01-11 03:00", reference="MP-2", recorded="2026-01-11 04:00"),
    ]
    assert len(reports(asked(a_history(twice)))) == 1


def test_a_corrected_report_is_not_asked_about_again() -> None:
    first = missing("2026-01-10 22:00", reference="MP-1")
    correction = an_entry(
        EventKind.MISSING_REPORTED,
        "2026-01-09 12:00",
        "MP-1",
        recorded="2026-01-20",
        replaces=first[0].entry,
        missing_from="home",
    )
    assert len(reports(asked(a_history(first, correction)))) == 1


def test_a_report_withdrawn_later_was_asked_about_all_the_same() -> None:
    first = missing("2026-01-10 22:00")
    assert len(reports(asked(a_history(first, withdrawal(first[0], "2026-02-01"))))) == 1


def test_a_review_or_a_judgement_asks_no_question() -> None:
    """What people write down here follows from questions; it must not raise more of them."""
    written = [
        an_entry(EventKind.CHILD_REVIEWED, "2026-01-10"),
        an_entry(EventKind.JUDGEMENT_MADE, "2026-02-10", judgement="raise", judged_band="High"),
    ]
    assert len(asked(a_history(written))) == 0


def test_months_are_asked_for_a_year_after_an_entry_at_local_midnight() -> None:
    cohort = asked(a_history(plan("2024-03-15")))
    moments = months(cohort)
    assert len(moments) == 12
    assert moments[0] == datetime(2024, 4, 1, tzinfo=FORCE_ZONE)
    assert moments[-1] == datetime(2025, 3, 1, tzinfo=FORCE_ZONE)
    assert all((m.day, m.hour, m.minute) == (1, 0, 0) for m in moments)


def test_an_entry_recorded_at_the_very_month_start_is_not_yet_known_then() -> None:
    on_the_first = an_entry(
        EventKind.MISSING_REPORTED, "2026-01-01 00:00", "MP-1", missing_from="home"
    )
    assert months(asked(a_history(on_the_first)))[0] == datetime(2026, 2, 1, tzinfo=FORCE_ZONE)


def test_care_and_protection_alone_open_no_question_and_notices_do() -> None:
    assert len(asked(a_history(protection("2025-01-10"), care("2025-01-10")))) == 0
    assert len(asked(a_history(notice("2025-01-10", "2025-06-10")))) == 12


def test_questions_that_can_not_be_labelled_yet_are_counted_by_name() -> None:
    recorded = TAKEN - timedelta(days=90)
    on_time = [_report("MP-1", recorded - timedelta(microseconds=1))]
    too_late = [_report("MP-1", recorded)]
    assert len(reports(asked(a_history(on_time)))) == 1
    cohort = asked(a_history(too_late))
    assert len(reports(cohort)) == 0
    assert cohort.dropped["not_observed_90_days"] >= 1


def _report(reference: str, recorded: datetime) -> Event:
    return an_entry(EventKind.MISSING_REPORTED, recorded, reference, missing_from="home")


def test_the_first_year_of_records_is_left_out_and_counted() -> None:
    history = a_history(missing("2022-01-10"), missing("2023-06-10"))
    cohort = asked(history, warm_up=365)
    assert reports(cohort) == [micros(at("2023-06-10")) + 1]
    assert cohort.dropped["within_warm_up"] > 0


def test_the_officers_grade_stands_beside_its_question_alone() -> None:
    graded = an_entry(
        EventKind.MISSING_REPORTED, "2026-01-10", "MP-1", missing_from="home", police_grade="medium"
    )
    cohort = asked(a_history(graded))
    assert cohort.grade[cohort.is_report].tolist() == [GRADES.index("medium")]
    assert set(cohort.grade[~cohort.is_report].tolist()) == {NO_GRADE}


def test_rows_keep_their_outcome_when_reports_and_months_interleave() -> None:
    history = a_history(
        missing("2025-01-10", "2025-01-11"),
        missing("2025-06-10", "2025-06-11", harm_found="sexual"),
    )
    cohort = asked(history)
    assert np.all(np.diff(cohort.as_of) > 0)
    harm = micros(at("2025-06-11"))
    day = 86_400_000_000
    expected = (cohort.as_of <= harm) & (harm < cohort.as_of + 90 * day)
    assert cohort.harmed.tolist() == expected.tolist()
    assert cohort.harmed.any()


def test_groups_for_monitoring_are_what_most_records_say() -> None:
    persons = [
        a_person(sex="female", ethnicity=None),
        a_person(ref="P-2", sex="female", ethnicity="mixed"),
        a_person(ref="P-3", sex="male", ethnicity="not_known"),
    ]
    child = observe(a_history(persons=persons))
    assert (child.sex, child.ethnicity) == ("female", "mixed")
    assert observe(a_history(persons=[])).sex == "not_known"


def test_nobody_is_asked_about_nobody() -> None:
    assert len(asked()) == 0
    assert len(asked(a_history())) == 0


@pytest.mark.parametrize("kind", [EventKind.REFERRAL_RECEIVED, EventKind.INTELLIGENCE_REPORT])
def test_a_referral_or_intelligence_opens_the_monthly_question_of_a_child_never_missing(
    kind: EventKind,
) -> None:
    cohort = asked(a_history(an_entry(kind, "2026-03-15")))
    assert reports(cohort) == []
    assert months(cohort)[0] == datetime(2026, 4, 1, tzinfo=FORCE_ZONE)


@pytest.mark.parametrize("kind", [EventKind.INCIDENT, EventKind.DOMESTIC_INCIDENT])
def test_a_call_or_domestic_abuse_alone_opens_none(kind: EventKind) -> None:
    assert len(asked(a_history(an_entry(kind, "2026-03-15")))) == 0
