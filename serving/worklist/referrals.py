"""Referrals that aren't closed, by how far each has come and whose it is (S9, M6)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from records.events import EventKind
from records.history import KnownHistory
from records.states import Referral, referrals
from serving.worklist.items import Item, ItemKind, ItemRule, Open

__all__ = ["REFERRALS", "Stage", "Staged", "lane_of", "staged_referrals"]


class Stage(Enum):
    """How far a referral has come, in order. Values are stored: never rename."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    ALLOCATED = "allocated"
    DISCUSSED = "discussed"
    DECIDED = "decided"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Staged:
    """One referral, and the furthest step that anybody recorded of it."""

    referral: Referral
    stage: Stage

    @property
    def owner(self) -> str:
        """The team whose it is; empty while it is nobody's."""
        return self.referral.team or ""


def staged_referrals(known: KnownHistory) -> tuple[Staged, ...]:
    """Every referral whose receipt is known, the earliest received first."""
    return tuple(Staged(one, _stage(one)) for one in referrals(known))


def _stage(referral: Referral) -> Stage:
    """The furthest step: one that nobody entered is behind it all the same."""
    taken = (
        (Stage.CLOSED, referral.closed),
        (Stage.DECIDED, referral.steps.get(EventKind.REFERRAL_DECISION)),
        (Stage.DISCUSSED, referral.discussed),
        (Stage.ALLOCATED, referral.owned),
        (Stage.TRIAGED, referral.steps.get(EventKind.REFERRAL_TRIAGED)),
    )
    return next((stage for stage, entry in taken if entry is not None), Stage.RECEIVED)


def lane_of(staged: Staged) -> ItemKind | None:
    """The list that it is on; None for one that is closed."""
    match staged.stage:
        case Stage.CLOSED:
            return None
        case Stage.DECIDED:
            return ItemKind.REFERRAL_DECIDED
        case _:
            return ItemKind.REFERRAL if staged.owner else ItemKind.REFERRAL_UNOWNED


def _items(asked: Open) -> tuple[Item, ...]:
    return tuple(
        Item(
            kind=lane,
            reference=one.referral.reference,
            about="",
            source=one.referral.received.source,
            entry=one.referral.received.entry,
            owner=one.owner,
            stage=one.stage.value,
            since=one.referral.received.occurred,
            at=one.referral.received.occurred,
        )
        for one in staged_referrals(asked.known)
        if (lane := lane_of(one)) is not None
    )


REFERRALS = ItemRule(ItemKind.REFERRAL, frozenset({EventKind.REFERRAL_RECEIVED}), _items)
