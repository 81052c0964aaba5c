"""Deliver what is due, at least once: claimed, sent outside any transaction, then marked.

A sender that dies between sending and marking leaves a claim that ends by itself; the next
sends the same bytes under the same id, and the receiver drops the second.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.audit.leaf import Outcome, new_entry_id
from serving.service.access_log import entry_of
from serving.store.acts import enter_act
from serving.store.opening import Connection
from serving.telling.audiences import AUDIENCES
from serving.telling.channels import Channel, Channels, NotDeliveredError
from serving.telling.tellers import Teller
from serving.telling.wording import Message, list_address
from serving.work_store.messages import Delivery, carried_by, claim_due, is_any_due, mark

__all__ = ["MOST_TRIES", "SENDER", "Delivered", "back_off", "deliver_due"]

#: Who sends, in the log: the service, at nobody's request.
SENDER = Officer("service", "The service", ("service",))
#: After so many tries, some twenty hours, a message is a dead letter.
MOST_TRIES = 12
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=6)
_CLAIMED_FOR = timedelta(minutes=2)
#: Few, because each may take as long as the receiver is let take, and the claim must outlast all.
_AT_ONCE = 5
_CLAIM_BYTES = 16
#: Why messages are sent, as the log justifies it.
_REASON = "safeguarding"
_JITTER_BYTES = 4


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of a round: how many were sent, failed for now, and became dead letters."""

    sent: int = 0
    failed: int = 0
    dead: int = 0

    def __add__(self, other: Delivered) -> Delivered:
        return Delivered(self.sent + other.sent, self.failed + other.failed, self.dead + other.dead)


def back_off(tries: int, random: bytes) -> timedelta:
    """How long to wait after so many failed tries: twice as long each time up to a longest,
    of which a random half, so that many failed at once don't come back at once."""
    whole: timedelta = min(_FIRST_WAIT * (1 << (tries - 1)), _LONGEST_WAIT)
    share = int.from_bytes(random) / (1 << 8 * len(random))
    return whole / 2 + whole / 2 * share


def deliver_due(
    teller: Teller, channels: Channels, clock: Callable[[], datetime], *, most: int = 100
) -> Delivered:
    """Try everything that is due once, at most ``most`` of it; more is due at the next round.

    Two senders on one store never send the same message at the same time. What was sent is
    entered in the access log, in the transaction that marks it.

    Raises:
        StoreUnavailableError: what was sent could not be marked: it is sent again later.
    """
    done, tried = Delivered(), 0
    while tried < most:
        claim = teller.draw(_CLAIM_BYTES).hex()
        now = clock()
        # Most rounds find nothing: those hold up nobody who writes.
        with teller.store.reading() as connection:
            if not is_any_due(connection, now):
                break
        with teller.store.writing() as connection:
            claimed = claim_due(
                connection, now, now + _CLAIMED_FOR, claim, min(_AT_ONCE, most - tried)
            )
            outgoing = [(one, *_compose(connection, teller, one)) for one in claimed]
        if not outgoing:
            break
        for delivery, message, children in outgoing:
            fault = _send(channels, delivery.channel, message, clock())
            done += _mark(teller, delivery, claim, message, children, fault, clock())
        tried += len(outgoing)
    return done


def _compose(
    connection: Connection, teller: Teller, delivery: Delivery
) -> tuple[Message, frozenset[str]]:
    """The message, the same at every try, and whom it is about, whom it doesn't say."""
    row = delivery.message
    carried = carried_by(connection, row.id)
    message = Message(
        id=row.id,
        at=row.at,
        audience=row.audience,
        team=row.team,
        is_digest=row.is_digest,
        kinds=carried.kinds,
        acknowledge_by=carried.acknowledge_by,
        link=list_address(teller.settings.address),
    )
    return message, carried.children


def _send(channels: Channels, name: str, message: Message, at: datetime) -> str:
    try:
        channel: Channel = channels[name]
        channel.send(message, at)
    except NotDeliveredError as fault:
        return str(fault)
    return ""


def _mark(
    teller: Teller,
    delivery: Delivery,
    claim: str,
    message: Message,
    children: frozenset[str],
    fault: str,
    now: datetime,
) -> Delivered:
    tries = delivery.tries + 1
    wait = None if tries >= MOST_TRIES else back_off(tries, teller.draw(_JITTER_BYTES))
    again_at = None if wait is None else now + wait
    with teller.store.writing() as connection:
        mark(connection, delivery.id, claim, now, fault=fault, again_at=again_at)
        if not fault:
            _enter(connection, teller, delivery, message, children, now)
    if not fault:
        return Delivered(sent=1)
    return Delivered(failed=1) if wait is not None else Delivered(dead=1)


def _recipient(message: Message) -> str:
    """To whom it was disclosed, in words."""
    told = AUDIENCES[message.audience].words
    return told if message.team is None else f"{told} of {message.team}"


def _enter(
    connection: Connection,
    teller: Teller,
    delivery: Delivery,
    message: Message,
    children: frozenset[str],
    now: datetime,
) -> None:
    """Enter that it left: of a push under the child whom it is about; a digest, which only
    counts, is one entry about nobody."""
    about = None if message.is_digest or not children else min(children)
    sent = entry_of(
        SENDER,
        entry=new_entry_id(now, teller.draw(10)),
        kind="MESSAGE_SENT",
        at=now,
        outcome=Outcome.DONE,
        body=message.body(),
        child=about,
        reason=AccessReason(_REASON, f"Told {_recipient(message)}, by {delivery.channel}."),
        facts={
            "message": message.id,
            "channel": delivery.channel,
            "audience": message.audience,
            "notices": sum(message.kinds.values()),
            "children": len(children),
        },
    )
    enter_act(connection, sent, teller.draw)
