"""A small load generator: keep-alive connections to a server on this machine's loopback.

Bounded in time and in requests; it runs in a process of its own, so that its work is not
counted as the server's.
"""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import uvloop

__all__ = ["Load", "drive"]

_MOST_REQUESTS = 200_000


@dataclass(frozen=True, slots=True)
class Load:
    """What one run gave: requests answered with 200 a second, and how long they took."""

    per_second: float
    p50_ms: float
    p99_ms: float
    requests: int


def drive(
    port: int, requests: Sequence[bytes], connections: int, seconds: float, warm_up: float = 1.0
) -> Load:
    """Send the prepared requests in turn over ``connections`` connections for ``seconds``.

    Raises:
        RuntimeError: an answer was not 200; the message holds its status line alone.
    """
    # An executor, not a Pool: a Pool starts a worker that can't begin again and again.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
        work = executor.submit(_drive, port, list(requests), connections, seconds, warm_up)
        return work.result(timeout=seconds + warm_up + 60)


def _drive(
    port: int, requests: list[bytes], connections: int, seconds: float, warm_up: float
) -> Load:
    return uvloop.run(_all(port, requests, connections, seconds, warm_up))


async def _all(
    port: int, requests: list[bytes], connections: int, seconds: float, warm_up: float
) -> Load:
    turn = itertools.cycle(requests)
    await _run(port, turn, connections, warm_up)
    begun = time.perf_counter()
    took = await _run(port, turn, connections, seconds)
    elapsed = time.perf_counter() - begun
    hundredths = statistics.quantiles(took, n=100, method="inclusive")
    return Load(len(took) / elapsed, hundredths[49] * 1000, hundredths[98] * 1000, len(took))


async def _run(port: int, turn: Iterator[bytes], connections: int, seconds: float) -> list[float]:
    until = time.perf_counter() + seconds
    took: list[float] = []
    await asyncio.gather(*(_connection(port, turn, until, took) for _ in range(connections)))
    return took


async def _connection(port: int, turn: Iterator[bytes], until: float, took: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.perf_counter() < until and len(took) < _MOST_REQUESTS:
            begun = time.perf_counter()
            writer.write(next(turn))
            head = await reader.readuntil(b"\r\n\r\n")
            status, _, fields = head.partition(b"\r\n")
            if b" 200 " not in status + b" ":
                raise RuntimeError(f"not answered: {status.decode(errors='replace')}")
            await reader.readexactly(_length(fields))
            took.append(time.perf_counter() - begun)
    finally:
        writer.close()


def _length(fields: bytes) -> int:
    for field in fields.split(b"\r\n"):
        name, _, value = field.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    raise RuntimeError("an answer without a length can't be measured")
