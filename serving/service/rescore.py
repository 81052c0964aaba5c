"""Work out band, points and reasons of every child at one moment, and what changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from features.catalogue import CATALOGUE
from records.calendar import instant_to_text
from serving.service.acts import Actor, enter
from serving.service.preparing_looks import NotYetError
from serving.service.rederiving import rederive_missing
from serving.service.rescoring_pieces import (
    Rules,
    Seen,
    added_to,
    inputs_digest,
    see,
    versions,
    work_out,
)
from serving.store.errors import StoreUnavailableError
from serving.store.linkings import lock_linking
from serving.store.opening import Connection, Store
from serving.store.rescored import clear_rescored
from serving.store.rescorings import (
    Run,
    current_run,
    drop_run,
    finish_run,
    going_run,
    look_state,
    runs_to_clear,
    save_piece,
    start_run,
)
from serving.work_store.advised import publish_bands

__all__ = ["PIECE", "CantRescoreError", "Rescored", "Rules", "rescore_store"]

#: So many children are read, worked out and kept at a time: it bounds memory.
PIECE = 2_000
#: Asked for no moment, a run that was stopped goes on at its own, if that is no older.
_GOES_ON = timedelta(hours=12)
#: How often a run starts anew because its inputs changed on the way.
_TRIES = 5


class CantRescoreError(Exception):
    """This store can't be rescored at this moment. The message says what to do instead."""


class _InputsChangedError(Exception):
    """Links, extracts or histories changed since the run began."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """What a rescoring did.

    Attributes:
        run: the run whose children hold now.
        is_new: False if this moment with these inputs had been scored already.
    """

    run: Run
    is_new: bool


def rescore_store(
    store: Store,
    rules: Rules,
    now: datetime,
    as_of: datetime | None = None,
    *,
    by: Actor,
    say: Callable[[str], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
    piece: int = PIECE,
) -> Rescored:
    """Score every child as known at ``as_of``, ``now`` if not given, and keep it.

    Each child's band, points, reasons and floors are those that an answer would give.
    Readers see the children of the run before until all of this one are kept, then
    these. A run that was stopped goes on where it was if moment and inputs are the
    same, and ends in the same bytes; asked for no moment, it goes on at its own. One
    whose inputs changed meanwhile starts anew. The same moment with the same inputs
    again changes nothing.

    It combines every child's records, so the access log has who asked for it: an entry as
    the run begins and one as it ends, finished or dropped, each in the transaction that
    says so. No child is named there.

    ``say`` hears what a person may want to know, ``advance`` how many children are done;
    ``piece`` of them are read, worked out and kept at a time.

    Raises:
        NotYetError: ``as_of`` is in the future.
        CantRescoreError: nothing is linked yet, the scores kept are of a later moment, or
            they have points and there is no scorecard now: a fault would empty the lists.
        StoreInUseError: another process rescores this store.
        StoreUnavailableError: inputs kept changing.
    """
    if as_of is not None and as_of > now:
        raise NotYetError
    rescorer = _Rescorer(store, rules, now, by, say, advance, piece)
    for _ in range(_TRIES):
        try:
            return rescorer.rescore(as_of)
        except _InputsChangedError:
            say("Links or extracts changed while children were scored.")
    raise StoreUnavailableError("links kept changing while children were scored; try again")


@dataclass(frozen=True, slots=True)
class _Rescorer:
    store: Store
    rules: Rules
    now: datetime
    by: Actor
    say: Callable[[str], None]
    advance: Callable[[int], None]
    piece: int

    def rescore(self, as_of: datetime | None) -> Rescored:
        with self.store.reading() as connection:
            seen = see(connection)
            current, going = current_run(connection), going_run(connection)
        if not seen.state.linkage:
            raise CantRescoreError("no records are linked yet: run missing-risk link first")
        moment = as_of or self._moment(seen, going)
        inputs = inputs_digest(self.rules, seen, moment)
        if current is not None and current.inputs == inputs:
            return Rescored(current, is_new=False)
        if current is not None and moment < current.as_of:
            raise CantRescoreError(
                f"the scores kept are of a later moment, {instant_to_text(current.as_of)}; "
                "ask for that one or a later one"
            )
        if self.rules.champion is None and current is not None and current.versions["artefact"]:
            raise CantRescoreError(
                "no scorecard can be loaded, and the scores kept have one: see that the registry "
                "or the folder of MISSING_RISK_CACHE can be read"
            )
        self._clear()
        done = self._go_on(self._begun(going, moment, inputs, seen), seen)
        self._clear()
        return Rescored(done, is_new=True)

    def _moment(self, seen: Seen, going: Run | None) -> datetime:
        """Now, or the moment of a run that was stopped not long ago and can go on."""
        if going is None or not self.now - _GOES_ON <= going.as_of <= self.now:
            return self.now
        is_same = inputs_digest(self.rules, seen, going.as_of) == going.inputs
        return going.as_of if is_same else self.now

    def _begun(self, going: Run | None, as_of: datetime, inputs: str, seen: Seen) -> Run:
        """The run that was stopped, if it is this one; else a new one in its place."""
        if going is not None and going.inputs == inputs:
            self.say(f"Going on after {going.children:,} children.")
            return going
        with self.store.writing() as connection:
            if going is not None:
                self.say("A run was begun with other records or rules, or at another moment; "
                         "starting anew.")  # fmt: skip
                drop_run(connection, going, self.now)
                self._enter(connection, going, "dropped")
            begun = start_run(
                connection,
                as_of=as_of,
                inputs=inputs,
                versions=versions(self.rules, seen),
                features=[feature.name for feature in CATALOGUE],
                asked_by=self.by.officer.name,
                at=self.now,
            )
            self._enter(connection, begun, "begun")
            return begun

    def _go_on(self, run: Run, seen: Seen) -> Run:
        """Piece by piece to the end; the last is kept and the run finished in one."""
        while True:
            with self.store.reading() as connection:
                if look_state(connection) != seen.state:
                    raise _InputsChangedError
                piece = work_out(connection, run, self.rules, seen, self.piece)
            after = added_to(run, piece)
            with self.store.writing() as connection:
                if piece.is_last:
                    lock_linking(connection)
                    if see(connection) != seen:
                        raise _InputsChangedError
                save_piece(connection, run, after, piece.children, piece.changes)
                if piece.is_last:
                    after = finish_run(connection, after, self.now)
                    labels = self.rules.policy.labels
                    publish_bands(connection, after.id, after.as_of, labels, before=after.before)
                    rederive_missing(connection, self.rules.intervals, self.now)
                    self._enter(connection, after, "finished")
            self.advance(after.children)
            if piece.is_last:
                return after
            run = after

    def _enter(self, connection: Connection, run: Run, state: str) -> None:
        """What became of the run, in the transaction in which it does."""
        enter(
            connection,
            self.by,
            kind="CHILDREN_RESCORED",
            at=self.now,
            inputs={"as_of": instant_to_text(run.as_of), "run": run.inputs, **run.versions},
            facts={
                "state": state,
                "number": run.id,
                "children": run.children,
                "compared_with": run.before or 0,
                "scores": run.digest,
            },
        )

    def _clear(self) -> None:
        """Delete the children of runs that hold no longer, some at a time."""
        with self.store.reading() as connection:
            runs = runs_to_clear(connection)
        for run in runs:
            is_more = True
            while is_more:
                with self.store.writing() as connection:
                    is_more = clear_rescored(connection, run, 5 * PIECE)
