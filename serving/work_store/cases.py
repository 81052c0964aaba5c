"""Pages and counts of children by the band last advised: one range of an index each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Row, func, select, tuple_

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from serving.store.batches import batches
from serving.tables.work import caseload
from serving.work_store.lists import MOST_COUNTED, NOBODY

__all__ = [
    "CasePage",
    "CaseRow",
    "cases_changed",
    "cases_of",
    "count_cases",
    "count_cases_changed",
    "page_of_cases",
]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One child as lists know them.

    Attributes:
        band, points, set_by: what was last advised; None where there was none.
        banded_at: when it was worked out; None if it never was.
        band_since: since when the band is this one.
    """

    child: ChildId
    team: str | None
    local_authority: str | None
    adult_from: date | None
    band: str | None
    rank: int
    points: int | None
    set_by: str | None
    banded_at: datetime | None
    band_since: datetime | None
    place: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some children in order; ``after`` is where the next page begins, None at the end."""

    rows: tuple[CaseRow, ...]
    after: tuple[int, str] | None


def page_of_cases(
    connection: Connection,
    rank: int,
    *,
    team: str | None = None,
    authority: str | None = None,
    after: tuple[int, str] | None = None,
    most: int = 25,
) -> CasePage:
    """The next children of one band (``rank``: its place from 0), the most points first.

    Raises:
        ValueError: both a team and an authority.
    """
    chosen = _chosen(rank, team, authority)
    order = (caseload.c.place, caseload.c.child_id)
    if after is not None:
        chosen.append(tuple_(*order) < tuple_(*after))
    query = (
        select(caseload)
        .where(*chosen)
        .order_by(*(column.desc() for column in order))
        .limit(most + 1)
    )
    found = [_row(row) for row in connection.execute(query)]
    rows = tuple(found[:most])
    last = (rows[-1].place, str(rows[-1].child)) if len(found) > most else None
    return CasePage(rows, last)


def count_cases(
    connection: Connection,
    rank: int,
    *,
    team: str | None = None,
    authority: str | None = None,
    most: int = MOST_COUNTED,
) -> int:
    """How many children are of the band, at most ``most``: then there may be more."""
    few = select(caseload.c.place).where(*_chosen(rank, team, authority)).limit(most)
    return int(connection.execute(select(func.count()).select_from(few.subquery())).scalar_one())


def cases_changed(
    connection: Connection,
    rank: int,
    since: datetime,
    *,
    team: str | None = None,
    authority: str | None = None,
    most: int = 25,
) -> tuple[CaseRow, ...]:
    """Children who came into the band after ``since``, the latest first."""
    chosen = _chosen(rank, team, authority)
    query = (
        select(caseload)
        .where(*chosen, caseload.c.band_since > instant_to_text(since))
        .order_by(caseload.c.band_since.desc(), caseload.c.child_id.desc())
        .limit(most)
    )
    return tuple(_row(row) for row in connection.execute(query))


def count_cases_changed(
    connection: Connection,
    rank: int,
    since: datetime,
    *,
    team: str | None = None,
    authority: str | None = None,
    most: int = MOST_COUNTED,
) -> int:
    """How many those are, at most ``most``."""
    chosen = _chosen(rank, team, authority)
    few = (
        select(caseload.c.rank)
        .where(*chosen, caseload.c.band_since > instant_to_text(since))
        .limit(most)
    )
    return int(connection.execute(select(func.count()).select_from(few.subquery())).scalar_one())


def cases_of(connection: Connection, children: Sequence[str]) -> dict[ChildId, CaseRow]:
    """The rows of these children; one without a history has none."""
    found: dict[ChildId, CaseRow] = {}
    for some in batches(sorted(set(children))):
        query = select(caseload).where(caseload.c.child_id.in_(some))
        found.update((ChildId(row.child_id), _row(row)) for row in connection.execute(query))
    return found


def _chosen(rank: int, team: str | None, authority: str | None) -> list[ColumnElement[bool]]:
    if team is not None and authority is not None:
        raise ValueError("a list is narrowed to a team or to an authority")
    chosen = [caseload.c.rank == rank]
    for column, value in ((caseload.c.team, team), (caseload.c.local_authority, authority)):
        if value is not None:
            chosen.append(column.is_(None) if value == NOBODY else column == value)
    return chosen


def _row(row: Row[tuple[str, ...]]) -> CaseRow:
    return CaseRow(
        child=ChildId(row.child_id),
        team=row.team,
        local_authority=row.local_authority,
        adult_from=None if row.adult_from is None else date.fromisoformat(row.adult_from),
        band=row.band,
        rank=row.rank,
        points=row.points,
        set_by=row.set_by,
        banded_at=_moment(row.banded_at),
        band_since=_moment(row.band_since),
        place=row.place,
    )


def _moment(written: str | None) -> datetime | None:
    return None if written is None else instant_from_text(written)
