"""What people should be told of and were not: bounded reads, each a range of one index."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Row,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.events import EventKind
from records.persons import RecordId
from serving.tables.messages import told_notices
from serving.tables.rescored import rescored_changes, rescorings
from serving.tables.taken_in import INTEGER, TEXT, entries
from serving.tables.who import WHO
from serving.tables.work import work_items
from serving.work_store.told import ToldRow, told_row
from serving.worklist.items import ItemKind

__all__ = [
    "Disclosed",
    "Doubtful",
    "Risen",
    "Standing",
    "count_items",
    "disclosures_since",
    "doubtful_since",
    "missing_with_plan_untold",
    "risen_untold",
    "standing_untold",
    "teams_with_uncarried",
    "uncarried",
]

_ITEM, _TOLD = work_items.c, told_notices.c
#: Entries that say what a child told somebody.
_DISCLOSING = (
    EventKind.CUSTODY_DISCLOSURE,
    EventKind.PREVENTION_INTERVIEW,
    EventKind.RETURN_INTERVIEW,
)


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
class Disclosed:
    """That a child told of something: the record that says so, and the kind of its entry."""

    child: str
    reference: str
    kind: str


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


def _untold(*, merged: bool) -> Select[Any]:
    """Made once: a round asks it for each kind, each minute."""
    cause = _ITEM.reference + "/" + _ITEM.about + bindparam("step", type_=TEXT)
    before = select(_TOLD.id).where(
        _TOLD.kind == bindparam("told"),
        _TOLD.child_id == _ITEM.child_id,
        _TOLD.cause.contains(cause) if merged else _TOLD.cause == cause,
        _TOLD.at > bindparam("told_since"),
    )
    end: BindParameter[str] = bindparam("end")
    return (
        select(work_items)
        .where(
            _ITEM.kind == bindparam("kind"),
            _ITEM.at >= bindparam("begin"),
            _ITEM.at < end,
            or_(_ITEM.until.is_(None), _ITEM.until > end),
            ~before.exists(),
        )
        .order_by(_ITEM.at, _ITEM.child_id, _ITEM.reference, _ITEM.about, _ITEM.owner)
        .limit(bindparam("most", type_=INTEGER))
    )


_EACH, _MERGED = _untold(merged=False), _untold(merged=True)


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
    merged: bool = False,
) -> tuple[Standing, ...]:
    """Items of the list whose moment lies in ``begin <= at < end`` and that stand, of which
    nobody was told under the kind ``told``.

    Args:
        told_since: who was told before then may be told again; None: never again.
        step: what the cause says after the item, where one item is told of several times.
        merged: one notice may be of several items of a child: its cause holds each of theirs.
    """
    asked = {
        "kind": kind.value,
        "told": told,
        "begin": instant_to_text(begin),
        "end": instant_to_text(end),
        "step": step,
        "told_since": "" if told_since is None else instant_to_text(told_since),
        "most": most,
    }
    query = _MERGED if merged else _EACH
    return tuple(_standing(row) for row in connection.execute(query, asked))


def _standing(row: Row[Any]) -> Standing:
    at = instant_from_text(row.at)
    return Standing(row.child_id, row.reference, row.about, row.owner, row.team, at)


def _planned_untold() -> Select[Any]:
    held = work_items.alias("held")
    a_plan = select(held.c.child_id).where(
        held.c.child_id == _ITEM.child_id,
        held.c.kind.in_([ItemKind.PLAN.value, ItemKind.NOTICE.value]),
        or_(held.c.until.is_(None), held.c.until > _ITEM.at),
    )
    before = select(_TOLD.id).where(
        _TOLD.kind == bindparam("told"), _TOLD.child_id == _ITEM.child_id, _TOLD.at >= _ITEM.at
    )
    return (
        select(work_items)
        .where(
            _ITEM.kind == ItemKind.MISSING.value,
            _ITEM.at >= bindparam("since"),
            a_plan.exists(),
            ~before.exists(),
        )
        .order_by(_ITEM.at, _ITEM.child_id)
        .limit(bindparam("most", type_=INTEGER))
    )


_PLANNED = _planned_untold()


def missing_with_plan_untold(
    connection: Connection, told: str, since: datetime, most: int
) -> tuple[Standing, ...]:
    """Children who are missing, of whom a plan or a notice in force stands and of whom nobody
    was told under the kind ``told`` since they went missing; those missing since then."""
    asked = {"told": told, "since": instant_to_text(since), "most": most}
    return tuple(_standing(row) for row in connection.execute(_PLANNED, asked))


def disclosures_since(
    connection: Connection, extract: int, told_of: Collection[str], since: datetime
) -> tuple[Disclosed, ...]:
    """Entries of later extracts in which a child told of something of these, recorded since
    then, and not taken back; whose they are as linked now."""
    entry, links = entries.c, WHO[Subject.CHILD].links
    query = (
        select(links.c.child_id, entry.reference, entry.kind, entry.details)
        .join(links, (links.c.record_id == entry.record_id) & links.c.until.is_(None))
        .where(
            entry.extract_id > extract,
            entry.recorded >= instant_to_text(since),
            entry.kind.in_([kind.value for kind in _DISCLOSING]),
            or_(*(entry.details.contains(f'"{word}"', autoescape=True) for word in told_of)),
        )
        .order_by(entry.recorded, entry.source, entry.entry)
    )
    return tuple(
        Disclosed(row.child_id, row.reference, row.kind)
        for row in connection.execute(query)
        if json.loads(row.details).get("disclosure") in told_of
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
