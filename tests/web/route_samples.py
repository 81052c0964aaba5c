"""One good request for every route: what the table of routes is tried with, over HTTP.

Whoever adds a route adds its row in :mod:`serving.access.routes` and its sample here. The
force behind the door is :func:`tests.lib.link_review.doubtful_force`, and every sample may
be sent again and again, by each account that may.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from serving.service.demo_accounts import demo_accounts
from serving.store.accounts import Account, find_account, save_account
from tests.lib.door import Door
from tests.lib.indicator_months import published_ids
from tests.lib.plan_samples import (
    act_form,
    compare_ids,
    notice_form,
    notice_ids,
    notice_tag,
    plan_ids,
    plan_tag,
    section_form,
    section_ids,
    section_tag,
    the_child,
    version_ids,
    withdrawal_form,
)
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
from tests.lib.telling import dead_message

__all__ = ["GRADE", "SAMPLES", "Sample"]

_API = "/api/v1"
_LINKS = f"{_API}/links"
_WHY = {"why": "One family, as the school says."}


def _no_ids(door: Door) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Sample:
    """One request.

    Attributes:
        gives: the status that somebody who may gets.
        ids: what stands in the path's braces; made anew before each request by somebody
            who may, so that it may do first whatever the request needs. Those who may not
            are all tried with the same ones.
        body: the JSON body, or what gives it.
        form: the fields of a page's form; the session's token is added.
        headers: beside the token and the reason, or what gives them.
        reason: the reason for access of an API request.
        has_foreign: whether an unknown id in the path is told as 404 (else as ``gives``).
    """

    gives: int = 200
    ids: Callable[[Door], Mapping[str, str]] = _no_ids
    body: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | Callable[[Door], Mapping[str, str]] | None = None
    headers: Mapping[str, str] | Callable[[Door], Mapping[str, str]] = field(default_factory=dict)
    reason: str = "missing_report"
    has_foreign: bool = True


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


def _child(door: Door) -> Mapping[str, str]:
    return {"child_id": door.find("Kit Ashdownley")}


def _entry(door: Door) -> Mapping[str, str]:
    child = _child(door)["child_id"]
    shown = door.request("GET", f"{_API}/children/{child}/risk", headers=door.headers())
    return {"entry_id": shown.headers["X-Audit-Entry"]}


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
    said = {"said": "different", **_WHY}
    return {"act_id": _ask(door, "POST", f"{_LINKS}/doubtful/{link}/judgement", said)["act"]}


def _put_back_in_doubt(door: Door) -> None:
    """Undo what samples that were refused left decided: there are two links to decide."""
    for name in ("Benedict Thornebury", "Ada Quillfeather"):
        records = _ask(door, "GET", f"{_LINKS}/people/{door.find(name)}/records")
        for act in records["acts"]:
            if act["kind"] == "judged" and act["said"] == "different" and not act["undone_by"]:
                _ask(door, "POST", f"{_LINKS}/judgements/{act['act']}/undo", _WHY)


def _sign_in(door: Door) -> Mapping[str, str]:
    password = {one.account: one.password for one in demo_accounts(door.store)}["officer"]
    return {"account": "officer", "password": password}


def _twin(door: Door) -> Mapping[str, str]:
    return {"child_id": door.find("Edith Quillfeather")}


_ACCOUNT = {"display_name": "PC Sam Example", "roles": ["officer"], "team": None}
_PASSWORD = "four invented short words"  # of accounts that these samples make


def _new_account(door: Door) -> Mapping[str, Any]:
    """Another one each time: an account can be made once."""
    name = f"made-{secrets.token_hex(4)}"
    return {"account": name, "password": _PASSWORD, **_ACCOUNT}


def _new_account_form(door: Door) -> Mapping[str, str]:
    made = _new_account(door)
    return {name: made[name] for name in ("account", "password", "display_name")}


def _account(door: Door) -> Mapping[str, str]:
    with door.store.reading() as connection:
        is_there = find_account(connection, "sam") is not None
    if not is_there:
        made = {"account": "sam", "password": _PASSWORD, **_ACCOUNT}
        headers = door.headers("administrator")
        response = door.request("POST", f"{_API}/accounts", headers=headers, json=made)
        assert response.status_code == 200, response.text
    return {"account": "sam"}


def _account_seen(door: Door) -> Mapping[str, str]:
    _account(door)
    headers = door.headers("administrator")
    shown = door.request("GET", f"{_API}/accounts/sam", headers=headers)
    return {"If-Match": shown.headers["etag"]}


def _account_form(door: Door) -> Mapping[str, str]:
    state = _account_seen(door)["If-Match"]
    return {"display_name": "PC Sam Example", "role_officer": "yes", "state": state}


def _no_erasure(door: Door) -> Mapping[str, str]:
    return {"erasure_id": "nobody-asked"}


_IN_WORDS = "safeguarding; Her mother works at the front desk."


def _limits(door: Door) -> Mapping[str, str]:
    """The tag of the limits on the twin's record as they are now."""
    response = door.request("GET", f"{_API}/restrictions", headers=door.headers("supervisor"))
    assert response.status_code == 200, response.text
    listed, child = response.json(), _twin(door)["child_id"]
    tags = [row["etag"] for row in listed["restrictions"] if row["child"] == child]
    return {"If-Match": (tags or [listed["unlimited_etag"]])[0]}


def _notice(door: Door) -> Mapping[str, str]:
    """A notice to the team of which its members and the supervisor above them are told."""
    path = f"{_API}/children/{_twin(door)['child_id']}/restriction"
    for method, body in (("PUT", {"team": "City North"}), ("DELETE", None)):
        headers = {**door.headers("supervisor", _IN_WORDS), **_limits(door)}
        response = door.request(method, path, headers=headers, json=body)
        assert response.status_code == 200, response.text
    response = door.request("GET", f"{_API}/notices", headers=door.headers("neighbourhood"))
    return {"notice_id": response.json()["notices"][0]["id"]}


def _message(door: Door) -> Mapping[str, str]:
    """A message that could not be delivered."""
    return {"message_id": dead_message(door)}


def _lifting(door: Door) -> Mapping[str, str]:
    """The form that lifts the limit on the twin's record, or sets it."""
    seen, words = _limits(door)["If-Match"], "Her mother left the front desk."
    return {"child": _twin(door)["child_id"], "team": "City North", "seen": seen, "note": words}


def _received(door: Door) -> Mapping[str, Any]:
    """A referral that waits for triage: the one on the queue, or a new one."""
    headers = door.headers("hub", "safeguarding")
    asked = {"stage": "received", "limit": "1"}
    rows = door.request("GET", f"{_API}/referrals", headers=headers, params=asked).json()["rows"]
    if rows:
        return rows[0]
    body = {"child": door.find("Kit Ashdownley"), **_REFERRED}
    made = door.request("POST", f"{_API}/referrals", headers=headers, json=body)
    assert made.status_code == 200, made.text
    return made.json()


def _referral(door: Door) -> Mapping[str, str]:
    return {"referral": _received(door)["id"]}


def _referral_seen(door: Door) -> Mapping[str, str]:
    headers = door.headers("hub", "safeguarding")
    path = f"{_API}/referrals/{_received(door)['id']}"
    return {"If-Match": door.request("GET", path, headers=headers).headers["etag"]}


_REFERRED = {"referred_by": "school", "concern": "neglect"}
_DRAW = {"cases": 2, "days": 28}


def _graders(door: Door, *, is_fourth_there: bool) -> None:
    """Three people grade; a fourth is there only while somebody is to be replaced."""
    closed = None if is_fourth_there else door.moment
    for name, closed_at in (("third-grader", None), ("fourth-grader", closed)):
        made = Account(name, name, "x", ("case_grader",), is_demo=True, closed_at=closed_at)
        with door.store.writing() as connection:
            save_account(connection, made)


def _drawn(door: Door) -> Any:
    """A fresh drawing, for which three people may be named."""
    _graders(door, is_fourth_there=False)
    headers = door.headers("auditor")
    response = door.request("POST", f"{_API}/case-audits", headers=headers, json=_DRAW)
    assert response.status_code == 200, response.text
    return response.json()


def _audit(door: Door) -> Mapping[str, str]:
    return {"audit_id": _drawn(door)["audit"]}


def _case_of(door: Door, account: str) -> Any:
    """One that falls to the account: of two cases each of three gets one at least."""
    rows = _drawn(door)["rows"]
    return next(row for row in rows if account in [one["account"] for one in row["graders"]])


def _thirds_case(door: Door) -> Mapping[str, str]:
    return {"case_id": _case_of(door, "third-grader")["case"]}


def _named_instead(door: Door) -> Mapping[str, str]:
    _graders(door, is_fourth_there=True)
    return {"account": "fourth-grader", "instead_of": "third-grader"}


def _graders_case(door: Door) -> Mapping[str, str]:
    return {"case_id": _case_of(door, "grader")["case"]}


def _graded_case(door: Door) -> Mapping[str, str]:
    row = _case_of(door, "grader")
    for one in row["graders"]:
        path = f"{_API}/audit-cases/{row['case']}/grades"
        headers = door.headers(one["account"], "audit")
        response = door.request("POST", path, headers=headers, json=GRADE)
        assert response.status_code == 200, response.text
    return {"case_id": row["case"]}


GRADE = {
    "grade": "Medium",
    "plan_read": "not_known",
    "own_words": "no",
    "review_in_time": "yes",
    "words": "Young, and missing late.",
}
_GROUNDS = {"grounds": "Two of us saw it."}
_KEPT = {"grade": "High", "words": "The other saw the plan."}
_GIVEN = {"to_whom": "Duty social worker", "purpose": "safeguarding", "why": "Asked for at once."}
_NAME = {"name": "Kit Ashdownley"}
_SPLIT = {"records": [{"system": "S3", "reference": "nobody"}], **_WHY}

_SERVED = {
    "served_at": "2026-11-20T10:00:00+00:00",
    "in_force_until": "2027-02-01",
    "adult_forename": "Grant",
    "adult_surname": "Exampleson",
}

_REPORTS = f"{_API}/missing-reports"
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
    return {"If-Match": _TAGS[id(door)]}


def _report_act(door: Door) -> Mapping[str, str]:
    return {**_report(door), "act": "found"}


#: (method, path) -> a good request.
SAMPLES: Mapping[tuple[str, str], Sample] = {
    # ---------------------------------------------------------------- children
    ("POST", f"{_API}/children/search"): Sample(body=_NAME),
    ("GET", f"{_API}/children/{{child_id}}/risk"): Sample(ids=_child),
    ("GET", "/"): Sample(),
    ("POST", "/search"): Sample(form=_NAME),
    # The form is shown before anything is read, so that it tells nothing of the id.
    ("GET", "/children/{child_id}"): Sample(ids=_child, has_foreign=False),
    ("POST", "/children/{child_id}"): Sample(ids=_child, form={"reason": "missing_report"}),
    # ---------------------------------------------------------------- referrals
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
    ("GET", "/children/{child_id}/conferences"): Sample(ids=_child, has_foreign=False),
    ("POST", "/children/{child_id}/conferences"): Sample(
        ids=_child, form={"reason": "safeguarding"}
    ),
    ("GET", f"{_API}/children/{{child_id}}/conferences"): Sample(ids=_child),
    ("GET", "/charging"): Sample(),
    ("GET", "/investigations"): Sample(),
    ("GET", f"{_API}/referrals"): Sample(),
    ("POST", f"{_API}/referrals"): Sample(
        body=lambda door: {"child": door.find("Kit Ashdownley"), **_REFERRED}
    ),
    ("GET", f"{_API}/referrals/{{referral}}"): Sample(ids=_referral, reason="safeguarding"),
    ("POST", f"{_API}/referrals/{{referral}}/steps"): Sample(
        ids=_referral, body={"step": "triage", "priority": "high"}, headers=_referral_seen
    ),
    ("GET", f"{_API}/conferences"): Sample(),
    ("POST", f"{_API}/conferences"): Sample(
        body=lambda door: {
            "child": door.find("Kit Ashdownley"),
            "conference": "initial",
            "called_for": "2099-11-30",
        }
    ),
    ("GET", f"{_API}/charging"): Sample(),
    ("GET", f"{_API}/investigations"): Sample(),
    # ---------------------------------------------------------------- plans and notices
    ("POST", f"{_API}/plans"): Sample(body=the_child),
    ("GET", f"{_API}/plans"): Sample(query={"state": "open"}),
    ("GET", f"{_API}/plans/{{reference}}"): Sample(ids=plan_ids),
    ("GET", f"{_API}/plans/{{reference}}/versions/{{number}}"): Sample(ids=version_ids),
    ("GET", f"{_API}/plans/{{reference}}/compare"): Sample(
        ids=version_ids, query={"from": "1", "to": "1"}
    ),
    ("GET", f"{_API}/plans/{{reference}}/draft/sections/{{section}}"): Sample(ids=section_ids),
    ("PUT", f"{_API}/plans/{{reference}}/draft/sections/{{section}}"): Sample(
        ids=section_ids, body={"content": ["Ring the home."]}, headers=section_tag
    ),
    ("POST", f"{_API}/plans/{{reference}}/submission"): Sample(
        ids=plan_ids, headers=plan_tag(state="open")
    ),
    ("POST", f"{_API}/plans/{{reference}}/approval"): Sample(
        ids=plan_ids, headers=plan_tag(state="waiting")
    ),
    ("POST", f"{_API}/plans/{{reference}}/return"): Sample(
        ids=plan_ids, body={"words": "Add the aunt."}, headers=plan_tag(state="waiting")
    ),
    ("POST", f"{_API}/plans/{{reference}}/review"): Sample(
        ids=plan_ids,
        body={"review_due": "2026-12-22", "words": "Read with the home's manager."},
        headers=plan_tag(state="live"),
    ),
    ("POST", f"{_API}/plans/{{reference}}/end"): Sample(
        ids=plan_ids, body={"words": "She is safe."}, headers=plan_tag(state="open")
    ),
    ("GET", f"{_API}/plans/{{reference}}/looks"): Sample(ids=version_ids),
    ("GET", "/plans"): Sample(),
    ("POST", "/plans"): Sample(303, form=the_child),
    ("GET", "/plans/{reference}"): Sample(ids=plan_ids),
    ("POST", "/plans/{reference}/submission"): Sample(303, ids=plan_ids, form=act_form("open")),
    ("POST", "/plans/{reference}/approval"): Sample(303, ids=plan_ids, form=act_form("waiting")),
    ("POST", "/plans/{reference}/return"): Sample(303, ids=plan_ids, form=act_form("waiting")),
    ("POST", "/plans/{reference}/review"): Sample(303, ids=plan_ids, form=act_form("live")),
    ("POST", "/plans/{reference}/end"): Sample(303, ids=plan_ids, form=act_form("open")),
    ("GET", "/plans/{reference}/sections/{section}"): Sample(ids=section_ids),
    ("POST", "/plans/{reference}/sections/{section}"): Sample(
        303, ids=section_ids, form=section_form
    ),
    ("GET", "/plans/{reference}/compare/{before}/{after}"): Sample(ids=compare_ids),
    ("GET", "/plans/{reference}/looks"): Sample(ids=version_ids),
    ("GET", "/children/{child_id}/plan"): Sample(ids=_child, has_foreign=False),
    ("GET", "/children/{child_id}/abduction-notices/new"): Sample(ids=_child, has_foreign=False),
    ("POST", "/abduction-notices"): Sample(303, form=notice_form),
    ("GET", "/abduction-notices/{reference}"): Sample(ids=notice_ids),
    ("POST", "/abduction-notices/{reference}"): Sample(303, ids=notice_ids, form=withdrawal_form),
    ("POST", f"{_API}/abduction-notices"): Sample(body=lambda door: {**the_child(door), **_SERVED}),
    ("GET", f"{_API}/abduction-notices/{{reference}}"): Sample(ids=notice_ids),
    ("PUT", f"{_API}/abduction-notices/{{reference}}"): Sample(
        ids=notice_ids, body=_SERVED, headers=notice_tag
    ),
    ("POST", f"{_API}/abduction-notices/{{reference}}/breach"): Sample(
        ids=notice_ids, body={"at": "2026-11-21T21:00:00+00:00"}, headers=notice_tag
    ),
    ("POST", f"{_API}/abduction-notices/{{reference}}/withdrawal"): Sample(
        ids=notice_ids, headers=notice_tag
    ),
    # ---------------------------------------------------------------- case audits
    ("POST", f"{_API}/case-audits"): Sample(body=_DRAW),
    ("GET", f"{_API}/case-audits"): Sample(),
    ("GET", f"{_API}/case-audits/agreement"): Sample(),
    ("GET", f"{_API}/case-audits/{{audit_id}}"): Sample(ids=_audit),
    ("GET", f"{_API}/audit-cases"): Sample(),
    ("GET", f"{_API}/audit-cases/{{case_id}}"): Sample(ids=_graders_case, reason="audit"),
    ("POST", f"{_API}/audit-cases/{{case_id}}/grades"): Sample(
        ids=_graders_case, body=GRADE, reason="audit"
    ),
    ("POST", f"{_API}/audit-cases/{{case_id}}/final"): Sample(
        ids=_graded_case, body=_KEPT, reason="audit"
    ),
    ("POST", f"{_API}/audit-cases/{{case_id}}/graders"): Sample(
        ids=_thirds_case, body=_named_instead
    ),
    ("GET", "/case-audits"): Sample(),
    ("POST", "/case-audits"): Sample(303, form={"cases": "2", "days": "28"}),
    ("GET", "/case-audits/agreement"): Sample(),
    ("GET", "/case-audits/{audit_id}"): Sample(ids=_audit),
    ("GET", "/audit-cases"): Sample(),
    ("GET", "/audit-cases/{case_id}"): Sample(ids=_graders_case),
    ("POST", "/audit-cases/{case_id}/grades"): Sample(303, ids=_graders_case, form=GRADE),
    ("POST", "/audit-cases/{case_id}/final"): Sample(303, ids=_graded_case, form=_KEPT),
    ("POST", "/audit-cases/{case_id}/graders"): Sample(303, ids=_thirds_case, form=_named_instead),
    # ---------------------------------------------------------------- reviews and judgement
    ("GET", f"{_API}/flagged"): Sample(),
    ("POST", f"{_API}/children/{{child_id}}/review-views"): Sample(
        ids=_planned, body={"own_view": "Low"}, reason="review"
    ),
    ("POST", f"{_API}/children/{{child_id}}/reviews"): Sample(
        ids=_planned, body=review_body, headers=review_seen, reason="review"
    ),
    ("POST", f"{_API}/children/{{child_id}}/reviews/corrections"): Sample(
        ids=reviewed, body=correction_body, headers=review_seen, reason="review"
    ),
    ("POST", f"{_API}/children/{{child_id}}/judgements"): Sample(
        ids=_planned, body=judgement_body, reason="review"
    ),
    ("GET", f"{_API}/judgements"): Sample(),
    ("GET", f"{_API}/judgements/figures"): Sample(),
    ("POST", f"{_API}/judgements/{{reference}}/approval"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("POST", f"{_API}/judgements/{{reference}}/refusal"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("POST", f"{_API}/judgements/{{reference}}/end"): Sample(
        ids=lowered, body=_GROUNDS, reason="review"
    ),
    ("GET", "/flagged"): Sample(),
    # Forms, before anything is read.
    ("GET", "/children/{child_id}/review"): Sample(ids=_planned, has_foreign=False),
    ("POST", "/children/{child_id}/review"): Sample(
        ids=_planned, form={"act": "view", "own_view": "Low"}
    ),
    ("GET", "/children/{child_id}/judgement"): Sample(ids=_planned, has_foreign=False),
    ("POST", "/children/{child_id}/judgement"): Sample(ids=_planned, form=judgement_form),
    ("GET", "/judgements"): Sample(),
    ("POST", "/judgements"): Sample(form=lowered_form),
    ("GET", "/judgements/figures"): Sample(),
    # ---------------------------------------------------------------- missing reports
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
    ("GET", "/children/{child_id}/missing-report"): Sample(ids=_child, has_foreign=False),
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
    # ---------------------------------------------------------------- links
    ("GET", f"{_LINKS}/doubtful"): Sample(),
    ("GET", f"{_LINKS}/doubtful/{{link_id}}"): Sample(ids=_link, reason="review"),
    ("POST", f"{_LINKS}/doubtful/{{link_id}}/judgement"): Sample(
        ids=_link, body={"said": "cant_say", **_WHY}, reason="review"
    ),
    ("POST", f"{_LINKS}/judgements/{{act_id}}/undo"): Sample(ids=_act, body=_WHY, reason="review"),
    ("GET", f"{_LINKS}/people/{{person_id}}/records"): Sample(ids=_person, reason="review"),
    # Splitting is tried in test_link_review_splits: here nothing may move.
    ("POST", f"{_LINKS}/people/{{person_id}}/split"): Sample(
        422, ids=_person, body=_SPLIT, reason="review"
    ),
    ("GET", f"{_LINKS}/agreement"): Sample(),
    ("GET", "/links"): Sample(),
    ("GET", "/links/agreement"): Sample(),
    ("GET", "/links/{link_id}"): Sample(ids=_link),
    ("POST", "/links/{link_id}"): Sample(303, ids=_link, form={"said": "cant_say", **_WHY}),
    ("POST", "/links/judgements/{act_id}/undo"): Sample(303, ids=_act, form=_WHY),
    ("GET", "/links/people/{person_id}"): Sample(ids=_person),
    # The interruption before it; splitting is tried in test_link_pages.
    ("POST", "/links/people/{person_id}"): Sample(
        ids=_person, form={"step": "check", "record-1": "S3:N-4", **_WHY}
    ),
    # ---------------------------------------------------------------- scorecards
    ("GET", f"{_API}/models"): Sample(),
    ("GET", f"{_API}/models/shadow"): Sample(),
    ("GET", "/models"): Sample(),
    # ---------------------------------------------------------------- the log
    ("GET", f"{_API}/log/checkpoint"): Sample(ids=_sealed),
    ("GET", f"{_API}/log/keys"): Sample(),
    ("GET", f"{_API}/log/tile/{{level}}/{{position}}"): Sample(ids=_tile, query={"width": "1"}),
    ("GET", f"{_API}/log/entries/{{entry_id}}/proof"): Sample(ids=_entry),
    ("GET", "/trust"): Sample(),
    ("GET", f"{_API}/audit/{{entry_id}}/replay"): Sample(ids=_entry, reason="audit"),
    ("POST", "/log/entries/{entry_id}/replay"): Sample(ids=_entry, form={"reason": "audit"}),
    ("POST", f"{_API}/audit/search"): Sample(body={"officer": "officer"}),
    ("GET", f"{_API}/audit/unusual"): Sample(),
    ("GET", f"{_API}/audit/figures"): Sample(),
    ("GET", f"{_API}/audit/{{entry_id}}"): Sample(ids=_entry),
    ("GET", "/log"): Sample(),
    ("POST", "/log"): Sample(form={"officer": "officer", "since": "2026-11-01"}),
    ("GET", "/log/unusual"): Sample(),
    ("GET", "/log/figures"): Sample(),
    ("GET", "/log/entries/{entry_id}"): Sample(ids=_entry),
    # ---------------------------------------------------------------- manners of access
    ("POST", f"{_API}/children/{{child_id}}/disclosures"): Sample(ids=_child, body=_GIVEN),
    ("PUT", f"{_API}/children/{{child_id}}/restriction"): Sample(
        ids=_twin, body={"team": "City North"}, headers=_limits, reason=_IN_WORDS
    ),
    ("DELETE", f"{_API}/children/{{child_id}}/restriction"): Sample(
        ids=_twin, headers=_limits, reason=_IN_WORDS
    ),
    ("POST", "/children/{child_id}/print"): Sample(
        ids=_child, form={"reason": "missing_report", **_GIVEN}
    ),
    ("GET", "/restrictions"): Sample(),
    ("POST", "/restrictions"): Sample(303, form=_lifting),
    ("GET", f"{_API}/teams/looks"): Sample(),
    ("GET", "/team/looks"): Sample(),
    ("GET", "/notices"): Sample(),
    ("POST", "/notices"): Sample(303, form=lambda door: {"notice": _notice(door)["notice_id"]}),
    ("GET", f"{_API}/restrictions"): Sample(),
    ("GET", f"{_API}/messages"): Sample(),
    ("GET", f"{_API}/messages/figures"): Sample(),
    ("POST", f"{_API}/messages/{{message_id}}/again"): Sample(ids=_message),
    ("GET", "/messages"): Sample(),
    ("POST", "/messages"): Sample(303, form=lambda door: {"message": dead_message(door)}),
    ("GET", f"{_API}/notices"): Sample(),
    ("POST", f"{_API}/notices/{{notice_id}}/acknowledgement"): Sample(ids=_notice),
    # ---------------------------------------------------------------- keeping and erasing
    ("GET", f"{_API}/retention/due"): Sample(),
    ("POST", f"{_API}/retention/{{child_id}}/decision"): Sample(
        ids=_child, body={"keep_until": "2032-11-30", **_WHY}
    ),
    ("GET", f"{_API}/erasures"): Sample(),
    # Erasing is tried in tests/contract: here nobody may go.
    ("POST", f"{_API}/erasures"): Sample(422, body={"child": "C-1", "rule": "because", **_WHY}),
    ("POST", f"{_API}/erasures/{{erasure_id}}/approval"): Sample(404, ids=_no_erasure, body=_WHY),
    ("GET", "/retention"): Sample(),
    ("POST", "/retention"): Sample(422, form={"act": "ask", "rule": "because", **_WHY}),
    # ---------------------------------------------------------------- figures
    ("GET", f"{_API}/indicators"): Sample(),
    ("GET", f"{_API}/indicators/{{indicator_id}}"): Sample(ids=published_ids),
    ("GET", f"{_API}/indicators/{{indicator_id}}.csv"): Sample(ids=published_ids),
    ("GET", f"{_API}/indicators/{{indicator_id}}/cases"): Sample(
        ids=published_ids, query={"month": "2026-10"}
    ),
    ("GET", f"{_API}/recommendations"): Sample(),
    ("GET", f"{_API}/recommendations.csv"): Sample(),
    ("GET", "/indicators"): Sample(),
    ("GET", "/indicators/{indicator_id}"): Sample(ids=published_ids),
    ("GET", "/indicators/{indicator_id}.csv"): Sample(ids=published_ids),
    ("GET", "/recommendations"): Sample(),
    ("GET", "/recommendations.csv"): Sample(),
    # ---------------------------------------------------------------- supervision, briefing
    ("GET", f"{_API}/missing-now"): Sample(),
    ("GET", f"{_API}/duties"): Sample(query={"state": "overdue"}),
    ("GET", f"{_API}/briefing"): Sample(),
    ("GET", "/missing-now"): Sample(),
    ("GET", "/duties"): Sample(query={"state": "coming", "team": "", "kind": ""}),
    ("GET", "/briefing"): Sample(),
    ("GET", "/briefing/print"): Sample(),
    ("POST", "/briefing/print"): Sample(form={"to_whom": "Night shift", "why": "To brief them"}),
    # ---------------------------------------------------------------- administration
    ("GET", f"{_API}/accounts"): Sample(),
    ("POST", f"{_API}/accounts"): Sample(body=_new_account),
    ("GET", f"{_API}/accounts/{{account}}"): Sample(ids=_account),
    ("PUT", f"{_API}/accounts/{{account}}"): Sample(
        ids=_account, body={**_ACCOUNT, "closed": False}, headers=_account_seen
    ),
    ("GET", "/accounts"): Sample(),
    ("POST", "/accounts"): Sample(303, form=_new_account_form),
    ("GET", "/accounts/{account}"): Sample(ids=_account),
    ("POST", "/accounts/{account}"): Sample(ids=_account, form=_account_form),
    ("GET", f"{_API}/settings"): Sample(),
    ("GET", f"{_API}/quarantine"): Sample(query={"system": "S1"}),
    ("GET", "/settings"): Sample(),
    ("GET", "/quarantine"): Sample(),
    ("GET", "/roles"): Sample(),
    # ---------------------------------------------------------------- signing in
    ("GET", "/sign-in"): Sample(),
    ("POST", "/sign-in"): Sample(303, form=_sign_in),
    # No force's service is configured at this door: tests/web/test_sign_in_by_issuer.py has one.
    ("GET", "/sign-in/force"): Sample(503),
    ("GET", "/sign-in/callback"): Sample(503),
    ("POST", "/sign-out"): Sample(form={}),
    ("POST", "/colours"): Sample(303, form={"scheme": "dark", "back": "/"}),
    # ---------------------------------------------------------------- the service itself
    ("GET", f"{_API}/openapi.json"): Sample(),
    ("GET", "/health/live"): Sample(),
    ("GET", "/health/ready"): Sample(),
}
