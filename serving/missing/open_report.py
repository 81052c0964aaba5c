"""Open a missing report: for a child whom a search found, or for one whom none did (M4)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any

from linkage.subjects import Subject
from records.events import EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import EntryRefusedError, Given, Who, new_reference
from serving.entering.writing import write_entries
from serving.missing.asking import ReportFaultsError
from serving.missing.double_reports import DoubleReportError, double_of, double_of_stranger
from serving.missing.finding_reports import find_report
from serving.missing.report_values import duties_of, summary_values
from serving.missing.telling_of_reports import tell_of_opening
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.link_trails import id_now
from serving.store.linkings import lock_linking
from serving.store.log import Receipt
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.tables.who import WHO

__all__ = ["NewReport", "Opened", "faults_of", "no_answer", "open_report"]

_S1 = SourceSystem.MISSING_PERSONS


@dataclass(frozen=True, slots=True)
class NewReport:
    """A report as it is given.

    Attributes:
        child: an id that the child has or had, or who they are if no search found them.
        details: columns of S1, typed: from where, what happened, clothing.
        beside: the reference of an open report of the child beside which this one is
            opened all the same; None for none.
    """

    child: str | Who
    since: datetime
    details: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What was opened.

    Attributes:
        values: the report's summary, as answers hold it.
        known_from: the first moment at which an answer holds the report.
    """

    child: ChildId
    reference: str
    values: Mapping[str, Any]
    etag: str
    known_from: datetime
    receipt: Receipt


def no_answer(kind: str, words: str) -> dict[str, str]:
    """Why an opened report came without the child's answer: the problem's type, and words."""
    return {"type": kind, "words": words}


#: What is kept of the response before the look is made: all that can be said if it never is.
_NOT_YET = no_answer(
    "not-logged",
    "The report is kept. The answer could not be given just now: open the child’s record again.",
)


async def open_report(
    service: Service, officer: Officer, new: NewReport, reason: AccessReason
) -> Opened:
    """Write the report down. Its entry in the log, its notices and itself are one transaction.

    Anybody who may write reports may write one of a child whose record is limited: what is
    known of that child is not in it.

    Raises:
        NotPermittedError, NoSuchChildError: refused; the refusal is logged too.
        DoubleReportError: a report of the child is open, or tells of the same absence.
        ReportFaultsError: a field breaks a rule.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.MISSING_WRITE, now)
    asked = new.child if isinstance(new.child, str) else None
    try:
        return await asyncio.to_thread(_open, service, officer, new, reason, now)
    except NoSuchChildError:
        await log_refusal(service, officer, "no_such_child", now, child=asked, reason=reason)
        raise
    except DoubleReportError:
        await log_refusal(service, officer, "report_open", now, child=asked, reason=reason)
        raise


def _open(
    service: Service, officer: Officer, new: NewReport, reason: AccessReason, now: datetime
) -> Opened:
    if new.since > now:
        words = "Enter a moment that has come: this one is in the future."
        raise ReportFaultsError({"since": words})
    act = new_entry_id(now, service.draw(10))
    reference = new_reference("MR", now, service.draw(8))
    details = {name: value for name, value in new.details.items() if value not in (None, "")}
    given = Given(_S1, EventKind.MISSING_REPORTED, reference, new.since, details)
    with service.store.writing() as connection:
        # Of two officers who open at the same moment the second is told of the first's.
        lock_linking(connection)
        double = _double(connection, new, now)
        if double is not None and double.reference != new.beside:
            raise double
        try:
            written = write_entries(
                connection, service, new.child, [given], act=act, by=officer.name, now=now
            )
        except EntryRefusedError as fault:
            raise faults_of(fault) from None
        tell_of_opening(connection, service, officer, written, reference, now)
        report = find_report(connection, reference, now)
        # What is due says how the advice stands: not to whom the record is closed.
        may_see = read_restrictions(connection).may_open(written.child, officer.team)
        values = summary_values(report, duties_of(service, report) if may_see else None)
        body = encode({"report": values, "answer": None, "why_no_answer": _NOT_YET})
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=act,
                kind="MISSING_REPORT_OPENED",
                at=now,
                outcome=Outcome.DONE,
                body=body,
                child=written.child,
                reason=reason,
                question=reference,
                facts={"beside": int(double is not None)},
            ),
            service.draw,
        )
    return Opened(written.child, reference, values, report.etag, written.known_from, receipt)


def _double(connection: Connection, new: NewReport, now: datetime) -> DoubleReportError | None:
    if isinstance(new.child, Who):
        return double_of_stranger(connection, new.child, new.since, now)
    child = id_now(connection, WHO[Subject.CHILD], new.child)
    if child is None:
        raise NoSuchChildError
    history = look_history(read_blob(connection, child), frozenset(freshness(connection)))
    return double_of(history, new.since, now)


#: Columns that every entry has -> the field in which people gave them.
_FIELDS = {"occurred_at": "since", "date_of_birth": "birth_date"}


def faults_of(fault: EntryRefusedError) -> ReportFaultsError:
    """The format's own rules, as faults of the fields that people filled in."""
    return ReportFaultsError(
        {_FIELDS.get(one.field, one.field): f"It {one.rule}." for one in fault.faults}
    )
