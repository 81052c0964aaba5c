"""How the operations of the daily work lead to one another: lists, and each step that follows."""

from __future__ import annotations

from collections.abc import Mapping

from serving.api.link_steps import Link, Operation
from serving.planning.sections import ABOUT, SECTIONS

__all__ = ["DAILY_LINKS"]

_API = "/api/v1"
_REVIEW = {"x-access-reason": "review"}
_FOUND = "$response.body#/results/0/child"
_ETAG = "$response.header.ETag"
_REFERENCE = {"reference": "$response.body#/reference", **_REVIEW}
#: Lists and figures that ask for nothing, and what each is.
_LISTS = (
    # First: whoever has looked at a child grades no case of theirs.
    ("case-audits", "Audits of cases"),
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
    ("case-audits/agreement", "How graders agreed"),
    ("case-audits/agreement/cases", "The cases behind that"),
    ("audit-cases", "Cases to grade"),
    ("messages", "Messages"),
)
_PLAN = f"{_API}/plans/{{reference}}"
_SECTION = f"{_PLAN}/draft/sections/{{section}}"
_NOTICE = f"{_API}/abduction-notices/{{reference}}"
_CASE = f"{_API}/audit-cases/{{case_id}}"
#: The same thing as it was just read or left.
_AS_SEEN = {**_REFERENCE, "if-match": "$response.body#/etag"}
_GRADE = {
    "grade": "Medium", "plan_read": "not_known", "own_words": "no", "review_in_time": "yes",
    "words": "Young, and missing late.",
}  # fmt: skip
_GROUNDS = {"grounds": "Two of us saw it."}
_REVIEWED = {
    "words_heard": "not_seen_alone", "action": "See him at school, alone.",
    "action_owner": "PC Morgan Example", "next_review": "2026-12-05",
}  # fmt: skip
_MISTAKE = {"why": "It was written for the wrong child by mistake."}
_TAKEN_BACK = {"entry": "$response.body#/entry", **_MISTAKE}


def _section(name: str) -> Mapping[str, str]:
    """A section of a plan as the plan's own answer tells its tag."""
    tag = f"$response.body#/copy/sections/{list(SECTIONS).index(name)}/etag"
    return {**_REFERENCE, "section": name, "if-match": tag}


def _plan_links() -> dict[Operation, tuple[Link, ...]]:
    """From a plan's first line to its end; nobody approves what they wrote themselves."""
    lines = ["Two men drive her to hotels.", "Look at the bus station first.", "Ring the home."]
    about = {
        "owner": "PC Morgan Example", "owner_team": "City North", "owner_phone": "0115 496 0100",
        "review_due": "2026-12-20",
    }  # fmt: skip
    whole = Link(("GET", _PLAN), "The plan", _REFERENCE)
    saved = Link(("PUT", _SECTION), "Write its first lines", _section("read_first"),
                 {"content": lines})  # fmt: skip
    owned = Link(("PUT", _SECTION), "Say who owns it", _section(ABOUT), {"content": about})
    sent = Link(("POST", f"{_PLAN}/submission"), "Send it for approval", _AS_SEEN)
    end = Link(("POST", f"{_PLAN}/end"), "End it", _AS_SEEN, {"words": "She is safe."})
    return {
        ("POST", f"{_API}/plans"): (
            whole,
            Link(("GET", f"{_PLAN}/looks"), "Where it was shown", _REFERENCE),
            Link(("GET", _SECTION), "Its first lines", {**_REFERENCE, "section": "read_first"}),
            saved,
        ),
        ("PUT", _SECTION): (owned, sent),
        ("POST", f"{_PLAN}/submission"): (
            Link(
                ("POST", f"{_PLAN}/return"), "Send it back, as a supervisor", _AS_SEEN,
                {"words": "Add the aunt."},
            ),
            Link(("POST", f"{_PLAN}/approval"), "Approve it, as a supervisor", _AS_SEEN),
        ),
        ("POST", f"{_PLAN}/return"): (sent,),
        ("POST", f"{_PLAN}/approval"): (
            Link(
                ("GET", f"{_PLAN}/versions/{{number}}"), "The version now in force",
                {**_REFERENCE, "number": "$response.body#/version"},
            ),
            Link(
                ("POST", f"{_PLAN}/review"), "Say that it still holds", _AS_SEEN,
                {"review_due": "2026-12-22", "words": "Read with the home's manager."},
            ),
        ),
        ("POST", f"{_PLAN}/review"): (
            Link(
                ("GET", f"{_PLAN}/compare"), "What changed since the version before",
                {
                    **_REFERENCE, "from": "$response.body#/versions/1/version",
                    "to": "$response.body#/version",
                },
            ),
            end,
        ),
    }  # fmt: skip


def _notice_links() -> dict[Operation, tuple[Link, ...]]:
    """An abduction notice as served, put right, breached and withdrawn."""
    shown = Link(("GET", _NOTICE), "The notice", _REFERENCE)
    return {
        ("POST", f"{_API}/abduction-notices"): (shown,),
        ("GET", _NOTICE): (
            Link(
                ("PUT", _NOTICE), "Put right what was served", _AS_SEEN,
                {
                    "served_at": "$response.body#/served_at", "in_force_until": "2027-03-01",
                    "adult_surname": "$response.body#/adult_surname",
                },
            ),
        ),
        ("PUT", _NOTICE): (
            Link(
                ("POST", f"{_NOTICE}/breach"), "Say that it was breached", _AS_SEEN,
                {"at": "2026-11-21T10:00:00+00:00"},
            ),
        ),
        ("POST", f"{_NOTICE}/breach"): (
            Link(("POST", f"{_NOTICE}/withdrawal"), "Say that it was withdrawn", _AS_SEEN),
        ),
    }  # fmt: skip


def _case_links() -> dict[Operation, tuple[Link, ...]]:
    """A drawing of cases, each graded by two who do not see one another's grade."""
    drawn = {"case_id": "$response.body#/rows/0/case", **_REVIEW}
    same = {"case_id": "$response.body#/case", **_REVIEW}
    graded: Operation = ("POST", f"{_CASE}/grades")
    return {
        ("GET", f"{_API}/case-audits"): (
            Link(
                ("GET", f"{_API}/case-audits/{{audit_id}}"), "One audit",
                {"audit_id": "$response.body#/audits/0/audit"},
            ),
            Link(
                ("POST", f"{_API}/case-audits"), "Draw cases to grade", {},
                {"cases": 2, "days": 28},
            ),
        ),
        ("POST", f"{_API}/case-audits"): (
            Link(
                ("GET", f"{_API}/case-audits/{{audit_id}}"), "The audit",
                {"audit_id": "$response.body#/audit"},
            ),
            Link(("GET", f"{_API}/audit-cases"), "Cases to grade"),
            Link(graded, "Grade the first, as a grader named", drawn, _GRADE),
        ),
        ("GET", f"{_API}/audit-cases"): (
            Link(
                ("GET", _CASE), "One case",
                {"case_id": "$response.body#/cases/0/case", **_REVIEW},
            ),
        ),
        graded: (
            Link(graded, "Grade it, as the second grader named", same, {**_GRADE, "grade": "High"}),
            Link(
                ("POST", f"{_CASE}/final"), "Keep or change the grade once both are in", same,
                {"grade": "High", "words": "The other saw the plan."},
            ),
        ),
    }  # fmt: skip


DAILY_LINKS: Mapping[Operation, tuple[Link, ...]] = {
    **_plan_links(),
    **_notice_links(),
    **_case_links(),
    ("GET", f"{_API}/settings"): tuple(
        Link(("GET", f"{_API}/{path}"), words) for path, words in _LISTS
    ),
    ("GET", f"{_API}/judgements/figures"): (
        Link(("GET", f"{_API}/judgements/figures/cases"), "The judgements behind them", _REVIEW),
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
            ("POST", f"{_API}/children/{{child_id}}/judgements"), "Judge it lower",
            {"child_id": _FOUND, **_REVIEW},
            {
                "judgement": "lower", "band": "Low", "until": "2026-11-28",
                "grounds": "Her school sees her each day.",
            },
        ),
        Link(
            ("GET", f"{_API}/children/{{child_id}}/conferences"), "Conferences about the child",
            {"child_id": _FOUND, **_REVIEW},
        ),
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
    ("POST", f"{_API}/children/{{child_id}}/review-views"): (
        Link(
            ("POST", f"{_API}/children/{{child_id}}/reviews"), "Review the child",
            {"child_id": "$response.body#/child/id", "if-match": _ETAG, **_REVIEW},
            {
                "view": "$response.header.X-Review-View", **_REVIEWED,
            },
        ),
    ),
    ("POST", f"{_API}/children/{{child_id}}/reviews"): (
        Link(
            ("POST", f"{_API}/children/{{child_id}}/reviews/corrections"), "Put the review right",
            {"child_id": "$response.body#/child", "if-match": _ETAG, **_REVIEW},
            {**_REVIEWED, "words_heard": "did_not_want_to_talk"},
        ),
    ),
    ("POST", f"{_API}/children/{{child_id}}/reviews/corrections"): (
        Link(
            ("POST", f"{_API}/children/{{child_id}}/reviews/withdrawal"), "Take it back",
            {"child_id": "$response.body#/child", "if-match": _ETAG, **_REVIEW}, _MISTAKE,
        ),
    ),
    ("POST", f"{_API}/conferences"): (
        Link(
            ("POST", f"{_API}/children/{{child_id}}/conferences/corrections"), "Take it back",
            {"child_id": "$response.body#/child", **_REVIEW}, _TAKEN_BACK,
        ),
    ),
    ("POST", f"{_API}/referrals/{{referral}}/steps"): (
        Link(
            ("POST", f"{_API}/referrals/{{referral}}/corrections"), "Take the step back",
            {"referral": "$response.body#/id", "if-match": "$response.body#/etag", **_REVIEW},
            _TAKEN_BACK,
        ),
    ),
    ("POST", f"{_API}/children/{{child_id}}/judgements"): (
        *(
            Link(
                ("POST", f"{_API}/judgements/{{reference}}/{act}"), words,
                {"reference": "$response.body#/judgement/waiting/reference", **_REVIEW}, _GROUNDS,
            )
            for act, words in (
                ("approval", "Approve it, as a supervisor"),
                ("refusal", "Decline it, as a supervisor"),
            )
        ),
        Link(
            ("POST", f"{_API}/judgements/{{reference}}/end"), "End the judgement",
            {"reference": "$response.body#/judgement/standing/reference", **_REVIEW},
            {"grounds": "The school says it is over."},
        ),
    ),
    ("GET", f"{_API}/indicators/{{indicator_id}}"): (
        Link(
            ("GET", f"{_API}/indicators/{{indicator_id}}/cases"), "The cases behind its last month",
            {
                "indicator_id": "$response.body#/id", "month": "$response.body#/months/0/month",
                **_REVIEW,
            },
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
}  # fmt: skip
