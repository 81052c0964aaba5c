"""Linkage judged against forces whose truth is known.

The weights were fitted on another seed than any judged here. Floors have margins: see
the closing figures of the benchmark for what is usually met.
"""

from __future__ import annotations

from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from linkage.linking import link_records
from linkage.results import LinkResult
from linkage.weights import load_weights
from records.formats import FORMATS
from records.persons import ETHNICITIES, PersonRecord
from records.reading import Entry, read_extract
from records.sources import EXTRACTED
from tests.lib.forces import force_at
from tests.lib.linked_pairs import Judged, Share, groups_of
from tests.lib.people import RECORDED, small_force

pytestmark = pytest.mark.slow

#: A group of fewer children, or of fewer pairs, says nothing about fairness.
FEWEST = 500


def _judged(truth: dict[str, str], result: LinkResult) -> Judged:
    clusters = enumerate(result.clusters)
    child_of = {str(record): str(number) for number, group in clusters for record in group}
    possible = {frozenset((str(match.a), str(match.b))) for match in result.possible}
    return Judged(truth, child_of, possible)


@pytest.fixture(scope="module")
def force() -> Judged:
    """48,000 children of one force, in all thirteen systems, with their default errors."""
    out = force_at(48_000, 4, seed=20_261_121, workers=2)
    versions: dict[PersonRecord, PersonRecord] = {}
    for format_ in map(FORMATS.__getitem__, EXTRACTED):
        for entry in read_extract(format_, out / "records" / format_.file):
            assert isinstance(entry, Entry)
            if entry.person is not None:
                versions.setdefault(replace(entry.person, recorded=RECORDED), entry.person)
    table = pq.read_table(out / "truth" / "identity.parquet").to_pydict()
    truth = dict(zip(table["record_id"], table["true_child"], strict=True))
    return _judged(truth, link_records(tuple(versions.values()), load_weights()))


def _of(column: str) -> dict[str, str]:
    return groups_of(force_at(48_000, 4, seed=20_261_121, workers=2) / "truth", column)


def test_hardly_any_link_is_wrong_and_few_are_missing(force: Judged) -> None:
    assert len(force.truth) > 15_000
    assert set(force.child_of) == set(force.truth)
    assert force.precision >= 0.998
    assert force.recall >= 0.96


def test_what_is_not_linked_is_mostly_possible(force: Judged) -> None:
    true_matches = sum(
        len({force.truth[record] for record in pair}) == 1 for pair in force.possible
    )
    assert true_matches >= 0.5 * len(force.possible)
    # People can look at them: about one for every thirty records.
    assert 0 < len(force.possible) <= 0.04 * len(force.child_of)


def test_plans_reach_their_child_and_no_other(force: Judged) -> None:
    plans = force.plans()
    assert plans.sought >= 80
    assert plans.astray == 0
    assert plans.shown >= 0.99 * plans.sought
    assert plans.linked >= 0.95 * plans.sought


@pytest.mark.parametrize("column", ["sex", "ethnicity"])
def test_children_are_found_again_whoever_they_are(force: Judged, column: str) -> None:
    shares = _large(force.recall_by(_of(column)), FEWEST)
    for group, share in shares.items():
        assert share.low <= share.value <= share.high, group
        assert share.high >= 0.96, group
        assert share.value >= 0.94, group
    found = [share.value for share in shares.values()]
    assert max(found) - min(found) <= 0.03


@pytest.mark.parametrize("column", ["sex", "ethnicity"])
def test_nobody_is_taken_for_somebody_else_more_often_than_others(
    force: Judged, column: str
) -> None:
    for group, share in _large(force.false_links_by(_of(column)), FEWEST).items():
        assert share.value <= 0.004, group
        assert share.low <= 0.002, group


def _large(shares: dict[str, Share], least: int) -> dict[str, Share]:
    large = {group: share for group, share in shares.items() if share.of >= least}
    assert len(large) >= 2
    assert set(large) <= {*ETHNICITIES, "female", "male"}
    return large


def test_a_harder_force_with_twins_siblings_and_homes() -> None:
    made = small_force(2_500, seed=12)
    truth = {str(record): str(child) for record, child in made.truth.items()}
    judged = _judged(truth, link_records(made.persons, load_weights()))
    plans = judged.plans()
    assert judged.precision >= 0.998
    assert judged.recall >= 0.87
    assert plans.astray <= plans.sought * 0.003
    assert plans.shown >= plans.sought * 0.95
    assert plans.linked >= plans.sought * 0.87
