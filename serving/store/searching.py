"""Search: from what was typed to the children who may be meant, in a few bounded reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import BindParameter, Connection, Select, bindparam, func, select

from linkage.subjects import Subject
from records.persons import ChildId
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
from serving.store.batches import batches
from serving.store.search_index import save_searchable
from serving.store.search_tables import (
    search_added,
    search_postings,
    search_records,
    search_words,
)
from serving.store.tables import child_histories
from serving.store.who_tables import WHO

__all__ = ["Candidates", "find_candidates", "save_searchable"]

#: Comes after every letter, in bytes as in code points.
_LAST = "\U0010ffff"
#: Letters by which the length of a word may differ from that of one it agrees with.
_LENGTHS = 2
#: Children missing now who are looked for among those that agree: the last reported.
_MISSING = 500

_LINKS = WHO[Subject.CHILD].links
_IS_CURRENT = _LINKS.c.until.is_(None)
_RECORDED = select(search_words.c.word_key, search_words.c.word, search_words.c.sound)
# Statements are made once: making one with hundreds of values takes longer than its answer.
_BY_SPELLING = _RECORDED.where(
    search_words.c.field == bindparam("field"),
    search_words.c.word.in_(bindparam("spellings", expanding=True)),
)
_BY_SOUND = _RECORDED.where(search_words.c.sound.in_(bindparam("sounds", expanding=True)))
_BY_START = _RECORDED.where(
    search_words.c.field == bindparam("field"),
    search_words.c.word >= bindparam("start"),
    search_words.c.word < bindparam("end"),
)
_HAS_LENGTH = func.length(search_words.c.word).between(bindparam("least"), bindparam("most"))
_NEAR_BY_START = _BY_START.where(_HAS_LENGTH)
_NEAR_BY_END = _RECORDED.where(
    search_words.c.turned >= bindparam("start"),
    search_words.c.turned < bindparam("end"),
    _HAS_LENGTH,
)
_KEYS: BindParameter[Any] = bindparam("posting_keys", expanding=True)
_POSTINGS = select(search_postings).where(search_postings.c.posting_key.in_(_KEYS))
_ADDED = select(search_added).where(search_added.c.posting_key.in_(_KEYS))
_MISSING_NOW = select(search_records.c.number).where(
    search_records.c.record_id.in_(
        select(_LINKS.c.record_id).where(
            _IS_CURRENT,
            _LINKS.c.child_id.in_(
                select(child_histories.c.child_id)
                .where(child_histories.c.missing_since.is_not(None))
                .order_by(child_histories.c.missing_since.desc())
                .limit(_MISSING)
            ),
        )
    )
)
_OF = _LINKS.join(search_records, search_records.c.record_id == _LINKS.c.record_id)
_CHILDREN_OF = (
    select(_LINKS.c.child_id)
    .select_from(_OF)
    .where(search_records.c.number.in_(bindparam("numbers", expanding=True)), _IS_CURRENT)
)
_OF_CHILDREN = _LINKS.c.child_id.in_(bindparam("children", expanding=True))
_RECORDS_OF = (
    select(
        _LINKS.c.child_id,
        *(search_records.c.names, search_records.c.births),
        *(search_records.c.homes, search_records.c.seen),
    )
    .select_from(_OF)
    .where(_OF_CHILDREN, _IS_CURRENT)
)
_MISSING_AMONG = select(child_histories.c.child_id).where(
    child_histories.c.child_id.in_(bindparam("children", expanding=True)),
    child_histories.c.missing_since.is_not(None),
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
    connection: Connection, query: Query, today: date, most: int = 100
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
    first = [row[0] for row in connection.execute(_MISSING_NOW).all()] if is_cut else []
    children = _children(connection, likeliest(listable, most, first))
    return Candidates(Question(query, name, places, today), children, is_cut)


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
    spelt = _rows(connection, _BY_SPELLING, field=field, spellings=wanted)
    sounds = sorted({word.sound for word in typed if word.sound})
    heard = _rows(connection, _BY_SOUND, sounds=sounds) if sounds else []
    for word, spelling, these in zip(typed, spellings, found, strict=True):
        these.update(row for row in spelt if row.text in spelling)
        these.update(row for row in heard if row.sound == word.sound)
        if word.begins:
            end = word.text + _LAST
            these.update(_rows(connection, _BY_START, field=field, start=word.text, end=end))
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
    length, turned = len(text), end[::-1]
    near = {"least": length - _LENGTHS, "most": length + _LENGTHS}
    begin = _rows(connection, _NEAR_BY_START, field=field, start=start, end=start + _LAST, **near)
    ending = _rows(connection, _NEAR_BY_END, start=turned, end=turned + _LAST, **near)
    rows = [*begin, *ending]
    kept = near_words(text, [row.text for row in rows])
    return [row for row in rows if row.text in kept]


def _rows(connection: Connection, query: Select[Any], **values: Any) -> list[RecordedWord]:
    return [RecordedWord(*row) for row in connection.execute(query, values).all()]


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
    for some in batches(wanted):
        values = {"posting_keys": some}
        for key, numbers in connection.execute(_POSTINGS, values).all():
            lists[key] = np.frombuffer(numbers, dtype="<u4")
        for key, number in connection.execute(_ADDED, values).all():
            added.setdefault(key, []).append(number)
    for key, some_added in added.items():
        new = np.array(sorted(some_added), dtype=np.uint32)
        lists[key] = np.concatenate([lists[key], new]) if key in lists else new
    return lists


def _children(connection: Connection, numbers: Sequence[int]) -> tuple[Candidate, ...]:
    """The children of these records, each with all its records, in order of id."""
    found = connection.execute(_CHILDREN_OF, {"numbers": numbers}).all()
    children = {"children": sorted({row[0] for row in found})}
    records: dict[str, list[Searchable]] = {}
    for child, *texts in connection.execute(_RECORDS_OF, children).all():
        records.setdefault(child, []).append(Searchable.from_texts(*texts))
    missing = {row[0] for row in connection.execute(_MISSING_AMONG, children).all()}
    return tuple(
        Candidate(ChildId(child), tuple(records[child]), child in missing)
        for child in sorted(records)
    )
