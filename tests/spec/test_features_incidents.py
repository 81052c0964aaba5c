"""What the features about incidents, domestic abuse, custody and police protection mean."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

CALLS = (
    *specs_of(
        "an incident counts once for each record; a call that the child is missing is no incident",
        "2026-07-01",
        """
        child | entry    | of  | occurred         | with
        ------+----------+-----+------------------+---------------------------------------------
        Ana   | incident | I-1 | 2025-07-01       | incident_type=disturbance about=the_address
        Ana   | incident | I-1 | 2026-02-01       | incident_type=disturbance about=the_address
        Ana   | incident | I-2 | 2026-03-01       | incident_type=concern_for_safety
        Ben   | incident | I-3 | 2026-03-01       | incident_type=missing
        Cat   | incident | I-4 | 2025-06-30 23:59 | incident_type=concern_for_safety
        Dan   | incident | I-5 | 2026-03-01       | incident_type=missing entry=d
        Dan   | incident | I-5 | 2026-03-01       | incident_type=concern_for_safety replaces=d
        """,
        {
            "incidents_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 1},
            "concern_incidents_count_365d": {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 1},
        },
    ),
    *specs_of(
        "what an incident leaves open about the child is not counted",
        "2026-07-01",
        """
        child | entry    | of  | occurred   | with
        ------+----------+-----+------------+------------------------------------
        Ana   | incident | I-1 | 2026-03-01 | incident_type=domestic child_seen=no
        Ana   | incident | I-2 | 2026-03-02 | incident_type=domestic child_seen=no
        Ben   | incident | I-3 | 2026-03-01 | child_seen=yes demeanour=distressed
        Ben   | incident | I-4 | 2026-03-02 | child_seen=yes demeanour=frightened
        Cat   | incident | I-5 | 2026-03-01 | demeanour=quiet
        Dan   | incident | I-6 | 2026-03-01 |  <- nothing is said of the child
        Eve   | incident | I-7 | 2026-03-01 | incident_type=missing child_seen=no
        """,
        {
            "incidents_not_seen_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 0, "Eve": 0},
            "incidents_distressed_count_365d": {"Ana": 0, "Ben": 2, "Cat": 0, "Dan": 0, "Eve": 0},
        },
    ),
)

DOMESTIC = specs_of(
    "a domestic-abuse incident counts by its record, its risk, and whether the child was seen",
    "2026-07-01",
    """
    child | entry                        | of  | occurred         | with
    ------+------------------------------+-----+------------------+------------------------
    Ana   | domestic_incident            | D-1 | 2025-07-01       | risk=high child_seen=no
    Ana   | domestic_conference_referral | D-1 | 2025-07-03       |
    Ana   | domestic_incident            | D-2 | 2026-03-01       | risk=medium
    Ben   | domestic_incident            | D-3 | 2026-03-01       | child_seen=yes
    Ben   | domestic_incident            | D-3 | 2026-03-02       | child_seen=no
    Cat   | domestic_incident            | D-4 | 2025-06-30 23:59 | risk=high child_seen=no
    Cat   | domestic_conference_referral | D-4 | 2025-06-30 23:59 |
    Dan   | domestic_conference_referral | D-5 | 2026-03-01       |
    Dan   | domestic_conference_referral | D-5 | 2026-03-09       |  <- the same record
    """,
    {
        "domestic_incidents_count_365d": {"Ana": 2, "Ben": 1, "Cat": 0, "Dan": 0},
        "domestic_high_risk_count_365d": {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 0},
        "domestic_not_seen_count_365d": {"Ana": 1, "Ben": 1, "Cat": 0, "Dan": 0},
        "domestic_conference_referrals_count_365d": {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 1},
    },
)

CUSTODY = specs_of(
    "a detention counts once for each record, whatever the power and whatever followed",
    "2026-07-01",
    """
    child | entry              | of  | occurred         | with
    ------+--------------------+-----+------------------+-------------------------------
    Ana   | detained           | K-1 | 2025-07-01       |
    Ana   | detained           | K-2 | 2026-03-01       | power=section_136
    Ana   | custody_disclosure | K-2 | 2026-03-01 01:00 | disclosure=sexual_harm
    Ana   | custody_disclosure | K-2 | 2026-03-01 02:00 | disclosure=sexual_exploitation
    Ben   | detained           | K-3 | 2019-03-01       | power=section_136
    Ben   | custody_disclosure | K-3 | 2019-03-02       | disclosure=sexual_exploitation
    Cat   | custody_disclosure | K-4 | 2026-03-02       | disclosure=threats
    Cat   | custody_disclosure | K-5 | 2026-03-02       | disclosure=nothing_told
    Dan   | released           | K-6 | 2026-03-02       |
    """,
    {
        "detentions_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 0},
        "custody_sexual_harm_told_count": {"Ana": 1, "Ben": 1, "Cat": 0, "Dan": 0},
    },
)

PROTECTION = (
    Spec(
        "each use of police protection counts for good, ended or not",
        "protection_powers_used_count",
        "2026-07-01",
        """
        child | entry                  | of  | occurred   | recorded   | with
        ------+------------------------+-----+------------+------------+---------------------
        Ana   | protection_power_used  | P-1 | 2019-03-01 |            |
        Ana   | protection_power_ended | P-1 | 2019-03-02 |            |
        Ana   | protection_power_used  | P-2 | 2026-03-01 |            |
        Ana   | protection_power_used  | P-2 | 2026-03-01 |            |  <- the same record
        Ben   | protection_power_used  | P-3 | 2026-03-01 | 2026-07-01 |  <- not known yet
        Cat   | protection_power_used  | P-4 | 2026-03-01 |            | entry=c
        Cat   | withdrawn              | P-4 | 2026-03-02 |            | source=S13 replaces=c
        Dan   | protection_power_ended | P-5 | 2026-03-01 |            |
        """,
        {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 0},
    ),
)

SPECS = (*CALLS, *DOMESTIC, *CUSTODY, *PROTECTION)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_incidents_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
