"""Typed names as search takes them apart, without an index."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from linkage.names import phonetic
from serving.search import Query, Question, RecordedWord, Searchable, ask, typed_name
from serving.search.names import TypedName
from serving.search.words import NameWords, joined_words

__all__ = ["question", "typed"]


def typed(text: str, names: Iterable[NameWords]) -> TypedName:
    """The typed name with the likeness of every word of these names."""
    words: set[str] = set()
    for name in names:
        words.update(name.words, joined_words(name.given), joined_words(name.family))
    recorded = [RecordedWord(n, word, phonetic(word)) for n, word in enumerate(sorted(words))]
    asked = ask(Query(text), date(2026, 11, 22))
    joined = [word for word in sorted(words) if word in asked.joined]
    return typed_name(asked, [recorded] * len(asked.names), joined)


def question(query: Query, records: Iterable[Searchable], today: date) -> Question:
    """The question with the likeness of every word of these records."""
    known = list(records)
    asked = ask(query, today)
    homes = {word for record in known for word in record.place_words()}
    return Question(
        query=query,
        name=typed(query.name or "--", [name for record in known for name in record.names]),
        places=tuple(
            (typed, frozenset(word for word in homes if typed.likeness(word, "") is not None))
            for typed in asked.places
        ),
        today=today,
    )
