"""What people should be told of and were not: bounded reads, each a range of one index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.persons import RecordId
from serving.tables.messages import told_notices
from serving.tables.rescored import rescored_changes, rescorings
from serving.tables.who import WHO
from serving.tables.work import work_items
from serving.work_store.told import ToldRow, told_row
from serving.worklist.items import ItemKind

__all__ = [
    "Doubtful",
    "Risen",
    "Standing",
    "count_items",
    "doubtful_since",
    "risen_untold",
    "standing_untold",
    "teams_with_uncarried",
    "uncarried",
]

_ITEM, _TOLD = work_items.c, told_notices.c


@dataclass(frozen=True, slots=True)
class Standing:
    """One item of which people were not told yet."""

    child: str
    reference: str
    about: str
    owner: str
    team: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Risen:
    """One child whom a run of rescoring put into another band, or gave a new reason."""

    run: int
    child: str
    now: str


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Two records that may be one child's, and since when that is doubted."""

    a: RecordId
    b: RecordId
    since: datetime


def standing_untold(
    connection: Connection,
    kind: ItemKind,
    told: str,
    begin: datetime,
    end: datetime,
    told_since: datetime | None,
    most: int,
    *,
    step: str = "",
) -> tuple[Standing, ...]:
    """Items of the list whose moment lies in ``begin <= at < end`` and that stand, of which
    nobody was told under the kind ``told``.

    Args:
        told_since: who was told before then may be told again; None: never again.
        step: what the cause says after the item, where one item is told of several times.
    """
    cause = _ITEM.reference + "/" + _ITEM.about + step
    before = [_TOLD.kind == told, _TOLD.child_id == _ITEM.child_id, _TOLD.cause == cause]
    if told_since is not None:
        before.append(_TOLD.at > instant_to_text(told_since))
    query = (
        select(work_items)
        .where(
            _ITEM.kind == kind.value,
            _ITEM.at >= instant_to_text(begin),
            _ITEM.at < instant_to_text(end),
            or_(_ITEM.until.is_(None), _ITEM.until > instant_to_text(end)),
            ~select(_TOLD.id).where(*before).exists(),
        )
        .order_by(_ITEM.at, _ITEM.child_id, _ITEM.reference, _ITEM.about, _ITEM.owner)
        .limit(most)
    )
    return tuple(
        Standing(
            row.child_id,
            row.reference,
            row.about,
            row.owner,
            row.team,
            instant_from_text(row.at),
        )
        for row in connection.execute(query)
    )


def count_items(connection: Connection, kind: ItemKind, before: datetime, most: int) -> int:
    """How many items of the list have a moment before then; no more are counted than ``most``."""
    some = (
        select(_ITEM.child_id)
        .where(_ITEM.kind == kind.value, _ITEM.at < instant_to_text(before))
        .limit(most)
        .subquery()
    )
    return int(connection.execute(select(func.count()).select_from(some)).scalar_one())


def risen_untold(
    connection: Connection,
    change: str,
    holding: Sequence[str],
    told: Sequence[str],
    since: datetime,
    most: int,
) -> tuple[Risen, ...]:
    """Children whom the last finished run changed so, if it ended since then, and of whom
    nobody was told for that run.

    Args:
        holding: what the change's new value must hold, one of them at least.
        told: the kinds under which they would have been told.
    """
    run = connection.execute(
        select(rescorings.c.id)
        .where(rescorings.c.state == "finished", rescorings.c.ended_at >= instant_to_text(since))
        .order_by(rescorings.c.id.desc())
        .limit(1)
    ).scalar_one_or_none()
    if run is None:
        return ()
    changed = rescored_changes.c
    cause = f"rescoring {run}"
    before = select(_TOLD.id).where(
        _TOLD.kind.in_(list(told)), _TOLD.child_id == changed.child_id, _TOLD.cause == cause
    )
    query = (
        select(changed.child_id, changed.is_now)
        .where(
            changed.run_id == run,
            changed.kind == change,
            or_(*(changed.is_now.contains(f'"{word}', autoescape=True) for word in holding)),
            ~before.exists(),
        )
        .order_by(changed.child_id)
        .limit(most)
    )
    return tuple(Risen(run, row.child_id, row.is_now) for row in connection.execute(query))


def doubtful_since(connection: Connection, since: datetime, most: int) -> tuple[Doubtful, ...]:
    """Doubtful links of children that began since then and stand, at most so many."""
    table = WHO[Subject.CHILD].doubtful
    query = (
        select(table.c.a, table.c.b, table.c.since)
        .where(table.c.until.is_(None), table.c.since >= instant_to_text(since))
        .order_by(table.c.since, table.c.a, table.c.b)
        .limit(most)
    )
    return tuple(
        Doubtful(RecordId.parse(row.a), RecordId.parse(row.b), instant_from_text(row.since))
        for row in connection.execute(query)
    )


def teams_with_uncarried(
    connection: Connection, before: datetime
) -> tuple[tuple[str, str | None], ...]:
    """(audience, team) of which something waits for a digest since before then."""
    query = select(_TOLD.audience, _TOLD.team).where(_waiting(before)).distinct()
    found = [(row.audience, row.team) for row in connection.execute(query)]
    return tuple(sorted(found, key=lambda one: (one[0], one[1] or "")))


def uncarried(
    connection: Connection, audience: str, team: str | None, before: datetime
) -> tuple[ToldRow, ...]:
    """What waits for the audience's digest since before then."""
    query = select(told_notices).where(
        _waiting(before), _TOLD.audience == audience, _TOLD.team == team
    )
    return tuple(told_row(row) for row in connection.execute(query.order_by(_TOLD.at, _TOLD.id)))


def _waiting(before: datetime) -> ColumnElement[bool]:
    return and_(
        _TOLD.way == "digest", _TOLD.message_id.is_(None), _TOLD.at < instant_to_text(before)
    )
