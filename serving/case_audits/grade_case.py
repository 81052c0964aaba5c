"""Grade a case blind, then keep or change with both in view: kept for good, entered with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.case_audits.audit_values import Told
from serving.case_audits.grading import Given, Kept, Phase
from serving.case_audits.reading_cases import Case, NoSuchCaseError, OutOfTurnError, find_case
from serving.case_audits.show_case import case_values, check_theirs
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.work_store.case_audits import ActRow, add_acts

__all__ = ["decide_case", "grade_case"]

_RULES: Mapping[type[Exception], str] = {
    NoSuchCaseError: "no_such_case",
    OutOfTurnError: "case_out_of_turn",
    RestrictedError: "restricted",
}


async def grade_case(
    service: Service, officer: Officer, case_id: str, given: Given, reason: AccessReason
) -> Told:
    """Keep a first grade with its answers and words. It can't be taken back: who could change
    it after seeing more would not be blind.

    Raises:
        NotPermittedError, NoSuchCaseError, RestrictedError: refused; logged too.
        OutOfTurnError: this person graded it before. Nothing was kept; logged too.
        StoreUnavailableError: it could not be kept and entered, so nothing was.
    """
    value = {"grade": given.grade, "answers": dict(given.answers), "words": given.words}
    return await _say(
        service, officer, case_id, reason, Phase.GRADE, "graded", lambda _: value,
        "You graded this case before. A first grade stays as it was given.",
    )  # fmt: skip


async def decide_case(
    service: Service, officer: Officer, case_id: str, kept: Kept, reason: AccessReason
) -> Told:
    """Keep one's own grade or change it, both in view; of a third: settle the case.

    Whether it was kept or changed follows from the first grade, and is kept with it.

    Raises:
        As :func:`grade_case`; OutOfTurnError if not both have graded yet, or this person
        has decided.
    """

    def value(case: Case) -> dict[str, Any]:
        first = case.facts.given.get(officer.name)
        changed = first is not None and first.grade != kept.grade
        return {"grade": kept.grade, "words": kept.words, "changed": changed}

    return await _say(
        service, officer, case_id, reason, Phase.DECIDE, "decided", value,
        "The case does not wait for your decision. Look at it again.",
    )  # fmt: skip


async def _say(
    service: Service,
    officer: Officer,
    case_id: str,
    reason: AccessReason,
    when: Phase,
    kind: str,
    value: Callable[[Case], Mapping[str, Any]],
    else_words: str,
) -> Told:
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_GRADE, now)

    def run() -> Told:
        with service.store.writing() as connection:
            lock_linking(connection)
            case, phase = check_theirs(connection, case_id, officer)
            if not read_restrictions(connection).may_open(case.row.child, officer.team):
                raise RestrictedError
            if phase is not when:
                raise OutOfTurnError(else_words)
            return _keep(connection, service, officer, case, kind, value(case), reason, now)

    try:
        return await asyncio.to_thread(run)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now, reason=reason)
        raise


def _keep(
    connection: Connection,
    service: Service,
    officer: Officer,
    case: Case,
    kind: str,
    value: Mapping[str, Any],
    reason: AccessReason,
    now: datetime,
) -> Told:
    entry, row = new_entry_id(now, service.draw(10)), case.row
    act = ActRow(row.id, kind, officer.name, officer.name, now, entry, row.child, value)
    add_acts(connection, [act])
    after = find_case(connection, row.id)
    _, phase = check_theirs(connection, row.id, officer)
    values = {
        **case_values(connection, after, phase, officer, now),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    entered = entry_of(
        officer,
        entry=entry,
        kind="AUDIT_CASE_GRADED" if kind == "graded" else "AUDIT_CASE_DECIDED",
        at=now,
        outcome=Outcome.DONE,
        body=body,
        child=row.child,
        reason=reason,
        facts={"case": row.id, "phase": phase.value},
    )
    return Told(values, body, enter_act(connection, entered, service.draw))
