"""How fast a child is found among a million person records, and how surely in a force whose
truth is known."""

from __future__ import annotations

import hashlib
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from datetime import time as time_of_day
from pathlib import Path

from linkage.subjects import Subject
from records.calendar import instant_to_text
from records.persons import PersonRecord
from records.serial import person_text
from serving.search import Query, rank
from serving.service.find_children import search
from serving.store.batches import insert_rows
from serving.store.links import current_links
from serving.store.opening import Store, open_store
from serving.store.searching import find_candidates, save_searchable
from serving.tables import taken_in as tables
from serving.tables.who import WHO
from tests.bench.invented import Invented
from tests.lib.forces import UNTIL
from tests.lib.many_persons import many_persons
from tests.lib.search_questions import KnownChild, known_children, typed_questions

__all__ = ["searching"]

_RECORDS = 1_000_000
#: Questions of each kind.
_TIMED, _JUDGED = 300, 4_000
#: One child in so many is missing now.
_MISSING = 2_000
_NOW = datetime.combine(UNTIL, time_of_day(12), UTC)
_CHILD = WHO[Subject.CHILD]

_Known = Sequence[tuple[KnownChild, Sequence[PersonRecord]]]


def searching(force: Invented) -> dict[str, float]:
    """Speed over :data:`_RECORDS` records of children to whom nothing happens, from the
    store; the places of children of the force, each asked for with one slip.

    ``search.first_ms`` is the first search of a fresh process, after its imports.
    """
    return {**judged(force), **timed(force.folder / "million.db", _RECORDS)}


def timed(path: Path, records: int) -> dict[str, float]:
    """Milliseconds of a search, of every kind and over all; how the index is made."""
    known = list(many_persons(records, 1))
    with open_store(f"sqlite:///{path}", writer=True) as store:
        _fill(store, known)
        before = path.stat().st_size
        begun = time.perf_counter()
        with store.writing() as connection:
            given = ((person.id, [person]) for _, persons in known for person in persons)
            save_searchable(connection, given, replacing_all=True)
        seconds = time.perf_counter() - begun
        some = [person for _, persons in known[:700] for person in persons][:1_000]
        begun = time.perf_counter()
        with store.writing() as connection:
            save_searchable(connection, ((p.id, [p]) for p in some), replacing_all=False)
        figures = {
            "search.index_seconds": seconds,
            "search.index_thousand_seconds": time.perf_counter() - begun,
        }
    figures["search.index_mb"] = (path.stat().st_size - before) / 2**20
    figures["search.first_ms"] = _first(path)
    with open_store(f"sqlite:///{path}", writer=False) as store:
        taken = {kind: _times(store, asked) for kind, asked in _questions(known[::20]).items()}
    for kind, times in taken.items():
        figures[f"search.p95_ms_{kind}"] = statistics.quantiles(times, n=20)[-1]
    everything = [ms for times in taken.values() for ms in times]
    figures["search.p50_ms"] = statistics.median(everything)
    figures["search.p95_ms"] = statistics.quantiles(everything, n=20)[-1]
    return figures


def judged(force: Invented) -> dict[str, float]:
    """In which place children of the force are found, by name and birth date with one slip in
    either, and by name alone with one slip; and the largest gap between groups."""
    with open_store(force.store, writer=False) as store:
        with store.reading() as connection:
            links = current_links(connection, _CHILD)
        child_of = {str(record): child for record, child in links.items()}
        children = [
            child
            for child in known_children(force.truth)
            if any(record in child_of for record in child.records)
        ]
        with_date = _places(store, child_of, children, with_birth_date=True)
        name_alone = _places(store, child_of, children, with_birth_date=False)
    places = [place for _, place in with_date]
    return {
        "search.first_place": _share(places, 1),
        "search.first_five": _share(places, 5),
        "search.lost": 1 - _share(places, 20),
        "search.name_first_ten": _share([place for _, place in name_alone], 10),
        "search.gap_by_sex": _gap(with_date, "sex"),
        "search.gap_by_ethnicity": _gap(with_date, "ethnicity"),
    }


def _places(
    store: Store, child_of: Mapping[str, str], children: list[KnownChild], *, with_birth_date: bool
) -> list[tuple[KnownChild, int | None]]:
    found = []
    for typed in typed_questions(children, _JUDGED, 3, with_birth_date=with_birth_date):
        right = {child_of[record] for record in typed.child.records if record in child_of}
        with store.reading() as connection:
            candidates = find_candidates(connection, typed.query, UNTIL)
        listed = rank(candidates.question, candidates.children)
        places = (n for n, one in enumerate(listed, 1) if one.candidate.child in right)
        found.append((typed.child, next(places, None)))
    return found


def _share(places: Iterable[int | None], most: int) -> float:
    return statistics.fmean(place is not None and place <= most for place in places)


def _gap(found: list[tuple[KnownChild, int | None]], characteristic: str) -> float:
    """Between the groups that are found best and worst among the first five."""
    groups: dict[str, list[int | None]] = defaultdict(list)
    for child, place in found:
        groups[getattr(child, characteristic)].append(place)
    shares = [_share(places, 5) for places in groups.values() if len(places) >= 100]
    return max(shares) - min(shares)


def _questions(known: _Known) -> dict[str, list[Query]]:
    children = [child for child, _ in known]
    dated = typed_questions(children, _TIMED, 5, with_birth_date=True)
    named = typed_questions(children, _TIMED, 6, with_birth_date=False)
    drawn = [*typed_questions(children, _TIMED, 7, with_birth_date=False)]
    persons = {child.true_child: found[0] for child, found in known}
    homes = [(one.child, persons[one.child.true_child]) for one in drawn]
    return {
        "name_and_date": [one.query for one in dated],
        "name": [one.query for one in named],
        "three_letters": [Query(child.forename[:3]) for child, _ in homes],
        "surname": [Query(child.surname) for child, _ in homes],
        "part_name": [Query(f"{child.forename} {child.surname[:3]}") for child, _ in homes],
        "name_and_age": [
            Query(f"{c.forename} {c.surname}", age=min(25, UNTIL.year - c.born.year))
            for c, _ in homes
        ],
        "surname_and_home": [
            Query(child.surname, place=person.address.partition(" ")[2])
            for child, person in homes
            if person.address
        ],
        "postcode": [Query(place=person.postcode) for _, person in homes if person.postcode],
        "date": [Query(birth_date=child.born) for child, _ in homes],
    }


def _times(store: Store, queries: Iterable[Query]) -> list[float]:
    taken = []
    for query in queries:
        begun = time.perf_counter()
        search(store, query, _NOW)
        taken.append((time.perf_counter() - begun) * 1_000)
    return taken


_FIRST = """
import sys, time
from datetime import UTC, datetime
from serving.search import Query
from serving.service.find_children import search
from serving.store.opening import open_store
with open_store("sqlite:///" + sys.argv[1], writer=False) as store:
    begun = time.perf_counter()
    search(store, Query("Kayleigh Smyth", datetime(2011, 3, 14).date()), datetime.now(UTC))
    print((time.perf_counter() - begun) * 1_000)
"""


def _first(path: Path) -> float:
    command = [sys.executable, "-c", _FIRST, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


def _fill(store: Store, known: _Known) -> None:
    """What a search reads beside the index: versions, links and marks."""
    at = instant_to_text(_NOW)
    children = [f"C-{number:010}" for number in range(len(known))]
    texts = (
        (person, person_text(person), child)
        for child, (_, persons) in zip(children, known, strict=True)
        for person in persons
    )
    versions, links = [], []
    for person, text, child in texts:
        digest = hashlib.sha256(text.encode()).hexdigest()
        versions.append((str(person.id), digest, instant_to_text(person.recorded), text, 1))
        links.append((str(person.id), at, child, None))
    marks = [
        (child, "none", at if number % _MISSING == 0 else None, None, 0)
        for number, child in enumerate(children)
    ]
    with store.writing() as connection:
        insert_rows(connection, tables.extracts, [(1, "S1", "", "", at, at, 1, 1, 0, 0)])
        insert_rows(connection, tables.person_versions, versions)
        insert_rows(connection, _CHILD.people, [(child, at) for child in children])
        insert_rows(connection, _CHILD.links, links)
        insert_rows(connection, tables.history_blobs, [("none", b"{}")])
        insert_rows(connection, tables.child_histories, marks)
