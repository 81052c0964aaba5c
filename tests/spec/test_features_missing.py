"""What the features about missing reports mean, in tables that both engines must meet."""

from __future__ import annotations

import pytest

from records.sources import SourceSystem
from records.unknown import Unknown
from tests.lib.spec_tables import ENGINES, Spec

COUNT_28 = "missing_reports_count_28d"
COUNT_365 = "missing_reports_count_365d"

EDGES = (
    Spec(
        "a window begins 28 times 24 hours before the question, and that instant is inside",
        COUNT_28,
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 12:00  <- exactly 28 days
        Ben   | missing_reported | MP-2 | 2026-02-01 11:59  <- a minute more
        """,
        {"Ana": 1, "Ben": 0, "Cat": 0},
    ),
    Spec(
        "a report recorded at the moment of the question is not known yet",
        COUNT_28,
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred         | recorded
        ------+------------------+------+------------------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-20 22:00 | 2026-03-01 12:00
        Ben   | missing_reported | MP-2 | 2026-02-20 22:00 | 2026-03-01 11:59
        """,
        {"Ana": 0, "Ben": 1},
    ),
    Spec(
        "a report entered late counts by its day of happening once it is known (V11)",
        COUNT_28,
        "2026-03-11",
        """
        child | entry            | of   | occurred         | recorded
        ------+------------------+------+------------------+-----------------
        Ana   | missing_reported | MP-1 | 2026-03-01 20:00 | 2026-03-10 09:00
        Ben   | missing_reported | MP-2 | 2026-02-10 20:00 | 2026-03-10 09:00
        """,
        {"Ana": 1, "Ben": 0},
    ),
    Spec(
        "a window is measured in hours, so a change of the clocks moves no edge",
        COUNT_28,
        "2026-04-10 11:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-03-13 11:00
        Ben   | missing_reported | MP-2 | 2026-03-13 10:59
        """,
        {"Ana": 1, "Ben": 0},
    ),
    Spec(
        "when missing persons is not connected, no count is known",
        COUNT_28,
        "2026-03-01",
        "",
        {"Ana": Unknown.NOT_CONNECTED},
        connected=(SourceSystem.CSE_PLANS, SourceSystem.SOCIAL_CARE),
    ),
)

EPISODES = (
    Spec(
        "two reports that begin within 6 hours are one, entered twice",
        COUNT_365,
        "2026-03-01",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00
        Ana   | missing_reported | MP-2 | 2026-02-01 23:59  <- the same
        Ben   | missing_reported | MP-3 | 2026-02-01 18:00
        Ben   | missing_reported | MP-4 | 2026-02-02 00:00  <- another
        """,
        {"Ana": 1, "Ben": 2},
    ),
    Spec(
        "a report that begins before the end of the one before belongs to it",
        COUNT_365,
        "2026-03-01",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00
        Ana   | missing_reported | MP-2 | 2026-02-02 18:00
        Ana   | missing_found    | MP-1 | 2026-02-03 09:00
        Ben   | missing_reported | MP-3 | 2026-02-01 18:00
        Ben   | missing_found    | MP-3 | 2026-02-02 18:00
        Ben   | missing_reported | MP-4 | 2026-02-02 18:00  <- touching
        """,
        {"Ana": 1, "Ben": 2},
    ),
    Spec(
        "a report that was withdrawn or corrected counts as it is last known",
        COUNT_28,
        "2026-03-01",
        """
        child | entry            | of   | occurred         | recorded   | with
        ------+------------------+------+------------------+------------+-----------
        Ana   | missing_reported | MP-1 | 2026-02-20 18:00 |            | entry=a
        Ana   | withdrawn        | MP-1 | 2026-02-21       |            | replaces=a
        Ben   | missing_reported | MP-2 | 2026-02-20 18:00 |            | entry=b
        Ben   | missing_reported | MP-2 | 2026-01-20 18:00 | 2026-02-22 | replaces=b
        Cat   | missing_reported | MP-3 | 2026-02-20 18:00 |            | entry=c
        Cat   | withdrawn        | MP-3 | 2026-03-01       |            | replaces=c  <- too late
        """,
        {"Ana": 0, "Ben": 0, "Cat": 1},
    ),
    Spec(
        "the days since the last report are whole days of 24 hours",
        "days_since_last_missing_report",
        "2026-03-01 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-27 12:00  <- 48 hours
        Ben   | missing_reported | MP-2 | 2026-02-27 12:01  <- a minute less
        Cat   | missing_reported | MP-3 | 2021-03-02 12:00  <- years ago
        """,
        {"Ana": 2, "Ben": 1, "Cat": 1825, "Dan": Unknown.NOT_APPLICABLE},
    ),
)

LENGTHS = (
    Spec(
        "the longest episode is in whole hours, and one still open lasts until the question",
        "longest_missing_hours_365d",
        "2026-03-19 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 18:00
        Ana   | missing_found    | MP-1 | 2026-02-01 20:59
        Ana   | missing_reported | MP-2 | 2026-02-20 18:00
        Ana   | missing_found    | MP-2 | 2026-02-20 19:00
        Ben   | missing_reported | MP-3 | 2026-03-01 12:00  <- 18 days, open
        """,
        {"Ana": 2, "Ben": 432, "Cat": 0},
    ),
    Spec(
        "an episode whose end nobody recorded has no length, and all such give no value",
        "longest_missing_hours_365d",
        "2026-03-19 12:00",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2025-01-01 18:00  <- before the window
        Ana   | missing_found    | MP-1 | 2025-01-05 18:00
        Ana   | missing_reported | MP-2 | 2026-02-01 18:00  <- no end
        Ana   | missing_reported | MP-3 | 2026-02-20 18:00
        Ana   | missing_found    | MP-3 | 2026-02-20 23:30
        """,
        {"Ana": 5},
    ),
    Spec(
        "an end that was withdrawn leaves the length of a superseded episode unknown",
        "overnight_missing_count_365d",
        "2026-03-19 12:00",
        """
        child | entry            | of   | occurred         | recorded   | with
        ------+------------------+------+------------------+------------+-----------
        Ana   | missing_reported | MP-1 | 2025-03-20 18:00 |            |
        Ana   | missing_found    | MP-1 | 2025-03-21 18:00 |            | entry=f
        Ana   | withdrawn        | MP-1 | 2025-03-25       |            | replaces=f
        Ana   | missing_reported | MP-2 | 2026-03-19 14:00 | 2026-03-19 |
        """,
        {"Ana": Unknown.NOT_RECORDED},
    ),
    Spec(
        "a child missing at 3 in the morning, local time, was missing overnight",
        "overnight_missing_count_365d",
        "2026-07-20",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-02-01 22:00
        Ana   | missing_found    | MP-1 | 2026-02-02 03:01  <- winter: 03:01
        Ben   | missing_reported | MP-2 | 2026-07-01 22:00
        Ben   | missing_found    | MP-2 | 2026-07-02 02:00  <- summer: 03:00
        Cat   | missing_reported | MP-3 | 2026-07-01 22:00
        Cat   | missing_found    | MP-3 | 2026-07-02 02:01  <- summer: 03:01
        Dan   | missing_reported | MP-4 | 2026-07-02 05:00
        Dan   | missing_found    | MP-4 | 2026-07-02 23:00  <- long, by day
        """,
        {"Ana": 1, "Ben": 0, "Cat": 1, "Dan": 0},
    ),
    Spec(
        "gaps shorten as long as each is shorter than the one before, counted back from now",
        "missing_gaps_shortening_count_365d",
        "2026-07-01",
        """
        child | entry            | of   | occurred
        ------+------------------+------+-----------------
        Ana   | missing_reported | MP-1 | 2026-01-01 18:00
        Ana   | missing_reported | MP-2 | 2026-03-01 18:00  <- 59 days
        Ana   | missing_reported | MP-3 | 2026-04-10 18:00  <- 40 days
        Ana   | missing_reported | MP-4 | 2026-05-01 18:00  <- 21 days
        Ben   | missing_reported | MP-5 | 2026-01-01 18:00
        Ben   | missing_reported | MP-6 | 2026-03-01 18:00  <- 59 days
        Ben   | missing_reported | MP-7 | 2026-04-10 18:00  <- 40 days
        Ben   | missing_reported | MP-8 | 2026-06-10 18:00  <- 61 days: no more
        Cat   | missing_reported | MP-9 | 2026-01-01 18:00
        Cat   | missing_reported | MP-0 | 2026-01-11 18:00  <- 10 days
        Cat   | missing_reported | MP-A | 2026-01-21 18:00  <- 10 days: equal
        Dan   | missing_reported | MP-B | 2025-05-01 18:00  <- before the window
        Dan   | missing_reported | MP-C | 2026-01-21 18:00
        Dan   | missing_reported | MP-D | 2026-02-21 18:00
        """,
        {"Ana": 2, "Ben": 0, "Cat": 0, "Dan": 0},
    ),
)

SPECS = (*EDGES, *EPISODES, *LENGTHS)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_missing_reports_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
