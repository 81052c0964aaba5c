"""Writing the index of search: what each person record can be found by."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from sys import byteorder

from sqlalchemy import Connection, Table, delete, func, select, text

from linkage.names import phonetic
from linkage.subjects import Subject
from records.persons import PersonRecord, RecordId
from serving.search import Searchable, day_key, month_key, searchable
from serving.store.batches import batches, insert_rows, upsert_rows
from serving.tables.search import (
    search_added,
    search_postings,
    search_records,
    search_words,
)
from serving.tables.taken_in import child_histories, person_versions
from serving.tables.who import WHO

__all__ = ["save_searchable"]

_TABLES = (search_records, search_words, search_postings, search_added)
#: What a search reads besides; SQLite finds its way there by the indexes alone.
_ALSO_READ = (WHO[Subject.CHILD].links, person_versions, child_histories)
#: Added rows from which they are taken into the lists: reading them costs more than lists do.
_MOST_ADDED = 250_000
_NAME, _PLACE = "name", "place"
#: The key under which the last number stands; no day and no month has it.
_LAST = -1

_Entries = Sequence[tuple[str, Searchable]]


def save_searchable(
    connection: Connection,
    persons: Iterable[tuple[RecordId, Sequence[PersonRecord]]],
    *,
    replacing_all: bool,
    most_added: int = _MOST_ADDED,
) -> int:
    """Let these records be found by all that any of their versions says; how many there are.

    With ``replacing_all`` no other record is found any more; otherwise others stay as they
    are. A record without a version is not found any more. Who the records' children are is
    read from the links when somebody searches. What was added since the lists of numbers
    were written stands in rows, until there are more than ``most_added``.
    """
    given = [(str(record), searchable(known) if known else None) for record, known in persons]
    entries = [(record, found) for record, found in given if found is not None]
    entries.sort(key=lambda entry: (entry[1].seen, entry[0]))
    if replacing_all:
        for table in _TABLES:
            connection.execute(delete(table))
        _write_all(connection, entries)
    else:
        for some in batches([record for record, _ in given]):
            connection.execute(delete(search_records).where(search_records.c.record_id.in_(some)))
        _add(connection, entries)
        if _count(connection, search_added) > most_added:
            _take_in(connection)
    return len(entries)


def _write_all(connection: Connection, entries: _Entries) -> None:
    keys: dict[tuple[str, str], int] = {}
    postings = _postings(entries, 1, keys)
    insert_rows(connection, search_records, _record_rows(entries, 1))
    insert_rows(connection, search_words, _word_rows(keys))
    rows = [(key, _bytes(numbers)) for key, numbers in sorted(postings.items())]
    insert_rows(connection, search_postings, rows)
    # Without counts a query planner would think the tables just filled empty for a while.
    others = _ALSO_READ if connection.dialect.name == "postgresql" else ()
    for table in (*_TABLES, *others):
        connection.execute(text(f"ANALYZE {table.name}"))


def _add(connection: Connection, entries: _Entries) -> None:
    last = _last_number(connection)
    known = _known_words(connection, entries)
    before = set(known.values())
    postings = _postings(entries, last + 1, known)
    insert_rows(connection, search_records, _record_rows(entries, last + 1))
    new = {word: key for word, key in known.items() if key not in before}
    insert_rows(connection, search_words, _word_rows(new))
    insert_rows(
        connection,
        search_added,
        [(key, number) for key, numbers in sorted(postings.items()) for number in numbers],
    )


def _last_number(connection: Connection) -> int:
    """The highest number that was ever given since all was written: none is given twice."""
    table = search_postings
    query = select(table.c.numbers).where(table.c.posting_key == _LAST)
    numbers = array("I", connection.execute(query).scalar() or b"")
    added = connection.execute(select(func.max(search_added.c.number))).scalar()
    return max([added or 0, *_native(numbers)])


def _count(connection: Connection, table: Table) -> int:
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def _take_in(connection: Connection) -> None:
    """Write the added rows into the lists."""
    added: dict[int, list[int]] = defaultdict(list)
    for key, number in connection.execute(select(search_added)):
        added[key].append(number)
    table = search_postings
    for some in batches(sorted(added), 500):
        query = select(table).where(table.c.posting_key.in_(some))
        lists = {row.posting_key: bytes(row.numbers) for row in connection.execute(query)}
        rows = [(key, lists.get(key, b"") + _bytes(array("I", sorted(added[key])))) for key in some]
        upsert_rows(connection, table, rows)
    connection.execute(delete(search_added))


def _known_words(connection: Connection, entries: _Entries) -> dict[tuple[str, str], int]:
    """The keys of the words that these records have and the index knows; of any it has 0."""
    table, found = search_words, dict[tuple[str, str], int]()
    wanted: dict[str, set[str]] = {_NAME: set(), _PLACE: set()}
    for _, entry in entries:
        wanted[_NAME] |= entry.name_words()
        wanted[_PLACE] |= entry.place_words()
    for field, words in wanted.items():
        for some in batches(sorted(words)):
            query = select(table).where(table.c.field == field, table.c.word.in_(some))
            for row in connection.execute(query):
                found[row.field, row.word] = row.word_key
    last = connection.execute(select(func.max(table.c.word_key))).scalar()
    found["", ""] = last or 0
    return found


def _postings(
    entries: _Entries, first: int, keys: dict[tuple[str, str], int]
) -> Mapping[int, array[int]]:
    """The records' numbers, from ``first`` on, by key. New words are added to ``keys``."""
    postings: dict[int, array[int]] = defaultdict(lambda: array("I"))
    last = max(keys.values(), default=0)
    for number, (_, entry) in enumerate(entries, first):
        found = {(_NAME, word) for word in entry.name_words()}
        found.update((_PLACE, word) for word in entry.place_words())
        for word in sorted(word for word in found if word not in keys):
            last += 1
            keys[word] = last
        for word in found:
            postings[keys[word]].append(number)
        for key in {day_key(born) for born in entry.births}:
            postings[key].append(number)
        for key in {month_key(born.year, born.month) for born in entry.births}:
            postings[key].append(number)
    if entries:
        postings[_LAST].append(first + len(entries) - 1)
    return postings


def _record_rows(entries: _Entries, first: int) -> list[tuple[int | str, ...]]:
    return [
        (number, record, *entry.texts()) for number, (record, entry) in enumerate(entries, first)
    ]


def _word_rows(keys: Mapping[tuple[str, str], int]) -> list[tuple[int | str, ...]]:
    return [
        (key, field, word, phonetic(word), word[::-1])
        if field == _NAME
        else (key, field, word, "", "")
        for (field, word), key in sorted(keys.items(), key=lambda item: item[1])
        if field
    ]


def _bytes(numbers: array[int]) -> bytes:
    return _native(numbers).tobytes()


def _native(numbers: array[int]) -> array[int]:
    """Numbers from or for the store, whose lowest byte comes first."""
    if byteorder == "big":
        numbers.byteswap()
    return numbers
