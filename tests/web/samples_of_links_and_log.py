"""One good request for every route of links in doubt, scorecards and the log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.lib.door import Door
from tests.web.sampling import API, WHY, Sample, child_ids

__all__ = ["LINKS", "LOG", "SCORECARDS"]

_LINKS = f"{API}/links"
_SPLIT = {"records": [{"system": "S3", "reference": "nobody"}], **WHY}


def _person(door: Door) -> Mapping[str, str]:
    return {"person_id": door.find("Kit Ashdownley")}


def _ask(door: Door, method: str, path: str, body: Any = None) -> Any:
    headers = door.headers("reviewer", "review")
    response = door.request(method, path, headers=headers, json=body)
    assert response.status_code == 200, response.text
    return response.json()


def _link(door: Door) -> Mapping[str, str]:
    if not _ask(door, "GET", f"{_LINKS}/doubtful")["links"]:
        _put_back_in_doubt(door)
    return {"link_id": _ask(door, "GET", f"{_LINKS}/doubtful")["links"][0]["link"]}


def _act(door: Door) -> Mapping[str, str]:
    link = _link(door)["link_id"]
    said = {"said": "different", **WHY}
    return {"act_id": _ask(door, "POST", f"{_LINKS}/doubtful/{link}/judgement", said)["act"]}


def _put_back_in_doubt(door: Door) -> None:
    """Undo what samples that were refused left decided: there are two links to decide."""
    for name in ("Benedict Thornebury", "Ada Quillfeather"):
        records = _ask(door, "GET", f"{_LINKS}/people/{door.find(name)}/records")
        for act in records["acts"]:
            if act["kind"] == "judged" and act["said"] == "different" and not act["undone_by"]:
                _ask(door, "POST", f"{_LINKS}/judgements/{act['act']}/undo", WHY)


def _entry(door: Door) -> Mapping[str, str]:
    child = child_ids(door)["child_id"]
    shown = door.request("GET", f"{API}/children/{child}/risk", headers=door.headers())
    return {"entry_id": shown.headers["X-Audit-Entry"]}


def _sealed(door: Door) -> Mapping[str, str]:
    """There is a head once something was entered and sealed."""
    _entry(door)
    sealer = door.service.sealing.sealer
    assert sealer is not None
    sealer.seal_now()
    return {}


def _tile(door: Door) -> Mapping[str, str]:
    _sealed(door)
    return {"level": "0", "position": "0"}


#: Links in doubt.
LINKS: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{_LINKS}/doubtful"): Sample(),
    ("GET", f"{_LINKS}/doubtful/{{link_id}}"): Sample(ids=_link, reason="review"),
    ("POST", f"{_LINKS}/doubtful/{{link_id}}/judgement"): Sample(
        ids=_link, body={"said": "cant_say", **WHY}, reason="review"
    ),
    ("POST", f"{_LINKS}/judgements/{{act_id}}/undo"): Sample(ids=_act, body=WHY, reason="review"),
    ("GET", f"{_LINKS}/people/{{person_id}}/records"): Sample(ids=_person, reason="review"),
    # Splitting is tried in test_link_review_splits: here nothing may move.
    ("POST", f"{_LINKS}/people/{{person_id}}/split"): Sample(
        422, ids=_person, body=_SPLIT, reason="review"
    ),
    ("GET", f"{_LINKS}/agreement"): Sample(),
    ("GET", "/links"): Sample(),
    ("GET", "/links/agreement"): Sample(),
    ("GET", "/links/{link_id}"): Sample(ids=_link),
    ("POST", "/links/{link_id}"): Sample(303, ids=_link, form={"said": "cant_say", **WHY}),
    ("POST", "/links/judgements/{act_id}/undo"): Sample(303, ids=_act, form=WHY),
    ("GET", "/links/people/{person_id}"): Sample(ids=_person),
    # The interruption before it; splitting is tried in test_link_pages.
    ("POST", "/links/people/{person_id}"): Sample(
        ids=_person, form={"step": "check", "record-1": "S3:N-4", **WHY}
    ),
}


#: Models.
SCORECARDS: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/models"): Sample(),
    ("GET", f"{API}/models/shadow"): Sample(),
    ("GET", "/models"): Sample(),
}


#: The log, its search and its proofs.
LOG: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/log/checkpoint"): Sample(ids=_sealed),
    ("GET", f"{API}/log/keys"): Sample(),
    ("GET", f"{API}/log/tile/{{level}}/{{position}}"): Sample(ids=_tile, query={"width": "1"}),
    ("GET", f"{API}/log/entries/{{entry_id}}/proof"): Sample(ids=_entry),
    ("GET", "/trust"): Sample(),
    ("GET", f"{API}/audit/{{entry_id}}/replay"): Sample(ids=_entry, reason="audit"),
    ("POST", "/log/entries/{entry_id}/replay"): Sample(ids=_entry, form={"reason": "audit"}),
    ("POST", f"{API}/audit/search"): Sample(body={"officer": "officer"}),
    ("GET", f"{API}/audit/unusual"): Sample(),
    ("GET", f"{API}/audit/figures"): Sample(),
    ("GET", f"{API}/audit/{{entry_id}}"): Sample(ids=_entry),
    ("GET", "/log"): Sample(),
    ("POST", "/log"): Sample(form={"officer": "officer", "since": "2026-11-01"}),
    ("GET", "/log/unusual"): Sample(),
    ("GET", "/log/figures"): Sample(),
    ("GET", "/log/entries/{entry_id}"): Sample(ids=_entry),
}
