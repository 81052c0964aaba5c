"""In which ways a child differs from the run before."""

from __future__ import annotations

from typing import Any

import pytest

from records.persons import ChildId
from scorecard import load_policy
from serving.service.rescored_changes import changes
from serving.store.rescored import RescoredChild

POLICY = load_policy()
LOW, MEDIUM, HIGH = POLICY.labels


def child(name: str = "C-1", **given: Any) -> RescoredChild:
    """A child of Low by points alone, unless told otherwise."""
    values: dict[str, Any] = {
        "state": "advised",
        "band": LOW,
        "points": 5,
        "points_band": LOW,
        "set_by": "points",
        "reasons": (("missing_reports_count_90d", 3),),
        "floors": (),
        "features": (1,),
    }
    return RescoredChild(ChildId(name), **(values | given))


def differing(was: RescoredChild, now: RescoredChild) -> list[tuple[str, Any, Any]]:
    """The changes of one child."""
    return [(row.kind, row.was, row.now) for row in changes([was], [now], POLICY)]


ADULT = {"state": "adult", "band": None, "points": None, "reasons": ()}
FAILED = {"state": "failed", "band": None, "points": None, "reasons": ()}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], list[tuple[str, Any, Any]]]] = {
    "the same": ({}, {}, []),
    "only values": ({}, {"features": (2,)}, []),
    "band up": ({}, {"band": HIGH}, [("BAND_RISEN", LOW, HIGH)]),
    "band down": ({"band": HIGH}, {"band": MEDIUM}, [("BAND_FALLEN", HIGH, MEDIUM)]),
    "a stopped scorecard": ({}, FAILED, [("POINTS_STOPPED", LOW, None)]),
    "a first scorecard": (FAILED, {}, [("FIRST_POINTS", None, LOW)]),
    "a floor without a scorecard": (
        FAILED,
        {**FAILED, "band": MEDIUM, "floors": (("live_plan", MEDIUM),)},
        [("BAND_RISEN", None, MEDIUM), ("NEW_REASON", None, ["live_plan"])],
    ),
    "other bands": ({"band": "Amber"}, {"band": HIGH}, [("BAND_RENAMED", "Amber", HIGH)]),
    "points": ({}, {"points": 7}, [("POINTS_CHANGED", 5, 7)]),
    "a floor more": (
        {},
        {"floors": (("live_plan", MEDIUM),)},
        [("NEW_REASON", None, ["live_plan"])],
    ),
    "a reason less": ({}, {"reasons": ()}, []),
    "more points of one reason": ({}, {"reasons": (("missing_reports_count_90d", 9),)}, []),
    "grown up": ({"band": HIGH}, ADULT, [("NOW_ADULT", HIGH, None)]),
    "still an adult": (ADULT, ADULT, []),
    "a birth date put right": (
        ADULT,
        {"reasons": ()},
        [("BAND_RISEN", None, LOW), ("POINTS_CHANGED", None, 5)],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_each_way_to_differ_is_named(case: str) -> None:
    was, now, expected = CASES[case]
    assert differing(child(**was), child(**now)) == expected


def test_children_who_came_and_children_who_went_are_named() -> None:
    before = [child("C-1"), child("C-2", band=HIGH)]
    now = [child("C-2", band=HIGH), child("C-3", band=MEDIUM)]
    found = [(row.kind, row.child, row.was, row.now) for row in changes(before, now, POLICY)]
    assert found == [("NEW_CHILD", "C-3", None, MEDIUM), ("GONE_CHILD", "C-1", LOW, None)]
