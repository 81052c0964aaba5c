"""Which children's records are due for review, and the decision to keep them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from linkage.subjects import Subject
from records.calendar import instant_to_text, local_day
from serving.access.permissions import Officer, Permission
from serving.access.reasons import AccessReason
from serving.answer.encoder import encode
from serving.audit.leaf import new_entry_id
from serving.service.access_log import check_may, entry_of, log_look, log_refusal
from serving.service.context import Service
from serving.service.paging import USUAL_ON_A_PAGE, cursor, place_of
from serving.service.preparing_looks import NoSuchChildError
from serving.service.retention_policy import RetentionPolicy, ReviewGroup, load_retention
from serving.store.acts import enter_act
from serving.store.link_trails import id_now
from serving.store.opening import Connection
from serving.store.retention import (
    Decided,
    Held,
    add_decision,
    children_after,
    held_records,
    last_decisions,
)
from serving.store.writer import Receipt
from serving.tables.who import WHO

__all__ = ["KeepUntilError", "RetentionShown", "decide_retention", "list_retention"]

_LIST = "retention"
#: Children that are looked through for one page: a page may be short, and tell where to go on.
_MOST_READ = 5_000
_PIECE = 500
#: As far ahead as a decision may reach: longer than any review group.
_LONGEST_YEARS = 100


class KeepUntilError(Exception):
    """The day until which records are to be kept is no day that may be said."""

    def __init__(self, words: str) -> None:
        super().__init__(words)


@dataclass(frozen=True, slots=True)
class RetentionShown:
    """The exact bytes, and the log's receipt."""

    body: bytes
    receipt: Receipt


async def list_retention(
    service: Service,
    officer: Officer,
    after: str | None = None,
    limit: int = USUAL_ON_A_PAGE,
) -> RetentionShown:
    """Children whose records are due for review or overdue, by id, and why.

    Of the records themselves it tells no more than their review group. The policy's days
    ahead count as due. A page may hold fewer than asked for, and another follow all the same.

    Raises:
        NotPermittedError: refused; the refusal is logged too.
        BadCursorError: ``after`` is of no page of this list.
        StoreUnavailableError: it could not be read or logged, so nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.RETENTION_REVIEW, now)
    place = "" if after is None else str(place_of(service.secret, _LIST, after)[0])
    policy = load_retention()
    rows, reached = await asyncio.to_thread(_due, service, policy, place, limit, now)
    body = encode(
        {
            "as_at": instant_to_text(now),
            "policy": policy.version,
            "source": policy.source,
            "groups": [_group_values(group) for group in policy.groups],
            "due": rows,
            "next_page": None if reached is None else cursor(service.secret, _LIST, [reached]),
        }
    )
    receipt = await log_look(
        service,
        officer,
        kind="RETENTION_LISTED",
        at=now,
        body=body,
        inputs={"as_of": instant_to_text(now)},
        facts={"shown": len(rows), "list": _LIST, "policy": policy.version},
    )
    return RetentionShown(body, receipt)


def _due(
    service: Service, policy: RetentionPolicy, after: str, limit: int, now: datetime
) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of one page, and the child after whom the next goes on; None at the end."""
    rows: list[dict[str, Any]] = []
    today, read, reached = local_day(now), 0, after
    with service.store.reading() as connection:
        while read < _MOST_READ:
            children = children_after(connection, reached, _PIECE)
            decided = last_decisions(connection, children)
            for one in held_records(connection, children):
                reached = str(one.child)
                values = _values(policy, one, decided.get(one.child), today)
                if values["next_review"] <= (today + policy.due_ahead).isoformat():
                    rows.append(values)
                    if len(rows) == limit:
                        return rows, reached
            if len(children) < _PIECE:
                return rows, None
            reached, read = children[-1], read + len(children)
    return rows, reached


def _values(
    policy: RetentionPolicy, held: Held, decided: Decided | None, today: date
) -> dict[str, Any]:
    """One child's row. A decision counts unless something was recorded after it."""
    group = policy.group_of(held.kinds, tells_harm=held.tells_harm)
    review = group.next_review(held.last)
    if decided is not None and decided.at >= held.last:
        review = decided.keep_until
    until = group.keep_until(held.born)
    return {
        "child": held.child,
        "group": group.id,
        "group_words": group.words,
        "last_recorded": local_day(held.last).isoformat(),
        "next_review": review.isoformat(),
        "state": "overdue" if review < today else "due",
        "keep_until": None if until is None else until.isoformat(),
        "decided": None
        if decided is None
        else {
            "at": instant_to_text(decided.at),
            "by": decided.by,
            "keep_until": decided.keep_until.isoformat(),
            "why": decided.why,
        },
    }


def _group_values(group: ReviewGroup) -> Mapping[str, Any]:
    return {
        "id": group.id,
        "words": group.words,
        "review_after_years": group.review_after_years,
        "keep_to_age": group.keep_to_age,
    }


async def decide_retention(
    service: Service, officer: Officer, child: str, keep_until: date, why: str
) -> RetentionShown:
    """Keep the child's records until a day, on which they are due for review again.

    To erase them instead is asked for by :func:`serving.service.ask_erasure.ask_erasure`.

    Raises:
        NotPermittedError, NoSuchChildError, KeepUntilError: refused; the refusal is logged.
        NoReasonError: ``why`` is not one line of words.
        StoreUnavailableError: it could not be kept and entered, so nothing was.
    """
    now = service.clock()
    await check_may(service, officer, Permission.RETENTION_REVIEW, now)
    AccessReason("other", why)
    try:
        _check_day(keep_until, local_day(now))
        return await asyncio.to_thread(_decide, service, officer, child, keep_until, why, now)
    except tuple(_REFUSALS) as refused:
        await log_refusal(service, officer, _REFUSALS[type(refused)], now, child=child)
        raise


_REFUSALS: dict[type[Exception], str] = {
    NoSuchChildError: "no_such_child",
    KeepUntilError: "keep_until",
}


def _check_day(keep_until: date, today: date) -> None:
    if not today < keep_until <= today + timedelta(days=366 * _LONGEST_YEARS):
        raise KeepUntilError(
            f"Keep until a day after today, at most {_LONGEST_YEARS} years from now."
        )


def _decide(
    service: Service,
    officer: Officer,
    asked: str,
    keep_until: date,
    why: str,
    now: datetime,
) -> RetentionShown:
    policy = load_retention()
    entry = new_entry_id(now, service.draw(10))
    with service.store.writing() as connection:
        held = _held(connection, asked)
        group = policy.group_of(held.kinds, tells_harm=held.tells_harm)
        decided = Decided(
            entry, held.child, now, officer.name, group.id, policy.version, keep_until, why
        )
        add_decision(connection, decided)
        values = _values(policy, held, decided, local_day(now))
        body = encode({**values, "as_at": instant_to_text(now), "policy": policy.version})
        receipt = enter_act(
            connection,
            entry_of(
                officer,
                entry=entry,
                kind="RETENTION_DECIDED",
                at=now,
                body=body,
                child=held.child,
                reason=AccessReason("other", why),
                inputs={"as_of": instant_to_text(now)},
                facts={
                    "group": group.id,
                    "policy": policy.version,
                    "keep_until": keep_until.isoformat(),
                },
            ),
            service.draw,
        )
    return RetentionShown(body, receipt)


def _held(connection: Connection, asked: str) -> Held:
    child = id_now(connection, WHO[Subject.CHILD], asked)
    found = [] if child is None else held_records(connection, [child])
    if not found:
        raise NoSuchChildError
    return found[0]
