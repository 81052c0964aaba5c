"""Ask for a child's records to be erased: a second records manager decides."""

from __future__ import annotations

import asyncio
from datetime import datetime

from linkage.subjects import Subject
from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.erase_child import ErasureShown
from serving.service.erasures_shown import erasure_values, must_be_found
from serving.service.preparing_looks import NoSuchChildError
from serving.service.retention_policy import UnknownRuleError, load_retention
from serving.store.acts import enter_act
from serving.store.erased import Erasure, add_erasure, read_erasures
from serving.store.link_trails import id_now
from serving.tables.who import WHO

__all__ = ["ErasureWaitsError", "ask_erasure"]

_CHILD = WHO[Subject.CHILD]


class ErasureWaitsError(Exception):
    """Somebody asked for the same before, and it waits for approval."""

    def __init__(self) -> None:
        super().__init__("This was asked for before, and waits for somebody else to approve it.")


async def ask_erasure(
    service: Service, officer: Officer, child: str, rule: str, why: str
) -> ErasureShown:
    """Ask for all records of the child to be erased under a rule of the policy.

    Nothing is erased by it. An id that went into another child's asks for that child.

    Raises:
        NotPermittedError, NoSuchChildError, UnknownRuleError, ErasureWaitsError: refused;
            the refusal is logged too.
        NoReasonError: ``why`` is not one line of words.
        StoreUnavailableError: it could not be kept and entered, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ERASURE_ASK, now)
    AccessReason("other", why)
    try:
        if rule not in load_retention().erasure_rules:
            raise UnknownRuleError
        return await asyncio.to_thread(_ask, service, officer, child, rule, why, now)
    except tuple(_REFUSALS) as refused:
        await log_refusal(service, officer, _REFUSALS[type(refused)], now, child=child)
        raise


_REFUSALS: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    UnknownRuleError: "no_such_rule",
    ErasureWaitsError: "erasure_waits",
}


def _ask(
    service: Service, officer: Officer, asked: str, rule: str, why: str, now: datetime
) -> ErasureShown:
    id_, entry = (new_entry_id(now, service.draw(10)) for _ in range(2))
    with service.store.writing() as connection:
        child = id_now(connection, _CHILD, asked)
        if child is None:
            raise NoSuchChildError
        if any(e.child == child and not e.is_done for e in read_erasures(connection)):
            raise ErasureWaitsError
        add_erasure(connection, Erasure(id_, child, rule, why, now, officer.name, entry))
        body = encode(erasure_values(must_be_found(connection, id_)))
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=entry,
                kind="ERASURE_ASKED",
                at=now,
                body=body,
                child=child,
                reason=AccessReason("other", why),
                inputs={"as_of": instant_to_text(now)},
                facts={"erasure": id_, "rule": rule},
            ),
            service.draw,
        )
    return ErasureShown(body, receipt)
