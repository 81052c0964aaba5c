"""What is told of drawings and of their cases: JSON values, one function for each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from records.calendar import instant_to_text
from serving.case_audits.framing import RISKS
from serving.case_audits.grading import CaseState
from serving.case_audits.reading_cases import STATE_WORDS, Case
from serving.case_audits.sampling import AT_RANDOM, AT_RISK
from serving.store.writer import Receipt
from serving.work_store.case_audits import AuditRow

__all__ = ["STRATA", "Told", "audit_values", "case_row_values", "drawing_values"]

STRATA: Mapping[str, str] = {AT_RANDOM: "At random", AT_RISK: "By risk"}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: its values, the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


def audit_values(
    audit: AuditRow, cases: Sequence[Case], before: int, names: Mapping[str, str]
) -> dict[str, Any]:
    """One drawing: by which rule and seed, from how many, and how far its cases have come.

    Args:
        before: how many drawings by the same rule came before it within its days.
        names: account -> what pages call its holder.
    """
    states = Counter(case.state for case in cases)
    return {
        "audit": audit.id,
        "at": instant_to_text(audit.at),
        "drawn_by": names.get(audit.drawn_by, audit.drawn_by),
        "entry": audit.entry,
        "rule": dict(audit.rule),
        "versions": dict(audit.versions),
        "seed": audit.seed.hex(),
        "frame_size": audit.frame_size,
        "frame_at_risk": audit.frame_at_risk,
        "frame_digest": audit.frame_digest,
        "drawn_before": before,
        "cases": len(cases),
        "states": [
            {"state": state.value, "words": STATE_WORDS[state], "count": states[state]}
            for state in CaseState
        ],
    }


def drawing_values(
    audit: AuditRow, cases: Sequence[Case], before: int, names: Mapping[str, str]
) -> dict[str, Any]:
    """One drawing with a row for each of its cases."""
    told = audit_values(audit, cases, before, names)
    return {**told, "rows": [case_row_values(case, names) for case in cases]}


def case_row_values(case: Case, names: Mapping[str, str]) -> dict[str, Any]:
    """A case in the auditor's list: nobody's child by name, grades only once it is settled."""
    third = case.facts.third
    return {
        "case": case.row.id,
        "stratum": case.row.stratum,
        "stratum_words": STRATA[case.row.stratum],
        "risks": [RISKS[risk][0] for risk in case.value("risks") or ()],
        "as_of": instant_to_text(case.row.as_of),
        "team": case.value("team"),
        "state": case.state.value,
        "state_words": STATE_WORDS[case.state],
        "graders": [
            {
                "account": who,
                "name": names.get(who, who),
                "graded": who in case.facts.given,
                "decided": who in case.facts.kept,
            }
            for who in case.facts.named
        ],
        "third": None if third is None else names.get(third, third),
        "final": case.final,
    }
