"""Every way in which an entry can count, and what is entered twice, on both engines."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

MISSING = (
    *specs_of(
        "whichever entry of the missing-persons database says it, it counts",
        "2026-07-01",
        """
        child | entry                | of   | occurred   | with
        ------+----------------------+------+------------+---------------------------------------
        Ana   | missing_reported     | MP-1 | 2026-01-05 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ana   | missing_found        | MP-2 | 2026-01-15 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ana   | prevention_interview | MP-3 | 2026-01-25 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ana   | return_interview     | MP-4 | 2026-02-05 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ana   | supervisory_review   | MP-5 | 2026-02-15 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ana   | strategy_meeting     | MP-6 | 2026-02-25 | found_with=adult_not_known_to_family harm_found=sexual disclosure=threats
        Ben   | missing_reported     | MP-1 | 2026-01-05 | disclosure=given_money_or_gifts
        Ben   | missing_found        | MP-2 | 2026-01-15 | disclosure=given_money_or_gifts
        Ben   | prevention_interview | MP-3 | 2026-01-25 | disclosure=given_money_or_gifts
        Ben   | return_interview     | MP-4 | 2026-02-05 | disclosure=given_money_or_gifts
        Ben   | supervisory_review   | MP-5 | 2026-02-15 | disclosure=given_money_or_gifts
        Ben   | strategy_meeting     | MP-6 | 2026-02-25 | disclosure=given_money_or_gifts
        """,  # noqa: E501 - one entry to a line
        {
            "found_with_unknown_adult_count_365d": {"Ana": 6, "Ben": 0},
            "sexual_harm_told_count_365d": {"Ana": 6, "Ben": 0},
            "other_harm_told_count_365d": {"Ana": 6, "Ben": 0},
            "gifts_or_drugs_told_count_365d": {"Ana": 0, "Ben": 6},
        },
    ),
    *specs_of(
        "each kind of harm counts by itself",
        "2026-07-01",
        """
        child | entry         | of   | occurred   | with
        ------+---------------+------+------------+---------------------------------
        Ana   | missing_found | MP-1 | 2026-01-05 | disclosure=sexual_exploitation
        Ben   | missing_found | MP-1 | 2026-01-05 | harm_found=physical
        Cat   | missing_found | MP-1 | 2026-01-05 | disclosure=threats
        Dan   | missing_found | MP-1 | 2026-01-05 | disclosure=given_money_or_gifts
        Eve   | missing_found | MP-1 | 2026-01-05 | disclosure=physical_harm
        Fay   | missing_found | MP-1 | 2026-01-05 | harm_found=other
        """,
        {
            "sexual_harm_told_count_365d": {
                "Ana": 1,
                "Ben": 0,
                "Cat": 0,
                "Dan": 0,
                "Eve": 0,
                "Fay": 0,
            },
            "other_harm_told_count_365d": {
                "Ana": 0,
                "Ben": 1,
                "Cat": 1,
                "Dan": 0,
                "Eve": 1,
                "Fay": 1,
            },
            "gifts_or_drugs_told_count_365d": {
                "Ana": 0,
                "Ben": 0,
                "Cat": 0,
                "Dan": 1,
                "Eve": 0,
                "Fay": 0,
            },
        },
    ),
    *specs_of(
        "each kind of place counts by itself",
        "2026-07-01",
        """
        child | entry         | of   | occurred   | with
        ------+---------------+------+------------+-----------------------------------------
        Ana   | missing_found | MP-1 | 2026-01-05 | found_place=vehicle found_at=red_car
        Ana   | missing_found | MP-2 | 2026-02-05 | found_place=friends_home found_at=Elm_House
        Ana   | missing_found | MP-3 | 2026-03-05 | found_place=unknown_adults_home found_at=14_Example_Court
        Ana   | missing_found | MP-4 | 2026-04-05 | found_place=other found_at=Mill
        Ana   | missing_found | MP-5 | 2026-05-05 | found_place=hotel found_at=Crown_Inn
        """,  # noqa: E501 - one entry to a line
        {
            "found_places_count_365d": {"Ana": 5},
            "found_at_place_of_concern_count_365d": {"Ana": 3},
        },
    ),
    *specs_of(
        "an episode entered under two references is one episode",
        "2026-07-01",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+----------------------------------------
        Ana   | missing_reported | MP-1 | 2026-01-05 18:00 |
        Ana   | missing_reported | MP-2 | 2026-01-05 19:00 |
        Ana   | missing_found    | MP-1 | 2026-01-06 09:00 | found_place=hotel harm_found=physical disclosure=sexual_harm
        Ana   | missing_found    | MP-2 | 2026-01-06 09:00 | found_place=hotel harm_found=physical disclosure=sexual_harm
        Ana   | return_interview | MP-1 | 2026-01-07       | disclosure=given_money_or_gifts interview=done
        Ana   | return_interview | MP-2 | 2026-01-08       | disclosure=given_money_or_gifts interview=done
        Ana   | return_interview | MP-1 | 2026-01-09       | interview=did_not_want_to
        Ana   | return_interview | MP-2 | 2026-01-10       | interview=did_not_want_to
        """,  # noqa: E501 - one entry to a line
        {
            "found_at_place_of_concern_count_365d": {"Ana": 1},
            "sexual_harm_told_count_365d": {"Ana": 1},
            "other_harm_told_count_365d": {"Ana": 1},
            "gifts_or_drugs_told_count_365d": {"Ana": 1},
            "return_interviews_done_count_365d": {"Ana": 1},
            "return_interviews_declined_count_365d": {"Ana": 1},
        },
    ),
)

RECORDS = (
    *specs_of(
        "two entries of one crime or one investigation are one",
        "2026-07-01",
        """
        child | entry                | of   | occurred   | with
        ------+----------------------+------+------------+---------------------------------
        Ana   | crime_victim         | CR-1 | 2026-01-05 | offence=sexual_offence
        Ana   | crime_victim         | CR-1 | 2026-01-06 | offence=sexual_offence
        Ana   | crime_victim         | CR-2 | 2026-01-05 | offence=violence
        Ana   | crime_victim         | CR-2 | 2026-01-06 | offence=robbery
        Ana   | crime_suspect        | CR-3 | 2026-01-05 | offence=drugs
        Ana   | crime_suspect        | CR-3 | 2026-01-06 | offence=drugs
        Ana   | crime_suspect_named  | CR-4 | 2026-01-05 | adult_ref=N-1
        Ana   | crime_suspect_named  | CR-5 | 2026-01-05 | adult_ref=N-1
        Ana   | crime_suspect_named  | CR-6 | 2026-01-05 | adult_ref=N-1
        Ana   | investigation_opened | IN-1 | 2026-01-05 | abuse_category=sexual_abuse
        Ana   | investigation_opened | IN-1 | 2026-01-06 | abuse_category=online_grooming
        """,
        {
            "crimes_against_count_365d": {"Ana": 2},
            "sexual_crimes_against_count_365d": {"Ana": 1},
            "sexual_crimes_against_count": {"Ana": 1},
            "violent_crimes_against_count_365d": {"Ana": 1},
            "crimes_suspected_count_365d": {"Ana": 1},
            "drug_crimes_suspected_count_365d": {"Ana": 1},
            "suspects_named_count": {"Ana": 1},
            "investigations_count_365d": {"Ana": 1},
            "sexual_investigations_count": {"Ana": 1},
        },
    ),
    *specs_of(
        "two entries of one incident, report, detention or referral are one",
        "2026-07-01",
        """
        child | entry               | of  | occurred   | with
        ------+---------------------+-----+------------+------------------------------------
        Ana   | incident            | I-1 | 2026-01-05 | incident_type=concern_for_safety child_seen=no demeanour=frightened
        Ana   | incident            | I-1 | 2026-01-06 | incident_type=concern_for_safety child_seen=no demeanour=distressed
        Ana   | intelligence_report | Q-1 | 2026-01-05 | theme=sexual_exploitation source_grade=reliable assessment=known_directly
        Ana   | intelligence_report | Q-1 | 2026-01-06 | theme=sexual_exploitation source_grade=reliable assessment=known_directly
        Ana   | intelligence_report | Q-2 | 2026-01-05 | theme=drugs
        Ana   | intelligence_report | Q-2 | 2026-01-06 | theme=criminal_exploitation
        Ana   | domestic_incident   | D-1 | 2026-01-05 | risk=high child_seen=no
        Ana   | domestic_incident   | D-1 | 2026-01-06 | risk=high child_seen=no
        Ana   | detained            | K-1 | 2026-01-05 | power=section_136
        Ana   | detained            | K-1 | 2026-01-06 | power=section_136
        Ana   | custody_disclosure  | K-1 | 2026-01-06 | disclosure=sexual_harm
        Ana   | referral_received   | H-1 | 2026-01-05 | concern=criminal_exploitation
        Ana   | referral_received   | H-1 | 2026-01-06 | concern=criminal_exploitation
        Ana   | national_referral   | N-1 | 2026-01-05 |
        Ana   | national_referral   | N-1 | 2026-01-06 |
        Ana   | panel_decision      | X-1 | 2026-01-06 | panel_level=medium
        """,  # noqa: E501 - one entry to a line
        {
            "concern_incidents_count_365d": {"Ana": 1},
            "incidents_not_seen_count_365d": {"Ana": 1},
            "incidents_distressed_count_365d": {"Ana": 1},
            "intelligence_sexual_trusted_count_365d": {"Ana": 1},
            "intelligence_criminal_count_365d": {"Ana": 1},
            "domestic_high_risk_count_365d": {"Ana": 1},
            "domestic_not_seen_count_365d": {"Ana": 1},
            "detentions_count_365d": {"Ana": 1},
            "custody_sexual_harm_told_count": {"Ana": 1},
            "criminal_exploitation_referrals_count_365d": {"Ana": 1},
            "national_referrals_count": {"Ana": 1},
            "panel_raised_count_365d": {"Ana": 1},
        },
    ),
    Spec(
        "every kind of call but one that the child is missing is an incident",
        "incidents_count_365d",
        "2026-07-01",
        """
        child | entry    | of  | occurred   | with
        ------+----------+-----+------------+-----------------------------------
        Ana   | incident | I-1 | 2026-01-01 | incident_type=concern_for_safety
        Ana   | incident | I-2 | 2026-01-02 | incident_type=domestic
        Ana   | incident | I-3 | 2026-01-03 | incident_type=disturbance
        Ana   | incident | I-4 | 2026-01-04 | incident_type=suspicious_activity
        Ana   | incident | I-5 | 2026-01-05 | incident_type=search_warrant
        Ana   | incident | I-6 | 2026-01-06 | incident_type=medical
        Ana   | incident | I-7 | 2026-01-07 | incident_type=anti_social_behaviour
        Ana   | incident | I-8 | 2026-01-08 | incident_type=other
        Ana   | incident | I-9 | 2026-01-09 | incident_type=missing
        """,
        {"Ana": 8},
    ),
)

LONG_AGO = (
    *specs_of(
        "what stands counts however long ago it began; what has a window does not",
        "2026-07-01",
        """
        child | entry                | of   | occurred         | with
        ------+----------------------+------+------------------+-----------------------------------
        Ana   | missing_reported     | MP-1 | 2024-01-05 18:00 |
        Ana   | missing_found        | MP-1 | 2024-01-07 18:00 |
        Ana   | missing_reported     | MP-2 | 2025-09-01 18:00 |
        Ana   | missing_found        | MP-2 | 2025-09-02 20:00 |
        Ana   | missing_reported     | MP-3 | 2026-06-01 18:00 |
        Ana   | missing_found        | MP-3 | 2026-06-01 20:00 |
        Ana   | referral_received    | H-1  | 2019-01-05       |
        Ana   | association_recorded | M-1  | 2019-01-05       |
        """,
        {
            "longest_missing_hours_365d": {"Ana": 26},
            "overnight_missing_count_365d": {"Ana": 1},
            "missing_over_24_hours_count_365d": {"Ana": 1},
            "return_interviews_not_done_count_365d": {"Ana": 2},
            "missing_hours_total_90d": {"Ana": 2},
            "referrals_open_count": {"Ana": 1},
            "managed_associations_count": {"Ana": 1},
        },
    ),
)

SPECS = (*MISSING, *RECORDS, *LONG_AGO)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_every_way_of_counting_is_met_and_nothing_counts_twice(spec: Spec, engine: str) -> None:
    spec.check(engine)
