"""Pages and counts of what stands open: every list of the daily work is one range of an index.

No statement here reads more rows than it gives, but for the few that lapsed since the night
before: a list over a million children takes as long as one over a thousand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    func,
    literal_column,
    or_,
    select,
    text,
    tuple_,
)

from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from serving.store.batches import batches
from serving.tables.taken_in import child_histories, history_blobs
from serving.tables.work import MISSING_ONLY, NO_DUTY, work_items, work_made
from serving.worklist.items import TO_COME, WHEN_OVERDUE, ItemKind

__all__ = [
    "MOST_COUNTED",
    "NOBODY",
    "NO_BAND",
    "ListPage",
    "ListRow",
    "ListsNotMadeError",
    "Place",
    "areas_listed",
    "check_lists_made",
    "children_of",
    "count_missing",
    "count_of",
    "page_of",
    "read_children",
]

#: A longer list is said to be that long or longer.
MOST_COUNTED = 1_000
#: As team, local authority or owner: none is recorded.
NOBODY = ""
#: As band: none was advised.
NO_BAND = "none"
#: Where a row stands in its list: of the last row of a page, where the next begins.
Place = tuple[str, ...]

_ORDER = (
    work_items.c.at,
    work_items.c.child_id,
    work_items.c.reference,
    work_items.c.about,
    work_items.c.owner,
)


class ListsNotMadeError(Exception):
    """The lists were never worked out in this store: what they would say is not known."""

    def __init__(self) -> None:
        super().__init__(
            "The lists have not been worked out since this release was installed. "
            "Run missing-risk link."
        )


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row of a list: an :class:`serving.worklist.items.Item` and whose it is.

    Attributes:
        entry: the source entry that it rests on; empty if several.
        owner: empty if nobody sees to it.
    """

    kind: ItemKind
    child: ChildId
    reference: str
    about: str
    owner: str
    at: datetime
    source: str
    entry: str
    team: str | None
    local_authority: str | None
    stage: str
    since: datetime
    until: datetime | None

    @property
    def place(self) -> Place:
        """Where it stands in its list."""
        return (instant_to_text(self.at), self.child, self.reference, self.about, self.owner)


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows in order; ``after`` is where the next page begins, None at the end."""

    rows: tuple[ListRow, ...]
    after: Place | None


def check_lists_made(connection: Connection) -> None:
    """Refuse to say "0" of lists that nobody has worked out yet.

    Raises:
        ListsNotMadeError: children are known, and their lists were never made.
    """
    made, children = select(work_made.c.id), select(child_histories.c.child_id).limit(1)
    if connection.execute(made).first() is None and connection.execute(children).first():
        raise ListsNotMadeError


def page_of(
    connection: Connection,
    kind: ItemKind,
    *,
    now: datetime,
    team: str | None = None,
    authority: str | None = None,
    about: str | None = None,
    owner: str | None = None,
    at_from: datetime | None = None,
    at_before: datetime | None = None,
    stage: str | None = None,
    band: str | None = None,
    after: Place | None = None,
    most: int = 25,
) -> ListPage:
    """The next rows of a list that stand open at ``now``, in order of ``at``.

    Args:
        team, authority: one of them at most; :data:`NOBODY` for children of none.
        about, owner: one of them at most; owner :data:`NOBODY` for what nobody sees to.
        stage: of all but duties. Of a stage and an owner at once, the owner's are read through.
        at_from, at_before: ``at`` from the one on and before the other.
        band: of the children who are missing, those of the band last advised, or
            :data:`NO_BAND`.
        after: the ``after`` of the page before.

    Raises:
        ValueError: filters that no index serves together.
    """
    chosen = _chosen(kind, now, team, authority, about, owner, at_from, at_before, band)
    if stage is not None:
        if about is not None or kind is ItemKind.DUTY:
            raise ValueError("a stage is never asked for of duties, nor with a matter")
        chosen += [literal_column(f"work_items.{NO_DUTY}"), work_items.c.stage == stage]
    order = _order(about, owner)
    if after is not None:
        place = dict(zip((column.name for column in _ORDER), after, strict=True))
        chosen.append(tuple_(*order) > tuple_(*(place[column.name] for column in order)))
    query = select(work_items).where(*chosen).order_by(*order).limit(most + 1)
    found = [_row(row) for row in connection.execute(query)]
    rows = tuple(found[:most])
    return ListPage(rows, rows[-1].place if len(found) > most else None)


def count_of(
    connection: Connection,
    kind: ItemKind,
    *,
    now: datetime,
    team: str | None = None,
    authority: str | None = None,
    about: str | None = None,
    owner: str | None = None,
    at_from: datetime | None = None,
    at_before: datetime | None = None,
    band: str | None = None,
    most: int = MOST_COUNTED,
) -> int:
    """How many rows the list has, at most ``most``: then there may be more.

    Arguments and errors as of :func:`page_of`.
    """
    chosen = _chosen(kind, now, team, authority, about, owner, at_from, at_before, band)
    few = select(work_items.c.at).where(*chosen).order_by(*_order(about, owner)).limit(most)
    return int(connection.execute(select(func.count()).select_from(few.subquery())).scalar_one())


def count_missing(
    connection: Connection,
    bands: Sequence[str],
    *,
    now: datetime,
    team: str | None = None,
    authority: str | None = None,
    most: int = MOST_COUNTED,
) -> dict[str | None, int]:
    """How many children who are missing are of each of these bands last advised, or of none
    (None); of each at most ``most``: then there may be more."""
    return {
        band: count_of(
            connection,
            ItemKind.MISSING,
            now=now,
            team=team,
            authority=authority,
            band=NO_BAND if band is None else band,
            most=most,
        )
        for band in (*bands, None)
    }


def read_children(connection: Connection, children: Sequence[str]) -> dict[ChildId, bytes]:
    """What a look at each of these children is made from; one without a history is left out."""
    found: dict[ChildId, bytes] = {}
    for some in batches(sorted(set(children))):
        query = (
            select(child_histories.c.child_id, history_blobs.c.blob)
            .join(history_blobs, history_blobs.c.digest == child_histories.c.digest)
            .where(child_histories.c.child_id.in_(some))
        )
        rows = connection.execute(query)
        found.update((ChildId(row.child_id), bytes(row.blob)) for row in rows)
    return found


def children_of(connection: Connection, kind: ItemKind) -> tuple[ChildId, ...]:
    """Every child with an item of the kind."""
    query = select(work_items.c.child_id).where(work_items.c.kind == kind.value).distinct()
    return tuple(ChildId(child) for child in connection.execute(query).scalars())


def areas_listed(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Every team and every local authority of which a child is, in order, by ``team`` and
    ``authority``: what a list can be narrowed to."""
    return {
        "team": _values(connection, "team"),
        "authority": _values(connection, "local_authority"),
    }


def _values(connection: Connection, column: str) -> tuple[str, ...]:
    """The values of an index's first column, each found by a step of its own: there are few."""
    step = f"SELECT min({column}) FROM caseload WHERE {column}"  # noqa: S608 - our own names
    statement = text(
        f"WITH RECURSIVE each_(value) AS ({step} IS NOT NULL UNION ALL"  # noqa: S608 - as above
        f" SELECT ({step} > each_.value) FROM each_ WHERE each_.value IS NOT NULL)"
        " SELECT value FROM each_ WHERE value IS NOT NULL"
    )
    return tuple(connection.execute(statement).scalars())


def _chosen(
    kind: ItemKind,
    now: datetime,
    team: str | None,
    authority: str | None,
    about: str | None,
    owner: str | None,
    at_from: datetime | None,
    at_before: datetime | None,
    band: str | None,
) -> list[ColumnElement[bool]]:
    if (team is not None and authority is not None) or (about is not None and owner is not None):
        raise ValueError("a list is narrowed to a team or an authority, a matter or an owner")
    rows, at = work_items.c, instant_to_text(now)
    chosen = [
        rows.kind == kind.value,
        or_(rows.stage != TO_COME, rows.since < at),
        or_(rows.until.is_(None), rows.until >= at),
        or_(rows.stage != WHEN_OVERDUE, rows.at < at),
    ]
    for column, value in ((rows.team, team), (rows.local_authority, authority)):
        if value is not None:
            chosen.append(column.is_(None) if value == NOBODY else column == value)
    for column, value in ((rows.about, about), (rows.owner, owner)):
        if value is not None:
            chosen.append(column == value)
    if band is not None:
        if kind is not ItemKind.MISSING or about is not None or owner is not None:
            raise ValueError("a band is asked for of the children who are missing, and of no other")
        chosen += [
            literal_column(f"work_items.{MISSING_ONLY}"),
            rows.band.is_(None) if band == NO_BAND else rows.band == band,
        ]
    if at_from is not None:
        chosen.append(rows.at >= instant_to_text(at_from))
    if at_before is not None:
        chosen.append(rows.at < instant_to_text(at_before))
    return chosen


def _order(about: str | None, owner: str | None) -> tuple[ColumnElement[str], ...]:
    """Without what is the same in every row, so that both planners see the index's order."""
    same = {"about"} if about is not None else {"owner"} if owner is not None else set()
    return tuple(column for column in _ORDER if column.name not in same)


def _row(row: Row[tuple[str, ...]]) -> ListRow:
    return ListRow(
        kind=ItemKind(row.kind),
        child=ChildId(row.child_id),
        reference=row.reference,
        about=row.about,
        owner=row.owner,
        at=instant_from_text(row.at),
        source=row.source,
        entry=row.entry,
        team=row.team,
        local_authority=row.local_authority,
        stage=row.stage,
        since=instant_from_text(row.since),
        until=None if row.until is None else instant_from_text(row.until),
    )
