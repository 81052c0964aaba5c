"""Agree with the advice, raise it, or ask to lower it; decide on it, end it (N7).

The advice is what it is before and after: what people say to it stands beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from linkage.subjects import Subject
from records.calendar import local_day
from records.events import EventKind
from records.history import KnownHistory
from records.persons import RecordId
from records.sources import SourceSystem
from records.states import Judgement, JudgementState, judgements
from serving.access.permissions import Officer, Permission, may
from serving.access.reasons import AccessReason
from serving.answer.judgements import judgement_values
from serving.entering.given import Given, new_reference
from serving.reviewing.given import GivenFaultsError, JudgementGiven, check_judgement
from serving.reviewing.writing import (
    Find,
    NotYoursError,
    SettledError,
    Stands,
    WrittenDown,
    by_details,
    write_down,
)
from serving.service.access_log import check_may
from serving.service.context import Service
from serving.service.undo_judgement import NoSuchJudgementError
from serving.store.links import links_of
from serving.store.opening import Connection
from serving.tables.who import WHO
from serving.work_store.flagged import record_of_judgement

__all__ = ["decide_judgement", "end_judgement", "judge_advice", "judgement_shown"]

_ADULT = "No band is worked out for adults, so there is nothing to judge."
_TWO = "Somebody else than who made it must decide."
_ENDS = "It is ended by whoever made it, or by a supervisor."


async def judge_advice(
    service: Service, officer: Officer, child: str, given: JudgementGiven, reason: AccessReason
) -> WrittenDown:
    """Write a judgement of the advice as it is now down.

    Agreeing and raising hold at once; lowering waits for a supervisor. A later judgement
    takes the place of an earlier one once it holds.

    Raises:
        GivenFaultsError: it is no judgement of the advice as it is now, or too long.
        NotPermittedError, NoSuchChildError, RestrictedError: refused; logged too.
        StoreUnavailableError: it could not be entered, so nothing was written down.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ADVICE_JUDGE, now)
    reference = new_reference("PJ", now, service.draw(8))

    def make(stands: Stands) -> Given:
        if stands.state == "adult":
            raise GivenFaultsError({"band": _ADULT})
        check_judgement(given, stands.advised, service.policy.labels, local_day(now))
        details = {
            **by_details(officer, Permission.ADVICE_JUDGE),
            **({} if stands.advised is None else {"advised_band": stands.advised}),
            **given.details(),
        }
        return Given(SourceSystem.CHILD_REVIEWS, EventKind.JUDGEMENT_MADE, reference, now, details)

    return await write_down(
        service, officer, child, make, judgement_shown, kind="ADVICE_JUDGED", reason=reason, now=now
    )


async def decide_judgement(
    service: Service,
    officer: Officer,
    reference: str,
    grounds: str,
    reason: AccessReason,
    *,
    approves: bool,
) -> WrittenDown:
    """Approve or decline a judgement that waits: from an approval on it holds.

    Raises:
        NotYoursError: the officer made it; refused, and logged.
        NoSuchJudgementError: no judgement has the reference; logged too.
        SettledError: it does not wait any more.
        GivenFaultsError, NotPermittedError, RestrictedError, StoreUnavailableError: as of
            :func:`judge_advice`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.JUDGEMENT_DECIDE, now)

    def make(stands: Stands) -> Given:
        judged = _judged(stands.known, reference)
        if judged.made.details.get("by") == officer.name:
            raise NotYoursError(_TWO)
        if judged.state is not JudgementState.WAITING:
            raise SettledError
        kind = EventKind.JUDGEMENT_APPROVED if approves else EventKind.JUDGEMENT_DECLINED
        by = by_details(officer, Permission.JUDGEMENT_DECIDE)
        return _after(kind, judged, by, grounds, now)

    kind = "JUDGEMENT_APPROVED" if approves else "JUDGEMENT_DECLINED"
    return await write_down(
        service,
        officer,
        _finding(reference),
        make,
        judgement_shown,
        kind=kind,
        reason=reason,
        now=now,
    )


async def end_judgement(
    service: Service, officer: Officer, reference: str, grounds: str, reason: AccessReason
) -> WrittenDown:
    """End a judgement before its last day: from then on it does not hold, or wait.

    Whoever may judge ends one that lowers, for that is the safe way; any other is ended by
    whoever made it, or by a supervisor.

    Raises:
        NotYoursError: refused; logged too.
        SettledError: it neither stands nor waits.
        Otherwise as of :func:`decide_judgement`.
    """
    now = service.clock()
    await check_may(service, officer, Permission.ADVICE_JUDGE, now)

    def make(stands: Stands) -> Given:
        judged = _judged(stands.known, reference)
        is_own = judged.made.details.get("by") == officer.name
        if not (is_own or judged.kind == "lower" or may(officer, Permission.JUDGEMENT_DECIDE)):
            raise NotYoursError(_ENDS)
        if judged.state not in (JudgementState.WAITING, JudgementState.STANDING):
            raise SettledError
        by = by_details(officer, Permission.ADVICE_JUDGE)
        return _after(EventKind.JUDGEMENT_ENDED, judged, by, grounds, now)

    return await write_down(
        service,
        officer,
        _finding(reference),
        make,
        judgement_shown,
        kind="JUDGEMENT_ENDED",
        reason=reason,
        now=now,
    )


def judgement_shown(known: KnownHistory) -> dict[str, Any]:
    """What is sent of it: the same as an answer's part."""
    return {"judgement": judgement_values(known)}


def _judged(known: KnownHistory, reference: str) -> Judgement:
    found = next((one for one in judgements(known) if one.reference == reference), None)
    if found is None:
        raise NoSuchJudgementError
    return found


def _after(
    kind: EventKind, judged: Judgement, by: Mapping[str, str], grounds: str, now: datetime
) -> Given:
    if not grounds:
        raise GivenFaultsError({"grounds": "Say in words why."})
    details = {**by, "grounds": grounds}
    return Given(SourceSystem.CHILD_REVIEWS, kind, judged.reference, now, details)


def _finding(reference: str) -> Find:
    def find(connection: Connection) -> str:
        record = record_of_judgement(connection, reference)
        if record is None:
            raise NoSuchJudgementError
        whose = links_of(connection, WHO[Subject.CHILD], [record])
        child = whose.get(RecordId.parse(record))
        if child is None:
            raise NoSuchJudgementError
        return str(child)

    return find
