"""What the features about the pattern of missing episodes mean, on both engines."""

from __future__ import annotations

import pytest

from records.unknown import Unknown
from tests.lib.spec_tables import ENGINES, Spec, specs_of

WINDOWS = specs_of(
    "the windows of one count hold one another, and each begins exactly at its edge",
    "2026-07-01 12:00",
    """
    child | entry            | of   | occurred
    ------+------------------+------+-----------------
    Ana   | missing_reported | MP-1 | 2026-06-03 12:00  <- exactly 28 days
    Ana   | missing_reported | MP-2 | 2026-04-02 12:00  <- exactly 90 days
    Ana   | missing_reported | MP-3 | 2025-07-01 12:00  <- exactly 365 days
    Ana   | missing_reported | MP-4 | 2019-07-01 12:00
    Ben   | missing_reported | MP-5 | 2026-06-03 11:59
    Ben   | missing_reported | MP-6 | 2026-04-02 11:59
    Ben   | missing_reported | MP-7 | 2025-07-01 11:59
    """,
    {
        "missing_reports_count_28d": {"Ana": 1, "Ben": 0, "Cat": 0},
        "missing_reports_count_90d": {"Ana": 2, "Ben": 1, "Cat": 0},
        "missing_reports_count_365d": {"Ana": 3, "Ben": 2, "Cat": 0},
        "missing_reports_count": {"Ana": 4, "Ben": 3, "Cat": 0},
    },
)

ALL_LENGTHS = specs_of(
    "hours are added up before they are cut to whole ones; a day is 24 hours to the minute",
    "2026-07-01 12:00",
    """
    child | entry            | of   | occurred
    ------+------------------+------+-----------------
    Ana   | missing_reported | MP-1 | 2026-06-10 12:00
    Ana   | missing_found    | MP-1 | 2026-06-10 13:30
    Ana   | missing_reported | MP-2 | 2026-06-11 12:00
    Ana   | missing_found    | MP-2 | 2026-06-11 13:30  <- 1.5 hours and 1.5 hours
    Ben   | missing_reported | MP-3 | 2026-06-10 12:00
    Ben   | missing_found    | MP-3 | 2026-06-11 12:00  <- exactly 24 hours
    Ben   | missing_reported | MP-4 | 2026-06-20 12:00
    Ben   | missing_found    | MP-4 | 2026-06-21 11:59
    Cat   | missing_reported | MP-5 | 2026-06-30 12:00  <- open for 24 hours
    Dan   | missing_reported | MP-6 | 2026-04-02 11:59  <- 90 days and a minute ago
    Dan   | missing_found    | MP-6 | 2026-04-04 11:59
    Eve   | missing_reported | MP-7 | 2026-06-01 12:00  <- no end
    Eve   | missing_reported | MP-8 | 2026-06-20 12:00
    Eve   | missing_found    | MP-8 | 2026-06-20 12:59
    Fay   | missing_reported | MP-9 | 2026-06-01 12:00  <- no end; the next is not known yet
    """,
    {
        "missing_hours_total_90d": {
            "Ana": 3,
            "Ben": 47,
            "Cat": 24,
            "Dan": 0,
            "Eve": 0,
            "Fay": 720,
            "Gus": 0,
        },
        "missing_over_24_hours_count_365d": {
            "Ana": 0,
            "Ben": 1,
            "Cat": 1,
            "Dan": 1,
            "Eve": 0,
            "Fay": 1,
            "Gus": 0,
        },
    },
)

PATTERNS = (
    Spec(
        "the latest gap is from start to start, in whole days, both reports in the window",
        "missing_latest_gap_days_365d",
        "2026-07-01 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-01-01 12:00
        Ana   | missing_reported | MP-2 | 2026-03-01 12:00
        Ana   | missing_reported | MP-3 | 2026-03-11 11:59  <- a minute less than 10 days
        Ben   | missing_reported | MP-4 | 2025-07-01 11:59  <- before the window
        Ben   | missing_reported | MP-5 | 2026-03-01 12:00
        Cat   | missing_reported | MP-6 | 2025-07-01 12:00  <- exactly its edge
        Cat   | missing_reported | MP-7 | 2025-07-02 12:00
        Dan   | missing_reported | MP-8 | 2026-03-01 12:00
        Dan   | missing_reported | MP-9 | 2026-03-01 19:00
        Eve   | missing_reported | MP-A | 2026-03-01 12:00
        Eve   | missing_reported | MP-B | 2026-03-01 13:00  <- entered twice: one
        """,
        {
            "Ana": 9,
            "Ben": Unknown.NOT_APPLICABLE,
            "Cat": 1,
            "Dan": 0,
            "Eve": Unknown.NOT_APPLICABLE,
        },
    ),
    Spec(
        "late is from 22:00 to before 5:00 on the local clock, summer and winter",
        "missing_late_count_365d",
        "2026-07-20",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-01-10 22:00  <- winter: 22:00
        Ana   | missing_reported | MP-2 | 2026-01-20 04:59  <- winter: 04:59
        Ben   | missing_reported | MP-3 | 2026-01-10 21:59
        Ben   | missing_reported | MP-4 | 2026-01-20 05:00
        Cat   | missing_reported | MP-5 | 2026-07-01 21:00  <- summer: 22:00
        Cat   | missing_reported | MP-6 | 2026-07-10 03:59  <- summer: 04:59
        Dan   | missing_reported | MP-7 | 2026-07-01 20:59
        Dan   | missing_reported | MP-8 | 2026-07-10 04:00  <- summer: 05:00
        Eve   | missing_reported | MP-9 | 2026-03-29 00:30  <- the clock goes on at 01:00
        Fay   | missing_reported | MP-A | 2026-07-01 21:30
        Fay   | missing_reported | MP-B | 2026-07-01 23:30  <- entered twice: one
        Gus   | missing_reported | MP-C | 2026-07-01 19:00
        Gus   | missing_reported | MP-D | 2026-07-01 21:30  <- the second report says so
        """,
        {"Ana": 2, "Ben": 0, "Cat": 2, "Dan": 0, "Eve": 1, "Fay": 1, "Gus": 1},
    ),
    Spec(
        "missing from care is from a children's home or a foster home, once for each episode",
        "missing_from_care_count_365d",
        "2026-07-01",
        """
        child | entry            | of   | occurred         | with
        ------+------------------+------+------------------+---------------------------
        Ana   | missing_reported | MP-1 | 2026-03-01 18:00 | missing_from=childrens_home
        Ana   | missing_reported | MP-2 | 2026-03-01 19:00 | missing_from=childrens_home
        Ana   | missing_reported | MP-3 | 2026-04-01 18:00 | missing_from=foster_home
        Ben   | missing_reported | MP-4 | 2026-03-01 18:00 | missing_from=home
        Ben   | missing_reported | MP-5 | 2026-04-01 18:00 | missing_from=school
        Cat   | missing_reported | MP-6 | 2025-06-30 23:59 | missing_from=childrens_home
        Dan   | missing_reported | MP-7 | 2026-03-01 18:00 | missing_from=home
        Dan   | missing_reported | MP-8 | 2026-03-01 19:00 | missing_from=foster_home
        """,
        {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 1},
    ),
)

SPECS = (*WINDOWS, *ALL_LENGTHS, *PATTERNS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_missing_patterns_means_what_its_table_says(
    spec: Spec, engine: str
) -> None:
    spec.check(engine)
