"""Counts of what the challenger said beside the champion, added to and read by day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from serving.store.batches import add_up
from serving.tables.shadow import shadow_counts

__all__ = ["ShadowKey", "add_shadow", "read_shadow"]


class ShadowKey(NamedTuple):
    """What is counted.

    Attributes:
        day: the local day of the looks.
        champion, challenger: the cards' content hashes.
        what: ``bands``: ``was`` is the champion's band by points, ``is_now`` the
            challenger's; ``points``: ``was`` is the least difference of a stretch;
            ``line``: ``was`` is a feature to which the card in ``is_now`` alone gave
            points; ``failed``, ``dropped``: looks that were not compared.
    """

    day: str
    champion: str
    challenger: str
    what: str
    was: str = ""
    is_now: str = ""


def add_shadow(connection: Connection, counts: Mapping[ShadowKey, int]) -> None:
    """Add these counts to what is kept."""
    rows = [(*key, counts[key]) for key in sorted(counts)]
    add_up(connection, shadow_counts, rows)


def read_shadow(connection: Connection, since: str) -> dict[ShadowKey, int]:
    """Every count from the day ``since`` on, in order."""
    table = shadow_counts
    rows = connection.execute(select(table).where(table.c.day >= since))
    found = {ShadowKey(*row[:-1]): int(row[-1]) for row in rows}
    return dict(sorted(found.items()))
