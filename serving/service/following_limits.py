"""Limits follow the records that they are on when children are joined or split (N4, N6)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime

from records.persons import ChildId
from serving.store.links import Moved
from serving.store.notices import NoticeRow, add_notices
from serving.store.opening import Connection
from serving.store.restrictions import follow_records

__all__ = ["follow"]


def follow(connection: Connection, moved: Moved, gone: Collection[ChildId], at: datetime) -> None:
    """Limit every child that got a record of a limited one, and tell the keepers.

    In the transaction that moves the records: there is no moment at which a link has
    opened what a supervisor limited.
    """
    pairs = {
        (str(before), str(after))
        for _, before, after in moved.links
        if before is not None and after is not None and before != after
    }
    if not pairs:
        return
    begun = follow_records(connection, pairs, [str(child) for child in gone], at)
    add_notices(
        connection,
        [
            NoticeRow(
                # The limit's own id names the child; a notice may not.
                id=hashlib.sha256(row.id.encode()).hexdigest()[:32],
                at=at,
                kind="limit_followed",
                team=row.team,
                audience="team",
            )
            for row in begun
        ],
    )
