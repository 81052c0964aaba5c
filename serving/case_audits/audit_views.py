"""The auditor's pages of drawings in words: all of them, and one with its cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.case_audits.addresses import (
    AGREEMENT,
    AUDITS,
    NAME,
    audit_address,
    case_address,
    next_address,
)
from serving.case_audits.grading import CaseState
from serving.pages.frames import Frame
from serving.pages.typography import bind, moment_text

__all__ = [
    "AuditLine",
    "AuditView",
    "AuditsView",
    "CaseLine",
    "audit_view",
    "audits_view",
]


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One drawing: what was drawn, when, and how it was."""

    id: str
    address: str
    lead: str
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuditsView:
    """Drawings, and the form for another.

    Attributes:
        given: what was sent and could not be drawn so.
        faults: field of the form -> what to do.
    """

    frame: Frame
    lines: tuple[AuditLine, ...]
    counted: str
    people: str
    teams: tuple[str, ...]
    authorities: tuple[str, ...]
    next_page: str | None
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    address: str = AUDITS
    agreement: str = AGREEMENT


def audits_view(
    values: Mapping[str, Any],
    frame: Frame,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> AuditsView:
    """The page of what the API answers under ``/case-audits``."""
    lines = tuple(_audit(row) for row in values["audits"])
    more = " There are more." if values["next_page"] is not None else ""
    return AuditsView(
        frame,
        lines,
        f"{count_words(len(lines), 'drawing')} on this page.{more}",
        f"{count_words(values['graders'], 'person', 'people')} may grade cases just now. "
        "Each case needs two who had no part in it.",
        tuple(values["areas"]["team"]),
        tuple(values["areas"]["authority"]),
        next_address(AUDITS, values["next_page"]),
        dict(given or {}),
        dict(faults or {}),
    )


def _audit(row: Mapping[str, Any]) -> AuditLine:
    area = row["rule"]["team"] or row["rule"]["authority"] or "the whole force"
    settled = _count(row, CaseState.SETTLED)
    wanting = _count(row, CaseState.UNNAMED) + _count(row, CaseState.DIFFERS)
    details = [
        (
            f"Drawn by {row['drawn_by']} from {count_words(row['frame_size'], 'report')} closed in "
            f"{count_words(row['rule']['days'], 'day')}, {area}."
        ),
        _drawn_before(row["drawn_before"]),
        f"{count_words(settled, 'case')} settled.",
    ]
    if wanting:
        details.append(f"{count_words(wanting, 'case')} need you to name somebody.")
    return AuditLine(
        row["audit"],
        audit_address(row["audit"]),
        f"{count_words(row['cases'], 'case')}, {bind(moment_text(row['at']))}",
        tuple(bind(detail) for detail in details),
    )


def _count(row: Mapping[str, Any], state: CaseState) -> int:
    return sum(one["count"] for one in row["states"] if one["state"] == state.value)


def _drawn_before(count: int) -> str:
    if not count:
        return "The first drawing by this rule in that time."
    return f"{count_words(count, 'drawing')} by the same rule came before it in that time."


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case of a drawing.

    Attributes:
        wants: what naming somebody now does; empty where nobody is wanted.
        replaceable: (account, name) of graders who have not graded yet.
    """

    id: str
    lead: str
    state: str
    details: tuple[str, ...]
    wants: str
    replaceable: tuple[tuple[str, str], ...]
    name_address: str


@dataclass(frozen=True, slots=True)
class AuditView:
    """One drawing with its cases."""

    frame: Frame
    id: str
    facts: tuple[tuple[str, str], ...]
    cases: tuple[CaseLine, ...]
    people: tuple[tuple[str, str], ...]
    counted: str
    address: str
    faults: Mapping[str, str] = field(default_factory=dict)
    audits: str = AUDITS


def audit_view(
    values: Mapping[str, Any], frame: Frame, faults: Mapping[str, str] | None = None
) -> AuditView:
    """The page of what the API answers under ``/case-audits/{audit_id}``."""
    rule = values["rule"]
    area = rule["team"] or rule["authority"] or "the whole force"
    erased = values["frame_erased"]
    facts = [
        ("Rule", (f"Missing reports closed within {count_words(rule['days'], 'day')}, {area}. "
         "Half at random, half of those at risk.")),
        ("Frame", (f"{count_words(values['frame_size'], 'report')}, "
         f"{values['frame_at_risk']} of them at risk.")),
        ("Drawn", f"{moment_text(values['at'])} by {values['drawn_by']}."),
        ("Earlier drawings", _drawn_before(values["drawn_before"])),
        ("Seed", values["seed"]),
        ("Name of the frame", values["frame_digest"]),
        ("Entry of the log", values["entry"]),
    ]  # fmt: skip
    if erased:
        words = f"{count_words(erased, 'report')} of the frame were erased since."
        facts.append(("Erased", words))
    cases = tuple(_case(row, number) for number, row in enumerate(values["rows"], start=1))
    return AuditView(
        frame,
        values["audit"],
        tuple((name, bind(words)) for name, words in facts),
        cases,
        tuple((one["account"], one["name"]) for one in values["people"]),
        f"{count_words(len(cases), 'case')}.",
        audit_address(values["audit"]),
        dict(faults or {}),
    )


_WANTS = {
    CaseState.UNNAMED.value: "Name a grader",
    CaseState.DIFFERS.value: "Name a third, who settles it",
}
_REPLACES = frozenset({CaseState.UNNAMED.value, CaseState.GRADING.value})


def _case(row: Mapping[str, Any], number: int) -> CaseLine:
    graders = row["graders"]
    details = [
        f"{row['stratum_words']}. Graded as known at {moment_text(row['as_of'])}.",
        *(f"Drawn since {risk}." for risk in row["risks"]),
        *(f"{one['name']}: {_stage(one)}." for one in graders),
    ]
    if row["third"] is not None:
        details.append(f"Third: {row['third']}.")
    if row["final"] is not None:
        details.append(f"Final grade: {row['final']}.")
    waiting = [one for one in graders if not one["graded"]]
    is_open = row["state"] in _REPLACES
    return CaseLine(
        row["case"],
        f"Case {number}" + (f", {row['team']}" if row["team"] else ""),
        row["state_words"],
        tuple(bind(detail) for detail in details),
        _WANTS.get(row["state"], ""),
        tuple((one["account"], one["name"]) for one in waiting) if is_open else (),
        case_address(row["case"], NAME),
    )


def _stage(grader: Mapping[str, Any]) -> str:
    if grader["decided"]:
        return "graded and decided"
    return "graded" if grader["graded"] else "has not graded yet"
