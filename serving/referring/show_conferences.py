"""Show a child's conferences: called, held, whether police were there, what was decided (M7)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.events import Event, EventKind
from records.history import History, KnownHistory
from records.sources import SourceSystem
from records.states import Conference, conferences, unheard_conferences
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.answer.identity import child_values
from serving.answer.unknowns import source_values
from serving.referring.corrections import correctable_by
from serving.referring.referral_values import entry_values
from serving.referring.show_referral import Histories, read_histories_of
from serving.service.access_log import check_may, log_refusal
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.extracts import freshness
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.work_store.missing_reports import writers_of

__all__ = ["CONFERENCE_KINDS", "ConferencesShown", "conferences_values", "show_conferences"]


@dataclass(frozen=True, slots=True)
class ConferencesShown:
    """A child's conferences: the values, the exact bytes that are sent, the log's receipt.

    Attributes:
        correctable: the entries that whoever looks may correct or take back.
    """

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt
    correctable: frozenset[str] = frozenset()


async def show_conferences(
    service: Service,
    officer: Officer,
    child: str,
    reason: AccessReason,
    *,
    is_emergency: bool = False,
) -> ConferencesShown:
    """Every conference known, the latest first, with what nobody wrote down said as such.

    Raises:
        NotPermittedError, NoSuchChildError, RestrictedError, FullerReasonError: refused; the
            refusal is logged too.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_VIEW, now)
    try:
        found, limits, taken, wrote, theirs = await asyncio.to_thread(
            _read, service, officer, child, now
        )
    except NoSuchChildError:
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise
    opening = await check_opening(
        service, officer, found.child, limits, reason, now, is_emergency=is_emergency
    )
    values = conferences_values(found.whole, found.known, taken, now, wrote)
    body = encode(values)
    receipt = await enter_look(
        service,
        officer,
        opening,
        kind="CONFERENCES_VIEWED",
        at=now,
        child=found.child,
        reason=reason,
        inputs={"as_of": instant_to_text(now)},
        body=body,
    )
    return ConferencesShown(values, body, receipt, theirs)


_Taken = Mapping[SourceSystem, datetime]
#: What each entry says was done.
_DONE = {EventKind.CONFERENCE_CALLED: "Called", EventKind.CONFERENCE_HELD: "Held"}
CONFERENCE_KINDS = tuple(_DONE)


_Read = tuple[Histories, Restrictions, _Taken, Mapping[str, str], frozenset[str]]


def _read(service: Service, officer: Officer, child: str, now: datetime) -> _Read:
    care = SourceSystem.SOCIAL_CARE
    with service.store.reading() as connection:
        found = read_histories_of(connection, child, now)
        names = [event.entry for event in _ever(found.whole, now)]
        wrote = writers_of(connection, names, care)
        standing = [event.entry for event in found.known.of_kind(*CONFERENCE_KINDS)]
        theirs = correctable_by(connection, officer, care, standing)
        taken = freshness(connection)
        return found, read_restrictions(connection), taken, wrote, theirs


def _ever(whole: History, now: datetime) -> list[Event]:
    """Every entry about a conference that was ever written down, in order of recording."""
    return [e for e in whole.events if e.kind in CONFERENCE_KINDS and e.recorded <= now]


def conferences_values(
    whole: History, known: KnownHistory, taken: _Taken, now: datetime, wrote: Mapping[str, str]
) -> dict[str, Any]:
    """What is known of the child's conferences, as values."""
    care = SourceSystem.SOCIAL_CARE.value
    stands = {event.entry for event in known.of_kind(*CONFERENCE_KINDS)}
    return {
        "child": child_values(known),
        "called": [
            {
                "reference": one.call.reference,
                "conference": str(one.call.details["conference"]),
                "on": one.on.isoformat(),
                "called_at": instant_to_text(one.call.occurred),
            }
            for one in reversed(unheard_conferences(known))
        ],
        "held": [_held(one) for one in reversed(conferences(known))],
        "entries": [
            entry_values(
                event, _DONE[event.kind], stands=event.entry in stands, by=wrote.get(event.entry)
            )
            for event in _ever(whole, now)
        ],
        "as_at": instant_to_text(now),
        "sources": [one for one in source_values(taken, now) if one["system"] == care],
    }


def _held(one: Conference) -> dict[str, Any]:
    told = one.told
    return {
        "reference": one.reference,
        "conference": str(one.held.details["conference"]),
        "held": instant_to_text(one.held.occurred),
        "police_invited": one.invited,
        "police_attended": one.attended,
        "decision": None if told is None else str(told.details["conference_decision"]),
        "decision_known": None if told is None else instant_to_text(told.recorded),
    }
