"""Missing reports by their reference, and the children missing between two moments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, literal_column, select

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.events import EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from serving.tables.taken_in import entries
from serving.tables.who import WHO
from serving.tables.work import work_items
from serving.worklist.items import ItemKind

__all__ = ["children_missing_between", "children_of_report"]

_LINKS = WHO[Subject.CHILD].links
_S1 = SourceSystem.MISSING_PERSONS.value


def children_of_report(connection: Connection, reference: str) -> tuple[ChildId, ...]:
    """Every child whose records hold a report of this reference, by id.

    Usually one. A report that was moved to another child stands in the records of both.
    """
    query = (
        select(_LINKS.c.child_id)
        .distinct()
        .join(entries, entries.c.record_id == _LINKS.c.record_id)
        .where(
            entries.c.reference == reference,
            # The index is of these alone, and is used where the kind stands in the statement.
            entries.c.kind == literal_column(f"'{EventKind.MISSING_REPORTED.value}'"),
            entries.c.source == _S1,
            _LINKS.c.until.is_(None),
        )
    )
    return tuple(sorted(ChildId(child) for child in connection.execute(query).scalars()))


def children_missing_between(
    connection: Connection, first: datetime, last: datetime
) -> tuple[ChildId, ...]:
    """The children who are missing now since a moment in [first, last], by id."""
    query = select(work_items.c.child_id).where(
        work_items.c.kind == ItemKind.MISSING.value,
        work_items.c.at >= instant_to_text(first),
        work_items.c.at <= instant_to_text(last),
    )
    return tuple(sorted({ChildId(child) for child in connection.execute(query).scalars()}))
