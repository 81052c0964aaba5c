"""How far graders agree, and the force and the advice with them: figures, nobody named (M10)."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.case_audits.audit_values import STRATA, Told
from serving.case_audits.grading import ANSWERS, FORCE_GRADES, GRADES, QUESTIONS, CaseState
from serving.case_audits.kappa import matrix_of, weighted_kappa
from serving.case_audits.reading_cases import Case, read_cases
from serving.case_audits.team_differences import FEWEST, team_values
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.work_store.case_audits import cases_between

__all__ = ["LOOKED_BACK", "PAIRINGS", "Pairing", "agreement_values", "measure_audits"]

#: As long as figures look back.
LOOKED_BACK = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two grades of one case that are compared.

    Attributes:
        pair: the two, None where one of them is wanting.
    """

    id: str
    words: str
    rows: str
    columns: str
    pair: Callable[[Case], tuple[str, str] | None]


def _blind(case: Case) -> tuple[str, str] | None:
    """In the order in which they were named, which chance decided."""
    named, given = case.facts.named, case.facts.given
    if len(named) < 2 or any(who not in given for who in named):
        return None
    return given[named[0]].grade, given[named[1]].grade


def _force(case: Case) -> tuple[str, str] | None:
    force, final = case.value("force"), case.final
    return None if force is None or final is None else (FORCE_GRADES[force], final)


def _advice(case: Case) -> tuple[str, str] | None:
    advised, final = case.value("advised"), case.final
    return None if advised is None or final is None else (advised, final)


PAIRINGS: tuple[Pairing, ...] = (
    Pairing("graders", "The two graders, blind to each other", "First", "Second", _blind),
    Pairing("force", "The force’s own grade against the audit’s", "Force", "Audit", _force),
    Pairing("advice", "The advice against the audit’s grade", "Advice", "Audit", _advice),
)


async def measure_audits(service: Service, officer: Officer) -> Told:
    """Figures of every case drawn within a year, for the auditor.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        StoreUnavailableError: they could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)

    def read() -> tuple[Case, ...]:
        with service.store.reading() as connection:
            until = now + timedelta(microseconds=1)
            return read_cases(connection, cases_between(connection, now - LOOKED_BACK, until))

    values = agreement_values(await asyncio.to_thread(read), now)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="CASE_AUDITS_MEASURED", at=now, body=body,
        inputs={"as_of": instant_to_text(now)}, facts={"cases": values["cases"]},
    )  # fmt: skip
    return Told(values, body, receipt)


def agreement_values(cases: Sequence[Case], now: datetime) -> dict[str, Any]:
    """Agreement of each pairing, the answers about practice, differences by team.

    Cases erased since are counted and in no figure. Of the random half alone the figures are
    those of the force; the risk-based half is where most could go wrong.
    """
    left = [case for case in cases if case.state is not CaseState.ERASED]
    return {
        "since": instant_to_text(now - LOOKED_BACK),
        "as_at": instant_to_text(now),
        "cases": len(cases),
        "erased": len(cases) - len(left),
        "settled": sum(1 for case in left if case.final is not None),
        "changed": _changed(left),
        "pairings": [
            {
                **_agreement(one, left),
                "strata": [
                    {
                        "stratum": stratum,
                        "words": words,
                        **_kappa_of(one, [case for case in left if case.row.stratum == stratum]),
                    }
                    for stratum, words in STRATA.items()
                ],
            }
            for one in PAIRINGS
        ],
        "practice": [_practice(question, words, left) for question, words in QUESTIONS.items()],
        "teams": team_values(left),
        "fewest": FEWEST,
    }


def _pairs(pairing: Pairing, cases: Sequence[Case]) -> list[tuple[str, str]]:
    return [pair for case in cases if (pair := pairing.pair(case)) is not None]


def _agreement(pairing: Pairing, cases: Sequence[Case]) -> dict[str, Any]:
    pairs = _pairs(pairing, cases)
    return {
        "pairing": pairing.id,
        "words": pairing.words,
        "rows": pairing.rows,
        "columns": pairing.columns,
        "grades": list(GRADES),
        "matrix": matrix_of(pairs, GRADES),
        "agree": sum(1 for one, other in pairs if one == other),
        "lower": sum(1 for one, other in pairs if GRADES.index(one) < GRADES.index(other)),
        "higher": sum(1 for one, other in pairs if GRADES.index(one) > GRADES.index(other)),
        **_kappa_of(pairing, cases),
    }


def _kappa_of(pairing: Pairing, cases: Sequence[Case]) -> dict[str, Any]:
    """Linear-weighted kappa in thousandths; none of fewer cases than say anything."""
    pairs = _pairs(pairing, cases)
    found = weighted_kappa(matrix_of(pairs, GRADES)) if len(pairs) >= FEWEST else None
    why = None
    if len(pairs) < FEWEST:
        why = f"Not worked out of fewer than {FEWEST} cases."
    elif found is None:
        why = "One same grade throughout: chance alone would agree as well."
    return {
        "pairs": len(pairs),
        "kappa": None
        if found is None
        else {
            "thousandths": round(1000 * found.value),
            "low": round(1000 * found.low),
            "high": round(1000 * found.high),
        },
        "why_none": why,
    }


def _changed(cases: Sequence[Case]) -> dict[str, int]:
    """What the two did once they saw each other's grade."""
    said = [
        (case.facts.given[who].grade, case.facts.kept[who].grade)
        for case in cases
        for who in case.facts.named
        if who in case.facts.kept
    ]
    kept = sum(1 for first, last in said if first == last)
    return {"kept": kept, "changed": len(said) - kept}


def _practice(question: str, words: str, cases: Sequence[Case]) -> dict[str, Any]:
    """What graders answered, each answer counted, and in how many cases both said the same."""
    answers: Counter[str] = Counter()
    alike = both = 0
    for case in cases:
        said: list[Mapping[str, str]] = [
            case.facts.given[who].answers for who in case.facts.named if who in case.facts.given
        ]
        answers.update(one[question] for one in said)
        if len(said) == 2:
            both += 1
            alike += said[0][question] == said[1][question]
    return {
        "question": question,
        "words": words,
        "answers": [
            {"answer": id_, "words": text, "count": answers[id_]} for id_, text in ANSWERS.items()
        ],
        "both_answered": both,
        "alike": alike,
    }
