"""Find a child by name, birth date or age, and place; every search is logged (N6)."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from records.calendar import age_on, instant_to_text, local_day
from records.persons import ChildId, PersonRecord
from records.serial import canonical
from records.sources import SourceSystem
from serving.answer.encoder import encode
from serving.answer.identity import home_words
from serving.answer.unknowns import source_values
from serving.search import Candidate, Found, Query, query_keys, rank
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.service.permissions import Officer, Permission
from serving.store.extracts import freshness
from serving.store.histories import read_summaries
from serving.store.opening import Store
from serving.store.searching import find_candidates
from serving.store.writer import Receipt

__all__ = ["MOST_RESULTS", "Search", "find_children"]

#: A longer list is not read; the officer is asked for one more fact instead.
MOST_RESULTS = 10
_CANDIDATES = 2_000
#: What every search forgives, said when nobody is found.
_WAYS = "other spellings, nicknames, day and month of birth swapped"


@dataclass(frozen=True, slots=True)
class Search:
    """What was found: the values, the exact bytes that are sent, and the log's receipt."""

    values: Mapping[str, Any]
    body: bytes
    receipt: Receipt


async def find_children(service: Service, officer: Officer, query: Query) -> Search:
    """At most :data:`MOST_RESULTS` children in an order that can be explained.

    Raises:
        NotPermittedError: the officer may not search. The refusal is logged.
        StoreUnavailableError: the search could not be read or logged; nothing is shown.
    """
    now = service.clock()
    await check_may(service, officer, Permission.CHILD_SEARCH, now)
    found, taken = await asyncio.to_thread(_find, service.store, query, now)
    values = _values(found, taken, now)
    body = encode(values)
    asked = {
        "name": query.name,
        "birth_date": query.birth_date.isoformat() if query.birth_date else None,
        "age": query.age,
        "place": query.place,
    }
    receipt = await log_look(
        service,
        officer,
        kind="CHILDREN_SEARCHED",
        at=now,
        question=canonical(asked).decode(),
        inputs={"as_of": instant_to_text(now)},
        body=body,
    )
    return Search(values, body, receipt)


def _find(
    store: Store, query: Query, now: datetime
) -> tuple[list[Found], Mapping[SourceSystem, datetime]]:
    with store.reading() as connection:
        records = find_candidates(connection, sorted(query_keys(query)), _CANDIDATES)
        taken = freshness(connection)
        persons: dict[ChildId, list[PersonRecord]] = {}
        for record in records:
            persons.setdefault(record.child, []).extend(record.persons)
        summaries = read_summaries(connection, list(persons))
    candidates = [
        Candidate(
            child=child,
            persons=tuple(known),
            missing_since=summaries[child].missing_since,
            plan=summaries[child].plan,
            protection=summaries[child].protection,
        )
        for child, known in persons.items()
    ]
    return rank(query, candidates, local_day(now)), taken


def _values(
    found: list[Found], taken: Mapping[SourceSystem, datetime], now: datetime
) -> dict[str, Any]:
    sources = source_values(taken, now)
    return {
        "results": [_result(one, now) for one in found[:MOST_RESULTS]],
        "count": len(found),
        "alike": _alike(found),
        "searched": f"{len(taken)} systems: {_WAYS}.",
        "as_at": instant_to_text(now),
        "sources": sources,
    }


def _result(found: Found, now: datetime) -> dict[str, Any]:
    candidate = found.candidate
    persons = sorted(candidate.persons, key=lambda p: (p.recorded, str(p.id)), reverse=True)
    born = next((p.date_of_birth for p in persons if p.date_of_birth is not None), None)
    names = dict.fromkeys(n for p in persons for n in (p.full_name, *p.other_names))
    since = candidate.missing_since
    return {
        "child": candidate.child,
        "name": found.name,
        "other_names": [name for name in names if name != found.name],
        "birth_date": None if born is None else born.isoformat(),
        "age": None if born is None else age_on(born, local_day(now)),
        "home": next((home for p in persons if (home := home_words(p))), None),
        "missing_since": None if since is None else instant_to_text(since),
        "plan": candidate.plan,
        "protection_plan": candidate.protection,
        "why": list(found.why),
        "agrees": list(found.agrees),
    }


def _alike(found: list[Found]) -> int:
    """How many others agree as well as the first: they are easily taken for one another."""
    first = found[0] if found else None
    if first is None or first.rank > 5:
        return 0
    return sum(
        1 for other in found[1:MOST_RESULTS] if other.rank <= first.rank + 1 and other.rank <= 5
    )
