"""Write down that a conference was called, or held: who was there, what was decided (S10, M7)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from records.calendar import instant_to_text, local_day
from records.events import EventKind
from records.rows import Fault
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import EntryRefusedError, Given, new_reference
from serving.entering.writing import write_entries
from serving.service.access_log import check_may, entry_of, log_refusal
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.acts import enter_act
from serving.store.linkings import lock_linking
from serving.store.writer import Receipt

__all__ = ["ConferenceGiven", "ConferenceWritten", "details_of", "record_conference"]


@dataclass(frozen=True, slots=True)
class ConferenceGiven:
    """A conference as somebody tells of it.

    Attributes:
        reference: of a conference told of before; None for one that nobody wrote down.
        conference: initial or review.
        called_for: the day that it is called for; None if it was held.
        held: when it was held; None if it is called.
        invited, attended: of the police; ``attended`` None while nobody knows.
        decision: None while nobody knows.
    """

    reference: str | None
    conference: str
    called_for: date | None = None
    held: datetime | None = None
    invited: bool | None = None
    attended: bool | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class ConferenceWritten:
    """What was written down: the exact bytes, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def record_conference(
    service: Service, officer: Officer, child: str, given: ConferenceGiven, reason: AccessReason
) -> ConferenceWritten:
    """Write it down. Several entries of one day and reference are one conference: whoever
    learns later that police were there writes that down beside what is there.

    Raises:
        NotPermittedError, NoSuchChildError: refused; the refusal is logged too.
        EntryRefusedError: it breaks a rule of its format.
        StoreUnavailableError: it could not be entered, so nothing was written.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CONFERENCES_WORK, now)
    try:
        return await asyncio.to_thread(_write, service, officer, child, given, reason, now)
    except NoSuchChildError:
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise


def _write(
    service: Service,
    officer: Officer,
    child: str,
    given: ConferenceGiven,
    reason: AccessReason,
    now: datetime,
) -> ConferenceWritten:
    act = new_entry_id(now, service.draw(10))
    entry = _entry(given, given.reference or new_reference("CF", now, service.draw(8)), now)
    with service.store.writing() as connection:
        lock_linking(connection)
        written = write_entries(
            connection, service, child, [entry], act=act, by=officer.name, now=now
        )
        values = {
            "reference": entry.reference,
            "child": written.child,
            "what": "called" if entry.kind is EventKind.CONFERENCE_CALLED else "held",
            "entry": written.entries[0],
            "as_at": instant_to_text(now),
        }
        body = encode(values)
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=act,
                kind="CONFERENCE_RECORDED",
                at=now,
                outcome=Outcome.DONE,
                body=body,
                child=written.child,
                reason=reason,
                inputs={"as_of": instant_to_text(now)},
                facts={"what": entry.kind.value},
            ),
            service.draw,
        )
    return ConferenceWritten(values, body, receipt)


def _entry(given: ConferenceGiven, reference: str, now: datetime) -> Given:
    """The entry. Raises EntryRefusedError: neither called nor held, or both."""
    said = details_of(given)
    if given.held is None:
        if given.called_for is None:
            raise EntryRefusedError([Fault("called_for", "is required, or when it was held")])
        if given.called_for < local_day(now):
            raise EntryRefusedError([Fault("called_for", "is over: say when it was held")])
        kind, occurred = EventKind.CONFERENCE_CALLED, now
    else:
        if given.called_for is not None:
            raise EntryRefusedError([Fault("called_for", "is not told of one that was held")])
        kind, occurred = EventKind.CONFERENCE_HELD, given.held
    source = SourceSystem.SOCIAL_CARE
    return Given(source, kind, reference, occurred, said)


def details_of(given: ConferenceGiven) -> dict[str, Any]:
    """The format's own columns; what nobody knows is absent. A call has no police and no
    decision, whatever is told of them."""
    told = {
        "conference": given.conference,
        "conference_on": given.called_for,
        "police_invited": None if given.called_for else given.invited,
        "police_attended": None if given.called_for else given.attended,
        "conference_decision": None if given.called_for else given.decision,
    }
    return {name: value for name, value in told.items() if value is not None}
