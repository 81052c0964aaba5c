"""How many looks a second, each durably in the log before it is answered."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable, Sequence

from linkage.subjects import Subject
from serving.store.links import current_links
from serving.store.opening import open_store
from serving.tables.who import WHO
from tests.bench.disk import fdatasync_ms
from tests.bench.invented import Invented
from tests.bench.load import Load, drive
from tests.bench.serving_runs import bare_server, command_output, service

__all__ = ["looks"]

_CONNECTIONS = 8
_SECONDS = 4.0
_ROUNDS = 3
_CHILDREN = 500


def looks(force: Invented) -> dict[str, float]:
    """Rates at 8 connections, medians of three rounds in turn with the bare route.

    ``look.p99_over_p50_8`` is of the median round; ``look.fdatasync_ms`` is the disk's own
    time, measured before each round, since a look can't be faster than its commit.
    """
    requests = _requests(force)
    bare = [b"GET /bare HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"]
    found: list[Load] = []
    empty: list[Load] = []
    syncs: list[float] = []
    for _ in range(_ROUNDS):
        syncs.append(fdatasync_ms(force.folder))
        with bare_server(force.folder) as port:
            empty.append(drive(port, bare, _CONNECTIONS, _SECONDS))
        with service(force.folder) as port:
            found.append(drive(port, requests, _CONNECTIONS, _SECONDS))
    return {
        "look.per_second_8": _median(found, lambda load: load.per_second),
        "look.bare_per_second_8": _median(empty, lambda load: load.per_second),
        "look.p99_over_p50_8": _median(found, lambda load: load.p99_ms / load.p50_ms),
        "look.fdatasync_ms": statistics.median(syncs),
    }


def _median(loads: Sequence[Load], of: Callable[[Load], float]) -> float:
    return statistics.median(of(load) for load in loads)


def _requests(force: Invented) -> list[bytes]:
    with open_store(force.store, writer=False) as store, store.reading() as connection:
        children = sorted(set(current_links(connection, WHO[Subject.CHILD]).values()))
    chosen = random.Random(1).sample(children, min(_CHILDREN, len(children)))
    token = command_output(force.folder, "token", "--as", "officer").split()[-1]
    return [
        (
            f"GET /api/v1/children/{child}/risk HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            # In words, since one look in ten is asked for them.
            f"Authorization: Bearer {token}\r\n"
            "X-Access-Reason: missing_report; a bench measures looks\r\n\r\n"
        ).encode()
        for child in chosen
    ]
