"""Show one missing report: a look at the child, with its reason and its entry (M5, N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.missing.finding_reports import NoSuchReportError, find_report
from serving.missing.report_values import report_values
from serving.missing.reports import Report
from serving.service.access_log import check_may, log_refusal
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.store.log import Receipt
from serving.store.restrictions import read_restrictions
from serving.work_store.missing_reports import writers_of

__all__ = ["Shown", "show_report"]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as it was shown: its values, the exact bytes, its tag, the log's receipt."""

    child: ChildId
    report: Report
    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt
    is_emergency: bool = False


async def show_report(
    service: Service,
    officer: Officer,
    reference: str,
    reason: AccessReason,
    *,
    is_emergency: bool = False,
) -> Shown:
    """Every entry of the report, who wrote it, what is due, and what happens next.

    Reports that came in an extract and those that were opened here are shown alike. A look
    at the report is a look at the child: the manners of access are the same.

    Raises:
        NotPermittedError, NoSuchReportError, RestrictedError, FullerReasonError: refused;
            the refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MISSING_WRITE, now)
    try:
        report, writers, limits = await asyncio.to_thread(_read, service, reference, now)
    except NoSuchReportError:
        await log_refusal(service, officer, "no_such_report", now, reason=reason)
        raise
    opening = await check_opening(
        service, officer, report.child, limits, reason, now, is_emergency=is_emergency
    )
    values = report_values(service, officer, report, writers)
    body = encode(values)
    receipt = await enter_look(
        service,
        officer,
        opening,
        kind="MISSING_REPORT_VIEWED",
        at=now,
        child=report.child,
        reason=reason,
        inputs={"as_of": instant_to_text(report.as_of)},
        body=body,
        facts={"entries": len(report.entries)},
    )
    return Shown(report.child, report, values, body, report.etag, receipt, opening.is_emergency)


def _read(
    service: Service, reference: str, now: datetime
) -> tuple[Report, Mapping[str, str], Restrictions]:
    with service.store.reading() as connection:
        report = find_report(connection, reference, now)
        writers = writers_of(connection, [event.entry for event in report.entries])
        return report, writers, read_restrictions(connection)
