"""From a child's history to where they belong and what stands open: one row for each rule."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from duties.intervals import Intervals
from records.calendar import birthday
from records.events import EventKind
from records.history import KnownHistory, known_at
from records.written import WrittenHistory
from serving.answer.identity import ADULT, local_authority_of, team_of
from serving.worklist.cases import CHARGING, CONFERENCES, INVESTIGATIONS
from serving.worklist.episodes_and_duties import DUTIES, MISSING, UNREVIEWED
from serving.worklist.items import Item, ItemRule, Open, Work
from serving.worklist.new_connections import (
    CONNECTIONS_KEPT,
    connected_items,
    connections_since,
)
from serving.worklist.plans_and_notices import NOTICES, PLANS
from serving.worklist.referrals import REFERRALS
from serving.worklist.reviews_and_judgements import JUDGEMENTS, REVIEWS

__all__ = ["RULES", "child_work", "work_of"]

#: Every kind of item, in the order of lists.
RULES: tuple[ItemRule, ...] = (
    MISSING,
    UNREVIEWED,
    DUTIES,
    PLANS,
    NOTICES,
    REFERRALS,
    CONFERENCES,
    CHARGING,
    INVESTIGATIONS,
    REVIEWS,
    JUDGEMENTS,
)

#: What the rules read: some of them look at whatever else stands about the child.
_READ: frozenset[str] = frozenset(kind.value for kind in EventKind)
_ASKING: frozenset[str] = frozenset(
    kind.value for kind in frozenset[EventKind]().union(*(rule.asked_by for rule in RULES))
)


def child_work(
    history: WrittenHistory, intervals: Intervals, band: str | None, now: datetime
) -> Work:
    """Where the child belongs as known at ``now``, and what stands open from then on.

    ``band`` is the band last advised; it decides how often a supervisor reviews. A child
    of whom nothing asks for anything costs no more than reading their person records.
    ``history`` holds its connections.
    """
    persons = history.person_records()
    is_asked = any(event.kind in _ASKING for event in history.events)
    joined = tuple(connections_since(history.connections, now - CONNECTIONS_KEPT))
    read = history.of_kinds(_READ if is_asked else frozenset(), persons, joined)
    return work_of(known_at(read, now), intervals, band)


def work_of(known: KnownHistory, intervals: Intervals, band: str | None) -> Work:
    """:func:`child_work` of a history that was read whole."""
    held = {event.kind for event in known.events}
    born = known.birth_date
    found = _items(RULES, held, Open(known, intervals, band)) if held else ()
    return Work(
        team=team_of(known),
        local_authority=local_authority_of(known),
        adult_from=None if born is None else birthday(born, ADULT),
        items=(*found, *connected_items(known)),
    )


def _items(
    rules: Collection[ItemRule], held: Collection[EventKind], asked: Open
) -> tuple[Item, ...]:
    return tuple(
        item for rule in rules if not rule.asked_by.isdisjoint(held) for item in rule.find(asked)
    )
