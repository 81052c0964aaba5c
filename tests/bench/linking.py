"""How well records are linked, judged by whom each record is really about, and how fast."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

import pyarrow.parquet as pq

from linkage.linking import link_records
from linkage.subjects import Subject
from linkage.weights import load_weights
from serving.store.doubtful import read_doubtful
from serving.store.links import current_links
from serving.store.opening import open_store
from serving.tables.who import WHO
from tests.bench.invented import Invented
from tests.lib.linked_pairs import Judged, Share, groups_of
from tests.lib.many_persons import many_persons

__all__ = ["linking", "linking_many"]

MANY = 500_000
_SEED = 11


def linking(force: Invented) -> dict[str, float]:
    """The figures over every pair of records, over plans, and by sex and ethnicity.

    ``link.precision`` and ``link.recall`` are over pairs of records. ``link.plans_reached``
    is the share of plans that a report of their child finds, linked or possible, and
    ``link.plans_linked`` the share that it finds linked; ``link.plans_wrong_child`` counts
    plans that are linked to a record of somebody else. For each group of children there are
    its recall and its share of children linked to somebody else, both with 95 % intervals.
    """
    judged = _judged(force)
    plans = judged.plans()
    figures = {
        "link.precision": judged.precision,
        "link.recall": judged.recall,
        "link.plans_reached": plans.shown / plans.sought if plans.sought else 1.0,
        "link.plans_linked": plans.linked / plans.sought if plans.sought else 1.0,
        "link.plans_wrong_child": plans.astray,
    }
    for column in ("sex", "ethnicity"):
        group_of = groups_of(force.truth, column)
        figures |= _by_group("recall", judged.recall_by(group_of))
        figures |= _by_group("false_links", judged.false_links_by(group_of))
    return figures | linking_many()


def _judged(force: Invented) -> Judged:
    table = pq.read_table(force.truth / "identity.parquet").to_pydict()
    truth = dict(zip(table["record_id"], table["true_child"], strict=True))
    with open_store(force.store, writer=False) as store, store.reading() as connection:
        links = current_links(connection, WHO[Subject.CHILD])
        doubtful = read_doubtful(connection, WHO[Subject.CHILD])
    child_of = {str(record): str(child) for record, child in links.items()}
    possible = {frozenset((str(row.a), str(row.b))) for row in doubtful if row.is_possible}
    return Judged(truth, child_of, possible)


def _by_group(what: str, shares: dict[str, Share]) -> dict[str, float]:
    return {
        f"link.{what}_{group}{suffix}": value
        for group, share in shares.items()
        for suffix, value in (("", share.value), ("_low", share.low), ("_high", share.high))
    }


def linking_many() -> dict[str, float]:
    """Seconds to link half a million person records, and the most memory that it took.

    In a process of its own, from records in memory to children; they count as memory.
    """
    command = [sys.executable, "-m", "tests.bench.linking"]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    seconds, peak = json.loads(said)
    return {"link.records_500k_seconds": seconds, "link.records_500k_peak_mb": peak}


def _many() -> None:
    persons = [person for _, found in many_persons(MANY, _SEED) for person in found]
    begun = time.perf_counter()
    link_records(persons, load_weights())
    seconds = time.perf_counter() - begun
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps([seconds, peak_mb]))


if __name__ == "__main__":
    _many()
