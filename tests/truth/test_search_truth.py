"""Search judged against a force whose truth is known: who is found, and in which place.

Every question holds one slip on top of those in the records, some of which know the child
under a former surname alone. Children are as linkage makes them. Floors have margins: see
the figures of the benchmark for what is usually met.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import sqrt
from pathlib import Path

import pytest

from linkage.linking import link_records
from linkage.weights import load_weights
from records.formats import FORMATS
from records.persons import ChildId, PersonRecord, RecordId
from records.reading import Entry, read_extract
from records.sources import EXTRACTED
from serving.search import rank
from serving.store.opening import Store, open_store
from serving.store.searching import find_candidates, save_searchable
from tests.lib.entries import DAY
from tests.lib.forces import UNTIL, force_at
from tests.lib.linking import link_all
from tests.lib.people import RECORDED
from tests.lib.postgres import fast_disk
from tests.lib.search_questions import Typed, known_children, typed_questions

pytestmark = pytest.mark.slow

_QUESTIONS = 1_500
#: Questions about a group without which its share says too little.
_ENOUGH = 60
#: Places in a list of results beyond which a child counts as lost.
_LOST = 20


@dataclass(frozen=True)
class Asked:
    """One question and the place of the child among the results, from 1; None if nowhere."""

    typed: Typed
    place: int | None


def share(asked: Sequence[Asked], most: int) -> float:
    """How many of the children are among so many results."""
    return sum(one.place is not None and one.place <= most for one in asked) / len(asked)


def spread(asked: Sequence[Asked], most: int) -> float:
    """Half of the 95 % interval of :func:`share` (Agresti and Coull's)."""
    n = len(asked) + 4
    p = (share(asked, most) * len(asked) + 2) / n
    return 1.96 * sqrt(p * (1 - p) / n)


def the_force() -> Path:
    """Of another seed than the weights were fitted on."""
    return force_at(24_000, 4, 20_261_122)


@pytest.fixture(scope="module")
def persons() -> tuple[PersonRecord, ...]:
    """Every version of every person record of the force."""
    found: dict[PersonRecord, PersonRecord] = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for entry in read_extract(format_, the_force() / "records" / format_.file):
            assert isinstance(entry, Entry)
            if entry.person is not None:
                found.setdefault(replace(entry.person, recorded=RECORDED), entry.person)
    return tuple(sorted(found.values(), key=lambda person: (str(person.id), person.recorded)))


@pytest.fixture(scope="module")
def child_of(persons: tuple[PersonRecord, ...]) -> dict[str, ChildId]:
    """Which child each record is, as linkage says."""
    clusters = link_records(persons, load_weights()).clusters
    return {
        str(record): ChildId(f"C-{place:06}")
        for place, cluster in enumerate(clusters)
        for record in cluster
    }


@pytest.fixture(scope="module")
def store(persons: tuple[PersonRecord, ...], child_of: dict[str, ChildId]) -> Iterator[Store]:
    """The force as it is searched."""
    with (
        tempfile.TemporaryDirectory(prefix="missing-risk-", dir=fast_disk()) as folder,
        open_store(f"sqlite:///{Path(folder) / 'force.db'}", writer=True) as opened,
    ):
        link_all(opened, {RecordId.parse(r): child for r, child in child_of.items()}, DAY)
        versions = groupby(persons, key=lambda person: person.id)
        with opened.writing() as connection:
            searchable = ((record, list(known)) for record, known in versions)
            save_searchable(connection, searchable, replacing_all=True)
        yield opened


def ask(store: Store, child_of: Mapping[str, ChildId], *, with_birth_date: bool) -> list[Asked]:
    """Ask every question."""
    children, found = known_children(the_force() / "truth"), []
    for typed in typed_questions(children, _QUESTIONS, 3, with_birth_date=with_birth_date):
        right = {child_of[record] for record in typed.child.records}
        with store.reading() as connection:
            candidates = find_candidates(connection, typed.query, UNTIL)
        listed = rank(candidates.question, candidates.children)
        places = (n for n, one in enumerate(listed, 1) if one.candidate.child in right)
        found.append(Asked(typed, next(places, None)))
    return found


@pytest.fixture(scope="module")
def with_date(store: Store, child_of: dict[str, ChildId]) -> list[Asked]:
    """Questions of name and birth date, with one slip in either."""
    return ask(store, child_of, with_birth_date=True)


def test_a_name_and_birth_date_with_one_slip_find_the_child(with_date: list[Asked]) -> None:
    assert share(with_date, 1) >= 0.95
    assert share(with_date, 5) >= 0.985
    assert 1 - share(with_date, _LOST) <= 0.005


def test_a_name_alone_with_one_slip_finds_the_child_among_ten(
    store: Store, child_of: dict[str, ChildId]
) -> None:
    assert share(ask(store, child_of, with_birth_date=False), 10) >= 0.93


@pytest.mark.parametrize("characteristic", ["sex", "ethnicity"])
def test_no_group_of_children_is_found_less_often(
    with_date: list[Asked], characteristic: str
) -> None:
    groups: dict[str, list[Asked]] = {}
    for one in with_date:
        groups.setdefault(getattr(one.typed.child, characteristic), []).append(one)
    large = {name: asked for name, asked in groups.items() if len(asked) >= _ENOUGH}
    assert len(large) >= 2
    for name, asked in large.items():
        others = [one for one in with_date if one not in asked]
        # A gap is one only beyond what so few questions would show by chance.
        gap = share(others, 5) - share(asked, 5)
        assert gap - spread(asked, 5) <= 0.02, f"{name}: {gap:.3f}"


def test_the_measure_would_see_a_search_that_is_blind_to_a_group(with_date: list[Asked]) -> None:
    girls = [one for one in with_date if one.typed.child.sex == "female"]
    blind = [replace(one, place=None) if n % 15 == 0 else one for n, one in enumerate(girls)]
    assert share(girls, 5) - share(blind, 5) - spread(blind, 5) > 0.02
