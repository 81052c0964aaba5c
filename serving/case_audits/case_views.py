"""The graders' pages in words: one's own cases, and a case with its forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records.words import count_words
from serving.case_audits.addresses import CASES, DECIDE, GRADE, case_address, next_address
from serving.case_audits.grading import ANSWERS, GRADES, QUESTIONS, Phase
from serving.pages.frames import Frame
from serving.pages.typography import bind, day_text, moment_text

__all__ = ["CaseView", "CasesView", "FactLine", "SideLine", "case_view", "cases_view"]


@dataclass(frozen=True, slots=True)
class CasesView:
    """One's own cases: (address, lead, what is to be done)."""

    frame: Frame
    lines: tuple[tuple[str, str, str], ...]
    counted: str
    next_page: str | None
    address: str = CASES


def cases_view(values: Mapping[str, Any], frame: Frame) -> CasesView:
    """The page of what the API answers under ``/audit-cases``."""
    lines = tuple(
        (
            case_address(row["case"]),
            f"Case {row['case']}, graded as known at {bind(moment_text(row['graded_as_of']))}",
            row["phase_words"],
        )
        for row in values["cases"]
    )
    waiting = sum(row["phase"] in _TO_DO for row in values["cases"])
    more = " There are more." if values["next_page"] is not None else ""
    counted = f"{count_words(len(lines), 'case')} on this page, {waiting} of them wait for you."
    return CasesView(frame, lines, counted + more, next_address(CASES, values["next_page"]))


_TO_DO = frozenset({Phase.GRADE.value, Phase.DECIDE.value})


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact, more of it, and where it stands; ``source`` is empty where nowhere."""

    lead: str
    details: tuple[str, ...]
    source: str
    reference: str


@dataclass(frozen=True, slots=True)
class SideLine:
    """What one person said: ``lines`` are label and words."""

    name: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case as its grader may see it now.

    Attributes:
        phase: a value of :class:`Phase`.
        facts: (id, title, lines, what is said where there are none).
        names, sides: whose column it is, and what each said, row by row, once nobody is blind
            any more; then ``beside`` has the advice and the force's own grade.
        given: what was sent and could not be kept so; ``faults`` says why, field by field.
    """

    frame: Frame
    id: str
    phase: str
    phase_words: str
    lead: str
    facts: tuple[tuple[str, str, tuple[FactLine, ...], str], ...]
    practice: tuple[FactLine, ...]
    left_out: tuple[str, ...]
    mine: SideLine | None
    names: tuple[str, ...]
    sides: tuple[tuple[str, tuple[str, ...]], ...]
    beside: tuple[tuple[str, str], ...]
    is_third: bool
    address: str
    grade_address: str
    decide_address: str
    given: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    cases: str = CASES
    grades: tuple[str, ...] = GRADES
    questions: Mapping[str, str] = field(default_factory=lambda: QUESTIONS)
    answers: Mapping[str, str] = field(default_factory=lambda: ANSWERS)


def case_view(
    values: Mapping[str, Any],
    frame: Frame,
    given: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> CaseView:
    """The page of what the API answers under ``/audit-cases/{case_id}``."""
    id_, both = values["case"], values["both"]
    mine = values["mine"]
    return CaseView(
        frame,
        id_,
        values["phase"],
        values["phase_words"],
        f"Graded as known at {bind(moment_text(values['graded_as_of']))}, when the report was "
        "written down.",
        tuple(
            (part["id"], part["title"], tuple(_line(one) for one in part["lines"]), part["none"])
            for part in values["facts"]
        ),
        tuple(_line(one) for one in values["practice"]),
        tuple(values["left_out"]),
        None if mine is None else SideLine("You", _opinion(mine)),
        () if both is None else _names(both),
        () if both is None else _side_by_side(both),
        () if both is None else _beside(both),
        values["is_third"],
        case_address(id_),
        case_address(id_, GRADE),
        case_address(id_, DECIDE),
        dict(given or {}),
        dict(faults or {}),
    )


def _line(one: Mapping[str, Any]) -> FactLine:
    on = "" if one["date"] is None else f", {day_text(one['date'])}"
    return FactLine(
        bind(one["lead"]),
        tuple(bind(detail) for detail in one["details"]),
        bind(f"{one['system']}{on}") if one["system"] else "",
        one["reference"],
    )


def _opinion(said: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    answers = tuple(
        (QUESTIONS[question], ANSWERS[answer]) for question, answer in said["answers"].items()
    )
    return (("Grade", said["grade"]), *answers, ("Why", said["words"]))


def _side_by_side(both: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A row for each thing said: its label, then what each person said, in one order."""
    people = [*both["graders"], *([both["third"]] if both["third"] else [])]
    return (
        ("Grade, given blind", tuple(_first(one, "grade") for one in people)),
        *(
            (words, tuple(_answer(one, question) for one in people))
            for question, words in QUESTIONS.items()
        ),
        ("Why", tuple(_first(one, "words") for one in people)),
        ("Then", tuple(_then(one) for one in people)),
        ("Why then", tuple(_why_then(one) for one in people)),
    )


def _names(both: Mapping[str, Any]) -> tuple[str, ...]:
    third = both["third"]
    named = [("You" if one["is_you"] else one["name"]) for one in both["graders"]]
    if third is not None:
        named.append(f"{'You' if third['is_you'] else third['name']}, third")
    return tuple(named)


def _first(one: Mapping[str, Any], part: str) -> str:
    return _NOT_ASKED if one["first"] is None else str(one["first"][part])


def _answer(one: Mapping[str, Any], question: str) -> str:
    return _NOT_ASKED if one["first"] is None else ANSWERS[one["first"]["answers"][question]]


def _then(one: Mapping[str, Any]) -> str:
    first, decided = one["first"], one["decided"]
    if decided is None:
        return "Not decided yet"
    if first is None:
        return f"Settled on {decided['grade']}"
    word = "Kept" if first["grade"] == decided["grade"] else "Changed to"
    return f"{word} {decided['grade']}"


def _why_then(one: Mapping[str, Any]) -> str:
    return "Not decided yet" if one["decided"] is None else str(one["decided"]["words"])


_NOT_ASKED = "Not asked of a third"


def _beside(both: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    recorded = both["force_recorded"]
    force = "No grade is recorded."
    if recorded is not None:
        force = f"Recorded as {recorded}, counted as {both['force_counted_as']}."
    return (
        ("Advice then", both["advised"] or "No band was advised."),
        ("The force’s own grade then", force),
        ("Final grade", both["final"] or "Not settled yet"),
    )
