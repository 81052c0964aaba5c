"""Duties about cases, conferences and children whom nobody saw, as tables worked out by hand."""

from __future__ import annotations

import pytest

from tests.lib.duty_tables import DutySpec

CASES = (
    DutySpec(
        "a case waits for a charging decision from the day it was sent",
        "charging_decision",
        "2026-11-22",
        """
    child | entry                     | of  | occurred   | with
    ------+---------------------------+-----+------------+---------------------------------------
    Ana   | crime_sent_to_prosecutors | K-1 | 2026-06-18 |
    Ben   | crime_sent_to_prosecutors | K-2 | 2026-11-01 |
    Ben   | crime_charging_decision   | K-2 | 2026-11-09 | charging_decision=charge
    Cat   | crime_sent_to_prosecutors | K-3 | 2026-11-01 |
    Cat   | crime_charging_decision   | K-3 | 2026-11-09 | charging_decision=further_work_asked_for
    Dan   | crime_charging_decision   | K-4 | 2026-11-09 | charging_decision=charge
        """,
        {
            "Ana": "overdue, due 2026-07-16 00:00",
            "Ben": "done, due 2026-11-29 00:00, done 2026-11-09 00:00 by "
            "crime_charging_decision K-2",
            "Cat": "done, due 2026-11-29 00:00, done 2026-11-09 00:00 by "
            "crime_charging_decision K-3",
            "Dan": "nothing",
        },
        words="Case sent to prosecutors on 18 June 2026: no charging decision for 157 days.",
    ),
    DutySpec(
        "further work that prosecutors asked for ends when the case is sent again",
        "further_work",
        "2026-11-22",
        """
    child | entry                     | of  | occurred   | with
    ------+---------------------------+-----+------------+---------------------------------------
    Ana   | crime_sent_to_prosecutors | K-1 | 2026-09-01 |
    Ana   | crime_charging_decision   | K-1 | 2026-10-01 | charging_decision=further_work_asked_for
    Ben   | crime_sent_to_prosecutors | K-2 | 2026-09-01 |
    Ben   | crime_charging_decision   | K-2 | 2026-10-01 | charging_decision=further_work_asked_for
    Ben   | crime_sent_to_prosecutors | K-2 | 2026-11-01 |
        """,
        {
            "Ana": "overdue, due 2026-10-29 00:00",
            "Ben": "done, due 2026-10-29 00:00, done 2026-11-01 00:00 by "
            "crime_sent_to_prosecutors K-2",
        },
        words="Further work that prosecutors asked for on 1 October 2026: not done; "
        "was due by 29 October 2026.",
    ),
    DutySpec(
        "sent again, the case waits anew; a crime that is closed waits for nothing",
        "charging_decision",
        "2026-11-22",
        """
    child | entry                     | of  | occurred   | with
    ------+---------------------------+-----+------------+---------------------------------------
    Ana   | crime_sent_to_prosecutors | K-1 | 2026-06-01 |
    Ana   | crime_charging_decision   | K-1 | 2026-07-01 | charging_decision=further_work_asked_for
    Ana   | crime_sent_to_prosecutors | K-1 | 2026-10-01 |
    Ben   | crime_sent_to_prosecutors | K-2 | 2026-09-01 |
    Ben   | crime_closed              | K-2 | 2026-09-20 | crime_outcome=evidence_too_weak
        """,
        {"Ana": "overdue, due 2026-10-29 00:00", "Ben": "nothing"},
    ),
)

CONFERENCES = (
    DutySpec(
        "what a conference without police decided is learnt within 5 days",
        "conference_decision",
        "2026-11-10",
        """
        child | entry           | of  | occurred   | with
        ------+-----------------+-----+------------+-----------------------------------------------
        Ana   | conference_held | C-1 | 2026-11-01 | police_invited=yes police_attended=no
        Ben   | conference_held | C-2 | 2026-11-01 | police_invited=yes
        Cat   | conference_held | C-3 | 2026-11-01 | police_invited=yes police_attended=yes
        Dan   | conference_held | C-4 | 2026-11-08 | police_invited=no
        Eve   | conference_held | C-5 | 2026-11-08 | police_invited=no conference_decision=no_plan
        """,
        {
            "Ana": "overdue, due 2026-11-06 00:00",
            "Ben": "overdue, due 2026-11-06 00:00",
            "Cat": "nothing",
            "Dan": "coming, due 2026-11-13 00:00",
            "Eve": "nothing",
        },
        words="Child protection conference of 1 November 2026: police were invited and were not "
        "there. Learn what was decided; was due by 6 November 2026.",
    ),
    DutySpec(
        "it is learnt when the first entry that says it was recorded",
        "conference_decision",
        "2026-11-20",
        """
    child | entry           | of  | occurred   | recorded   | with
    ------+-----------------+-----+------------+------------+-------------------------------
    Ana   | conference_held | C-1 | 2026-11-01 | 2026-11-01 | police_attended=no
    Ana   | conference_held | C-1 | 2026-11-01 | 2026-11-15 | conference_decision=plan_started
        """,
        {
            "Ana": "done, due 2026-11-06 00:00, done 2026-11-15 00:00 by conference_held C-1",
        },
        words="Child protection conference of 1 November 2026: police were invited and were not "
        "there. The record of 15 November 2026 says plan started.",
    ),
    DutySpec(
        "of a conference called for a day that is over it is learnt whether it was held",
        "conference_decision",
        "2026-11-10",
        """
    child | entry             | of  | occurred         | with
    ------+-------------------+-----+------------------+---------------------------------------
    Ana   | conference_called | C-1 | 2026-10-20       | conference=initial conference_on=2026-11-01
    Ben   | conference_called | C-2 | 2026-10-20       | conference=initial conference_on=2026-11-09
    Cat   | conference_called | C-3 | 2026-10-20       | conference=initial conference_on=2026-11-10
    Dan   | conference_called | C-4 | 2026-10-20       | conference=review conference_on=2026-11-01
    Dan   | conference_called | C-4 | 2026-10-30       | conference=review conference_on=2026-11-20
    """,
        {
            "Ana": "overdue, due 2026-11-06 23:59",
            "Ben": "coming, due 2026-11-14 23:59",
            "Cat": "nothing",
            "Dan": "nothing",
        },
        words="Child protection conference called for 1 November 2026: whether it was held is not "
        "recorded. Learn what was decided; was due by 6 November 2026.",
    ),
    DutySpec(
        "the entry that it was held answers the call, and the duty counts from there",
        "conference_decision",
        "2026-11-10",
        """
    child | entry             | of  | occurred         | with
    ------+-------------------+-----+------------------+---------------------------------------
    Ana   | conference_called | C-1 | 2026-10-20       | conference=initial conference_on=2026-11-01
    Ana   | conference_held   | C-1 | 2026-11-01 10:00 | police_invited=yes police_attended=yes
    Ben   | conference_called | C-2 | 2026-10-20       | conference=initial conference_on=2026-11-01
    Ben   | conference_held   | C-9 | 2026-11-01 10:00 | police_invited=yes  <- of that day
    Cat   | conference_called | C-3 | 2026-10-20       | conference=initial conference_on=2026-11-01
    Cat   | conference_held   | C-3 | 2026-11-03 10:00 | police_invited=yes  <- held later
    Dan   | conference_called | C-4 | 2026-10-20       | conference=review conference_on=2026-11-01
    Dan   | conference_held   | C-4 | 2026-06-01 10:00 | police_attended=yes  <- an earlier one
    """,
        {
            "Ana": "nothing",
            "Ben": "overdue, due 2026-11-06 10:00",
            "Cat": "overdue, due 2026-11-08 10:00",
            "Dan": "overdue, due 2026-11-06 23:59",
        },
    ),
)

SIGHTINGS = (
    DutySpec(
        "a child whom nobody saw at an incident is seen within a day",
        "child_unseen",
        "2026-11-10",
        """
    child | entry             | of  | occurred   | with
    ------+-------------------+-----+------------+-----------------------------------------------
    Ana   | incident          | L-1 | 2026-11-01 | about=the_address child_seen=no
    Ben   | incident          | L-2 | 2026-11-01 | about=the_child  <- nothing is said
    Cat   | incident          | L-3 | 2026-11-01 | about=the_address  <- nobody need look
    Dan   | domestic_incident | D-1 | 2026-11-01 | risk=high child_present=yes
    Eve   | domestic_incident | D-2 | 2026-11-01 | risk=high child_present=no child_seen=no
    Fay   | incident          | L-4 | 2026-11-01 | about=the_child child_seen=yes
        """,
        {
            "Ana": "overdue, due 2026-11-02 00:00",
            "Ben": "overdue, due 2026-11-02 00:00",
            "Cat": "nothing",
            "Dan": "overdue, due 2026-11-02 00:00",
            "Eve": "nothing",
            "Fay": "nothing",
        },
        words="Police were called on 1 November 2026: the child was not seen, then or since.",
    ),
    DutySpec(
        "any entry that shows the child seen ends it, also of the same attendance",
        "child_unseen",
        "2026-11-10",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+----------------------------------
        Ana   | domestic_incident    | D-1  | 2026-11-01 22:30 | risk=high child_present=yes
        Ana   | incident             | L-1  | 2026-11-01 22:00 | about=the_address child_seen=yes
        Ben   | domestic_incident    | D-2  | 2026-11-01 22:30 | risk=high child_present=yes
        Ben   | incident             | L-2  | 2026-11-01 16:29 | about=the_address child_seen=yes
        Cat   | domestic_incident    | D-3  | 2026-11-01 22:30 | risk=high child_present=yes
        Cat   | prevention_interview | MP-1 | 2026-11-04 12:00 | interview=done
        """,
        {
            "Ana": "done, due 2026-11-02 22:30, done 2026-11-01 22:00 by incident L-1",
            "Ben": "overdue, due 2026-11-02 22:30",
            "Cat": "done, due 2026-11-02 22:30, done 2026-11-04 12:00 by prevention_interview MP-1",
        },
    ),
    DutySpec(
        "incidents that follow one another are one duty, whose clock runs from the first",
        "child_unseen",
        "2026-11-10",
        """
        child | entry    | of  | occurred   | with
        ------+----------+-----+------------+-----------------------------------------------
        Ana   | incident | L-1 | 2026-10-01 | about=the_address child_seen=no
        Ana   | incident | L-2 | 2026-10-20 | about=the_address child_seen=no
        Ben   | incident | L-3 | 2026-09-01 | about=the_address child_seen=no
        Ben   | incident | L-4 | 2026-11-09 | about=the_address child_seen=no
        """,
        {
            "Ana": "overdue, due 2026-10-02 00:00",
            "Ben": "missed, due 2026-09-02 00:00; due, due 2026-11-10 00:00",
        },
        whole=True,
        words="Police were called 2 times, 1 October 2026 to 20 October 2026: the child was "
        "not seen, then or since.",
    ),
)

SPECS = (*CASES, *CONFERENCES, *SIGHTINGS)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_duty_about_a_case_or_a_call_means_what_its_table_says(spec: DutySpec) -> None:
    spec.check()
