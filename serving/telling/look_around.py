"""Look for what people must be told of and no act of anybody's brings; tell it, once.

Every read is a range of an index or a few rows; what was told is not told again, so that
looking around each minute costs little and changes nothing when nothing is new.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from records.calendar import instant_to_text
from scorecard import Policy
from serving.service.acts import Actor, enter
from serving.store.batches import batches
from serving.store.opening import Connection
from serving.telling.by_change import (
    disclosures,
    doubtful_links,
    missing_with_plan,
    newly_high,
    newly_linked,
    stale,
    unsealed,
)
from serving.telling.by_clock import drawing_near, gone_overdue, unowned, unreviewed
from serving.telling.deliver import SENDER
from serving.telling.hand_overs import hand_on_unacknowledged
from serving.telling.shifts import is_quiet, shift_began
from serving.telling.tell import Told, tell
from serving.telling.tellers import Teller
from serving.work_store.told import MessageRow, add_message, carry
from serving.work_store.told_lists import is_any_late
from serving.work_store.untold import teams_with_uncarried, uncarried

__all__ = ["look_around", "tell_of_links"]

#: So many matters are told in one transaction.
_AT_ONCE = 25


def look_around(
    teller: Teller, now: datetime, policy: Policy, *, log_trouble: str | None = None
) -> Mapping[str, int]:
    """Leave the notices and messages that are due now; how many of each kind were new.

    Also hands on what was not acknowledged in time, and gathers what waits into the digest
    of the shift. Doing it again at the same moment changes nothing. It reads first, and
    writes in short transactions, each with its entry in the access log, so that looks are
    not kept waiting; nothing new writes nothing.

    Args:
        log_trouble: what is wrong with the log's sealing, if anything is.

    Raises:
        StoreError: the store could not be read or written; what was left is left.
    """
    with teller.store.reading() as connection:
        due = tuple(_everything(connection, teller, now, policy, log_trouble))
        is_late = is_any_late(connection, now)
        waits = not is_quiet(now) and bool(teams_with_uncarried(connection, shift_began(now)))
    made: Counter[str] = Counter()
    for some in batches(due, _AT_ONCE):
        with teller.store.writing() as connection:
            new = Counter(told.kind for told in some for _ in tell(connection, teller, told))
            _enter(connection, teller, new, now)
        made += new
    if is_late or waits:
        with teller.store.writing() as connection:
            new = Counter({"handed_on": len(hand_on_unacknowledged(connection, teller, now))})
            new += Counter({"digest": _gather(connection, teller, now) if waits else 0})
            _enter(connection, teller, new, now)
        made += new
    return made


def tell_of_links(teller: Teller) -> Callable[[Connection, int, datetime], None]:
    """What a linking calls in its own transaction, once looks and lists are made, with the last
    extract that the linking before it saw: who is newly joined, what is newly in doubt and
    what children told stand in their audiences' lists as soon as the links hold."""

    def tell_now(connection: Connection, since_extract: int, now: datetime) -> None:
        due = (
            *missing_with_plan(connection, now),
            *disclosures(connection, since_extract, now),
            *newly_linked(connection, now),
            *doubtful_links(connection, teller, now),
        )
        new = Counter(told.kind for told in due for _ in tell(connection, teller, told))
        _enter(connection, teller, new, now)

    return tell_now


def _enter(connection: Connection, teller: Teller, new: Counter[str], now: datetime) -> None:
    if facts := {kind: count for kind, count in sorted(new.items()) if count}:
        enter(connection, Actor(SENDER, teller.draw), kind="PEOPLE_TOLD", at=now, facts=facts)


def _everything(
    connection: Connection,
    teller: Teller,
    now: datetime,
    policy: Policy,
    log_trouble: str | None,
) -> Iterator[Told]:
    yield from missing_with_plan(connection, now)
    yield from unreviewed(connection, now)
    yield from newly_high(connection, policy.labels[-1], now)
    yield from newly_linked(connection, now)
    yield from doubtful_links(connection, teller, now)
    yield from gone_overdue(connection, now)
    yield from drawing_near(connection, now)
    yield from unowned(connection, now)
    yield from stale(connection, now)
    yield from unsealed(log_trouble, now)


def _gather(connection: Connection, teller: Teller, now: datetime) -> int:
    """One digest a shift for each audience, of what waited when the shift began."""
    began = shift_began(now)
    made = 0
    for audience, team in teams_with_uncarried(connection, began):
        about = repr((audience, team, instant_to_text(began))).encode()
        digest = "d" + hmac.new(teller.secret, about, hashlib.sha256).hexdigest()[:32]
        row = MessageRow(digest, now, audience, team, is_digest=True)
        # The shift's digest may have left before something came late: that waits for the next.
        if add_message(connection, row, teller.settings.channels):
            waiting = uncarried(connection, audience, team, began)
            carry(connection, [one.id for one in waiting], digest)
            made += 1
    return made
