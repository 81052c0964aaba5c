"""Invented answers about plans and abduction notices, and the page of each state they give."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.planning.abduction_notice_views import NoticeFormView, notice_page_view
from serving.planning.plan_beside_views import (
    NewPlanView,
    compare_view,
    list_view,
    looks_view,
    section_view,
)
from serving.planning.plan_views import ComparedSection, plan_page_view

__all__ = ["plan_pages"]

_AT = "2026-11-21T22:48:00.000000Z"
_LINES = ["Two men drive her to hotels.", "Look at the bus station first.", "Ring the home."]
_CONTACT = {"role": "Duty social work team", "phone": "0115 496 0100"}
_TEXTS = {
    "number": 7,
    "section": "pattern",
    "who": "colleague",
    "at": _AT,
    "content": "A man collects her on Fridays.",
}


def _version(**changes: Any) -> dict[str, Any]:
    sections = [
        {"name": "read_first", "title": "Read first", "kind": "lines", "content": _LINES},
        {"name": "contacts", "title": "Whom to ring", "kind": "items", "content": [_CONTACT]},
    ]
    return {
        "reference": "CSE-2026-7K3QX9ZD",
        "version": 2,
        "state": "live",
        "review_overdue": False,
        "owner": "PC Example",
        "owner_team": "City North",
        "owner_phone": "0115 496 0100",
        "created": "2026-10-12",
        "updated": "2026-11-02",
        "age_days": 19,
        "review_due": "2026-12-20",
        "agreed_band": None,
        "agreed_until": None,
        "possible": False,
        "sections": sections,
        **changes,
    }


def _section(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "CSE-2026-7K3QX9ZD",
        "child": "C-0000000001",
        "name": "Marigold Ashdownley",
        "as_at": _AT,
        "writing": "a version being written",
        "section": "pattern",
        "title": "Usual pattern",
        "content": "She leaves after tea on Fridays.",
        "written_down": "She leaves after tea.",
        "is_changed": True,
        "is_overtaken": False,
        "saved_at": _AT,
        "saved_by": "neighbourhood",
        "apart": [],
        "notes": [],
        "etag": '"a1"',
        **changes,
    }


def _plan(**changes: Any) -> dict[str, Any]:
    done = {
        "kind": "sent_back",
        "words": "Add the aunt.",
        "who": "supervisor",
        "at": _AT,
        "version": None,
        "entry": "01",
    }
    copy = {
        "version": _version(version=3, state="draft"),
        "since": _AT,
        "changed": ["pattern"],
        "overtaken": [],
        "apart": [],
        "sent_back": None,
        "missing": [],
        "sections": [
            _section(),
            _section(section="places", title="Places to check", content=None, is_changed=False),
        ],
    }
    return {
        "reference": "CSE-2026-7K3QX9ZD",
        "child": "C-0000000001",
        "name": "Marigold Ashdownley",
        "state": "live",
        "writing": "a version being written",
        "words": "live, a version being written",
        "owner": "PC Example",
        "owner_team": "City North",
        "version": 2,
        "current": _version(),
        "versions": [
            {
                "version": 2,
                "state": "live",
                "recorded_at": _AT,
                "owner": "PC Example",
                "review_due": "2026-12-20",
                "entry": "01",
            },
            {
                "version": 1,
                "state": "draft",
                "recorded_at": _AT,
                "owner": "PC Example",
                "review_due": None,
                "entry": None,
            },
        ],
        "copy": copy,
        "done": [done],
        "may": {"write": True, "approve": False, "end": False},
        "banded": None,
        "etag": '"b2"',
        "as_at": _AT,
        **changes,
    }


_NOTICE: dict[str, Any] = {
    "reference": "AN-2026-7K3QX9ZD",
    "child": "C-0000000001",
    "name": "Marigold Ashdownley",
    "state": "in force, breached",
    "served_at": _AT,
    "recorded_at": _AT,
    "in_force_until": "2027-03-01",
    "adult_ref": "A-1",
    "adult_forename": "Grant",
    "adult_surname": "Exampleson",
    "adult_date_of_birth": "1984-03-09",
    "breaches": [_AT],
    "withdrawn_at": None,
    "may_write": True,
    "banded": None,
    "etag": '"c3"',
    "as_at": _AT,
}


def plan_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Every state of every page of plans and notices."""
    waiting = "a version waiting for approval"
    supervisor = {"write": False, "approve": True, "end": True}
    changed = (
        ComparedSection(
            "Usual pattern",
            (
                ("Taken out", "She leaves after tea."),
                ("Put in", "She leaves on Fridays."),
                ("", "She goes by bus."),
            ),
        ),
    )
    back = _plan()["done"][0]
    apart = {
        **_plan()["copy"],
        "apart": [_TEXTS],
        "sent_back": back,
        "missing": [{"section": "about", "words": "Set the day of the next review."}],
    }
    nobody = {"write": False, "approve": False, "end": False}
    new = _plan(
        state="draft",
        words="draft, a version being written",
        version=None,
        owner=None,
        current=None,
        versions=[],
        done=[],
    )
    views = {
        "plan": ("plan.html", plan_page_view(_plan(), frame)),
        "plan-new": ("plan.html", plan_page_view(new, frame)),
        "plan-two-texts": (
            "plan.html",
            plan_page_view(_plan(copy=apart), frame, changed, {"act": "Choose for each section."}),
        ),
        "plan-waiting": (
            "plan.html",
            plan_page_view(
                _plan(writing=waiting, words=f"live, {waiting}", may=supervisor),
                frame,
                changed,
                {"return-words": "Say what must be changed."},
            ),
        ),
        "plan-read-only": (
            "plan.html",
            plan_page_view(_plan(copy=None, may=nobody, state="ended", words="ended"), frame),
        ),
        "plan-section": ("plan_section.html", section_view(_section(), frame)),
        "plan-section-two-texts": (
            "plan_section.html",
            section_view(
                _section(
                    apart=[_TEXTS],
                    is_overtaken=True,
                    notes=["'absconder' blames the child. Say what happened."],
                ),
                frame,
                {"text": "The text is 3 characters too long: at most 1000."},
            ),
        ),
        "plan-section-kept": (
            "plan_section.html",
            section_view(_section(apart=[_TEXTS]), frame, {"use": "Your colleague saved first."}),
        ),
        "plan-section-about": (
            "plan_section.html",
            section_view(
                _section(
                    section="about",
                    title="Owner and review",
                    saved_at=None,
                    saved_by=None,
                    content={"owner": "PC Example"},
                    written_down=None,
                ),
                frame,
                {"owner": "Next review is not a real day: day, month and year."},
            ),
        ),
        "plan-section-noted": (
            "plan_section.html",
            section_view(
                _section(),
                replace(frame, notes=("'absconder' blames the child. Say what happened.",)),
                {"text": "The text is 3 characters too long: at most 1000."},
            ),
        ),
        "plan-begin": ("plan_new.html", NewPlanView(frame, "C-0000000001")),
        "plan-list": ("plan_list.html", list_view(_list(1), frame)),
        "plan-list-nothing": ("plan_list.html", list_view(_list(0), frame)),
        "plan-looks": ("plan_looks.html", looks_view(_looks(1), frame)),
        "plan-looks-nothing": ("plan_looks.html", looks_view(_looks(0), frame)),
        "plan-compare": ("plan_compare.html", compare_view(_comparison(is_changed=True), frame)),
        "plan-compare-same": (
            "plan_compare.html",
            compare_view(_comparison(is_changed=False), frame),
        ),
        "abduction-notice": ("abduction_notice.html", notice_page_view(_NOTICE, frame)),
        "abduction-notice-withdrawn": (
            "abduction_notice.html",
            notice_page_view({**_NOTICE, "state": "withdrawn", "withdrawn_at": _AT}, frame),
        ),
        "abduction-notice-faults": (
            "abduction_notice.html",
            notice_page_view(_NOTICE, frame, {"why": "Say why it is withdrawn."}),
        ),
        "abduction-notice-form": (
            "abduction_notice_form.html",
            NoticeFormView(frame, "C-0000000001"),
        ),
        "abduction-notice-form-faults": (
            "abduction_notice_form.html",
            NoticeFormView(frame, "C-0000000001", {}, {"surname": "Name the adult."}),
        ),
    }
    return {name: out.render(template, view) for name, (template, view) in views.items()}


def _list(count: int) -> dict[str, Any]:
    plan = {
        "reference": "CSE-2026-7K3QX9ZD",
        "team": "City North",
        "who": "neighbourhood",
        "since": _AT,
    }
    return {
        "state": "waiting",
        "team": "City North",
        "count": count,
        "plans": [plan] * count,
        "next_page": "more" if count else None,
        "as_at": _AT,
    }


def _looks(count: int) -> dict[str, Any]:
    look = {
        "entry": "01",
        "at": _AT,
        "kind": "CHILD_VIEWED",
        "officer": "PC Sam Example",
        "words": "Was shown a child's answer",
        "team": None,
        "version": 2,
        "shown": "Version 2 was shown as the child's plan.",
        "verdict": "identical",
    }
    return {
        "reference": "CSE-2026-7K3QX9ZD",
        "child": "C-0000000001",
        "name": "Marigold",
        "as_at": _AT,
        "looks": [look] * count,
        "next_page": "more" if count else None,
    }


def _comparison(*, is_changed: bool) -> dict[str, Any]:
    lines = [
        {"mark": "taken_out", "text": "She leaves after tea."},
        {"mark": "put_in", "text": "She leaves on Fridays."},
        {"mark": "same", "text": "She goes by bus."},
    ]
    side = {"version": 1, "state": "live", "recorded_at": _AT}
    return {
        "reference": "CSE-2026-7K3QX9ZD",
        "child": "C-0000000001",
        "name": "Marigold Ashdownley",
        "as_at": _AT,
        "before": side,
        "after": {**side, "version": 2},
        "sections": [
            {
                "section": "pattern",
                "title": "Usual pattern",
                "is_changed": is_changed,
                "lines": lines,
            }
        ],
    }
