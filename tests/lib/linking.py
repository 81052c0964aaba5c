"""Links as a test says them, saved as linking would save them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from linkage.subjects import Subject
from records.persons import ChildId, RecordId
from serving.store.links import Moved, current_links, save_links
from serving.store.opening import Store
from serving.tables.who import WHO

__all__ = ["CHILD", "link_all", "links"]

CHILD = WHO[Subject.CHILD]


def link_all(
    store: Store,
    child_of: Mapping[RecordId, ChildId],
    at: datetime,
    trail: Iterable[tuple[ChildId, ChildId]] = (),
    splits: Iterable[tuple[ChildId, ChildId]] = (),
) -> Moved:
    """Make these all links there are."""
    with store.writing() as connection:
        before = current_links(connection, CHILD)
        return save_links(connection, CHILD, child_of, before, at, trail=trail, splits=splits)


def links(store: Store) -> dict[RecordId, ChildId]:
    """All links there are."""
    with store.reading() as connection:
        return current_links(connection, CHILD)
