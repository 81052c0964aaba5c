"""Indicators of procedures, reviews and judgement on histories made by hand."""

from __future__ import annotations

from tests.lib.indicator_tables import IndicatorSpec

__all__ = ["SPECS_OF_PROCEDURES"]

SPECS_OF_PROCEDURES = (
    IndicatorSpec(
        "a referral is triaged by any later step; its length is to that (M6)",
        "referrals_triaged",
        """
        child | entry              | of  | occurred         | with
        ------+--------------------+-----+------------------+-------------------
        Ana   | referral_received  | R-1 | 2026-10-01 09:00 |
        Ana   | referral_allocated | R-1 | 2026-10-01 15:00 | allocated_to=North
        Bea   | referral_received  | R-2 | 2026-10-01 09:00 |
        Bea   | referral_triaged   | R-2 | 2026-10-03 09:00 | priority=high
        """,
        {"Ana": "2026-10 met 6h", "Bea": "2026-10 not_met 48h"},
    ),
    IndicatorSpec(
        "one that still waits has waited until the question; not yet due is not known (M6)",
        "referrals_decided",
        """
        child | entry             | of  | occurred         | with
        ------+-------------------+-----+------------------+-----
        Ana   | referral_received | R-1 | 2026-12-01 00:00 |
        Ana   | referral_decision | R-1 | 2026-12-15 00:00 |  <- the 14th day
        Bea   | referral_received | R-2 | 2026-12-01 00:00 |
        Cat   | referral_received | R-3 | 2026-12-31 12:00 |
        """,
        {
            "Ana": "2026-12 met 336h",
            "Bea": "2026-12 not_met 744h",
            "Cat": "2026-12 not_known 12h",
        },
        as_of="2027-01-01",
    ),
    IndicatorSpec(
        "what waits at a month's end is counted at each, by what was known then (M6)",
        "referrals_waiting",
        """
        child | entry             | of  | occurred         | recorded         | with
        ------+-------------------+-----+------------------+------------------+-----
        Ana   | referral_received | R-1 | 2026-09-25 00:00 |                  |
        Ana   | referral_decision | R-1 | 2026-10-30 00:00 | 2026-11-03 00:00 |
        Bea   | referral_received | R-2 | 2026-10-10 00:00 | 2026-11-02 00:00 |
        """,
        {"Ana": "2026-09 met 142h; 2026-10 not_met 887h", "Bea": "2026-11 not_met 1247h"},
        months=("2026-09", "2026-11"),
    ),
    IndicatorSpec(
        "each review of an investigation that came due, every 28 days (M6)",
        "investigation_reviews",
        """
        child | entry                | of  | occurred   | with
        ------+----------------------+-----+------------+-----
        Ana   | investigation_opened | A-1 | 2026-09-01 |
        Ana   | investigation_review | A-1 | 2026-09-20 |
        Ana   | investigation_closed | A-1 | 2026-11-01 |
        """,
        {"Ana": "2026-09 met; 2026-10 not_met"},
    ),
    IndicatorSpec(
        "police were at the conference, or not, or weren't asked, or nobody says (M7)",
        "conferences_attended",
        """
        child | entry           | of  | occurred         | with
        ------+-----------------+-----+------------------+--------------------------------
        Ana   | conference_held | C-1 | 2026-10-01 10:00 | police_attended=yes
        Bea   | conference_held | C-2 | 2026-10-01 10:00 | police_attended=no
        Cat   | conference_held | C-3 | 2026-10-01 10:00 | police_invited=no
        Dee   | conference_held | C-4 | 2026-10-01 10:00 |
        """,
        {
            "Ana": "2026-10 met",
            "Bea": "2026-10 not_met invited",
            "Cat": "2026-10 not_met not_invited",
            "Dee": "2026-10 not_known",
        },
    ),
    IndicatorSpec(
        "two entries of one conference are one case; a decision recorded later counts (M7)",
        "conferences_decided",
        """
    child | entry           | of  | occurred         | recorded         | with
    ------+-----------------+-----+------------------+------------------+-------------
    Ana   | conference_held | C-1 | 2026-10-01 10:00 |                  |
    Ana | conference_held | C-1 | 2026-10-01 10:00 | 2026-10-20 10:00 | conference_decision=no_plan
    Bea   | conference_held | C-2 | 2026-10-01 10:00 |                  |
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met"},
    ),
    IndicatorSpec(
        "asking for further work is an answer; 28 days are allowed (M12)",
        "charging_decisions",
        """
        child | entry                     | of  | occurred   | with
        ------+---------------------------+-----+------------+----------------------------
        Ana   | crime_sent_to_prosecutors | K-1 | 2026-10-01 |
        Ana | crime_charging_decision | K-1 | 2026-10-11 | charging_decision=further_work_asked_for
        Bea   | crime_sent_to_prosecutors | K-2 | 2026-10-01 |
        Bea   | crime_charging_decision   | K-2 | 2026-10-30 |
        """,
        {"Ana": "2026-10 met 240h", "Bea": "2026-10 not_met 696h"},
    ),
    IndicatorSpec(
        "cases waiting at a month's end, with their age (M12)",
        "charging_waiting",
        """
        child | entry                     | of  | occurred   | with
        ------+---------------------------+-----+------------+-----
        Ana   | crime_sent_to_prosecutors | K-1 | 2026-09-21 |
        Ana   | crime_charging_decision   | K-1 | 2026-11-10 |
        """,
        {"Ana": "2026-09 met 238h; 2026-10 not_met 983h"},
        months=("2026-09", "2026-12"),
    ),
    IndicatorSpec(
        "a review says whether the child's own words were heard, or why there are none (M8, M9)",
        "words_recorded",
        """
        child | entry          | of   | occurred   | with
        ------+----------------+------+------------+--------------------------------------
        Ana   | child_reviewed | CR-1 | 2026-10-01 |
        Bea   | child_reviewed | CR-2 | 2026-10-01 | words_heard=no_interpreter
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met no_interpreter"},
    ),
    IndicatorSpec(
        "a plan that ended has an outcome if a review around its end says one (M8)",
        "outcomes_recorded",
        """
        child | entry          | of    | occurred   | with
        ------+----------------+-------+------------+-------------------------------------
        Ana   | plan_version   | CSE-1 | 2026-09-01 | version=1 state=live
        Ana   | plan_version   | CSE-1 | 2026-10-10 | version=2 state=ended
        Ana   | child_reviewed | CR-1  | 2026-10-12 | outcome=safer
        Bea   | plan_version   | CSE-2 | 2026-10-10 | version=1 state=ended
        Bea   | child_reviewed | CR-2  | 2026-11-08 | outcome=safer
        Cat   | plan_version   | CSE-3 | 2026-10-10 | version=1 state=live
        """,
        {"Ana": "2026-10 met safer", "Bea": "2026-10 not_met", "Cat": "nothing"},
    ),
    IndicatorSpec(
        "a judgement agrees with the advice, or raises it, or asks to lower it (N7)",
        "judgements_agreeing",
        """
        child | entry          | of  | occurred   | with
        ------+----------------+-----+------------+---------------------------------------
        Ana   | judgement_made | J-1 | 2026-10-01 | judgement=agree
        Bea   | judgement_made | J-2 | 2026-10-01 | judgement=raise
        """,
        {"Ana": "2026-10 met", "Bea": "2026-10 not_met raise"},
    ),
)
