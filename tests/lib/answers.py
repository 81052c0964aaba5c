"""Answers (``answers/v1``) of invented children, one for each vignette that a page must show.

Each call gives a fresh one, so a test may change what it likes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from records.words import NBSP
from tests.lib.answer_parts import (
    AS_OF,
    a_notice,
    a_plan,
    a_reason,
    advice,
    due,
    evidence,
    interview,
    missing_again,
    no_again,
    not_connected,
    sources,
    versions,
)
from tests.lib.answer_people import a_place, two_adults
from tests.lib.said_of_advice import nothing_judged

__all__ = [
    "ANSWERS",
    "adult",
    "eighteen_days",
    "late_home",
    "linked_plan",
    "possible_plan",
    "sixth_report",
    "under_thirteen",
]


def _base() -> dict[str, Any]:
    """A child about whom little is known: one report, two hours, back home."""
    return {
        "answer": "answers/v1",
        "child": {
            "id": "C-7Q2M4K9T0A",
            "name": "Leila Farrow",
            "other_names": [],
            "recorded_in": [_record("S1", "Missing persons", "P-000123", "Leila Farrow")],
            "age": 15,
            "birth_date": "2011-03-14",
            "sex": "female",
            "home": "8 Tansy Row, NG7 2AB",
            "local_authority": "Northmere City",
            "team": "City North",
            "adult_since": None,
        },
        "as_of": AS_OF,
        "known_at": AS_OF,
        "missing_now": None,
        "advice": advice("Low", 8, 8),
        "headline": [],
        "reasons": [],
        "floors": [],
        "next_hour": {"band": "Low", "actions": ["Sergeant’s review within 24 hours"]},
        "again": no_again("not_asked"),
        "judgement": nothing_judged(),
        "last_review": None,
        "unknowns": [interview("3 November", "0612"), not_connected()],
        "plan": {
            "state": "none",
            "words": "No CSE plan is recorded. We looked in the plan system, last read "
            f"01:30 on 22{NBSP}November{NBSP}2026. A plan may exist that has not reached us.",
            "current": None,
        },
        "plans_other": [],
        "possible_plans": [],
        "protection_plan": None,
        "protection_plans_other": [],
        "notices": [],
        "adults": [],
        "places": [],
        "due": [due("coming", "Return interview", "2026-11-24T09:00:00.000000Z")],
        "sources": sources(),
        "versions": versions(),
    }


def _record(system: str, name: str, reference: str, recorded: str) -> dict[str, str]:
    return {"system": system, "system_name": name, "reference": reference, "name": recorded}


def sixth_report() -> dict[str, Any]:
    """V1: six reports in seven months, a disclosure, no plan."""
    answer = _base()
    answer["child"] |= {"name": "Maya Okonkwo-Reid", "other_names": ["Maia Reid"]}
    answer["child"]["home"] = "Elm House, NG7 2AB"
    answer["child"]["recorded_in"] = [
        _record("S1", "Missing persons", "P-000123", "Maya Okonkwo-Reid"),
        _record("S10", "Social care", "SC-40417", "Maia Reid"),
    ]
    answer["missing_now"] = {
        "reference": "MP-2026-0687",
        "since": "2026-11-21T22:48:00.000000Z",
        "reported": "2026-11-21T23:20:00.000000Z",
        "minutes": 192,
        "missing_from": "childrens_home",
    }
    answer["advice"] = advice("High", 8, 58, set_by="both")
    answer["headline"] = [
        f"Told of sexual harm, 13{NBSP}November",
        f"Sixth missing report in 7{NBSP}months",
    ]
    answer["reasons"] = [
        a_reason("sexual_harm_told_count_365d", "She told a return interviewer of sexual harm", 20),
        a_reason("missing_reports_count_365d", "Sixth missing report in 7 months", 14, 6),
        a_reason("overnight_missing_count_365d", "Missing overnight four times in a year", 9, 4),
        a_reason(
            "missing_gaps_shortening_count_365d", "Each gap shorter than the last, 3 times", 7
        ),
    ]
    answer["reasons"][0]["evidence"] = [evidence("MP-2026-0641", "2026-11-13")]
    told = "A child told of sexual harm within 12 months, so the band is High."
    answer["floors"] = [
        {
            "id": "sexual_harm_told",
            "band": "High",
            "short": f"Told of sexual harm, 13{NBSP}November",
            "full": told,
            "evidence": [evidence("MP-2026-0641", "2026-11-13")],
        }
    ]
    answer["next_hour"] = {
        "band": "High",
        "actions": [
            "Inspector told now",
            "Missing persons unit told now",
            "Duty social work team told now",
            "Phone, bank and travel enquiries begun",
        ],
    }
    answer["again"] = missing_again()
    answer["unknowns"] = [
        interview("30 October", "0612"),
        interview("4 October", "0548"),
        not_connected(),
    ]
    answer["due"] = [
        due(
            "overdue",
            "Return interview for the report of 30 October",
            "2026-11-03T08:10:00.000000Z",
        ),
        due("due", "Review by the inspector", "2026-11-22T03:20:00.000000Z"),
        due("coming", "Strategy meeting", "2026-11-24T22:48:00.000000Z"),
    ]
    return answer


def eighteen_days() -> dict[str, Any]:
    """V2: missing 18 days, a notice served two days ago, no supervisory review."""
    answer = sixth_report()
    answer["child"] |= {
        "name": "Tyler Brennan-Cole",
        "other_names": [],
        "sex": "male",
        "birth_date": "2011-06-02",
        "home": "22 Heron Wharf, NG3 6QT",
    }
    answer["missing_now"] |= {
        "since": "2026-11-03T21:40:00.000000Z",
        "minutes": 18 * 1440 + 264,
        "missing_from": "home",
    }
    answer["advice"] = advice("High", 8, 21, points_band="Medium", set_by="policy")
    answer["headline"] = [f"Still missing after 72{NBSP}hours", "Abduction notice in force"]
    answer["reasons"] = [
        a_reason("notices_in_force_count", "One abduction notice is in force", 8),
        a_reason("longest_missing_hours_365d", "Missing for 436 hours at the longest", 5),
    ]
    answer["notices"] = [a_notice("Dana Whitcombe", "2026-11-20", "2028-11-19")]
    answer["due"][0] = due(
        "overdue", f"No supervisory review for 18{NBSP}days", "2026-11-04T05:40:00.000000Z"
    )
    return answer


def linked_plan() -> dict[str, Any]:
    """The wireframe's child: missing, protected, notice, live plan; the fullest first screen."""
    answer = sixth_report()
    plan = a_plan()
    answer["plan"] = {"state": "linked", "words": None, "current": plan}
    answer["plans_other"] = [a_plan(reference="PL-2025-0071", state="ended", version=2)]
    answer["protection_plan"] = {
        "reference": "CPP-118",
        "category": "sexual_abuse",
        "category_words": "sexual abuse",
        "since": "2026-06-03",
        "ended": None,
        "system": "S10",
        "possible": False,
    }
    answer["notices"] = [
        a_notice("Adult A", "2026-04-03", "2027-04-02", breached=["2026-10-19"]),
        a_notice("Adult B", "2026-01-08", "2027-01-07", in_force=False, withdrawn="2026-05-01"),
    ]
    answer |= {"adults": two_adults(), "places": [a_place()]}
    return answer


def possible_plan() -> dict[str, Any]:
    """V4: the plan is held under another spelling and nobody has checked the match."""
    answer = sixth_report()
    answer["child"] |= {
        "name": "Mateusz Kowalczyk",
        "other_names": [],
        "sex": "male",
        "birth_date": "2012-05-03",
        "age": 14,
        "home": "5 Osier Close, NG5 1HD",
    }
    answer["advice"] = advice("Medium", 8, 27)
    answer["headline"] = [f"Second missing report in 28{NBSP}days", "Missing overnight once"]
    answer["reasons"] = [
        a_reason("missing_reports_count_28d", "Second missing report in 28 days", 12, 2),
        a_reason("overnight_missing_count_365d", "Missing overnight once in a year", 7),
    ]
    answer["floors"] = []
    answer["next_hour"] = {"band": "Medium", "actions": ["Sergeant’s review this shift"]}
    answer["plan"] |= {
        "state": "possible",
        "words": "No CSE plan is linked. A possible plan is below. We looked in the plan "
        f"system, last read 01:30 on 22{NBSP}November{NBSP}2026.",
    }
    answer["possible_plans"] = [
        {
            "plan": a_plan(reference="PL-2026-0104", possible=True),
            "name": "Matty Kowalcyk",
            "system": "S2",
            "same": ["postcode"],
            "different": ["nickname", "surname by one letter", "day and month of birth swapped"],
            "words": "Nobody has checked this yet. Treat it as information; "
            "ring its owner to confirm.",
        }
    ]
    return answer


def adult() -> dict[str, Any]:
    """V15: eighteen since last week, the plan still live."""
    answer = linked_plan()
    answer["child"] |= {
        "name": "Jordan Ellis-Ward",
        "other_names": ["Jordy Ellis", "J Ward", "Jordan Hale"],
        "sex": "male",
        "age": 18,
        "birth_date": "2008-11-14",
        "adult_since": "2026-11-14",
    }
    answer["advice"] = advice(None, None, None, state="adult")
    answer["advice"]["why_none"] = "No band is worked out for adults. The last plan is below."
    answer |= {"headline": [], "reasons": [], "floors": [], "protection_plan": None}
    answer["next_hour"] = {"band": None, "actions": []}
    answer["missing_now"] = None
    answer["again"] = no_again("adult")
    return answer


def late_home() -> dict[str, Any]:
    """V6: fifteen, one report of two hours, interview done: Low, and what is not known."""
    return _base()


def under_thirteen() -> dict[str, Any]:
    """V5: twelve, one report: Medium by policy alone, and said so."""
    answer = _base()
    answer["child"] |= {
        "age": 12,
        "birth_date": "2014-02-01",
        "name": "Noah Adeyemi",
        "sex": "male",
    }
    answer["advice"] = advice("Medium", 8, 8, points_band="Low", set_by="policy")
    answer["headline"] = ["Under 13"]
    full = "The child is under 13, so the band is at least Medium."
    answer["floors"] = [
        {"id": "under_13", "band": "Medium", "short": "Under 13", "full": full, "evidence": []}
    ]
    answer["next_hour"] = {"band": "Medium", "actions": ["Sergeant’s review this shift"]}
    return answer


#: Vignettes by their number, and the fullest page.
ANSWERS: Mapping[str, Callable[[], dict[str, Any]]] = {
    "v1": sixth_report,
    "v2": eighteen_days,
    "v4": possible_plan,
    "v5": under_thirteen,
    "v6": late_home,
    "v15": adult,
    "linked": linked_plan,
}
