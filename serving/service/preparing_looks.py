"""What every look at a child is made from: one read, then one pure function (N1, N2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from records.calendar import local_day
from records.persons import ChildId
from serving.access.permissions import Officer
from serving.access.reasons import AccessReason
from serving.access.restrictions import Restrictions
from serving.answer import AnswerInputs, Cards, answer
from serving.service.access_log import log_refusal
from serving.service.context import Service
from serving.service.retention_policy import load_retention
from serving.store.writer import Receipt

__all__ = [
    "ErasedChildError",
    "Look",
    "NoSuchChildError",
    "NotYetError",
    "Prepared",
    "prepare_look",
]

#: A caller's clock may run ahead by this much before "the future" is said.
_AHEAD = timedelta(seconds=5)


class NoSuchChildError(Exception):
    """No child has this id, and none that had it went into another."""

    def __init__(self) -> None:
        super().__init__("No child has this id. Search for the child again.")


class ErasedChildError(NoSuchChildError):
    """The child's records were erased; what is recorded since is under another id."""

    def __init__(self, rule: str, at: datetime) -> None:
        words = load_retention().erasure_rules.get(rule, rule)
        day = local_day(at).isoformat()
        Exception.__init__(
            self,
            f"The records of this child were erased on {day}. Rule: {words}. "
            "Search for the child: what was recorded since is under another id.",
        )


class NotYetError(Exception):
    """The question is about a moment that has not come."""

    def __init__(self) -> None:
        super().__init__("as_of is in the future; ask about now or a past moment.")


@dataclass(frozen=True, slots=True)
class Look:
    """One answer: the exact bytes, whom they are about now, and the log's receipt.

    ``is_emergency``: it was opened past a limit, and the keepers were told.
    """

    child: ChildId
    body: bytes
    receipt: Receipt
    is_emergency: bool = False


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a look would show. Nothing of it may be sent before its entry is durable.

    Attributes:
        child: the child's id now; another than was asked if that one went into it.
        limits: which records are limited, read with the rest in one state of the store.
        cards: the scorecards that were held at that moment.
    """

    child: ChildId
    limits: Restrictions
    inputs: AnswerInputs
    cards: Cards

    def body(self) -> bytes:
        """The answer's exact bytes."""
        return answer(self.inputs)


async def prepare_look(
    service: Service,
    officer: Officer,
    child: str,
    reason: AccessReason,
    now: datetime,
    as_of: datetime | None,
) -> Prepared:
    """Read what an answer about the child just before ``as_of`` is made from.

    Raises:
        NoSuchChildError: refused; the refusal is logged too. An ErasedChildError if the
            child's records were erased.
        NotYetError: ``as_of`` is in the future.
        StoreUnavailableError: it could not be read.
    """
    if as_of is not None and as_of > now + _AHEAD:
        raise NotYetError
    row = await service.reader.read_look(child)
    if row is None:
        erased = await service.reader.read_erasure(child)
        if erased is not None:
            await log_refusal(service, officer, "erased", now, child=child, reason=reason)
            raise ErasedChildError(*erased)
        await log_refusal(service, officer, "no_such_child", now, child=child, reason=reason)
        raise NoSuchChildError
    cards = service.models().cards
    withheld = row.restrictions.withheld_from(officer.team)
    inputs = AnswerInputs(
        look=row.blob,
        as_of=as_of or now,
        known_at=now,
        freshness=row.freshness,
        linkage=row.linkage,
        champion=cards.champion,
        again=cards.again,
        policy=service.policy,
        intervals=service.intervals,
        withheld=withheld,
        restrictions=row.restrictions.digest if withheld else "",
    )
    return Prepared(row.child, row.restrictions, inputs, cards)
