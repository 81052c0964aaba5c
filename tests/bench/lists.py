"""How long the lists of the daily work take over 20,000 children and over a million, on both
databases: they must not grow with the force."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from duties.intervals import load_intervals
from scorecard import load_policy
from serving.service.context import Service
from serving.store.histories import read_examples
from serving.store.opening import Connection, Store, open_store
from serving.store.rescorings import read_looks
from serving.supervising.areas import NO_AREA
from serving.supervising.children_listed import read_page
from serving.supervising.list_duties import duty_counts
from serving.supervising.list_missing_now import missing_counts
from serving.work_store.cases import count_cases, page_of_cases
from serving.work_store.lists import ListPage, Place, count_of, page_of
from serving.worklist.items import ItemKind
from tests.bench.invented import Invented
from tests.lib.postgres import find_binaries, running_postgres
from tests.lib.worklist_rows import NOW, TEAMS, fill_lists

__all__ = ["lists"]

_SMALL, _LARGE = 20_000, 1_000_000
_REPEATS = 41
#: How far down a list the deep page begins, in rows, on either force.
_DEEP = 400
_BLOBS = 50

_SERVICE = cast(Service, SimpleNamespace(policy=load_policy(), intervals=load_intervals()))


def lists(force: Invented) -> dict[str, float]:
    """Milliseconds of a first page, a page deep in and the counts of each list, and how many
    times as long a million children take as 20,000."""
    with open_store(force.store, writer=False) as store:
        blobs = _real_blobs(store)
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="missing-risk-lists-", dir=force.folder) as folder:
        for engine, opened in _engines(Path(folder)):
            taken = {}
            for children in (_SMALL, _LARGE):
                with opened(children) as store:
                    fill_lists(store, children, blobs)
                    taken[children] = _times(store)
            for name, milliseconds in taken[_LARGE].items():
                figures[f"lists.{engine}_{name}_ms"] = milliseconds
                figures[f"lists.{engine}_{name}_ratio"] = milliseconds / taken[_SMALL][name]
    return figures


def _real_blobs(store: Store) -> list[bytes]:
    """Histories of the invented force: the long ones that are on lists, and others."""
    with store.reading() as connection:
        busy = list(read_examples(connection).values())
        return busy + [blob for _, blob in read_looks(connection, "", _BLOBS)]


def _engines(folder: Path) -> Iterator[tuple[str, Callable[[int], Any]]]:
    @contextmanager
    def sqlite(children: int) -> Iterator[Store]:
        with open_store(f"sqlite:///{folder / f'lists-{children}.db'}", writer=True) as store:
            yield store

    yield "sqlite", sqlite
    binaries = find_binaries()
    if binaries is None:
        return

    @contextmanager
    def postgres(_: int) -> Iterator[Store]:
        with running_postgres(binaries) as server, open_store(server.url, writer=True) as store:
            yield store

    yield "postgresql", postgres


def _times(store: Store) -> dict[str, float]:
    return {name: _time(store, read) for name, read in _READS.items()}


def _time(store: Store, read: Callable[[Connection], Callable[[], object]]) -> float:
    """The median in milliseconds, once the pages of the database have been read."""
    taken = []
    with store.reading() as connection:
        again = read(connection)
        for _ in range(_REPEATS):
            begun = time.perf_counter()
            again()
            taken.append((time.perf_counter() - begun) * 1_000)
    return statistics.median(taken[_REPEATS // 4 :])


def _shown(connection: Connection, page: ListPage) -> None:
    """With the histories of its children read, as a list shows them."""
    read_page(connection, _SERVICE, None, page.rows, NOW)


def _pages(
    kind: ItemKind, *, deep: bool = False, **asked: Any
) -> Callable[[Connection], Callable[[], object]]:
    def reading(connection: Connection) -> Callable[[], object]:
        after: Place | None = None
        if deep:
            after = page_of(connection, kind, now=NOW, most=_DEEP, **asked).after
        return lambda: _shown(connection, page_of(connection, kind, now=NOW, after=after, **asked))

    return reading


def _flagged(after: tuple[int, str] | None) -> Callable[[Connection], Callable[[], object]]:
    def reading(connection: Connection) -> Callable[[], object]:
        def read() -> None:
            found = page_of_cases(connection, 2, team=TEAMS[0], after=after)
            read_page(connection, _SERVICE, None, found.rows, NOW)

        return read

    return reading


def _counts(read: Callable[[Connection], object]) -> Callable[[Connection], Callable[[], object]]:
    return lambda connection: lambda: read(connection)


_OVERDUE: dict[str, Any] = {"at_before": NOW, "team": TEAMS[0]}
_OLD = NOW - timedelta(days=10)
_READS: Mapping[str, Callable[[Connection], Callable[[], object]]] = {
    "missing_first": _pages(ItemKind.MISSING),
    "missing_counts": _counts(lambda c: missing_counts(c, _SERVICE, NO_AREA, NOW)),
    "overdue_first": _pages(ItemKind.DUTY, **_OVERDUE),
    "overdue_deep": _pages(ItemKind.DUTY, deep=True, at_before=NOW),
    "duty_counts": _counts(lambda c: duty_counts(c, _SERVICE, NO_AREA, NOW)),
    "flagged_first": _flagged(None),
    "flagged_deep": _flagged((50, "C-0000010000")),
    "flagged_count": _counts(lambda c: count_cases(c, 2, team=TEAMS[0], most=25)),
    "referrals_first": _pages(ItemKind.REFERRAL, owner=""),
    "referrals_old_count": _counts(
        lambda c: count_of(c, ItemKind.REFERRAL, now=NOW, at_before=_OLD, most=200)
    ),
}
