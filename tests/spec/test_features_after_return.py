"""What the features about finding and return mean, in tables that both engines must meet."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

INTERVIEWS_AND_HARM = (
    Spec(
        "being found with an unknown adult counts once for each episode",
        "found_with_unknown_adult_count_365d",
        "2026-03-01",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+-------------------------------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00 |
        Ana   | missing_reported | MP-2 | 2026-02-01 19:00 |  <- entered twice
        Ana   | missing_found    | MP-1 | 2026-02-02 09:00 | found_with=adult_not_known_to_family
        Ana   | missing_found    | MP-2 | 2026-02-02 10:00 | found_with=adult_not_known_to_family
        Ben   | missing_reported | MP-3 | 2026-02-01 18:00 |
        Ben   | missing_found    | MP-3 | 2026-02-02 09:00 | found_with=not_known
        Cat   | missing_found    | MP-4 | 2026-02-02 09:00 | found_with=adult_not_known_to_family
        Dan   | missing_reported | MP-5 | 2025-02-27 18:00 |  <- began before the window
        Dan   | missing_found    | MP-5 | 2025-03-01 00:00 | found_with=adult_not_known_to_family
        """,
        {"Ana": 1, "Ben": 0, "Cat": 1, "Dan": 1},
    ),
    Spec(
        "findings under references with no known report count once for each reference",
        "found_with_unknown_adult_count_365d",
        "2026-03-01",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+-------------------------------------
        Ana   | missing_found    | MP-1 | 2026-02-02 09:00 | found_with=adult_not_known_to_family
        Ana   | missing_found    | MP-1 | 2026-02-02 10:00 | found_with=adult_not_known_to_family
        Ana   | missing_found    | MP-2 | 2026-02-12 09:00 | found_with=adult_not_known_to_family
        Ben   | missing_reported | MP-3 | 2026-01-01 09:00 |
        Ben   | missing_found    | MP-3 | 2026-01-02 09:00 | found_with=adult_not_known_to_family
        Ben   | missing_found    | MP-5 | 2026-02-22 09:00 | found_with=adult_not_known_to_family
        """,
        {"Ana": 2, "Ben": 2},
    ),
    Spec(
        "sexual harm counts once for each episode, whoever was told and however it was found",
        "sexual_harm_told_count_365d",
        "2026-03-01",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+-------------------------------
        Ana   | missing_reported     | MP-1 | 2026-02-01 18:00 |
        Ana   | missing_found        | MP-1 | 2026-02-02 09:00 | harm_found=sexual
        Ana   | prevention_interview | MP-1 | 2026-02-02 11:00 | disclosure=sexual_harm
        Ana   | return_interview     | MP-1 | 2026-02-03 11:00 | disclosure=sexual_exploitation
        Ana   | missing_reported     | MP-2 | 2026-02-11 18:00 |
        Ana   | prevention_interview | MP-2 | 2026-02-12 11:00 | disclosure=sexual_harm
        Ben   | missing_reported     | MP-3 | 2026-02-01 18:00 |
        Ben   | missing_found        | MP-3 | 2026-02-02 09:00 | harm_found=physical
        Ben   | return_interview     | MP-3 | 2026-02-03 11:00 | disclosure=threats
        """,
        {"Ana": 2, "Ben": 0},
    ),
    Spec(
        "what is told under a reference used twice belongs to its first episode",
        "sexual_harm_told_count_365d",
        "2026-03-01",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+-----------------------
        Ana   | missing_reported     | MP-1 | 2026-01-01 09:00 |
        Ana   | missing_reported     | MP-2 | 2026-01-11 09:00 |
        Ana   | missing_reported     | MP-1 | 2026-01-21 09:00 |
        Ana   | missing_reported     | MP-3 | 2026-01-21 10:00 |  <- the same episode
        Ana   | prevention_interview | MP-1 | 2026-01-23 11:00 | disclosure=sexual_harm
        Ana   | prevention_interview | MP-3 | 2026-01-23 12:00 | disclosure=sexual_harm
        """,
        {"Ana": 2},
    ),
    Spec(
        "a return interview is missing once 72 hours have passed since the return",
        "return_interviews_not_done_count_365d",
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+--------------------------
        Ana   | missing_reported | MP-1 | 2026-02-25 18:00 |
        Ana   | missing_found    | MP-1 | 2026-02-26 12:00 |  <- exactly 72 hours
        Ben   | missing_reported | MP-2 | 2026-02-25 18:00 |
        Ben   | missing_found    | MP-2 | 2026-02-26 12:01 |  <- not due yet
        Cat   | missing_reported | MP-3 | 2026-02-01 18:00 |
        Cat   | missing_found    | MP-3 | 2026-02-02 12:00 |
        Cat   | return_interview | MP-3 | 2026-02-20 12:00 |  <- late, but done
        Dan   | missing_reported | MP-4 | 2026-02-01 18:00 |
        Dan   | missing_found    | MP-4 | 2026-02-02 12:00 |
        Dan   | return_interview | MP-4 | 2026-02-03 12:00 | interview=did_not_want_to
        Eve   | missing_reported | MP-5 | 2026-02-01 18:00 |  <- still missing
        """,
        {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 1, "Eve": 0},
    ),
    Spec(
        "an episode with no recorded end is owed an interview from the next one's start",
        "return_interviews_not_done_count_365d",
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00
        Ana   | missing_reported | MP-2 | 2026-02-26 12:00  <- 72 hours ago
        Ben   | missing_reported | MP-3 | 2026-02-01 18:00
        Ben   | missing_reported | MP-4 | 2026-02-27 12:00
        """,
        {"Ana": 1, "Ben": 0},
    ),
    Spec(
        "an interview under either reference of an episode entered twice is its interview",
        "return_interviews_not_done_count_365d",
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+---------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00 |
        Ana   | missing_reported | MP-2 | 2026-02-01 19:00 |
        Ana   | missing_found    | MP-2 | 2026-02-02 12:00 |
        Ana   | return_interview | MP-1 | 2026-02-03 12:00 | interview=done
        Ben   | missing_reported | MP-3 | 2026-02-01 18:00 |
        Ben   | missing_reported | MP-4 | 2026-02-01 19:00 |
        Ben   | missing_found    | MP-3 | 2026-02-02 12:00 |
        Ben   | return_interview | MP-4 | 2026-02-03 12:00 | interview=not_done
        """,
        {"Ana": 0, "Ben": 1},
    ),
)

FOUND = (
    Spec(
        "an unknown adult's home, a vehicle and a hotel are places of concern, once for an episode",
        "found_at_place_of_concern_count_365d",
        "2026-07-01",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+--------------------------------
        Ana   | missing_reported | MP-1 | 2026-03-01 18:00 |
        Ana   | missing_found    | MP-1 | 2026-03-02 09:00 | found_place=hotel
        Ana   | missing_found    | MP-1 | 2026-03-02 10:00 | found_place=vehicle
        Ana   | missing_found    | MP-2 | 2026-04-02 09:00 | found_place=unknown_adults_home
        Ben   | missing_found    | MP-3 | 2026-03-02 09:00 | found_place=friends_home
        Ben   | missing_found    | MP-4 | 2026-04-02 09:00 | found_place=street
        Cat   | missing_found    | MP-5 | 2025-07-01       | found_place=hotel
        Cat   | missing_found    | MP-6 | 2025-06-30 23:59 | found_place=hotel
        Dan   | missing_found    | MP-7 | 2026-03-02 09:00 |
        """,
        {"Ana": 2, "Ben": 0, "Cat": 1, "Dan": 0},
    ),
    Spec(
        "places are told apart by what is written of them; home and blanks are left out",
        "found_places_count_365d",
        "2026-07-01",
        """
        child | entry         | of   | occurred         | with
        ------+---------------+------+------------------+------------------------------------------
        Ana   | missing_found | MP-1 | 2026-03-01 09:00 | found_place=hotel found_at=Crown_Inn found_postcode=NG7_2AB
        Ana   | missing_found | MP-2 | 2026-03-11 09:00 | found_place=hotel found_at=CROWN__INN found_postcode=ng7_2ab
        Ana   | missing_found | MP-3 | 2026-03-21 09:00 | found_at=Crown_Inn found_postcode=NG1_1AA
        Ana   | missing_found | MP-3 | 2026-03-21 09:30 | found_place=street found_at=Elm_Park
        Ben   | missing_found | MP-4 | 2026-03-01 09:00 | found_place=home found_at=14_Example_Court
        Ben   | missing_found | MP-5 | 2026-03-11 09:00 | found_place=hotel
        Cat   | missing_found | MP-6 | 2025-06-30 23:59 | found_place=street found_at=Elm_Park
        Cat   | missing_found | MP-7 | 2025-07-01       | found_place=other found_postcode=NG1_1AA
        """,  # noqa: E501 - one entry to a line
        {"Ana": 3, "Ben": 0, "Cat": 1},
    ),
)

TOLD = (
    *specs_of(
        "what is told or found is counted by its kind, once for each episode, whoever heard it",
        "2026-07-01",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+---------------------------------
        Ana   | missing_reported     | MP-1 | 2026-03-01 18:00 |
        Ana   | missing_found        | MP-1 | 2026-03-02 09:00 | harm_found=physical
        Ana   | return_interview     | MP-1 | 2026-03-03 09:00 | disclosure=threats
        Ana   | return_interview     | MP-2 | 2026-04-03 09:00 | disclosure=physical_harm
        Ben   | prevention_interview | MP-3 | 2026-03-03 09:00 | disclosure=given_money_or_gifts
        Ben   | return_interview     | MP-3 | 2026-03-04 09:00 | disclosure=given_drugs_or_alcohol
        Ben   | strategy_meeting     | MP-4 | 2026-03-04 09:00 | disclosure=given_drugs_or_alcohol
        Cat   | missing_found        | MP-5 | 2026-03-02 09:00 | harm_found=sexual
        Cat   | return_interview     | MP-5 | 2026-03-03 09:00 | disclosure=nothing_told
        Dan   | missing_found        | MP-6 | 2026-03-02 09:00 | harm_found=other disclosure=sexual_harm
        Dan   | missing_found        | MP-7 | 2026-04-02 09:00 | harm_found=nothing_found
        Eve   | return_interview     | MP-8 | 2025-06-30 23:59 | disclosure=threats
        """,  # noqa: E501 - one entry to a line
        {
            "other_harm_told_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 1, "Eve": 0},
            "gifts_or_drugs_told_count_365d": {"Ana": 0, "Ben": 2, "Cat": 0, "Dan": 0, "Eve": 0},
            "sexual_harm_told_count_365d": {"Ana": 0, "Ben": 0, "Cat": 1, "Dan": 1, "Eve": 0},
        },
    ),
    *specs_of(
        "an interview counts by what is recorded of it: done, or not wanted; not done is neither",
        "2026-07-01",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+--------------------------
        Ana   | return_interview     | MP-1 | 2026-03-03 09:00 | interview=done
        Ana   | return_interview     | MP-1 | 2026-03-04 09:00 | interview=done
        Ana   | return_interview     | MP-2 | 2026-04-03 09:00 | interview=did_not_want_to
        Ben   | return_interview     | MP-3 | 2026-03-03 09:00 | interview=did_not_want_to
        Ben   | return_interview     | MP-3 | 2026-03-05 09:00 | interview=done
        Cat   | return_interview     | MP-4 | 2026-03-03 09:00 | interview=not_done
        Dan   | prevention_interview | MP-5 | 2026-03-03 09:00 | interview=done
        Eve   | return_interview     | MP-6 | 2025-07-01       | interview=done
        Eve   | return_interview     | MP-7 | 2025-06-30 23:59 | interview=done
        """,
        {
            "return_interviews_done_count_365d": {
                "Ana": 1,
                "Ben": 1,
                "Cat": 0,
                "Dan": 0,
                "Eve": 1,
            },
            "return_interviews_declined_count_365d": {
                "Ana": 1,
                "Ben": 1,
                "Cat": 0,
                "Dan": 0,
                "Eve": 0,
            },
        },
    ),
)

SPECS = (*INTERVIEWS_AND_HARM, *FOUND, *TOLD)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_finding_and_return_means_what_its_table_says(
    spec: Spec, engine: str
) -> None:
    spec.check(engine)
