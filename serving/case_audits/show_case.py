"""Show a case to one of its graders: facts as then known; both opinions once both are given."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from records.calendar import instant_to_text
from records.history import known_at
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer import AnswerInputs
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.answer.write import answer_values
from serving.case_audits.audit_values import Told
from serving.case_audits.case_facts import LEFT_OUT, fact_values
from serving.case_audits.case_practice import practice_lines
from serving.case_audits.grading import FORCE_GRADES, PHASE_WORDS, QUESTIONS, Phase, phase_of
from serving.case_audits.reading_cases import Case, NoSuchCaseError, find_case
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.preparing_looks import prepare_look
from serving.store.accounts import list_accounts
from serving.store.opening import Connection

__all__ = ["case_values", "check_theirs", "show_case"]

_JUST_AFTER = timedelta(microseconds=1)


async def show_case(service: Service, officer: Officer, case_id: str, reason: AccessReason) -> Told:
    """The case as this grader may see it now, entered as a look at the child.

    Until both have graded, nothing of the other's, of the advice or of the force's own
    grade is in the answer, to whomever.

    Raises:
        NotPermittedError, NoSuchCaseError, NoSuchChildError, RestrictedError: refused; the
            refusal is logged too. A case of others is told as one that is not there.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_GRADE, now)

    def find() -> tuple[Case, Phase]:
        with service.store.reading() as connection:
            return check_theirs(connection, case_id, officer)

    try:
        case, phase = await asyncio.to_thread(find)
    except NoSuchCaseError:
        await log_refusal(service, officer, "no_such_case", now, reason=reason)
        raise
    child = case.row.child
    found = await prepare_look(service, officer, child, reason, now, case.row.as_of)
    if not found.limits.may_open(found.child, officer.team):
        await log_refusal(service, officer, "restricted", now, child=child, reason=reason)
        raise RestrictedError

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            return {
                **case_values(connection, case, phase, officer, now),
                **_facts(connection, case, found.inputs, now),
                "as_at": instant_to_text(now),
            }

    values = await asyncio.to_thread(read)
    body = encode(values)
    digests = found.inputs.digests()
    receipt = await log_look(
        service,
        officer,
        kind="AUDIT_CASE_VIEWED",
        at=now,
        body=body,
        child=found.child,
        reason=reason,
        inputs={"as_of": digests["as_of"], "history": digests["history"]},
        facts={"case": case_id, "phase": phase.value},
    )
    return Told(values, body, receipt)


def check_theirs(connection: Connection, case_id: str, officer: Officer) -> tuple[Case, Phase]:
    """The case and what this person may do. Raises NoSuchCaseError if it isn't theirs."""
    case = find_case(connection, case_id)
    phase = phase_of(case.facts, officer.name)
    if phase is None:
        raise NoSuchCaseError
    return case, phase


def case_values(
    connection: Connection, case: Case, phase: Phase, officer: Officer, now: datetime
) -> dict[str, Any]:
    """How the case stands for this person; with both opinions once nobody is blind any more."""
    is_open = phase in (Phase.DECIDE, Phase.SHOWN)
    names = {one.name: one.display_name for one in list_accounts(connection)} if is_open else {}
    return {
        "case": case.row.id,
        "phase": phase.value,
        "phase_words": PHASE_WORDS[phase],
        "is_third": case.facts.third == officer.name,
        "graded_as_of": instant_to_text(case.row.as_of),
        "days_since_drawn": (now - case.row.drawn_at).days,
        "mine": case.opinion(officer.name),
        "both": _both(case, officer, names) if is_open else None,
    }


def _both(case: Case, officer: Officer, names: Mapping[str, str]) -> dict[str, Any]:
    """Side by side, with the advice and the force's own grade then."""
    force = case.value("force")
    third = case.facts.third
    return {
        "graders": [
            {
                "name": names.get(who, who),
                "is_you": who == officer.name,
                "first": case.opinion(who),
                "decided": case.decision(who),
            }
            for who in case.facts.named
        ],
        "third": None
        if third is None
        else {
            "name": names.get(third, third),
            "is_you": third == officer.name,
            "first": None,
            "decided": case.decision(third),
        },
        "advised": case.value("advised"),
        "force_recorded": None if force is None else force.replace("_", " "),
        "force_counted_as": None if force is None else FORCE_GRADES[force],
        "final": case.final,
    }


def _facts(
    connection: Connection, case: Case, inputs: AnswerInputs, now: datetime
) -> dict[str, Any]:
    history = look_history(inputs.look, frozenset(inputs.freshness))
    then = known_at(history, case.row.as_of)
    return {
        "facts": fact_values(then, answer_values(inputs)),
        "practice": practice_lines(connection, case, known_at(history, now + _JUST_AFTER)),
        "left_out": list(LEFT_OUT),
        "questions": [{"id": id_, "words": words} for id_, words in QUESTIONS.items()],
    }
