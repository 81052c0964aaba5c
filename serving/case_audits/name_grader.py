"""Name somebody to grade a case: where one is wanting, in another's place, or to settle it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.case_audits.assigning import graders, may_grade
from serving.case_audits.audit_values import Told, case_row_values
from serving.case_audits.grading import CaseState
from serving.case_audits.reading_cases import Case, NoSuchCaseError, OutOfTurnError, find_case
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.store.accounts import list_accounts
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.work_store.case_audits import ActRow, add_acts

__all__ = ["MayNotGradeError", "name_grader"]


class MayNotGradeError(Exception):
    """This person may not grade this case. Nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            "Name somebody else: a case grader who had no part in the case, may open the "
            "record, and was not named for it before."
        )


_RULES: Mapping[type[Exception], str] = {
    NoSuchCaseError: "no_such_case",
    OutOfTurnError: "case_out_of_turn",
    MayNotGradeError: "may_not_grade_this",
}


async def name_grader(
    service: Service, officer: Officer, case_id: str, person: str, instead_of: str | None = None
) -> Told:
    """Name ``person`` for a case that wants somebody.

    Of a case with fewer than two, as a grader; with ``instead_of``, in the place of one who
    has not graded yet; of a case on which both still differ, as the third who settles it.

    Raises:
        NotPermittedError, NoSuchCaseError, MayNotGradeError: refused; logged too.
        OutOfTurnError: the case wants nobody, or not in that one's place; logged too.
        StoreUnavailableError: it could not be kept and entered, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)

    def run() -> Told:
        with service.store.reading() as connection:
            _check_person(connection, find_case(connection, case_id), person, now)
        with service.store.writing() as connection:
            lock_linking(connection)
            return _name(connection, service, officer, case_id, person, instead_of, now)

    try:
        return await asyncio.to_thread(run)
    except tuple(_RULES) as refused:
        await log_refusal(service, officer, _RULES[type(refused)], now)
        raise


def _check_person(connection: Connection, case: Case, person: str, now: datetime) -> None:
    account = next((one for one in graders(connection) if one.name == person), None)
    limits = read_restrictions(connection)
    if account is None or not may_grade(connection, account, case.row.child, limits, now):
        raise MayNotGradeError


def _name(
    connection: Connection,
    service: Service,
    officer: Officer,
    case_id: str,
    person: str,
    instead_of: str | None,
    now: datetime,
) -> Told:
    case, entry = find_case(connection, case_id), new_entry_id(now, service.draw(10))
    if any(act.kind == "named" and act.person == person for act in case.acts):
        raise MayNotGradeError
    role = _wanted(case, instead_of)
    acts = []
    if instead_of is not None:
        acts.append(("stood_down", instead_of, {"as": role}))
    acts.append(("named", person, {"as": role}))
    row = case.row
    add_acts(
        connection,
        [
            ActRow(row.id, kind, who, officer.name, now, entry, row.child, value)
            for kind, who, value in acts
        ],
    )
    names = {one.name: one.display_name for one in list_accounts(connection)}
    values = {
        **case_row_values(find_case(connection, case_id), names),
        "as_at": instant_to_text(now),
    }
    body = encode(values)
    act = entry_of(
        officer, entry=entry, kind="AUDIT_GRADER_NAMED", at=now, outcome=Outcome.DONE, body=body,
        facts={"case": row.id, "as": role},
    )  # fmt: skip
    return Told(values, body, enter_act(connection, act, service.draw))


def _wanted(case: Case, instead_of: str | None) -> str:
    """As what somebody is wanted."""
    if instead_of is None:
        if case.state is CaseState.UNNAMED:
            return "grader"
        if case.state is CaseState.DIFFERS:
            return "third"
        raise OutOfTurnError("The case wants nobody. Look at it again.")
    is_waiting = instead_of in case.facts.named and instead_of not in case.facts.given
    if is_waiting and case.state in (CaseState.UNNAMED, CaseState.GRADING):
        return "grader"
    if instead_of == case.facts.third and case.state is CaseState.THIRD:
        return "third"
    raise OutOfTurnError("Only somebody who has not graded yet can be replaced.")
