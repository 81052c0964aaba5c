"""What the table of routes is tried with where children are reviewed and advice is judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.lib.door import Door

__all__ = [
    "correction_body",
    "judgement_body",
    "judgement_form",
    "lowered",
    "lowered_form",
    "planned_child",
    "review_body",
    "review_seen",
    "reviewed",
]

_API = "/api/v1"
_GROUNDS = "Her school sees her each day."


def planned_child(door: Door) -> Mapping[str, str]:
    """Somebody with a live plan, and so of Medium at least."""
    return {"child_id": door.find("Bede Thornbury")}


def _sent(door: Door, account: str, path: str, body: Any, **headers: str) -> Any:
    # What was said before, by whatever sample, was said earlier; what is said next, later.
    door.moment += timedelta(seconds=1)
    sent = {**door.headers(account, "review"), **headers}
    response = door.request("POST", f"{_API}{path}", headers=sent, json=body)
    assert response.status_code == 200, response.text[:300]
    door.moment += timedelta(seconds=1)
    return response


def _day(door: Door, days: int) -> str:
    return (door.moment + timedelta(days=days)).date().isoformat()


def _view(door: Door) -> Any:
    child = planned_child(door)["child_id"]
    path = f"/children/{child}/review-views"
    return _sent(door, "neighbourhood", path, {"own_view": "Low"}).headers


def review_body(door: Door) -> Mapping[str, str]:
    """A review with the neighbourhood officer's own view."""
    said = {**correction_body(door), "action": "See him at school, alone."}
    return {"view": _view(door)["X-Review-View"], **said}


def correction_body(door: Door) -> Mapping[str, str]:
    """What a review should have said; without a view, for that stays."""
    return {
        "words_heard": "did_not_want_to_talk",
        "action": "See him at home, alone.",
        "action_owner": "PC Morgan Example",
        "next_review": _day(door, 14),
    }


def review_seen(door: Door) -> Mapping[str, str]:
    """The tag of the last review as it is."""
    return {"If-Match": _view(door)["ETag"]}


def reviewed(door: Door) -> Mapping[str, str]:
    """A child whom the neighbourhood officer has just reviewed."""
    found = planned_child(door)
    body, seen = review_body(door), review_seen(door)
    _sent(door, "neighbourhood", f"/children/{found['child_id']}/reviews", body, **seen)
    return found


def _advised(door: Door) -> str:
    return str(door.risk(planned_child(door)["child_id"])["advice"]["band"])


def judgement_body(door: Door) -> Mapping[str, str]:
    """Agreement with the advice as it is."""
    band, until = _advised(door), _day(door, 7)
    return {"judgement": "agree", "band": band, "grounds": _GROUNDS, "until": until}


def judgement_form(door: Door) -> Mapping[str, str]:
    """The same, as the page sends it."""
    body = dict(judgement_body(door))
    year, month, day = body.pop("until").split("-")
    return {**body, "until_year": year, "until_month": month, "until_day": day}


def lowered(door: Door) -> Mapping[str, str]:
    """A judgement of a response officer's that waits for a supervisor."""
    child = planned_child(door)["child_id"]
    body = {**judgement_body(door), "judgement": "lower", "band": "Low"}
    made = _sent(door, "officer", f"/children/{child}/judgements", body).json()
    return {"reference": made["judgement"]["waiting"]["reference"]}


def lowered_form(door: Door) -> Mapping[str, str]:
    """The form that approves it."""
    return {**lowered(door), "decision": "approve", "grounds": _GROUNDS}
