"""A small client of the API: typed answers, problems as exceptions, safe retries.

It needs nothing of the service but its address; everything it knows of answers is here.
"""

from __future__ import annotations

from serving.client.answers import (
    Advice,
    Answer,
    DoubtfulLink,
    Found,
    Opened,
    OwnView,
    Receipt,
    Record,
    SearchResult,
)
from serving.client.client import LISTS, Client
from serving.client.problems import ProblemError, RefusedError, UnreachableError

__all__ = [
    "LISTS",
    "Advice",
    "Answer",
    "Client",
    "DoubtfulLink",
    "Found",
    "Opened",
    "OwnView",
    "ProblemError",
    "Receipt",
    "Record",
    "RefusedError",
    "SearchResult",
    "UnreachableError",
]
