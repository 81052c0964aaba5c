"""Limits follow the records that they are on when children are joined or split (N4, N6)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from records.calendar import instant_to_text
from records.persons import ChildId
from serving.store.links import Moved
from serving.store.notices import NoticeRow, add_notices
from serving.store.opening import Connection
from serving.store.restrictions import follow_records

__all__ = ["follow"]


def follow(connection: Connection, moved: Moved, gone: Collection[ChildId], at: datetime) -> None:
    """Limit every child that got a record of a limited one, and tell the keepers.

    In the transaction that moves the records: there is no moment at which a link has
    opened what a supervisor limited. The keepers of a child that only got records are
    told too: more is limited than was meant.
    """
    pairs = {
        (str(before), str(after))
        for _, before, after in moved.links
        if before is not None and after is not None and before != after
    }
    if not pairs:
        return
    followed = follow_records(connection, pairs, [str(child) for child in gone], at)
    add_notices(
        connection,
        [
            NoticeRow(
                id=_notice_id(team, pairs, at),
                at=at,
                kind="limit_followed",
                team=team,
                audience="team",
            )
            for team in sorted(followed.teams)
        ],
    )


def _notice_id(team: str, pairs: Collection[tuple[str, str]], at: datetime) -> str:
    """The same for the same move; a digest, since a notice may not name a child."""
    about = repr((team, sorted(pairs), instant_to_text(at)))
    return hashlib.sha256(about.encode()).hexdigest()[:32]
