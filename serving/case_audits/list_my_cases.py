"""List the cases that fall to one grader: what waits for them, nobody named (M10)."""

from __future__ import annotations

import asyncio
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.case_audits.audit_values import Told
from serving.case_audits.grading import PHASE_WORDS, phase_of
from serving.case_audits.reading_cases import Case, read_cases
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, cursor, place_of
from serving.work_store.case_audits import cases_of_person

__all__ = ["list_my_cases"]

_OF = "my audit cases"


async def list_my_cases(
    service: Service, officer: Officer, after: str | None = None, limit: int = USUAL_ON_A_PAGE
) -> Told:
    """One page of the officer's own cases, the latest named first.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_GRADE, now)
    of = f"{_OF} {officer.name}"
    place = None if after is None else place_of(service.secret, of, after)
    start = None if place is None else (str(place[0]), str(place[1]))
    most = min(max(limit, 1), MOST_ON_A_PAGE)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            rows = cases_of_person(connection, officer.name, start, most + 1)
            cases = read_cases(connection, rows)
        last = cases[most - 1] if len(cases) > most else None
        return {
            "cases": [row for case in cases[:most] for row in _row(case, officer)],
            "next_page": None
            if last is None
            else cursor(service.secret, of, [_named_at(last, officer), last.row.id]),
            "as_at": instant_to_text(now),
        }

    values = await asyncio.to_thread(read)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="AUDIT_CASES_LISTED", at=now, body=body,
        inputs={"as_of": instant_to_text(now)}, facts={"listed": len(values["cases"])},
    )  # fmt: skip
    return Told(values, body, receipt)


def _named_at(case: Case, officer: Officer) -> str:
    at = case.at("named", officer.name)
    return instant_to_text(at or case.row.drawn_at)


def _row(case: Case, officer: Officer) -> list[dict[str, Any]]:
    """Nothing of a case that isn't theirs any more, or was erased."""
    phase = phase_of(case.facts, officer.name)
    if phase is None:
        return []
    return [
        {
            "case": case.row.id,
            "phase": phase.value,
            "phase_words": PHASE_WORDS[phase],
            "is_third": case.facts.third == officer.name,
            "graded_as_of": instant_to_text(case.row.as_of),
            "named_at": _named_at(case, officer),
        }
    ]
