"""What the features about crimes and child-abuse investigations mean, on both engines."""

from __future__ import annotations

import pytest

from records.unknown import Unknown
from tests.lib.spec_tables import ENGINES, Spec, specs_of

CRIMES = (
    *specs_of(
        "a crime counts by when it was committed, once for each record, by the child's part",
        "2026-07-01",
        """
        child | entry         | of   | occurred         | recorded         | with
        ------+---------------+------+------------------+------------------+-----------
        Ana   | crime_victim  | CR-1 | 2025-07-01       |                  |  <- exactly 365 days
        Ben   | crime_victim  | CR-2 | 2025-06-30 23:59 |                  |
        Cat   | crime_victim  | CR-3 | 2026-03-01       |                  |
        Cat   | crime_victim  | CR-3 | 2026-04-01       |                  |  <- the same record
        Cat   | crime_victim  | CR-4 | 2026-04-01       |                  |
        Dan   | crime_victim  | CR-5 | 2026-03-01       | 2026-07-01       |  <- not known yet
        Eve   | crime_suspect | CR-6 | 2026-03-01       |                  |
        Eve   | crime_victim  | CR-6 | 2026-03-01       |                  |  <- both in one record
        Fay   | crime_witness | CR-7 | 2026-03-01       |                  |
        Gus   | crime_suspect | CR-8 | 2026-03-01       |                  | entry=g
        Gus   | withdrawn     | CR-8 | 2026-03-09       |                  | source=S4 replaces=g
        Hal   | crime_suspect | CR-9 | 2024-01-01       | 2026-06-30 23:59 |  <- long ago, told late
        """,
        {
            "crimes_against_count_365d": {
                "Ana": 1,
                "Ben": 0,
                "Cat": 2,
                "Dan": 0,
                "Eve": 1,
                "Fay": 0,
                "Gus": 0,
                "Hal": 0,
            },
            "crimes_suspected_count_365d": {
                "Ana": 0,
                "Ben": 0,
                "Cat": 0,
                "Dan": 0,
                "Eve": 1,
                "Fay": 0,
                "Gus": 0,
                "Hal": 0,
            },
        },
    ),
    *specs_of(
        "a crime is sexual by its offence or by its flag, if the child is the victim",
        "2026-07-01",
        """
        child | entry         | of   | occurred   | with
        ------+---------------+------+------------+------------------------------------
        Ana   | crime_victim  | CR-1 | 2026-03-01 | offence=sexual_offence
        Ana   | crime_victim  | CR-2 | 2026-03-02 | offence=indecent_images
        Ben   | crime_victim  | CR-3 | 2026-03-01 | offence=theft cse_flag=yes
        Cat   | crime_victim  | CR-4 | 2026-03-01 | offence=violence cse_flag=no
        Dan   | crime_victim  | CR-5 | 2019-03-01 | offence=child_sexual_exploitation
        Eve   | crime_suspect | CR-6 | 2026-03-01 | offence=sexual_offence cse_flag=yes
        Fay   | crime_victim  | CR-7 | 2026-03-01 | offence=theft cse_flag=no entry=f
        Fay   | crime_victim  | CR-7 | 2026-03-01 | offence=theft cse_flag=yes replaces=f
        """,
        {
            "sexual_crimes_against_count_365d": {
                "Ana": 2,
                "Ben": 1,
                "Cat": 0,
                "Dan": 0,
                "Eve": 0,
                "Fay": 1,
            },
            "sexual_crimes_against_count": {
                "Ana": 2,
                "Ben": 1,
                "Cat": 0,
                "Dan": 1,
                "Eve": 0,
                "Fay": 1,
            },
        },
    ),
    Spec(
        "violence, cruelty, harassment and robbery are violent; a sexual offence is counted apart",
        "violent_crimes_against_count_365d",
        "2026-07-01",
        """
        child | entry         | of   | occurred   | with
        ------+---------------+------+------------+-----------------------
        Ana   | crime_victim  | CR-1 | 2026-03-01 | offence=violence
        Ana   | crime_victim  | CR-2 | 2026-03-02 | offence=child_cruelty
        Ana   | crime_victim  | CR-3 | 2026-03-03 | offence=harassment
        Ana   | crime_victim  | CR-4 | 2026-03-04 | offence=robbery
        Ben   | crime_victim  | CR-5 | 2026-03-01 | offence=burglary
        Cat   | crime_victim  | CR-6 | 2026-03-01 | offence=sexual_offence
        Dan   | crime_suspect | CR-7 | 2026-03-01 | offence=violence
        """,
        {"Ana": 4, "Ben": 0, "Cat": 0, "Dan": 0},
    ),
    *specs_of(
        "a drug offence counts where the child is suspected of it",
        "2026-07-01",
        """
        child | entry         | of   | occurred   | with
        ------+---------------+------+------------+---------------
        Ana   | crime_suspect | CR-1 | 2026-03-01 | offence=drugs
        Ana   | crime_suspect | CR-2 | 2026-03-02 | offence=theft
        Ben   | crime_victim  | CR-3 | 2026-03-01 | offence=drugs
        """,
        {
            "drug_crimes_suspected_count_365d": {"Ana": 1, "Ben": 0},
            "crimes_suspected_count_365d": {"Ana": 2, "Ben": 0},
        },
    ),
    Spec(
        "adults named as suspects are told apart by the crime system's reference, spelled alike",
        "suspects_named_count",
        "2026-07-01",
        """
        child | entry               | of   | occurred   | with
        ------+---------------------+------+------------+------------------------
        Ana   | crime_suspect_named | CR-1 | 2026-03-01 | adult_ref=N-1
        Ana   | crime_suspect_named | CR-1 | 2026-03-05 | adult_ref=N-2
        Ana   | crime_suspect_named | CR-2 | 2026-04-01 | adult_ref=n-1  <- the same adult
        Ben   | crime_suspect_named | CR-3 | 2026-03-01 | adult_ref=N-3 entry=b
        Ben   | withdrawn           | CR-3 | 2026-03-09 | source=S4 replaces=b
        Cat   | crime_suspect_named | CR-4 | 2019-03-01 | adult_ref=N-4  <- years ago
        """,
        {"Ana": 2, "Ben": 0, "Cat": 1},
    ),
    Spec(
        "a crime closed for lack of support or evidence counts once, whenever it was",
        "crimes_closed_unsupported_count",
        "2026-07-01",
        """
        child | entry        | of   | occurred   | with
        ------+--------------+------+------------+---------------------------------------
        Ana   | crime_closed | CR-1 | 2019-03-01 | crime_outcome=victim_does_not_support
        Ana   | crime_closed | CR-2 | 2026-03-01 | crime_outcome=evidence_too_weak
        Ana   | crime_closed | CR-2 | 2026-05-01 | crime_outcome=evidence_too_weak
        Ben   | crime_closed | CR-3 | 2026-03-01 | crime_outcome=no_suspect_found
        Cat   | crime_closed | CR-4 | 2026-03-01 | crime_outcome=charged
        """,
        {"Ana": 2, "Ben": 0, "Cat": 0},
    ),
    Spec(
        "a crime waits from being sent until a decision on its record is known",
        "charging_decisions_waiting_count",
        "2026-07-01",
        """
        child | entry                     | of   | occurred   | recorded   | with
        ------+---------------------------+------+------------+------------+---------------------
        Ana   | crime_sent_to_prosecutors | CR-1 | 2026-03-01 |            |
        Ana   | crime_sent_to_prosecutors | CR-1 | 2026-04-01 |            |  <- sent once more
        Ben   | crime_sent_to_prosecutors | CR-2 | 2026-03-01 |            |
        Ben   | crime_charging_decision   | CR-2 | 2026-04-01 |            | charging_decision=charge
        Cat   | crime_sent_to_prosecutors | CR-3 | 2026-03-01 |            |
        Cat   | crime_charging_decision   | CR-3 | 2026-04-01 | 2026-07-01 | charging_decision=charge  <- not known yet
        Dan   | crime_sent_to_prosecutors | CR-4 | 2026-03-01 |            |
        Dan   | crime_charging_decision   | CR-9 | 2026-04-01 |            | charging_decision=charge  <- of another crime
        Eve   | crime_sent_to_prosecutors | CR-5 | 2026-03-01 |            |
        Eve   | crime_charging_decision   | CR-5 | 2026-04-01 |            | charging_decision=charge entry=e
        Eve   | withdrawn                 | CR-5 | 2026-04-02 |            | source=S4 replaces=e
        Fay   | crime_sent_to_prosecutors | CR-6 | 2019-03-01 |            |
        Hal   | crime_sent_to_prosecutors | CR-7 | 2026-03-01 |            |
        Hal   | crime_charging_decision   | CR-7 | 2026-04-01 |            | charging_decision=further_work_asked_for
        Ivy   | crime_sent_to_prosecutors | CR-8 | 2026-03-01 |            |
        Ivy   | crime_charging_decision   | CR-8 | 2026-04-01 |            | charging_decision=no_further_action
        """,  # noqa: E501 - one entry to a line
        {"Ana": 1, "Ben": 0, "Cat": 1, "Dan": 1, "Eve": 1, "Fay": 1, "Gus": 0, "Hal": 1, "Ivy": 0},
    ),
)

INVESTIGATIONS = (
    *specs_of(
        "an investigation is open until a closing is known, and waits from when it was opened",
        "2026-07-01",
        """
        child | entry                       | of   | occurred         | with
        ------+-----------------------------+------+------------------+----------------------------
        Ana   | investigation_opened        | IN-1 | 2026-03-01       | abuse_category=sexual_exploitation
        Ana   | investigation_opened        | IN-2 | 2026-01-01       |
        Ana   | investigation_closed        | IN-2 | 2026-06-01       |
        Ben   | investigation_opened        | IN-3 | 2024-01-01       | abuse_category=online_grooming
        Ben   | investigation_account_taken | IN-3 | 2024-02-01       |
        Cat   | investigation_closed        | IN-4 | 2026-06-01       |  <- of none that is known
        Dan   | investigation_opened        | IN-5 | 2026-06-30 12:00 | abuse_category=sexual_abuse
        Eve   | investigation_opened        | IN-6 | 2025-07-01       | abuse_category=physical_abuse
        Eve   | investigation_opened        | IN-7 | 2025-06-30 23:59 | abuse_category=neglect
        """,  # noqa: E501 - one entry to a line
        {
            "investigations_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 1, "Eve": 1},
            "sexual_investigations_count": {"Ana": 1, "Ben": 1, "Cat": 0, "Dan": 1, "Eve": 0},
            "investigations_open_count": {"Ana": 1, "Ben": 1, "Cat": 0, "Dan": 1, "Eve": 2},
            "oldest_open_investigation_days": {
                "Ana": 122,
                "Ben": 912,
                "Cat": Unknown.NOT_APPLICABLE,
                "Dan": 0,
                "Eve": 365,
            },
            "investigations_without_account_count": {
                "Ana": 2,
                "Ben": 0,
                "Cat": 0,
                "Dan": 1,
                "Eve": 2,
            },
        },
    ),
    *specs_of(
        "a record that was ever closed is closed, though it was opened again",
        "2026-07-01",
        """
        child | entry                | of   | occurred   | with
        ------+----------------------+------+------------+---------------------
        Ana   | investigation_opened | IN-1 | 2026-01-01 |
        Ana   | investigation_closed | IN-1 | 2026-02-01 |
        Ana   | investigation_opened | IN-1 | 2026-03-01 |
        Ben   | investigation_opened | IN-2 | 2026-01-01 |
        Ben   | investigation_closed | IN-2 | 2026-02-01 | entry=b
        Ben   | withdrawn            | IN-2 | 2026-02-02 | source=S5 replaces=b
        Ben   | investigation_opened | IN-2 | 2026-03-01 |  <- waits since the first
        """,
        {
            "investigations_open_count": {"Ana": 0, "Ben": 1},
            "oldest_open_investigation_days": {"Ana": Unknown.NOT_APPLICABLE, "Ben": 181},
        },
    ),
)

SPECS = (*CRIMES, *INVESTIGATIONS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_crime_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
