"""Acts of people and of commands: entered in the transaction of the change itself (N6).

No entry, no act: what can't be entered is undone with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import entry_of
from serving.store.acts import enter_act
from serving.store.log import Receipt
from serving.store.opening import Connection

__all__ = ["Actor", "enter", "enter_shown"]

_NO_INPUTS: Mapping[str, str] = MappingProxyType({})
_NO_FACTS: Mapping[str, int | str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and the random bytes for the ids and salts of what they leave behind."""

    officer: Officer
    draw: Callable[[int], bytes]


def enter(
    connection: Connection,
    by: Actor,
    *,
    kind: str,
    at: datetime,
    inputs: Mapping[str, str] = _NO_INPUTS,
    facts: Mapping[str, int | str] = _NO_FACTS,
) -> Receipt:
    """Enter that something was done to many records at once, in the caller's transaction.

    ``facts`` are counts and digests, never anything of a person. Call it last.

    Raises:
        StoreUnavailableError: it could not be entered; let the transaction be undone.
    """
    act = entry_of(
        by.officer,
        entry=new_entry_id(at, by.draw(10)),
        kind=kind,
        at=at,
        outcome=Outcome.DONE,
        inputs=inputs,
        facts=facts,
    )
    return enter_act(connection, act, by.draw)


def enter_shown(
    connection: Connection,
    by: Actor,
    *,
    kind: str,
    at: datetime,
    people: Iterable[str],
    reason: AccessReason,
    body: bytes,
    inputs: Mapping[str, str],
    facts: Mapping[str, int | str] = _NO_FACTS,
) -> tuple[Receipt, ...]:
    """Enter an act that shows people's records: one entry for each, with the exact body.

    As :func:`serving.service.access_log.log_looks`, but in the caller's transaction: what
    was done, and that it was about to be shown, become durable together or not at all.
    Of nobody in particular it is one entry all the same. Call it last.

    Raises:
        StoreUnavailableError: it could not be entered; let the transaction be undone.
    """
    shown: list[str | None] = [*sorted(set(people))]
    return tuple(
        enter_act(
            connection,
            entry_of(
                by.officer,
                entry=new_entry_id(at, by.draw(10)),
                kind=kind,
                at=at,
                body=body,
                inputs=inputs,
                child=person,
                reason=reason,
                facts=facts,
            ),
            by.draw,
        )
        for person in shown or [None]
    )
