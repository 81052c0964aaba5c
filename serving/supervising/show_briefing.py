"""The daily briefing: missing now, newly High, overdue, newly linked, about to lapse (M11)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from serving.access.permissions import Officer, Permission
from serving.access.purposes import BRIEFING, Disclosure, DisclosureError
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.log_listed import log_listed
from serving.store.writer import Receipt
from serving.supervising.areas import Area
from serving.supervising.briefing_parts import briefing_values
from serving.supervising.children_listed import Page

__all__ = ["BriefingShown", "named_in", "print_briefing", "show_briefing"]

#: A briefing is of no single child: each is supervised.
_REASON = "review"


@dataclass(frozen=True, slots=True)
class BriefingShown:
    """The briefing: its values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def show_briefing(service: Service, officer: Officer, area: Area) -> BriefingShown:
    """The briefing of an area as it is now.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        ListsNotMadeError: the lists were never worked out in this store.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.BRIEFING_VIEW, now)
    values, page = await asyncio.to_thread(_read, service, officer, area, now)
    body = encode(values)
    return BriefingShown(
        values, body, await _enter(service, officer, "BRIEFING_SHOWN", now, body, values, page)
    )


async def print_briefing(
    service: Service, officer: Officer, area: Area, to_whom: str, why: str
) -> BriefingShown:
    """The same, to be printed for officers of this shift: entered as given to ``to_whom``.

    Raises:
        DisclosureError: it is not said to whom it goes, or why.
        and as of :func:`show_briefing`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.BRIEFING_VIEW, now)
    try:
        given = Disclosure(to_whom, BRIEFING, why)
    except DisclosureError as fault:
        faults = {name: said for name, said in fault.faults.items() if name != "purpose"}
        raise DisclosureError(faults) from None
    values, page = await asyncio.to_thread(_read, service, officer, area, now)
    body = encode(values)
    reason = AccessReason(_REASON, given.note)
    kind = "BRIEFING_PRINTED"
    receipt = await _enter(service, officer, kind, now, body, values, page, reason)
    return BriefingShown(values, body, receipt)


def _read(
    service: Service, officer: Officer, area: Area, now: datetime
) -> tuple[dict[str, Any], Page]:
    with service.store.reading() as connection:
        return briefing_values(connection, service, officer.team, area, now)


async def _enter(
    service: Service,
    officer: Officer,
    kind: str,
    now: datetime,
    body: bytes,
    values: Mapping[str, Any],
    page: Page,
    reason: AccessReason | None = None,
) -> Receipt:
    shown = named_in(values)
    return await log_listed(
        service,
        officer,
        kind=kind,
        at=now,
        body=body,
        inputs=page.inputs(now),
        shown=shown,
        facts={"children": len(shown)},
        reason=reason,
    )


def named_in(values: Mapping[str, Any]) -> dict[str, list[Mapping[str, Any]]]:
    """Each child of a briefing with every row that tells of it."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for part in ("missing", "newly_high", "newly_linked", "overdue", "lapsing"):
        for name in ("children", "unreviewed", "duties"):
            rows = values[part].get(name, ())
            for row in rows if isinstance(rows, list) else ():
                found.setdefault(row["child"], []).append(row)
    return found
