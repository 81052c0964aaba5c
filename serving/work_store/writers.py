"""Who wrote an entry that was written down here: by the log's entry after which it is called."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, select

from records.sources import SourceSystem
from serving.store.batches import batches
from serving.store.extracts import WRITTEN_HERE
from serving.tables.log import log_private
from serving.tables.sessions import accounts
from serving.tables.taken_in import entries, extracts

__all__ = ["accounts_of", "writers_of"]


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
