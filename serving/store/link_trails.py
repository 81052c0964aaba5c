"""One child or adult through time: records and since when, ids that came in or went off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, or_, select

from records.calendar import instant_from_text
from records.persons import ChildId, RecordId
from serving.tables.who import WhoTables

__all__ = ["LinkTrail", "TrailStep", "id_now", "link_trail"]


@dataclass(frozen=True, slots=True)
class TrailStep:
    """At ``since``, records of ``old`` became records of ``new``.

    ``is_whole`` if ``old`` went into ``new`` and is no id of anybody any more.
    """

    old: ChildId
    new: ChildId
    since: datetime
    is_whole: bool


@dataclass(frozen=True, slots=True)
class LinkTrail:
    """What makes up one child or adult, and where its records came from and went to."""

    records: tuple[tuple[RecordId, datetime], ...]
    steps: tuple[TrailStep, ...]


def id_now(connection: Connection, who: WhoTables, asked: str) -> ChildId | None:
    """The id by which this one goes now, along the trail; None if nobody has records by it."""
    seen, current = set[str](), asked
    while current not in seen:
        seen.add(current)
        held = select(who.links.c.record_id).where(
            who.links.c[who.id] == current, who.links.c.until.is_(None)
        )
        if connection.execute(held.limit(1)).first() is not None:
            return ChildId(current)
        led = select(who.trail.c.new_id).where(who.trail.c.old_id == current)
        current = connection.execute(led).scalar_one_or_none() or current
    return None


def link_trail(connection: Connection, who: WhoTables, person: ChildId) -> LinkTrail:
    """The records that are this child or adult now, and every id that shared them."""
    links = who.links
    query = select(links.c.record_id, links.c.since).where(
        links.c[who.id] == person, links.c.until.is_(None)
    )
    records = [
        (RecordId.parse(row.record_id), instant_from_text(row.since))
        for row in connection.execute(query.order_by(links.c.record_id))
    ]
    trail, splits = who.trail, who.splits
    into = select(trail.c.old_id, trail.c.new_id, trail.c.since).where(trail.c.new_id == person)
    off = select(splits.c.from_id, splits.c.to_id, splits.c.since).where(
        or_(splits.c.from_id == person, splits.c.to_id == person)
    )
    steps = [
        TrailStep(ChildId(old), ChildId(new), instant_from_text(since), is_whole)
        for query, is_whole in ((into, True), (off, False))
        for old, new, since in connection.execute(query)
    ]
    steps.sort(key=lambda step: (step.since, step.old, step.new))
    return LinkTrail(tuple(records), tuple(steps))
