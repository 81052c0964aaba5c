"""Answers at the edges: advice that failed, systems that never came, far too much of everything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.lib.answer_parts import (
    a_notice,
    a_reason,
    advice,
    interview,
    sources,
    unknown,
)
from tests.lib.answer_people import an_adult, named_in, other_child
from tests.lib.answers import ANSWERS, late_home, linked_plan
from tests.lib.said_of_advice import every_judgement, reviewed, reviewed_at_the_end

__all__ = [
    "EVERY_ANSWER",
    "HOSTILE",
    "crowded",
    "ended",
    "failed_advice",
    "judged",
    "nothing_connected",
]

#: What an attacker, or a careless copy, might put into any field of any record.
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}"


def failed_advice() -> dict[str, Any]:
    """No scorecard could be loaded; nothing else is lost."""
    answer = linked_plan()
    answer["advice"] = advice(None, None, None, state="failed")
    answer["advice"]["why_none"] = (
        "The advice could not be worked out: no scorecard could be loaded. "
        "This says nothing about risk."
    )
    answer |= {"headline": [], "reasons": [], "floors": []}
    answer["next_hour"] = {"band": None, "actions": []}
    return answer


def nothing_connected() -> dict[str, Any]:
    """Plans, notices and social care have never reached the service; missing persons is old."""
    answer = late_home()
    answer["sources"] = sources(never=("S2", "S3", "S10"), stale=("S1",))
    answer["plan"] = {
        "state": "not_connected",
        "words": "CSE plans are not connected to this service. A plan may exist. "
        "Ring the CSE team.",
        "current": None,
    }
    answer["child"] |= {"age": None, "birth_date": None, "sex": None, "home": None}
    answer["due"] = []
    answer["unknowns"] = [
        unknown(
            "Missing persons since 23:10 on 19 November 2026",
            "stale",
            "Missing persons records are 2 days old. Later events are not here.",
            "S1",
        ),
        *(
            unknown(name, "not_connected", f"{name} records are not connected.", "S2")
            for name in ("CSE plans", "Abduction notices", "Social care")
        ),
        unknown("Birth date", "not_recorded", "Birth date is not recorded.", "S1"),
    ]
    return answer


def crowded() -> dict[str, Any]:
    """Long names, many flags, right-to-left and accented letters, markup in every text."""
    answer = linked_plan()
    answer["child"] |= {
        "name": "Bronisława-Anastazja Fitzgerald-Wojciechowska de la Cruz Ó Súilleabháin",
        "other_names": ["عائشة الأنصاري", "Zoë Ångström", HOSTILE, "Bo Fitz"],
        "home": "Flat 14b, The Old Corn Exchange, Llanfairpwllgwyngyll Street, NG11 8ZZ",
    }
    answer["notices"] = [
        a_notice(f"Adult {letter} {HOSTILE}", "2026-04-03", "2027-04-02") for letter in "ABCDE"
    ]
    answer["reasons"] = [
        a_reason(f"feature_{n}", f"A reason that takes a good many words to say, number {n}", 3, n)
        for n in range(1, 17)
    ]
    answer["advice"]["points"] = 8 + 3 * 16
    answer["unknowns"] = [interview(f"{day} November", f"06{day:02}") for day in range(1, 15)]
    answer["adults"] = [
        an_adult(
            f"A-{letter}",
            [f"Adult {letter} {HOSTILE}", "عائشة الأنصاري"],
            [named_in("S7", "Named in intelligence", f"IR-{letter}", "2026-10-03")],
            children=[
                other_child(
                    f"C-{number}",
                    f"Bronisława-Anastazja Fitzgerald-Wojciechowska {HOSTILE}",
                    named_in("S4", "Adult named as a suspect", f"CR-{number}", "2026-10-03",
                             "suspect"),
                )
                for number in range(1, 9)
            ],
        )
        for letter in "ABC"
    ]  # fmt: skip
    plan = answer["plan"]["current"]
    plan["sections"] += [
        {"name": "a_later_section", "title": "Later section", "kind": "items", "content": []}
    ]
    for section in plan["sections"]:
        if section["kind"] == "lines":
            section["content"] = [*section["content"], HOSTILE]
    return answer


def judged() -> dict[str, Any]:
    """Something stands beside the advice, something waits, something was declined; reviewed."""
    answer = late_home()
    answer["judgement"], answer["last_review"] = every_judgement(), reviewed()
    answer["judgement"]["standing"]["grounds"] = HOSTILE
    answer["last_review"]["own_words"] = f"I want to ring my nan. {HOSTILE}"
    return answer


def ended() -> dict[str, Any]:
    """The work with the child has ended."""
    return late_home() | {"last_review": reviewed_at_the_end()}


#: Every state of the child page.
EVERY_ANSWER: Mapping[str, Callable[[], dict[str, Any]]] = {
    **ANSWERS,
    "failed": failed_advice,
    "unconnected": nothing_connected,
    "crowded": crowded,
    "judged": judged,
    "work-ended": ended,
}
