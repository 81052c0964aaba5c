"""Connections judged by an invented force: who is tied to whom, and before harm (M2, N5)."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pyarrow.parquet as pq

from features.relations.connecting import connect
from records.adults import named_adult
from records.connections import Through
from records.history import History
from records.states import is_exploitation_harm
from tests.lib.cards import true_histories
from tests.lib.forces import force_at
from tests.lib.true_adults import true_adults

FORCE = {"children": 40_000, "years": 3, "seed": 7, "workers": 2}
#: Of children who come to harm 24 % are tied to somebody before, of the others 2.6 %.
OFTENER = 4


@cache
def joined() -> list[History]:
    force = force_at(**FORCE)
    histories, _ = true_histories(force)
    return connect(histories, true_adults(force))


def test_children_are_tied_by_an_adult_who_is_one_in_truth() -> None:
    table = pq.read_table(force_at(**FORCE) / "truth" / "adults.parquet").to_pydict()
    adult_of = dict(zip(table["adult_id"], table["true_adult"], strict=True))
    events = {
        (event.source, event.entry): event for history in joined() for event in history.events
    }
    bonds = [c for history in joined() for c in history.connections if c.through is Through.ADULT]
    assert len(bonds) > 500
    for bond in bonds:
        assert bond.own is not None
        assert f"A-{adult_of[str(named_adult(events[bond.own]))]}" == bond.key
        if bond.child is not None:
            theirs = events[bond.event.source, bond.event.entry]
            assert f"A-{adult_of[str(named_adult(theirs))]}" == bond.key


def test_children_who_come_to_harm_are_far_oftener_tied_to_somebody_before() -> None:
    counted: Counter[tuple[bool, bool]] = Counter()
    for history in joined():
        harm = [event.recorded for event in history.events if is_exploitation_harm(event)]
        before = min(harm, default=None)
        is_tied = any(before is None or c.recorded < before for c in history.connections)
        counted[bool(harm), is_tied] += 1
    harmed, others = (
        counted[group, True] / (counted[group, True] + counted[group, False])
        for group in (True, False)
    )
    assert harmed > OFTENER * others > 0


def test_no_child_is_told_of_its_own_harm_by_way_of_another() -> None:
    """No connection rests on a record that the child's own entries belong to."""
    for history in joined():
        own = {(event.source, event.reference) for event in history.events}
        lasting = [c for c in history.connections if c.gone is None and c.child is not None]
        assert not any((c.event.source, c.event.reference) in own for c in lasting)
        assert history.child not in {c.child for c in history.connections}
