"""Write one entry about a child down and into the log, in one transaction (N6, M8, N7)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from linkage.subjects import Subject
from records.history import KnownHistory, known_at
from records.persons import ChildId
from serving.access.permissions import ROLES, Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.advice import advice_values, measure_for
from serving.answer.encoder import encode
from serving.answer.inputs import look_history
from serving.audit.leaf import Outcome, new_entry_id
from serving.entering.given import EntryRefusedError, Given
from serving.entering.writing import write_entries
from serving.reviewing.given import GivenFaultsError
from serving.service.access_log import entry_of, log_refusal
from serving.service.access_manners import RestrictedError
from serving.service.context import Service
from serving.service.preparing_looks import NoSuchChildError
from serving.service.undo_judgement import NoSuchJudgementError
from serving.store.acts import enter_act
from serving.store.extracts import freshness
from serving.store.histories import read_blob
from serving.store.link_trails import id_now
from serving.store.linkings import lock_linking
from serving.store.opening import Connection
from serving.store.restrictions import read_restrictions
from serving.store.writer import Receipt
from serving.tables.who import WHO

__all__ = [
    "Find",
    "NotYoursError",
    "SettledError",
    "Stands",
    "WrittenDown",
    "by_details",
    "known_of",
    "write_down",
]

#: What is recorded at a moment is known just after it.
_JUST_AFTER = timedelta(microseconds=1)


class NotYoursError(Exception):
    """Somebody else must do it. The message says who."""


class SettledError(Exception):
    """It does not stand any more as it was seen."""

    def __init__(self) -> None:
        super().__init__("It was decided, ended or replaced meanwhile. Read it again.")


@dataclass(frozen=True, slots=True)
class Stands:
    """The child as known at the moment of writing.

    Attributes:
        advised: the band advised; None if there is none.
        state: of the advice: ``advised``, ``adult`` or ``failed``.
    """

    child: ChildId
    known: KnownHistory
    advised: str | None
    state: str


@dataclass(frozen=True, slots=True)
class WrittenDown:
    """The exact bytes that are sent, whom they are about, and the log's receipt."""

    child: ChildId
    values: dict[str, Any]
    body: bytes
    receipt: Receipt


#: Whose turn it is, decided on what stands when it is written.
Make = Callable[[Stands], Given]
Find = Callable[[Connection], str]

_RULES: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    NoSuchJudgementError: "no_such_judgement",
    RestrictedError: "restricted",
    NotYoursError: "not_yours",
}


async def write_down(
    service: Service,
    officer: Officer,
    child: str | Find,
    make: Make,
    show: Callable[[KnownHistory], dict[str, Any]],
    *,
    kind: str,
    reason: AccessReason,
    now: datetime,
) -> WrittenDown:
    """Write what ``make`` gives down about the child, and enter it with what is sent.

    Args:
        child: an id that the child has or had, or what finds it in the transaction.
        make: the entry, from the child as known just then; it raises what refuses it.
        show: what is said of it, from the child as known after.
        kind: of the log's entry, which bears ``reason``.

    Raises:
        NoSuchChildError, NoSuchJudgementError, RestrictedError, NotYoursError: refused;
            the refusal is logged too.
        GivenFaultsError: an entry like that can't be kept.
        StoreUnavailableError: it could not be entered, so nothing was written down.
    """
    try:
        return await asyncio.to_thread(
            _write, service, officer, child, make, show, kind, reason, now
        )
    except tuple(_RULES) as refused:
        whom = child if isinstance(child, str) else None
        rule = _RULES[type(refused)]
        await log_refusal(service, officer, rule, now, child=whom, reason=reason)
        raise
    except EntryRefusedError as refused:
        raise GivenFaultsError({fault.field: fault.rule for fault in refused.faults}) from None


def _write(
    service: Service,
    officer: Officer,
    asked: str | Find,
    make: Make,
    show: Callable[[KnownHistory], dict[str, Any]],
    kind: str,
    reason: AccessReason,
    now: datetime,
) -> WrittenDown:
    entry = new_entry_id(now, service.draw(10))
    with service.store.writing() as connection:
        lock_linking(connection)
        child = id_now(
            connection, WHO[Subject.CHILD], asked if isinstance(asked, str) else asked(connection)
        )
        if child is None:
            raise NoSuchChildError
        if not read_restrictions(connection).may_open(child, officer.team):
            raise RestrictedError
        given = make(_stands(connection, service, child, now + _JUST_AFTER))
        written = write_entries(
            connection, service, child, [given], act=entry, by=officer.name, now=now
        )
        values = {
            "child": written.child,
            "entry": written.entries[0],
            **show(known_of(connection, written.child, written.known_from)),
        }
        body = encode(values)
        act = entry_of(
            officer,
            entry=entry,
            kind=kind,
            at=now,
            outcome=Outcome.DONE,
            body=body,
            child=written.child,
            reason=reason,
        )
        receipt = enter_act(connection, act, service.draw)
    return WrittenDown(written.child, values, body, receipt)


def known_of(connection: Connection, child: ChildId, as_of: datetime) -> KnownHistory:
    """The child as known at ``as_of``."""
    systems = frozenset(freshness(connection))
    return known_at(look_history(read_blob(connection, child), systems), as_of)


def _stands(connection: Connection, service: Service, child: ChildId, as_of: datetime) -> Stands:
    known, champion = known_of(connection, child, as_of), service.models().cards.champion
    advice = advice_values(known, champion, service.policy, measure_for(known, champion))["advice"]
    return Stands(child, known, advice["band"], advice["state"])


def by_details(officer: Officer, permission: Permission) -> dict[str, str]:
    """Who writes, as the entry says it: by account, role and team."""
    roles = [ROLES[role] for role in officer.roles if role in ROLES]
    role = next(role for role in roles if permission in role.permissions)
    said = {"by": officer.name, "by_role": role.words.partition(":")[0]}
    return said if officer.team is None else {**said, "by_team": officer.team}
