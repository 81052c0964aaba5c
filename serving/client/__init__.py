"""A small client of the API: typed answers, problems as exceptions, safe retries.

It needs nothing of the service but its address; everything it knows of answers is here.
"""

from __future__ import annotations

from serving.client.answers import Advice, Answer, DoubtfulLink, Found, Receipt, SearchResult
from serving.client.client import Client
from serving.client.problems import ProblemError, RefusedError, UnreachableError

__all__ = [
    "Advice",
    "Answer",
    "Client",
    "DoubtfulLink",
    "Found",
    "ProblemError",
    "Receipt",
    "RefusedError",
    "SearchResult",
    "UnreachableError",
]
