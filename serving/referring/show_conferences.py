"""Show a child's conferences: called, held, whether police were there, what was decided (M7)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import instant_to_text
from records.history import KnownHistory
from records.sources import SourceSystem
from records.states import Conference, conferences, unheard_conferences
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.answer.identity import child_values
from serving.answer.unknowns import source_values
from serving.referring.show_referral import Histories, read_histories_of
from serving.service.access_log import check_may, log_refusal
from serving.service.access_manners import check_opening, enter_look
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.store.extracts import freshness
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt

__all__ = ["ConferencesShown", "conferences_values", "show_conferences"]


@dataclass(frozen=True, slots=True)
class ConferencesShown:
    """A child's conferences: the values, the exact bytes that are sent, the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


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
        found, limits, taken = await asyncio.to_thread(_read, service, child, now)
    except NoSuchChildError:
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise
    opening = await check_opening(
        service, officer, found.child, limits, reason, now, is_emergency=is_emergency
    )
    values = conferences_values(found.known, taken, now)
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
    return ConferencesShown(values, body, receipt)


_Taken = Mapping[SourceSystem, datetime]


def _read(service: Service, child: str, now: datetime) -> tuple[Histories, Restrictions, _Taken]:
    with service.store.reading() as connection:
        found = read_histories_of(connection, child, now)
        return found, read_restrictions(connection), freshness(connection)


def conferences_values(known: KnownHistory, taken: _Taken, now: datetime) -> dict[str, Any]:
    """What is known of the child's conferences, as values."""
    care = SourceSystem.SOCIAL_CARE.value
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
