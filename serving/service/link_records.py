"""Link person records into children, and remake what every look reads from the links."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from linkage.children import assign_children, mint_from
from linkage.linking import link_records
from linkage.results import Decision, LinkResult
from linkage.weights import Weights
from records.events import EventKind
from records.history import History, known_at
from records.persons import ChildId, PersonRecord, RecordId
from records.serial import canonical
from records.states import missing_episodes, plans, protection_plans
from records.written import WrittenHistory
from serving.answer.inputs import CARRIED_KINDS, look_bytes, possible_text
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
    save_histories,
    save_state,
)
from serving.store.linked import LinkedHistories, read_persons
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
        histories = LinkedHistories(connection)
        matches = _matches(histories, possible, assignment.child_of)
        looks = _Looks(histories, matches, now)
        remade = save_histories(connection, looks)
        digest = _linkage_digest(assignment.child_of, possible)
        save_state(connection, freshness=freshness(connection), linkage=digest)
    return Linked(
        records=len(assignment.child_of),
        children=looks.made,
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
    for record, versions in groupby(persons, key=lambda person: person.id):
        for key in frozenset().union(*map(person_keys, versions)):
            yield key, record


@dataclass(frozen=True, slots=True)
class _Match:
    """A possible match as it is kept, and which of its plans are known when."""

    text: str
    history: History


def _matches(
    histories: LinkedHistories,
    possible: tuple[PossibleRow, ...],
    child_of: Mapping[RecordId, ChildId],
) -> dict[ChildId, list[_Match]]:
    """What each child's possible matches carry, in order of the other child's id."""
    if not possible:
        return {}
    named = {child_of[record] for row in possible for record in (row.a, row.b)}
    # Another child's plans, notices and protection plans alone: never the missing reports.
    written = {
        history.child: history.connected_to(frozenset())
        for history in histories.with_only(CARRIED_KINDS)
        if history.child in named
    }
    carried: dict[ChildId, dict[ChildId, _Match]] = {}
    for row in possible:  # heaviest first: of several matches with one child it stays
        for mine, theirs in ((row.a, row.b), (row.b, row.a)):
            other = written[child_of[theirs]]
            found = carried.setdefault(child_of[mine], {})
            if other.events and other.child not in found:
                name = [p.full_name for p in other.person_records() if p.id == theirs][-1]
                text = possible_text(other.text(), name, theirs.source, row.same, row.different)
                found[other.child] = _Match(text, other.history())
    return {
        child: [match for _, match in sorted(found.items())] for child, found in carried.items()
    }


@dataclass(slots=True)
class _Looks:
    """What a look at each child reads, made as it is asked for; ``made`` says of how many."""

    histories: Iterable[WrittenHistory]
    matches: Mapping[ChildId, Sequence[_Match]]
    now: datetime
    made: int = 0

    def __iter__(self) -> Iterator[tuple[ChildId, bytes, Summary]]:
        for history in self.histories:
            self.made += 1
            matches = self.matches.get(history.child, ())
            text = history.connected_to(frozenset()).text()
            blob = look_bytes(text, [match.text for match in matches])
            yield history.child, blob, _summary(history, matches, self.now)


#: The kinds that the marks of a search result are worked out from.
_MARKING = frozenset(
    kind.value
    for kind in (
        EventKind.MISSING_REPORTED,
        EventKind.MISSING_FOUND,
        EventKind.PLAN_VERSION,
        EventKind.CHILD_PROTECTION_STARTED,
        EventKind.CHILD_PROTECTION_ENDED,
    )
)


def _summary(history: WrittenHistory, possible: Sequence[_Match], now: datetime) -> Summary:
    """The marks of a search result: what decides urgency before the record is opened."""
    known = known_at(history.of_kinds(_MARKING), now)
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
