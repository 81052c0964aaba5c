"""Entries found by officer, child, time and what they say in clear, the newest first (N6).

Ids sort by time, so a page goes on from an id. Whom an entry names lies behind an index;
what it says in clear does not, so that a look's commit pays for nothing more: such a
search reads entries from the newest on, so many at most, and says how far it came.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, literal_column, null, select

from records.calendar import instant_to_text
from serving.store.batches import batches
from serving.store.log_tables import log_entries, log_leaves, log_private

__all__ = ["MOST_READ", "FoundEntry", "LogPage", "Sought", "id_bounds", "search_log_entries"]

#: So many entries are read for one page at most: what bounds its time.
MOST_READ = 10_000
_FIRST_PIECE, _LARGEST_PIECE = 128, 4_096
_KIND = re.compile(rb'"kind":"([A-Z_]+)"')
_NOTHING: Mapping[str, Any] = MappingProxyType({})
_LAST_ID = "g"  # sorts after every id, which begins with a digit of hexadecimal


@dataclass(frozen=True, slots=True)
class Sought:
    """What entries must be like; None asks for nothing.

    Attributes:
        officer: the account that acted.
        children: ids that the child had, each with the id of the first entry that is not
            the child's any more, or None: records of one id may have gone to another.
        since, until: from ``since`` on, before ``until``.
        kinds: of one of these kinds.
        before: only entries with a smaller id: where the page before ended.
    """

    officer: str | None = None
    children: Mapping[str, str | None] | None = None
    since: datetime | None = None
    until: datetime | None = None
    kinds: frozenset[str] | None = None
    reason_code: str | None = None
    request: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One entry, without the answer that it commits to.

    Attributes:
        fields: what it says; empty if its bytes can't be read, and then the log must be
            verified.
        position: None while it waits for its number.
        private: values behind its commitments; ``erased`` are the labels of those that
            were blanked.
    """

    id: str
    fields: Mapping[str, Any]
    position: int | None
    private: Mapping[str, str]
    erased: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LogPage:
    """Entries, the newest first.

    Attributes:
        through: the last id that was looked at, from which the next page goes on; None
            when nothing is left.
    """

    entries: tuple[FoundEntry, ...]
    through: str | None


def id_bounds(since: datetime | None, until: datetime | None) -> tuple[str, str]:
    """The ids between which entries from ``since`` on and before ``until`` lie, to the
    millisecond: the first that may be, and the first that may not."""
    first = "" if since is None else _id_at(since)
    last = _LAST_ID if until is None else f"{int(_id_at(until), 16) + 1:012x}"
    return first, last


def _id_at(at: datetime) -> str:
    return f"{int(at.timestamp()) * 1000 + at.microsecond // 1000:012x}"


def search_log_entries(
    connection: Connection, sought: Sought, most: int, *, most_read: int = MOST_READ
) -> LogPage:
    """At most ``most`` entries, of at most ``most_read`` that were read for them.

    A page may hold fewer than ``most``, or none, and yet have a ``through``: then go on.
    """
    found: list[tuple[str, Mapping[str, Any]]] = []
    first, last = id_bounds(sought.since, sought.until)
    before = last if sought.before is None else min(last, sought.before)
    piece, read = _FIRST_PIECE, 0
    while read < most_read:
        rows = connection.execute(_piece(sought, first, before, piece)).all()
        for entry_id, entry, child in rows:
            fields = _fields(bytes(entry), sought)
            if fields is None or not _is_in_time(fields, sought):
                continue
            if _is_theirs(entry_id, child, sought):
                found.append((entry_id, fields))
                if len(found) == most:
                    return LogPage(_with_parts(connection, found), entry_id)
        if len(rows) < piece:
            return LogPage(_with_parts(connection, found), None)
        before, read = rows[-1][0], read + len(rows)
        piece = min(2 * piece, _LARGEST_PIECE, max(most_read - read, 1))
    return LogPage(_with_parts(connection, found), before)


def _piece(sought: Sought, first: str, before: str, most: int) -> Select[Any]:
    """The next entries of the officer and of the child, or of anybody."""
    entries, whom = log_entries, _whom(sought)
    if not whom:
        query = select(entries.c.id, entries.c.entry, null())
        place = entries.c.id
    else:
        leading = whom[0]
        child = null() if sought.children is None else leading.c.value
        query = select(leading.c.entry_id, entries.c.entry, child).join(
            entries, entries.c.id == leading.c.entry_id
        )
        for other in whom[1:]:
            query = query.join(other, other.c.entry_id == leading.c.entry_id)
        place = leading.c.entry_id
        query = query.where(*_named(sought, whom))
    return query.where(place >= first, place < before).order_by(place.desc()).limit(most)


def _whom(sought: Sought) -> list[Any]:
    """The private side once for the child and once for the officer: the child has fewer."""
    labels = (sought.children is not None, "child"), (sought.officer is not None, "who")
    return [log_private.alias(f"of_{label}") for is_asked, label in labels if is_asked]


def _named(sought: Sought, whom: Sequence[Any]) -> Iterator[ColumnElement[bool]]:
    """The label is written out, not bound: so the database sees that its index holds these."""
    for part in whom:
        label = part.name.removeprefix("of_")
        yield part.c.label == literal_column(f"'{label}'")
        if label == "who":
            yield part.c.value == (sought.officer or "").encode()
        else:
            yield part.c.value.in_([child.encode() for child in sought.children or ()])


def _fields(entry: bytes, sought: Sought) -> Mapping[str, Any] | None:
    """What the entry says, if that is what is sought."""
    if sought.kinds is not None:
        # A quick look at the bytes; a fact may be named "kind" too, so what it finds is read.
        kinds = {found.decode() for found in _KIND.findall(entry)}
        if not kinds & sought.kinds:
            return None
    said = [text for text in (sought.reason_code, sought.request) if text is not None]
    if any(text.encode() not in entry for text in said):
        return None
    try:
        fields = json.loads(entry)
    except (ValueError, RecursionError):
        fields = None
    if not isinstance(fields, dict):
        is_any = sought.kinds is None and sought.reason_code is None and sought.request is None
        return _NOTHING if is_any else None
    if sought.kinds is not None and fields.get("kind") not in sought.kinds:
        return None
    if sought.reason_code is not None and fields.get("reason_code") != sought.reason_code:
        return None
    if sought.request is not None and fields.get("facts", {}).get("request") != sought.request:
        return None
    return fields


def _is_in_time(fields: Mapping[str, Any], sought: Sought) -> bool:
    at = fields.get("at")
    if not isinstance(at, str):
        return True
    return (sought.since is None or instant_to_text(sought.since) <= at) and (
        sought.until is None or at < instant_to_text(sought.until)
    )


def _is_theirs(entry_id: str, child: bytes | None, sought: Sought) -> bool:
    """Whether the id that the entry names was still the child's when it was made."""
    if sought.children is None or child is None:
        return True
    end = sought.children[bytes(child).decode()]
    return end is None or entry_id < end


def _with_parts(
    connection: Connection, found: Sequence[tuple[str, Mapping[str, Any]]]
) -> tuple[FoundEntry, ...]:
    """The entries with their place and what opens them."""
    places: dict[str, int] = {}
    private: dict[str, dict[str, str]] = {}
    erased: dict[str, list[str]] = {}
    for some in batches([entry_id for entry_id, _ in found]):
        leaves = select(log_leaves.c.entry_id, log_leaves.c.position)
        for entry_id, position in connection.execute(leaves.where(log_leaves.c.entry_id.in_(some))):
            places[entry_id] = position
        parts = select(log_private.c.entry_id, log_private.c.label, log_private.c.value)
        for row in connection.execute(parts.where(log_private.c.entry_id.in_(some))):
            if row.value is None:
                erased.setdefault(row.entry_id, []).append(row.label)
            else:
                private.setdefault(row.entry_id, {})[row.label] = bytes(row.value).decode()
    return tuple(
        FoundEntry(
            entry_id,
            fields,
            places.get(entry_id),
            private.get(entry_id, {}),
            tuple(sorted(erased.get(entry_id, ()))),
        )
        for entry_id, fields in found
    )
