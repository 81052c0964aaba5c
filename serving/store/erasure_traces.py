"""Where a child stands besides in its own records: found by reading everything, once.

Blobs, answers and private parts are kept by digest and by entry, not by child, and an
index of whom each shows would itself be a list of who was shown with whom. So an erasure
reads them all: some ten seconds for 100,000 children's blobs, and four for 100,000 looks in
the log. It is done before the transaction that erases, and looks go on meanwhile; that one
reads only what was entered since, in milliseconds.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from serving.audit.leaf import ANSWER

__all__ = ["About", "find_blobs", "find_parts", "log_size", "made_from"]

_HISTORY = re.compile(rb'"history":"(sha256:[0-9a-f]{64})"')
_PIECE = 1_000
#: Entries that ask for or carry out an erasure keep their words: they are its record.
_KEPT = (b'"kind":"ERASURE_ASKED"', b'"kind":"CHILD_ERASED"')


@dataclass(frozen=True, slots=True)
class About:
    """By what a child is known.

    Attributes:
        ids: every id that was the child's alone.
        records: the person records' ids.
        names: (forename, surname) as any version of a record gives them, in lower case.
    """

    ids: frozenset[str]
    records: frozenset[str]
    names: frozenset[tuple[str, str]]

    def is_named(self, words: str) -> bool:
        """Whether the words hold a forename of the child and the surname with it."""
        said = words.casefold()
        return any(surname in said and forename in said for forename, surname in self.names)


def made_from(entry: bytes) -> str | None:
    """The blob from which an entry says that its answer was made; None if it says none."""
    found = _HISTORY.search(entry)
    return None if found is None else found[1].decode()


def log_size(connection: Connection) -> int:
    """How many entries have a number: those that come later have a higher one, or none yet."""
    return int(connection.execute(text("SELECT size FROM log_head")).scalar_one())


def find_blobs(connection: Connection, about: About) -> frozenset[str]:
    """Every blob, past or current, of this child or of another, that shows the child.

    That is: it holds one of the child's ids, or one of the child's person records.
    """
    marks = [*sorted(about.ids), *(f'"{record}"' for record in sorted(about.records))]
    return frozenset(_holding(connection, _BLOBS, "t.blob", marks))


def find_parts(
    connection: Connection, about: About, blobs: Collection[str], *, since: int = 0
) -> frozenset[tuple[str, str]]:
    """What of the log's private side tells of the child, in entries numbered from ``since`` on.

    - Of an entry about the child: whom, why, what was asked, and the answer. Not who looked.
    - Of any other entry: an answer that holds an id of the child or was made from one of
      ``blobs``, with the question it answers; and a question or reason that names the child.
    """
    showing, kept = (
        set(
            _holding(
                connection,
                _ANSWERS.format(which=_which(since)),
                "t.value",
                sorted(about.ids),
                since=since,
            )
        ),
        set[str](),
    )
    for entry_id, entry in _entries(connection, since):
        made_of = made_from(entry)
        if any(kind in entry for kind in _KEPT):
            kept.add(entry_id)
        elif made_of in blobs:
            showing.add(entry_id)
    parts = {(entry_id, label) for entry_id in showing for label in (ANSWER, "question")}
    there = set[tuple[str, str]]()
    for entry_id, label, value in _private(connection, since):
        there.add((entry_id, label))
        if label == "child" and value in about.ids:
            parts |= {(entry_id, each) for each in ("child", "reason", "question", ANSWER)}
        elif label != "child" and about.is_named(value):
            parts.add((entry_id, label))
    there |= {(entry_id, ANSWER) for entry_id in _answered(connection, since)}
    return frozenset(part for part in parts & there if part[0] not in kept)


#: Of entries numbered from ``since`` on, or not numbered yet: found by their number, for few.
_NEW = (
    "IN (SELECT entry_id FROM log_leaves WHERE position >= :since"
    " UNION ALL SELECT entry_id FROM log_waiting)"
)
#: Of the whole log, which is read from end to end.
_ALL = "IS NOT NULL AND :since = 0"
_ENTRIES = "SELECT t.id, t.entry FROM log_entries t WHERE t.id {which}"
_PRIVATE = (
    "SELECT t.entry_id, t.label, t.value FROM log_private t WHERE t.entry_id {which}"
    " AND t.value IS NOT NULL AND t.label <> 'who'"
)
_ANSWERS = "SELECT t.entry_id FROM log_answers t WHERE t.entry_id {which} AND t.value IS NOT NULL"
_BLOBS = "SELECT t.digest FROM history_blobs t WHERE true"


def _which(since: int) -> str:
    return _NEW if since else _ALL


def _entries(connection: Connection, since: int) -> Iterator[tuple[str, bytes]]:
    for row in _rows(connection, _ENTRIES.format(which=_which(since)), {"since": since}):
        yield row[0], bytes(row[1])


def _private(connection: Connection, since: int) -> Iterator[tuple[str, str, str]]:
    for row in _rows(connection, _PRIVATE.format(which=_which(since)), {"since": since}):
        yield row[0], row[1], bytes(row[2]).decode()


def _answered(connection: Connection, since: int) -> Iterator[str]:
    """The entries whose answer is there and not blank."""
    return (
        row[0] for row in _rows(connection, _ANSWERS.format(which=_which(since)), {"since": since})
    )


def _holding(
    connection: Connection, sql: str, column: str, marks: Collection[str], **values: object
) -> Iterator[str]:
    """The first column of the rows whose ``column`` of bytes holds one of ``marks``."""
    is_sqlite = connection.dialect.name == "sqlite"
    here = "instr({column}, :m{n}) > 0" if is_sqlite else "position(:m{n} IN {column}) > 0"
    rule = " OR ".join(here.format(column=column, n=n) for n in range(len(marks)))
    sought = {f"m{n}": mark.encode() for n, mark in enumerate(marks)}
    return (row[0] for row in _rows(connection, f"{sql} AND ({rule})", {**values, **sought}))


def _rows(
    connection: Connection, sql: str, values: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    found = connection.execute(text(sql), values, execution_options={"yield_per": _PIECE})
    for some in found.partitions(_PIECE):
        yield from (tuple(row) for row in some)
