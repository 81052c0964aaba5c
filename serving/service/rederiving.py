"""What stands open about the children who are missing, made anew when their bands were.

The band last advised decides how often a supervisor reviews a missing report; of everything
else that is due it decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from duties.intervals import Intervals
from records.history import known_at
from records.persons import ChildId
from serving.answer.inputs import look_history
from serving.store.batches import batches
from serving.store.extracts import freshness
from serving.store.opening import Connection
from serving.work_store.lists import children_of, read_children
from serving.work_store.worklist import bands_advised, forget_lapsed, keep_items
from serving.worklist.deriving import work_of
from serving.worklist.items import ItemKind, Work

__all__ = ["rederive_missing"]

_PIECE = 500


def rederive_missing(connection: Connection, intervals: Intervals, now: datetime) -> int:
    """Make the items of every child who is missing anew, by the bands last advised.

    Returns of how many children. What ended by itself is forgotten with it.
    """
    missing = sorted(children_of(connection, ItemKind.MISSING))
    for some in batches(missing, _PIECE):
        keep_items(connection, _works(connection, some, intervals, now))
    forget_lapsed(connection, now)
    return len(missing)


def _works(
    connection: Connection, children: Sequence[ChildId], intervals: Intervals, now: datetime
) -> Iterator[tuple[ChildId, Work]]:
    systems, bands = frozenset(freshness(connection)), bands_advised(connection, children)
    for child, blob in read_children(connection, children).items():
        known = known_at(look_history(blob, systems), now)
        yield child, work_of(known, intervals, bands.get(child))
