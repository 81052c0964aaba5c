"""What the features about plans, notices, social care and age mean, on both engines."""

from __future__ import annotations

from datetime import date

import pytest

from records.sources import SourceSystem
from records.unknown import Unknown
from tests.lib.spec_tables import ENGINES, Spec

NOTICES = (
    Spec(
        "a notice is in force through its last local day, unless withdrawn",
        "notices_in_force_count",
        "2026-07-01 22:59",
        """
        child | entry            | of  | occurred   | with
        ------+------------------+-----+------------+--------------------------
        Ana   | notice_served    | N-1 | 2026-01-10 | in_force_until=2026-07-01
        Ben   | notice_served    | N-2 | 2026-01-10 | in_force_until=2026-06-30
        Cat   | notice_served    | N-3 | 2026-01-10 | in_force_until=2026-12-31
        Cat   | notice_withdrawn | N-3 | 2026-02-10 |
        Dan   | notice_served    | N-4 | 2026-01-10 | in_force_until=2026-12-31
        Dan   | notice_breached  | N-4 | 2026-02-10 |  <- a breached notice is in force
        Dan   | notice_served    | N-5 | 2026-03-10 | in_force_until=2026-12-31
        """,
        {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 2, "Eve": 0},
    ),
    Spec(
        "in summer the last day ends at 23:00 in UTC, which is midnight on the local clock",
        "notices_in_force_count",
        "2026-07-01 23:00",
        """
        child | entry         | of  | occurred   | with
        ------+---------------+-----+------------+--------------------------
        Ana   | notice_served | N-1 | 2026-01-10 | in_force_until=2026-07-01
        """,
        {"Ana": 0},
    ),
    Spec(
        "a lapsed or withdrawn notice was still served, and one reference is one notice",
        "notices_ever_count",
        "2026-07-01",
        """
        child | entry            | of  | occurred   | with
        ------+------------------+-----+------------+--------------------------
        Ana   | notice_served    | N-1 | 2019-01-10 | in_force_until=2020-01-01
        Ana   | notice_served    | N-2 | 2026-01-10 | in_force_until=2026-12-31
        Ana   | notice_withdrawn | N-2 | 2026-02-10 |
        Ben   | notice_served    | N-3 | 2026-01-10 | in_force_until=2026-12-31
        Ben   | notice_served    | N-3 | 2026-01-10 | in_force_until=2026-12-31
        Cat   | notice_withdrawn | N-4 | 2026-02-10 |  <- of a notice not known
        """,
        {"Ana": 2, "Ben": 1, "Cat": 0},
    ),
)

PLANS = (
    Spec(
        "the newest version says a plan's state, and the highest of several plans counts",
        "plan_state",
        "2026-07-01",
        """
        child | entry        | of  | occurred   | recorded   | with
        ------+--------------+-----+------------+------------+----------------------
        Ana   | plan_version | C-1 | 2026-01-10 |            | version=1 state=draft
        Ana   | plan_version | C-1 | 2026-02-10 |            | version=2 state=live
        Ben   | plan_version | C-2 | 2026-01-10 |            | version=1 state=live
        Ben   | plan_version | C-2 | 2026-03-10 |            | version=3 state=ended
        Ben   | plan_version | C-2 | 2026-04-10 |            | version=2 state=live  <- late
        Cat   | plan_version | C-3 | 2025-01-10 |            | version=9 state=ended
        Cat   | plan_version | C-4 | 2026-01-10 |            | version=1 state=draft
        Dan   | plan_version | C-5 | 2026-01-10 |            | version=1 state=draft
        Dan   | plan_version | C-5 | 2026-06-30 | 2026-07-01 | version=2 state=live  <- too late
        """,
        {"Ana": 3, "Ben": 1, "Cat": 2, "Dan": 2, "Eve": 0},
    ),
    Spec(
        "an unconnected plan system is not the same as no plan",
        "plan_state",
        "2026-07-01",
        "",
        {"Ana": Unknown.NOT_CONNECTED},
        connected=(SourceSystem.MISSING_PERSONS,),
    ),
)

CARE = (
    Spec(
        "a child protection plan is in force until its end, and ended lately for 365 days",
        "protection_plan_state",
        "2026-07-01",
        """
        child | entry                    | of  | occurred   | with
        ------+--------------------------+-----+------------+----------------------
        Ana   | child_protection_started | P-1 | 2024-01-10 |
        Ben   | child_protection_started | P-2 | 2024-01-10 |
        Ben   | child_protection_ended   | P-2 | 2025-07-01 |  <- exactly 365 days
        Cat   | child_protection_started | P-3 | 2024-01-10 |
        Cat   | child_protection_ended   | P-3 | 2025-06-30 |
        Dan   | child_protection_started | P-4 | 2024-01-10 |
        Dan   | child_protection_ended   | P-4 | 2024-06-30 |
        Dan   | child_protection_started | P-5 | 2026-06-01 | category=sexual_abuse
        Eve   | child_protection_ended   | P-6 | 2026-06-01 |  <- of a plan not known
        """,
        {"Ana": 3, "Ben": 2, "Cat": 1, "Dan": 3, "Eve": 0},
    ),
    Spec(
        "a child protection plan started again under its reference is in force",
        "protection_plan_state",
        "2026-07-01",
        """
        child | entry                    | of  | occurred   | recorded
        ------+--------------------------+-----+------------+-----------
        Ana   | child_protection_started | P-1 | 2024-01-10 |
        Ana   | child_protection_ended   | P-1 | 2025-12-01 |
        Ana   | child_protection_started | P-1 | 2026-03-01 |
        Ben   | child_protection_started | P-2 | 2025-12-01 | 2025-12-02
        Ben   | child_protection_ended   | P-2 | 2025-12-01 | 2025-12-01  <- the same instant
        """,
        {"Ana": 3, "Ben": 2},
    ),
    Spec(
        "the latest entry about care says whether a child is looked after",
        "looked_after",
        "2026-07-01",
        """
        child | entry                | of  | occurred   | recorded   | with
        ------+----------------------+-----+------------+------------+------------------
        Ana   | looked_after_started | L-1 | 2024-01-10 |            |
        Ben   | looked_after_started | L-2 | 2024-01-10 |            |
        Ben   | looked_after_ended   | L-2 | 2025-01-10 |            |
        Cat   | looked_after_started | L-3 | 2024-01-10 |            |
        Cat   | looked_after_ended   | L-3 | 2025-01-10 |            |
        Cat   | placement_moved      | L-3 | 2024-06-10 | 2026-06-10 | placement=kinship  <- late
        Dan   | looked_after_ended   | L-4 | 2025-01-10 |            |
        Dan   | looked_after_started | L-5 | 2025-01-11 |            | placement=secure
        """,
        {"Ana": 1, "Ben": 0, "Cat": 0, "Dan": 1, "Eve": 0},
    ),
)

AGES = (
    Spec(
        "age is completed years on the local day, and a leap-day birthday is on 1 March",
        "age_years",
        "2027-02-28 23:59",
        "",
        {"Ana": 14, "Ben": 15, "Cat": 16, "Dan": Unknown.NOT_RECORDED, "Eve": Unknown.NOT_RECORDED},
        born={
            "Ana": date(2012, 2, 29),
            "Ben": date(2011, 3, 1),
            "Cat": date(2011, 2, 28),
            "Dan": None,
            "Eve": date(2027, 3, 1),
        },
    ),
    Spec(
        "a birthday begins at local midnight, an hour before it does in UTC in summer",
        "age_years",
        "2026-07-13 23:00",
        "",
        {"Ana": 15, "Ben": 14},
        born={"Ana": date(2011, 7, 14), "Ben": date(2011, 7, 15)},
    ),
    Spec(
        "a birth date that clerks type when they don't know one is no birth date",
        "age_years",
        "2026-07-01",
        "",
        {"Ana": Unknown.NOT_RECORDED},
        born={"Ana": date(1900, 1, 1)},
    ),
)

SPECS = (*NOTICES, *PLANS, *CARE, *AGES)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("spec", SPECS, ids=str)
def test_a_feature_about_standing_facts_means_what_its_table_says(spec: Spec, engine: str) -> None:
    spec.check(engine)
