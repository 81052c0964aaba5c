"""A door behind a real HTTP server on a free port of the loopback, in this process."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from tests.lib.door import Door

__all__ = ["served"]


@contextmanager
def served(door: Door, app: ASGIApp | None = None) -> Iterator[str]:
    """The address of the door's application, or of ``app``, served in the door's own loop."""
    config = uvicorn.Config(
        app or door.app, port=0, lifespan="off", access_log=False, log_level="critical"
    )
    server = uvicorn.Server(config)
    running = asyncio.run_coroutine_threadsafe(server.serve(), door._loop)
    deadline = time.monotonic() + 20
    while not server.started:
        assert not running.done(), "the server ended before it began"
        assert time.monotonic() < deadline, "the server did not begin"
        threading.Event().wait(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        running.result(20)
