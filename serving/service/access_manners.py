"""How a record is opened: by a team that may, with words where drawn, in an emergency with
the keeper told before anything is sent (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from serving.access.fuller_reasons import FullerReasonError, is_drawn, is_full
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.audit.leaf import PreparedLook, new_entry_id
from serving.service.access_log import entry_of, log_refusal
from serving.service.context import Service
from serving.store.acts import enter_act
from serving.store.notices import NoticeRow, add_notices
from serving.store.writer import Receipt

__all__ = ["Opening", "RestrictedError", "check_opening", "enter_look", "is_look_drawn"]


class RestrictedError(Exception):
    """The record is limited to a team that is not the officer's. Nothing was shown."""

    def __init__(self) -> None:
        super().__init__(
            "A record exists that you can't open: it is limited to a named team. If the child "
            "is missing now, open it as an emergency (your supervisor and the owner are told), "
            "or ring the control room. This attempt is recorded."
        )


@dataclass(frozen=True, slots=True)
class Opening:
    """How this look may be made.

    Attributes:
        told: the teams that must be told, since it is opened in an emergency; none usually.
        drawn: the look was one of the few that are asked to be justified in words.
    """

    told: frozenset[str] = frozenset()
    drawn: bool = False

    @property
    def is_emergency(self) -> bool:
        """Whether a limit was passed over."""
        return bool(self.told)

    @property
    def facts(self) -> Mapping[str, int]:
        """What the entry says of it, in clear."""
        return {
            **({"drawn": 1} if self.drawn else {}),
            **({"emergency": 1} if self.is_emergency else {}),
        }


def is_look_drawn(service: Service, officer: Officer, child: str, at: datetime) -> bool:
    """Whether this officer's look at this child, in this hour, must be justified in words."""
    one_in = service.settings.fuller_reason_one_in
    return is_drawn(service.secret, officer.name, child, at, one_in)


async def check_opening(
    service: Service,
    officer: Officer,
    child: str,
    limits: Restrictions,
    reason: AccessReason,
    at: datetime,
    *,
    is_emergency: bool,
    may_be_drawn: bool = True,
) -> Opening:
    """Whether the record may be opened so; a refusal is entered first.

    A look in an emergency is never drawn: it asks every time for the words that a draw
    would ask for, and nothing else may stand in its way. ``is_emergency`` of a record that
    the officer may open anyway changes nothing.

    Raises:
        RestrictedError: limited to other teams, and not said to be an emergency.
        FullerReasonError: drawn, or an emergency, and the reason is not in words.
        StoreUnavailableError: not even the refusal could be entered.
    """
    is_limited = not limits.may_open(child, officer.team)
    if is_limited and not is_emergency:
        await log_refusal(service, officer, "restricted", at, child=child, reason=reason)
        raise RestrictedError
    drawn = not is_limited and may_be_drawn and is_look_drawn(service, officer, child, at)
    if (is_limited or drawn) and not is_full(reason.note):
        rule = "emergency_without_words" if is_limited else "fuller_reason"
        await log_refusal(service, officer, rule, at, child=child, reason=reason)
        raise FullerReasonError
    return Opening(limits.keepers_of(child) if is_limited else frozenset(), drawn)


async def enter_look(
    service: Service,
    officer: Officer,
    opening: Opening,
    *,
    kind: str,
    at: datetime,
    child: str,
    reason: AccessReason,
    inputs: Mapping[str, str],
    body: bytes,
    facts: Mapping[str, int | str] | None = None,
) -> Receipt:
    """Enter the look with the exact body that will be sent; returns once it is durable.

    In an emergency the notices to the keepers and the supervisors become durable in the
    very transaction of the entry: there is no such look of which nobody is told.

    Raises:
        StoreUnavailableError: it could not be made durable, so nothing may be sent.
    """
    entry = entry_of(
        officer,
        entry=new_entry_id(at, service.draw(10)),
        kind=kind,
        at=at,
        body=body,
        inputs=inputs,
        child=child,
        reason=reason,
        facts={**opening.facts, **(facts or {})},
    )
    if not opening.is_emergency:
        return await service.writer.commit(entry)
    return await asyncio.to_thread(_enter_and_tell, service, officer, opening, entry)


def _enter_and_tell(
    service: Service, officer: Officer, opening: Opening, entry: PreparedLook
) -> Receipt:
    told = [(team, "team") for team in sorted(opening.told)] + [(officer.team, "supervisors")]
    notices = [
        NoticeRow(
            id=f"{entry.id}.{number}",
            at=entry.at,
            kind="opened_in_emergency",
            team=team,
            audience=audience,
            entry=entry.id,
            officer=officer.name,
            officer_team=officer.team,
            reason=entry.reason_code,
        )
        for number, (team, audience) in enumerate(told)
    ]
    with service.store.writing() as connection:
        add_notices(connection, notices)
        return enter_act(connection, entry, service.draw)
