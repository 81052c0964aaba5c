"""Work out every indicator for every child, and publish the months that have settled (M13).

A month is told once, when it has been over for long enough that nearly everything about it is
written down, and then stays as it was told. Told again with one case more it would tell of that
one. So figures of a month say as known when they were published; the cases behind them are kept
as they were then, and each figure leads to the very cases that it counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from duties.intervals import Intervals
from records.calendar import instant_to_text
from serving.answer.inputs import look_history
from serving.figures.cases import Indicator
from serving.figures.catalogue import INDICATORS
from serving.figures.counting import ChildCases, Tally, Wanted, find_cases
from serving.figures.months import last_settled, shifted
from serving.figures.publishing import Publishable, keep_month, publishable
from serving.service.acts import Actor, enter
from serving.service.preparing_looks import NotYetError
from serving.service.small_numbers import FEW
from serving.store.errors import StoreUnavailableError
from serving.store.linkings import lock_linking
from serving.store.opening import Connection, Store
from serving.store.rescorings import look_state, looks_digest, read_looks
from serving.work_store.indicators import (
    CaseRow,
    add_cases,
    begin_run,
    count_cases,
    end_run,
    last_months,
)
from serving.work_store.worklist import bands_advised

__all__ = ["MOST_MONTHS", "Published", "publish_months"]

#: So far back the first run looks.
MOST_MONTHS = 36
_PIECE = 1_000
_TRIES = 5


class _ChangedError(Exception):
    """Links, extracts or histories changed since the run began."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a run did.

    Attributes:
        months: how many months of indicators were told; 0 if none had settled since.
        cases: how many cases are behind them.
        children: how many children were read.
        last: indicator -> the last month that is told of it now.
    """

    months: int
    cases: int
    children: int
    last: Mapping[str, str]


def publish_months(
    store: Store,
    intervals: Intervals,
    now: datetime,
    as_of: datetime | None = None,
    *,
    by: Actor,
    indicators: Mapping[str, Indicator] = INDICATORS,
    few: int = FEW,
    say: Callable[[str], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
    piece: int = _PIECE,
) -> Published:
    """Publish every month that has settled at ``as_of``, ``now`` if not given, and isn't told.

    Whole or not at all: readers see nothing of a run until its last statement. Run again at the
    same moment it does nothing. If links or records change meanwhile it starts anew. The access
    log has who asked for it and how much was counted; no child is named there.

    Raises:
        NotYetError: ``as_of`` is in the future.
        StoreUnavailableError: records kept changing.
    """
    if as_of is not None and as_of > now:
        raise NotYetError
    run = _Run(store, intervals, now, as_of or now, by, indicators, few, advance, piece)
    for _ in range(_TRIES):
        try:
            return run.publish()
        except _ChangedError:
            say("Links or records changed while cases were counted.")
    raise StoreUnavailableError("records kept changing while cases were counted; try again")


@dataclass(frozen=True, slots=True)
class _Run:
    store: Store
    intervals: Intervals
    now: datetime
    as_of: datetime
    by: Actor
    indicators: Mapping[str, Indicator]
    few: int
    advance: Callable[[int], None]
    piece: int

    def publish(self) -> Published:
        with self.store.reading() as connection:
            last = last_months(connection)
            seen = _seen(connection)
            bands = bands_advised(connection, None)
        wanted = self._wanted(last)
        if not wanted:
            return Published(0, 0, 0, last)
        with self.store.writing() as connection:
            run = begin_run(connection, self.as_of, self.now, self.by.officer.name)
        tallies = {name: Tally() for name in wanted}
        children, cases = self._count(run, wanted, tallies, bands)
        ready = [
            month
            for name, tally in tallies.items()
            for month in publishable(
                self.indicators[name], tally, wanted[name], self.few, is_first=name not in last
            )
        ]
        with self.store.writing() as connection:
            lock_linking(connection)
            if _seen(connection) != seen or last_months(connection) != last:
                raise _ChangedError
            if count_cases(connection, run) != cases:
                raise _ChangedError  # Another run began meanwhile and took this one's place.
            return self._keep(connection, run, ready, children, cases)

    def _wanted(self, last: Mapping[str, str]) -> Wanted:
        wanted = {}
        for name, indicator in self.indicators.items():
            until = last_settled(self.as_of, indicator.settles_days)
            since = shifted(last[name], 1) if name in last else shifted(until, 1 - MOST_MONTHS)
            if since <= until:
                wanted[name] = (since, until)
        return wanted

    def _count(
        self, run: int, wanted: Wanted, tallies: Mapping[str, Tally], bands: Mapping[str, str]
    ) -> tuple[int, int]:
        """Count every child's cases and keep them, some children at a time."""
        marks = _marks(self.indicators, wanted)
        through, children, kept = "", 0, 0
        while True:
            with self.store.reading() as connection:
                systems = frozenset(look_state(connection).freshness)
                looks = read_looks(connection, through, self.piece)
            rows = []
            for child, blob in looks:
                if not any(mark in blob for mark in marks):
                    continue  # Nothing to count; to read it would take a hundred times longer.
                history = look_history(blob, systems)
                found = find_cases(
                    history,
                    self.indicators.values(),
                    wanted,
                    self.intervals,
                    bands.get(str(child)),
                    self.as_of,
                )
                for name, case in found.cases:
                    tallies[name].add(found.place, case)
                rows += _rows(str(child), found)
            with self.store.writing() as connection:
                add_cases(connection, run, rows)
            children, kept = children + len(looks), kept + len(rows)
            self.advance(children)
            if len(looks) < self.piece:
                return children, kept
            through = str(looks[-1][0])

    def _keep(
        self,
        connection: Connection,
        run: int,
        ready: list[Publishable],
        children: int,
        cases: int,
    ) -> Published:
        for month in ready:
            keep_month(connection, run, month, self.few)
        end_run(connection, run, self.now, children, cases)
        last = last_months(connection)
        enter(
            connection,
            self.by,
            kind="INDICATORS_MADE",
            at=self.now,
            inputs={"as_of": instant_to_text(self.as_of), "intervals": self.intervals.version},
            facts={"run": run, "months": len(ready), "children": children, "cases": cases},
        )
        return Published(len(ready), cases, children, last)


def _seen(connection: Connection) -> tuple[object, str]:
    return look_state(connection), looks_digest(connection)


def _marks(indicators: Mapping[str, Indicator], wanted: Wanted) -> list[bytes]:
    """What the text of a history holds that has a case."""
    kinds = {kind.value for name in wanted for kind in indicators[name].asked_by}
    return [f'"kind":"{kind}"'.encode() for kind in sorted(kinds)]


def _rows(child: str, found: ChildCases) -> list[CaseRow]:
    authority, team = found.place
    return [
        CaseRow(
            indicator=name,
            month=case.month,
            child=child,
            reference=case.reference,
            about=case.about,
            source=case.source.value,
            entry=case.entry,
            part=case.part.value,
            kind=case.kind,
            hours=case.hours,
            authority=authority,
            team=team,
        )
        for name, case in found.cases
    ]
