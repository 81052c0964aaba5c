"""Invented answers of the lists of supervision, and the page of each state that they give."""

from __future__ import annotations

from typing import Any

from serving.pages.frames import Frame
from serving.pages.lists_not_made import ListsNotMadeView
from serving.pages.render import Pages
from serving.supervising.briefing_view import BriefingFormView, briefing_view
from serving.supervising.children_listed import LIMITED
from serving.supervising.duties_told import DUTY_NAMES
from serving.supervising.duties_view import duties_view
from serving.supervising.missing_now_view import missing_now_view
from serving.work_store.lists import ListsNotMadeError

__all__ = ["briefing_values", "duties_values", "missing_values", "supervising_pages"]

_NOW = "2026-11-22T02:04:00.000000Z"
_HAND_OVER = {
    "notice": "n-2",
    "child": "C-0000000003",
    "reference": "MR-2026-7K3QX9ZD",
    "team": "City North",
    "told_at": "2026-11-22T01:50:00.000000Z",
    "acknowledge_by": "2026-11-22T02:00:00.000000Z",
    "handed_on_at": None,
}
_AWAITING = {
    "hand_overs": [
        {**_HAND_OVER, "handed_on_at": "2026-11-22T02:01:00.000000Z"},
        {**_HAND_OVER, "notice": "n-3", "team": None},
    ],
    "more": True,
}
_AREAS = {"teams": ["City North", "City South"], "authorities": ["Exampleshire", "Otherton"]}


def _data(state: str = "fresh", **changes: Any) -> dict[str, Any]:
    words = "Missing persons: last read 01:58 on 22 November 2026."
    if state == "stale":
        words = (
            "Missing persons: 3 hours old (last read 23:04 on 21 November 2026). "
            "Later events are not here."
        )
    return {
        "as_at": _NOW,
        "bands_worked_out_at": "2026-11-21T06:00:00.000000Z",
        "sources": [
            {
                "system": "S1",
                "name": "Missing persons",
                "state": state,
                "taken_at": "2026-11-22T01:58:00.000000Z",
                "hours_old": 0,
                "words": words,
            },
            {
                "system": "S2",
                "name": "CSE plans",
                "state": "never",
                "taken_at": None,
                "hours_old": None,
                "words": "CSE plans: not connected to this service.",
            },
        ],
        "areas": _AREAS,
        **changes,
    }


def _child(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "child": f"C-000000000{number}",
        "name": "Ottoline Quillfeather-Ashdownley",
        "age": 14,
        "limited": False,
        "team": "City North",
        "local_authority": "Exampleshire",
        "band": {"band": "High", "bars": 3, "worked_out_at": "2026-11-22T01:00:00.000000Z"},
        **changes,
    }


_HIDDEN: dict[str, Any] = {
    "name": LIMITED,
    "age": None,
    "limited": True,
    "team": None,
    "local_authority": None,
    "band": {"band": None, "bars": 0, "worked_out_at": None},
}


def _missing(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        **_child(number),
        "reference": f"MR-2026-{number:04d}",
        "missing_since": "2026-11-20T19:40:00.000000Z",
        "minutes": 1_824,
        "elapsed": "30\u00a0hours 24\u00a0minutes",
        "missing_from": "home",
        "last_review": {
            "at": "2026-11-21T04:40:00.000000Z",
            "ago": "21\u00a0hours 24\u00a0minutes",
            "by": "inspector",
            "direction": "See the home again at first light.",
        },
        "overdue": 2,
        "gap": "No supervisory review for 21\u00a0hours. By now one should have happened.",
        "next_due": {
            "kind": "supervisory_review",
            "name": DUTY_NAMES["supervisory_review"],
            "words": "Review by an inspector overdue for 13\u00a0hours (within 1\u00a0hour).",
            "state": "overdue",
            "since": "2026-11-21T04:40:00.000000Z",
            "due": "2026-11-21T12:40:00.000000Z",
            "owner": "the duty inspector",
            "reference": f"MR-2026-{number:04d}",
            "system": "S1",
            "times": 2,
        },
        "plan": {"reference": "P-1", "version": 3, "review_overdue": True, "owner": "PC Example"},
        "protection_plan": True,
        **changes,
    }


def _unread(**changes: Any) -> dict[str, Any]:
    empty = {"last_review": None, "gap": None, "next_due": None, "plan": None}
    return {**empty, "protection_plan": False, **changes}


def missing_values(
    *children: dict[str, Any], state: str = "fresh", **changes: Any
) -> dict[str, Any]:
    """An answer of ``/api/v1/missing-now``."""
    count = len(children)
    return {
        "filters": {"team": None, "authority": None, "band": None, "lasting": None},
        "awaiting": {"hand_overs": [], "more": False},
        "count": count,
        "more": False,
        "bands": [
            {"band": "High", "count": count},
            {"band": "Medium", "count": 0},
            {"band": "Low", "count": 0},
            {"band": None, "count": 0},
        ],
        "lasting": [
            {"lasting": "over_72_hours", "count": 0},
            {"lasting": "over_24_hours", "count": count},
            {"lasting": "under_24_hours", "count": 0},
        ],
        "unreviewed": min(count, 1),
        "children": list(children),
        "next_page": None,
        **_data(state),
        **changes,
    }


def _duty(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        **_child(number),
        "kind": "return_interview",
        "kind_name": DUTY_NAMES["return_interview"],
        "words": "Return interview for the report of 3\u00a0November\u00a02026: not done; was due "
        "by 7\u00a0November\u00a02026.",
        "reference": f"MR-2026-{number:04d}",
        "system": "S1",
        "since": "2026-11-04T02:00:00.000000Z",
        "due": "2026-11-07T02:00:00.000000Z",
        "late_by": "15\u00a0days",
        "times": 1,
        "owner": "the missing coordinator",
        **changes,
    }


def duties_values(*duties: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """An answer of ``/api/v1/duties``."""
    return {
        "filters": {
            "state": "overdue", "team": None, "authority": None, "kind": None, "owner": None,
        },
        "counts": {"unreviewed": 0, "overdue": len(duties), "today": 2, "coming": 1_000},
        "counted_to": 1_000,
        "judgements_waiting": 3,
        "investigations_drifting": [
            {"kind": kind, "name": DUTY_NAMES[kind], "count": 1}
            for kind in ("investigation_discussion", "investigation_review")
        ],
        "kinds": [{"kind": kind, "name": name} for kind, name in DUTY_NAMES.items()],
        "unreviewed": {"count": 0, "duties": []},
        "duties": list(duties),
        "next_page": None,
        **_data(),
        **changes,
    }  # fmt: skip


def briefing_values(times: int = 1) -> dict[str, Any]:
    """An answer of ``/api/v1/briefing`` with so many rows of each part; 0 for none."""
    missing = missing_values(*[_missing(n % 9 + 1) for n in range(times)])
    lapse = {"kind": "plan_review", "kind_name": DUTY_NAMES["plan_review"], "late_by": None}
    linked = {
        **_child(4),
        "through": "adult",
        "words": "An adult named with this child is named elsewhere too.",
        "since": "2026-11-21T18:00:00.000000Z",
        "system": "S7",
    }
    counts = {"unreviewed": times, "overdue": 40 * times, "today": times, "coming": times}
    return {
        "filters": {"team": None, "authority": None},
        "since": "2026-11-21T02:04:00.000000Z",
        "missing": {
            name: missing[name] for name in ("count", "more", "bands", "lasting", "unreviewed")
        }
        | {"children": missing["children"]},
        "newly_high": {
            "count": times,
            "children": [
                {
                    **_child(2),
                    "since": "2026-11-21T20:00:00.000000Z",
                    "why": ["Three reports in 90\u00a0days", "Found with an adult"],
                }
            ]
            * times,
        },
        "overdue": {
            "counts": counts,
            "counted_to": 1_000,
            "unreviewed": [_duty(3, kind="supervision_gap")] * min(times, 3),
            "duties": [_duty(n % 9 + 1) for n in range(times)],
        },
        "newly_linked": {"count": times, "children": [linked] * times},
        "lapsing": {
            "counts": [
                {"kind": kind, "name": DUTY_NAMES[kind], "days": days, "count": times}
                for kind in ("notice_lapsing", "plan_review")
                for days in (1, 7, 28)
            ],
            "duties": [{**_duty(5, **lapse), "within_days": 7}] * times,
        },
        **_data(),
    }


def supervising_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Every state of the pages of supervision: name -> document."""
    limited = {**_missing(2, **_unread()), **_HIDDEN}
    plain = _missing(3, **_unread(), elapsed="3\u00a0hours")
    faults = {"to_whom": "Say to whom it goes, in 3 to 120 characters."}
    team = {"team": "City North", "authority": None, "band": "High", "lasting": None}
    shown = {
        "missing-now": missing_values(_missing(), limited, plain, next_page="x"),
        "missing-now-empty": missing_values(),
        "missing-now-silent": missing_values(plain, state="stale"),
        "missing-now-narrowed": missing_values(filters=team, count=2),
        "missing-now-awaited": missing_values(plain, awaiting=_AWAITING),
    }
    pages = {
        name: out.render("missing_now.html", missing_now_view(values, frame))
        for name, values in shown.items()
    }
    unreviewed = {"count": 1, "duties": [_duty(3, kind="supervision_gap")]}
    hidden = {**_duty(2, words=None), **_HIDDEN}
    owned = {**duties_values()["filters"], "state": "today", "owner": "PC Example"}
    for name, values in {
        "duties": duties_values(_duty(), hidden, unreviewed=unreviewed, next_page="x"),
        "duties-empty": duties_values(),
        "duties-of-an-owner": duties_values(_duty(times=4), filters=owned),
    }.items():
        pages[name] = out.render("duties.html", duties_view(values, frame))
    entry = "01a2004b8900-0001"
    for name, times in (("briefing", 1), ("briefing-empty", 0)):
        view = briefing_view(briefing_values(times), frame, entry)
        pages[name] = out.render("briefing.html", view)
    printed = briefing_view(briefing_values(2), frame, entry, "Night shift")
    return {
        **pages,
        "briefing-print": out.render("briefing_print.html", printed),
        "briefing-for": out.render(
            "briefing_for.html", BriefingFormView(frame, "City North", "", "", "", {})
        ),
        "briefing-for-faults": out.render(
            "briefing_for.html", BriefingFormView(frame, "", "", "", "To brief them", faults)
        ),
        "lists-not-made": out.render(
            "lists_not_made.html", ListsNotMadeView(frame, str(ListsNotMadeError()))
        ),
    }
