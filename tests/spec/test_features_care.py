"""What the features about placements, need, associations and breaches mean, on both engines."""

from __future__ import annotations

import pytest

from tests.lib.spec_tables import ENGINES, Spec, specs_of

SPECS = (
    *specs_of(
        "the latest entry about care says where the child is placed",
        "2026-07-01",
        """
        child | entry                | of  | occurred   | recorded   | with
        ------+----------------------+-----+------------+------------+-------------------------------------
        Ana   | looked_after_started | L-1 | 2024-01-10 |            | placement=childrens_home
        Ben   | looked_after_started | L-2 | 2024-01-10 |            | placement=childrens_home out_of_area=yes
        Ben   | placement_moved      | L-2 | 2025-01-10 |            | placement=foster_home
        Cat   | looked_after_started | L-3 | 2024-01-10 |            | placement=foster_home out_of_area=no
        Cat   | placement_moved      | L-3 | 2025-01-10 |            | placement=secure out_of_area=yes
        Dan   | looked_after_started | L-4 | 2024-01-10 |            | placement=childrens_home out_of_area=yes
        Dan   | looked_after_ended   | L-4 | 2025-01-10 |            |
        Eve   | looked_after_started | L-5 | 2024-01-10 |            | placement=semi_independent
        Eve   | placement_moved      | L-5 | 2025-01-10 | 2026-07-01 | placement=kinship  <- not known yet
        Fay   | placement_moved      | L-6 | 2025-01-10 |            | placement=childrens_home
        Fay   | placement_moved      | L-6 | 2024-06-10 | 2026-06-10 | placement=kinship out_of_area=yes  <- late
        Gus   | looked_after_started | L-7 | 2024-01-10 |            | placement=kinship out_of_area=yes
        """,  # noqa: E501 - one entry to a line
        {
            "looked_after": {
                "Ana": 1,
                "Ben": 1,
                "Cat": 1,
                "Dan": 0,
                "Eve": 1,
                "Fay": 1,
                "Gus": 1,
                "Hal": 0,
            },
            "residential_placement": {
                "Ana": 1,
                "Ben": 0,
                "Cat": 1,
                "Dan": 0,
                "Eve": 1,
                "Fay": 1,
                "Gus": 0,
                "Hal": 0,
            },
            "placed_away": {
                "Ana": 0,
                "Ben": 0,
                "Cat": 1,
                "Dan": 0,
                "Eve": 0,
                "Fay": 0,
                "Gus": 1,
                "Hal": 0,
            },
        },
    ),
    *specs_of(
        "of entries of one moment the one recorded later is the latest",
        "2026-07-01",
        """
        child | entry                | of  | occurred   | recorded   | with
        ------+----------------------+-----+------------+------------+-------------------------
        Ana   | looked_after_started | L-1 | 2024-01-10 | 2024-01-12 | placement=childrens_home
        Ana   | looked_after_ended   | L-2 | 2024-01-10 | 2024-01-11 |
        Ben   | looked_after_started | L-3 | 2024-01-10 | 2024-01-11 | placement=childrens_home
        Ben   | looked_after_ended   | L-4 | 2024-01-10 | 2024-01-12 |
        """,
        {
            "looked_after": {"Ana": 1, "Ben": 0},
            "residential_placement": {"Ana": 1, "Ben": 0},
        },
    ),
    Spec(
        "moves of placement are counted entry by entry",
        "placement_moves_count_365d",
        "2026-07-01",
        """
        child | entry                | of  | occurred         | recorded   | with
        ------+----------------------+-----+------------------+------------+---------------------
        Ana   | looked_after_started | L-1 | 2026-01-01       |            |
        Ana   | placement_moved      | L-1 | 2026-02-01       |            |
        Ana   | placement_moved      | L-1 | 2026-03-01       |            |
        Ana   | placement_moved      | L-1 | 2026-03-01       |            |  <- on one day
        Ben   | placement_moved      | L-2 | 2025-07-01       |            |
        Ben   | placement_moved      | L-2 | 2025-06-30 23:59 |            |
        Cat   | placement_moved      | L-3 | 2026-02-01       |            | entry=c
        Cat   | placement_moved      | L-3 | 2026-02-02       | 2026-02-09 | replaces=c  <- put right
        """,  # noqa: E501 - one entry to a line
        {"Ana": 3, "Ben": 1, "Cat": 1},
    ),
    Spec(
        "a child is in need until the end of that time is recorded",
        "child_in_need_count",
        "2026-07-01",
        """
        child | entry                 | of  | occurred   | recorded
        ------+-----------------------+-----+------------+-----------
        Ana   | child_in_need_started | W-1 | 2019-01-10 |
        Ana   | child_in_need_started | W-2 | 2026-01-10 |
        Ana   | child_in_need_ended   | W-2 | 2026-03-10 |
        Ben   | child_in_need_started | W-3 | 2026-01-10 |
        Ben   | child_in_need_ended   | W-3 | 2026-06-30 | 2026-07-01  <- not known yet
        Cat   | child_in_need_ended   | W-4 | 2026-03-10 |
        """,
        {"Ana": 1, "Ben": 1, "Cat": 0},
    ),
    Spec(
        "an association with a managed person stands until its end is recorded",
        "managed_associations_count",
        "2026-07-01",
        """
        child | entry                | of  | occurred   | recorded   | with
        ------+----------------------+-----+------------+------------+---------------------
        Ana   | association_recorded | M-1 | 2019-01-10 |            | adult_ref=N-1
        Ana   | association_recorded | M-1 | 2026-01-10 |            | adult_ref=N-1
        Ana   | association_recorded | M-2 | 2026-01-10 |            | adult_ref=N-2
        Ben   | association_recorded | M-3 | 2026-01-10 |            | adult_ref=N-3
        Ben   | association_ended    | M-3 | 2026-03-10 |            | adult_ref=N-3
        Cat   | association_recorded | M-4 | 2026-01-10 |            | adult_ref=N-4
        Cat   | association_ended    | M-4 | 2026-03-10 |            | adult_ref=N-4 entry=c
        Cat   | withdrawn            | M-4 | 2026-03-11 |            | source=S8 replaces=c
        """,
        {"Ana": 2, "Ben": 0, "Cat": 1},
    ),
    Spec(
        "a notice that was breached in the past year counts once, however often",
        "notices_breached_count_365d",
        "2026-07-01",
        """
        child | entry            | of  | occurred         | with
        ------+------------------+-----+------------------+--------------------------
        Ana   | notice_served    | N-1 | 2025-01-10       | in_force_until=2027-01-01
        Ana   | notice_breached  | N-1 | 2025-07-01       |
        Ana   | notice_breached  | N-1 | 2026-03-01       |
        Ben   | notice_breached  | N-2 | 2025-06-30 23:59 |
        Cat   | notice_breached  | N-3 | 2026-03-01       |  <- of a notice not known
        Cat   | notice_breached  | N-4 | 2026-03-01       |
        Cat   | notice_withdrawn | N-4 | 2026-04-01       |  <- breached all the same
        """,
        {"Ana": 1, "Ben": 0, "Cat": 2},
    ),
)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_care_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
