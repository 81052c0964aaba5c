"""Search: from what was typed to the children who may be meant, in a few bounded reads."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection

from records.persons import ChildId, PersonRecord
from records.serial import person_from_json
from serving.search import (
    NO_FORENAME,
    Asked,
    Candidate,
    Keys,
    Query,
    Question,
    RecordedWord,
    Searchable,
    TypedWord,
    ask,
    likeliest,
    near_words,
    score,
    typed_name,
)
from serving.store.search_index import save_searchable

__all__ = ["Candidates", "find_candidates", "read_found", "save_searchable"]

#: Comes after every letter, in bytes as in code points.
_LAST = "\U0010ffff"
#: Letters by which the length of a word may differ from that of one it agrees with.
_LENGTHS = 2
#: Children missing now who are looked for among those that agree: the last reported.
_MISSING = 200

# Written out, as statements of hundreds of values are sooner answered than put together by
# SQLAlchemy. {} stands for the values.
_BY_SPELLING = "SELECT word_key, word, sound FROM search_words WHERE field = ? AND word IN ({})"
_BY_SOUND = "SELECT word_key, word, sound FROM search_words WHERE sound IN ({})"
_BY_START = (
    "SELECT word_key, word, sound FROM search_words WHERE field = ? AND word >= ? AND word < ?"
)
_HAS_LENGTH = " AND length(word) BETWEEN ? AND ?"
_NEAR_BY_START = _BY_START + _HAS_LENGTH
_BY_END = "SELECT word_key, word, sound FROM search_words WHERE turned >= ? AND turned < ?"
_NEAR_BY_END = _BY_END + _HAS_LENGTH
_POSTINGS = "SELECT posting_key, numbers FROM search_postings WHERE posting_key IN ({})"
_ADDED = "SELECT posting_key, number FROM search_added WHERE posting_key IN ({})"
_MISSING_NOW = (
    "SELECT number FROM search_records WHERE record_id IN ("
    "SELECT record_id FROM links WHERE until IS NULL AND child_id IN ("
    "SELECT child_id FROM child_histories WHERE missing_since IS NOT NULL"
    " ORDER BY missing_since DESC LIMIT ?))"
)
_CHILDREN_OF = (
    "SELECT l.child_id FROM search_records r JOIN links l ON l.record_id = r.record_id"
    " WHERE l.until IS NULL AND r.number IN ({})"
)
_RECORDS_OF = (
    "SELECT l.child_id, r.names, r.births, r.homes, r.seen FROM links l"
    " JOIN search_records r ON r.record_id = l.record_id"
    " WHERE l.until IS NULL AND l.child_id IN ({})"
)
_PERSONS_OF = (
    "SELECT l.child_id, v.person FROM links l JOIN person_versions v ON v.record_id = l.record_id"
    " WHERE l.until IS NULL AND l.child_id IN ({})"
)
_MISSING_AMONG = (
    "SELECT child_id FROM child_histories WHERE missing_since IS NOT NULL AND child_id IN ({})"
)


@dataclass(frozen=True, slots=True)
class Candidates:
    """The children to be ranked, and the question as it is to be ranked by.

    Attributes:
        is_cut: there are more records that agree as well as the last ones read.
    """

    question: Question
    children: tuple[Candidate, ...]
    is_cut: bool


def find_candidates(
    connection: Connection, query: Query, today: date, most: int = 80
) -> Candidates:
    """Every child of whom a record agrees with the question, by at most ``most`` records.

    Where more agree those are taken that agree best; children missing now come first.
    """
    asked = ask(query, today)
    words, others = _recorded(connection, "name", asked.names, (*asked.joined, NO_FORENAME))
    name = typed_name(asked, words, (word.text for word in others if word.text in asked.joined))
    near = [
        {word.key for word in found if word.text in like}
        for found, like in zip(words, name.like, strict=True)
    ]
    same = [
        {word.key for word in found if word.text == typed.text}
        for found, typed in zip(words, asked.names, strict=True)
    ]
    for word in others:
        for place in name.joined.get(word.text, ()):
            near[place].add(word.key)
            same[place].add(word.key)
    homes, _ = _recorded(connection, "place", asked.places, ())
    at = [
        [word for word in found if typed.likeness(word.text, word.sound) is not None]
        for found, typed in zip(homes, asked.places, strict=True)
    ]
    keys = Keys(
        names=_sorted(near),
        same=_sorted(same),
        places=_sorted([word.key for word in found] for found in at),
        lacking=next((word.key for word in others if word.text == NO_FORENAME), 0),
    )
    places = tuple(
        (typed, frozenset(word.text for word in found))
        for typed, found in zip(asked.places, at, strict=True)
    )
    listable = score(asked, keys, _postings(connection, asked, keys))
    is_cut = len(listable) > most
    first = [number for (number,) in _rows(connection, _MISSING_NOW, _MISSING)] if is_cut else []
    children = _children(connection, likeliest(listable, most, first))
    return Candidates(Question(query, name, places, today), children, is_cut)


def read_found(
    connection: Connection, children: Sequence[ChildId]
) -> dict[ChildId, list[PersonRecord]]:
    """Every version of every record of these children, in no order."""
    found: dict[ChildId, list[PersonRecord]] = {child: [] for child in children}
    for child, person in _rows(connection, _PERSONS_OF, values=children):
        found[child].append(person_from_json(json.loads(person)))
    return found


def _sorted(groups: Iterable[Iterable[int]]) -> tuple[tuple[int, ...], ...]:
    return tuple(tuple(sorted(group)) for group in groups)


def _recorded(
    connection: Connection, field: str, typed: Sequence[TypedWord], others: Sequence[str]
) -> tuple[list[list[RecordedWord]], list[RecordedWord]]:
    """For each typed word the recorded ones that may agree with it; and which of the others
    are recorded as they are."""
    if not typed:
        return [], []
    spellings = [word.spellings for word in typed]
    found: list[set[RecordedWord]] = [set() for _ in typed]
    wanted = sorted(frozenset(others).union(*spellings))
    spelt = _words(connection, _BY_SPELLING, field, values=wanted)
    sounds = sorted({word.sound for word in typed if word.sound})
    heard = _words(connection, _BY_SOUND, values=sounds)
    for word, spelling, these in zip(typed, spellings, found, strict=True):
        these.update(row for row in spelt if row.text in spelling)
        these.update(row for row in heard if row.sound == word.sound)
        if word.begins:
            end = word.text + _LAST
            these.update(_words(connection, _BY_START, field, word.text, end))
        if word.ends is not None:
            these.update(_by_ends(connection, field, word.text, *word.ends))
    return (
        [sorted(these, key=lambda word: word.key) for these in found],
        [row for row in spelt if row.text in others],
    )


def _by_ends(
    connection: Connection, field: str, text: str, start: str, end: str
) -> list[RecordedWord]:
    """Recorded words that begin or end as the typed one does, and differ by two letters."""
    turned, lengths = end[::-1], (len(text) - _LENGTHS, len(text) + _LENGTHS)
    rows = _rows(connection, _NEAR_BY_START, field, start, start + _LAST, *lengths)
    rows = [*rows, *_rows(connection, _NEAR_BY_END, turned, turned + _LAST, *lengths)]
    kept = near_words(text, [row[1] for row in rows])
    return [RecordedWord(*row) for row in rows if row[1] in kept]


def _words(
    connection: Connection, sql: str, *before: str, values: Sequence[str] | None = None
) -> list[RecordedWord]:
    return [RecordedWord(*row) for row in _rows(connection, sql, *before, values=values)]


def _rows(
    connection: Connection, sql: str, *before: Any, values: Sequence[Any] | None = None
) -> Sequence[Any]:
    """What a statement gives for the values before, then those in the place of ``{}``."""
    if values is not None:
        if not values:
            return ()
        sql = sql.format(", ".join("?" * len(values)))
    if connection.dialect.paramstyle != "qmark":
        sql = sql.replace("?", "%s")
    return connection.exec_driver_sql(sql, (*before, *(values or ()))).all()


def _postings(
    connection: Connection, asked: Asked, keys: Keys
) -> Mapping[int, npt.NDArray[np.uint32]]:
    """The numbers of the records with each of the keys, ascending."""
    days = () if asked.born is None else (asked.born,)
    others = (asked.near, asked.months, days, (keys.lacking,))
    groups = (*keys.names, *keys.same, *keys.places, *others)
    wanted = sorted({key for group in groups for key in group})
    lists: dict[int, npt.NDArray[np.uint32]] = {}
    added: dict[int, list[int]] = {}
    for key, numbers in _rows(connection, _POSTINGS, values=wanted):
        lists[key] = np.frombuffer(numbers, dtype="<u4")
    for key, number in _rows(connection, _ADDED, values=wanted):
        added.setdefault(key, []).append(number)
    for key, some_added in added.items():
        new = np.array(sorted(some_added), dtype=np.uint32)
        lists[key] = np.concatenate([lists[key], new]) if key in lists else new
    return lists


def _children(connection: Connection, numbers: Sequence[int]) -> tuple[Candidate, ...]:
    """The children of these records, each with all its records, in order of id."""
    found = sorted({child for (child,) in _rows(connection, _CHILDREN_OF, values=numbers)})
    records: dict[str, list[Searchable]] = {}
    for child, *texts in _rows(connection, _RECORDS_OF, values=found):
        records.setdefault(child, []).append(Searchable.from_texts(*texts))
    missing = {child for (child,) in _rows(connection, _MISSING_AMONG, values=found)}
    return tuple(
        Candidate(ChildId(child), tuple(records[child]), child in missing) for child in found
    )
