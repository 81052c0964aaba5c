"""Missing reports by their reference; and who wrote entries of any system down here."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, literal_column, select

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.events import EventKind
from records.persons import ChildId
from records.sources import SourceSystem
from serving.store.batches import batches
from serving.store.extracts import WRITTEN_HERE
from serving.tables.log import log_private
from serving.tables.sessions import accounts
from serving.tables.taken_in import entries, extracts
from serving.tables.who import WHO
from serving.tables.work import work_items
from serving.worklist.items import ItemKind

__all__ = ["accounts_of", "children_missing_between", "children_of_report", "writers_of"]

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


def writers_of(
    connection: Connection,
    names: Collection[str],
    source: SourceSystem = SourceSystem.MISSING_PERSONS,
) -> dict[str, str]:
    """Who wrote each of these entries of ``source`` here, as pages show them: their account's
    name if the account is gone; "" if the log was told to forget it. What an extract brought is
    left out."""
    wrote = accounts_of(connection, names, source)
    columns = accounts.c.name, accounts.c.display_name
    query = select(*columns).where(accounts.c.name.in_(sorted(set(wrote.values()))))
    shown = {row.name: row.display_name for row in connection.execute(query)}
    return {name: shown.get(who, who) for name, who in wrote.items()}


def accounts_of(
    connection: Connection, names: Collection[str], source: SourceSystem
) -> dict[str, str]:
    """The account that wrote each of these entries here; "" if the log was told to forget it.
    What an extract brought is left out."""
    here: dict[str, str] = {}
    for some in batches(sorted(names)):
        query = (
            select(entries.c.entry)
            .join(extracts, extracts.c.id == entries.c.extract_id)
            .where(
                entries.c.source == source.value,
                entries.c.entry.in_(some),
                extracts.c.file == WRITTEN_HERE,
            )
        )
        here |= {name: name.rpartition(".")[0] for name in connection.execute(query).scalars()}
    who = {
        act: account
        for some in batches(sorted(set(here.values())))
        for act, account in _named(connection, some)
    }
    return {name: who.get(act, "") for name, act in here.items()}


def _named(connection: Connection, acts: Sequence[str]) -> list[tuple[str, str]]:
    """(entry of the log, account), for those that are not blanked."""
    found = connection.execute(
        select(log_private.c.entry_id, log_private.c.value).where(
            log_private.c.entry_id.in_(acts), log_private.c.label == "who"
        )
    ).all()
    return [(row.entry_id, bytes(row.value).decode()) for row in found if row.value is not None]
