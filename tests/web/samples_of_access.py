"""One good request for every route of looks at a child, limits, telling, keeping, erasing."""

from __future__ import annotations

from collections.abc import Mapping

from tests.lib.door import Door
from tests.lib.telling import dead_message, leave_notice
from tests.web.sampling import API, WHY, ByAsker, Sample, child_ids

__all__ = ["CHILDREN", "KEEPING", "MANNERS_OF_ACCESS"]

_NAME = {"name": "Kit Ashdownley"}
_GIVEN = {"to_whom": "Duty social worker", "purpose": "safeguarding", "why": "Asked for at once."}
#: Account -> the kind of notice that is left to its role alone.
_OWN_NOTICES: Mapping[str, str] = {
    "hub": "referral_without_owner",
    "reviewer": "doubtful_link_with_plan",
    "administrator": "queue_over_age",
}
_IN_WORDS = "safeguarding; Her mother works at the front desk."


def _twin(door: Door) -> Mapping[str, str]:
    return {"child_id": door.find("Edith Quillfeather")}


def _limits(door: Door) -> Mapping[str, str]:
    """The tag of the limits on the twin's record as they are now."""
    response = door.request("GET", f"{API}/restrictions", headers=door.headers("supervisor"))
    assert response.status_code == 200, response.text
    listed, child = response.json(), _twin(door)["child_id"]
    tags = [row["etag"] for row in listed["restrictions"] if row["child"] == child]
    return {"If-Match": (tags or [listed["unlimited_etag"]])[0]}


def _notice(door: Door, account: str) -> Mapping[str, str]:
    """A notice that was left to whoever asks, and stands in their own list: of a limit for a
    team's members and the supervisor above them, of what only they are told for the others."""
    if account in _OWN_NOTICES:
        leave_notice(door, _OWN_NOTICES[account], child_ids(door)["child_id"])
    else:
        _change_limits(door)
    response = door.request("GET", f"{API}/notices", headers=door.headers(account))
    assert response.status_code == 200, response.text
    open_ones = [one for one in response.json()["notices"] if one["acknowledged_at"] is None]
    return {"notice_id": open_ones[0]["id"]}


def _notice_form(door: Door, account: str) -> Mapping[str, str]:
    return {"notice": _notice(door, account)["notice_id"]}


def _change_limits(door: Door) -> None:
    path = f"{API}/children/{_twin(door)['child_id']}/restriction"
    for method, body in (("PUT", {"team": "City North"}), ("DELETE", None)):
        headers = {**door.headers("supervisor", _IN_WORDS), **_limits(door)}
        response = door.request(method, path, headers=headers, json=body)
        assert response.status_code == 200, response.text


def _message(door: Door) -> Mapping[str, str]:
    """A message that could not be delivered."""
    return {"message_id": dead_message(door)}


def _lifting(door: Door) -> Mapping[str, str]:
    """The form that lifts the limit on the twin's record, or sets it."""
    seen, words = _limits(door)["If-Match"], "Her mother left the front desk."
    return {"child": _twin(door)["child_id"], "team": "City North", "seen": seen, "note": words}


def _no_erasure(door: Door) -> Mapping[str, str]:
    return {"erasure_id": "nobody-asked"}


#: Finding a child and looking at one.
CHILDREN: Mapping[tuple[str, str], Sample] = {
    ("POST", f"{API}/children/search"): Sample(body=_NAME),
    ("GET", f"{API}/children/{{child_id}}/risk"): Sample(ids=child_ids),
    ("GET", "/"): Sample(),
    ("POST", "/search"): Sample(form=_NAME),
    # The form is shown before anything is read, so that it tells nothing of the id.
    ("GET", "/children/{child_id}"): Sample(ids=child_ids, has_foreign=False),
    ("POST", "/children/{child_id}"): Sample(ids=child_ids, form={"reason": "missing_report"}),
}


#: Disclosing, limiting, notices of it, messages.
MANNERS_OF_ACCESS: Mapping[tuple[str, str], Sample] = {
    ("POST", f"{API}/children/{{child_id}}/disclosures"): Sample(ids=child_ids, body=_GIVEN),
    ("PUT", f"{API}/children/{{child_id}}/restriction"): Sample(
        ids=_twin, body={"team": "City North"}, headers=_limits, reason=_IN_WORDS
    ),
    ("DELETE", f"{API}/children/{{child_id}}/restriction"): Sample(
        ids=_twin, headers=_limits, reason=_IN_WORDS
    ),
    ("POST", "/children/{child_id}/print"): Sample(
        ids=child_ids, form={"reason": "missing_report", **_GIVEN}
    ),
    ("GET", "/restrictions"): Sample(),
    ("POST", "/restrictions"): Sample(303, form=_lifting),
    ("GET", f"{API}/teams/looks"): Sample(),
    ("GET", "/team/looks"): Sample(),
    ("GET", "/notices"): Sample(),
    ("POST", "/notices"): Sample(303, form=ByAsker(_notice_form, "neighbourhood")),
    ("GET", f"{API}/restrictions"): Sample(),
    ("GET", f"{API}/messages"): Sample(),
    ("GET", f"{API}/messages/figures"): Sample(),
    ("POST", f"{API}/messages/{{message_id}}/again"): Sample(ids=_message),
    ("GET", "/messages"): Sample(),
    ("POST", "/messages"): Sample(303, form=lambda door: {"message": dead_message(door)}),
    ("GET", f"{API}/notices"): Sample(),
    ("POST", f"{API}/notices/{{notice_id}}/acknowledgement"): Sample(
        ids=ByAsker(_notice, "neighbourhood")
    ),
}


#: Keeping and erasing.
KEEPING: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/retention/due"): Sample(),
    ("POST", f"{API}/retention/{{child_id}}/decision"): Sample(
        ids=child_ids, body={"keep_until": "2032-11-30", **WHY}
    ),
    ("GET", f"{API}/erasures"): Sample(),
    # Erasing is tried in tests/contract: here nobody may go.
    ("POST", f"{API}/erasures"): Sample(422, body={"child": "C-1", "rule": "because", **WHY}),
    ("POST", f"{API}/erasures/{{erasure_id}}/approval"): Sample(404, ids=_no_erasure, body=WHY),
    ("GET", "/retention"): Sample(),
    ("POST", "/retention"): Sample(422, form={"act": "ask", "rule": "because", **WHY}),
}
