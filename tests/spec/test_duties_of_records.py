"""Duties about referrals and investigations, as tables worked out by hand."""

from __future__ import annotations

import pytest

from duties.due import KINDS
from tests.lib.duty_tables import DutySpec, duty_manual

REFERRALS = (
    DutySpec(
        "a referral is triaged within 24 hours of its receipt",
        "referral_triage",
        "2026-11-03 09:01",
        """
        child | entry             | of  | occurred         | with
        ------+-------------------+-----+------------------+-----------------------------
        Ana   | referral_received | R-1 | 2026-11-02 09:00 | concern=sexual_exploitation
        Ben   | referral_received | R-2 | 2026-11-02 09:01 | concern=neglect
        Cat   | referral_received | R-3 | 2026-11-01 09:00 | concern=neglect
        Cat   | referral_triaged  | R-3 | 2026-11-02 10:00 | priority=high  <- an hour late
        Dan   | referral_received | R-4 | 2026-11-01 09:00 | concern=neglect
        Dan   | referral_triaged  | R-9 | 2026-11-01 10:00 | priority=high  <- of another
        """,
        {
            "Ana": "overdue, due 2026-11-03 09:00",
            "Ben": "due, due 2026-11-03 09:01",
            "Cat": "done, due 2026-11-02 09:00, done 2026-11-02 10:00 by referral_triaged R-3",
            "Dan": "overdue, due 2026-11-02 09:00",
            "Eve": "nothing",
        },
        words="Referral of 2 November 2026 about sexual exploitation: not triaged, "
        "received 24 hours 1 minute ago.",
    ),
    DutySpec(
        "a later step shows an earlier one taken, and so does the closing",
        "referral_allocation",
        "2026-11-10",
        """
        child | entry             | of  | occurred   | with
        ------+-------------------+-----+------------+------------------------------------
        Ana   | referral_received | R-1 | 2026-11-01 | concern=going_missing
        Ana   | referral_decision | R-1 | 2026-11-03 | referral_decision=child_in_need
        Ben   | referral_received | R-2 | 2026-11-01 | concern=going_missing
        Ben   | referral_closed   | R-2 | 2026-11-02 |
        Cat   | referral_received | R-3 | 2026-11-01 | concern=going_missing
        Cat   | referral_triaged  | R-3 | 2026-11-02 | priority=high  <- an earlier step does not
        """,
        {
            "Ana": "done, due 2026-11-04 00:00, done 2026-11-03 00:00 by referral_decision R-1",
            "Ben": "done, due 2026-11-04 00:00, done 2026-11-02 00:00 by referral_closed R-2",
            "Cat": "overdue, due 2026-11-04 00:00",
        },
        words="Referral of 1 November 2026 about going missing: taken as allocated on "
        "3 November 2026.",
    ),
    DutySpec(
        "a decision is due within 14 days, and waits on however long it is left",
        "referral_decision",
        "2026-11-22",
        """
        child | entry              | of  | occurred   | with
        ------+--------------------+-----+------------+------------------------------------
        Ana   | referral_received  | R-1 | 2024-11-01 | concern=sexual_exploitation
        Ana   | referral_allocated | R-1 | 2024-11-02 | allocated_to=North
        Ben   | referral_received  | R-2 | 2026-11-01 | concern=neglect
        Ben   | referral_received  | R-2 | 2026-11-05 | concern=neglect  <- entered twice
        Cat   | referral_decision  | R-3 | 2026-11-05 | referral_decision=early_help
        """,
        {
            "Ana": "overdue, due 2024-11-15 00:00",
            "Ben": "overdue, due 2026-11-15 00:00",
            "Cat": "nothing",
        },
    ),
    DutySpec(
        "a step withdrawn is no longer taken; a referral withdrawn asks for nothing",
        "referral_triage",
        "2026-11-10",
        """
        child | entry             | of  | occurred   | with
        ------+-------------------+-----+------------+------------------------------------
        Ana   | referral_received | R-1 | 2026-11-01 | concern=going_missing
        Ana   | referral_triaged  | R-1 | 2026-11-02 | priority=high entry=T-1
        Ana   | withdrawn         | R-1 | 2026-11-05 | source=S9 replaces=T-1
        Ben   | referral_received | R-2 | 2026-11-01 | concern=neglect entry=R-2-1
        Ben   | withdrawn         | R-2 | 2026-11-05 | source=S9 replaces=R-2-1
        """,
        {"Ana": "overdue, due 2026-11-02 00:00", "Ben": "nothing"},
    ),
)

INVESTIGATIONS = (
    DutySpec(
        "a strategy discussion is due within 72 hours of the opening",
        "investigation_discussion",
        "2026-11-10",
        """
    child | entry                             | of  | occurred   | with
    ------+-----------------------------------+-----+------------+-------------------------------
    Ana   | investigation_opened              | I-1 | 2026-11-01 | abuse_category=online_grooming
    Ben   | investigation_opened              | I-2 | 2026-11-01 | abuse_category=neglect
    Ben   | investigation_strategy_discussion | I-2 | 2026-11-02 |
    Cat   | investigation_opened              | I-3 | 2026-11-01 | abuse_category=neglect
    Cat   | investigation_closed              | I-3 | 2026-11-05 | <- closed without one: missed
        """,
        {
            "Ana": "overdue, due 2026-11-04 00:00",
            "Ben": "done, due 2026-11-04 00:00, done 2026-11-02 00:00 by "
            "investigation_strategy_discussion I-2",
            "Cat": "missed, due 2026-11-04 00:00",
        },
        whole=True,
        words="Investigation of online grooming, opened 1 November 2026: strategy discussion "
        "not held; was due by 4 November 2026.",
    ),
    DutySpec(
        "the first account is due within 14 days",
        "investigation_account",
        "2026-11-14 12:00",
        """
        child | entry                       | of  | occurred         | with
        ------+-----------------------------+-----+------------------+------------------------------
        Ana   | investigation_opened        | I-1 | 2026-11-01 12:00 | abuse_category=neglect
        Ben   | investigation_opened        | I-2 | 2026-11-01 12:00 | abuse_category=neglect
        Ben   | investigation_account_taken | I-2 | 2026-11-03 12:00 |
        """,
        {
            "Ana": "due, due 2026-11-15 12:00",
            "Ben": "done, due 2026-11-15 12:00, done 2026-11-03 12:00 by "
            "investigation_account_taken I-2",
        },
    ),
    DutySpec(
        "an open investigation is reviewed every 28 days, each review setting the clock",
        "investigation_review",
        "2026-06-30",
        """
        child | entry                | of  | occurred   | with
        ------+----------------------+-----+------------+-----------------------------------
        Ana   | investigation_opened | I-1 | 2026-04-01 | abuse_category=online_grooming
        Ben   | investigation_opened | I-2 | 2026-04-01 | abuse_category=neglect
        Ben   | investigation_review | I-2 | 2026-06-10 | review_by=sergeant
        Cat   | investigation_opened | I-3 | 2026-04-01 | abuse_category=neglect
        Cat   | investigation_closed | I-3 | 2026-06-20 | investigation_outcome=charged
        Dan   | investigation_opened | I-4 | 2026-03-01 | abuse_category=neglect
        Dan   | investigation_closed | I-4 | 2026-04-20 | investigation_outcome=charged
        Dan   | investigation_opened | I-4 | 2026-06-01 | abuse_category=neglect  <- again
        """,
        {
            # 29 April, 27 May and 24 June have passed.
            "Ana": "overdue, due 2026-04-29 00:00, 3 times",
            "Ben": "coming, due 2026-07-08 00:00",
            "Cat": "nothing",
            "Dan": "overdue, due 2026-06-29 00:00",
        },
        words="Investigation of online grooming, opened 1 April 2026: no supervisory review "
        "for 90 days. 3 reviews should have happened.",
    ),
    DutySpec(
        "for audit, each review held stands with the times that passed before it",
        "investigation_review",
        "2026-07-30",
        """
        child | entry                | of  | occurred   | with
        ------+----------------------+-----+------------+-----------------------------------
        Ana   | investigation_opened | I-1 | 2026-04-01 | abuse_category=neglect
        Ana   | investigation_review | I-1 | 2026-06-10 | review_by=sergeant
        Ana   | investigation_closed | I-1 | 2026-07-20 | investigation_outcome=charged
        """,
        {
            "Ana": "done, due 2026-04-29 00:00, done 2026-06-10 00:00 by investigation_review "
            "I-1, 2 times; missed, due 2026-07-08 00:00",
        },
        whole=True,
    ),
)

SPECS = (*REFERRALS, *INVESTIGATIONS)


@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_duty_about_a_record_means_what_its_table_says(spec: DutySpec) -> None:
    spec.check()


def test_the_tables_print_as_a_manual() -> None:
    text = duty_manual(SPECS)
    assert "## `referral_triage`" in text
    assert "- Ana: overdue, due 2026-11-03 09:00" in text


def test_a_failing_table_shows_the_child_and_both_duties() -> None:
    spec = DutySpec("a planted fault", "referral_triage", "2026-11-01", "", {"Ana": "overdue"})
    with pytest.raises(AssertionError, match=r"Ana: nothing\n    not overdue"):
        spec.check()


def test_every_kind_named_by_a_table_is_a_kind_of_duty() -> None:
    assert {spec.kind for spec in SPECS} < set(KINDS)
