"""What a question looks for: the words it is made of, and the birth dates and places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from typing import NamedTuple

from linkage.names import fold
from serving.search.births import months_of_age, near_dates
from serving.search.likeness import Likeness, TypedWord, name_word, place_word
from serving.search.names import TypedName
from serving.search.query import Query
from serving.search.words import place_words

__all__ = ["Asked", "RecordedWord", "ask", "day_key", "month_key", "typed_name"]

#: Words of a name or a home that are looked for; nobody types more to find one child.
_MOST_WORDS = 8
_OUTWARD, _INWARD = re.compile(r"[a-z]{1,2}[0-9][a-z0-9]?"), re.compile(r"[0-9][a-z]{2}")


class RecordedWord(NamedTuple):
    """One word of the store's index; there are thousands of them in one search."""

    key: int
    text: str
    sound: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question taken apart.

    Attributes:
        joined: each two words of the name as one -> their places.
        months: keys of the months of birth that the age asked for allows.
    """

    query: Query
    names: tuple[TypedWord, ...]
    joined: Mapping[str, tuple[int, int]]
    places: tuple[TypedWord, ...]
    born: int | None
    near: tuple[int, ...]
    months: tuple[int, ...]


def ask(query: Query, today: date) -> Asked:
    """Take a question apart."""
    words = tuple(sorted(fold(query.name or "").split()))[:_MOST_WORDS]
    pairs = permutations(range(len(words)), 2)
    near = () if query.birth_date is None else near_dates(query.birth_date)
    months = () if query.age is None else months_of_age(query.age, today)
    return Asked(
        query=query,
        names=tuple(name_word(word) for word in words),
        joined={words[a] + words[b]: (a, b) for a, b in pairs},
        places=tuple(place_word(word) for word in _places(query.place or "")[:_MOST_WORDS]),
        born=None if query.birth_date is None else day_key(query.birth_date),
        near=tuple(sorted(map(day_key, near))),
        months=tuple(month_key(year, month) for year, month in months),
    )


def _places(place: str) -> list[str]:
    """The words of a home; the halves of a whole postcode are one word, as it is recorded."""
    words: list[str] = []
    for word in place_words(place):
        if words and _INWARD.fullmatch(word) and _OUTWARD.fullmatch(words[-1]):
            words[-1] += word
        else:
            words.append(word)
    return words


def day_key(day: date) -> int:
    """The index's key of a birth date. Keys of words are above zero, of dates below."""
    return -(day.year * 10_000 + day.month * 100 + day.day)


def month_key(year: int, month: int) -> int:
    """The index's key of a month of birth."""
    return -(year * 100 + month)


def typed_name(
    asked: Asked, recorded: Iterable[Iterable[RecordedWord]], joined: Iterable[str]
) -> TypedName:
    """The typed name with the likeness of recorded words that the index gave for each word.

    ``joined`` are those of ``asked.joined`` that are recorded.
    """
    like: list[dict[str, Likeness]] = []
    for typed, words in zip(asked.names, recorded, strict=True):
        kinds = ((word.text, typed.likeness(word.text, word.sound)) for word in words)
        like.append({text: kind for text, kind in kinds if kind is not None})
    return TypedName(
        words=tuple(typed.text for typed in asked.names),
        like=tuple(like),
        joined={text: asked.joined[text] for text in joined},
    )
