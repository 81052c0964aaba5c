"""Find a child by name, birth date or age, and place; every search is logged (N6)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from linkage.names import fold
from records.calendar import age_on, instant_to_text, local_day
from records.history import PLACEHOLDER_BIRTH_DATES
from records.persons import PersonRecord
from records.serial import canonical
from records.sources import SourceSystem
from serving.access.permissions import Officer, Permission
from serving.access.restrictions import Restrictions
from serving.answer.encoder import encode
from serving.answer.identity import home_words
from serving.answer.unknowns import source_values
from serving.search import (
    Found,
    Query,
    agreeing_fields,
    are_alike,
    explain,
    rank,
    recorded_names,
)
from serving.service.access_log import check_may, log_look
from serving.service.context import Service
from serving.store.extracts import freshness
from serving.store.histories import Summary, read_summaries
from serving.store.opening import Store
from serving.store.restrictions import read_restrictions
from serving.store.searching import find_candidates, read_found
from serving.store.writer import Receipt

__all__ = ["MOST_RESULTS", "Search", "find_children", "search"]

#: A longer list is not read; the officer is asked for one more fact instead.
MOST_RESULTS = 10
#: The words of a name as it is shown, where hyphens part them.
_WORDS = re.compile(r"[^\s-]+")
_NOT_STATED = frozenset({None, *PLACEHOLDER_BIRTH_DATES})
#: What stands for a limited record: as name where none was typed, and as why it is here.
_UNNAMED = "A child"
_LIMITED = "A record exists that you can't open: it is limited to a named team."
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
    found = await asyncio.to_thread(_find, service.store, query, now)
    limits = found.restrictions.withheld_from(officer.team)
    values = _values(found, query, now, limits)
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
        inputs={
            "as_of": instant_to_text(now),
            **({"restrictions": found.restrictions.digest} if limits else {}),
        },
        body=body,
    )
    return Search(values, body, receipt)


def search(store: Store, query: Query, now: datetime) -> dict[str, Any]:
    """What a search at ``now`` answers to somebody of no team, to whom every limit applies.

    It is no look: whoever shows it must log it first.
    """
    found = _find(store, query, now)
    return _values(found, query, now, found.restrictions.withheld_from(None))


@dataclass(frozen=True, slots=True)
class _Result:
    """One child to be shown."""

    found: Found
    persons: Sequence[PersonRecord]
    marks: Summary

    @property
    def child(self) -> str:
        """Whose record it is."""
        return str(self.found.candidate.child)


@dataclass(frozen=True, slots=True)
class _Results:
    """What one search read.

    Attributes:
        count: how many children were found; with ``is_cut`` there are more.
        alike: how many of those shown are easily taken for the first.
        taken: when each system's latest extract was taken.
        restrictions: which records are limited to a named team.
    """

    shown: Sequence[_Result]
    count: int
    is_cut: bool
    alike: int
    taken: Mapping[SourceSystem, datetime]
    restrictions: Restrictions


def _find(store: Store, query: Query, now: datetime) -> _Results:
    with store.reading() as connection:
        candidates = find_candidates(connection, query, local_day(now))
        found = rank(candidates.question, candidates.children)
        first = found[:MOST_RESULTS]
        children = [one.candidate.child for one in first]
        persons = read_found(connection, children)
        marks = read_summaries(connection, children)
        taken = freshness(connection)
        restrictions = read_restrictions(connection)
    return _Results(
        shown=[
            _Result(one, persons[child], marks[child])
            for one, child in zip(first, children, strict=True)
        ],
        count=len(found),
        is_cut=candidates.is_cut,
        alike=sum(are_alike(found[0], other) for other in first[1:]),
        taken=taken,
        restrictions=restrictions,
    )


def _values(
    results: _Results, query: Query, now: datetime, limited: Collection[str]
) -> dict[str, Any]:
    return {
        "results": [
            _limited(one, query) if one.child in limited else _result(one, query, now)
            for one in results.shown
        ],
        "count": results.count,
        "more": results.is_cut,
        "alike": results.alike,
        "searched": f"{len(results.taken)} systems: {_WAYS}.",
        "as_at": instant_to_text(now),
        "sources": source_values(results.taken, now),
    }


def _result(result: _Result, query: Query, now: datetime) -> dict[str, Any]:
    persons = sorted(result.persons, key=lambda p: (p.recorded, str(p.id)), reverse=True)
    agreement, since = result.found.agreement, result.marks.missing_since
    born = _birth_date(persons, query)
    shown = _shown(result.found, persons)
    names = dict.fromkeys(n for p in persons for n in (p.full_name, *p.other_names))
    agreeing = agreement.name.agreeing if agreement.name else ()
    return {
        "child": result.child,
        "name": shown,
        "agreeing_words": [word for word in _WORDS.findall(shown) if fold(word) in agreeing],
        "other_names": [name for name in names if name != shown],
        "birth_date": None if born is None else born.isoformat(),
        "age": None if born is None else age_on(born, local_day(now)),
        "home": next((home for p in persons if (home := home_words(p))), None),
        "missing_since": None if since is None else instant_to_text(since),
        "plan": result.marks.plan,
        "protection_plan": result.marks.protection,
        "why": list(explain(agreement)),
        "agrees": list(agreeing_fields(agreement)),
        "limited": False,
    }


def _limited(result: _Result, query: Query) -> dict[str, Any]:
    """That a record exists, and whether the child is missing now: the one thing on which
    opening it in an emergency hangs. Nothing of it that was not typed, and not even which
    parts of what was typed agree: guesses may not be confirmed one by one."""
    since = result.marks.missing_since
    return {
        "child": result.child,
        "name": query.name or _UNNAMED,
        "agreeing_words": [],
        "other_names": [],
        "birth_date": None,
        "age": None,
        "home": None,
        "missing_since": None if since is None else instant_to_text(since),
        "plan": None,
        "protection_plan": False,
        "why": [_LIMITED],
        "agrees": [],
        "limited": True,
    }


def _birth_date(persons: Sequence[PersonRecord], query: Query) -> date | None:
    """The birth date asked for if it is recorded, else the one recorded last."""
    births = [p.date_of_birth for p in persons if p.date_of_birth not in _NOT_STATED]
    return query.birth_date if query.birth_date in births else next(iter(births), None)


def _shown(found: Found, persons: Sequence[PersonRecord]) -> str:
    """The name that agrees, as it was recorded last; the latest name if none was asked for."""
    names = [(shown, words) for person in persons for shown, words in recorded_names(person)]
    return next((shown for shown, words in names if words == found.name), names[0][0])
