"""The next review of each reviewed child, and judgements that wait or stand (M8, N7)."""

from __future__ import annotations

from records.calendar import end_of_day
from records.events import EventKind
from records.states import Judgement, last_review, standing_judgement, waiting_judgement
from serving.worklist.items import Item, ItemKind, ItemRule, Open

__all__ = ["JUDGEMENTS", "REVIEWS"]

#: Who decides on what waits, as duties name their owners.
_SUPERVISOR = "duty supervisor"


def _reviews(asked: Open) -> tuple[Item, ...]:
    """The next one, by its day; none once the work has come to an outcome."""
    review = last_review(asked.known)
    if review is None or review.next_review is None or review.is_end:
        return ()
    return (
        Item(
            kind=ItemKind.REVIEW,
            reference=review.reference,
            about="",
            source=review.said.source,
            entry=review.said.entry,
            owner=review.detail("by_team") or "",
            stage="open",
            since=review.held,
            at=end_of_day(review.next_review),
        ),
    )


def _judgements(asked: Open) -> tuple[Item, ...]:
    """What waits is in order of when it was asked for, what stands of when it ends; both end
    by themselves with their last day, whenever somebody next changes the history."""
    known = asked.known
    waiting, standing = waiting_judgement(known), standing_judgement(known)
    found = []
    if waiting is not None:
        found.append(_item(waiting, "waiting", _SUPERVISOR))
    if standing is not None:
        found.append(_item(standing, "standing", ""))
    return tuple(found)


def _item(one: Judgement, stage: str, owner: str) -> Item:
    ends = end_of_day(one.until)
    return Item(
        kind=ItemKind.JUDGEMENT,
        reference=one.reference,
        about="",
        source=one.made.source,
        entry=one.made.entry,
        owner=owner,
        stage=stage,
        since=one.made.occurred,
        at=one.made.occurred if stage == "waiting" else ends,
        until=ends,
    )


REVIEWS = ItemRule(ItemKind.REVIEW, frozenset({EventKind.CHILD_REVIEWED}), _reviews)
JUDGEMENTS = ItemRule(ItemKind.JUDGEMENT, frozenset({EventKind.JUDGEMENT_MADE}), _judgements)
