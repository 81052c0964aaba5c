"""The audited cases behind one figure of agreement, each with the drawing it is of (M10)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.case_audits.audit_values import STRATA, Told
from serving.case_audits.grading import GRADES
from serving.case_audits.measure_audits import LOOKED_BACK, PAIRINGS
from serving.case_audits.reading_cases import STATE_WORDS, Case, read_cases
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, cursor, place_of
from serving.work_store.case_audits import cases_between

__all__ = ["NO_TEAM", "CasesAsked", "trace_audits"]

_PAIRINGS = {one.id: one for one in PAIRINGS}
#: Cases of whose child no team is recorded.
NO_TEAM = "No team recorded"


@dataclass(frozen=True, slots=True)
class CasesAsked:
    """Which cases; None for any.

    Attributes:
        pairing: in which both grades of this pairing were given.
        row, column: ... and were these; or how they compare: ``alike``, ``lower``, ``higher``.
        question, answer: of which a grader answered so.
    """

    pairing: str | None = None
    row: str | None = None
    column: str | None = None
    than: str | None = None
    stratum: str | None = None
    team: str | None = None
    question: str | None = None
    answer: str | None = None
    after: str | None = None
    limit: int = USUAL_ON_A_PAGE

    @property
    def of(self) -> str:
        """The list's name for its cursors."""
        return f"audited {self.values()}"

    def values(self) -> dict[str, str | None]:
        """What is asked for, without the place in the list."""
        names = ("pairing", "row", "column", "than", "stratum", "team", "question", "answer")
        return {name: getattr(self, name) for name in names}

    def pair(self, case: Case) -> tuple[str, str] | None:
        """The two grades that are compared."""
        return None if self.pairing is None else _PAIRINGS[self.pairing].pair(case)

    def holds(self, case: Case) -> bool:
        """Whether the case is asked for. An erased one is in no figure."""
        if case.row.value is None or self.stratum not in (None, case.row.stratum):
            return False
        if self.team not in (None, case.value("team") or NO_TEAM):
            return False
        return self._is_paired(case) and self._is_answered(case)

    def _is_paired(self, case: Case) -> bool:
        if self.pairing is None:
            return True
        pair = self.pair(case)
        if pair is None:
            return False
        first, second = map(GRADES.index, pair)
        than = "alike" if first == second else "lower" if first < second else "higher"
        return (
            self.row in (None, pair[0])
            and self.column in (None, pair[1])
            and self.than in (None, than)
        )

    def _is_answered(self, case: Case) -> bool:
        if self.question is None or self.answer is None:
            return True
        return any(
            case.facts.given[who].answers[self.question] == self.answer
            for who in case.facts.named
            if who in case.facts.given
        )


async def trace_audits(service: Service, officer: Officer, asked: CasesAsked) -> Told:
    """One page of the cases that a figure counts, the latest drawn last. Names no child.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``asked.after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)
    start = 0 if asked.after is None else int(place_of(service.secret, asked.of, asked.after)[0])
    most = min(max(asked.limit, 1), MOST_ON_A_PAGE)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            until = now + timedelta(microseconds=1)
            every = read_cases(connection, cases_between(connection, now - LOOKED_BACK, until))
        found = [case for case in every if asked.holds(case)]
        shown = found[start : start + most]
        through = start + len(shown)
        return {
            **asked.values(),
            "total": len(found),
            "cases": [_row(case, asked.pair(case)) for case in shown],
            "next_page": cursor(service.secret, asked.of, [through])
            if through < len(found)
            else None,
            "as_at": instant_to_text(now),
        }

    values = await asyncio.to_thread(read)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="CASE_AUDIT_SHOWN", at=now, body=body,
        inputs={"as_of": instant_to_text(now)}, facts={"listed": len(values["cases"])},
    )  # fmt: skip
    return Told(values, body, receipt)


def _row(case: Case, pair: tuple[str, str] | None) -> dict[str, Any]:
    first, second = pair or (None, None)
    return {
        "case": case.row.id,
        "audit": case.row.audit,
        "stratum": case.row.stratum,
        "stratum_words": STRATA[case.row.stratum],
        "team": case.value("team"),
        "state": case.state.value,
        "state_words": STATE_WORDS[case.state],
        "first": first,
        "second": second,
        "final": case.final,
    }
