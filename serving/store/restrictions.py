"""Limits on records: set, lifted, followed when records are joined or split, and their state."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, Row, insert, select, update

from records.calendar import instant_from_text, instant_to_text
from serving.access.restrictions import NO_RESTRICTIONS, Restrictions
from serving.store.batches import batches, insert_new
from serving.tables.restrictions import restriction_states, restrictions
from serving.tables.sessions import accounts
from serving.tables.taken_in import store_state

__all__ = [
    "FOLLOWED",
    "Followed",
    "RestrictionRow",
    "end_restrictions",
    "follow_records",
    "is_team",
    "read_restrictions",
    "restrict",
    "standing_restrictions",
]

#: Who ends a limit whose record went into another: nobody decided it.
FOLLOWED = "linkage"
_BY_TEAM = (restrictions.c.team, restrictions.c.child_id)


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """One team's hold on one child's record.

    Attributes:
        id: the id of the entry that set it; of one that followed, made from that and the child.
        set_by: the account that set it, or set the one that it followed.
        reason, note: the code, and the words.
        followed: the id of the limit that it followed; None if a supervisor set it here.
    """

    id: str
    child: str
    team: str
    since: datetime
    set_by: str
    reason: str
    note: str
    followed: str | None = None


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of limits when records moved.

    Attributes:
        begun: the limits that began.
        teams: the keepers of every limited child that lost or got a record.
    """

    begun: tuple[RestrictionRow, ...] = ()
    teams: frozenset[str] = frozenset()


def standing_restrictions(
    connection: Connection, child: str | None = None
) -> tuple[RestrictionRow, ...]:
    """The limits that stand, of one child or of all, by team and child."""
    query = select(restrictions).where(restrictions.c.until.is_(None)).order_by(*_BY_TEAM)
    if child is not None:
        query = query.where(restrictions.c.child_id == child)
    return tuple(_row(found) for found in connection.execute(query))


def restrict(connection: Connection, row: RestrictionRow) -> None:
    """Limit the record to the row's team alone, in the place of whatever limits stood."""
    _end(connection, [row.child], row.since, row.set_by)
    _insert(connection, [row])
    _save_state(connection)


def end_restrictions(connection: Connection, child: str, at: datetime, by: str) -> int:
    """Lift every limit on the child's record; returns how many stood."""
    ended = _end(connection, [child], at, by)
    if ended:
        _save_state(connection)
    return ended


def follow_records(
    connection: Connection,
    moved: Iterable[tuple[str, str]],
    gone: Collection[str],
    at: datetime,
) -> Followed:
    """Let limits follow the records that went from one child to another.

    Whoever got a record of a limited child is limited to the same teams too, until a
    supervisor says otherwise: what was limited may never come into the open by a link.

    Args:
        moved: (from, to), once for each pair of children between which records moved.
        gone: children that hold no record any more: their limits end.
    """
    held: dict[str, list[RestrictionRow]] = {}
    for row in standing_restrictions(connection):
        held.setdefault(row.child, []).append(row)
    if not held:
        return Followed()
    teams = {child: {row.team for row in rows} for child, rows in held.items()}
    pairs, begun = sorted(set(moved)), []
    told = {row.team for pair in pairs for child in pair for row in held.get(child, ())}
    for before, after in pairs:
        for row in held.get(before, ()):
            if row.team not in teams.setdefault(after, set()):
                teams[after].add(row.team)
                # The moment too: it may have followed to this child before, and been lifted.
                id_ = f"{row.id}:{after}:{instant_to_text(at)}"
                begun.append(replace(row, id=id_, child=after, since=at, followed=row.id))
    ended = _end(connection, [child for child in gone if child in held], at, FOLLOWED)
    _insert(connection, begun)
    if begun or ended:
        _save_state(connection)
    return Followed(tuple(begun), frozenset(told))


def read_restrictions(connection: Connection, digest: str | None = None) -> Restrictions:
    """The limits that stand now, or those of a past state by its digest.

    Raises:
        KeyError: no state ever had the digest.
    """
    if digest is None:
        query = select(store_state.c.restrictions)
        digest = connection.execute(query).scalar_one()
    if not digest:
        return NO_RESTRICTIONS
    text = connection.execute(
        select(restriction_states.c.state).where(restriction_states.c.digest == digest)
    ).scalar_one_or_none()
    if text is None:
        raise KeyError("no state of limits has this digest")
    return Restrictions.from_text(text)


def is_team(connection: Connection, team: str) -> bool:
    """Whether anybody's account is of the team: a limit to another locks everybody out."""
    query = select(accounts.c.name).where(accounts.c.team == team).limit(1)
    return connection.execute(query).first() is not None


def _end(connection: Connection, children: Sequence[str], at: datetime, by: str) -> int:
    ended = 0
    for some in batches(sorted(children)):
        chosen = restrictions.c.until.is_(None) & restrictions.c.child_id.in_(some)
        values = {"until": instant_to_text(at), "ended_by": by}
        ended += connection.execute(update(restrictions).where(chosen).values(values)).rowcount
    return ended


def _insert(connection: Connection, rows: Sequence[RestrictionRow]) -> None:
    values = [
        {
            "id": row.id,
            "child_id": row.child,
            "team": row.team,
            "since": instant_to_text(row.since),
            "set_by": row.set_by,
            "reason": row.reason,
            "note": row.note,
            "followed": row.followed,
        }
        for row in rows
    ]
    if values:
        connection.execute(insert(restrictions), values)


def _save_state(connection: Connection) -> None:
    """Name the state that holds from now on; the state itself is kept for good."""
    state = Restrictions.of((row.child, row.team) for row in standing_restrictions(connection))
    if state.digest:
        insert_new(connection, restriction_states, [{"digest": state.digest, "state": state.text}])
    connection.execute(update(store_state).values(restrictions=state.digest))


def _row(found: Row[tuple[str, ...]]) -> RestrictionRow:
    return RestrictionRow(
        id=found.id,
        child=found.child_id,
        team=found.team,
        since=instant_from_text(found.since),
        set_by=found.set_by,
        reason=found.reason,
        note=found.note,
        followed=found.followed,
    )
