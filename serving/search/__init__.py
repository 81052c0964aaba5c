"""Finding a child while an officer types: forgiving in what it accepts, short in what it
returns, and able to say why each result is there."""

from __future__ import annotations

from serving.search.keys import person_keys, query_keys
from serving.search.query import Query, QueryError
from serving.search.ranking import Candidate, Found, rank

__all__ = ["Candidate", "Found", "Query", "QueryError", "person_keys", "query_keys", "rank"]
