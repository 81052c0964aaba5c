"""How the operations of the daily work lead to one another: lists, and each first step."""

from __future__ import annotations

from collections.abc import Mapping

from serving.api.link_steps import Link, Operation

__all__ = ["DAILY_LINKS"]

_API = "/api/v1"
_REVIEW = {"x-access-reason": "review"}
_FOUND = "$response.body#/results/0/child"
_ETAG = "$response.header.ETag"
_REFERENCE = {"reference": "$response.body#/reference", **_REVIEW}
#: Lists and figures that ask for nothing, and what each is.
_LISTS = (
    ("missing-now", "Who is missing now"),
    ("duties", "What is due"),
    ("briefing", "The daily briefing"),
    ("flagged", "Flagged children"),
    ("judgements", "Judgements that wait"),
    ("judgements/figures", "How judgement fared"),
    ("plans", "Plans being written"),
    ("referrals", "The queue of referrals"),
    ("conferences", "Conferences"),
    ("charging", "Cases that wait for a charging decision"),
    ("investigations", "Open investigations"),
    ("indicators", "Indicators"),
    ("recommendations", "Recommendations"),
    ("recommendations.csv", "The same as a table"),
    ("case-audits", "Audits of cases"),
    ("case-audits/agreement", "How graders agreed"),
    ("audit-cases", "Cases to grade"),
    ("messages", "Messages"),
)
_SECTION = f"{_API}/plans/{{reference}}/draft/sections/{{section}}"

DAILY_LINKS: Mapping[Operation, tuple[Link, ...]] = {
    ("GET", f"{_API}/settings"): tuple(
        Link(("GET", f"{_API}/{path}"), words) for path, words in _LISTS
    ),
    ("POST", f"{_API}/children/search"): (
        Link(("POST", f"{_API}/plans"), "Begin a plan", _REVIEW, {"child": _FOUND}),
        Link(
            ("POST", f"{_API}/referrals"), "Write a referral down", _REVIEW,
            {"child": _FOUND, "referred_by": "school", "concern": "neglect"},
        ),
        Link(
            ("POST", f"{_API}/conferences"), "Write down that one is called", _REVIEW,
            {"child": _FOUND, "conference": "initial", "called_for": "2099-11-30"},
        ),
        Link(
            ("POST", f"{_API}/abduction-notices"), "Record a notice", _REVIEW,
            {
                "child": _FOUND, "served_at": "2026-11-20T10:00:00+00:00",
                "in_force_until": "2027-02-01", "adult_surname": "Exampleson",
            },
        ),
        Link(
            ("POST", f"{_API}/children/{{child_id}}/review-views"), "Give your own view",
            {"child_id": _FOUND, **_REVIEW}, {"own_view": "Low"},
        ),
        Link(
            ("POST", f"{_API}/children/{{child_id}}/judgements"), "Judge the advice",
            {"child_id": _FOUND, **_REVIEW},
            {
                "judgement": "raise", "band": "High", "until": "2026-11-28",
                "grounds": "Her school sees her each day.",
            },
        ),
        Link(
            ("GET", f"{_API}/children/{{child_id}}/conferences"), "Conferences about the child",
            {"child_id": _FOUND, **_REVIEW},
        ),
    ),
    ("POST", f"{_API}/plans"): (
        Link(("GET", f"{_API}/plans/{{reference}}"), "The plan", _REFERENCE),
        Link(("GET", f"{_API}/plans/{{reference}}/looks"), "Where it was shown", _REFERENCE),
        Link(("GET", _SECTION), "Its first lines", {**_REFERENCE, "section": "read_first"}),
    ),
    ("POST", f"{_API}/referrals"): (
        Link(
            ("GET", f"{_API}/referrals/{{referral}}"), "The referral",
            {"referral": "$response.body#/id", **_REVIEW},
        ),
        Link(
            ("POST", f"{_API}/referrals/{{referral}}/steps"), "Triage it",
            {"referral": "$response.body#/id", "if-match": "$response.body#/etag", **_REVIEW},
            {"step": "triage", "priority": "urgent"},
        ),
    ),
    ("POST", f"{_API}/abduction-notices"): (
        Link(("GET", f"{_API}/abduction-notices/{{reference}}"), "The notice", _REFERENCE),
        Link(
            ("POST", f"{_API}/abduction-notices/{{reference}}/breach"), "Say that it was breached",
            {**_REFERENCE, "if-match": _ETAG}, {"at": "2026-11-21T10:00:00+00:00"},
        ),
    ),
    ("POST", f"{_API}/children/{{child_id}}/review-views"): (
        Link(
            ("POST", f"{_API}/children/{{child_id}}/reviews"), "Review the child",
            {"child_id": "$response.body#/child/id", "if-match": _ETAG, **_REVIEW},
            {
                "view": "$response.header.X-Review-View", "words_heard": "not_seen_alone",
                "action": "See him at school, alone.", "action_owner": "PC Morgan Example",
                "next_review": "2026-12-05",
            },
        ),
    ),
    ("POST", f"{_API}/children/{{child_id}}/judgements"): (
        Link(
            ("POST", f"{_API}/judgements/{{reference}}/end"), "End the judgement",
            {"reference": "$response.body#/judgement/standing/reference", **_REVIEW},
            {"grounds": "The school says it is over."},
        ),
    ),
    ("GET", f"{_API}/indicators"): (
        Link(
            ("GET", f"{_API}/indicators/{{indicator_id}}"), "One indicator",
            {"indicator_id": "$response.body#/indicators/0/id"},
        ),
        Link(
            ("GET", f"{_API}/indicators/{{indicator_id}}.csv"), "The same as a table",
            {"indicator_id": "$response.body#/indicators/0/id"},
        ),
    ),
    ("GET", f"{_API}/case-audits"): (
        Link(
            ("GET", f"{_API}/case-audits/{{audit_id}}"), "One audit",
            {"audit_id": "$response.body#/audits/0/audit"},
        ),
    ),
    ("GET", f"{_API}/audit-cases"): (
        Link(
            ("GET", f"{_API}/audit-cases/{{case_id}}"), "One case",
            {"case_id": "$response.body#/cases/0/case", **_REVIEW},
        ),
    ),
}  # fmt: skip
