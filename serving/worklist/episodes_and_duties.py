"""Missing now, and everything that is due: straight from episodes and duties (M5)."""

from __future__ import annotations

from duties.due import duties
from duties.rules import RULES
from records.events import EventKind
from records.states import missing_episodes
from serving.worklist.items import Item, ItemKind, ItemRule, Open

__all__ = ["DUTIES", "MISSING"]

_OPEN_STATES = frozenset({"overdue", "due", "coming"})


def _missing(asked: Open) -> tuple[Item, ...]:
    episodes = missing_episodes(asked.known)
    if not episodes or not episodes[-1].is_open:
        return ()
    episode = episodes[-1]
    first = episode.reports[0]
    return (
        Item(
            kind=ItemKind.MISSING,
            reference=episode.reference,
            about="",
            source=first.source,
            entry=first.entry,
            owner="",
            stage="missing",
            since=episode.since,
            at=episode.since,
        ),
    )


def _duties(asked: Open) -> tuple[Item, ...]:
    """What isn't done; whether it is overdue is for the clock to say when somebody reads."""
    return tuple(
        Item(
            kind=ItemKind.DUTY,
            reference=duty.about_reference,
            about=duty.kind,
            source=duty.source,
            entry="",
            owner=duty.owner,
            stage="open",
            since=duty.since,
            at=duty.due,
            until=duty.until,
        )
        for duty in duties(asked.known, asked.intervals, asked.band)
        if duty.state in _OPEN_STATES
    )


MISSING = ItemRule(ItemKind.MISSING, frozenset({EventKind.MISSING_REPORTED}), _missing)
DUTIES = ItemRule(ItemKind.DUTY, frozenset().union(*(rule.asked_by for rule in RULES)), _duties)
