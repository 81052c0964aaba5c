"""What signing in leaves to be done when nobody waits: uses written, counts entered, old rows
gone. Sessions are good without it; it only keeps the store in step with them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from serving.service.context import Service
from serving.service.sign_in_entries import enter_counted
from serving.store.errors import StoreError
from serving.store.sessions import end_stale, note_seen

__all__ = ["keep_up", "upkeep_of"]

_LOG = logging.getLogger("serving")
_EVERY_S = 10.0
_SWEEP_EVERY_S = 600.0


@asynccontextmanager
async def upkeep_of(
    service: Service, monotonic: Callable[[], float] = time.monotonic
) -> AsyncIterator[None]:
    """Keep up with sign-ins while the service runs, and once more at its end."""
    running = asyncio.create_task(_go_on(service, monotonic))
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
        await keep_up(service, is_last=True)


async def keep_up(service: Service, *, sweeps: bool = False, is_last: bool = False) -> None:
    """One round. What can't be written now is kept for the next; the last one says so.

    Args:
        sweeps: delete what is over as well.
        is_last: enter every count, its minute over or not.
    """
    sign_ins, now = service.sign_ins, service.clock()
    due = sign_ins.seen.take_due()

    def write() -> None:
        with service.store.writing() as connection:
            note_seen(connection, due)
            if sweeps:
                end_stale(connection, now)

    if due or sweeps:
        try:
            await asyncio.to_thread(write)
        except StoreError as fault:
            sign_ins.seen.put_back(due)
            _LOG.warning("the use of %d sessions is not written yet: %s", len(due), fault)
    waiting = list(sign_ins.refusals.take_counted(None if is_last else now))
    try:
        while waiting:
            await enter_counted(service, waiting[0], now)
            del waiting[0]
    except StoreError as fault:
        sign_ins.refusals.put_back(tuple(waiting))
        _LOG.warning("%d counts of refusals are not entered yet: %s", len(waiting), fault)


async def _go_on(service: Service, monotonic: Callable[[], float]) -> None:
    swept_s = monotonic()
    while True:
        await asyncio.sleep(_EVERY_S)
        sweeps = monotonic() - swept_s >= _SWEEP_EVERY_S
        try:
            await keep_up(service, sweeps=sweeps)
        except Exception as fault:  # noqa: BLE001  # or nothing would ever be written again
            _LOG.error("keeping up with sign-ins failed: %s", type(fault).__name__)
        if sweeps:
            swept_s = monotonic()
