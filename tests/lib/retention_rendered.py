"""Invented answers of keeping and erasing, and the page of each state that they give."""

from __future__ import annotations

from typing import Any

from serving.pages.frames import Frame
from serving.pages.render import Pages
from serving.pages.retention import retention_view

__all__ = ["retention_pages"]

_RULES = [
    {"id": "court_order", "words": "A court ordered it"},
    {"id": "retention_over", "words": "The review found no further policing purpose"},
]


def _due(**changes: Any) -> dict[str, Any]:
    return {
        "child": "C-0000000001",
        "group": "1",
        "group_words": "Serious harm: exploitation or other grave harm to the child is recorded",
        "last_recorded": "2014-02-28",
        "next_review": "2024-02-28",
        "state": "overdue",
        "keep_until": "2111-04-09",
        "decided": None,
        **changes,
    }


def _erasure(**changes: Any) -> dict[str, Any]:
    return {
        "id": "01a2004b8900-0001",
        "child": "C-0000000003",
        "state": "waiting",
        "rule": "retention_over",
        "why": "The review found no purpose.",
        "asked_at": "2026-11-20T09:15:00.000000Z",
        "asked_by": "records-second",
        "erased_at": None,
        "approved_by": None,
        "entry": None,
        "counts": None,
        **changes,
    }


def retention_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """The page with everything on it, with nothing, and after a fault."""
    decided = {
        "at": "2020-02-28T10:00:00.000000Z",
        "by": "records",
        "keep_until": "2026-12-01",
        "why": "A trial is to come.",
    }
    due = [_due(), _due(child="C-0000000002", keep_until=None, state="due", decided=decided)]
    done = {"state": "erased", "erased_at": "2026-11-21T09:15:00.000000Z"}
    erasures = [
        _erasure(),
        _erasure(id="01a2004b8900-0002", asked_by="records"),
        _erasure(**done, approved_by="records", entry="01a2004b8901-0002", counts={"blobs": 2}),
    ]
    listed = {"policy": "2026-11-22", "source": "Review groups of the force.", "next_page": None}
    some = {**listed, "due": due}, {"waiting": 2, "rules": _RULES, "erasures": erasures,
                                    "next_page": "more"}  # fmt: skip
    none = {**listed, "due": []}, {"waiting": 0, "rules": _RULES, "erasures": [],
                                   "next_page": None}  # fmt: skip
    faults = {"until-C-0000000002": "Keep until a day after today, at most 100 years from now."}
    return {
        "retention": out.retention_page(retention_view(*some, frame, who="records")),
        "retention-nothing": out.retention_page(retention_view(*none, frame, who="records")),
        "retention-faults": out.retention_page(
            retention_view(*some, frame, who="records", faults=faults)
        ),
    }
