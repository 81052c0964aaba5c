"""Scenarios about who is who, and what a plan says of whom: V4, V13, V14, V15, V16."""

from __future__ import annotations

from typing import Any

from records.events import EventKind
from records.sources import SourceSystem
from synthetic_data.scenarios.declarations import (
    Absence,
    Ahead,
    Child,
    Entry,
    KnownAs,
    Scenario,
    Stay,
    ago,
)
from synthetic_data.world.truth import GROOMED, RECOVERING

__all__ = ["IDENTITIES"]

_DUTY = "0115 496 0011"
#: A live plan, as short as a plan may be that tells the first officers what to do.
_PLAN: dict[str, Any] = {
    "version": 1,
    "state": "live",
    "owner": "PC Ruth Holroyd",
    "owner_team": "Neighbourhood team",
    "owner_phone": "0115 496 0212",
    "review_due": Ahead(30),
    "read_first": (
        "Look at the bus station first.",
        f"Ring the duty social work team: {_DUTY}.",
    ),
    "first_hour": (
        {
            "action": "Send a unit to the bus station",
            "role": "Response sergeant",
            "within_minutes": 30,
        },
    ),
    "contacts": ({"role": "Duty social work team", "phone": _DUTY, "hours": "all hours"},),
}


def _plan(who: str, days: int) -> Entry:
    return Entry(EventKind.PLAN_VERSION, "plan", who, ago(days, 11), 30, details=_PLAN)


V4 = Scenario(
    name="V4",
    words="A boy of 15 has just been reported missing; his live plan is under a nickname, "
    "with the surname misspelt and day and month of birth exchanged.",
    children=(
        Child(
            "boy",
            "Benjamin",
            15,
            "male",
            (4, 9),
            known_as=KnownAs(SourceSystem.CSE_PLANS, "Benji"),
        ),
    ),
    script=(_plan("boy", 40), Absence("report", "boy", ago(1, 22), 7)),
    stays=(Stay("boy", GROOMED, ago(90, 0)),),
)

V13 = Scenario(
    name="V13",
    words="Twin girls of 15 were both missing three days ago; one of them has a live plan.",
    children=(
        Child("one", "Ada", 15, "female", (8, 8), is_twin=True),
        Child("other", "Edith", 15, "female", (8, 8), is_twin=True),
    ),
    script=(
        _plan("one", 20),
        Absence("report of one", "one", ago(3, 18), 2),
        Absence("report of other", "other", ago(3, 18), 2),
    ),
    stays=(Stay("one", GROOMED, ago(60, 0)),),
)


def _in_care(who: str, days: int) -> tuple[Entry | Absence, ...]:
    care = Entry(
        EventKind.LOOKED_AFTER_STARTED,
        f"care {who}",
        who,
        ago(days, 12),
        6 * 60,
        details={"placement": "childrens_home"},
    )
    return care, Absence(f"report {who}", who, ago(3, 19), 2, missing_from="childrens_home")


def _resident(key: str, forename: str, age: int, birthday: tuple[int, int], family: int) -> Child:
    return Child(key, forename, age, "male", birthday, family, home=0, in_childrens_home=True)


V14 = Scenario(
    name="V14",
    words="Three boys who are strangers live in one children's home, "
    "and two of them have the same forename.",
    children=(
        _resident("first", "Kayden", 16, (1, 5), 0),
        _resident("second", "Kayden", 15, (7, 19), 1),
        _resident("third", "Remi", 15, (11, 30), 2),
    ),
    script=(*_in_care("first", 200), *_in_care("second", 150), *_in_care("third", 45)),
)

V15 = Scenario(
    name="V15",
    words="A young man became 18 last week and his plan is still live.",
    children=(Child("young man", "Jonah", 18, "male", 7),),
    script=(_plan("young man", 40), Absence("report", "young man", ago(30, 19), 3)),
    stays=(
        Stay("young man", GROOMED, ago(300, 0)),
        Stay("young man", RECOVERING, ago(60, 0)),
    ),
)

V16 = Scenario(
    name="V16",
    words="A name that nobody has recorded is searched for; only an unrelated girl is on record.",
    children=(Child("unrelated", "Wilmet", 13, "female", (5, 16)),),
    script=(Absence("report", "unrelated", ago(7, 17), 2),),
)

IDENTITIES = (V4, V13, V14, V15, V16)
