"""List the drawings of cases, and show one: how it was drawn and how far it has come (M10)."""

from __future__ import annotations

import asyncio
from typing import Any

from records.calendar import instant_to_text
from serving.access.permissions import Officer, Permission
from serving.answer.encoder import encode
from serving.case_audits.assigning import graders
from serving.case_audits.audit_values import Told, audit_values, drawing_values
from serving.case_audits.draw_audit import since_of
from serving.case_audits.reading_cases import NoSuchAuditError, read_cases
from serving.service.access_log import check_may, log_look, log_refusal
from serving.service.context import Service
from serving.service.paging import MOST_ON_A_PAGE, USUAL_ON_A_PAGE, cursor, place_of
from serving.store.accounts import list_accounts
from serving.work_store.case_audits import (
    audits_listed,
    cases_of_audit,
    drawn_before,
    find_audit,
    frame_of,
)
from serving.work_store.lists import areas_listed

__all__ = ["list_audits", "show_audit"]

_OF = "case audits"


async def list_audits(
    service: Service, officer: Officer, after: str | None = None, limit: int = USUAL_ON_A_PAGE
) -> Told:
    """One page of drawings, the latest first. Names no child.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is no ``next_page`` of this list.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)
    place = None if after is None else place_of(service.secret, _OF, after)
    start = None if place is None else (str(place[0]), str(place[1]))
    most = min(max(limit, 1), MOST_ON_A_PAGE)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            found = audits_listed(connection, start, most + 1)
            names = {one.name: one.display_name for one in list_accounts(connection)}
            rows = [
                audit_values(
                    audit,
                    read_cases(connection, cases_of_audit(connection, audit.id)),
                    drawn_before(connection, audit, since_of(audit)),
                    names,
                )
                for audit in found[:most]
            ]
            areas = areas_listed(connection)
            people = len(graders(connection))
        last = found[most - 1] if len(found) > most else None
        return {
            "audits": rows,
            "graders": people,
            "areas": {name: list(values) for name, values in areas.items()},
            "next_page": None
            if last is None
            else cursor(service.secret, _OF, [instant_to_text(last.at), last.id]),
            "as_at": instant_to_text(now),
        }

    values = await asyncio.to_thread(read)
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="CASE_AUDITS_LISTED", at=now, body=body,
        inputs={"as_of": instant_to_text(now)}, facts={"listed": len(values["audits"])},
    )  # fmt: skip
    return Told(values, body, receipt)


async def show_audit(service: Service, officer: Officer, audit_id: str) -> Told:
    """One drawing with its cases, and how many of its frame were erased since.

    Raises:
        NotPermittedError, NoSuchAuditError: refused; the refusal is logged too.
        StoreUnavailableError: it could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.AUDITS_DRAW, now)

    def read() -> dict[str, Any]:
        with service.store.reading() as connection:
            audit = find_audit(connection, audit_id)
            if audit is None:
                raise NoSuchAuditError
            cases = read_cases(connection, cases_of_audit(connection, audit_id))
            names = {one.name: one.display_name for one in list_accounts(connection)}
            before = drawn_before(connection, audit, since_of(audit))
            erased = sum(1 for row in frame_of(connection, audit_id) if row.value is None)
            people = graders(connection)
        return {
            **drawing_values(audit, cases, before, names),
            "as_at": instant_to_text(now),
            "frame_erased": erased,
            "people": [{"account": one.name, "name": one.display_name} for one in people],
        }

    try:
        values = await asyncio.to_thread(read)
    except NoSuchAuditError:
        await log_refusal(service, officer, "no_such_audit", now)
        raise
    body = encode(values)
    receipt = await log_look(
        service, officer, kind="CASE_AUDIT_SHOWN", at=now, body=body,
        inputs={"as_of": instant_to_text(now)}, facts={"audit": audit_id},
    )  # fmt: skip
    return Told(values, body, receipt)
