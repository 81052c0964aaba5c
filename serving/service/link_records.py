"""Link person records into children and adults, and remake what every look reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING

from linkage.blocking import fingerprint
from linkage.subjects import Subject
from linkage.weights import Weights
from records.persons import ChildId
from serving.service.acts import Actor, enter
from serving.service.joining import children_naming
from serving.service.made_by import made_by
from serving.service.remaking_looks import Remade, remake_looks
from serving.service.settling import Change, save_settled
from serving.service.weighing import Weighed, weigh_all, weigh_new
from serving.store.doubtful import doubtful_among, read_doubtful
from serving.store.errors import StoreUnavailableError
from serving.store.linked_adults import adult_records_touched_since
from serving.store.linkings import add_linking, last_linking, lock_linking, newest_linking
from serving.store.links import current_links, links_of
from serving.store.opening import Connection, Store
from serving.store.persons import last_extract, records_since, touched_since
from serving.store.rescorings import look_state
from serving.store.searching import save_searchable
from serving.store.weighed import count_weighed, save_keys, save_pairs
from serving.tables.who import WHO, WhoTables
from serving.work_store.worklist import is_made

if TYPE_CHECKING:  # DuckDB and Splink take seconds to import and are not on a serving host.
    from linkage.engines import Engine

__all__ = ["Linked", "Tell", "link_store"]

#: Leaves what people must know: given the connection, an extract and the moment.
Tell = Callable[[Connection, int, datetime], None]
#: From this share of all records on, linking all anew is no slower than going on.
_MANY = 0.2
_FEW = 1_000
#: How often linking starts again because somebody decided something in the meantime.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class Linked:
    """What one linking did.

    Attributes:
        records, adult_records: person records that were settled: all, or those concerned.
        children, adults: how many people those are.
        possible: pairs among them that are kept apart and shown as possible.
        doubtful: pairs among them for people to settle, the possible ones included.
    """

    records: int
    children: int
    adult_records: int
    adults: int
    possible: int
    doubtful: int
    links_changed: int
    histories_changed: int


def link_store(
    store: Store,
    weights: Mapping[Subject, Weights],
    now: datetime,
    by: Actor,
    *,
    whole: bool = False,
    engine: Engine | None = None,
    say: Callable[[str], None] = lambda _: None,
    tell: Tell = lambda *_: None,
) -> Linked:
    """Link every record taken in since the last linking, of adults and of children.

    New and changed records are weighed against those that they share a key with, and
    only what they touch is settled anew: the result is what linking everything at once
    gives, and ids stay. ``whole`` links everything, as does the first linking, one with
    other weights or another release than the last, or with many new records.

    Of one subject, links, doubtful links, search, looks and the access log's entry that
    ``by`` linked them change together or not at all. ``engine`` weighs the pairs, DuckDB
    if not given; it makes no difference to who is who. ``say`` hears the name of each step
    as it begins. ``tell`` is called in the transaction of each subject, before its entry,
    with the last extract that the linking before it saw: it leaves what people must know,
    and is undone with the linking.

    Raises:
        EngineError: the engine is not installed or can't be started.
        StoreUnavailableError: others kept deciding links while these were worked out.
    """
    adults, children = (
        _Run(store, WHO[subject], weights[subject], now, by, engine, say, tell).link(whole=whole)
        for subject in (Subject.ADULT, Subject.CHILD)
    )
    return Linked(
        records=children.records,
        children=len(children.weighed.found.clusters),
        adult_records=adults.records,
        adults=len(adults.weighed.found.clusters),
        possible=sum(link.is_possible for link in children.weighed.found.doubtful),
        doubtful=len(children.weighed.found.doubtful) + len(adults.weighed.found.doubtful),
        links_changed=len(children.change.moved.links) + len(adults.change.moved.links),
        histories_changed=adults.remade.changed + children.remade.changed,
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a linking starts from, as it stood when it was read.

    Attributes:
        newest: the last run then, of any subject.
        before: the last extract that the linking before saw; 0 if there was none.
        through: the last extract then.
        new: records to weigh; None for all.
        touched: records with new entries about them; of children, asked only if not all
            are weighed.
    """

    newest: int
    before: int
    through: int
    new: frozenset[str] | None
    touched: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Done:
    weighed: Weighed
    change: Change
    remade: Remade

    @property
    def records(self) -> int:
        return sum(len(cluster) for cluster in self.weighed.found.clusters)


class _Run:
    """One linking of one subject."""

    def __init__(
        self,
        store: Store,
        who: WhoTables,
        weights: Weights,
        now: datetime,
        by: Actor,
        engine: Engine | None,
        say: Callable[[str], None],
        tell: Tell,
    ) -> None:
        self._store, self._who, self._weights, self._now = store, who, weights, now
        self._by, self._engine, self._say, self._tell = by, engine, say, tell
        self._version = made_by(weights)

    def link(self, *, whole: bool) -> _Done:
        """Work out who is who while others may write, then save it all at once."""
        for _ in range(_TRIES):
            with self._store.reading() as connection:
                self._say(f"Linking {self._who.people.name}")
                seen = self._look(connection, whole=whole)
                given = connection, self._who, self._weights, self._engine
                weighed = weigh_all(*given) if seen.new is None else weigh_new(*given, seen.new)
            with self._store.writing() as connection:
                lock_linking(connection)
                if newest_linking(connection) == seen.newest:
                    return self._save(connection, seen, weighed)
        raise StoreUnavailableError("links were decided while records were linked; try again")

    def _look(self, connection: Connection, *, whole: bool) -> _Seen:
        last = last_linking(connection, self._who.subject)
        since = last.through_extract if last else 0
        new, touched = None, set[str]()
        if self._who.subject is Subject.ADULT:
            touched = adult_records_touched_since(connection, since)
        if not whole and last is not None and last.version == self._version:
            arrived = records_since(connection, self._who, since)
            if len(arrived) < max(_FEW, _MANY * count_weighed(connection, self._who)):
                new = frozenset(arrived)
                if self._who.subject is Subject.CHILD:
                    touched = touched_since(connection, since)
        newest, through = newest_linking(connection), last_extract(connection)
        return _Seen(newest, since, through, new, frozenset(touched))

    def _save(self, connection: Connection, seen: _Seen, weighed: Weighed) -> _Done:
        self._say(f"Writing {self._who.people.name}")
        who, scope = self._who, weighed.scope
        if scope is None:
            links, doubtful = current_links(connection, who), read_doubtful(connection, who)
        else:
            links = links_of(connection, who, scope)
            doubtful = doubtful_among(connection, who, scope)
        of = None if scope is None else [str(record.id) for record in weighed.records]
        pairs = ((a, b, weight) for (a, b), weight in weighed.pairs.items())
        save_pairs(connection, who, pairs, of=of)
        keys = (
            (str(record.id), fingerprint(record), of.kept)
            for record, of in zip(weighed.records, weighed.keys, strict=True)
        )
        save_keys(connection, who, keys, replacing_all=scope is None)
        change = save_settled(connection, who, weighed.found, links, doubtful, self._now)
        add_linking(
            connection,
            who.subject,
            kind="whole" if scope is None else "increment",
            at=self._now,
            version=self._version,
            through_extract=seen.through,
            changed=change.values(),
        )
        if who.subject is Subject.CHILD:
            remade = self._show(connection, seen, weighed, change)
        else:
            # Children are linked next: here only what new links between adults change.
            naming = children_naming(connection, change.moved.people, seen.touched)
            remade = remake_looks(connection, naming, self._now)
        self._tell(connection, seen.before, self._now)
        done = _Done(weighed, change, remade)
        self._enter(connection, seen, done)
        return done

    def _enter(self, connection: Connection, seen: _Seen, done: _Done) -> None:
        """Who combined how many records, by which weights, and what came of it."""
        state = look_state(connection)
        enter(
            connection,
            self._by,
            kind="RECORDS_LINKED",
            at=self._now,
            inputs={"linkage": state.linkage, "weights": self._weights.digest},
            facts={
                "subject": self._who.subject.value,
                "scope": "increment" if done.weighed.scope is not None else "whole",
                "through_extract": seen.through,
                "records": done.records,
                "people": len(done.weighed.found.clusters),
                "links_changed": len(done.change.moved.links),
                "doubtful_changed": len(done.change.doubtful),
                "histories_changed": done.remade.changed,
            },
        )

    def _show(
        self, connection: Connection, seen: _Seen, weighed: Weighed, change: Change
    ) -> Remade:
        """Let searches and looks see what was linked."""
        versions = groupby(weighed.persons, key=lambda person: person.id)
        searchable = ((record, list(found)) for record, found in versions)
        save_searchable(connection, searchable, replacing_all=weighed.scope is None)
        self._say("Making histories")
        if weighed.scope is None or not is_made(connection):
            return remake_looks(connection, None, self._now)
        names = {*seen.touched, *(str(record.id) for record in weighed.records), *change.doubted}
        children: set[ChildId] = {*change.moved.people}
        children.update(links_of(connection, self._who, names).values())
        return remake_looks(connection, children, self._now, change.moved.parted)
