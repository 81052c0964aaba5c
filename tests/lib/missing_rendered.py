"""Every page of missing reports, in every state that it has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from serving.missing.acts import ACTS, ALLOWED, Act
from serving.missing.form_fields import FORMS, OPENING, WHO
from serving.missing.report_views import (
    CheckView,
    DoneView,
    FormView,
    KeptView,
    ReportReasonView,
    entry_lines,
    kept_of,
    opened_view,
    report_view,
)
from serving.missing.reports import ReportState
from serving.pages.addresses import child_address
from serving.pages.child_view import Receipt, child_view
from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.pages.typography import bind
from tests.lib.answer_extremes import EVERY_ANSWER

__all__ = ["missing_pages", "report_answer"]

_REFERENCE = "MR-2026-7K3QX9ZD"
_CHILD = "C-7Q2M4K9T0A"
_AT = "2026-11-22T02:04:00.000000Z"
_SINCE = "2026-11-21T20:15:00.000000Z"
_FOUND = "2026-11-22T01:30:00.000000Z"
_CHOICES = (("missing_report", "A missing report is open or being made"), ("other", "Another"))
_GOING = {"reason": "missing_report"}


def _entry(number: int, kind: str, words: str, occurred: str, **changes: Any) -> dict[str, Any]:
    return {
        "entry": f"19aa80f33270-0011223344.{number}",
        "kind": kind,
        "words": words,
        "occurred": occurred,
        "recorded": _AT,
        "written_by": "PC Sam Example",
        "system_name": "Missing persons",
        "replaces": None,
        "stands": True,
        "corrected": False,
        "details": [],
        **changes,
    }


def report_answer(state: ReportState = ReportState.OPEN, **changes: Any) -> dict[str, Any]:
    """A report as the API answers it, in one of its states."""
    told = [{"column": "circumstances", "name": "What happened", "value": "x",
             "words": "Did not come home from school."}]  # fmt: skip
    entries = [
        _entry(0, "missing_reported", "Reported missing", _SINCE, stands=False, corrected=True),
        _entry(1, "missing_reported", "Reported missing", _SINCE, details=told),
        _entry(2, "supervisory_review", "Supervisor’s review", _AT, written_by=None),
    ]
    duty = {
        "kind": "supervisory_review",
        "state": "overdue",
        "due": _FOUND,
        "done": None,
        "words": "Review by an inspector overdue for 34 minutes (within 1 hour).",
        "owner": "the duty inspector",
        "came_due": 1,
    }
    is_found = state is ReportState.FOUND
    return {
        "reference": _REFERENCE,
        "child": _CHILD,
        "state": state.value,
        "state_words": "The child was found." if is_found else "The child is missing.",
        "since": _SINCE,
        "ended": _FOUND if is_found else None,
        "next": [f"{duty['words']} The duty inspector: by 01:30 on 22 November 2026."],
        "next_due": _FOUND,
        "as_at": _AT,
        "name": "Maya Okonkwo-Reid",
        "age": 15,
        "joined": ["MP-2026-0612"],
        "entries": entries,
        "duties": [duty, {**duty, "state": "done", "done": _AT}],
        "acts": [
            {"act": act.value, "words": rule.words}
            for act, rule in ACTS.items()
            if ALLOWED[act, state] is None
        ],
        **changes,
    }


def missing_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Name -> document."""
    report = report_answer()
    nothing = {"next": [], "acts": [], "duties": [], "joined": []}
    withdrawn = report_answer(ReportState.WITHDRAWN, **nothing)
    kept = kept_of(report)
    shown = child_view(EVERY_ANSWER["failed"](), frame, Receipt("42", "b7" * 32))
    why = "A record exists that you can’t open: it is limited to a named team."
    done = DoneView(
        frame, f"/missing-reports/{_REFERENCE}", "It is written down", _REFERENCE,
        "The child was found.", kept.next, "missing_report", "", True, "42",
    )  # fmt: skip
    pages = {
        "missing-new": _form(frame, (*WHO, *OPENING), "Open a missing report"),
        "missing-new-faults": _form(
            frame, (*WHO, *OPENING), "Open a missing report",
            faults={"surname": "Enter the surname.", "since": "Enter since when.",
                    "birth": "Enter a real birth date.", "missing_from": "Choose from where."},
        ),
        "missing-conflict": _form(
            frame, FORMS[Act.UPDATE], ACTS[Act.UPDATE].words, now=entry_lines(report)
        ),
        "missing-refused": _form(
            frame, FORMS[Act.REVIEW], ACTS[Act.REVIEW].words,
            refused=ALLOWED[Act.REVIEW, ReportState.FOUND] or "",
        ),
        **{f"missing-{act.value}": _form(frame, FORMS[act], ACTS[act].words) for act in Act},
    }  # fmt: skip
    html = {name: out.render("missing_form.html", view) for name, view in pages.items()}
    return html | {
        "missing-check": out.render("missing_check.html", _check(frame)),
        "missing-check-drawn": out.render(
            "missing_check.html",
            _check(frame, asks_note=True, note="x", faults={"note": "Say it in words."}),
        ),
        "missing-double": out.render(
            "missing_check.html",
            _check(
                frame,
                double=f"Report {_REFERENCE} of this child is open.",
                double_reference=_REFERENCE,
                double_address=f"/missing-reports/{_REFERENCE}",
            ),
        ),
        "missing-opened": out.render("missing_opened.html", opened_view(shown, kept)),
        "missing-kept": out.render(
            "missing_kept.html", KeptView(frame, kept, child_address(_CHILD), why)
        ),
        "missing-report": _report(out, frame, report),
        "missing-report-found": _report(out, frame, report_answer(ReportState.FOUND)),
        "missing-report-withdrawn": _report(out, frame, withdrawn),
        "missing-reason": out.render("missing_reason.html", _reason(frame)),
        "missing-reason-limited": out.render(
            "missing_reason.html",
            _reason(frame, is_limited=True, note="x", faults={"note": "Say it in words."}),
        ),
        "missing-done": out.render("missing_done.html", done),
    }


def _form(frame: Frame, fields: Any, heading: str, **changes: Any) -> FormView:
    values = {part: "" for field in fields for part in field.parts}
    return FormView(
        frame, f"/missing-reports/{_REFERENCE}/updates", heading, "What was recorded stays.",
        "Write it down", fields, values, {**_GOING, "step": "send", "seen": '"a1"'}, **changes,
    )  # fmt: skip


def _check(frame: Frame, **changes: Any) -> CheckView:
    since = bind("20:15 on 21 November 2026")
    rows = (("Surname", "Exampleson"), ("Missing since", since))
    return CheckView(frame, rows, {"surname": "Exampleson", "key": "k"}, **changes)


def _reason(frame: Frame, **changes: Any) -> ReportReasonView:
    return ReportReasonView(frame, f"/missing-reports/{_REFERENCE}", _CHOICES, **changes)


def _report(out: Pages, frame: Frame, values: Mapping[str, Any]) -> str:
    return out.render("missing_report.html", report_view(values, frame, _GOING, "42"))
