"""Adults' linkage judged against a force whose truth is known (S3, S4, S5, S7, S8, S1, S11).

The weights were fitted on another seed. An adult is named by name and, often, birth date:
without a birth date two records are never linked by their names alone, only possible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import pyarrow.parquet as pq
import pytest

from linkage.linking import link_records
from linkage.results import LinkResult
from linkage.subjects import Subject
from linkage.weights import load_weights
from records.formats import FORMATS
from records.persons import PersonRecord, RecordId
from records.reading import Entry, read_extract
from records.sources import EXTRACTED
from tests.lib.forces import force_at
from tests.lib.people import RECORDED

pytestmark = pytest.mark.slow

Pair = frozenset[RecordId]


@dataclass(frozen=True)
class Judged:
    """The adults of a force, who they really are, and what linkage said of them."""

    persons: tuple[PersonRecord, ...]
    truth: dict[RecordId, str]
    result: LinkResult

    @property
    def of_one_adult(self) -> set[Pair]:
        """Every pair of records that are one adult in truth."""
        records_of: dict[str, list[RecordId]] = {}
        for record, adult in self.truth.items():
            records_of.setdefault(adult, []).append(record)
        return {frozenset(p) for group in records_of.values() for p in combinations(group, 2)}

    @property
    def linked(self) -> set[Pair]:
        """Every pair of records that were linked."""
        return {frozenset(p) for group in self.result.clusters for p in combinations(group, 2)}

    @property
    def possible(self) -> set[Pair]:
        """Every pair of records whose adults, as linked, may be one."""
        group_of = {record: group for group in self.result.clusters for record in group}
        return {
            frozenset((a, b))
            for match in self.result.possible
            for a in group_of[match.a]
            for b in group_of[match.b]
        }

    @property
    def with_birth_date(self) -> set[RecordId]:
        """Records that give a birth date on some entry."""
        return {person.id for person in self.persons if person.date_of_birth is not None}


@pytest.fixture(scope="module")
def force() -> Judged:
    out = force_at(48_000, 4, seed=20_261_121, workers=2)
    versions: dict[PersonRecord, PersonRecord] = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for entry in read_extract(format_, out / "records" / format_.file):
            assert isinstance(entry, Entry)
            if entry.adult is not None:
                versions.setdefault(replace(entry.adult, recorded=RECORDED), entry.adult)
    table = pq.read_table(out / "truth" / "adults.parquet").to_pylist()
    truth = {RecordId.parse(row["adult_id"]): row["true_adult"] for row in table}
    persons = tuple(versions.values())
    return Judged(persons, truth, link_records(persons, load_weights(Subject.ADULT)))


def test_every_adult_whom_the_truth_knows_has_a_record(force: Judged) -> None:
    linked = [record for group in force.result.clusters for record in group]
    assert len(linked) == len(set(linked))
    assert {person.id for person in force.persons} == set(force.truth) == set(linked)


def test_no_two_adults_are_taken_for_one(force: Judged) -> None:
    wrong = force.linked - force.of_one_adult
    assert len(force.linked) > 60
    assert len(wrong) <= 0.01 * len(force.linked)


def test_adults_whose_birth_dates_are_known_are_found_again(force: Judged) -> None:
    known = {pair for pair in force.of_one_adult if pair <= force.with_birth_date}
    assert len(known) > 60
    assert len(known & force.linked) >= 0.85 * len(known)
    assert len(known & (force.linked | force.possible)) >= 0.95 * len(known)


def test_an_adult_without_a_birth_date_is_possible_and_never_linked_by_name_alone(
    force: Judged,
) -> None:
    without = {pair for pair in force.of_one_adult if not pair <= force.with_birth_date}
    assert len(without) > 15
    assert len(without & force.linked) == 0
    assert len(without & force.possible) >= 0.75 * len(without)
