"""Each indicator on histories made by hand: what is counted, in which month, and as what."""

from __future__ import annotations

import pytest

from serving.figures.catalogue import INDICATORS
from tests.lib.indicator_specs import SPECS_OF_PROCEDURES
from tests.lib.indicator_tables import IndicatorSpec

SPECS = (
    *SPECS_OF_PROCEDURES,
    IndicatorSpec(
        "an interview counts in the month of the return, and met if held within 72 hours (M5, M8)",
        "return_interviews",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+---------------------------
        Ana   | missing_reported | MP-1 | 2026-09-30 20:00 |
        Ana   | missing_found    | MP-1 | 2026-10-01 20:00 |
        Ana   | return_interview | MP-1 | 2026-10-04 20:00 |  <- at the very end
        Bea   | missing_reported | MP-2 | 2026-10-01 20:00 |
        Bea   | missing_found    | MP-2 | 2026-10-02 20:00 |
        Bea   | return_interview | MP-2 | 2026-10-05 20:01 |  <- a minute late
        Cat   | missing_reported | MP-3 | 2026-10-01 20:00 |
        Cat   | missing_found    | MP-3 | 2026-10-02 20:00 |
        Cat   | return_interview | MP-3 | 2026-10-03 20:00 | interview=did_not_want_to
        Dee   | missing_reported | MP-4 | 2026-10-01 20:00 |
        Dee   | missing_found    | MP-4 | 2026-10-02 20:00 |
        Dee   | return_interview | MP-4 | 2026-10-03 20:00 | interview=not_done
        Eve   | missing_reported | MP-5 | 2026-10-01 20:00 |  <- still missing
        """,
        {
            "Ana": "2026-10 met",
            "Bea": "2026-10 not_met late",
            "Cat": "2026-10 not_met did_not_want_to",
            "Dee": "2026-10 not_met not_done",
            "Eve": "nothing",
        },
    ),
    IndicatorSpec(
        "when a child came back whom nobody recorded as found, whether in time isn't known",
        "return_interviews",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+-----
        Ana   | missing_reported | MP-1 | 2026-10-01 20:00 |
        Ana   | return_interview | MP-1 | 2026-10-03 20:00 |
        Ana   | missing_reported | MP-2 | 2026-10-20 20:00 |
        Bea   | missing_reported | MP-3 | 2026-10-01 20:00 |
        Bea   | missing_reported | MP-4 | 2026-11-20 20:00 |
        """,
        {"Ana": "2026-10 not_known", "Bea": "2026-11 not_met not_done"},
    ),
    IndicatorSpec(
        "police see the child within a day of the return (M5)",
        "prevention_interviews",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+-----
        Ana   | missing_reported     | MP-1 | 2026-10-01 20:00 |
        Ana   | missing_found        | MP-1 | 2026-10-02 20:00 |
        Ana   | prevention_interview | MP-1 | 2026-10-03 19:00 |
        Bea   | missing_reported     | MP-2 | 2026-10-01 20:00 |
        Bea   | missing_found        | MP-2 | 2026-10-02 20:00 |
        Bea   | prevention_interview | MP-2 | 2026-10-03 21:00 |
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met late"},
    ),
    IndicatorSpec(
        "each review that came due is one case; Medium asks a sergeant every 8 hours (M5)",
        "supervisory_reviews",
        """
        child | entry              | of   | occurred         | with
        ------+--------------------+------+------------------+-------------------
        Ana   | missing_reported   | MP-1 | 2026-10-01 08:00 |
        Ana   | supervisory_review | MP-1 | 2026-10-01 15:00 | review_by=sergeant
        Ana   | missing_found      | MP-1 | 2026-10-01 20:00 |  <- before the next, at 23:00
        Bea   | missing_reported   | MP-2 | 2026-10-01 08:00 |
        Bea   | missing_found      | MP-2 | 2026-10-02 01:00 |  <- due at 16:00 and at 00:00
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met; 2026-10 not_met"},
    ),
    IndicatorSpec(
        "an absence of more than a day is met by any review in its first day (M5)",
        "long_absences_reviewed",
        """
        child | entry              | of   | occurred         | with
        ------+--------------------+------+------------------+-------------------
        Ana   | missing_reported   | MP-1 | 2026-10-31 08:00 |
        Ana   | supervisory_review | MP-1 | 2026-11-01 07:00 | review_by=sergeant
        Ana   | missing_found      | MP-1 | 2026-11-03 08:00 |
        Bea   | missing_reported   | MP-2 | 2026-10-01 08:00 |
        Bea   | supervisory_review | MP-2 | 2026-10-02 09:00 | review_by=inspector
        Bea   | missing_found      | MP-2 | 2026-10-19 08:00 |
        Cat   | missing_reported   | MP-3 | 2026-10-01 08:00 |
        Cat   | missing_found      | MP-3 | 2026-10-02 08:00 |  <- a day and no more
        Dee   | missing_reported   | MP-4 | 2026-10-01 08:00 |
        Dee   | missing_reported   | MP-5 | 2026-10-20 08:00 |
        Dee   | missing_found      | MP-5 | 2026-10-20 18:00 |
        """,
        {
            "Ana": "2026-11 met",
            "Bea": "2026-10 not_met",
            "Cat": "nothing",
            "Dee": "2026-10 not_known",
        },
    ),
    IndicatorSpec(
        "what a child told is counted by kind; an interview not held counts for nothing (M9)",
        "children_told",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+--------------------------
        Ana   | return_interview     | MP-1 | 2026-10-01 20:00 | disclosure=threats
        Ana   | prevention_interview | MP-1 | 2026-10-01 08:00 | disclosure=nothing_told
        Bea   | return_interview     | MP-2 | 2026-10-01 20:00 |
        Cat   | return_interview     | MP-3 | 2026-10-01 20:00 | interview=not_done
        """,
        {
            "Ana": "2026-10 met threats; 2026-10 not_met",
            "Bea": "2026-10 not_known",
            "Cat": "nothing",
        },
    ),
    IndicatorSpec(
        "a plan is looked at at each month's end, by what was known then",
        "plans_in_date",
        """
        child | entry | of | occurred | recorded | with
    ---+---
    Ana | plan_version | L1 | 2026-09-10 |  | version=1 state=live review_due=2026-10-31
    Ana | plan_version | L1 | 2026-11-29 | 2026-12-02 | version=2 state=live review_due=2027-02-01
    Bea | plan_version | L2 | 2026-10-05 |  | version=1 state=draft
    Cat | plan_version | L3 | 2026-10-05 |  | version=1 state=live review_due=2026-10-20
    Cat | plan_version | L3 | 2026-11-05 |  | version=2 state=ended
        """,
        {
            "Ana": "2026-09 met 502h; 2026-10 met 1247h; 2026-11 not_met 1967h; 2026-12 met 791h",
            "Bea": "nothing",
            "Cat": "2026-10 not_met 647h",
        },
        months=("2026-09", "2026-12"),
    ),
    IndicatorSpec(
        "a notice counts in the month of its last day, met if renewed or withdrawn by then",
        "notices_renewed",
        """
        child | entry            | of  | occurred   | with
        ------+------------------+-----+------------+-------------------------------------
        Ana   | notice_served    | N-1 | 2026-04-10 | in_force_until=2026-10-10
        Ana   | notice_withdrawn | N-1 | 2026-10-01 |
        Bea   | notice_served    | N-2 | 2026-04-10 | in_force_until=2026-10-10
        Cat   | notice_served    | N-3 | 2026-04-10 | in_force_until=2026-10-10
        Cat   | notice_served    | N-4 | 2026-10-09 | in_force_until=2027-10-10
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met", "Cat": "2026-10 met"},
    ),
    IndicatorSpec(
        "seen in one system is seen; who was away, or not asked for, is not counted (S6, S11)",
        "children_seen",
        """
    child | entry             | of  | occurred         | with
    ------+-------------------+-----+------------------+------------------------------
    Ana   | domestic_incident | D-1 | 2026-10-01 | child_seen=no
    Ana   | incident | I-1 | 2026-10-01 01:00 | incident_type=domestic child_seen=yes seen_alone=yes
    Bea   | domestic_incident | D-2 | 2026-10-01 | child_seen=yes
    Cat   | domestic_incident | D-3 | 2026-10-01 | child_present=no
    Dee   | domestic_incident | D-4 | 2026-10-01 |
    Eve   | domestic_incident | D-5 | 2026-10-01 | child_seen=no
    Flo   | incident | I-6 | 2026-10-01 | incident_type=domestic about=the_address
    Gus   | incident | I-7 | 2026-10-01 | incident_type=disturbance child_seen=no
        """,
        {
            "Ana": "2026-10 met alone",
            "Bea": "2026-10 met not_said",
            "Cat": "nothing",
            "Dee": "2026-10 not_known",
            "Eve": "2026-10 not_met",
            "Flo": "nothing",
            "Gus": "nothing",
        },
    ),
)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_cases_are_those_worked_out_by_hand(spec: IndicatorSpec) -> None:
    spec.check()


def test_every_indicator_is_tried_by_hand() -> None:
    assert {spec.indicator for spec in SPECS} == set(INDICATORS)


def test_a_child_of_whom_nothing_is_recorded_is_counted_nowhere() -> None:
    for name in INDICATORS:
        IndicatorSpec("nothing", name, "", {"Ana": "nothing"}).check()
