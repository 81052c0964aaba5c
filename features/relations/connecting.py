"""Children joined through adults, homes and places: who is tied to whom, since when (M2).

One join, over rows that any machine made (:mod:`features.relations.rows`): all rows of one
adult, home or place give the connections through it; a child's own history then takes from
them what it tells already. Joining all children at once, or any children together with
all who share a key with them, gives the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from features.relations.rows import (
    Bearing,
    Names,
    Presence,
    known_spans,
    rows_of_adult,
    rows_of_history,
)
from features.relations.time_spans import Span, both, joined, without
from records.adults import Adult
from records.connections import Concern, Connection, Through
from records.history import History
from records.persons import ChildId
from records.sources import SourceSystem

__all__ = ["NO_ADULT_NAME", "apart", "connect", "joins", "own_references", "rows_by_key"]

#: Known or not, an adult or a child always has words to stand for the name.
NO_ADULT_NAME = "An adult whose name is not recorded"
NO_CHILD_NAME = "Name not recorded"
References = Mapping[tuple[SourceSystem, str], Sequence[Span]]


def connect(histories: Iterable[History], adults: Iterable[Adult]) -> list[History]:
    """The histories, each with what bears on the child from the others and from adults.

    Whatever connections they held are replaced. A history of a child who shares no adult,
    home or place with another comes back as it is.
    """
    kept = list(histories)
    rows = rows_by_key((row for history in kept for row in rows_of_history(history)), adults)
    found: dict[ChildId, list[Connection]] = {}
    for key, here in rows.items():
        for child, connection in joins(key, here):
            found.setdefault(child, []).append(connection)
    return [
        replace(history, connections=apart(found[history.child], own_references(history)))
        if history.child in found
        else replace(history, connections=())
        if history.connections
        else history
        for history in kept
    ]


def rows_by_key(
    rows: Iterable[Presence | Bearing], adults: Iterable[Adult]
) -> dict[str, list[Presence | Bearing]]:
    """All rows by the adult, home or place that they are about, those of ``adults`` too.

    Person records that are one adult stand under the adult's id; a record that is none of
    ``adults`` stands for itself.
    """
    found: dict[str, list[Presence | Bearing]] = {}
    adult_of: dict[str, str] = {}
    for adult in adults:
        adult_of.update((str(record), adult.id) for record in adult.records)
        for bearing in rows_of_adult(adult):
            found.setdefault(adult.id, []).append(bearing)
    for row in rows:
        found.setdefault(adult_of.get(row.key, row.key), []).append(row)
    return found


def joins(key: str, rows: Iterable[Presence | Bearing]) -> Iterator[tuple[ChildId, Connection]]:
    """Every connection through one adult, home or place, and whose it is.

    ``rows`` are all rows of this adult, home or place, in any order. The order of what
    comes is not fixed; a history sorts.
    """
    present: dict[ChildId, list[Presence]] = {}
    bearings: dict[tuple[object, ...], Bearing] = {}
    for row in rows:
        if isinstance(row, Presence):
            present.setdefault(row.child, []).append(row)
        else:
            name = row.concern, row.child, row.event.source, row.event.entry, row.span[0]
            bearings[name] = row
    if not bearings or (len(present) < 2 and all(b.child is not None for b in bearings.values())):
        return
    pieces = {child: _pieces(theirs) for child, theirs in present.items()}
    for bearing in bearings.values():
        for child, own in pieces.items():
            if child == bearing.child:
                continue
            at = [] if bearing.concern is not Concern.HARMED else pieces[_whose(bearing)]
            for through, piece, span in _meetings(own, at, bearing):
                yield child, _connection(key, through, piece, bearing, span)


def own_references(history: History) -> dict[tuple[SourceSystem, str], list[Span]]:
    """The records that the child's own entries belong to, and while they were known."""
    found: dict[tuple[SourceSystem, str], list[Span]] = {}
    for event, span in known_spans(history.events, history.moved):
        found.setdefault((event.source, event.reference), []).append(span)
    return {name: joined(spans) for name, spans in found.items()}


def apart(connections: Iterable[Connection], own: References) -> tuple[Connection, ...]:
    """The connections, less those that rest on a record of the child's ``own`` while it is one.

    What several children's entries of one crime tell is in the child's own history. That
    an adult is managed is about nobody but the adult: it stays.
    """
    found: list[Connection] = []
    for one in connections:
        shared = own.get((one.event.source, one.event.reference))
        if shared is None or one.concern is Concern.MANAGED:
            found.append(one)
            continue
        for start, end in without((one.recorded, one.gone), shared):
            found.append(replace(one, recorded=start, gone=end))
    return tuple(found)


def _pieces(rows: Iterable[Presence]) -> list[Presence]:
    """One child's presence at one key, cut so that at most one row of a kind holds at a time.

    Entries by the score that name one place say no more than the first of them.
    """
    ordered = sorted(
        set(rows),
        key=lambda row: (
            row.through.value,
            row.span[0],
            row.own and (row.own[0].value, row.own[1]),
        ),
    )
    found: list[Presence] = []
    held: dict[Through, list[Span]] = {}
    for row in ordered:
        before = held.get(row.through, [])
        left = without(row.span, before)
        if left:
            found += [replace(row, span=span) for span in left]
            held[row.through] = joined([*before, *left])
    return found


def _whose(bearing: Bearing) -> ChildId:
    assert bearing.child is not None, "harm is to a child"
    return bearing.child


def _meetings(
    own: Sequence[Presence], other: Sequence[Presence], bearing: Bearing
) -> Iterator[tuple[Through, Presence, Span]]:
    """When the child's presence and the entry elsewhere are both known, and through what.

    Harm needs the other child's presence too: through a home if both live there, as
    far as is known then, and through a place otherwise.
    """
    if bearing.concern is not Concern.HARMED:
        for piece in own:
            if (span := both(piece.span, bearing.span)) is not None:
                yield piece.through, piece, span
        return
    taken: list[Span] = []
    pairs = [(mine, theirs) for mine in own for theirs in other]
    for mine, theirs in sorted(pairs, key=lambda pair: _rank(*pair)):
        shared = both(mine.span, theirs.span)
        span = None if shared is None else both(shared, bearing.span)
        if span is None:
            continue
        homes = mine.through is theirs.through is Through.HOME
        left = without(span, taken)
        taken = joined([*taken, *left])
        for part in left:
            yield (Through.HOME if homes else Through.PLACE), mine, part


def _rank(mine: Presence, theirs: Presence) -> tuple[object, ...]:
    """Both at home first, then what was known first."""
    return (
        not (mine.through is theirs.through is Through.HOME),
        max(mine.span[0], theirs.span[0]),
        mine.through.value,
        mine.own is not None and (mine.own[0].value, mine.own[1]),
        theirs.span[0],
    )


def _connection(
    key: str, through: Through, piece: Presence, bearing: Bearing, span: Span
) -> Connection:
    start, end = span
    return Connection(
        through=through,
        key=key,
        name=piece.name or bearing.name or NO_ADULT_NAME,
        own=piece.own,
        concern=bearing.concern,
        child=bearing.child,
        child_name=None if bearing.child is None else _name_at(bearing.called, start),
        event=bearing.event,
        recorded=start,
        gone=end,
    )


def _name_at(names: Names, moment: datetime) -> str:
    """What the child was called when the connection came to be known."""
    known = [name for since, name in names if since <= moment]
    return known[-1] if known else NO_CHILD_NAME
