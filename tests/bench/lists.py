"""How long the lists of the daily work take over 20,000 children and over a million, on both
databases: they must not grow with the force."""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from serving.service.context import Service
from serving.store.histories import read_examples
from serving.store.opening import Store, open_store
from serving.store.rescorings import read_looks
from tests.bench.invented import Invented
from tests.lib.lists_asked import OF_A_TEAM, OF_THE_FORCE, ListRead, service_over
from tests.lib.postgres import find_binaries, running_postgres
from tests.lib.worklist_rows import fill_lists

__all__ = ["lists", "time_lists"]

_SMALL, _LARGE = 20_000, 1_000_000
_ROUNDS = 13
_BLOBS = 50


def lists(force: Invented) -> dict[str, float]:
    """Milliseconds of each whole answer over a million children, and how many times those over
    20,000: page, histories of its children, counts; all but the log's write."""
    with (
        open_store(force.store, writer=False) as store,
        store.reading() as connection,
        tempfile.TemporaryDirectory(prefix="missing-risk-lists-", dir=force.folder) as folder,
    ):
        # One history for every child, neither short nor long of those that are on lists: whose
        # page happens to hold the longer ones must not look like growth.
        busy = list(read_examples(connection).values())
        blobs = sorted(busy + [blob for _, blob in read_looks(connection, "", _BLOBS)], key=len)
        return time_lists(Path(folder), blobs[3 * len(blobs) // 4])


def time_lists(
    folder: Path, history: bytes, small: int = _SMALL, large: int = _LARGE
) -> dict[str, float]:
    """The figures of :func:`lists` for children with this history, and the worst of each
    engine: of the lists of the whole force, and of those of one team."""
    figures: dict[str, float] = {}
    with ExitStack() as stack:
        engines: dict[str, tuple[Store, Store]] = {
            "sqlite": (
                stack.enter_context(_sqlite(folder, small, history)),
                stack.enter_context(_sqlite(folder, large, history)),
            )
        }
        if find_binaries() is not None:
            engines["postgresql"] = (
                stack.enter_context(_postgres(small, history)),
                stack.enter_context(_postgres(large, history)),
            )
        for engine, (few, many) in engines.items():
            taken = asyncio.run(_taken(service_over(few), service_over(many)))
            worst = {"": 0.0, "_team": 0.0}
            for name, (of_few, of_many) in taken.items():
                figures[f"lists.{engine}_{name}_ms"] = of_many
                figures[f"lists.{engine}_{name}_ratio"] = ratio = of_many / of_few
                whose = "_team" if name in OF_A_TEAM else ""
                worst[whose] = max(worst[whose], ratio)
            for whose, ratio in worst.items():
                figures[f"lists.{engine}_worst{whose}_ratio"] = ratio
    return figures


@contextmanager
def _sqlite(folder: Path, children: int, history: bytes) -> Iterator[Store]:
    url = f"sqlite:///{folder / f'lists-{children}.db'}"
    with open_store(url, writer=True) as store:
        fill_lists(store, children, [history])
    with open_store(url, writer=False) as store:
        yield store


@contextmanager
def _postgres(children: int, history: bytes) -> Iterator[Store]:
    binaries = find_binaries()
    assert binaries is not None
    with running_postgres(binaries) as server, open_store(server.url, writer=True) as store:
        fill_lists(store, children, [history])
        yield store


async def _taken(few: Service, many: Service) -> Mapping[str, tuple[float, float]]:
    """Medians in milliseconds over both forces, in turns: whatever else the machine does meanwhile
    falls on both alike."""
    found = {}
    for name, read in {**OF_A_TEAM, **OF_THE_FORCE}.items():
        times: tuple[list[float], list[float]] = ([], [])
        pairs = [(few, times[0]), (many, times[1])]
        for _ in range(_ROUNDS):
            for service, into in pairs:
                into.append(await _time(read, service))
            pairs.reverse()
        begun = _ROUNDS // 4  # by then the database's pages have been read
        found[name] = (statistics.median(times[0][begun:]), statistics.median(times[1][begun:]))
    return found


async def _time(read: ListRead, service: Service) -> float:
    gc.collect(0)
    begun = time.perf_counter()
    await read(service, None)
    return (time.perf_counter() - begun) * 1_000
