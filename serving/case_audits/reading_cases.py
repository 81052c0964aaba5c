"""Cases as they stand: what was drawn and what was done about each, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from serving.case_audits.grading import (
    CaseFacts,
    CaseState,
    Given,
    Kept,
    case_state,
    final_grade,
)
from serving.store.opening import Connection
from serving.work_store.case_audits import ActRow, CaseRow, acts_of, case_by_id

__all__ = [
    "STATE_WORDS", "Case", "NoSuchAuditError", "NoSuchCaseError", "OutOfTurnError",
    "find_case", "read_cases",
]  # fmt: skip

STATE_WORDS: Mapping[CaseState, str] = {
    CaseState.ERASED: "The child’s records were erased",
    CaseState.UNNAMED: "Waits for somebody who may grade it",
    CaseState.GRADING: "Being graded",
    CaseState.BOTH: "Graded by both; waits for keep or change",
    CaseState.DIFFERS: "They still differ: name a third",
    CaseState.THIRD: "Waits for the third",
    CaseState.SETTLED: "Settled",
}


class NoSuchAuditError(Exception):
    """No drawing has this id."""

    def __init__(self) -> None:
        super().__init__("No drawing of cases has this id. Look at the list again.")


class NoSuchCaseError(Exception):
    """No case has this id, or it is not for this person to see."""

    def __init__(self) -> None:
        super().__init__("No case of yours has this id. Look at your list again.")


class OutOfTurnError(Exception):
    """What was sent is not what the case waits for. Nothing was changed."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case with everything done about it."""

    row: CaseRow
    acts: tuple[ActRow, ...]
    facts: CaseFacts

    @property
    def state(self) -> CaseState:
        """How far it has come."""
        return case_state(self.facts)

    @property
    def final(self) -> str | None:
        """The grade that the audit settled on."""
        return final_grade(self.facts)

    def value(self, name: str) -> Any:
        """What was kept of the report; None of an erased one."""
        return None if self.row.value is None else self.row.value[name]

    def at(self, kind: str, person: str) -> datetime | None:
        """When this person did it; None if they didn't."""
        return next((act.at for act in self.acts if (act.kind, act.person) == (kind, person)), None)

    def opinion(self, person: str) -> dict[str, Any] | None:
        """The first grade of one person with what it rests on; None before it is given."""
        given, at = self.facts.given.get(person), self.at("graded", person)
        if given is None or at is None:
            return None
        return {
            "grade": given.grade,
            "answers": dict(given.answers),
            "words": given.words,
            "at": instant_to_text(at),
        }

    def decision(self, person: str) -> dict[str, Any] | None:
        """What one person kept or changed to; None before they said so."""
        kept, at = self.facts.kept.get(person), self.at("decided", person)
        if kept is None or at is None:
            return None
        return {"grade": kept.grade, "words": kept.words, "at": instant_to_text(at)}


def find_case(connection: Connection, id_: str) -> Case:
    """The case of this id. Raises :class:`NoSuchCaseError`."""
    row = case_by_id(connection, id_)
    if row is None:
        raise NoSuchCaseError
    return read_cases(connection, [row])[0]


def read_cases(connection: Connection, rows: Sequence[CaseRow]) -> tuple[Case, ...]:
    """Each of the cases with what was done about it."""
    acts = acts_of(connection, [row.id for row in rows])
    return tuple(Case(row, acts[row.id], _facts(row, acts[row.id])) for row in rows)


def _facts(row: CaseRow, acts: Sequence[ActRow]) -> CaseFacts:
    if row.value is None:
        return CaseFacts((), None, {}, {}, is_erased=True)
    down = {act.person for act in acts if act.kind == "stood_down"}
    named = [act for act in acts if act.kind == "named" and act.person not in down]
    said = [(act, act.value or {}) for act in acts]
    return CaseFacts(
        named=tuple(act.person for act in named if (act.value or {})["as"] == "grader"),
        third=next((act.person for act in named if (act.value or {})["as"] == "third"), None),
        given={
            act.person: Given(value["grade"], value["answers"], value["words"])
            for act, value in said
            if act.kind == "graded"
        },
        kept={
            act.person: Kept(value["grade"], value["words"])
            for act, value in said
            if act.kind == "decided"
        },
    )
