"""What was done to plans while they were written, in order; and which have a working copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, text, tuple_

from linkage.subjects import Subject
from records.calendar import instant_from_text, instant_to_text
from records.persons import ChildId
from serving.store.batches import upsert
from serving.store.link_trails import id_now
from serving.store.links import links_of
from serving.tables.plans import WRITTEN_HERE_REFERENCES, plan_copies, plan_drafts
from serving.tables.taken_in import entries
from serving.tables.who import WHO

__all__ = [
    "CopyRow",
    "DraftRow",
    "add_draft_row",
    "child_of_reference",
    "copies_listed",
    "count_copies",
    "draft_rows",
    "drafts_of_children",
    "keep_copy",
    "listed_words_by_team",
]

_WHO = WHO[Subject.CHILD]


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One thing that was done to a plan as it was written; see :mod:`serving.tables.plans`.

    Attributes:
        value: canonical JSON; None where there is none, or once it is erased.
    """

    reference: str
    number: int
    kind: str
    section: str
    child: str
    who: str
    team: str | None
    at: datetime
    entry: str
    base: str = ""
    settles: int = 0
    version: int = 0
    listed: int = 0
    value: str | None = None


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A plan with a working copy. ``state`` is ``open`` or ``waiting``, ``who`` did it last."""

    reference: str
    child: str
    state: str
    team: str | None
    who: str
    since: datetime


def draft_rows(connection: Connection, reference: str) -> tuple[DraftRow, ...]:
    """Everything that was done to the plan here, in order; nothing for one never written here."""
    query = select(plan_drafts).where(plan_drafts.c.reference == reference)
    rows = connection.execute(query.order_by(plan_drafts.c.number))
    return tuple(
        DraftRow(
            row.reference, row.number, row.kind, row.section, row.child_id, row.who, row.team,
            instant_from_text(row.at), row.entry, row.base, row.settles, row.version,
            row.listed, row.value,
        )
        for row in rows
    )  # fmt: skip


def add_draft_row(connection: Connection, row: DraftRow) -> None:
    """Add one. Its number must be the next: the key refuses a second of the same number."""
    connection.execute(
        insert(plan_drafts).values(
            reference=row.reference, number=row.number, kind=row.kind, section=row.section,
            child_id=row.child, who=row.who, team=row.team, at=instant_to_text(row.at),
            entry=row.entry, base=row.base, settles=row.settles, version=row.version,
            listed=row.listed, value=row.value,
        )
    )  # fmt: skip


def keep_copy(connection: Connection, row: CopyRow | None, reference: str) -> None:
    """Let the lists show this working copy, or none."""
    if row is None:
        connection.execute(delete(plan_copies).where(plan_copies.c.reference == reference))
        return
    values = {
        "reference": row.reference,
        "child_id": row.child,
        "state": row.state,
        "team": row.team,
        "who": row.who,
        "since": instant_to_text(row.since),
    }
    upsert(connection, plan_copies, [values])


def copies_listed(
    connection: Connection,
    state: str,
    team: str | None,
    after: tuple[str, str] | None,
    most: int,
) -> tuple[CopyRow, ...]:
    """Plans whose working copy is in this state, the longest first; None is of every team."""
    c = plan_copies.c
    query = select(plan_copies).where(*_of(state, team))
    if after is not None:
        query = query.where(tuple_(c.since, c.reference) > tuple_(*after))
    rows = connection.execute(query.order_by(c.since, c.reference).limit(most))
    return tuple(
        CopyRow(r.reference, r.child_id, r.state, r.team, r.who, instant_from_text(r.since))
        for r in rows
    )


def count_copies(connection: Connection, state: str, team: str | None) -> int:
    """How many there are."""
    query = select(func.count()).select_from(plan_copies).where(*_of(state, team))
    return int(connection.execute(query).scalar_one())


def _of(state: str, team: str | None) -> Sequence[ColumnElement[bool]]:
    c = plan_copies.c
    return [c.state == state] if team is None else [c.state == state, c.team == team]


def drafts_of_children(connection: Connection, children: Sequence[str]) -> tuple[str, ...]:
    """The references of plans with a working copy, of a child by any of these ids."""
    query = select(plan_copies.c.reference).where(plan_copies.c.child_id.in_(children))
    return tuple(connection.execute(query.order_by(plan_copies.c.reference)).scalars())


def child_of_reference(
    connection: Connection, source: str, reference: str, begun_for: str | None = None
) -> ChildId | None:
    """Whose plan or notice this is, by the child's id now; None if nothing has the reference.

    What is written down under it decides; of what never was, ``begun_for``, the child for
    whom it was begun.
    """
    query = (
        select(entries.c.record_id)
        .where(
            text(f"entries.{WRITTEN_HERE_REFERENCES}"),
            entries.c.reference == reference,
            entries.c.source == source,
            entries.c.record_id.is_not(None),
        )
        .order_by(entries.c.recorded.desc(), entries.c.entry.desc())
        .limit(1)
    )
    record = connection.execute(query).scalar_one_or_none()
    if record is not None:
        held = links_of(connection, _WHO, [record])
        return next(iter(held.values()), None)
    return None if begun_for is None else id_now(connection, _WHO, begun_for)


def listed_words_by_team(
    connection: Connection, since: datetime, until: datetime
) -> Mapping[str, tuple[int, int]]:
    """Team -> saves, and listed words in them, from ``since`` until just before ``until``.

    Saves by somebody of no team are left out.
    """
    c = plan_drafts.c
    query = (
        select(c.team, func.count(), func.sum(c.listed))
        .where(
            c.at >= instant_to_text(since), c.at < instant_to_text(until),
            c.kind == "saved", c.team.is_not(None),
        )
        .group_by(c.team)
    )  # fmt: skip
    return {row[0]: (int(row[1]), int(row[2])) for row in connection.execute(query)}
