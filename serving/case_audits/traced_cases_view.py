"""The page of the audited cases behind one figure of agreement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.words import count_words
from serving.case_audits.addresses import AGREEMENT, audit_address, traced_address
from serving.pages.frames import Frame

__all__ = ["TracedCaseLine", "TracedCasesView", "traced_cases_view"]

_WORDS = {
    "graders": "the two graders",
    "force": "the force’s grade against the audit’s",
    "advice": "the advice against the audit’s grade",
    "random": "at random",
    "risk": "by risk",
    "plan_read": "whether the plan was read",
    "own_words": "whether the child’s own words were recorded",
    "review_in_time": "whether a supervisor’s review was in time",
    "not_known": "not known",
}
_ASKED = ("pairing", "row", "column", "than", "stratum", "team", "question", "answer")


@dataclass(frozen=True, slots=True)
class TracedCaseLine:
    """One case; ``grades`` are the two compared, empty where none are."""

    case: str
    audit_address: str
    team: str
    drawn: str
    state: str
    grades: str
    final: str


@dataclass(frozen=True, slots=True)
class TracedCasesView:
    """One page of cases."""

    frame: Frame
    lead: str
    lines: tuple[TracedCaseLine, ...]
    shown: str
    next_page: str | None
    address: str
    agreement: str = AGREEMENT


def traced_cases_view(values: Mapping[str, Any], frame: Frame) -> TracedCasesView:
    """The page of what the API answers under ``/case-audits/agreement/cases``."""
    asked = {name: values[name] for name in _ASKED if values[name] is not None}
    words = ", ".join(_WORDS.get(said, said) for said in asked.values())
    after = values["next_page"]
    return TracedCasesView(
        frame,
        f"Cases drawn in the past year: {words or 'all'}.",
        tuple(_line(case) for case in values["cases"]),
        f"{len(values['cases'])} of {count_words(values['total'], 'case')} on this page.",
        None if after is None else traced_address(**asked, after=after),
        traced_address(**asked),
    )


def _line(case: Mapping[str, Any]) -> TracedCaseLine:
    compared = case["first"] is not None
    return TracedCaseLine(
        case["case"],
        audit_address(case["audit"]),
        case["team"] or "No team recorded",
        case["stratum_words"],
        case["state_words"],
        f"{case['first']}, {case['second']}" if compared else "not compared",
        case["final"] or "not settled",
    )
