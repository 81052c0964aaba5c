"""One good request for every route of plans and abduction notices."""

from __future__ import annotations

from collections.abc import Mapping

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
from tests.web.sampling import API, Sample, child_ids

__all__ = ["PLANS"]

_SERVED = {
    "served_at": "2026-11-20T10:00:00+00:00",
    "in_force_until": "2027-02-01",
    "adult_forename": "Grant",
    "adult_surname": "Exampleson",
}


#: Plans and abduction notices.
PLANS: Mapping[tuple[str, str], Sample] = {
    ("POST", f"{API}/plans"): Sample(body=the_child),
    ("GET", f"{API}/plans"): Sample(query={"state": "open"}),
    ("GET", f"{API}/plans/{{reference}}"): Sample(ids=plan_ids),
    ("GET", f"{API}/plans/{{reference}}/versions/{{number}}"): Sample(ids=version_ids),
    ("GET", f"{API}/plans/{{reference}}/compare"): Sample(
        ids=version_ids, query={"from": "1", "to": "1"}
    ),
    ("GET", f"{API}/plans/{{reference}}/draft/sections/{{section}}"): Sample(ids=section_ids),
    ("PUT", f"{API}/plans/{{reference}}/draft/sections/{{section}}"): Sample(
        ids=section_ids, body={"content": ["Ring the home."]}, headers=section_tag
    ),
    ("POST", f"{API}/plans/{{reference}}/submission"): Sample(
        ids=plan_ids, headers=plan_tag(state="open")
    ),
    ("POST", f"{API}/plans/{{reference}}/approval"): Sample(
        ids=plan_ids, headers=plan_tag(state="waiting")
    ),
    ("POST", f"{API}/plans/{{reference}}/return"): Sample(
        ids=plan_ids, body={"words": "Add the aunt."}, headers=plan_tag(state="waiting")
    ),
    ("POST", f"{API}/plans/{{reference}}/review"): Sample(
        ids=plan_ids,
        body={"review_due": "2026-12-22", "words": "Read with the home's manager."},
        headers=plan_tag(state="live"),
    ),
    ("POST", f"{API}/plans/{{reference}}/end"): Sample(
        ids=plan_ids, body={"words": "She is safe."}, headers=plan_tag(state="open")
    ),
    ("GET", f"{API}/plans/{{reference}}/looks"): Sample(ids=version_ids),
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
    ("GET", "/children/{child_id}/plan"): Sample(ids=child_ids, has_foreign=False),
    ("GET", "/children/{child_id}/abduction-notices/new"): Sample(ids=child_ids, has_foreign=False),
    ("POST", "/abduction-notices"): Sample(303, form=notice_form),
    ("GET", "/abduction-notices/{reference}"): Sample(ids=notice_ids),
    ("POST", "/abduction-notices/{reference}"): Sample(303, ids=notice_ids, form=withdrawal_form),
    ("POST", f"{API}/abduction-notices"): Sample(body=lambda door: {**the_child(door), **_SERVED}),
    ("GET", f"{API}/abduction-notices/{{reference}}"): Sample(ids=notice_ids),
    ("PUT", f"{API}/abduction-notices/{{reference}}"): Sample(
        ids=notice_ids, body=_SERVED, headers=notice_tag
    ),
    ("POST", f"{API}/abduction-notices/{{reference}}/breach"): Sample(
        ids=notice_ids, body={"at": "2026-11-21T21:00:00+00:00"}, headers=notice_tag
    ),
    ("POST", f"{API}/abduction-notices/{{reference}}/withdrawal"): Sample(
        ids=notice_ids, headers=notice_tag
    ),
}
