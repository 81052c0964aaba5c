"""Do something with a missing report: one use-case for every row of the table of acts (M5, M8)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.persons import ChildId
from serving.access.fuller_reasons import FullerReasonError, is_full
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import EntryRefusedError
from serving.entering.writing import write_entries
from serving.missing.acts import ACTS, Act, ActRefusedError
from serving.missing.asking import AskedAct, entries_for
from serving.missing.finding_reports import NoSuchReportError, find_report
from serving.missing.open_report import faults_of
from serving.missing.report_values import duties_of, summary_values
from serving.missing.telling_of_reports import tell_of_writing
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.editing import Seen
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.log import Receipt
from serving.store.restrictions import read_restrictions

__all__ = ["Changed", "change_report"]


@dataclass(frozen=True, slots=True)
class Changed:
    """What the report is now: its summary, the exact bytes, its tag, the log's receipt."""

    child: ChildId
    values: Mapping[str, Any]
    body: bytes
    etag: str
    receipt: Receipt


async def change_report(
    service: Service,
    officer: Officer,
    reference: str,
    asked: AskedAct,
    reason: AccessReason,
    seen: Seen,
) -> Changed:
    """Write down what was done. The entries, the notices and the log's entry stand together.

    Whoever acts has read the report: ``seen`` is the tag that a look gave. So nothing that
    somebody else wrote meanwhile is ever passed over.

    Raises:
        NotPermittedError, NoSuchReportError, ActRefusedError: refused; logged too.
        FullerReasonError: a report is taken back for a reason in words alone.
        ReportFaultsError: a field breaks a rule.
        ChangedMeanwhileError: somebody else wrote in the report. Nothing was written.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, ACTS[asked.act].needs, now)
    if asked.act is Act.WITHDRAW and not is_full(reason.note):
        await log_refusal(service, officer, "withdrawal_without_words", now, reason=reason)
        raise FullerReasonError
    try:
        return await asyncio.to_thread(
            _change, service, officer, reference, asked, reason, seen, now
        )
    except NoSuchReportError:
        await log_refusal(service, officer, "no_such_report", now, reason=reason)
        raise
    except ActRefusedError:
        await log_refusal(service, officer, "not_in_this_state", now, reason=reason)
        raise


def _change(
    service: Service,
    officer: Officer,
    reference: str,
    asked: AskedAct,
    reason: AccessReason,
    seen: Seen,
    now: datetime,
) -> Changed:
    act = new_entry_id(now, service.draw(10))
    with service.store.writing() as connection:
        # Whose the report is, and what stands in it, may not change under the hand.
        lock_linking(connection)
        before = find_report(connection, reference, now)
        seen.check(before.etag)
        given = entries_for(before, asked, now)
        try:
            written = write_entries(
                connection, service, str(before.child), given, act=act, by=officer.name, now=now
            )
        except EntryRefusedError as fault:
            raise faults_of(fault) from None
        tell_of_writing(connection, service, officer, written, given, now)
        after = find_report(connection, reference, now)
        may_see = read_restrictions(connection).may_open(after.child, officer.team)
        values = summary_values(after, duties_of(service, after) if may_see else None)
        body = encode(values)
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=act,
                kind=ACTS[asked.act].logged,
                at=now,
                outcome=Outcome.DONE,
                body=body,
                child=after.child,
                reason=reason,
                question=reference,
                facts={"entries": len(given), "corrects": int(given[0].replaces is not None)},
            ),
            service.draw,
        )
    return Changed(after.child, values, body, after.etag, receipt)
