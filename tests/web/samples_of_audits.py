"""One good request for every route of case audits and of figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.store.accounts import Account, save_account
from tests.lib.door import Door
from tests.lib.indicator_months import published_ids
from tests.web.sampling import API, Sample

__all__ = ["CASE_AUDITS", "FIGURES", "GRADE"]

#: What somebody says of a case.
GRADE = {
    "grade": "Medium",
    "plan_read": "not_known",
    "own_words": "no",
    "review_in_time": "yes",
    "words": "Young, and missing late.",
}
_DRAW = {"cases": 2, "days": 28}
_KEPT = {"grade": "High", "words": "The other saw the plan."}


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
    response = door.request("POST", f"{API}/case-audits", headers=headers, json=_DRAW)
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
        path = f"{API}/audit-cases/{row['case']}/grades"
        headers = door.headers(one["account"], "audit")
        response = door.request("POST", path, headers=headers, json=GRADE)
        assert response.status_code == 200, response.text
    return {"case_id": row["case"]}


#: Case audits.
CASE_AUDITS: Mapping[tuple[str, str], Sample] = {
    ("POST", f"{API}/case-audits"): Sample(body=_DRAW),
    ("GET", f"{API}/case-audits"): Sample(),
    ("GET", f"{API}/case-audits/agreement"): Sample(),
    ("GET", f"{API}/case-audits/{{audit_id}}"): Sample(ids=_audit),
    ("GET", f"{API}/audit-cases"): Sample(),
    ("GET", f"{API}/audit-cases/{{case_id}}"): Sample(ids=_graders_case, reason="audit"),
    ("POST", f"{API}/audit-cases/{{case_id}}/grades"): Sample(
        ids=_graders_case, body=GRADE, reason="audit"
    ),
    ("POST", f"{API}/audit-cases/{{case_id}}/final"): Sample(
        ids=_graded_case, body=_KEPT, reason="audit"
    ),
    ("POST", f"{API}/audit-cases/{{case_id}}/graders"): Sample(
        ids=_thirds_case, body=_named_instead
    ),
    ("GET", "/case-audits"): Sample(),
    ("POST", "/case-audits"): Sample(303, form={"cases": "2", "days": "28"}),
    ("GET", f"{API}/case-audits/agreement/cases"): Sample(),
    ("GET", "/case-audits/agreement/cases"): Sample(),
    ("GET", "/case-audits/agreement"): Sample(),
    ("GET", "/case-audits/{audit_id}"): Sample(ids=_audit),
    ("GET", "/audit-cases"): Sample(),
    ("GET", "/audit-cases/{case_id}"): Sample(ids=_graders_case),
    ("POST", "/audit-cases/{case_id}/grades"): Sample(303, ids=_graders_case, form=GRADE),
    ("POST", "/audit-cases/{case_id}/final"): Sample(303, ids=_graded_case, form=_KEPT),
    ("POST", "/audit-cases/{case_id}/graders"): Sample(303, ids=_thirds_case, form=_named_instead),
}


#: Indicators and recommendations.
FIGURES: Mapping[tuple[str, str], Sample] = {
    ("GET", f"{API}/indicators"): Sample(),
    ("GET", f"{API}/indicators/{{indicator_id}}"): Sample(ids=published_ids),
    ("GET", f"{API}/indicators/{{indicator_id}}.csv"): Sample(ids=published_ids),
    ("GET", f"{API}/indicators/{{indicator_id}}/cases"): Sample(
        ids=published_ids, query={"month": "2026-10"}
    ),
    ("GET", f"{API}/judgements/figures/cases"): Sample(reason="audit"),
    ("GET", "/judgements/figures/cases"): Sample(),
    ("GET", f"{API}/recommendations"): Sample(),
    ("GET", f"{API}/recommendations.csv"): Sample(),
    ("GET", "/indicators"): Sample(),
    ("GET", "/indicators/{indicator_id}"): Sample(ids=published_ids),
    ("GET", "/indicators/{indicator_id}.csv"): Sample(ids=published_ids),
    ("GET", "/indicators/{indicator_id}/cases"): Sample(
        ids=published_ids, query={"month": "2026-10"}
    ),
    ("GET", "/recommendations"): Sample(),
    ("GET", "/recommendations.csv"): Sample(),
}
