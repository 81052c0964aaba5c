"""Finding a child while an officer types: forgiving in what it accepts, short in what it
returns, and able to say why each result is there."""

from __future__ import annotations

from serving.search.asking import Asked, RecordedWord, ask, day_key, month_key, typed_name
from serving.search.choosing import Keys, likeliest, score
from serving.search.explaining import agreeing_fields, explain
from serving.search.likeness import Likeness, TypedWord, near_words
from serving.search.query import Query, QueryError
from serving.search.ranking import Candidate, Found, Question, are_alike, rank
from serving.search.words import NO_FORENAME, NameWords, Searchable, recorded_names, searchable

__all__ = [
    "NO_FORENAME",
    "Asked",
    "Candidate",
    "Found",
    "Keys",
    "Likeness",
    "NameWords",
    "Query",
    "QueryError",
    "Question",
    "RecordedWord",
    "Searchable",
    "TypedWord",
    "agreeing_fields",
    "are_alike",
    "ask",
    "day_key",
    "explain",
    "likeliest",
    "month_key",
    "near_words",
    "rank",
    "recorded_names",
    "score",
    "searchable",
    "typed_name",
]
