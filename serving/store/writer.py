"""The one writer of looks: no entry, no answer.

A use-case prepares its answer's exact bytes, awaits :meth:`LookWriter.commit`, and only
then sends them. Looks that come together are committed together, so that the disk's
one flush serves them all.
"""

from __future__ import annotations

import asyncio
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from serving.audit.leaf import PreparedLook
from serving.store.errors import (
    StoreError,
    StoreUnavailableError,
    WriterBusyError,
    WriterTimeoutError,
)
from serving.store.log import Receipt
from serving.store.look_log import LookLog
from serving.store.opening import Store
from serving.store.sequencer import Sequencer

__all__ = ["LookWriter", "Receipt", "WriterFigures"]

#: How often a writer that could not write tries whether it can again.
_PROBE_EVERY_S = 1.0
_LONGEST_GATHER_S = 0.002


@dataclass(frozen=True, slots=True)
class WriterFigures:
    """What a writer has done since it started, for the metrics page.

    Attributes:
        refused: looks that got an error instead of a receipt.
    """

    groups: int = 0
    looks: int = 0
    refused: int = 0
    largest_group: int = 0


@dataclass(slots=True, eq=False)
class _Waiting:
    look: PreparedLook
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Receipt]
    is_abandoned: bool = False


class LookWriter:
    """Commits looks durably, in groups, from a thread of its own.

    Any number of event-loop tasks may call :meth:`commit`. Make one for each process;
    making it connects, and raises a StoreError if the log can't be written.

    Args:
        draw: random bytes, for salts and this writer's id.
        most_waiting: looks that may wait before more are refused.
        budget_s: how long a look may wait for its entry.
        gather: how long to wait for more looks before a commit, as a part of the last
            commit's time.
    """

    def __init__(
        self,
        store: Store,
        *,
        draw: Callable[[int], bytes] = secrets.token_bytes,
        most_in_group: int = 64,
        most_waiting: int = 512,
        budget_s: float = 2.0,
        gather: float = 0.25,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._log = LookLog(store, draw)
        self._most_in_group = most_in_group
        self._most_waiting = most_waiting
        self._budget_s = budget_s
        self._gather_share = gather
        self._monotonic = monotonic
        self._queue: deque[_Waiting] = deque()
        self._wake = threading.Condition()
        self._is_closing = False
        self._went_well = True
        self._busy_since: float | None = None
        self._wanted = 1
        self._last_group = 0
        self._last_took_s = 0.0
        self._figures = WriterFigures()
        self._sequencer = None if store.is_sqlite else Sequencer(store)
        self._thread = threading.Thread(target=self._run, name="look-writer", daemon=True)
        self._thread.start()

    async def commit(self, look: PreparedLook) -> Receipt:
        """The receipt, once the look's entry is durable; before that, nothing may be sent.

        If the caller is cancelled the look is entered all the same: an entry means
        *possibly shown*.

        Raises:
            StoreUnavailableError: no receipt, so no answer: say 503. Its kinds are
                WriterBusyError (nothing entered) and WriterTimeoutError (perhaps entered).
            DuplicateEntryError: the id is in the log already.
            KeyUsedError: another attempt with its idempotency key is; nothing was entered.
        """
        loop = asyncio.get_running_loop()
        waiting = _Waiting(look, loop, loop.create_future())
        with self._wake:
            if self._is_closing:
                raise StoreUnavailableError("the log is closing")
            if len(self._queue) >= self._most_waiting:
                raise WriterBusyError("too many looks wait for the log")
            self._queue.append(waiting)
            if len(self._queue) >= self._wanted:
                self._wake.notify()
        alarm = loop.call_later(self._budget_s, _give_up, waiting)
        try:
            # Cancelling the caller cancels this future alone; the look stays in the queue.
            return await waiting.future
        finally:
            alarm.cancel()

    @property
    def is_healthy(self) -> bool:
        """Whether a look would go through, as far as is known; for readiness."""
        since = self._busy_since
        hangs = since is not None and self._monotonic() - since > self._budget_s
        return self._went_well and not hangs and self._thread.is_alive()

    @property
    def figures(self) -> WriterFigures:
        """What was done so far."""
        return self._figures

    async def close(self) -> None:
        """Enter what waits, then stop; looks that come after get StoreUnavailableError."""
        with self._wake:
            self._is_closing = True
            self._wake.notify()
        await asyncio.to_thread(self._thread.join)
        if self._sequencer is not None:
            await asyncio.to_thread(self._sequencer.close)

    def _run(self) -> None:
        try:
            while (group := self._take()) is not None:
                self._busy_since = self._monotonic()
                if group:
                    self._commit(group)
                    self._last_group = len(group)
                    self._last_took_s = self._monotonic() - self._busy_since
                elif not self._went_well:
                    self._probe()
                self._busy_since = None
        finally:
            self._went_well = False
            self._log.close()
            with self._wake:
                self._is_closing = True
                left = list(self._queue)
                self._queue.clear()
            _settle(left, [StoreUnavailableError("the log is closed")] * len(left))

    def _take(self) -> list[_Waiting] | None:
        """The next group; empty when it's time to probe; None when there is no more to do."""
        with self._wake:
            # Who waits already was not in the last group; who comes now probably was.
            others = len(self._queue)
            pause = None if self._went_well else _PROBE_EVERY_S
            self._wake.wait_for(lambda: self._queue or self._is_closing, timeout=pause)
            if not self._queue:
                return None if self._is_closing else []
            self._gather(others + self._last_group)
            most = min(len(self._queue), self._most_in_group)
            return [self._queue.popleft() for _ in range(most)]

    def _gather(self, expected: int) -> None:
        """Give those whom the last group answered a moment to ask again and join this one.

        Otherwise two halves of the callers take turns, and each flush serves one half.
        The moment is a part of what the last group took, so a fast disk hardly waits.
        """
        self._wanted = min(expected, self._most_in_group)
        if len(self._queue) < self._wanted:
            self._wake.wait_for(
                lambda: len(self._queue) >= self._wanted or self._is_closing,
                timeout=min(self._last_took_s * self._gather_share, _LONGEST_GATHER_S),
            )
        self._wanted = 1

    def _commit(self, group: Sequence[_Waiting]) -> None:
        live = [waiting for waiting in group if not waiting.is_abandoned]
        if not live:
            return
        try:
            if not self._log.is_open:
                self._log.reopen()
            receipts = self._log.append([waiting.look for waiting in live])
        except StoreError as fault:
            self._went_well = False
            self._count(refused=len(live))
            refusal = StoreUnavailableError(str(fault))
            _settle(live, [refusal] * len(live))
            return
        self._went_well = True
        self._count(looks=len(live))
        _settle(live, receipts)

    def _probe(self) -> None:
        try:
            if not self._log.is_open:
                self._log.reopen()
            self._log.probe()
        except StoreError:
            return
        self._went_well = True

    def _count(self, looks: int = 0, refused: int = 0) -> None:
        old = self._figures
        self._figures = WriterFigures(
            old.groups + (looks > 0),
            old.looks + looks,
            old.refused + refused,
            max(old.largest_group, looks),
        )


def _give_up(waiting: _Waiting) -> None:
    if not waiting.future.done():
        waiting.is_abandoned = True
        waiting.future.set_exception(WriterTimeoutError("the log did not answer in time"))


def _settle(group: Sequence[_Waiting], results: Sequence[Receipt | Exception]) -> None:
    """Hand each look its result in its own event loop, with one wake-up for each loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[_Waiting, Receipt | Exception]]] = {}
    for waiting, result in zip(group, results, strict=True):
        by_loop.setdefault(waiting.loop, []).append((waiting, result))
    for loop, pairs in by_loop.items():
        with suppress(RuntimeError):  # The loop was closed: nobody waits any more.
            loop.call_soon_threadsafe(_hand_out, pairs)


def _hand_out(pairs: Sequence[tuple[_Waiting, Receipt | Exception]]) -> None:
    for waiting, result in pairs:
        if waiting.future.done():
            continue
        if isinstance(result, Exception):
            waiting.future.set_exception(result)
        else:
            waiting.future.set_result(result)
