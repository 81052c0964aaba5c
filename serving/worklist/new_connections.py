"""Children newly joined with another child or an adult of concern, for the daily briefing (M11)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from records.calendar import instant_to_text
from records.connections import Connection
from records.history import KnownHistory
from records.serial import connection_from_json
from serving.worklist.items import Item, ItemKind

__all__ = ["CONNECTIONS_KEPT", "connected_items", "connections_since"]

#: For so long a connection is on the list; a briefing asks for those of a day.
CONNECTIONS_KEPT = timedelta(days=7)


def connected_items(known: KnownHistory) -> tuple[Item, ...]:
    """One item for each adult, home or place by which the child was newly joined.

    Its ``reference`` is the adult's id or the place's key, which says nothing to people, and
    its ``at`` the moment since when the force holds all that the first of them rests on.
    """
    since = known.as_of - CONNECTIONS_KEPT
    first: dict[str, Connection] = {}
    for connection in known.connections:  # in order of when they were recorded
        first.setdefault(connection.key, connection)
    return tuple(_item(c) for _, c in sorted(first.items()) if c.recorded >= since)


def connections_since(written: Sequence[str], moment: datetime) -> Iterator[Connection]:
    """Those of a written history's connections that were recorded from the moment on, and of
    the earlier ones as many as it takes to tell which of them are no news."""
    # A history keeps them in order of when they were recorded: the last text says whether any
    # of them is of these days, and most children have none that is.
    if written and json.loads(written[-1])["recorded"] >= instant_to_text(moment):
        yield from (connection_from_json(json.loads(text)) for text in written)


def _item(connection: Connection) -> Item:
    return Item(
        kind=ItemKind.CONNECTED,
        reference=connection.key,
        about=connection.through.value,
        source=connection.event.source,
        entry=connection.event.entry,
        owner="",
        stage=connection.concern.value,
        since=connection.recorded,
        at=connection.recorded,
        until=connection.recorded + CONNECTIONS_KEPT,
    )
