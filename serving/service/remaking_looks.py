"""What every look reads, made again of the links, possible matches and entries as they are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duties.intervals import Intervals, load_intervals
from linkage.subjects import Subject
from records.events import EventKind
from records.history import History, known_at
from records.persons import ChildId, RecordId
from records.states import missing_episodes, plans, protection_plans
from records.written import WrittenHistory
from serving.answer.inputs import CARRIED_KINDS, look_bytes, possible_text
from serving.service.joining import Joined, children_joined, join_children
from serving.store.doubtful import DoubtfulLink, doubtful_among, read_doubtful
from serving.store.extracts import freshness
from serving.store.histories import Summary, save_histories, save_state
from serving.store.linked import MOST_CHOSEN, LinkedHistories
from serving.store.links import current_links, links_of, records_of
from serving.store.opening import Connection
from serving.tables.who import WHO
from serving.work_store.worklist import bands_advised, keep_work
from serving.worklist.deriving import child_work
from serving.worklist.items import Work

__all__ = ["Remade", "remake_looks", "with_partners"]

_WHO = WHO[Subject.CHILD]


@dataclass(frozen=True, slots=True)
class Remade:
    """How many children's looks were made again, and how many of them changed."""

    made: int
    changed: int


def remake_looks(
    connection: Connection,
    children: Collection[ChildId] | None,
    now: datetime,
    parted: Collection[ChildId] = (),
) -> Remade:
    """Remake the looks at these children, and at all whose looks show anything of them.

    Those are the children to whom their records may belong, and those who are joined with
    them through an adult, a home or a place, or were until now. None means at all.
    ``parted`` are the children among whom records moved. Those of ``children`` that hold no
    record any more lose their looks.
    """
    save_state(connection, freshness=freshness(connection))
    chosen = None
    if children is not None:
        chosen = with_partners(connection, children)
        chosen |= children_joined(connection, children, parted)
        if len(chosen) > MOST_CHOSEN:
            chosen = None
    possible, child_of = _possible(connection, chosen)
    named = {child_of[record] for link in possible for record in (link.a, link.b)}
    if chosen is not None and max(len(chosen), len(named)) > MOST_CHOSEN:
        return remake_looks(connection, None, now)
    histories = LinkedHistories(connection, chosen)
    carriers = histories if chosen is None else LinkedHistories(connection, named)
    carried = (h for h in carriers.with_only(CARRIED_KINDS) if h.child in named)
    matches = _matches(carried, possible, child_of) if named else {}
    bands = bands_advised(connection, chosen)
    joined = join_children(connection, chosen)
    looks = _Looks(histories, matches, joined, bands, load_intervals(), now)
    changed = save_histories(connection, keep_work(connection, looks, chosen, now), of=chosen)
    return Remade(looks.made, changed)


def _possible(
    connection: Connection, children: Collection[ChildId] | None
) -> tuple[list[DoubtfulLink], Mapping[RecordId, ChildId]]:
    """The possible matches of these children, or all, and whose every record of them is."""
    if children is None:
        found = [link for link in read_doubtful(connection, _WHO) if link.is_possible]
        return found, current_links(connection, _WHO) if found else {}
    records = [str(record) for record in records_of(connection, _WHO, children)]
    found = [link for link in doubtful_among(connection, _WHO, records) if link.is_possible]
    named = {str(record) for link in found for record in (link.a, link.b)}
    return found, links_of(connection, _WHO, named)


def with_partners(connection: Connection, children: Collection[ChildId]) -> set[ChildId]:
    """The children, and those of whom a record may be theirs: they carry one another's plans."""
    return {*children, *_possible(connection, children)[1].values()}


@dataclass(frozen=True, slots=True)
class _Match:
    """A possible match as it is kept, and which of its plans are known when."""

    text: str
    history: History


def _matches(
    histories: Iterable[WrittenHistory],
    possible: Sequence[DoubtfulLink],
    child_of: Mapping[RecordId, ChildId],
) -> dict[ChildId, list[_Match]]:
    """What each child's possible matches carry, in order of the other child's id.

    ``histories`` hold another child's plans, notices and protection plans alone: never
    the missing reports.
    """
    written = {history.child: history.connected_to(frozenset()) for history in histories}
    carried: dict[ChildId, dict[ChildId, _Match]] = {}
    for link in possible:  # heaviest first: of several matches with one child it stays
        for mine, theirs in ((link.a, link.b), (link.b, link.a)):
            other = written[child_of[theirs]]
            found = carried.setdefault(child_of[mine], {})
            if other.events and other.child not in found:
                name = [p.full_name for p in other.person_records() if p.id == theirs][-1]
                text = possible_text(other.text(), name, theirs.source, link.same, link.different)
                found[other.child] = _Match(text, other.history())
    return {
        child: [match for _, match in sorted(found.items())] for child, found in carried.items()
    }


@dataclass(slots=True)
class _Looks:
    """What a look at each child reads, made as it is asked for; ``made`` says of how many."""

    histories: Iterable[WrittenHistory]
    matches: Mapping[ChildId, Sequence[_Match]]
    joined: Joined
    bands: Mapping[str, str]
    intervals: Intervals
    now: datetime
    made: int = 0

    def __iter__(self) -> Iterator[tuple[ChildId, Work, tuple[ChildId, bytes, Summary]]]:
        for history in self.histories:
            self.made += 1
            matches = self.matches.get(history.child, ())
            told = self.joined.told(history)
            text = told.connected_to(frozenset()).text()
            adults = self.joined.adults.get(history.child, {})
            blob = look_bytes(text, [match.text for match in matches], adults)
            band = self.bands.get(history.child)
            work = child_work(told, self.intervals, band, self.now)
            yield history.child, work, (history.child, blob, _summary(history, matches, self.now))


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


#: Of most children a system holds an incident or a referral, and nothing that marks them.
_PLAIN = Summary(missing_since=None, plan=None, protection=False)


def _summary(history: WrittenHistory, possible: Sequence[_Match], now: datetime) -> Summary:
    """The marks of a search result: what decides urgency before the record is opened."""
    if not possible and not any(event.kind in _MARKING for event in history.events):
        return _PLAIN
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
