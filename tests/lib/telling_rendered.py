"""The pages of notices and messages in every state, rendered."""

from __future__ import annotations

from typing import Any

from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.telling.messages_views import messages_view
from serving.telling.notices_views import notices_view

__all__ = ["telling_pages"]

_AT = "2026-11-21T22:48:00.000000Z"
_NOTICE: dict[str, Any] = {
    "id": "n-1",
    "at": _AT,
    "kind": "opened_in_emergency",
    "words": "A limited record was opened in an emergency. "
    "Ring the officer and ask what the child needs now.",
    "audience": "team",
    "to_team": "City North",
    "child": None,
    "reference": None,
    "person": None,
    "entry": "19aa80f33270-0011223344",
    "officer": "pc.sam.example",
    "officer_team": "City South",
    "reason": "missing_report",
    "acknowledge_by": None,
    "handed_on_at": None,
    "acknowledged_at": None,
    "acknowledged_by": None,
}
_TOLD = {
    **_NOTICE,
    "id": "n-2",
    "kind": "missing_report_with_plan",
    "words": "A child with a live plan or a notice in force has been reported missing. "
    "Open the record, read the plan first, and acknowledge.",
    "audience": "supervisors",
    "child": "C-7Q2M4K9T0A",
    "reference": "MR-2026-7K3QX9ZD",
    "person": "PC Hollis",
    "entry": None,
    "officer_team": None,
    "reason": None,
    "acknowledge_by": "2026-11-21T22:58:00.000000Z",
}
_MESSAGE: dict[str, Any] = {
    "id": "m1.webhook",
    "at": _AT,
    "audience": "supervisors",
    "team": "City North",
    "is_digest": False,
    "channel": "webhook",
    "state": "dead",
    "due_at": None,
    "sent_at": None,
    "fault": "the receiver answered 500",
    "attempts": [{"number": 1, "at": _AT, "outcome": "the receiver answered 500"}],
}
_FIGURE: dict[str, Any] = {
    "kind": "missing_report_with_plan",
    "words": "A child with a live plan or a notice in force has been reported missing.",
    "audience": "supervisors",
    "told": 41,
    "pushed": 41,
    "held_back": 0,
    "acknowledged": 38,
    "handed_on": 3,
    "time_over": 40,
    "in_time": 11,
    "in_time_percent": 27,
    "is_for_redesign": True,
}


def telling_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Name -> document."""
    seen = {**_NOTICE, "acknowledged_at": _AT, "acknowledged_by": "ps.lee", "officer": None}
    handed = {**_TOLD, "id": "n-3", "handed_on_at": "2026-11-21T22:59:00.000000Z"}
    listed = {
        "team": "City North",
        "audiences": ["supervisors"],
        "notices": [_TOLD, handed, _NOTICE, seen],
        "open": 3,
        "next_page": "abc",
    }
    nobody: dict[str, Any] = {
        "team": None, "audiences": ["hub"], "notices": [], "open": 0, "next_page": None,
    }  # fmt: skip
    doubtful = {**_TOLD, "id": "n-4", "kind": "doubtful_link_with_plan", "child": None,
                "audience": "link_reviewers", "to_team": None, "acknowledge_by": None}  # fmt: skip
    reviewers = {**listed, "team": None, "audiences": ["link_reviewers"], "notices": [doubtful],
                 "open": 1, "next_page": None}  # fmt: skip
    waiting = {**_MESSAGE, "id": "m2.mail", "channel": "mail", "state": "waiting", "due_at": _AT,
               "is_digest": True, "team": None}  # fmt: skip
    sent = {**_MESSAGE, "id": "m3.mail", "state": "sent", "sent_at": _AT, "fault": None}
    messages = {
        "messages": [_MESSAGE, waiting, sent],
        "counts": {"waiting": 1, "sent": 1, "dead": 1},
        "channels": ["webhook", "mail"],
        "next_page": "abc",
    }
    none: dict[str, Any] = {"messages": [], "counts": dict.fromkeys(("waiting", "sent", "dead"), 0),
            "channels": [], "next_page": None}  # fmt: skip
    figures = {"since": _AT, "kinds": [_FIGURE, {**_FIGURE, "in_time_percent": None,
                                                "is_for_redesign": False}]}  # fmt: skip
    reasons = {"missing_report": "A missing report is open or being made"}
    render = out.render
    return {
        "notices": render("notices.html", notices_view(listed, frame, reasons)),
        "notices-empty": render("notices.html", notices_view(nobody, frame, reasons)),
        "notices-of-a-role": render("notices.html", notices_view(reviewers, frame, reasons)),
        "messages": render("messages.html", messages_view(messages, figures, frame, None)),
        "messages-empty": render(
            "messages.html", messages_view(none, {**figures, "kinds": []}, frame, "dead")
        ),
    }
