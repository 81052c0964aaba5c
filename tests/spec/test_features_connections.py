"""What the features about connected adults and places mean, on both engines."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

ADULTS = (
    *specs_of(
        "an adult counts once however many entries, another child once however many adults",
        "2026-07-01",
        "",
        {
            "shared_adults_count": {"Ana": 1, "Ben": 2, "Cat": 2, "Dan": 0},
            "children_sharing_adults_count": {"Ana": 2, "Ben": 1, "Cat": 2, "Dan": 0},
        },
        connections="""
        child | through | key | concern      | of  | occurred
        ------+---------+-----+--------------+-----+-----------
        Ana   | adult   | A-1 | found_with   | Bea | 2019-02-01
        Ana   | adult   | A-1 | intelligence | Bea | 2026-02-01  <- the same adult, the same child
        Ana   | adult   | A-1 | notice       | Col | 2026-02-01  <- the same adult
        Ben   | adult   | A-1 | notice       | Bea | 2026-02-01
        Ben   | adult   | A-2 | suspect      | Bea | 2026-02-01  <- the same child
        Cat   | adult   | A-1 | associated   | Bea | 2026-02-01
        Cat   | adult   | A-2 | investigated | Col | 2026-02-01
        Dan   | adult   | A-1 | managed      |     | 2026-02-01  <- no other child
        """,
    ),
    *specs_of(
        "what the entry elsewhere tells decides what is counted",
        "2026-07-01",
        "",
        {
            "adults_warned_elsewhere_count": {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 0},
            "adults_suspected_elsewhere_count": {"Ana": 0, "Ben": 2, "Cat": 0, "Dan": 0},
            "managed_adults_count": {"Ana": 0, "Ben": 0, "Cat": 1, "Dan": 0},
            "shared_adults_count": {"Ana": 1, "Ben": 2, "Cat": 0, "Dan": 1},
        },
        connections="""
        child | through | key | concern      | of  | occurred
        ------+---------+-----+--------------+-----+-----------
        Ana   | adult   | A-1 | notice       | Bea | 2019-02-01
        Ana   | adult   | A-1 | notice       | Col | 2026-02-01
        Ben   | adult   | A-1 | suspect      | Bea | 2026-02-01
        Ben   | adult   | A-1 | investigated | Bea | 2026-03-01
        Ben   | adult   | A-2 | investigated | Bea | 2026-03-01
        Cat   | adult   | A-1 | managed      |     | 2019-02-01
        Cat   | adult   | A-1 | managed      |     | 2026-02-01  <- entered again
        Dan   | adult   | A-1 | intelligence | Bea | 2026-02-01
        """,
    ),
    *specs_of(
        "a connection is known after the last entry it rests on, until the first is taken back",
        "2026-07-01",
        "",
        {
            "adults_warned_elsewhere_count": {
                "Ana": 0,
                "Ben": 1,
                "Cat": 0,
                "Dan": 1,
                "Eve": 1,
                "Fay": 0,
            },
            "children_sharing_adults_count": {
                "Ana": 0,
                "Ben": 1,
                "Cat": 0,
                "Dan": 1,
                "Eve": 1,
                "Fay": 0,
            },
        },
        connections="""
        child | through | key | concern | of  | occurred   | recorded         | gone
        ------+---------+-----+---------+-----+------------+------------------+-----------------
        Ana   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-07-01       |  <- not known yet
        Ben   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-06-30 23:59 |
        Cat   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-02-02       | 2026-06-30 23:59
        Dan   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-02-02       | 2026-07-01
        Eve   | adult   | A-1 | notice  | Bea | 2026-02-01 | 2026-02-02       | 2026-03-01
        Eve   | adult   | A-1 | notice  | Bea | 2026-02-03 | 2026-02-04       |  <- still stands
        Fay   | adult   | A-1 | notice  | Bea | 2026-07-02 | 2026-06-30       |  <- to come
        """,
    ),
    Spec(
        "a managed person counts until the end of managing is recorded",
        "managed_adults_count",
        "2026-07-01",
        "",
        {"Ana": 1, "Ben": 0, "Cat": 2},
        connections="""
        child | through | key | concern | of | occurred   | recorded   | gone
        ------+---------+-----+---------+----+------------+------------+-----------
        Ana   | adult   | A-1 | managed |    | 2020-01-01 | 2026-02-02 |
        Ben   | adult   | A-1 | managed |    | 2020-01-01 | 2026-02-02 | 2026-05-01
        Cat   | adult   | A-1 | managed |    | 2020-01-01 | 2026-02-02 |
        Cat   | adult   | A-2 | managed |    | 2020-01-01 | 2026-02-02 |
        """,
    ),
)

PLACES = (
    *specs_of(
        "harm to another child counts for a year, by the home or by the place in common",
        "2026-07-01",
        "",
        {
            "harmed_children_same_home_count_365d": {
                "Ana": 2,
                "Ben": 0,
                "Cat": 0,
                "Dan": 1,
                "Eve": 0,
            },
            "harmed_children_same_place_count_365d": {
                "Ana": 0,
                "Ben": 1,
                "Cat": 0,
                "Dan": 1,
                "Eve": 0,
            },
            "shared_adults_count": {"Ana": 0, "Ben": 0, "Cat": 0, "Dan": 0, "Eve": 0},
        },
        connections="""
        child | through | key | concern | of  | occurred         | recorded
        ------+---------+-----+---------+-----+------------------+-----------
        Ana   | home    | H-1 | harmed  | Bea | 2025-07-01       |  <- exactly 365 days
        Ana   | home    | H-1 | harmed  | Bea | 2026-02-01       |  <- the same child
        Ana   | home    | H-2 | harmed  | Bea | 2026-02-02       |  <- at another home
        Ana   | home    | H-1 | harmed  | Col | 2026-02-01       |
        Ben   | place   | P-1 | harmed  | Bea | 2026-02-01       |
        Ben   | place   | P-2 | harmed  | Bea | 2026-02-01       |
        Cat   | home    | H-1 | harmed  | Bea | 2025-06-30 23:59 | 2026-02-01
        Dan   | home    | H-1 | harmed  | Bea | 2026-02-01       |
        Dan   | place   | P-1 | harmed  | Bea | 2026-02-01       |  <- by both
        Eve   | place   | P-1 | harmed  | Bea | 2026-02-01       | 2026-07-01  <- not known yet
        """,
    ),
)

EVERY_WAY = (
    *specs_of(
        "an adult is shared by whatever names them with both children, but not by being managed",
        "2026-07-01",
        "",
        {
            "shared_adults_count": {"Ana": 6, "Ben": 1},
            "children_sharing_adults_count": {"Ana": 6, "Ben": 1},
            "adults_suspected_elsewhere_count": {"Ana": 2, "Ben": 1},
            "adults_warned_elsewhere_count": {"Ana": 1, "Ben": 0},
            "managed_adults_count": {"Ana": 1, "Ben": 0},
        },
        connections="""
        child | through | key | concern      | of  | occurred
        ------+---------+-----+--------------+-----+-----------
        Ana   | adult   | A-1 | notice       | Bea | 2019-02-01
        Ana   | adult   | A-2 | suspect      | Col | 2019-02-01
        Ana   | adult   | A-3 | investigated | Dee | 2019-02-01
        Ana   | adult   | A-4 | intelligence | Eli | 2019-02-01
        Ana   | adult   | A-5 | found_with   | Flo | 2019-02-01
        Ana   | adult   | A-6 | associated   | Gil | 2019-02-01
        Ana   | adult   | A-7 | managed      |     | 2019-02-01
        Ben   | adult   | A-1 | suspect      | Bea | 2019-02-01
        """,
    ),
    *specs_of(
        "adults count through adults alone, and harm through homes and places alone",
        "2026-07-01",
        "",
        {
            "shared_adults_count": {"Ana": 0},
            "children_sharing_adults_count": {"Ana": 0},
            "adults_warned_elsewhere_count": {"Ana": 0},
            "adults_suspected_elsewhere_count": {"Ana": 0},
            "managed_adults_count": {"Ana": 0},
            "harmed_children_same_home_count_365d": {"Ana": 0},
            "harmed_children_same_place_count_365d": {"Ana": 0},
        },
        connections="""
        child | through | key | concern | of  | occurred
        ------+---------+-----+---------+-----+-----------
        Ana   | home    | H-1 | notice  | Bea | 2026-02-01
        Ana   | place   | P-1 | suspect | Bea | 2026-02-01
        Ana   | place   | P-1 | managed |     | 2026-02-01
        Ana   | adult   | A-1 | harmed  | Bea | 2026-02-01
        """,
    ),
    *specs_of(
        "one child harmed counts once, through however many homes or places",
        "2026-07-01",
        "",
        {
            "harmed_children_same_home_count_365d": {"Ana": 1},
            "harmed_children_same_place_count_365d": {"Ana": 1},
        },
        connections="""
        child | through | key | concern | of  | occurred
        ------+---------+-----+---------+-----+-----------
        Ana   | home    | H-1 | harmed  | Bea | 2026-02-01
        Ana   | home    | H-2 | harmed  | Bea | 2026-02-02
        Ana   | home    | H-3 | harmed  | Bea | 2026-02-03
        Ana   | place   | P-1 | harmed  | Col | 2026-02-01
        Ana   | place   | P-2 | harmed  | Col | 2026-02-01
        Ana   | place   | P-3 | harmed  | Dee | 2024-02-01  <- long ago
        """,
    ),
)

SPECS = (*ADULTS, *PLACES, *EVERY_WAY)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_connections_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
