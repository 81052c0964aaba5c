"""Taking erased records out of the index of search, with the words that were theirs alone."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from itertools import groupby
from sys import byteorder

from sqlalchemy import Connection, delete, func, select, text

from records.persons import PersonRecord
from serving.search import searchable
from serving.store.batches import batches
from serving.tables.search import (
    search_added,
    search_postings,
    search_records,
    search_words,
)

__all__ = ["forget_searchable"]


def forget_searchable(connection: Connection, persons: Iterable[PersonRecord]) -> int:
    """Let these records be found by nothing any more; ``persons`` are their versions.

    A word that no other record holds goes too: the list of words tells a rare name by
    itself. Numbers that lead nowhere stay in the lists of words that others hold. Returns
    how many records and words went.
    """
    words: set[tuple[str, str]] = set()
    gone = 0
    ordered = sorted(persons, key=lambda person: (str(person.id), person.recorded))
    for record, versions in groupby(ordered, key=lambda person: str(person.id)):
        found = searchable(list(versions))
        words |= {("name", word) for word in found.name_words()}
        words |= {("place", word) for word in found.place_words()}
        here = search_records.c.record_id == record
        gone += connection.execute(delete(search_records).where(here)).rowcount
    for field, word in sorted(words):
        query = select(search_words.c.word_key).where(
            search_words.c.field == field, search_words.c.word == word
        )
        key = connection.execute(query).scalar_one_or_none()
        if key is not None and not _leads_anywhere(connection, key):
            for column in (
                search_words.c.word_key, search_postings.c.posting_key, search_added.c.posting_key,
            ):  # fmt: skip
                connection.execute(delete(column.table).where(column == key))
            gone += 1
    _forget_samples(connection)
    return gone


def _forget_samples(connection: Connection) -> None:
    """SQLite's planner keeps samples of what indexes hold, words among them, until it is told
    to count again. PostgreSQL's are renewed by the next vacuum."""
    if connection.dialect.name == "sqlite" and _has_samples(connection):
        for table in (search_records, search_words):
            samples = text("DELETE FROM sqlite_stat4 WHERE tbl = :name")
            connection.execute(samples, {"name": table.name})


def _has_samples(connection: Connection) -> bool:
    query = text("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat4'")
    return connection.execute(query).first() is not None


def _leads_anywhere(connection: Connection, key: int) -> bool:
    listed = select(search_postings.c.numbers).where(search_postings.c.posting_key == key)
    numbers = array("I", connection.execute(listed).scalar() or b"")
    if byteorder == "big":
        numbers.byteswap()
    added = select(search_added.c.number).where(search_added.c.posting_key == key)
    return _is_any(connection, {*numbers, *connection.execute(added).scalars()})


def _is_any(connection: Connection, numbers: Collection[int]) -> bool:
    table = search_records
    for some in batches(sorted(numbers)):
        query = select(func.count()).select_from(table).where(table.c.number.in_(some))
        if connection.execute(query).scalar_one():
            return True
    return False
