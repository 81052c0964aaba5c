"""How well records are linked, judged by whom each record is really about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow.parquet as pq

from records.sources import SourceSystem
from serving.store.children import current_links, read_possible
from serving.store.opening import open_store
from tests.bench.invented import Invented

__all__ = ["linking"]


def linking(force: Invented) -> dict[str, float]:
    """The figures over every pair of records, and over plans.

    ``link.precision`` and ``link.recall`` are over pairs of records. A plan is *reached* if
    some record of its child in the missing-persons database is the same child by a link, or
    has a possible match with the plan's record; plans of children without a missing record
    are not counted. ``link.plans_wrong_child`` counts plans that are linked to a record of
    somebody else.
    """
    truth = _truth(force.truth / "identity.parquet")
    with open_store(force.store, writer=False) as store, store.reading() as connection:
        child_of = {str(record): str(child) for record, child in current_links(connection).items()}
        possible = {frozenset((str(row.a), str(row.b))) for row in read_possible(connection)}
    both = _pairs((truth[record], child) for record, child in child_of.items())
    linked = _pairs(child_of.values())
    really = _pairs(truth.values())
    return {
        "link.precision": both / linked if linked else 1.0,
        "link.recall": both / really if really else 1.0,
        **_plans(truth, child_of, possible),
    }


def _truth(path: Path) -> dict[str, str]:
    table = pq.read_table(path).to_pydict()
    return dict(zip(table["record_id"], table["true_child"], strict=True))


def _pairs(groups: Iterable[object]) -> int:
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())


def _plans(
    truth: Mapping[str, str], child_of: Mapping[str, str], possible: set[frozenset[str]]
) -> dict[str, float]:
    plan_system = SourceSystem.CSE_PLANS.value + ":"
    missing_system = SourceSystem.MISSING_PERSONS.value + ":"
    missing: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[str]] = defaultdict(list)
    for record, person in truth.items():
        if record in child_of:
            members[child_of[record]].append(record)
            if record.startswith(missing_system):
                missing[person].append(record)
    plans = [record for record in child_of if record.startswith(plan_system)]
    sought = [plan for plan in plans if missing[truth[plan]]]
    reached = sum(
        any(
            child_of[record] == child_of[plan] or frozenset((record, plan)) in possible
            for record in missing[truth[plan]]
        )
        for plan in sought
    )
    wrong = sum(
        any(truth[other] != truth[plan] for other in members[child_of[plan]]) for plan in plans
    )
    return {
        "link.plans_reached": reached / len(sought) if sought else 1.0,
        "link.plans_wrong_child": wrong,
    }
