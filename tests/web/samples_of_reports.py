"""One good request for every route of missing reports; a report is opened for each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from tests.lib.door import Door
from tests.web.sampling import API, Sample, child_ids

__all__ = ["REPORTS"]

_REPORTS = f"{API}/missing-reports"
_REPORTED = {"since": "2026-11-21T16:00:00+00:00", "missing_from": "home"}
_BACK = {
    "at": "2026-11-21T20:00:00+00:00", "how_ended": "returned", "found_with": "nobody",
    "harm_found": "nothing_found",
}  # fmt: skip
_TALK = {
    "at": "2026-11-21T22:00:00+00:00", "interview": "done", "interviewed_by": "PC Example",
    "disclosure": "nothing_told",
}  # fmt: skip
#: The tag of the report that was opened last, at each door.
_TAGS: dict[int, str] = {}
#: Of a door at which none was opened: nothing has it.
_NO_TAG = '"none"'


def _stranger(door: Door) -> Mapping[str, Any]:
    """A report of a child whom nobody knows; another one each time."""
    return {**_REPORTED, "who": {"surname": f"Stranger {secrets.token_hex(6)}"}}


def _report(door: Door) -> Mapping[str, str]:
    headers = door.headers("supervisor")
    made = door.request("POST", _REPORTS, headers=headers, json=_stranger(door))
    assert made.status_code == 200, made.text
    reference = made.json()["report"]["reference"]
    return _tagged(door, reference)


def _tagged(door: Door, reference: str) -> Mapping[str, str]:
    address = f"{_REPORTS}/{reference}"
    shown = door.request("GET", address, headers=door.headers("supervisor"))
    _TAGS[id(door)] = shown.headers["etag"]
    return {"reference": reference}


def _returned(door: Door) -> Mapping[str, str]:
    reference = _report(door)["reference"]
    headers = {**door.headers("supervisor"), **_tag(door)}
    address = f"{_REPORTS}/{reference}/found"
    found = door.request("POST", address, headers=headers, json=_BACK)
    assert found.status_code == 200, found.text
    return _tagged(door, reference)


def _tag(door: Door) -> Mapping[str, str]:
    return {"If-Match": _TAGS.get(id(door), _NO_TAG)}


def _report_act(door: Door) -> Mapping[str, str]:
    return {**_report(door), "act": "found"}


#: Missing reports.
REPORTS: Mapping[tuple[str, str], Sample] = {
    ("POST", _REPORTS): Sample(body=_stranger),
    ("GET", f"{_REPORTS}/{{reference}}"): Sample(ids=_report),
    ("POST", f"{_REPORTS}/{{reference}}/updates"): Sample(
        ids=_report, body={"clothing": "Red coat."}, headers=_tag
    ),
    ("POST", f"{_REPORTS}/{{reference}}/found"): Sample(ids=_report, body=_BACK, headers=_tag),
    ("POST", f"{_REPORTS}/{{reference}}/prevention-interviews"): Sample(
        ids=_returned, body=_TALK, headers=_tag
    ),
    ("POST", f"{_REPORTS}/{{reference}}/return-interview-offers"): Sample(
        ids=_returned,
        headers=_tag,
        body={"at": _TALK["at"], "interviewed_by": "Interview service"},
    ),
    ("POST", f"{_REPORTS}/{{reference}}/return-interviews"): Sample(
        ids=_returned, body=_TALK, headers=_tag
    ),
    ("POST", f"{_REPORTS}/{{reference}}/reviews"): Sample(
        ids=_report,
        headers=_tag,
        body={"at": _TALK["at"], "review_by": "inspector", "direction": "Ring the home."},
    ),
    ("POST", f"{_REPORTS}/{{reference}}/strategy-meetings"): Sample(
        ids=_report, body={"at": _TALK["at"]}, headers=_tag
    ),
    ("POST", f"{_REPORTS}/{{reference}}/withdrawal"): Sample(
        ids=_report, body={"why": "Entered for the wrong child by mistake."}, headers=_tag
    ),
    ("GET", "/missing-reports/new"): Sample(),
    ("GET", "/children/{child_id}/missing-report"): Sample(ids=child_ids, has_foreign=False),
    ("POST", "/missing-reports/new"): Sample(
        form=lambda _: {
            "step": "open",
            "key": secrets.token_hex(8),
            "since": "2026-11-21T16:00:00Z",
            "missing_from": "home",
            "surname": f"Stranger {secrets.token_hex(6)}",
        }
    ),
    # As of a child: the form is shown before anything is read.
    ("GET", "/missing-reports/{reference}"): Sample(ids=_report, has_foreign=False),
    ("POST", "/missing-reports/{reference}"): Sample(
        ids=_report, form={"reason": "missing_report"}
    ),
    ("POST", "/missing-reports/{reference}/reviews"): Sample(
        ids=_report, form={"reason": "missing_report", "step": "ask"}
    ),
    ("POST", "/missing-reports/{reference}/{act}"): Sample(
        ids=_report_act, form={"reason": "missing_report", "step": "ask"}
    ),
}
