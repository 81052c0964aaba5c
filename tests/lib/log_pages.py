"""The auditor's pages in every state."""

from __future__ import annotations

from typing import Any

from serving.pages.frames import Frame
from serving.pages.log_entries import entry_view
from serving.pages.log_reports import figures_view, unusual_view
from serving.pages.log_searches import LogSearchForm, LogSearchView, log_lines
from serving.pages.render import Pages

__all__ = ["an_entry", "figures_answer", "log_pages", "unusual_answer"]

_AT = "2026-11-21T22:48:00.000000Z"
_ID = "01a2004b8901-00000000000000000002"


def _listed(**changes: Any) -> dict[str, Any]:
    return {
        "entry": _ID,
        "position": 41,
        "at": _AT,
        "kind": "CHILD_VIEWED",
        "words": "Was shown a child's answer",
        "operations": ["consultation", "combination"],
        "outcome": "shown",
        "officer": "officer",
        "roles": ["officer"],
        "team": None,
        "child": "C-7Q2M4K9T0A",
        "reason_code": "missing_report",
        "rule": None,
        "request": "5" * 32,
        "erased": [],
        **changes,
    }


def an_entry(**changes: Any) -> dict[str, Any]:
    """What the API says of one entry."""
    shown = _listed()
    for name in ("rule", "request"):
        del shown[name]
    return {
        **shown,
        "leaf": "b7" * 32,
        "reason": "reported missing tonight",
        "question": None,
        "inputs": [{"name": "as_of", "value": _AT}, {"name": "history", "value": "sha256:00"}],
        "facts": [{"name": "request", "value": "5" * 32}],
        "erases": [],
        "answer": {
            "commitment": "c1" * 32,
            "length": 4_321,
            "media_type": "application/json",
            "status": 200,
            "is_kept": True,
        },
        "erased": [],
        "writer": "w" * 16,
        "n": 3,
        "previous": "leaf:" + "0" * 64,
        "bytes": "{}",
        "as_at": _AT,
        **changes,
    }


def unusual_answer(*, is_quiet: bool = False) -> dict[str, Any]:
    """What the API says of unusual access: two rules told, or none."""
    row: dict[str, Any] = {
        "rule": "many_children",
        "title": "Many children in one shift",
        "officer": "officer",
        "officer_name": "PC Sam Example",
        "child": None,
        "since": _AT,
        "until": _AT,
        "counted": 26,
        "limit": 12,
        "own_usual": 3,
        "peers_usual": 5,
        "words": "26 children, 22:48 on 21 November 2026; told from 12 on. Nine in ten of this "
        "officer's earlier stretches stayed within 3, of others in the role within 5. "
        "Worth a question.",
        "threshold_source": "Twice the usual.",
        "evidence": [f"{_ID}{number}" for number in range(9)],
    }
    again = row | {
        "rule": "again_and_again",
        "title": "The same child again and again",
        "officer_name": None,
        "child": "C-7Q2M4K9T0A",
        "words": "11 looks, 22:48 on 21 November 2026; told from 10 on. Worth a question.",
        "evidence": [_ID],
    }
    rows = [] if is_quiet else [row, again]
    titles = {"many_children": row["title"], "again_and_again": again["title"], "own_name": "Names"}
    return {
        "days": 7,
        "since": "2026-11-14T22:48:00.000000Z",
        "looks": 790,
        "without_a_name": 0 if is_quiet else 3,
        "children_not_known": 0 if is_quiet else 1,
        "homes_compared": is_quiet,
        "policy_version": "2026-11-22",
        "rules": [
            {
                "rule": rule,
                "title": title,
                "at_least": 12,
                "times_usual": 2 if rule == "many_children" else 0,
                "source": "Set from an invented month of honest shifts.",
                "rows": 0,
            }
            for rule, title in titles.items()
        ],
        "count": len(rows) * 2,
        "rows": rows,
        "as_at": _AT,
    }


def figures_answer(*, is_quiet: bool = False) -> dict[str, Any]:
    """What the API says of the log's figures: of four weeks, or of a day without a look."""
    figures = {"looks": "Looks at a child's answer", "refusals": "Refusals"}
    counts = [{"figure": "looks", "count": 0 if is_quiet else 790}, {"figure": "refusals",
              "count": 0 if is_quiet else None}]  # fmt: skip
    weeks = ["2026-11-09", "2026-11-16"][: 0 if is_quiet else 2]
    return {
        "since": "2026-10-25T22:48:00.000000Z",
        "by": "week",
        "withheld_below": 5,
        "figures": [{"figure": name, "words": words} for name, words in figures.items()],
        "total": counts,
        "periods": [{"period": week, "counts": counts} for week in weeks],
        "refusals": [] if is_quiet else [{"rule": "no_such_child", "count": None}],
        "replays": [] if is_quiet else [{"verdict": "identical", "count": 25}],
        "drawn_percent": None if is_quiet else 11,
        "as_at": _AT,
    }


def log_pages(out: Pages, frame: Frame) -> dict[str, str]:
    """Name -> document."""
    found = {
        "entries": [
            _listed(),
            _listed(entry=_ID + "a", officer=None, child=None, erased=["child", "who"]),
            _listed(entry=_ID + "b", child=None, kind="LOOK_REFUSED", words="Was refused",
                    outcome="refused", reason_code=None, rule="restricted"),
            _listed(entry=_ID + "c", at=None, kind=None, reason_code=None),
        ]
    }  # fmt: skip
    asked = LogSearchForm("officer", since="2026-11-01", kind="CHILD_VIEWED")
    faults = {"since": "Enter a real day.", "kind": "There is no such kind of entry."}
    more = LogSearchView(frame, asked, log_lines(found), "cursor", "22:48 on\u00a01\u00a0November")
    gone = [{"part": "child", "by": _ID}, {"part": "answer", "by": _ID}]
    unnumbered = an_entry(
        position=None, child=None, answer=None, reason=None, reason_code=None, inputs=[]
    )
    erased = an_entry(child=None, erased=gone, answer=an_entry()["answer"] | {"is_kept": False})
    return {
        "log": out.log_search_page(LogSearchView(frame)),
        "log-faults": out.log_search_page(LogSearchView(frame, LogSearchForm("x", faults=faults))),
        "log-found": out.log_search_page(more),
        "log-none": out.log_search_page(LogSearchView(frame, asked, ())),
        "log-entry": out.log_entry_page(entry_view(an_entry(), frame)),
        "log-entry-erased": out.log_entry_page(entry_view(erased, frame)),
        "log-entry-waiting": out.log_entry_page(entry_view(unnumbered, frame)),
        "log-unusual": out.log_unusual_page(unusual_view(unusual_answer(), frame)),
        "log-unusual-quiet": out.log_unusual_page(
            unusual_view(unusual_answer(is_quiet=True), frame)
        ),
        "log-figures": out.log_figures_page(figures_view(figures_answer(), frame)),
        "log-figures-quiet": out.log_figures_page(
            figures_view(figures_answer(is_quiet=True), frame)
        ),
    }
