"""From stored person records to weighed pairs and who is who: of all, or of what is new."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkage.blocking import Keys, fingerprint, keys_of
from linkage.cleaning import CleanRecord, clean_records
from linkage.weights import Weights
from records.persons import PersonRecord
from serving.service.settling import Settled, settled
from serving.store.decisions import DecisionRow, read_decisions
from serving.store.opening import Connection
from serving.store.persons import read_persons
from serving.store.weighed import fingerprints, meeting, pairs_among, reachable
from serving.tables.who import WhoTables

if TYPE_CHECKING:  # DuckDB and Splink take seconds to import and are not on a serving host.
    from linkage.engines import Engine

__all__ = ["Weighed", "settle_joined", "weigh_all", "weigh_new"]

Pairs = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What linking worked out, ready to be saved.

    Attributes:
        scope: the records that were settled; None for all.
        found: who is who among them.
        records: the records that were weighed, with their ``keys`` and ``persons``, their
            versions.
        pairs: every pair that holds one of ``records`` and weighs enough.
    """

    scope: frozenset[str] | None
    found: Settled
    records: Sequence[CleanRecord] = ()
    keys: Sequence[Keys] = ()
    persons: Sequence[PersonRecord] = ()
    pairs: Pairs = field(default_factory=dict)


def weigh_all(
    connection: Connection, who: WhoTables, weights: Weights, engine: Engine | None
) -> Weighed:
    """Every record against every other that shares a key with it."""
    from linkage.compare import weigh_pairs

    persons = read_persons(connection, who)
    decisions = read_decisions(connection, who)
    records = clean_records(persons)
    keys = [keys_of(record) for record in records]
    least = weights.thresholds.possible
    weighed = weigh_pairs(records, weights, least, engine=engine, keys=keys)
    found = settled(records, weighed, weights, decisions)
    names = [str(record.id) for record in records]
    pairs = {_in_order(names[pair.a], names[pair.b]): pair.weight for pair in weighed}
    return Weighed(None, found, records, keys, persons, pairs)


def weigh_new(
    connection: Connection,
    who: WhoTables,
    weights: Weights,
    engine: Engine | None,
    new: Collection[str],
) -> Weighed:
    """The records ``new`` against all, and everybody whom they touch settled anew.

    A record that says what it said when it was last weighed is left as it was.
    """
    persons = read_persons(connection, who, new)
    said = fingerprints(connection, who, new)
    changed = [
        record
        for record in clean_records(persons)
        if said.get(str(record.id)) != fingerprint(record)
    ]
    names = {str(record.id) for record in changed}
    keys = [keys_of(record) for record in changed]
    pairs = _weigh(connection, who, weights, engine, changed, keys)
    scope, found = settle_joined(connection, who, weights, names, pairs)
    theirs = [person for person in persons if str(person.id) in names]
    return Weighed(scope, found, changed, keys, theirs, pairs)


def settle_joined(
    connection: Connection,
    who: WhoTables,
    weights: Weights,
    start: Collection[str],
    instead: Pairs | None = None,
) -> tuple[frozenset[str], Settled]:
    """Settle every record that weighed pairs and decisions join to ``start``, and which.

    Given ``instead``, these are all pairs of the records of ``start``, whatever the store
    holds of them; the records that those joined are settled too.
    """
    decisions = read_decisions(connection, who)
    scope = frozenset(reachable(connection, who, start, _beside(instead or (), decisions)))
    pairs = pairs_among(connection, who, scope)
    if instead is not None:
        kept = {
            pair: w for pair, w in pairs.items() if pair[0] not in start and pair[1] not in start
        }
        pairs = {**kept, **instead}
    records = clean_records(read_persons(connection, who, scope))
    among = [row for row in decisions if str(row.a) in scope]
    return scope, settled(records, pairs, weights, among)


def _weigh(
    connection: Connection,
    who: WhoTables,
    weights: Weights,
    engine: Engine | None,
    changed: Sequence[CleanRecord],
    keys: Sequence[Keys],
) -> Pairs:
    """Every pair that holds one of these records and weighs enough."""
    if not changed:
        return {}
    from linkage.compare import weigh_pairs

    asked = {key for of in keys for key in of.asked}
    names = {str(record.id) for record in changed}
    met = meeting(connection, who, asked) - names
    others = clean_records(read_persons(connection, who, met))
    records = (*changed, *others)
    weighed = weigh_pairs(
        records,
        weights,
        weights.thresholds.possible,
        new=range(len(changed)),
        engine=engine,
        keys=[*keys, *map(keys_of, others)],
    )
    ids = [str(record.id) for record in records]
    return {_in_order(ids[pair.a], ids[pair.b]): pair.weight for pair in weighed}


def _in_order(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _beside(
    pairs: Collection[tuple[str, str]], decisions: Sequence[DecisionRow]
) -> dict[str, list[str]]:
    """For each record, those that a new pair or a decision joins it to."""
    beside: dict[str, list[str]] = {}
    for a, b in (*pairs, *((str(row.a), str(row.b)) for row in decisions)):
        beside.setdefault(a, []).append(b)
        beside.setdefault(b, []).append(a)
    return beside
