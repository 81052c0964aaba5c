"""One good request for every route of the desks: referrals, reviews, supervision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from weakref import WeakKeyDictionary

from tests.lib.door import Door
from tests.lib.reviewing_samples import (
    correction_body,
    judgement_body,
    judgement_form,
    lowered,
    lowered_form,
    review_body,
    review_seen,
    reviewed,
)
from tests.lib.reviewing_samples import planned_child as _planned
from tests.web.sampling import API, ByAsker, Sample, child_ids

__all__ = ["REFERRALS", "REVIEWS", "SUPERVISION"]

_REFERRED = {"referred_by": "school", "concern": "neglect"}
_WRONG_CHILD = {"why": "It was written for the wrong child by mistake."}
_GROUNDS = {"grounds": "Two of us saw it."}


def _received(door: Door) -> Any:
    """A referral that waits for triage: the one on the queue, or a new one."""
    headers = door.headers("hub", "safeguarding")
    asked = {"stage": "received", "limit": "1"}
    rows = door.request("GET", f"{API}/referrals", headers=headers, params=asked).json()["rows"]
    if rows:
        return rows[0]
    body = {"child": door.find("Kit Ashdownley"), **_REFERRED}
    made = door.request("POST", f"{API}/referrals", headers=headers, json=body)
    assert made.status_code == 200, made.text
    return made.json()


def _referral(door: Door) -> Mapping[str, str]:
    return {"referral": _received(door)["id"]}


def _referral_seen(door: Door) -> Mapping[str, str]:
    headers = door.headers("hub", "safeguarding")
    path = f"{API}/referrals/{_received(door)['id']}"
    return {"If-Match": door.request("GET", path, headers=headers).headers["etag"]}


def _triaged(door: Door) -> Mapping[str, str]:
    """A referral whose triage the hub has just written down, and the entry of that."""
    headers, id_ = door.headers("hub", "safeguarding"), str(_received(door)["id"])
    seen, path = _referral_tag(door, id_), f"{API}/referrals/{id_}/steps"
    body = {"step": "triage", "priority": "high"}
    door.moment += timedelta(seconds=1)
    made = door.request("POST", path, headers={**headers, "If-Match": seen}, json=body)
    assert made.status_code == 200, made.text
    door.moment += timedelta(seconds=1)
    _TRIAGED[door] = {"referral": id_, "entry": made.json()["entry"]}
    return {"referral": id_}


#: Which was triaged last at each door.
_TRIAGED: WeakKeyDictionary[Door, Mapping[str, str]] = WeakKeyDictionary()


def _last_triaged(door: Door) -> Mapping[str, str]:
    if door not in _TRIAGED:
        _triaged(door)
    return _TRIAGED[door]


def _referral_tag(door: Door, id_: str) -> str:
    headers = door.headers("hub", "safeguarding")
    return str(door.request("GET", f"{API}/referrals/{id_}", headers=headers).headers["etag"])


def _triage_put_right(door: Door) -> Mapping[str, Any]:
    right = {"step": "triage", "priority": "urgent"}
    return {"entry": _last_triaged(door)["entry"], "correct": right}


def _triaged_seen(door: Door) -> Mapping[str, str]:
    return {"If-Match": _referral_tag(door, _last_triaged(door)["referral"])}


def _conference(door: Door, account: str) -> str:
    """The entry of a call that the account has just written down; for whoever writes none
    down, the hub."""
    body = {"child": door.find("Kit Ashdownley"), "conference": "initial",
            "called_for": "2099-11-30"}  # fmt: skip
    headers = door.headers("neighbourhood" if account == "neighbourhood" else "hub", "safeguarding")
    made = door.request("POST", f"{API}/conferences", headers=headers, json=body)
    assert made.status_code == 200, made.text
    door.moment += timedelta(seconds=1)
    return str(made.json()["entry"])


def _call_put_right(door: Door, account: str) -> Mapping[str, str]:
    entry = _conference(door, account)
    return {"entry": entry, "conference": "review", "called_for": "2099-11-30"}


#: Referrals, conferences, charging and investigations.
REFERRALS: Mapping[tuple[str, str], Sample] = {
    ("GET", "/referrals"): Sample(),
    ("GET", "/new-referral"): Sample(),
    ("POST", "/new-referral"): Sample(
        form=lambda door: {"child": door.find("Kit Ashdownley"), **_REFERRED}
    ),
    # The form is shown before anything is read, so that it tells nothing of the id.
    ("GET", "/referrals/{referral}"): Sample(ids=_referral, has_foreign=False),
    ("POST", "/referrals/{referral}"): Sample(ids=_referral, form={"reason": "safeguarding"}),
    ("POST", "/referrals/{referral}/steps"): Sample(
        ids=_referral,
        form=lambda door: {
            "reason": "safeguarding",
            "step": "triage",
            "priority": "high",
            "seen": _referral_seen(door)["If-Match"],
        },
    ),
    ("POST", "/referrals/{referral}/corrections"): Sample(
        ids=_triaged,
        form=lambda door: {"reason": "safeguarding", "entry": _last_triaged(door)["entry"]},
    ),
    ("POST", f"{API}/referrals/{{referral}}/corrections"): Sample(
        ids=_triaged,
        body=_triage_put_right,
        headers=_triaged_seen,
        not_theirs=frozenset({"neighbourhood"}),
    ),
    ("POST", "/children/{child_id}/conferences/corrections"): Sample(
        ids=child_ids,
        form=lambda door: {"reason": "safeguarding", "entry": _conference(door, "hub")},
    ),
    ("POST", f"{API}/children/{{child_id}}/conferences/corrections"): Sample(
        ids=child_ids, body=ByAsker(_call_put_right, "hub")
    ),
    ("GET", "/conferences"): Sample(),
    ("GET", "/new-conference"): Sample(),
    ("POST", "/new-conference"): Sample(
        form=lambda door: {
            "child": door.find("Kit Ashdownley"),
            "conference": "initial",
            "called_day": "30",
            "called_month": "11",
            "called_year": "2099",
        }
    ),
    ("GET", "/children/{child_id}/conferences"): Sample(ids=child_ids, has_foreign=False),
    ("POST", "/children/{child_id}/conferences"): Sample(
        ids=child_ids, form={"reason": "safeguarding"}
    ),
    ("GET", f"{API}/children/{{child_id}}/conferences"): Sample(ids=child_ids),
    ("GET", "/charging"): Sample(),
    ("GET", "/investigations"): Sample(),
    ("GET", f"{API}/referrals"): Sample(),
    ("POST", f"{API}/referrals"): Sample(
        body=lambda door: {"child": door.find("Kit Ashdownley"), **_REFERRED}
    ),
    ("GET", f"{API}/referrals/{{referral}}"): Sample(ids=_referral, reason="safeguarding"),
    ("POST", f"{API}/referrals/{{referral}}/steps"): Sample(
        ids=_referral, body={"step": "triage", "priority": "high"}, headers=_referral_seen
    ),
    ("GET", f"{API}/conferences"): Sample(),
    ("POST", f"{API}/conferences"): Sample(
        body=lambda door: {
            "child": door.find("Kit Ashdownley"),
            "conference": "initial",
            "called_for": "2099-11-30",
        }
    ),
    ("GET", f"{API}/charging"): Sample(),
    ("GET", f"{API}/investigations"): Sample(),
}


#: Reviews, and judgement beside the advice.
REVIEWS: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/flagged"): Sample(),
    ("POST", f"{API}/children/{{child_id}}/review-views"): Sample(
        ids=_planned, body={"own_view": "Low"}, reason="review"
    ),
    ("POST", f"{API}/children/{{child_id}}/reviews"): Sample(
        ids=_planned, body=review_body, headers=review_seen, reason="review"
    ),
    ("POST", f"{API}/children/{{child_id}}/reviews/corrections"): Sample(
        ids=reviewed, body=correction_body, headers=review_seen, reason="review"
    ),
    ("POST", f"{API}/children/{{child_id}}/reviews/withdrawal"): Sample(
        ids=reviewed, body=_WRONG_CHILD, headers=review_seen, reason="review"
    ),
    ("POST", f"{API}/children/{{child_id}}/judgements"): Sample(
        ids=_planned, body=judgement_body, reason="review"
    ),
    ("GET", f"{API}/judgements"): Sample(),
    ("GET", f"{API}/judgements/figures"): Sample(),
    ("POST", f"{API}/judgements/{{reference}}/approval"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("POST", f"{API}/judgements/{{reference}}/refusal"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("POST", f"{API}/judgements/{{reference}}/end"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("GET", "/flagged"): Sample(),
    # Forms, before anything is read.
    ("GET", "/children/{child_id}/review"): Sample(ids=_planned, has_foreign=False),
    ("POST", "/children/{child_id}/review"): Sample(
        ids=_planned, form={"act": "view", "own_view": "Low"}
    ),
    ("GET", "/children/{child_id}/review/correction"): Sample(ids=_planned, has_foreign=False),
    ("POST", "/children/{child_id}/review/correction"): Sample(ids=reviewed, form={"act": "ask"}),
    ("GET", "/children/{child_id}/judgement"): Sample(ids=_planned, has_foreign=False),
    ("POST", "/children/{child_id}/judgement"): Sample(ids=_planned, form=judgement_form),
    ("GET", "/judgements"): Sample(),
    ("POST", "/judgements"): Sample(form=lowered_form),
    ("GET", "/judgements/figures"): Sample(),
}


#: Who is missing now, duties, the briefing.
SUPERVISION: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/missing-now"): Sample(),
    ("GET", f"{API}/duties"): Sample(query={"state": "overdue"}),
    ("GET", f"{API}/briefing"): Sample(),
    ("GET", "/missing-now"): Sample(),
    ("GET", "/duties"): Sample(query={"state": "coming", "team": "", "kind": ""}),
    ("GET", "/briefing"): Sample(),
    ("GET", "/briefing/print"): Sample(),
    ("POST", "/briefing/print"): Sample(form={"to_whom": "Night shift", "why": "To brief them"}),
}
