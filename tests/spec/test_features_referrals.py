"""What the features about referrals and the exploitation panel mean, on both engines."""

from __future__ import annotations

import pytest

from records.unknown import Unknown
from tests.lib.spec_tables import ENGINES, Spec, specs_of

SPECS = (
    *specs_of(
        "a referral counts once for each record; its concern says for what",
        "2026-07-01",
        """
        child | entry             | of  | occurred         | with
        ------+-------------------+-----+------------------+------------------------------
        Ana   | referral_received | H-1 | 2025-07-01       | concern=sexual_exploitation
        Ana   | referral_received | H-1 | 2026-02-01       | concern=sexual_exploitation
        Ana   | referral_received | H-2 | 2026-03-01       | concern=sexual_abuse
        Ben   | referral_received | H-3 | 2026-03-01       | concern=criminal_exploitation
        Ben   | referral_received | H-4 | 2026-03-01       | concern=going_missing
        Cat   | referral_received | H-5 | 2025-06-30 23:59 | concern=sexual_abuse
        Dan   | referral_decision | H-6 | 2026-03-01       |  <- of none that is known
        """,
        {
            "referrals_count_365d": {"Ana": 2, "Ben": 2, "Cat": 0, "Dan": 0},
            "exploitation_referrals_count_365d": {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 0},
            "criminal_exploitation_referrals_count_365d": {"Ana": 0, "Ben": 1, "Cat": 0, "Dan": 0},
        },
    ),
    Spec(
        "the days since the last referral are whole days of 24 hours, however long ago",
        "days_since_last_referral",
        "2026-07-01 12:00",
        """
        child | entry             | of  | occurred         | recorded
        ------+-------------------+-----+------------------+-----------------
        Ana   | referral_received | H-1 | 2026-06-29 12:00 |  <- 48 hours
        Ana   | referral_received | H-2 | 2026-01-01       |
        Ben   | referral_received | H-3 | 2026-06-29 12:01 |
        Cat   | referral_received | H-4 | 2024-07-01 12:00 |
        Dan   | referral_received | H-5 | 2026-06-29 12:00 | 2026-07-01 12:00
        Dan   | referral_closed   | H-6 | 2026-06-01       |
        Eve   | referral_received | H-7 | 2026-07-01 11:59 |
        """,
        {"Ana": 2, "Ben": 1, "Cat": 730, "Dan": Unknown.NOT_APPLICABLE, "Eve": 0},
    ),
    *specs_of(
        "a referral is open until a closing is known, whatever was decided",
        "2026-07-01",
        """
        child | entry             | of  | occurred         | recorded         | with
        ------+-------------------+-----+------------------+------------------+---------------------
        Ana   | referral_received | H-1 | 2026-06-01       |                  |
        Ana   | referral_decision | H-1 | 2026-06-02       |                  |
        Ana   | referral_received | H-2 | 2026-05-01       |                  |
        Ana   | referral_closed   | H-2 | 2026-06-01       |                  |
        Ben   | referral_received | H-3 | 2026-05-01       |                  |
        Ben   | referral_closed   | H-3 | 2026-06-01       | 2026-07-01       |  <- not known yet
        Cat   | referral_received | H-4 | 2025-07-01       |                  |
        Cat   | referral_received | H-5 | 2026-06-30       |                  |
        Cat   | referral_received | H-5 | 2024-07-01       |                  | entry=c
        Cat   | withdrawn         | H-5 | 2026-06-30       |                  | source=S9 replaces=c
        Dan   | referral_received | H-6 | 2026-05-01       | 2026-06-30 23:59 |
        Dan   | referral_closed   | H-6 | 2026-04-01       | 2026-04-01       |  <- closed before
        Eve   | referral_received | H-7 | 2026-06-30 00:01 |                  |
        """,
        {
            "referrals_open_count": {"Ana": 1, "Ben": 1, "Cat": 2, "Dan": 0, "Eve": 1},
            "oldest_open_referral_days": {
                "Ana": 30,
                "Ben": 61,
                "Cat": 365,
                "Dan": Unknown.NOT_APPLICABLE,
                "Eve": 0,
            },
        },
    ),
    *specs_of(
        "a national referral counts for good; the panel's medium and high for a year",
        "2026-07-01",
        """
        child | entry             | of  | occurred         | with
        ------+-------------------+-----+------------------+--------------------
        Ana   | national_referral | N-1 | 2019-03-01       | exploitation=sexual
        Ana   | national_referral | N-2 | 2026-03-01       | exploitation=labour
        Ana   | panel_decision    | X-1 | 2025-07-01       | panel_level=medium
        Ana   | panel_decision    | X-1 | 2025-09-01       | panel_level=high
        Ben   | panel_decision    | X-2 | 2025-06-30 23:59 | panel_level=high
        Ben   | panel_decision    | X-3 | 2026-03-01       | panel_level=low
        Cat   | panel_decision    | X-4 | 2026-03-01       | panel_level=high
        Cat   | panel_decision    | X-4 | 2026-06-01       | panel_level=low  <- was high
        """,
        {
            "national_referrals_count": {"Ana": 2, "Ben": 0, "Cat": 0},
            "panel_raised_count_365d": {"Ana": 1, "Ben": 0, "Cat": 1},
        },
    ),
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_referrals_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
