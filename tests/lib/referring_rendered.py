"""Invented answers of referrals and of what else waits, and the page of each state they give."""

from __future__ import annotations

from typing import Any

from serving.pages.access import AccessReasonChoice
from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.referring.conference_pages import child_conferences_view
from serving.referring.correction_views import conference_correction, step_correction
from serving.referring.form_views import NewConferenceView, NewReferralView, Written
from serving.referring.list_views import PAGES, open_list_view
from serving.referring.referral_views import (
    LimitedReferralView,
    ReferralReasonView,
    referral_view,
)
from serving.referring.steps import Refusal, Step, leads_to
from serving.worklist.referrals import Stage

__all__ = ["referring_pages"]

_AT = "2026-11-12T09:15:00.000000Z"
_NOW = "2026-11-22T02:04:00.000000Z"
_SOURCE = {
    "system": "S9",
    "name": "Safeguarding hub",
    "state": "fresh",
    "taken_at": _NOW,
    "hours_old": 2,
    "words": "Safeguarding hub: last read 00:04 on 22 November 2026.",
}
_ABOUT: dict[str, dict[str, Any]] = {
    "referrals": {
        "concern": "sexual_exploitation",
        "concern_words": "Sexual exploitation",
        "referred_by": "social_care",
        "priority": None,
        "next": {"step": "triage", "words": "Triage", "due": _AT, "state": "overdue"},
    },
    "conferences": {
        "conference": "initial",
        "on": "2026-11-12",
        "police_invited": True,
        "decision": "plan_started",
    },
    "charging": {
        "offences": ["sexual_offence"],
        "parts": ["victim"],
        "sent": _AT,
        "further_work_asked": _AT,
    },
    "investigations": {
        "category": "online_grooming",
        "opened": _AT,
        "last_review": None,
        "reviewed_by": None,
        "discussed": False,
        "account_taken": False,
    },
}
_STAGE = {
    "referrals": ("received", "Received, not triaged"),
    "conferences": ("held", "Held, police attendance not recorded"),
    "charging": ("further_work", "Prosecutors asked for further work"),
    "investigations": ("never_reviewed", "Never reviewed"),
}


def _row(name: str, /, **changes: Any) -> dict[str, Any]:
    stage, words = _STAGE[name]
    return {
        "child": "C-0000000001",
        "name": "Kayleigh Smith",
        "age": 16,
        "limited": False,
        "reference": "REF-2026-0001",
        "id": "C-0000000001.REF-2026-0001",
        "team": "City North",
        "local_authority": "Trentmere City",
        "owner": None,
        "stage": stage,
        "stage_words": words,
        "since": _AT,
        "at": _AT,
        "waited_hours": 233,
        "waited": "9 days",
        "about": _ABOUT[name],
        **changes,
    }


def _values(name: str, rows: list[dict[str, Any]], **filters: str) -> dict[str, Any]:
    count = len(rows)
    return {
        "filters": filters,
        "lanes": [{"lane": "open", "words": "open", "count": count, "more": count > 1}],
        "ages": [
            {"age": "week", "words": "Under a week", "count": 0, "more": False},
            {"age": "older", "words": "A week or more", "count": count, "more": False},
        ],
        "late": {"count": count, "more": False, "hours": 72, "words": "waiting for too long"},
        "rows": rows,
        "next_page": "Y3Vyc29y" if rows else None,
        "areas": {"team": ["City North", "City South"], "authority": ["Trentmere City"]},
        "as_at": _NOW,
        "sources": [_SOURCE],
    }


def _referral(stage: Stage) -> dict[str, Any]:
    found = [(step, leads_to(stage, step)) for step in Step]
    entry = {
        "entry": "S9-0001",
        "kind": "referral_received",
        "words": "Received",
        "said": [{"what": "concern", "value": "neglect"}],
        "occurred": _AT,
        "recorded": _AT,
        "stands": True,
        "replaces": None,
        "written_by": "Hub Demo",
        "log_entry": None,
    }
    return {
        "child": {"id": "C-0000000001", "name": "Kayleigh Smith", "age": 16},
        "reference": "REF-2026-0001",
        "id": "C-0000000001.REF-2026-0001",
        "stage": stage.value,
        "stage_words": "Received, not triaged",
        "owner": None,
        "priority": "urgent",
        "concern_words": "Neglect",
        "referred_by": "school",
        "since": _AT,
        "next": _ABOUT["referrals"]["next"],
        "steps": [
            {"step": s.value, "refused": to.words if isinstance(to, Refusal) else None}
            for s, to in found
        ],
        "entries": [
            {**entry, "stands": False},
            {**entry, "entry": "S9-0002", "replaces": "S9-0001", "written_by": "Inspector Demo"},
        ],
        "etag": '"0"',
    }


def referring_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Each list full, empty, narrowed and at fault; a referral at each stage; the forms."""
    pages: dict[str, str] = {}
    for name in PAGES:
        limited = _row(name, name=None, age=None, about=None, limited=True)
        full = _values(name, [_row(name), limited, _row(name, team=None, local_authority=None)])
        for state, values, fault in (
            ("", full, ""),
            ("-empty", _values(name, [], team="City North", age="week", late="True"), ""),
            ("-faults", full, "Narrow the list to a team or to an authority, not to both."),
        ):
            view = open_list_view(name, values, frame, may_write=not fault, fault=fault)
            pages[name + state] = out.render("referral_list.html", view)
    for stage in Stage:
        view = referral_view(
            _referral(stage), frame, may_work=True, reason="safeguarding", correctable={"S9-0002"}
        )
        pages[f"referral-{stage.value}"] = out.render("referral.html", view)
    tried = {"step": "triage", "day": "40", "month": "1", "year": "2026"}
    faults = {"triage-priority": "Choose how urgent it is.", "triage-when": "Enter a real day."}
    values = _referral(Stage.RECEIVED)
    view = referral_view(
        values, frame, may_work=True, reason="safeguarding", faults=faults, tried=tried
    )
    pages["referral-faults"] = out.render("referral.html", view)
    reading = referral_view(values, frame, may_work=False, reason="safeguarding")
    pages["referral-read-only"] = out.render("referral.html", reading)
    choices = (AccessReasonChoice("safeguarding", "Another safeguarding enquiry"),)
    id_ = str(values["id"])
    pages["referral-reason"] = out.reason_page(ReferralReasonView(frame, id_, choices))
    pages["referral-limited"] = out.limited_page(LimitedReferralView(frame, id_, "safeguarding"))
    written = Written("Referral REF-2026-0001 is on the queue.", "/referrals/x", "Open it")
    wrong = {"child": "No child has this id.", "received": "Enter a real day."}
    pages["referral-new"] = out.render("referral_new.html", NewReferralView(frame, written=written))
    pages["referral-new-faults"] = out.render(
        "referral_new.html", NewReferralView(frame, {"child": "C-1"}, wrong)
    )
    pages["conference-new"] = out.render("conference_new.html", NewConferenceView(frame))
    empty = {"child": values["child"], "called": [], "held": [], "entries": [],
             "sources": [_SOURCE]}  # fmt: skip
    pages["conference-child-empty"] = out.render(
        "conference_child.html", child_conferences_view(empty, frame)
    )
    told = {
        "called": [
            {"reference": "CF-1", "conference": "initial", "on": "2026-12-01", "called_at": _AT}
        ],
        "held": [
            {"reference": "CF-2", "conference": "review", "held": _AT, "police_invited": False,
             "police_attended": None, "decision": None, "decision_known": None},
            {"reference": "CF-3", "conference": "review", "held": _AT, "police_invited": True,
             "police_attended": True, "decision": "plan_ended", "decision_known": _AT},
        ],
    }  # fmt: skip
    first = values["entries"][0]
    called = {
        **first,
        "entry": "S10-1",
        "kind": "conference_called",
        "words": "Called",
        "stands": True,
        "said": [
            {"what": "conference", "value": "initial"},
            {"what": "conference_on", "value": "2026-12-01"},
        ],
    }
    held = {**called, "entry": "S10-2", "kind": "conference_held", "words": "Held",
            "said": [{"what": "conference", "value": "review"},
                     {"what": "police_invited", "value": "True"}]}  # fmt: skip
    every = {**empty, **told, "entries": [called, held]}
    pages["conference-child"] = out.render(
        "conference_child.html",
        child_conferences_view(every, frame, {"S10-1", "S10-2"}, {"reason": "safeguarding"}),
    )
    form = {"reason": "safeguarding", "note": ""}
    wrong = {"why": "Say in words why.", "correct-form": "Somebody else wrote it.", "held": "x"}
    for name, entry, faults in (
        ("called", called, {}), ("held", held, {}), ("held-faults", held, wrong),
    ):  # fmt: skip
        view = conference_correction(every, frame, entry, form, faults)
        pages[f"conference-correct-{name}"] = out.render("conference_correct.html", view)
    triaged = {**first, "entry": "S9-3", "kind": "referral_triaged", "words": "Triaged",
               "stands": True, "said": [{"what": "priority", "value": "urgent"}]}  # fmt: skip
    wrong = {"triage-priority": "Choose how urgent it is.", "triage-when": "Enter a real day."}
    received = _referral(Stage.RECEIVED)
    for name, entry, faults in (
        ("receipt", received["entries"][1], {}), ("triage", triaged, {}),
        ("triage-faults", triaged, wrong),
    ):  # fmt: skip
        rows = {**received, "entries": [*received["entries"], triaged]}
        view = step_correction(rows, frame, entry, form, faults)
        pages[f"referral-correct-{name}"] = out.render("referral_correct.html", view)
    pages["conference-new-faults"] = out.render(
        "conference_new.html",
        NewConferenceView(frame, {"child": "C-1"}, {"called": "Enter a real day.", "held": "x"}),
    )
    return pages
