"""Flagged children, by band and points: every list is one range of an index on the caseload.

A child is flagged whose band is at least the policy's second, or of whom a live plan stands
though no such band is advised: of somebody who is 18 by now, say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select, tuple_

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from records.sources import SourceSystem
from serving.store.batches import batches
from serving.tables.taken_in import entries
from serving.tables.work import (
    JUDGEMENTS_MADE,
    JUDGEMENTS_ONLY,
    REVIEWS_ONLY,
    UNFLAGGED_PLANS,
    caseload,
    work_items,
)
from serving.work_store.lists import MOST_COUNTED, NOBODY
from serving.worklist.items import ItemKind

__all__ = [
    "FLAGGED_FROM",
    "BandPlace",
    "DuePlace",
    "FlaggedRow",
    "Whose",
    "causes_of",
    "count_flagged",
    "count_planned",
    "flagged_page",
    "oldest_bands",
    "overdue_page",
    "planned_page",
    "record_of_judgement",
    "team_with_most",
]

#: The rank from which a band flags a child: the policy's second label.
FLAGGED_FROM = 1
#: Where a row stands in order of band: rank, place, child.
BandPlace = tuple[int, int, str]
#: Where a row stands in order of a day: when, child.
DuePlace = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Whose:
    """Of which team or local authority; of both at once there is no list.

    ``NOBODY`` stands for children of none.

    Raises:
        ValueError: a team and an authority.
    """

    team: str | None = None
    authority: str | None = None

    def __post_init__(self) -> None:
        if self.team is not None and self.authority is not None:
            raise ValueError("a list is narrowed to a team or to an authority")


@dataclass(frozen=True, slots=True)
class FlaggedRow:
    """One child as the lists keep them: what was advised last, and when.

    Attributes:
        due: the end of the day of the next review, or of the plan's review, where the list
            is in that order.
    """

    child: ChildId
    team: str | None
    local_authority: str | None
    band: str | None
    rank: int
    place: int
    banded_at: datetime | None
    due: datetime | None = None

    @property
    def by_band(self) -> BandPlace:
        """Its place in order of band."""
        return (self.rank, self.place, str(self.child))

    @property
    def by_due(self) -> DuePlace:
        """Its place in order of day."""
        return ("" if self.due is None else instant_to_text(self.due), str(self.child))


_KEPT = (
    caseload.c.child_id,
    caseload.c.team,
    caseload.c.local_authority,
    caseload.c.band,
    caseload.c.rank,
    caseload.c.place,
    caseload.c.banded_at,
)
_BY_BAND = (caseload.c.rank, caseload.c.place, caseload.c.child_id)
_BY_DUE = (work_items.c.at, work_items.c.child_id)


def flagged_page(
    connection: Connection, whose: Whose, *, rank: int | None, after: BandPlace | None, most: int
) -> list[FlaggedRow]:
    """The next children of at least :data:`FLAGGED_FROM`, or of the one ``rank``: the highest
    band first, in it the most points."""
    chosen = [*_of(caseload.c, whose), *_ranked(rank)]
    if after is not None:
        chosen.append(tuple_(*_BY_BAND) < tuple_(*after))
    query = select(*_KEPT).where(*chosen).order_by(*(one.desc() for one in _BY_BAND))
    return [_row(row) for row in connection.execute(query.limit(most))]


def planned_page(
    connection: Connection, whose: Whose, *, after: DuePlace | None, most: int
) -> list[FlaggedRow]:
    """The next children with a live plan whom no band flags, by the day of the plan's review."""
    few = _planned(whose)
    if after is not None:
        few = few.where(tuple_(*_BY_DUE) > tuple_(*after))
    return _with_cases(connection, few.order_by(*_BY_DUE).limit(most))


def overdue_page(
    connection: Connection,
    whose: Whose,
    *,
    rank: int | None,
    now: datetime,
    after: DuePlace | None,
    most: int,
) -> list[FlaggedRow]:
    """The next children whose review is overdue, the longest first: of any band, since a
    review that is due is due."""
    chosen = [work_items.c.at < instant_to_text(now), *_of(work_items.c, whose)]
    if rank is None:
        chosen.append(work_items.c.kind == ItemKind.REVIEW.value)
    else:
        chosen += [literal_column(f"work_items.{REVIEWS_ONLY}"), work_items.c.rank == rank]
    if after is not None:
        chosen.append(tuple_(*_BY_DUE) > tuple_(*after))
    few = select(*_BY_DUE).where(*chosen).order_by(*_BY_DUE).limit(most)
    return _with_cases(connection, few)


def count_flagged(connection: Connection, whose: Whose, rank: int) -> int:
    """How many children of this rank, one more than :data:`MOST_COUNTED` at most."""
    few = select(caseload.c.child_id).where(*_of(caseload.c, whose), caseload.c.rank == rank)
    return _counted(connection, few)


def count_planned(connection: Connection, whose: Whose) -> int:
    """How many children with a live plan no band flags, capped likewise."""
    return _counted(connection, _planned(whose))


def causes_of(connection: Connection, whose: Whose) -> dict[str | None, int]:
    """Of the first :data:`MOST_COUNTED` flagged children, how many whose band was set by
    ``points``, ``policy`` or ``both``."""
    few = (
        select(caseload.c.set_by)
        .where(*_of(caseload.c, whose), *_ranked(None))
        .order_by(*(one.desc() for one in _BY_BAND))
        .limit(MOST_COUNTED)
        .subquery()
    )
    query = select(few.c.set_by, func.count()).group_by(few.c.set_by)
    return {set_by: int(count) for set_by, count in connection.execute(query)}


def oldest_bands(connection: Connection, whose: Whose) -> datetime | None:
    """When the oldest band among those first :data:`MOST_COUNTED` was worked out."""
    few = (
        select(caseload.c.banded_at)
        .where(*_of(caseload.c, whose), *_ranked(None))
        .order_by(*(one.desc() for one in _BY_BAND))
        .limit(MOST_COUNTED)
        .subquery()
    )
    found = connection.execute(select(func.min(few.c.banded_at))).scalar_one()
    return None if found is None else instant_from_text(found)


def record_of_judgement(connection: Connection, reference: str) -> str | None:
    """The person record under which a judgement was written down; None if none has the
    reference."""
    open_ = select(work_items.c.entry).where(
        literal_column(f"work_items.{JUDGEMENTS_ONLY}"), work_items.c.reference == reference
    )
    entry = connection.execute(open_.limit(1)).scalar_one_or_none()
    found = select(entries.c.record_id).where(entries.c.source == SourceSystem.CHILD_REVIEWS.value)
    if entry is not None:
        found = found.where(entries.c.entry == entry)
    else:  # it stands no more: what was said of it is looked for among all that was written
        made: ColumnElement[bool] = literal_column(f"entries.{JUDGEMENTS_MADE}")
        found = found.where(made, entries.c.reference == reference)
    return connection.execute(found.limit(1)).scalar_one_or_none()


def _planned(whose: Whose) -> Select[tuple[str, ...]]:
    plans, unflagged = UNFLAGGED_PLANS.split(" AND ")
    return select(*_BY_DUE).where(
        literal_column(f"work_items.{plans}"),
        literal_column(f"work_items.{unflagged}"),
        *_of(work_items.c, whose),
    )


def _with_cases(connection: Connection, few: Select[tuple[str, ...]]) -> list[FlaggedRow]:
    """The rows of these (at, child), in their order, each with the child's own row."""
    found = [(row.at, row.child_id) for row in connection.execute(few)]
    kept: dict[str, Any] = {}
    for some in batches(sorted({child for _, child in found})):
        query = select(*_KEPT).where(caseload.c.child_id.in_(some))
        kept.update({row.child_id: row for row in connection.execute(query)})
    return [_row(kept[child], at) for at, child in found if child in kept]


def _counted(connection: Connection, few: Select[tuple[str, ...]]) -> int:
    counted = select(func.count()).select_from(few.limit(MOST_COUNTED + 1).subquery())
    return int(connection.execute(counted).scalar_one())


def _ranked(rank: int | None) -> list[ColumnElement[bool]]:
    ranks = caseload.c.rank
    return [ranks >= FLAGGED_FROM if rank is None else ranks == rank]


def _of(columns: Any, whose: Whose) -> list[ColumnElement[bool]]:
    chosen = []
    for column, value in (
        (columns.team, whose.team), (columns.local_authority, whose.authority),
    ):  # fmt: skip
        if value is not None:
            chosen.append(column.is_(None) if value == NOBODY else column == value)
    return chosen


def _row(row: Any, at: str | None = None) -> FlaggedRow:
    return FlaggedRow(
        child=ChildId(row.child_id),
        team=row.team,
        local_authority=row.local_authority,
        band=row.band,
        rank=row.rank,
        place=row.place,
        banded_at=None if row.banded_at is None else instant_from_text(row.banded_at),
        due=None if at is None else instant_from_text(at),
    )


def team_with_most(connection: Connection) -> str | None:
    """The team with most flagged children; None if no flagged child is of a team."""
    flagged = (caseload.c.rank >= FLAGGED_FROM) & caseload.c.team.is_not(None)
    query = select(caseload.c.team).where(flagged).group_by(caseload.c.team)
    most = query.order_by(func.count().desc(), caseload.c.team).limit(1)
    return connection.execute(most).scalar_one_or_none()
