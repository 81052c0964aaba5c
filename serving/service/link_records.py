"""Link person records into children, and remake what every look reads from the links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from linkage.children import assign_children, mint_from
from linkage.linking import link_records
from linkage.results import Decision, LinkResult
from linkage.weights import Weights
from records.history import History, known_at
from records.persons import ChildId, PersonRecord, RecordId
from records.serial import canonical
from records.sources import SourceSystem
from records.states import missing_episodes, plans, protection_plans
from serving.answer.inputs import CARRIED_KINDS, LookInputs, Possible
from serving.search import person_keys
from serving.store.children import (
    PossibleRow,
    current_links,
    read_decisions,
    read_trail,
    save_links,
    save_possible,
)
from serving.store.extracts import freshness
from serving.store.histories import (
    Summary,
    read_histories,
    read_persons,
    save_histories,
    save_state,
)
from serving.store.opening import Store
from serving.store.schema import store_secret
from serving.store.searching import save_search_keys

__all__ = ["Linked", "link_children"]


@dataclass(frozen=True, slots=True)
class Linked:
    """What one linking did."""

    records: int
    children: int
    possible: int
    refused: int
    links_changed: int
    histories_changed: int


def link_children(
    store: Store, weights: Weights, now: datetime, say: Callable[[str], None] = lambda _: None
) -> Linked:
    """Link every person record, keep the ids of children that stay, and remake histories.

    Links, possible matches, search keys and histories change together or not at all.
    ``say`` hears the name of each step as it begins.
    """
    with store.reading() as connection:
        persons = read_persons(connection)
        previous = current_links(connection)
        decisions = [Decision(row.kind, row.a, row.b) for row in read_decisions(connection)]
        secret = store_secret(connection)
        retired = set(read_trail(connection))
    say("Linking records")
    result = link_records(persons, weights, decisions)
    assignment = assign_children(result.clusters, previous, mint_from(secret), retired)
    possible = _possible_rows(result, assignment.child_of)
    say("Writing links")
    with store.writing() as connection:
        changed = save_links(connection, assignment.child_of, assignment.trail, now)
        save_possible(connection, possible, now)
        save_search_keys(connection, _search_keys(persons))
        say("Making histories")
        histories = {history.child: history for history in read_histories(connection)}
        remade = save_histories(connection, _looks(histories, possible, assignment.child_of, now))
        digest = _linkage_digest(assignment.child_of, possible)
        save_state(connection, freshness=freshness(connection), linkage=digest)
    return Linked(
        records=len(assignment.child_of),
        children=len(histories),
        possible=len(possible),
        refused=len(result.refused),
        links_changed=changed,
        histories_changed=remade,
    )


def _possible_rows(
    result: LinkResult, child_of: Mapping[RecordId, ChildId]
) -> tuple[PossibleRow, ...]:
    rows = []
    for match in result.possible:
        if child_of[match.a] == child_of[match.b]:
            continue
        a, b = sorted((match.a, match.b), key=str)
        rows.append(PossibleRow(a, b, match.weight, match.evidence.same, match.evidence.different))
    return tuple(rows)


def _search_keys(persons: tuple[PersonRecord, ...]) -> Iterator[tuple[str, RecordId]]:
    for person in persons:
        for key in person_keys(person):
            yield key, person.id


def _looks(
    histories: Mapping[ChildId, History],
    possible: tuple[PossibleRow, ...],
    child_of: Mapping[RecordId, ChildId],
    now: datetime,
) -> Iterator[tuple[ChildId, bytes, Summary]]:
    carried: dict[ChildId, dict[ChildId, Possible]] = {}
    for row in possible:  # heaviest first: of several matches with one child it stays
        for mine, theirs in ((row.a, row.b), (row.b, row.a)):
            other = _carried(histories[child_of[theirs]])
            if any(event.kind in CARRIED_KINDS for event in other.events):
                found = Possible(other, *_named(other, theirs), row.same, row.different)
                carried.setdefault(child_of[mine], {}).setdefault(other.child, found)
    for child, history in histories.items():
        matches = tuple(m for _, m in sorted(carried.get(child, {}).items()))
        look = LookInputs(replace(history, connected=frozenset()), matches)
        yield child, look.to_bytes(), _summary(history, matches, now)


def _carried(history: History) -> History:
    """Another child's plans, notices and protection plans alone: never the missing reports."""
    events = tuple(event for event in history.events if event.kind in CARRIED_KINDS)
    return replace(history, events=events, connected=frozenset())


def _named(history: History, record: RecordId) -> tuple[str, SourceSystem]:
    names = [person.full_name for person in history.persons if person.id == record]
    return names[-1], record.source


def _summary(history: History, possible: tuple[Possible, ...], now: datetime) -> Summary:
    """The marks of a search result: what decides urgency before the record is opened."""
    known = known_at(history, now)
    episodes = missing_episodes(known)
    linked = any(plan.state != "ended" for plan in plans(known))
    may_be = any(
        plan.state != "ended" for match in possible for plan in plans(known_at(match.history, now))
    )
    return Summary(
        missing_since=episodes[-1].since if episodes and episodes[-1].is_open else None,
        plan="linked" if linked else "possible" if may_be else None,
        protection=any(plan.is_in_force for plan in protection_plans(known)),
    )


def _linkage_digest(child_of: Mapping[RecordId, ChildId], possible: tuple[PossibleRow, ...]) -> str:
    state = {
        "links": sorted([str(record), child] for record, child in child_of.items()),
        "possible": [[str(row.a), str(row.b), row.weight] for row in possible],
    }
    return "sha256:" + hashlib.sha256(canonical(state)).hexdigest()
